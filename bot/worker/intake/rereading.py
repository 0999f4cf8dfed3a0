"""Entries that articles were made of, when their feed brings them again: read anew where they are not as they were.

Nearly all of them are as they were, which a stamp over headline and text tells.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.desk.intake.article_edits import articles_by_guid, current_version, stamp
from bot.desk.intake.decide import own_guids
from bot.feeds.parse.entries import with_texts
from bot.model import Edited, Kept, Polled, PollFacts
from bot.store import Known, Store
from bot.worker.intake.fulltext import as_report

if TYPE_CHECKING:
    from bot.reading import Reader
    from bot.worker.intake.late_reader import LateReader


class Rereading:
    """Adds to the facts of polls what is known of their entries when they come again."""

    def __init__(self, store: Store, reader: "Reader | LateReader", now: Callable[[], datetime]) -> None:
        self._store = store
        self._reader = reader
        self._now = now

    def of(self, facts: PollFacts, known: Known) -> PollFacts:
        """The facts with the stamps of what is new and on the topic, and with what is not as it was."""
        outcome = facts.outcome
        on_topic = {guid for guid, reading in facts.readings.items() if reading.relevance.on_topic}
        if not isinstance(outcome, Polled) or not (on_topic or known.kept):
            return facts
        if on_topic:
            facts = replace(facts, stamps=_stamps(outcome, on_topic))
        again = articles_by_guid(own_guids(outcome.entries), known.kept) if known.kept else {}
        if not again:
            return facts
        outcome = with_texts(outcome, {entry.link for entry in own_guids(outcome.entries) if entry.guid in again})
        stamps = _stamps(outcome, again)
        others = {guid: kept for guid, kept in again.items() if stamps[guid] != kept.stamp}
        return replace(facts, outcome=outcome, edited=self._read(facts, outcome, others, stamps)) if others else facts

    def _read(
        self, facts: PollFacts, outcome: Polled, others: Mapping[str, Kept], stamps: Mapping[str, str]
    ) -> tuple[Edited, ...]:
        ids = [kept.article_id for kept in others.values()]
        articles, corrections = self._store.archive.kept(ids), self._store.archive.corrections(ids)
        found: dict[str, Edited] = {}
        for entry in own_guids(outcome.entries):
            if entry.guid not in others or entry.guid in found:
                continue
            kept = others[entry.guid]
            article, versions = articles[kept.article_id]
            now = current_version(entry, article, paged=kept.paged, read=entry.link in outcome.feed_texts)
            report = replace(as_report(facts.feed, now, self._now()), date=article.published.date())
            reading = self._reader.read(report)
            ruled = tuple(corrections.get(article.id, ()))
            found[entry.guid] = Edited(article, versions, now, reading, stamps[entry.guid], kept.paged, ruled)
        return tuple(found.values())


def _stamps(outcome: Polled, guids: Collection[str]) -> dict[str, str]:
    """By guid, of several entries with one the first one's."""
    found: dict[str, str] = {}
    for entry in own_guids(outcome.entries):
        if entry.guid in guids and entry.guid not in found:
            found[entry.guid] = stamp(entry, outcome.feed_texts)
    return found
