"""Three workers on one PostgreSQL, each a process of its own, and what becomes of the feeds of one that dies."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.feeds.ask.domains import domain_of
from bot.model import FeedKind, FeedSource
from bot.store import DomainLimits, Store, open_store

ROOT = Path(__file__).parents[2]
ADDRESSES = 8
ITEMS = 3


@dataclass
class Stand:
    """Feeds at /f/N on several loopback addresses, each slow enough for a worker to be killed meanwhile."""

    delay: float = 0.02
    asked: Counter[int] = field(default_factory=Counter)
    here: Counter[str] = field(default_factory=Counter)
    most: int = 0
    """Requests at one address at once."""

    async def serve(self, request: web.Request) -> web.Response:
        number, host = int(request.match_info["number"]), request.host
        self.asked[number] += 1
        self.here[host] += 1
        self.most = max(self.most, self.here[host])
        await asyncio.sleep(self.delay)
        self.here[host] -= 1
        body = f'<rss version="2.0"><channel><title>{number}</title>{self.items(number)}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")

    def items(self, number: int) -> str:
        return "".join(
            f"<item><title>Item {n} of {number}</title><guid>{number}-{n}</guid>"
            f"<link>https://news.example/{number}/{n}</link></item>"
            for n in range(ITEMS)
        )


Start = Callable[..., Awaitable[Process]]


@pytest.fixture
async def start(postgres_url: str) -> AsyncIterator[Start]:
    """Starts a worker; all of them are ended after the test."""
    running: list[Process] = []

    async def begin(name: str, *, lease: float = 60.0, gap: float = 0.0) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.worker.one_of_several", postgres_url, name, str(lease), str(gap),
            stdout=PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        running.append(process)
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        return process

    yield begin
    for process in running:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.fixture
async def stand() -> AsyncIterator[tuple[Stand, int]]:
    stand = Stand()
    app = web.Application()
    app.router.add_get("/f/{number}", stand.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = int(runner.addresses[0][1])
    for last in range(2, ADDRESSES + 1):
        await web.TCPSite(runner, f"127.0.0.{last}", port).start()
    yield stand, port
    await runner.cleanup()


def fill(url: str, port: int, count: int) -> Store:
    store = open_store(url, worker="test", limits=DomainLimits(domain_of))
    store.migrate()
    addresses = (f"http://127.0.0.{1 + n % ADDRESSES}:{port}/f/{n}" for n in range(count))
    sources = [FeedSource(address, "Example", "en", "", FeedKind.OTHER) for address in addresses]
    store.feeds.sync(sources, datetime.now(UTC))
    return store


async def until_all_polled(store: Store, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not all(feed.polled_once for feed in await asyncio.to_thread(store.feeds.all)):
            await asyncio.sleep(0.1)


async def test_each_feed_is_asked_once_by_three_workers(
    postgres_url: str, start: Start, stand: tuple[Stand, int]
) -> None:
    site, port = stand
    with fill(postgres_url, port, 90) as store:
        await asyncio.gather(*(start(name) for name in ("one", "two", "three")))
        await until_all_polled(store, 60)
        await asyncio.sleep(0.3)
        assert set(site.asked.values()) == {1}
        assert len(site.asked) == 90
        assert store.status(datetime.now(UTC)).articles == 90 * ITEMS


async def test_with_a_gap_a_domain_is_one_workers_at_a_time(
    postgres_url: str, start: Start, stand: tuple[Stand, int]
) -> None:
    site, port = stand
    with fill(postgres_url, port, 64) as store:
        await asyncio.gather(*(start(name, gap=0.01) for name in ("one", "two", "three")))
        await until_all_polled(store, 60)
    assert set(site.asked.values()) == {1}
    # A worker of these asks four at once.
    assert site.most <= 4


async def test_the_feeds_of_a_killed_worker_are_taken_up_and_nothing_is_stored_twice(
    postgres_url: str, start: Start, stand: tuple[Stand, int]
) -> None:
    site, port = stand
    lease = 8.0
    with fill(postgres_url, port, 72) as store:
        site.delay = 0.3
        victim, *_ = await asyncio.gather(*(start(name, lease=lease) for name in ("one", "two", "three")))
        async with asyncio.timeout(30):
            while sum(site.asked.values()) < 20:
                await asyncio.sleep(0.02)
        victim.send_signal(signal.SIGKILL)
        killed = datetime.now(UTC)
        site.delay = 0.01
        await until_all_polled(store, 60)
        twice = [number for number, times in site.asked.items() if times > 1]
        assert len(site.asked) == 72
        assert len(twice) <= 16, "only what the victim had in hand"
        last = max(feed.last_polled for feed in store.feeds.all() if feed.last_polled is not None)
        assert (last - killed).total_seconds() < lease + 45, "as its lease ends, and not at the next start"
        assert max(site.asked.values()) <= 2
        assert store.status(datetime.now(UTC)).articles == 72 * ITEMS
        assert all(feed.items == ITEMS for feed in store.feeds.all())
