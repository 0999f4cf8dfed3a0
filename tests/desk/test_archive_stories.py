"""How well stories hold together over the archive, whose reports are labelled with theirs."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time

from bot.desk.stories import Rarity, grow, horizon, join, opening, signs_of
from bot.model import Entry, Report, StorySketch
from bot.reading import Reader
from bot.topic import load

Labelled = tuple[str, int]
"""The label, and the story that the report was put in."""


def told() -> list[Labelled]:
    """Every report on the topic, put into a story as it would be if it came by a feed, one after the other."""
    topic = load()
    reader = Reader(topic.vocabulary)
    shelf: dict[int, StorySketch] = {}
    rarity = Rarity()
    found: list[Labelled] = []
    for past in sorted(topic.archive, key=lambda past: (past.date, past.id)):
        reading = reader.read(Report(past.id, past.title, past.text, past.language, past.date))
        if not (past.on_topic and reading.relevance.on_topic):
            continue
        published = datetime.combine(past.date, time(0), UTC)
        entry = Entry(past.id, past.url, past.title, past.text, published)
        recent = [story for story in shelf.values() if story.last_published >= horizon([entry], published)]
        joined = join(entry, reading, published, recent, rarity)
        story = joined.story if joined else opening(len(shelf), entry, reading, published)
        shelf[story.id] = grow(story, entry, reading, published, rang=True)
        rarity.add(signs_of(reading, published))
        found.append((past.story or past.id, story.id))
    return found


def b_cubed(found: Sequence[Labelled]) -> tuple[float, float]:
    """Precision and recall, the mean over the reports (Bagga and Baldwin, 1998)."""
    both = Counter(found)
    labels, stories = Counter(label for label, _ in found), Counter(story for _, story in found)
    precision = sum(both[one] / stories[one[1]] for one in found) / len(found)
    recall = sum(both[one] / labels[one[0]] for one in found) / len(found)
    return precision, recall


def test_the_archive_rings_seldom_twice_for_one_story_and_hardly_ever_once_for_two() -> None:
    found = told()
    assert len(found) > 200
    precision, recall = b_cubed(found)
    assert precision >= 0.97
    assert recall >= 0.9
    alerts, labels = len({story for _, story in found}), len({label for label, _ in found})
    assert alerts / labels <= 1.15
