"""The parser processes: killed at the deadline, started again, gone when not needed, and no feed in another's way."""

import asyncio
import os
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from bot.feeds import FetchPolicy, Poller
from bot.feeds.parser import ParserError, ParserProcess, _Lane
from bot.feeds.process.frames import ParseRequest
from bot.model import Polled, PollFailed, Trouble, Unchanged
from tests.feeds.conftest import LOOPBACK, USER_AGENT, feed_at
from tests.feeds.site import FEED, Route, Site, answer, rss

ODD = FEED.replace(b"<rss", b"<!DOCTYPE rss><rss")
"""A feed that only feedparser takes, so that the process is needed."""

SLOW = b'<?xml version="1.0"?>' + b"\n" * 100_000 + ODD
"""A regular expression of feedparser's is quadratic in the white space before a document: nearly a minute for this."""

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def request(body: bytes, deadline: float = 5.0) -> ParseRequest:
    return ParseRequest(body, "application/rss+xml", "https://news.example/feed", "", NOW, deadline)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A zombie is dead; it only waits for somebody to ask.
    return ") Z " not in Path(f"/proc/{pid}/stat").read_text()


async def gone(pid: int, within: float) -> bool:
    end = time.monotonic() + within
    while is_alive(pid):
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.02)
    return True


def started(parser: ParserProcess) -> int:
    assert parser.pid is not None
    return parser.pid


async def test_a_body_that_hangs_costs_only_itself() -> None:
    parser = ParserProcess(deadline=1.0)
    try:
        assert (await parser.parse(request(ODD))).is_feed
        first = started(parser)
        begun = time.monotonic()
        with pytest.raises(ParserError, match="more than 1 s"):
            await parser.parse(request(SLOW))
        assert time.monotonic() - begun < 20
        assert await gone(first, 1)
        # Started again, or still starting: then the second lane has it.
        assert (await parser.parse(request(ODD))).entries[0].guid == "one"
        assert parser.pid != first
    finally:
        await parser.close()


async def test_ten_feeds_that_hang_let_ten_good_ones_through() -> None:
    """All polled at once, and all of them odd, so that they meet at the parser; only one can be ahead of the good."""
    done: list[str] = []

    async def poll(path: str) -> None:
        outcome = await poller.poll(feed_at(site.url(path)))
        assert isinstance(outcome, Polled) is path.startswith("/good"), outcome
        done.append(path)

    hangs, goods = [f"/hang/{n}" for n in range(10)], [f"/good/{n}" for n in range(10)]
    routes: dict[str, Route] = {path: answer(200, SLOW) for path in hangs}
    routes |= {path: answer(200, ODD.replace(b"one", path.encode())) for path in goods}
    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK, parse_deadline=2.0, per_host=20)
    async with Site(routes=routes) as site, Poller(policy) as poller:
        tasks = {path: asyncio.create_task(poll(path)) for path in hangs + goods}
        await asyncio.gather(*(tasks[path] for path in goods))
        assert sum(path in hangs for path in done) <= 1
        for path in hangs:
            tasks[path].cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


async def test_a_feed_that_took_long_last_time_keeps_out_of_the_first_lane() -> None:
    parser = ParserProcess(deadline=1.0)
    try:
        slow = msgspec.structs.replace(request(SLOW), url="https://slow.example/feed")
        with pytest.raises(ParserError, match="more than 1 s"):
            await parser.parse(slow)
        await parser.parse(request(ODD))
        first = started(parser)
        with pytest.raises(ParserError, match=r"more than 0\.5 s"):
            await parser.parse(slow)
        assert started(parser) == first
    finally:
        await parser.close()


async def test_the_shortest_goes_first_and_a_cancelled_turn_is_passed_on() -> None:
    lane = _Lane(1.0)
    order: list[int] = []

    async def take(size: int) -> None:
        async with lane.turn(size):
            order.append(size)
            await asyncio.sleep(0)

    async with lane.turn(0):
        tasks = [asyncio.create_task(take(size)) for size in (50, 30, 10, 40, 20)]
        await asyncio.sleep(0)
        tasks[3].cancel()  # while it waits
    tasks[2].cancel()  # when it has just got its turn
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == [20, 30, 50]
    async with asyncio.timeout(1), lane.turn(0):
        pass


@pytest.mark.parametrize("head", [b"<!DOCTYPE rss><rss", b"<rss"])
async def test_a_long_body_goes_through_a_file(head: bytes) -> None:
    items = "".join(f"<title>방위비 {n}</title><guid>{n}</guid></item><item>" for n in range(300))
    body = rss(items, "<title>filler</title><description>" + "filler " * 60_000 + "</description>").encode()
    body = body.replace(b"<rss", head, 1)
    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK)
    async with Site(routes={"/feed": answer(200, body)}) as site, Poller(policy) as poller:
        outcome = await poller.poll(feed_at(site.url("/feed")))
        assert isinstance(outcome, Polled)
        assert [entry.guid for entry in outcome.entries[:300]] == [str(n) for n in range(300)]
        assert outcome.body_hash == sha256(body).hexdigest()
        again = await poller.poll(feed_at(site.url("/feed"), body_hash=outcome.body_hash))
    assert isinstance(again, Unchanged)


async def test_many_bodies_at_once_each_get_their_own_answer() -> None:
    parser = ParserProcess(deadline=5)
    try:
        replies = await asyncio.gather(
            *(parser.parse(request(ODD.replace(b"one", str(number).encode()))) for number in range(50))
        )
        assert [reply.entries[0].guid for reply in replies] == [str(number) for number in range(50)]
    finally:
        await parser.close()


async def test_nothing_is_left_after_close() -> None:
    async with Site(routes={"/feed": answer(200, ODD), "/slow": answer(200, SLOW)}) as site:
        before = set(os.listdir("/proc/self/fd"))  # noqa: PTH208  # the descriptors' numbers, not paths
        policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK, parse_deadline=1.0)
        async with Poller(policy) as poller:
            assert isinstance(await poller.poll(feed_at(site.url("/feed"))), Polled)
            slow = await poller.poll(feed_at(site.url("/slow")))
            assert isinstance(slow, PollFailed)
            assert slow.trouble is Trouble.PARSER
            assert isinstance(await poller.poll(feed_at(site.url("/feed"))), Polled)
            pid = started(poller._parser)
        assert await gone(pid, 1)
        for _ in range(50):
            await asyncio.sleep(0.02)
            left = set(os.listdir("/proc/self/fd")) - before  # noqa: PTH208  # as above
            if not left:
                break
        assert not left
