"""The port that strangers reach, over real sockets: idle and slow connections, and as many as there are places."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import web

from bot.web.door import Door
from tests.web.wire import Visitor, visitors

ASK = b"GET /hello HTTP/1.1\r\nHost: h\r\n\r\n"
SLOW = b"GET /slow HTTP/1.1\r\nHost: h\r\n\r\n"
HALF = b"GET /hello HTTP/1.1\r\nHost:"
Open = Callable[..., Coroutine[Any, Any, Door]]


class House:
    """What is behind the door; ``/slow`` answers once ``ready`` is set."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self.came = 0

    async def hello(self, request: web.Request) -> web.Response:
        return web.Response(text="hello")

    async def slow(self, request: web.Request) -> web.Response:
        self.came += 1
        await self.ready.wait()
        return web.Response(text="at last")

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([web.get("/hello", self.hello), web.get("/slow", self.slow)])
        return app


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def opened(house: House) -> AsyncIterator[Open]:
    async with AsyncExitStack() as doors:

        async def make(**bounds: float) -> Door:
            door = Door(house.app(), **bounds)  # type: ignore[arg-type]  # one of them is a whole number
            await door.open("127.0.0.1", 0)
            doors.push_async_callback(door.close)
            return door

        yield make


async def test_idle_connections_make_room_for_who_asks(
    opened: Open, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    door = await opened(most=8)
    async with visitors(door.port, 40, HALF) as idle, visitors(door.port, 1, ASK) as (asking,):
        assert await asking.status() == 200
        assert await idle[0].is_shown_out()
    said = [one.getMessage() for one in caplog.records if one.name == "bot.web.door"]
    assert said == [
        "the port has 4 connections, the last from 127.0.0.1; of those that ask for nothing the oldest are closed for "
        "new ones"
    ]


async def test_whoever_is_being_answered_keeps_the_place(opened: Open, house: House) -> None:
    door = await opened(most=8)
    async with visitors(door.port, 1, SLOW) as (served,):
        while not house.came:
            await asyncio.sleep(0.01)
        async with visitors(door.port, 40, HALF) as idle:
            assert await idle[0].is_shown_out()
            house.ready.set()
            assert await served.status() == 200


async def test_where_all_are_being_answered_the_next_is_turned_away(opened: Open, house: House) -> None:
    door = await opened(most=4)
    async with visitors(door.port, 2, SLOW) as served:
        while house.came < 2:
            await asyncio.sleep(0.01)
        async with visitors(door.port, 1) as (late,):
            assert await late.is_shown_out()
        house.ready.set()
        assert [await one.status() for one in served] == [200, 200]


@pytest.mark.parametrize("words", [b"", HALF])
async def test_a_head_that_does_not_come_ends_the_connection(opened: Open, words: bytes) -> None:
    door = await opened(head_within=0.1)
    async with visitors(door.port, 1, words) as (slow,):
        assert await slow.is_shown_out()


async def test_a_head_that_drips_has_no_longer(opened: Open) -> None:
    door = await opened(head_within=0.2)
    async with visitors(door.port, 1, HALF) as (slow,):
        ending = asyncio.ensure_future(slow.is_shown_out())
        while not ending.done():
            slow.say(b"x")
            await asyncio.sleep(0.02)
        assert await ending


async def test_the_second_head_of_a_connection_has_its_deadline_too(opened: Open) -> None:
    door = await opened(head_within=1.0)
    async with visitors(door.port, 1, ASK) as (slow,):
        assert await slow.status() == 200
        slow.say(HALF)
        assert not await slow.is_shown_out(), "what comes is the first answer's body, and then the end"


async def test_an_answer_may_take_longer_than_a_head(opened: Open, house: House) -> None:
    door = await opened(head_within=0.5)
    async with visitors(door.port, 1, SLOW) as (served,):
        while not house.came:
            await asyncio.sleep(0.01)
        await asyncio.sleep(1.0)
        house.ready.set()
        assert await served.status() == 200


async def test_who_takes_no_answers_makes_room_as_well(opened: Open) -> None:
    door = await opened(most=4)
    async with visitors(door.port, 1) as (greedy,):
        greedy.say(ASK * 100_000)
        await asyncio.sleep(0.1)
        async with visitors(door.port, 2, HALF), visitors(door.port, 1, ASK) as (asking,):
            assert await asking.status() == 200


async def test_after_the_end_nobody_is_let_in(opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    door = await opened()
    async with visitors(door.port, 1, HALF) as (idle,):
        await door.close()
        assert await idle.is_shown_out()
        with pytest.raises(ConnectionRefusedError):
            await Visitor.come(door.port)
    assert [one for one in caplog.records if one.levelno >= logging.WARNING] == []
