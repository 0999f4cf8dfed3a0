"""The archive of past reports, read and decided upon one after the other as if each came by a feed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

from msgspec.structs import replace

from bot.desk.intake.decide import decide
from bot.desk.intake.novelty import Judge
from bot.desk.intake.novelty.findings import DENIED
from bot.desk.intake.stories import Rarity, grow, horizon, new_story, signs_of
from bot.desk.ledger.mentions import entries_of_report
from bot.model import (
    AheadDay,
    Article,
    Background,
    Entry,
    KnownFigure,
    NewArticle,
    PastReport,
    Polled,
    PollFacts,
    Reading,
    Report,
    StorySketch,
    Validators,
)
from tests.desk.make import feed
from tests.shared import rates, topic
from tests.shared import reader as default_reader


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A report as it was taken in."""

    past: PastReport
    article: Article
    new: NewArticle

    @property
    def rang(self) -> bool:
        return self.new.ring


@cache
def replayed() -> tuple[TakenIn, ...]:
    """Every report on the topic, the oldest first. It takes two seconds, once in a process."""
    return replay()


def _by_id(past: PastReport) -> str:
    return past.id


def replay(
    until: date = date.max, *, within_a_day: Callable[[PastReport], object] = _by_id, at_once: int = 1
) -> tuple[TakenIn, ...]:
    """The same, of the reports until a day; in another order within each day, and more than one in a poll."""
    archive = [past for past in topic().archive if past.date <= until]
    order = sorted(archive, key=lambda past: (past.date, within_a_day(past)))
    taken = _Taken()
    for start in range(0, len(order), at_once):
        taken.poll(order[start : start + at_once])
    return tuple(taken.found)


class _Taken:
    """What was taken in by now."""

    def __init__(self) -> None:
        self.found: list[TakenIn] = []
        self._shelf: dict[int, StorySketch] = {}
        self._rarity = Rarity()
        self._judge = Judge(topic().baseline, rates().convert, topic().vocabulary.cues)
        self._figures: list[KnownFigure] = []
        self._days: set[AheadDay] = set()
        self._number = 0

    def poll(self, pasts: Sequence[PastReport]) -> None:
        """One poll that brings these."""
        readings = {past.id: _read(past.id) for past in pasts}
        entries = [Entry(past.id, past.url, past.title, past.text, _moment(past), outlet=past.outlet) for past in pasts]
        now = max(map(_moment, pasts))
        since = horizon(entries, now)
        recent = tuple(story for story in self._shelf.values() if story.last_published >= since)
        known = Background(tuple(self._figures), frozenset(self._days))
        facts = PollFacts(feed(), Polled(tuple(entries), Validators(), "00"), readings, recent, known)
        plan = decide(facts, now, floor=60, jitter=1, rarity=self._rarity, judge=self._judge)
        opened: dict[int | None, int] = {}
        by_id = {past.id: past for past in pasts}
        for new in plan.articles:
            if new.reading.relevance.on_topic:
                self._take(by_id[new.entry.guid], new, opened)

    def _take(self, past: PastReport, new: NewArticle, opened: dict[int | None, int]) -> None:
        self._number += 1
        there = opened.get(new.opens) if new.story_id is None else new.story_id
        story = (
            self._shelf[there] if there is not None else new_story(self._number, new.entry, new.reading, new.published)
        )
        opened[new.opens] = story.id
        if new.answers is not None and new.answers < 0:  # a story of the same poll
            new = replace(new, answers=opened[-1 - new.answers])
        _put(self._shelf, story, new)
        self._rarity.add(signs_of(new.reading, new.published))
        article = Article(
            self._number, None, story.id, past.url, past.outlet, past.language, past.title, past.text, new.published,
            new.published, new.reading,
        )  # fmt: skip
        self.found.append(TakenIn(past, article, new))
        self._days.update(new.ahead)
        self._figures += [
            KnownFigure(one.track, one.kind, one.role, one.value, one.value_max, one.currency)
            for one in entries_of_report(article)
        ]


@cache
def _read(number: str) -> Reading:
    past = next(one for one in topic().archive if one.id == number)
    return default_reader().read(Report(past.id, past.title, past.text, past.language, past.date))


def _moment(past: PastReport) -> datetime:
    return datetime.combine(past.date, time(0), UTC)


def _put(shelf: dict[int, StorySketch], story: StorySketch, new: NewArticle) -> None:
    """The story with its newest report, and what chats were told of it for, as the store would have it."""
    grown = grow(story, new.entry, new.reading, new.published, rang=new.ring)
    rang = grown.rang | ({new.rings_for} - {""})
    shelf[story.id] = replace(grown, rang=rang, outlets=grown.outlets | {new.entry.outlet or ""})
    if new.answers is not None:
        shelf[new.answers] = replace(shelf[new.answers], rang=shelf[new.answers].rang | {DENIED})


def articles() -> Sequence[Article]:
    return [told.article for told in replayed()]
