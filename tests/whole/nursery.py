"""Where workers come from that are killed and started again: a process that has the program loaded, and forks.

Run as ``python -m tests.whole.nursery``, it takes a line of JSON for each worker, answers with the worker's process
number, and once that has ended with how; one worker at a time.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Forked:
    """A worker that runs."""

    pid: int
    _ended: asyncio.Task[int]

    @property
    def returncode(self) -> int | None:
        return self._ended.result() if self._ended.done() else None

    def send_signal(self, signal: int, /) -> None:
        os.kill(self.pid, signal)

    async def wait(self) -> int:
        return await self._ended


@dataclass(frozen=True, slots=True)
class Nursery:
    """The process, seen from outside."""

    _process: Process

    @classmethod
    async def open(cls, environment: Mapping[str, str], folder: Path) -> "Nursery":
        """Its workers run with this environment in this folder."""
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.whole.nursery", cwd=folder, env=environment, stdin=PIPE, stdout=PIPE
            )
        )

    async def run(self, log: Path, arguments: Sequence[str]) -> Forked:
        """Start a worker that writes to ``log``, which exists; the one before must have ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(log), *arguments]).encode() + b"\n")
        return Forked(await self._number(), asyncio.create_task(self._number()))

    async def _number(self) -> int:
        assert self._process.stdout is not None
        return int(await self._process.stdout.readline())

    async def close(self) -> None:
        """The last worker must have ended."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.communicate()


def main() -> None:
    """Fork a worker for every line of the input."""
    from bot.cli import main as program
    from bot.cli.verbs import running  # noqa: F401  # what the program loads for the verb run

    for line in sys.stdin:
        log, *arguments = json.loads(line)
        pid = os.fork()
        if not pid:
            _become(Path(log), arguments)
            program()
            return
        _say(pid)
        _, status = os.waitpid(pid, 0)
        _say(os.waitstatus_to_exitcode(status))


def _become(log: Path, arguments: Sequence[str]) -> None:
    """What a process has when it is started: its arguments, no input, and its output where that is to go."""
    sys.argv = ["burdenwatch", *arguments]
    with Path(os.devnull).open("rb") as nothing, log.open("ab") as out:
        os.dup2(nothing.fileno(), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
