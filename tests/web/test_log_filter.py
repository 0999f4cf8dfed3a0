"""What strangers can make the libraries write: a line for each kind of trouble, however often it comes."""

import errno
import io
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import web

from bot.web.door import Door
from bot.web.log_filter import WITHIN, RepeatFilter
from bot.worker.logs.setup import Redacted
from tests.web.wire import visitors

MALFORMED = (
    b"GET /healthz?\xc2\xb2 HTTP/1.1\r\nHost: h\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(200)),  # how TLS begins
    b"GET / HTTP/1.1\r\nHost: h\r\nbad header\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: h\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
    b"SSH-2.0-OpenSSH_9.9\r\n\r\n",
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log would say, as the program sets it up, at DEBUG."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Redacted())
    handler.addFilter(RepeatFilter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    app = web.Application()

    async def broken(request: web.Request) -> web.Response:
        raise KeyError("a fault of our own")

    app.add_routes([web.get("/broken", broken)])
    door = Door(app)
    await door.open("127.0.0.1", 0)
    yield door.port
    await door.close()


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING"])
@pytest.mark.parametrize("words", MALFORMED)
async def test_a_malformed_request_is_one_line_at_most(port: int, log: io.StringIO, words: bytes, level: str) -> None:
    logging.getLogger().setLevel(level)
    async with visitors(port, 1, words) as (stranger,):
        assert await stranger.status() == 400
    lines = log.getvalue().splitlines()
    assert len(lines) <= (level != "WARNING")
    assert all("a request that is no proper HTTP" in line for line in lines)


async def test_a_hundred_of_them_are_three_lines(port: int, log: io.StringIO) -> None:
    logging.getLogger().setLevel("INFO")
    for _ in range(20):
        async with visitors(port, 5, MALFORMED[0]) as strangers:
            assert [await one.status() for one in strangers] == [400] * 5
    first, tenth, hundredth = (line.partition("aiohttp.server: ")[2] for line in log.getvalue().splitlines())
    assert first.startswith("a request that is no proper HTTP (")
    assert tenth == f"{first} (the same 10 times within 10 minutes)"
    assert hundredth == f"{first} (the same 100 times within 10 minutes)"


async def test_a_fault_of_our_own_keeps_its_traceback_once(port: int, log: io.StringIO) -> None:
    for _ in range(12):
        async with visitors(port, 1, b"GET /broken HTTP/1.1\r\nHost: h\r\n\r\n") as (asking,):
            assert await asking.status() == 500
    assert log.getvalue().count("Traceback") == 1
    assert log.getvalue().splitlines()[-1].endswith("(the same 10 times within 10 minutes)")


def passed(folded: RepeatFilter, number: int, words: str, name: str = "asyncio") -> int:
    """How many of so many records get through; each is of another object, as asyncio's are."""
    problem = OSError(errno.EMFILE, "Too many open files")
    return sum(
        folded.filter(
            logging.LogRecord(name, logging.ERROR, "", 0, f"{words}\nsocket: <{one}>", (), (OSError, problem, None))
        )
        for one in range(number)
    )


def test_what_asyncio_says_of_files_is_folded_and_begins_anew_after_a_while() -> None:
    now = [0.0]
    folded = RepeatFilter(lambda: now[0])
    assert passed(folded, 84_102, "socket.accept() out of system resource") == 5
    assert passed(folded, 1, "another thing") == 1
    now[0] = WITHIN + 1
    assert passed(folded, 1, "socket.accept() out of system resource") == 1


def test_other_loggers_are_left_alone() -> None:
    assert passed(RepeatFilter(), 50, "a feed", "bot.worker.intake.polling") == 50


def test_what_is_counted_is_bounded() -> None:
    folded = RepeatFilter()
    for one in range(2000):
        passed(folded, 1, f"kind {one}")
    assert len(folded._seen) < 300
