"""The worker as a process of its own, started, killed and ended as an operator's host does."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.whole.nursery import fork

ROOT = Path(__file__).parents[2]
HANGS = 60.0
"""Seconds after which a worker does not end any more: it has ten of its own accord."""
TOKEN = "424242:whole-way-test-token-never-real"


class Running(Protocol):
    """As asyncio has a process."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...

    def send_signal(self, signal: int, /) -> None: ...

    async def wait(self) -> int: ...


@dataclass(slots=True)
class WorkerProcess:
    """``burdenwatch run`` with an environment of its own and its log in a file."""

    folder: Path
    settings: Mapping[str, str]
    arguments: tuple[str, ...] = ()
    module: str = "bot"
    """What Python runs: the program, or a module that runs it with something put in its way."""
    files: int = 0
    """How many it may have open; as many as we where it is 0. Not for a fresh start."""
    _process: Running | None = None
    _logs: list[Path] = field(default_factory=list)

    @property
    def log(self) -> str:
        """What the last start has written so far."""
        return self._logs[-1].read_text(encoding="utf-8") if self._logs else ""

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self, *, ready: str = "burdenwatch follows", seconds: float = 40.0) -> None:
        """Start it, and wait until its log says that it runs.

        Forked from a process that has the program loaded; whatever the program does once it is loaded, it does anew.
        """
        self._process = await fork(
            ["run", *self.arguments], self._next_log(), self._environment(), self.folder, files=self.files
        )
        await self.wait_log(ready, seconds=seconds)

    async def start_fresh(self, *, ready: str = "burdenwatch follows", seconds: float = 40.0) -> None:
        """The same as a process that Python runs from nothing, for a test of the start, or of another ``module``."""
        with self._next_log().open("wb") as out:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self.module, "run", *self.arguments,
                cwd=self.folder, env=self._environment(), stdout=out, stderr=out,
            )  # fmt: skip
        await self.wait_log(ready, seconds=seconds)

    def _next_log(self) -> Path:
        self._logs.append(self.folder / f"worker-{len(self._logs)}.log")
        self._logs[-1].touch()
        return self._logs[-1]

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        kept["ENCODER"] = "off"  # what most of these tests hold is no matter of it, and some start dozens of workers
        return (
            kept
            | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "DATA_DIR": str(self.folder)}
            | dict(self.settings)
        )

    async def wait_log(self, words: str, *, seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while words not in self.log:
            assert self._process is not None
            assert self._process.returncode is None, f"the worker ended: {self.log}"
            assert time.monotonic() < deadline, f"no {words!r} in the log: {self.log}"
            await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._end()

    def send_signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    async def terminate(self, number: int = signal.SIGTERM) -> float:
        """SIGTERM, or another signal that ends it; the seconds that the end took."""
        assert self._process is not None
        began = time.monotonic()
        self._process.send_signal(number)
        await self._end()
        return time.monotonic() - began

    @property
    def exit_code(self) -> int | None:
        return self._process.returncode if self._process else None

    async def close(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            await self._end()

    async def _end(self) -> None:
        """Wait until it has ended; a worker that never does shows what it wrote last."""
        assert self._process is not None
        try:
            await asyncio.wait_for(self._process.wait(), HANGS)
        except TimeoutError:
            raise AssertionError(f"the worker {self.pid} does not end: {self.log}") from None


def make_topic(folder: Path, feeds: Mapping[str, str]) -> Path:
    """The default topic with the feeds given (outlet -> address) and no past reports."""
    topic = folder / "topic"
    shutil.copytree(ROOT / "config", topic / "config")
    (topic / "seeds").mkdir()
    shutil.copy(ROOT / "seeds" / "baseline.toml", topic / "seeds")
    rows = "".join(
        f'[[feed]]\nurl = "{url}"\noutlet = "{outlet}"\nlanguage = "en"\ncountry = "KR"\nkind = "newspaper"\n\n'
        for outlet, url in feeds.items()
    )
    (topic / "config" / "feeds.toml").write_text(rows, encoding="utf-8")
    return topic
