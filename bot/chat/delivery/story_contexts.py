"""The contexts of stories, for alerts and their edits: worked out once for all chats, and anew when a report came, or
one was edited or corrected, or another story's report denies what they tell."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from threading import Lock
from typing import NamedTuple

from bot.chat.ports import Archive
from bot.desk.answers.aftermath import BEFORE
from bot.desk.answers.story_context import (
    ArchiveContext,
    StoryContext,
    in_other_languages,
    of_other_outlets,
    story_context,
)
from bot.desk.delivery.interests import reads
from bot.desk.ledger.entries import Entries, Key, Place
from bot.desk.ledger.gist import Gist
from bot.desk.ledger.states import DENIED_WITHIN, DONE, state_told_by
from bot.model import Article, Chat, Convert, Interest, Topic

KEPT = 64
"""Reports; more are hardly told of at one time."""
MOST = 300
"""Reports looked at, the newest: each is compared with each."""
MOST_AROUND = 200
"""Headlines looked at for a denial."""


class _Known(NamedTuple):
    """What was worked out, and of what."""

    size: tuple[int, int, int]
    around: Sequence[Gist]
    against: list[tuple[Key, tuple[Place, ...], tuple[Place, ...]]]
    """The figures of the ledger that are denied or corrected, and where."""
    context: StoryContext
    alike: Mapping[str, Article]
    """By language, as ``in_other_languages``."""
    by_outlet: Mapping[tuple[str, str], int]
    """As ``of_other_outlets``."""


class StoryContexts:
    """Works contexts out and remembers them. Synchronous: call it in a thread."""

    def __init__(self, archive: Archive, topic: Topic, convert: Convert) -> None:
        self._archive = archive
        self._topic = topic
        self._convert = convert
        self._tracks = [track.key for track in topic.vocabulary.tracks]
        self._known: OrderedDict[tuple[int, int], _Known] = OrderedDict()
        self._lock = Lock()

    def of(self, article: Article) -> StoryContext:
        """The context of an article, as its story is now."""
        with self._lock:  # a thousand chats ask at once for what is worked out once
            return self._of(article).context

    def for_chat(self, article: Article, chat: Chat, interests: Sequence[Interest] = ()) -> Article:
        """The report that a chat's alert names: one in the language of the chat, where it hears of reports in that, and
        of those in one language that of an outlet which it prefers.

        ``interests``: of those of its subscriptions that the alert is for; by default of its first one.
        """
        hears = any(reads(one, chat.language) for one in interests or [chat.interest])
        told = self.in_language(article, chat.language) if hears else article
        return self._preferred(article, told, chat.preferred) if chat.preferred else told

    def _preferred(self, article: Article, told: Article, outlets: Sequence[str]) -> Article:
        """The report, in the language of ``told``, of the first of some outlets that has one; else ``told``."""
        with self._lock:
            known = self._of(article).by_outlet
        for name in outlets:
            if told.outlet.casefold() == name.casefold():
                return told
            number = known.get((told.language, name.casefold()))
            if number is not None and (found := self._archive.article(number)) is not None:
                return found
        return told

    def in_language(self, article: Article, language: str) -> Article:
        """The report of the story that tells the same in a language; the article itself where there is none."""
        if language in {"", article.language}:
            return article
        with self._lock:
            return self._of(article).alike.get(language, article)

    def _of(self, article: Article) -> _Known:
        which, size = (article.story_id, article.id), self._archive.story_size(article.story_id)
        around, entries = self._around(article), self._entries(article)
        against = [(key, one.denied, one.corrected) for key, one in entries.items() if one.denied or one.corrected]
        known = self._known.get(which)
        if known is None or known[:3] != (size, around, against):
            reports = self._archive.articles(story=article.story_id, limit=MOST) or [article]
            context = self._context_of(article, reports, around, entries, edited=size[2] > 0)
            alike = in_other_languages(article, reports)
            known = _Known(size, around, against, context, alike, of_other_outlets(article, reports))
        self._known[which] = known
        self._known.move_to_end(which)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return known

    def _context_of(
        self,
        article: Article,
        reports: Sequence[Article],
        around: Sequence[Gist],
        entries: Entries,
        *,
        edited: bool,
    ) -> StoryContext:
        versions = self._archive.versions({article.id, *(one.id for one in reports)}) if edited else {}
        corrections = self._archive.corrections([article.id]).get(article.id, ()) if edited else ()
        archive = ArchiveContext(entries, around, versions, self._topic.vocabulary.cues, corrections)
        return story_context(article, reports, self._topic.baseline, self._convert, self._tracks, archive)

    def _entries(self, article: Article) -> Entries:
        """The archive's ledger, in which figures of the report may be denied."""
        return self._archive.ledger(self._tracks, article.reading.track) if article.reading.figures else {}

    def _around(self, article: Article) -> Sequence[Gist]:
        """The reports of the days around a deal, in which it may be denied."""
        if state_told_by(article) not in DONE:
            return []
        since, until = article.published - BEFORE, article.published + DENIED_WITHIN + timedelta(microseconds=1)
        return self._archive.gists(since=since, until=until, limit=MOST_AROUND)
