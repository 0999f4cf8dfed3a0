"""The stage that reads entries that nobody had before, those of a whole batch of polls at once.

What only entries need is imported where the first of them needs it, since most rounds bring none.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.desk.intake.decide import unknown_entries
from bot.model import Entry, Event, Feed, Polled, PollFacts, Reading, Relevance
from bot.store import Asked, Known, Store
from bot.worker.intake.fulltext import as_report

if TYPE_CHECKING:
    from bot.reading import Reader
    from bot.worker.intake.late_reader import LateReader

OFF_TOPIC = Reading("und", Relevance(False, 0.0, ()), Event.NONE, None, ())
"""Of what a glance tells to be about something else. Nobody asks for its language, and where neither entry nor feed
names one, finding it out took a third of a first round."""


class FirstReading:
    """Adds to the facts of polls what their entries say."""

    def __init__(self, store: Store, reader: "Reader | LateReader", now: Callable[[], datetime]) -> None:
        self._store = store
        self._reader = reader
        self._now = now

    def of(self, polls: Sequence[PollFacts]) -> list[PollFacts]:
        """The facts with readings of the entries that nobody had before, and of those that are not as they were."""
        asked = [
            Asked(poll.feed.id, [entry.guid for entry in poll.entries], [one.link for one in poll.entries if one.link])
            for poll in polls
            if poll.entries
        ]
        known = iter(self._store.intake.known_of(asked, self._now())) if asked else iter(())
        return [self._with_readings(poll, next(known)) if poll.entries else poll for poll in polls]

    def entry(self, feed: Feed, entry: Entry) -> Reading:
        """The reading of one entry."""
        if not self._reader.could_be_on_topic(entry.title, entry.text):
            return OFF_TOPIC
        return self._reader.read(as_report(feed, entry, self._now()))

    def _with_readings(self, poll: PollFacts, known: Known) -> PollFacts:
        from bot.feeds.parse.entries import with_texts
        from bot.worker.intake.rereading import Rereading

        outcome = poll.outcome
        new = unknown_entries(poll.entries, known.guids, known.links)
        if new and isinstance(outcome, Polled) and outcome.html:
            outcome = with_texts(outcome, {entry.link for entry in new})
            new = unknown_entries(outcome.entries, known.guids, known.links)
        read = PollFacts(poll.feed, outcome, {entry.guid: self.entry(poll.feed, entry) for entry in new})
        return Rereading(self._store, self._reader, self._now).of(read, known)
