"""Between the first look at a poll and its decision: entries that match, or nearly do, get their article's text.

It waits outside of the batches, as a part of its own poll: a slow page holds up no other feed, and a
poll that is cancelled meanwhile has committed nothing.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from bot.feeds.ask.domains import domain_of
from bot.model import Entry, Feed, FeedKind, Polled, PollFacts, Reading, Report

if TYPE_CHECKING:
    from bot.feeds.article.article import ArticleOutcome
    from bot.reading import Reader
    from bot.worker.intake.late_reader import LateReader

log = logging.getLogger(__name__)

MOST = 10
"""Articles of one poll; the rest keep the feed's text. A feed that brings more at once has been silent for long."""
TOGETHER = 60.0
"""Seconds for all articles of a poll; with the longest poll before it, well within the lease."""
PUSHED = 8.0
"""As much for what a hub sent: it waits for our answer, and would send it again."""


class Source(Protocol):
    """Who gets articles: ``bot.feeds.article.article.Articles``."""

    async def text(self, entry: Entry) -> "ArticleOutcome":
        """The entry's article. Never raises for the web's weather; cancellation passes through."""


class WantedArticles(Struct, frozen=True):
    """The entries of a poll whose articles are looked for before it is decided."""

    entries: tuple[Entry, ...]


class FullText:
    """Says which entries want their article, and gets it."""

    def __init__(
        self,
        source: Source,
        reader: "Reader | LateReader",
        *,
        held: Callable[[datetime], Mapping[str, datetime]],
        now: Callable[[], datetime],
    ) -> None:
        """``held`` tells the registrable domains that asked to be left alone, and until when."""
        self._source = source
        self._reader = reader
        self._held = held
        self._now = now
        self.at_pages: set[int] = set()
        """Feeds whose polls wait for articles now: sites may be slow, and other feeds need not wait for them."""

    def wanted_articles(self, facts: PollFacts) -> WantedArticles | None:
        """The new entries that want their article: those on the topic first, the latest first; None where none does.

        Nearly on the topic is what one more of its concepts, found once in a further text, would put there: measured on
        the headlines of the topic's archive alone, that is 96 of the 115 that only their text puts on the topic, and 6
        of 35 that look alike and are about something else.

        A feed's first poll wants none: nobody is told of what it brings, and a site should not be asked for dozens of
        pages because somebody added its feed. Nor does the replay, whose links lead to real sites.
        """
        outcome = facts.outcome
        if not isinstance(outcome, Polled) or outcome.full_text or not (facts.readings or facts.edited):
            return None
        if facts.feed.kind is FeedKind.REPLAY or not facts.feed.polled_once:
            return None
        from bot.feeds.parse.links import page_of  # most polls bring no entry and ended above

        titles: defaultdict[str, set[str]] = defaultdict(set)
        for entry in outcome.entries:
            titles[page_of(entry.link)].add(entry.title)
        # Of an article that was read from its page, the feed does not tell what changed.
        edited = {one.entry.link for one in facts.edited if one.paged}
        on_topic: dict[str, Entry] = {}
        near: dict[str, Entry] = {}
        for entry in outcome.entries:
            reading = facts.readings.get(entry.guid) or facts.readings.get(entry.link)
            # A page that entries of different titles share lists them, or is a ticker; so is one of which the link
            # names a place: each post would get the text of all, and the page be asked for once for each.
            if not entry.link or entry.link != page_of(entry.link) or len(titles[entry.link]) > 1:
                continue
            if entry.link in edited:
                on_topic.setdefault(entry.link, entry)
            elif reading is None:
                continue
            elif reading.relevance.on_topic:
                on_topic.setdefault(entry.link, entry)
            elif self._reader.is_nearly_on_topic(as_report(facts.feed, entry, self._now())):
                near.setdefault(entry.link, entry)
        wanted = [*_latest_first(on_topic, self._now()), *_latest_first(near, self._now())][:MOST]
        return WantedArticles(tuple(wanted)) if wanted else None

    async def with_articles(
        self, feed: Feed, outcome: Polled, wanting: WantedArticles, read: Callable[[Feed, Entry], Reading]
    ) -> Polled:
        """The outcome with the text of articles in the place of the feed's own, as far as there is any."""
        self.at_pages.add(feed.id)
        try:
            return await self._filled(feed, outcome, wanting, read)
        finally:
            self.at_pages.discard(feed.id)

    async def _filled(
        self, feed: Feed, outcome: Polled, wanting: WantedArticles, read: Callable[[Feed, Entry], Reading]
    ) -> Polled:
        held = await asyncio.to_thread(self._held, self._now())
        free = [entry for entry in wanting.entries if domain_of(entry.link) not in held]
        got = await self._get(free, PUSHED if outcome.pushed else TOGETHER)
        fuller = await asyncio.to_thread(_better, feed, got, read)
        log.debug("%s: %d of %d articles had more than the feed", feed.outlet, len(fuller), len(wanting.entries))
        return replace(
            outcome,
            entries=tuple(
                replace(entry, text=fuller[entry.link]) if entry.link in fuller else entry for entry in outcome.entries
            ),
            full_text=True,
            feed_texts={entry.link: entry.text for entry in wanting.entries if entry.link in fuller},
            read={entry.link: _told(entry, came, fuller) for entry, came in got},
            holds=tuple({came.domain: came.hold for _, came in got if came.hold > 0}.items()),
        )

    async def _get(self, entries: Sequence[Entry], seconds: float) -> list[tuple[Entry, "ArticleOutcome"]]:
        """What came in time."""
        if not entries:
            return []
        tasks = {
            asyncio.create_task(self._source.text(entry), name=f"article {entry.link}"): entry for entry in entries
        }
        try:
            done, _ = await asyncio.wait(tasks, timeout=seconds)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return [(entry, task.result()) for task, entry in tasks.items() if task in done]


def _better(
    feed: Feed, got: Sequence[tuple[Entry, "ArticleOutcome"]], read: Callable[[Feed, Entry], Reading]
) -> dict[str, str]:
    """Link -> text, where the article's is to be read instead of the feed's.

    What the feed's own text puts on the topic stays there: an article's further text may name other things too, and a
    report that is missed is worse than one that is read from its summary.
    """
    return {
        entry.link: came.text
        for entry, came in got
        if came.text
        and (_is_on_topic(read(feed, replace(entry, text=came.text))) or not _is_on_topic(read(feed, entry)))
    }


def _told(entry: Entry, came: "ArticleOutcome", fuller: Mapping[str, str]) -> str:
    return (
        came.in_words
        if not came.text or entry.link in fuller
        else "its page is about more, so the feed's own text was read"
    )


def _is_on_topic(reading: Reading) -> bool:
    return reading.relevance.on_topic


def _latest_first(entries: Mapping[str, Entry], now: datetime) -> list[Entry]:
    return sorted(entries.values(), key=lambda entry: entry.published or now, reverse=True)


def as_report(feed: Feed, entry: Entry, now: datetime) -> Report:
    """An entry as the reader takes it."""
    day = (entry.published or now).date()
    language = entry.language or (feed.language if feed.kind is not FeedKind.SEARCH else None)
    return Report(entry.guid, entry.title, entry.text, language, day, entry.outlet or feed.outlet)
