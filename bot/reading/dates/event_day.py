"""When the event of a report took place: the first day that its lead names, by the report's own date.

"Tuesday" is the last one up to that date, 어제 the day before, 19日 the 19th of that month or of the one before,
(19/11) the 19th of November. Where the lead names no day, or the report has no date, nothing is said.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import MINYEAR, date, timedelta

from bot.reading.text import Passage

_LEAD_SENTENCES = 2
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = (*_WEEKDAYS, "today", "yesterday")
_BACK = {_DAYS.index("today"): 0, _DAYS.index("yesterday"): 1}
_OF_MONTH = re.compile(r"(?<![\d/.,~\-–])(\d{1,2})[일日](?![간間])")
_DAY_AND_MONTH = re.compile(r"\((?:\w+,? )?(\d{1,2})/(\d{1,2})(?:/(?:20)?\d\d)?\)")


def event_day(passages: Sequence[Passage], said_on: date | None) -> date | None:
    """The day of the event, never after the report's own."""
    if said_on is None or said_on.year <= MINYEAR:
        return None
    for passage in passages:
        if passage.where == "title":
            continue
        for start, end in passage.sentences[:_LEAD_SENTENCES]:
            if days := sorted(_days(passage, start, end, said_on)):
                return days[0][1]
    return None


def _days(passage: Passage, start: int, end: int, said_on: date) -> Iterator[tuple[int, date]]:
    """Every day that a sentence names, with its place."""
    hits, text = passage.hits, passage.folded
    for hit in hits.among(_DAYS).within(start, end):
        back = _BACK.get(hit.which, said_on.weekday() - hit.which) % 7
        yield hit.start, said_on - timedelta(days=back)
    for match in _OF_MONTH.finditer(text, start, end):
        if day := _last(said_on, int(match[1])):
            yield match.start(), day
    for match in _DAY_AND_MONTH.finditer(text, start, end):
        if day := _last(said_on, int(match[1]), int(match[2])):
            yield match.start(), day


def _last(said_on: date, day: int, month: int | None = None) -> date | None:
    """The last such day up to a date: of this month or the one before; of a month that is named, within a year."""
    first = said_on.replace(day=1)
    before = first - timedelta(days=1) if month is None else first.replace(year=first.year - 1)
    for of in (first, before.replace(day=1)):
        try:
            found = of.replace(day=day, month=month or of.month)
        except ValueError:
            continue
        if found <= said_on:
            return found
    return None
