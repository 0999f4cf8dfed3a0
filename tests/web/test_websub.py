"""What a stranger can make ``/websub/TOKEN`` read: nothing. A hub: a few messages at once, each in time."""

import asyncio
import hmac
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import web

from bot.web.door import Door
from bot.web.log_filter import RepeatFilter
from bot.web.websub import AT_ONCE, BODY_CAP, LOOKS, MOST_LOOKS, Callbacks
from tests.web.wire import visitors

TOKEN, SECRET = "the-token-of-a-subscription", "its secret"
SIXTY = 60
Serve = Callable[..., Coroutine[Any, Any, int]]


class Subscriber:
    """Has one subscription, and keeps what was delivered; ``held`` deliveries wait until they are let go."""

    def __init__(self) -> None:
        self.delivered: list[bytes] = []
        self.go = asyncio.Event()
        self.go.set()
        self.looks = 0
        self.looked = asyncio.Event()
        self.looked.set()

    async def confirm(self, token: str, topic: str, lease: float | None) -> bool:
        return token == TOKEN

    async def deny(self, token: str, topic: str) -> bool:
        return token == TOKEN

    async def knows_token(self, token: str) -> bool:
        self.looks += 1
        await self.looked.wait()
        return token == TOKEN

    async def deliver(self, token: str, body: bytes, signature: str, content_type: str) -> bool:
        if token == TOKEN and signature:
            await self.go.wait()
            self.delivered.append(body)
        return token == TOKEN


@pytest.fixture
def subscriber() -> Subscriber:
    return Subscriber()


@pytest.fixture
async def serve(subscriber: Subscriber) -> AsyncIterator[Serve]:
    async with AsyncExitStack() as doors:

        async def make(**bounds: float) -> int:
            app = web.Application()
            app.add_routes(Callbacks(subscriber, **bounds).routes())
            door = Door(app)
            await door.open("127.0.0.1", 0)
            doors.push_async_callback(door.close)
            return door.port

        yield make


def post(token: str, length: int, *lines: str) -> bytes:
    """The head of a message."""
    head = (f"POST /websub/{token} HTTP/1.1", "Host: h", f"Content-Length: {length}", *lines)
    return "\r\n".join((*head, "", "")).encode()


def signed(body: bytes) -> str:
    return f"X-Hub-Signature: sha256={hmac.new(SECRET.encode(), body, 'sha256').hexdigest()}"


@pytest.mark.parametrize(
    ("token", "lines", "status"),
    [("none", ("X-Hub-Signature: sha256=00",), 410), ("none", (), 410), (TOKEN, (), 204)],
    ids=["an unknown token", "an unknown token, unsigned", "a known token, unsigned"],
)
async def test_strangers_are_answered_before_a_byte_of_their_bodies_is_read(
    serve: Serve, subscriber: Subscriber, token: str, lines: tuple[str, ...], status: int
) -> None:
    port = await serve()
    # Not one of them ever sends its body, so an answer is an answer without it.
    async with visitors(port, SIXTY, post(token, BODY_CAP, *lines)) as strangers:
        assert [await one.status() for one in strangers] == [status] * SIXTY
    assert subscriber.delivered == []


async def test_strangers_put_few_questions_to_the_database_at_once(serve: Serve, subscriber: Subscriber) -> None:
    port = await serve()
    subscriber.looked.clear()
    async with visitors(port, MOST_LOOKS + 20, post("none", 4, signed(b"news"))) as strangers:
        heads = [asyncio.ensure_future(one.head()) for one in strangers]
        while sum(head.done() for head in heads) < 20:
            await asyncio.sleep(0.01)
        refused = [head.result() for head in heads if head.done()]
        assert all(" 503 " in head and "Retry-After: 30" in head for head in refused)
        assert (len(refused), subscriber.looks) == (20, LOOKS)
        subscriber.looked.set()
        answers = await asyncio.gather(*heads)
    assert sum(" 410 " in head for head in answers) == MOST_LOOKS


