"""Many reports at once, put into stories as they would be if they came one after the other by a feed."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from bot.desk.intake.stories.shelf import Shelf
from bot.model import Day, Entry, Reading, Report, Signs


def stories_of_reports(told: Iterable[tuple[Report, Reading]], known: Iterable[Signs] = ()) -> list[str]:
    """For each report the story that it belongs to, by the id of the report that begins it.

    They come in the order of their dates, those of a month at its end and those without a date last, where they may
    join any. A report off the topic is a story of its own. ``known`` are reports of before, which tell how rare a sign
    is.
    """
    reports = list(told)
    named = [report.id for report, _ in reports]
    turns = sorted(range(len(reports)), key=lambda place: _turn(reports[place][0], place))
    places = [place for place in turns if reports[place][1].relevance.on_topic]
    shelf = Shelf(known)
    for report, reading in (reports[place] for place in places):
        entry = Entry(guid=report.id, link="", title=report.title, text="")
        shelf.put(entry, reading, _midnight(report.date), _midnight(report.until))
    for first, *others in shelf.stories:
        for other in others:
            named[places[other]] = reports[places[first]][0].id
    return named


def _turn(report: Report, place: int) -> tuple[Day, int]:
    return report.until or report.date or Day.max, place


def _midnight(day: Day | None) -> datetime | None:
    return datetime.combine(day, time(0), UTC) if day else None
