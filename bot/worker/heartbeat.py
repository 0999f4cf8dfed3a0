"""The beat that notices when the wall clock is put: by NTP, by hand, or because the machine slept.

It goes by the loop's clock, which is monotonic. The jobs are moved along, and what the database keeps for later is
brought nearer where the clock went back. A clock that goes ahead only makes things due, as if the time had passed.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.chat.render.words import age
from bot.store import Store, StoreError
from bot.worker.factories import utc_now
from bot.worker.jobs import Jobs

log = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two beats."""
LOOK_EVERY = 60.0
"""Seconds between two looks at what is kept, without a step as well: a poll that was under way when the clock was put
right is written after it, with times of the clock that was wrong."""
LOOK_SOON = 10.0
"""As LOOK_EVERY, in the first LOOK_EVERY seconds after a step, when such a poll ends."""
SLACK = timedelta(seconds=5)
"""A step that is worth a line; NTP slews smaller ones, and nothing waits so exactly."""


class Clock:
    """The worker's clock: the machine's wall clock, or that of the database's server, where it is another one.

    Workers share their work by time, and a machine whose clock is wrong must not spoil it for the others.
    """

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self._ahead

    @property
    def ahead(self) -> timedelta:
        """How far the database's clock is ahead of this machine's, where workers go by it."""
        return self._ahead

    def agree(self, store: Store, back: timedelta = timedelta(0)) -> None:
        """Ask the database what time it is, and have nothing wait there longer than it was meant to.

        ``back``: how far the wall clock went back. Raises StoreError.
        """
        now = utc_now()
        ahead = store.bring_near(now, now + back)
        if ahead and abs(ahead - self._ahead) > SLACK:
            behind = "ahead of" if ahead > timedelta(0) else "behind"
            log.warning(
                "the database's clock is %s %s this machine's; the worker goes by it, as others may. Set both by NTP",
                _long(abs(ahead)),
                behind,
            )
        self._ahead = ahead


class Heartbeat:
    """Compares the wall clock with the monotonic one, for the worker's whole life."""

    def __init__(
        self, store: Store, jobs: Jobs, clock: Clock, lagged: Callable[[float], None] = lambda seconds: None
    ) -> None:
        """``lagged`` hears with each beat how many seconds it was late."""
        self._lagged = lagged
        self._store = store
        self._jobs = jobs
        self._clock = clock
        self._stepped = False
        self._back = timedelta(0)
        """How far the clock went back, until what is kept has been brought nearer."""

    async def run(self, stop: asyncio.Event) -> None:
        """Beat until ``stop`` is set."""
        monotonic = asyncio.get_running_loop().time
        last, at = utc_now(), monotonic()
        looked, stepped = at, at - LOOK_EVERY
        while not stop.is_set():
            began = monotonic()
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), EVERY)
            now, then = utc_now(), monotonic()
            if not stop.is_set():
                self._lagged(then - began - EVERY)
            self._compare(now, last + timedelta(seconds=then - at))
            last, at = now, then
            stepped = then if self._stepped else stepped
            pause = LOOK_SOON if then - stepped < LOOK_EVERY else LOOK_EVERY
            if self._stepped or then - looked >= pause:
                await self._catch_up()
                looked = then

    def _compare(self, now: datetime, expected: datetime) -> None:
        step = now - expected
        if abs(step) <= SLACK:
            return
        if step < timedelta(0):
            told = "the clock went back by %s: it says %s, and was to say %s"
            log.warning(told, _long(-step), _time(now), _time(expected))
            self._jobs.clock_went_back(-step)
        else:
            log.warning("the clock went ahead by %s, to %s, or this machine slept", _long(step), _time(now))
        self._stepped = True
        self._back = max(self._back - step, timedelta(0))

    async def _catch_up(self) -> None:
        """Now, or with a later beat where the database cannot be used."""
        back = self._back
        try:
            await asyncio.to_thread(self._clock.agree, self._store, back)
        except StoreError as problem:
            log.debug("after the clock's step: %s", problem)
        except Exception as problem:  # whatever it is, the jobs must go on
            log.warning("kept times could not be looked at: %s: %s", type(problem).__name__, problem)
            self._stepped = False  # not with each beat; the step is kept in mind for the next look
        else:
            self._stepped, self._back = False, timedelta(0)


def _long(span: timedelta) -> str:
    return age(timedelta(seconds=round(span.total_seconds())))


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
