"""Whether a date that reports name is near, looked up every hour: feeds are asked more often around it."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.desk.answers.calendar import NAMES, CalendarEntry, calendar, near_entries
from bot.desk.intake.cadence import HASTE
from bot.phrases.wording import list_in_words
from bot.store import Store

log = logging.getLogger(__name__)

EVERY = 3600.0
"""Seconds between two looks: dates are days."""

LOOKED_BACK = timedelta(days=120)
"""Reports that name a date are seldom older, and looking through all of a long archive would take a second an hour."""


NEWEST = 2000
"""Reports that are looked through at the most."""


class Nearness:
    """The dates that are near now."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self.near: tuple[CalendarEntry, ...] = ()

    @property
    def haste(self) -> float:
        """Times as often as usual that feeds are to be asked."""
        return HASTE if self.near else 1.0

    async def look(self) -> None:
        """Look through the newest reports. Raises StoreError where the database cannot be used."""
        found = await asyncio.to_thread(self._look)
        if found and not self.near:
            names = list_in_words(sorted({NAMES[entry.occasion] for entry in found}))
            log.info("feeds are asked %g times as often while a date that reports name is near: %s", HASTE, names)
        elif self.near and not found:
            log.info("feeds are asked as usual again")
        self.near = found

    def _look(self) -> tuple[CalendarEntry, ...]:
        # Gists, as /calendar reads them: whole articles of four busy months were forty megabytes an hour.
        now = self._now()
        newest = self._store.archive.gists(since=now - LOOKED_BACK, until=now, limit=NEWEST)
        return near_entries(calendar(newest, now), now.date())