async def test_a_message_that_says_it_is_too_large_is_not_waited_for(serve: Serve) -> None:
    port = await serve()
    async with visitors(port, 1, post(TOKEN, BODY_CAP + 1, signed(b""))) as (hub,):
        assert await hub.status() == 413


async def test_more_messages_than_are_read_at_once_are_to_come_again(serve: Serve, subscriber: Subscriber) -> None:
    port = await serve()
    async with visitors(port, SIXTY, post(TOKEN, 4, signed(b"news"))) as hubs:
        heads = [asyncio.ensure_future(hub.head()) for hub in hubs]
        while sum(head.done() for head in heads) < SIXTY - AT_ONCE:
            await asyncio.sleep(0.01)
        refused = [head.result() for head in heads if head.done()]
        assert len(refused) == SIXTY - AT_ONCE
        assert all(" 503 " in head and "Retry-After: 30" in head for head in refused)
        for hub in hubs:
            hub.say(b"news")
        await asyncio.gather(*heads)
        assert subscriber.delivered == [b"news"] * AT_ONCE
    async with visitors(port, 1, post(TOKEN, 4, signed(b"news")) + b"news") as (again,):
        assert await again.status() == 204


async def test_what_was_read_is_counted_until_it_is_taken_in(serve: Serve, subscriber: Subscriber) -> None:
    port = await serve()
    subscriber.go.clear()
    message = post(TOKEN, 4, signed(b"news")) + b"news"
    async with visitors(port, AT_ONCE, message) as hubs, visitors(port, 1, message) as (late,):
        first = [asyncio.ensure_future(hub.status()) for hub in (*hubs, late)]
        done, _ = await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        assert [one.result() for one in done] == [503]
        subscriber.go.set()
        assert sorted(await asyncio.gather(*first)) == [204] * AT_ONCE + [503]


async def test_a_message_that_does_not_come_in_time_gives_its_place_back(serve: Serve, subscriber: Subscriber) -> None:
    port = await serve(within=0.2)
    async with visitors(port, AT_ONCE, post(TOKEN, 4, signed(b"news")) + b"ne") as hubs:
        assert [await hub.status() for hub in hubs] == [408] * AT_ONCE
    async with visitors(port, 1, post(TOKEN, 4, signed(b"news")) + b"news") as (hub,):
        assert await hub.status() == 204
    assert subscriber.delivered == [b"news"]


@pytest.mark.parametrize(
    ("lines", "body", "status"),
    [
        # Here aiohttp tells nobody of the fault, and the deadline ends it.
        ("Transfer-Encoding: chunked", b"zz\r\nno chunk\r\n", 408),
        ("Content-Length: 9\r\nContent-Encoding: gzip", b"not gzip!", 400),
    ],
)
async def test_a_body_that_breaks_is_no_fault_of_ours(
    serve: Serve, caplog: pytest.LogCaptureFixture, lines: str, body: bytes, status: int
) -> None:
    port = await serve(within=0.3)
    head = f"POST /websub/{TOKEN} HTTP/1.1\r\nHost: h\r\n{signed(body)}\r\n{lines}\r\n\r\n".encode()
    with caplog.filtering(RepeatFilter()):
        async with visitors(port, 1, head) as (hub,):
            await asyncio.sleep(0.05)  # so that the handler waits for the body when it comes
            hub.say(body)
            assert await hub.status() == status
    assert [one for one in caplog.records if one.exc_info or one.levelno > logging.INFO] == []


async def test_who_hangs_up_in_the_middle_leaves_no_traceback(
    serve: Serve, subscriber: Subscriber, caplog: pytest.LogCaptureFixture
) -> None:
    port = await serve()
    async with visitors(port, 1, post(TOKEN, 4, signed(b"news")) + b"ne"):
        await asyncio.sleep(0.05)
    async with visitors(port, 1, post(TOKEN, 4, signed(b"news")) + b"news") as (hub,):
        assert await hub.status() == 204
    assert (subscriber.delivered, [one for one in caplog.records if one.exc_info]) == ([b"news"], [])
