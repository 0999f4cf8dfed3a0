"""The archive of past reports, read and decided upon one after the other as if each came by a feed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache

from bot.desk.intake.decide import decide
from bot.desk.intake.novelty import Judge
from bot.desk.intake.novelty.findings import DENIED
from bot.desk.intake.stories import Rarity, grow, horizon, opening, signs_of
from bot.desk.ledger.mentions import told_by
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


def replay(until: date = date.max) -> tuple[TakenIn, ...]:
    """The same, of the reports until a day."""
    reader, shelf, found = default_reader(), dict[int, StorySketch](), list[TakenIn]()
    rarity, judge = Rarity(), Judge(topic().baseline, rates().convert, topic().vocabulary.cues)
    figures, days = list[KnownFigure](), set[AheadDay]()
    archive = [past for past in topic().archive if past.date <= until]
    for number, past in enumerate(sorted(archive, key=lambda one: (one.date, one.id)), 1):
        reading = reader.read(Report(past.id, past.title, past.text, past.language, past.date))
        published = datetime.combine(past.date, time(0), UTC)
        entry = Entry(past.id, past.url, past.title, past.text, published, outlet=past.outlet)
        recent = tuple(story for story in shelf.values() if story.last_published >= horizon([entry], published))
        known = Background(tuple(figures), frozenset(days))
        facts = PollFacts(feed(), Polled((entry,), Validators(), "00"), {past.id: reading}, recent, known)
        (new,) = decide(facts, published, floor=60, jitter=1, rarity=rarity, judge=judge).articles
        if not reading.relevance.on_topic:
            continue
        story = shelf[new.story_id] if new.story_id is not None else opening(number, entry, reading, published)
        _put(shelf, story, new)
        rarity.add(signs_of(reading, published))
        article = Article(
            number, None, story.id, past.url, past.outlet, past.language, past.title, past.text, published, published,
            reading,
        )  # fmt: skip
        found.append(TakenIn(past, article, new))
        days.update(new.ahead)
        figures += [
            KnownFigure(one.track, one.kind, one.role, one.value, one.value_max, one.currency)
            for one in told_by(article)
        ]
    return tuple(found)


def _put(shelf: dict[int, StorySketch], story: StorySketch, new: NewArticle) -> None:
    """The story with its newest report, and what chats were told of it for, as the store would have it."""
    grown = grow(story, new.entry, new.reading, new.published, rang=new.ring)
    rang = grown.rang | ({new.rings_for} - {""})
    shelf[story.id] = replace(grown, rang=rang, outlets=grown.outlets | {new.entry.outlet or ""})
    if new.answers is not None:
        shelf[new.answers] = replace(shelf[new.answers], rang=shelf[new.answers].rang | {DENIED})


def articles() -> Sequence[Article]:
    return [told.article for told in replayed()]
