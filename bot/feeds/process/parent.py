"""A process that can be killed: starts it, asks it, kills it at the deadline, starts it again. The other half is in
``child``.

No thread can be stopped in the middle of a regular expression, so whatever the web's bytes could make hang runs in a
process of its own.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from bot.feeds.process.frames import LARGEST, LENGTH

START = 60.0
"""Seconds that the process may take to start, imports included; the deadline counts from when it is ready."""

PASSED_ON = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
"""Of the environment; the bot's token and the database's password are none of the process's business."""

Reply = TypeVar("Reply")


class ProcessError(Exception):
    """There is no answer to this request; the next one gets a new process."""


class OverdueError(ProcessError):
    """The answer took longer than the deadline, and the process was killed."""


class EndedError(ProcessError):
    """The process ended by itself, or said nothing that can be read."""


class NotStartedError(ProcessError):
    """The process was not ready within START."""


class KillableProcess(Generic[Reply]):
    """One process, one request at a time; started with the first request."""

    def __init__(
        self, module: str, decode: Callable[[bytes], Reply], *, deadline: float, idle: float | None = None
    ) -> None:
        """``module`` is run with ``python -m``. ``deadline``: seconds that a request may take. ``idle``: seconds
        without one after which the process is ended, so that it does not sit in memory; by default it stays.
        """
        self._module = module
        self._decode = decode
        self._deadline = deadline
        self._idle = idle
        self._lock = asyncio.Lock()
        self._process: Process | None = None
        self._rest: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The id of the process, while there is one."""
        return self._process.pid if self._process else None

    async def ask(self, request: bytes, more: Iterable[bytes] = ()) -> Reply:
        """The answer to a frame and what follows it. Raises OverdueError, EndedError or NotStartedError."""
        async with self._lock:
            self._stay()
            try:
                process = await self._running()
                return await self._ask(process, request, more)
            except TimeoutError:
                await self._end()
                raise OverdueError from None
            except (EOFError, OSError, msgspec.MsgspecError):
                await self._end()
                raise EndedError from None
            except BaseException:
                # Cancelled in the middle of a frame: this stream is of no more use.
                await self._end()
                raise
            finally:
                if self._idle is not None and self._process is not None:
                    self._rest = asyncio.create_task(self._end_when_idle(self._idle), name=f"end {self._module}")

    async def close(self) -> None:
        """End the process and wait for it."""
        self._stay()
        async with self._lock:
            self._stay()
            await self._end()

    def _stay(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    async def _end_when_idle(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        async with self._lock:
            # From here on nobody is to cancel this: half an end leaves a process behind.
            self._rest = None
            await self._end()

    async def _running(self) -> Process:
        if self._process is not None and self._process.returncode is not None:
            await self._end()
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", self._module,
                stdin=PIPE, stdout=PIPE, env=_environment(), start_new_session=True,
            )  # fmt: skip
            try:
                async with asyncio.timeout(START):
                    await _read(self._process)
            except TimeoutError:
                raise NotStartedError from None
        return self._process

    async def _ask(self, process: Process, request: bytes, more: Iterable[bytes]) -> Reply:
        async with asyncio.timeout(self._deadline):
            assert process.stdin is not None  # noqa: S101  # a pipe was asked for
            process.stdin.write(request)
            await process.stdin.drain()
            for piece in more:
                process.stdin.write(piece)
                await process.stdin.drain()
            return self._decode(await _read(process))

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        # communicate() closes both pipes and waits, so that nothing is left behind.
        with suppress(OSError):
            await process.communicate()


async def _read(process: Process) -> bytes:
    assert process.stdout is not None  # noqa: S101  # a pipe was asked for
    (size,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    if size > LARGEST:
        raise EOFError
    return await process.stdout.readexactly(size)


def _environment() -> dict[str, str]:
    paths = [str(Path(path).absolute()) for path in sys.path]  # "" is the working directory
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return passed | {"PYTHONPATH": os.pathsep.join(paths)}
