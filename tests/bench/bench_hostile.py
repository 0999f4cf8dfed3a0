"""A round over hostile feeds and good ones at once, by the program itself: what it cost, and how the good ones fared.

    python -m tests.bench.bench_hostile [--good 40] [--show]

Two rounds, each a process of its own on an empty database: the good feeds alone, and together with every body of
``tests/feeds/test_hostile.py``, bombs in each coding, 50 MB bodies, drips, circles and hangs. Printed are the peak
memory of the worker's process in both, and after how many seconds, start-up included, the last good feed was in. Half
of the good feeds are odd: only the parser process reads them.
"""

import argparse
import asyncio
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]  # it ships no types

from tests.feeds.site import Request, Script, Site, answer, rss
from tests.feeds.test_hostile import HOSTILE, MB
from tests.whole.process import ROOT, make_topic

DRIPS, HANGS, FLOODS = 8, 8, 8
ITEMS = 30
TYPE = ("Content-Type", "application/rss+xml")


def good(number: int) -> bytes:
    """A feed of thirty items; every second one has a document type, as only feedparser reads it."""
    items = (
        f"<title>Ferry {n} of line {number}</title><guid>{number}-{n}</guid><link>https://news.example/{number}/{n}</link>"
        for n in range(ITEMS)
    )
    head = '<?xml version="1.0"?>' + ("<!DOCTYPE rss>" if number % 2 else "")
    return rss(*items, channel=f"<title>Line {number}</title>", head=head).encode()


async def drip(_: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n<rss><channel>")
    for _second in range(120):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.5)


async def hang(_: Request, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(120)


async def flood(_: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss><channel>")
    piece = b"<item><title>x</title></item>" * 2000
    for _number in range(50 * MB // len(piece)):
        writer.write(piece)
        await writer.drain()


def hostile_routes() -> dict[str, Any]:
    """Target -> what it answers."""
    routes: dict[str, Any] = {f"/body/{n}": answer(200, make(), TYPE) for n, make in enumerate(HOSTILE.values())}
    plain = b"<rss>" + b" " * 200 * MB
    codings: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": lambda data: brotli.compress(data, quality=1),
    }
    for name, squeeze in codings.items():
        routes[f"/bomb/{name}"] = answer(200, squeeze(plain), TYPE, ("Content-Encoding", name))
    twice = gzip.compress(gzip.compress(plain))
    routes["/bomb/twice"] = answer(200, twice, TYPE, ("Content-Encoding", "gzip, gzip"))
    routes["/circle"] = answer(301, b"", ("Location", "/circle"))
    scripts: tuple[tuple[str, Script, int], ...] = (
        ("drip", drip, DRIPS),
        ("hang", hang, HANGS),
        ("flood", flood, FLOODS),
    )
    return routes | {f"/{name}/{n}": script for name, script, count in scripts for n in range(count)}


async def serve(goods: int) -> None:
    """Serve until the input ends: the first line out has the port and the hostile targets."""
    bad = hostile_routes()
    routes = bad | {f"/good/{n}": answer(200, good(n), TYPE) for n in range(goods)}
    # Every address of loopback, so that each feed has a host of its own.
    async with Site(routes=routes, host="0.0.0.0") as site:
        sys.stdout.write(json.dumps({"port": site.port, "bad": list(bad)}) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


@dataclass(frozen=True)
class Round:
    """What a round came to."""

    cost: dict[str, Any]
    feeds: dict[str, dict[str, Any]]
    """By target, as ``feeds list --json`` has them."""
    after: dict[str, float]
    """Target -> seconds from the program's start to its poll's end."""

    def line(self, title: str, goods: list[str]) -> str:
        times = sorted(self.after[name] for name in goods if name in self.after)
        read = sum(self.feeds[name]["items"] == ITEMS for name in goods)
        return (
            f"{title:14} {read} of {len(goods)} good feeds read, half of them after {times[len(times) // 2]:.1f} s, "
            f"the last after {times[-1]:.1f} s; peak {self.cost['peak_mb']} MB, wall {self.cost['wall_s']} s, "
            f"{self.cost['errors']} of {self.cost['feeds']} feeds failed"
        )


def run(folder: Path, targets: dict[str, str]) -> Round:
    """One round over feeds (target -> address)."""
    topic = make_topic(folder, targets)
    settings = {
        "PYTHONPATH": str(ROOT), "BURDENWATCH_TOPIC": str(topic), "DATA_DIR": str(folder), "HOST_GAP": "0",
        "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8", "FULL_TEXT": "off",
    }  # fmt: skip
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | settings

    def ask(*arguments: str) -> bytes:
        command = [sys.executable, "-m", "bot", *arguments, "--json"]
        # The program ends with an error where every feed failed; what it says counts.
        return subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, check=False).stdout

    began = time.time()
    cost = json.loads(ask("poll", "--once", "--all"))
    names = {url: target for target, url in targets.items()}
    feeds = {names[feed["url"]]: feed for feed in map(json.loads, ask("feeds", "list").splitlines())}
    polled = {target: feed["last_polled"] for target, feed in feeds.items() if feed["last_polled"]}
    return Round(cost, feeds, {name: datetime.fromisoformat(at).timestamp() - began for name, at in polled.items()})


def measure(port: int, goods: list[str], bads: list[str], *, show: bool) -> None:
    """The two rounds, printed."""
    turn_by_turn = [target for pair in zip_longest(bads, goods) for target in pair if target]
    for title, wanted in (("good alone:", goods), ("with hostile:", turn_by_turn)):
        targets = {target: f"http://127.0.{n // 200}.{1 + n % 200}:{port}{target}" for n, target in enumerate(wanted)}
        with tempfile.TemporaryDirectory() as folder:
            found = run(Path(folder), targets)
        print(found.line(title, goods), flush=True)  # noqa: T201  # a script
        for name in sorted(wanted, key=lambda name: found.after.get(name, 0.0)) if show else ():
            print(f"  {found.after.get(name, -1):5.1f} s {name}: {found.feeds[name]['last_error']}")  # noqa: T201


def main() -> None:
    options = argparse.ArgumentParser(description="A round over hostile feeds and good ones.")
    options.add_argument("--good", type=int, default=40)
    options.add_argument("--show", action="store_true", help="every feed, when it was done and what became of it")
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.serve:
        asyncio.run(serve(chosen.good))
        return
    command = [sys.executable, "-m", "tests.bench.bench_hostile", "--serve", f"--good={chosen.good}"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = json.loads(server.stdout.readline())
        try:
            measure(said["port"], [f"/good/{n}" for n in range(chosen.good)], said["bad"], show=chosen.show)
        finally:
            server.kill()


if __name__ == "__main__":
    main()
