"""Where the workers of the tests come from: a process that has the program loaded, and forks.

Loading takes most of a second of CPU, each time the same, and the tests start a hundred workers. Run as
``python -m tests.whole.nursery SOCKET``, it listens there: a connection brings a line of JSON for one worker, is told
the worker's process number and, once that has ended, how. It ends when its own input does, with whoever started it.
"""

import asyncio
import atexit
import json
import os
import resource
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


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
        return await asyncio.shield(self._ended)  # who no longer waits does not make it unknown


async def fork(
    arguments: Sequence[str], log: Path, environment: Mapping[str, str], folder: Path, *, files: int = 0
) -> Forked:
    """Start a worker that writes to ``log``, which exists, and may have so many ``files`` open, if not 0."""
    reader, writer = await asyncio.open_unix_connection(_address())
    writer.write(json.dumps([list(arguments), str(log), dict(environment), str(folder), files]).encode() + b"\n")
    pid = int(await reader.readline())

    async def ended() -> int:
        code = int(await reader.readline())
        writer.close()
        await writer.wait_closed()
        return code

    return Forked(pid, asyncio.create_task(ended()))


@cache
def _address() -> str:
    """Of the nursery of this process, which is opened at the first need and ends with it."""
    address = str(Path(tempfile.mkdtemp(prefix="burdenwatch-nursery-")) / "socket")
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.whole.nursery", address],
        env=environment | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
    )  # fmt: skip

    @atexit.register
    def close() -> None:
        nursery.communicate()
        Path(address).parent.rmdir()

    while not Path(address).exists():
        assert nursery.poll() is None, "the nursery ended"
        time.sleep(0.01)
    return address


def main() -> None:
    """Fork a worker for every connection, until the input ends."""
    from bot.cli import main as program
    from bot.cli.verbs import running  # noqa: F401  # what the program loads for the verb run

    address = Path(sys.argv[1])
    # A keeper tells how its worker ended, and nobody need hear how the keeper did.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door, selectors.DefaultSelector() as either:
        # Whoever sees the address may connect.
        door.bind(f"{address}.new")
        door.listen()
        Path(f"{address}.new").rename(address)
        either.register(sys.stdin, selectors.EVENT_READ)
        either.register(door, selectors.EVENT_READ)
        while sys.stdin not in [key.fileobj for key, _ in either.select()]:
            connection, _ = door.accept()
            with connection:
                if os.fork():
                    continue
                door.close()
                arguments, *rest = json.loads(connection.makefile().readline())
                if not _keep(connection):
                    connection.close()
                    _become(arguments, *rest)
                    program()
            return
    address.unlink()


def _keep(connection: socket.socket) -> bool:
    """Fork the worker, and tell of it. Returns at once in the worker, as False, and in its keeper when it has ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if not pid:
        return False
    try:
        connection.sendall(b"%d\n" % pid)
        _, status = os.waitpid(pid, 0)
        connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
    except BrokenPipeError:
        os.kill(pid, signal.SIGKILL)  # the test is over, and did not wait for it
    return True


def _become(arguments: Sequence[str], log: str, environment: Mapping[str, str], folder: str, files: int) -> None:
    """What a process has when it is started: arguments, environment, folder, no input, and its output where it goes."""
    sys.argv = ["burdenwatch", *arguments]
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup, which the tests may run under, has it ignored
    if files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    with Path(os.devnull).open("rb") as nothing, Path(log).open("ab") as out:
        os.dup2(nothing.fileno(), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)


if __name__ == "__main__":
    main()
