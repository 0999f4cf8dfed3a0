"""How well stories hold together over the archive, whose reports are labelled with theirs."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random

import pytest
from msgspec.structs import replace

from bot.desk.intake.stories import Shelf
from bot.model import Entry, PastReport, Reading, Report
from tests.shared import reader, topic

Labelled = tuple[str, int]
"""The label, and the story that the report was put in."""


@cache
def read() -> tuple[tuple[PastReport, Reading], ...]:
    """Every report on the topic, in the order of the dates."""
    archive = sorted((past for past in topic().archive if past.on_topic), key=lambda past: (past.date, past.id))
    both = [(past, reader().read(Report(past.id, past.title, past.text, past.language, past.date))) for past in archive]
    return tuple(one for one in both if one[1].relevance.on_topic)


def told(reports: Sequence[tuple[PastReport, Reading]]) -> list[Labelled]:
    """Each report put into a story as it would be if it came by a feed, one after the other."""
    shelf = Shelf()
    for past, reading in reports:
        published = datetime.combine(past.date, time(0), UTC)
        shelf.put(Entry(past.id, past.url, past.title, past.text, published), reading, published)
    labels = [past.story or past.id for past, _ in reports]
    return [(labels[place], number) for number, story in enumerate(shelf.stories) for place in story]


def on_one_day(reports: Sequence[tuple[PastReport, Reading]], chance: Random) -> list[tuple[PastReport, Reading]]:
    """The same with every other story of a track moved to the day of one before it: all days are busy."""
    begins: dict[str, date] = {}
    tracks: dict[str | None, list[str]] = {}
    for past, _ in reports:
        if (label := past.story or past.id) not in begins:
            begins[label] = past.date
            tracks.setdefault(past.track, []).append(label)
    moved: dict[str, timedelta] = {}
    for labels in tracks.values():
        chance.shuffle(labels)
        moved |= {b: begins[a] - begins[b] for a, b in zip(labels[::2], labels[1::2], strict=False)}
    there = [(replace(p, date=p.date + moved.get(p.story or p.id, timedelta(0))), said) for p, said in reports]
    return sorted(there, key=lambda one: (one[0].date, one[0].id))


def b_cubed(found: Sequence[Labelled]) -> tuple[float, float]:
    """Precision and recall, the mean over the reports (Bagga and Baldwin, 1998)."""
    both = Counter(found)
    labels, stories = Counter(label for label, _ in found), Counter(story for _, story in found)
    precision = sum(both[one] / stories[one[1]] for one in found) / len(found)
    recall = sum(both[one] / labels[one[0]] for one in found) / len(found)
    return precision, recall


def test_the_archive_rings_seldom_twice_for_one_story_and_hardly_ever_once_for_two() -> None:
    found = told(read())
    assert len(found) > 200
    precision, recall = b_cubed(found)
    assert precision >= 0.97
    assert recall >= 0.9
    alerts, labels = len({story for _, story in found}), len({label for label, _ in found})
    assert alerts / labels <= 1.15


@pytest.mark.parametrize("seed", [1, 2])
def test_stories_of_one_track_on_one_day_are_seldom_joined(seed: int) -> None:
    found = told(on_one_day(read(), Random(seed)))
    precision, recall = b_cubed(found)
    assert precision >= 0.89  # over ten seeds 0.925 on average, 0.892 at the least
    assert recall >= 0.87
    stories: dict[int, set[str]] = {}
    for label, story in found:
        stories.setdefault(story, set()).add(label)
    mixed = {label for labels in stories.values() if len(labels) > 1 for label in labels}
    assert len(mixed) / len({label for label, _ in found}) <= 0.3  # 0.19 on average, 0.28 at the most
