"""Entries that articles were made of, when their feed brings them again: read anew where they are not as they were.

Nearly all of them are as they were, which a stamp tells without making their texts, let alone reading them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.desk.edited import as_it_is, restamped, stamps
from bot.desk.ingest import own_guids
from bot.feeds.entries import with_texts
from bot.model import Edited, Polled, PollFacts
from bot.reading import Reader
from bot.store import Known, Store
from bot.worker.fulltext import as_report


class Rereading:
    """Adds to the facts of polls what is known of their entries when they come again."""

    def __init__(self, store: Store, reader: Reader, now: Callable[[], datetime]) -> None:
        self._store = store
        self._reader = reader
        self._now = now

    def of(self, facts: PollFacts, known: Known) -> PollFacts:
        """The same with the stamps of what is new and on the topic, and with what is not as it was."""
        outcome = facts.outcome
        on_topic = {guid for guid, reading in facts.readings.items() if reading.relevance.on_topic}
        if not isinstance(outcome, Polled) or not (on_topic or known.kept):
            return facts
        entries = own_guids(outcome.entries)
        if on_topic:
            facts = replace(facts, stamps=stamps(outcome, entries, on_topic))
        others = restamped(outcome, entries, known.kept) if known.kept else {}
        if not others:
            return facts
        outcome = with_texts(outcome, {entry.link for entry in entries if entry.guid in others})
        articles = self._store.kept([kept.article_id for kept, _ in others.values()])
        edited: dict[str, Edited] = {}
        for entry in own_guids(outcome.entries):
            if entry.guid not in others or entry.guid in edited:
                continue
            kept, stamp = others[entry.guid]
            article, versions = articles[kept.article_id]
            now = as_it_is(entry, article, paged=kept.paged, read=entry.link in outcome.feed_texts)
            report = replace(as_report(facts.feed, now, self._now()), date=article.published.date())
            edited[entry.guid] = Edited(article, versions, now, self._reader.read(report), stamp, kept.paged)
        return replace(facts, outcome=outcome, edited=tuple(edited.values()))
