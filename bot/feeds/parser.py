"""The poller's end of the parser process: starts it, asks it, kills it at the deadline, starts it again."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path

import msgspec

from bot.feeds.reply import quick_reply
from bot.feeds.wire import LARGEST, LENGTH, ParseReply, ParseRequest, decode_reply, frame

START = 60.0
"""Seconds that the process may take to start, imports included; the deadline counts from when it is ready."""

PASSED_ON = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
"""Of the environment; the bot's token and the database's password are none of the parser's business."""


class ParserError(Exception):
    """The parser gave no answer for this body; the text is a sentence. The next body gets a new process."""


class ParserProcess:
    """One process for all feeds, one body at a time; started with the first body that needs it."""

    def __init__(self, deadline: float) -> None:
        """``deadline``: seconds that a body may take."""
        self._deadline = deadline
        self._lock = asyncio.Lock()
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        """Of the process, while there is one."""
        return self._process.pid if self._process else None

    async def parse(self, request: ParseRequest) -> ParseReply:
        """What the parser makes of a body. Raises ParserError where it hangs, dies or gives up.

        A small body of a known shape is read right here: that cannot take long, and most feeds are no more.
        """
        if (quick := quick_reply(request)) is not None:
            return quick
        async with self._lock:
            try:
                process = await self._running()
                reply = await self._ask(process, request)
            except TimeoutError:
                await self._end()
                raise ParserError(f"takes more than {self._deadline:g} s to parse, which was broken off") from None
            except (EOFError, OSError, msgspec.MsgspecError):
                await self._end()
                raise ParserError("made the parser end without an answer; it is started again") from None
            except BaseException:
                # Cancelled in the middle of a frame: this stream is of no more use.
                await self._end()
                raise
        if reply.fault:
            raise ParserError(f"made the parser give up ({reply.fault})")
        return reply

    async def close(self) -> None:
        """End the process and wait for it."""
        async with self._lock:
            await self._end()

    async def _running(self) -> Process:
        if self._process is not None and self._process.returncode is not None:
            await self._end()
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "bot.feeds.parser_process",
                stdin=PIPE, stdout=PIPE, env=_environment(), start_new_session=True,
            )  # fmt: skip
            try:
                async with asyncio.timeout(START):
                    await _read(self._process)
            except TimeoutError:
                raise ParserError(f"was not parsed: the parser did not start within {START:g} s") from None
        return self._process

    async def _ask(self, process: Process, request: ParseRequest) -> ParseReply:
        async with asyncio.timeout(self._deadline):
            assert process.stdin is not None  # noqa: S101  # a pipe was asked for
            process.stdin.write(frame(request))
            await process.stdin.drain()
            return await _read(process)

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        # communicate() closes both pipes and waits, so that nothing is left behind.
        with suppress(OSError):
            await process.communicate()


async def _read(process: Process) -> ParseReply:
    assert process.stdout is not None  # noqa: S101  # a pipe was asked for
    (size,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    if size > LARGEST:
        raise EOFError
    return decode_reply(await process.stdout.readexactly(size))


def _environment() -> dict[str, str]:
    paths = [str(Path(path).absolute()) for path in sys.path]  # "" is the working directory
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return passed | {"PYTHONPATH": os.pathsep.join(paths)}
