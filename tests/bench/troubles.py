"""What befalls the workers of a chaos bench beside kills, each for some seconds and then mended.

``stopped``: the PostgreSQL server is ended as by a crash, and started again; ``hung``: its processes stand still with
their connections open; ``full``: no file of it, or of a worker, can grow, as on a full disk; ``silent``: Telegram takes
connections and answers nothing; ``clock``: a worker's clock goes back an hour, or a day ahead, and then right again.
"""

import asyncio
import os
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

import psutil  # type: ignore[import-untyped]  # comes with the PostgreSQL server of the tests
import psycopg

from tests.bench.fanout import Scene
from tests.bench.strict_telegram import StrictTelegram
from tests.whole.put_clock import DAY_AHEAD, HOUR_BACK

LASTS = (8.0, 20.0)
"""Seconds that one trouble lasts; as long it is quiet then."""
BACK = 60.0
"""Seconds in which a server must be there again."""
PAGE = "4096"
TROUBLES = ("clock", "full", "hung", "silent", "stopped")


@dataclass(slots=True)
class Troubles:
    """One after the other in an order of chance, each as often."""

    set_up: Scene
    telegram: StrictTelegram
    chance: random.Random
    only: frozenset[str] = frozenset()
    """Of ``TROUBLES``; all where it is empty."""
    times: Counter[str] = field(default_factory=Counter)
    now: str = ""

    async def go_on(self) -> None:
        """For ever; who cancels it calls ``mend``."""
        kinds: dict[str, Callable[[], Awaitable[None]]] = {"silent": self._silent, "clock": self._clock}
        kinds |= {"full": self._full}
        if self.set_up.server:
            kinds |= {"stopped": self._stopped, "hung": self._hung}
        chosen = sorted(name for name in kinds if not self.only or name in self.only)
        while chosen:
            for name in self.chance.sample(chosen, len(chosen)):
                self.now = name
                await kinds[name]()
                self.times[name] += 1
                self.now = ""
                await self._last()

    async def mend(self) -> None:
        """Whatever was under way is put right."""
        self.telegram.silent = False
        for process in self._processes():
            with suppress(psutil.NoSuchProcess, PermissionError, ProcessLookupError):
                _limit(process, "unlimited")
                process.send_signal(signal.SIGCONT)
        if self.set_up.server:
            await self._start_server()

    async def _last(self) -> None:
        await asyncio.sleep(self.chance.uniform(*LASTS))

    async def _silent(self) -> None:
        self.telegram.silent = True
        await self._last()
        self.telegram.silent = False

    async def _clock(self) -> None:
        worker = self.chance.choice(self.set_up.workers)
        pid, step = worker.pid, self.chance.choice((HOUR_BACK, DAY_AHEAD))
        for _ in range(2):  # the second time puts it right
            if worker.pid == pid and "burdenwatch follows" in worker.log:  # else it would die of it
                with suppress(ProcessLookupError):
                    os.kill(pid, step)
            await self._last()

    async def _full(self) -> None:
        for process in self._processes():
            with suppress(psutil.NoSuchProcess, ProcessLookupError):
                _limit(process, PAGE)
        await self._last()
        await self.mend()

    async def _stopped(self) -> None:
        server = self.set_up.server
        os.kill(server.get_postmaster_info().pid, signal.SIGQUIT)  # "immediate": as a crash
        await self._last()
        await self._start_server()

    async def _hung(self) -> None:
        still = list(self._server_processes())
        for process in still:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        await self._last()
        for process in still:
            with suppress(psutil.NoSuchProcess):
                process.resume()

    async def _start_server(self) -> None:
        """A server that fell by itself, or is mending itself, as well."""
        async with asyncio.timeout(BACK):
            while not await asyncio.to_thread(self._is_there):
                await asyncio.sleep(0.5)

    def _is_there(self) -> bool:
        try:
            self.set_up.server.ensure_postgres_running()
            psycopg.connect(self.set_up.server.get_uri(), connect_timeout=5).close()
        except Exception:  # whatever its package makes of a start that failed: another is tried
            return False
        return True

    def _processes(self) -> Iterable[psutil.Process]:
        for worker in self.set_up.workers:
            with suppress(psutil.NoSuchProcess):
                yield psutil.Process(worker.pid)
        yield from self._server_processes()

    def _server_processes(self) -> Iterable[psutil.Process]:
        if self.set_up.server:
            with suppress(psutil.NoSuchProcess):
                postmaster = psutil.Process(self.set_up.server.get_postmaster_info().pid)
                yield postmaster  # first, so that whom it starts now is of its kind
                yield from postmaster.children(recursive=True)


def _limit(process: psutil.Process, most: str) -> None:
    """No file of this process may grow past so many bytes; asked as its owner, which root may have to be for it."""
    owner = process.uids().real
    subprocess.run(
        ["prlimit", "--pid", str(process.pid), f"--fsize={most}:unlimited"],
        user=None if owner == os.geteuid() else owner, check=False, capture_output=True,
    )  # fmt: skip
