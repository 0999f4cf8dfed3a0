"""Jobs that APScheduler runs: with names, without a fault where the worker's end cuts one short, and with a back-off.

A database that cannot be used for a while (a lock, a full disk) costs a line in the log with every try, and the tries
become fewer. Whatever else a job raises is a bug, and APScheduler logs it with its traceback.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.store import StoreError
from bot.worker.factories import utc_now

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 5.0, 30.0
"""Seconds before a job is tried again that found no usable database, doubled with every failure in a row."""

_HOW = {"coalesce": True, "max_instances": 2, "misfire_grace_time": None}
"""Missed runs are merged. Two at once, because APScheduler warns of each run for which there is no room, and a job that
waits for a locked database would be warned of every few seconds; the second one finds the first and does nothing."""

Work = Callable[[], Awaitable[None]]


class SecondsAfter(BaseTrigger):  # type: ignore[misc]  # APScheduler ships no types
    """A trigger some seconds after the run before.

    APScheduler's own interval goes through all the runs that were missed, one by one: when the clock goes a day ahead,
    or the machine has slept for one, that took a second, and of a year it takes minutes.
    """

    def __init__(self, seconds: float) -> None:
        self._interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + self._interval

    def __str__(self) -> str:
        return f"every {self._interval.total_seconds():g} s"


@dataclass(slots=True)
class _State:
    """How one job is."""

    running: bool = False
    wait: float = 0.0
    """Seconds before it is tried again; 0 while the database can be used."""


class Jobs:
    """The worker's jobs, known by their names."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def add(self, name: str, work: Work, *, seconds: float, at_once: bool = False) -> None:
        """Run ``work`` every so many seconds; ``at_once``: for the first time now, and not only after them."""
        # APScheduler looks at the function itself to tell whether it is a coroutine's; a partial of one will do.
        run = partial(self._run, name, work, _State())
        begin = {"next_run_time": utc_now()} if at_once else {}
        self._scheduler.add_job(run, SecondsAfter(seconds), id=name, name=name, **_HOW, **begin)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Cut short what runs."""
        self._scheduler.shutdown(wait=False)

    def clock_went_back(self, by: timedelta) -> None:
        """Move the next runs along with the wall clock.

        APScheduler 3 keeps them as times of the wall clock, and sleeps the difference to the earliest: after an hour
        back it would sleep an hour, and go on sleeping when the clock is right again. A clock that goes ahead only ends
        its waits, and it sleeps no longer than it had meant to.
        """
        for job in self._scheduler.get_jobs():
            self._scheduler.modify_job(job.id, next_run_time=job.next_run_time - by)

    async def _run(self, name: str, work: Work, state: _State) -> None:
        if state.running:
            return
        state.running = True
        try:
            await work()
        except asyncio.CancelledError:
            return  # by the worker's end, which APScheduler would log as a fault
        except StoreError as problem:
            self._put_off(name, state, problem)
        else:
            if state.wait:
                log.info("%s: the database can be used again", name)
            state.wait = 0.0
        finally:
            state.running = False

    def _put_off(self, name: str, state: _State, problem: StoreError) -> None:
        state.wait = min(max(state.wait * 2, FIRST_WAIT), LONGEST_WAIT)
        log.warning("%s: %s; again in %g s", name, problem, state.wait)
        self._scheduler.modify_job(name, next_run_time=utc_now() + timedelta(seconds=state.wait))
