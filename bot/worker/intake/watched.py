"""The stage that holds the chats' own queries against every new entry, on the topic or not.

Which there are is read again when any worker's chat has changed its own, which a mark in the database tells.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.desk.intake.watched import entries_to_watch
from bot.model import Entry, Feed, PollFacts, Reading
from bot.store import Store
from bot.worker.intake.fulltext import as_report

if TYPE_CHECKING:
    from bot.worker.intake.changing_queries import ChangingQueries

log = logging.getLogger(__name__)

UNTOLD = frozenset({"", "und"})
"""Languages of readings whose language nobody has found out."""


class WatchedEntries:
    """Adds to the facts of polls which watches their new entries answer. From one thread at a time."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._mark: str | None = None
        self._queries: ChangingQueries | None = None

    def of(self, polls: Sequence[PollFacts]) -> list[PollFacts]:
        """The facts, with what their entries answer; costs nothing where no poll has a new entry. Raises StoreError."""
        asked = [entries_to_watch(poll) for poll in polls]
        queries = self._as_they_are() if any(asked) else None
        if not queries:
            return list(polls)
        return [
            replace(poll, watched=self._answered(poll.feed, entries, queries)) if entries else poll
            for poll, entries in zip(polls, asked, strict=True)
        ]

    def _as_they_are(self) -> "ChangingQueries | None":
        """All that are held against entries by now; None where there never was one."""
        mark = self._store.watches.mark()
        if mark is not None and (self._queries is None or mark != self._mark):
            from bot.worker.intake.changing_queries import ChangingQueries  # loads NumPy, and most chats have none

            self._queries = self._queries or ChangingQueries()
            self._mark, texts = self._store.watches.active()
            self._queries.become(texts)
        return self._queries

    def _answered(
        self, feed: Feed, entries: Sequence[tuple[Entry, Reading]], queries: "ChangingQueries"
    ) -> dict[str, tuple[int, ...]]:
        """Guid -> watches, of the entries that answer any."""
        found = {entry.guid: self._matching(feed, entry, reading, queries) for entry, reading in entries}
        return {guid: those for guid, those in found.items() if those}

    def _matching(self, feed: Feed, entry: Entry, reading: Reading, queries: "ChangingQueries") -> tuple[int, ...]:
        from bot.reading.query.pages import Page

        report = as_report(feed, entry, self._now())
        try:
            return queries.matching(Page(report, None if reading.language in UNTOLD else reading.language))
        except Exception:  # what somebody has typed is not to keep a feed's reports from everybody
            log.exception("watches could not be held against %s; please report this", entry.link or entry.guid)
            return ()
