"""A process that can be killed: started again, without secrets, deaf to Ctrl-C, and gone with its parent."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.feeds.parser import ParserError, ParserProcess
from tests.feeds.test_parser import ODD, SLOW, gone, is_alive, request, started


def environment_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


async def test_a_parser_killed_in_the_middle_is_started_again() -> None:
    parser = ParserProcess(deadline=30)
    try:
        await parser.parse(request(ODD))
        work = asyncio.create_task(parser.parse(request(SLOW)))
        await asyncio.sleep(0.2)
        os.kill(started(parser), signal.SIGKILL)
        with pytest.raises(ParserError, match="end without an answer"):
            await work
        assert (await parser.parse(request(ODD))).is_feed
    finally:
        await parser.close()


async def test_a_parser_killed_between_two_bodies_is_started_again() -> None:
    parser = ParserProcess(deadline=5)
    try:
        await parser.parse(request(ODD))
        first = started(parser)
        os.kill(first, signal.SIGKILL)
        assert await gone(first, 2)
        await asyncio.sleep(0.1)
        assert (await parser.parse(request(ODD))).is_feed
    finally:
        await parser.close()


async def test_a_cancelled_parse_leaves_the_next_one_its_own_answer() -> None:
    parser = ParserProcess(deadline=30)
    try:
        await parser.parse(request(ODD))
        work = asyncio.create_task(parser.parse(request(SLOW)))
        await asyncio.sleep(0.2)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert (await parser.parse(request(ODD.replace(b"one", b"two")))).entries[0].guid == "two"
    finally:
        await parser.close()


async def test_the_parsers_environment_holds_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123456:not-for-the-parser")
    monkeypatch.setenv("DATABASE_URL", "postgres://me:hush@db/x")
    parser = ParserProcess(deadline=5)
    try:
        await parser.parse(request(ODD))
        environment = environment_of(started(parser))
        assert b"PYTHONPATH=" in environment
        assert b"not-for-the-parser" not in environment
        assert b"hush" not in environment
    finally:
        await parser.close()


async def test_the_parser_leaves_ctrl_c_and_sigterm_to_its_parent() -> None:
    parser = ParserProcess(deadline=5)
    try:
        await parser.parse(request(ODD))
        pid = started(parser)
        os.kill(pid, signal.SIGINT)
        os.kill(pid, signal.SIGTERM)
        assert (await parser.parse(request(ODD))).is_feed
        assert started(parser) == pid
    finally:
        await parser.close()


PARENT = """
import asyncio, sys
from tests.feeds.test_parser import ODD, SLOW, request
from bot.feeds.parser import ParserProcess

async def main():
    parser = ParserProcess(deadline=600)
    await parser.parse(request(ODD))
    print(parser.pid, flush=True)
    if sys.argv[1] == "busy":
        await parser.parse(request(SLOW, deadline=0.2))
    await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
async def test_the_parser_ends_with_a_parent_that_was_killed(state: str) -> None:
    """Idle at the end of its input; busy, where it cannot see that, by its own alarm."""
    root = Path(__file__).parents[3]
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, state, stdout=asyncio.subprocess.PIPE, cwd=root
    )
    assert parent.stdout is not None
    pid = int(await parent.stdout.readline())
    await asyncio.sleep(0.2)
    assert is_alive(pid)
    parent.kill()
    await parent.communicate()
    assert await gone(pid, 4)
