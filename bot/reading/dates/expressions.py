"""Dates and spans that a sentence names: "December 3-4", "다음 달 1일", "21年3月末", "Ende des Jahres".

What belongs here: finding them by a language's table. What does not: what days they mean, that is ``reckoning``, and
what is to happen then, that is ``upcoming``.
"""

import re
from datetime import date

from msgspec import Struct

from bot.reading.dates.date_words import DateWords
from bot.reading.dates.reckoning import Reckon, deadline_year, end_of_term, end_of_year
from bot.reading.dates.tables import TABLES


class DateSpan(Struct, frozen=True):
    """A day, or the days from ``first`` to ``last``, as words in a sentence name it."""

    start: int
    end: int
    first: date
    last: date
    exact: bool
    """To the day; else the span is that of a week, a month or a year."""
    term: bool
    """A year or the end of one, or of a run of years, by which things end or are done rather than happen."""
    until: bool
    """What is said goes on until then."""


def date_spans(text: str, said_on: date, language: str, *, coming: bool) -> list[DateSpan]:
    """The dates that a text names, in its order; of overlapping ones the first that was found.

    ``coming``: what is said lies ahead, so that "March" is the next one; else it is the nearest one.
    """
    table = TABLES.get(language)
    if table is None:
        return []
    found: list[DateSpan] = []
    for pattern, reckon in table.patterns:
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            days = _reckoned(reckon, match, said_on, coming=coming)
            if days is not None:
                term, until = reckon in {end_of_term, end_of_year, deadline_year}, _is_until(table, text, match)
                found.append(DateSpan(match.start(), match.end(), *days, term=term, until=until))
    return sorted(found, key=lambda one: one.start)


def _is_until(table: DateWords, text: str, match: re.Match[str]) -> bool:
    if table.until is not None and table.until.search(text[max(0, match.start() - 8) : match.start() + 8]):
        return True
    behind = text[match.end() - 2 : match.end() + 2]
    return table.until_behind is not None and behind.rstrip().endswith(table.until_behind)


def _reckoned(reckon: Reckon, match: re.Match[str], said_on: date, *, coming: bool) -> tuple[date, date, bool] | None:
    """None for what is no date, such as 31 June."""
    try:
        return reckon(match, said_on, coming)
    except (ValueError, OverflowError):
        return None
