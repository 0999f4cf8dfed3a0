"""The program under a clock that leaps: whenever nothing is under way, the time until the next timer is passed over.

    SIMULATED_CLOCK=FILE python -m tests.bench.fast_clock run

Wall clock and loop clock leap together, so that polls, back-offs, digests and retention come as in the days they take.
Whatever is under way (a thread, a request, a parser) passes at the real pace. FILE has the wall clock, as a double of
Unix time, for the servers around the program. What only looks whether there is something to do looks less often by that
clock: the tick of polling and the beat once a minute, roles and the watch on the database every five, an outbox that
nobody wakes every fifteen; a long poll of Telegram takes ten.
"""

import asyncio
import mmap
import os
import selectors
import struct
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import time_machine

from bot.chat.delivery import outbox
from bot.cli import main
from bot.feeds.parser import ParserProcess
from bot.store.keeping import nearer
from bot.worker import heartbeat, leadership, watching
from bot.worker.jobs import Jobs

LONGEST_LEAP = 60.0
GRACE = 0.001
"""Real seconds without anything to do, after which the clock leaps: what is on its way within this machine arrives."""
HANGS = 0.5
"""Real seconds after which a request that is not answered no longer holds up the clock; it then leaps by seconds."""
LONG_POLL = 600.0


class _Clock:
    """What the loop goes by."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self.working = 0
        """Threads and parsers at work."""
        self.asking = 0
        """Requests whose answer has not begun."""
        self.answers: set[aiohttp.ClientResponse] = set()
        """Those whose body may not have come yet."""
        self.since = 0.0
        self._travel = time_machine.travel(time.time(), tick=True)
        self._wall = self._travel.start()
        with Path(os.environ["SIMULATED_CLOCK"]).open("r+b") as shown:
            self._shown = mmap.mmap(shown.fileno(), 8)

    def leap(self, seconds: float) -> None:
        self.ahead += seconds
        self._wall.shift(seconds)
        self._shown[:8] = struct.pack("d", time.time())

    @property
    def waits_for_web(self) -> bool:
        self.answers = {one for one in self.answers if one.connection is not None}
        return bool(self.asking or self.answers)


class _Selector(selectors.DefaultSelector):
    """Waits for files, and instead of waiting for timers has the clock leap."""

    clock: _Clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            self.clock.since = time.perf_counter()
            return ready
        if self.clock.working:
            return super().select(0.005)
        if self.clock.waits_for_web:
            if time.perf_counter() - self.clock.since < HANGS:
                return super().select(0.005)
            self.clock.leap(min(1.0, LONGEST_LEAP if timeout is None else timeout))
            return super().select(0.002)
        if ready := super().select(GRACE):
            return ready
        self.clock.leap(min(LONGEST_LEAP, LONGEST_LEAP if timeout is None else timeout))
        return []


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        selector = _Selector()
        self.clock = selector.clock = CLOCK
        super().__init__(selector)

    def time(self) -> float:
        return time.perf_counter() + self.clock.ahead

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:  # type: ignore[override]
        future = super().run_in_executor(executor, func, *args)
        self.clock.working += 1
        future.add_done_callback(self._worked)
        return future

    def _worked(self, _: object) -> None:
        self.clock.working -= 1


def _counted(method: Any, kind: str) -> Any:
    """The method, whose calls under way are counted."""

    @wraps(method)
    async def call(*args: Any, **named: Any) -> Any:
        setattr(CLOCK, kind, getattr(CLOCK, kind) + 1)
        try:
            given = await method(*args, **named)
        finally:
            setattr(CLOCK, kind, getattr(CLOCK, kind) - 1)
        if isinstance(given, aiohttp.ClientResponse):
            CLOCK.answers.add(given)
        return given

    return call


def _patiently(method: Any) -> Any:
    """A long poll takes its time before it asks, so that the server can answer at once."""

    async def call(self: Any, request: httpx.Request) -> Any:
        if request.url.path.lower().endswith("getupdates"):
            await asyncio.sleep(LONG_POLL)
        return await _counted(method, "asking")(self, request)

    return call


def _slow_down() -> None:
    assert (heartbeat.EVERY, outbox._IDLE) == (1.0, 2.0)
    heartbeat.EVERY = 60.0
    outbox._IDLE = 900.0
    nearer.APART = timedelta(days=36500)  # the clock of a PostgreSQL server does not leap along
    for looks in (leadership.work_in_role, watching.watch):
        defaults: dict[str, object] = looks.__kwdefaults__ or {}
        assert "every" in defaults
        defaults["every"] = 300.0
    add = Jobs.add

    def add_slower(self: Jobs, name: str, work: Any, *, seconds: float, at_once: bool = False) -> None:
        add(self, name, work, seconds=max(seconds, 60.0), at_once=at_once)

    Jobs.add = add_slower  # type: ignore[method-assign]


if __name__ == "__main__":
    CLOCK = _Clock()
    _slow_down()
    aiohttp.ClientSession._request = _counted(aiohttp.ClientSession._request, "asking")  # type: ignore[method-assign]
    ParserProcess.parse = _counted(ParserProcess.parse, "working")  # type: ignore[method-assign]
    httpx.AsyncHTTPTransport.handle_async_request = _patiently(  # type: ignore[method-assign]
        httpx.AsyncHTTPTransport.handle_async_request
    )
    asyncio.events.new_event_loop = _Loop
    main()
