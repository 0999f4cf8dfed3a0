"""The archive of past reports, read and decided upon one after the other as if each came by a feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache

from bot.desk.ingest import decide
from bot.desk.stories import Rarity, grow, horizon, opening, signs_of
from bot.model import Article, Entry, PastReport, Polled, PollFacts, Report, StorySketch, Topic, Validators
from bot.reading import Reader
from bot.topic import load
from tests.desk.make import feed


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it was taken in."""

    past: PastReport
    article: Article
    rang: bool


@cache
def topic() -> Topic:
    return load()


@cache
def replayed() -> tuple[Told, ...]:
    """Every report on the topic, the oldest first. It takes two seconds, once in a process."""
    reader, shelf, found = Reader(topic().vocabulary), dict[int, StorySketch](), list[Told]()
    rarity = Rarity()
    for number, past in enumerate(sorted(topic().archive, key=lambda one: (one.date, one.id)), 1):
        reading = reader.read(Report(past.id, past.title, past.text, past.language, past.date))
        published = datetime.combine(past.date, time(0), UTC)
        entry = Entry(past.id, past.url, past.title, past.text, published)
        recent = tuple(story for story in shelf.values() if story.last_published >= horizon([entry], published))
        facts = PollFacts(feed(), Polled((entry,), Validators(), "00"), {past.id: reading}, recent)
        (new,) = decide(facts, published, floor=60, jitter=1, rarity=rarity).articles
        if not reading.relevance.on_topic:
            continue
        story = shelf[new.story_id] if new.story_id is not None else opening(number, entry, reading, published)
        shelf[story.id] = grow(story, entry, reading, published, rang=new.ring)
        rarity.add(signs_of(reading, published))
        article = Article(
            number, None, story.id, past.url, past.outlet, past.language, past.title, past.text, published, published,
            reading,
        )  # fmt: skip
        found.append(Told(past, article, new.ring))
    return tuple(found)


def articles() -> Sequence[Article]:
    return [told.article for told in replayed()]
