"""A feed that brings reports to a store, one at a time, as they are read already."""

from datetime import UTC, datetime

from msgspec.structs import replace

from bot.desk.intake.decide import decide
from bot.desk.intake.novelty import Judge
from bot.model import Article, Entry, FeedSource, Polled, PollFacts, Validators
from bot.store import Store
from bot.worker.intake.watched import WatchedEntries
from tests.shared import rates, topic

JUDGE = Judge(topic().baseline, rates().convert, topic().vocabulary.cues)


class Wire:
    """A feed that brings articles to a store, each as one poll, with the reading that they have."""

    def __init__(self, store: Store, feed: FeedSource) -> None:
        self._store = store
        store.feeds.sync([feed], datetime(2018, 1, 1, tzinfo=UTC))
        (found,) = (one for one in store.feeds.all() if one.url == feed.url)
        self._feed = replace(found, polled_once=True)
        self._now = datetime(2018, 1, 1, tzinfo=UTC)
        self._watched = WatchedEntries(store, lambda: self._now)

    def bring(self, one: Article, *, name: str = "") -> None:
        """``name`` makes another report of it."""
        link = f"{one.url}#{name}" if name else one.url
        entry = Entry(f"{name}{one.id}", link, one.title, one.text, one.published, outlet=one.outlet)
        poll = PollFacts(self._feed, Polled((entry,), Validators(), "00"), {entry.guid: one.reading})
        self._now = one.published
        (poll,) = self._watched.of([poll])
        with self._store.intake.begin([poll], one.published) as intake:
            facts, rarity = intake.facts(poll, JUDGE.convert)
            intake.apply(decide(facts, one.published, floor=60, jitter=1, rarity=rarity, judge=JUDGE))
