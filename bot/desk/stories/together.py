"""Many reports at once, put into stories as they would be if they came one after the other by a feed."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time

from bot.model import Day, Entry, Reading, Report, Signs, StorySketch

from .joining import NEVER, grow, join, opening
from .rarity import Rarity
from .signs import WINDOW, signs_of


def together(told: Iterable[tuple[Report, Reading]], known: Iterable[Signs] = ()) -> list[str]:
    """For each report the story that it belongs to, by the id of the report that begins it.

    They come in the order of their dates, those of a month at its end and those without a date last, where they may
    join any. A report off the topic is a story of its own. ``known`` are reports of before, which tell how rare a sign
    is.
    """
    reports = list(told)
    rarity = Rarity(known)
    named = [report.id for report, _ in reports]
    shelf: list[StorySketch] = []
    begun: dict[int, str] = {}
    for place in sorted(range(len(reports)), key=lambda place: _turn(reports[place][0], place)):
        report, reading = reports[place]
        if not reading.relevance.on_topic:
            continue
        entry = Entry(guid=report.id, link="", title=report.title, text="")
        published, until = _midnight(report.date), _midnight(report.until)
        joined = join(entry, reading, published, _within(shelf, published), rarity, until=until)
        story = joined.story if joined else opening(len(shelf), entry, reading, published)
        grown = grow(story, entry, reading, published, rang=False, until=until)
        if joined:
            shelf[story.id] = grown
        else:
            shelf.append(grown)
        named[place] = begun.setdefault(story.id, report.id)
        rarity.add(signs_of(reading, published, until))
    return named


def _turn(report: Report, place: int) -> tuple[Day, int]:
    return report.until or report.date or Day.max, place


def _within(shelf: Sequence[StorySketch], published: datetime | None) -> Iterable[StorySketch]:
    """The stories that a report can belong to by their dates; those without a date come last and need no window."""
    if published is None:
        return shelf
    return [story for story in shelf if story.last_published >= published - WINDOW or story.last_published == NEVER]


def _midnight(day: Day | None) -> datetime | None:
    return datetime.combine(day, time(0), UTC) if day else None
