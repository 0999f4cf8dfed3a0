"""What days the words of a date mean, given the day on which they were said: what the languages' tables reckon by.

What is read of a match are its named groups: year, month, first and last day, and the like.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta

Reckon = Callable[[re.Match[str], date, bool], tuple[date, date, bool] | None]
"""``reckon(match, said_on, coming)``: the days meant, and whether to the day; ``coming``: they lie ahead."""
JUST_PAST = timedelta(days=45)
"""A day without its year that was so short a time ago is that one, and no day of next year."""
THE_OTHER_DAY = timedelta(days=7)
"""A day without its month that was so short a time ago is that one, unless it is said to come."""


def _day(year: int | None, month: int, day: int, said_on: date, *, coming: bool) -> date:
    """Without a year the next such day, or the nearest one where it need not lie ahead or is only just past."""
    if year is not None:
        return date(year, month, day)
    years = (said_on.year - 1, said_on.year, said_on.year + 1)
    found = [date(one, month, day) for one in years if (month, day) != (2, 29) or monthrange(one, 2)[1] == 29]
    if coming and not any(said_on - JUST_PAST <= one < said_on for one in found):
        return min(one for one in found if one >= said_on)
    return min(found, key=lambda one: abs(one - said_on))


def month_days(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _month_of(year: int | None, month: int, said_on: date, *, coming: bool) -> tuple[date, date]:
    """The month that the words mean; one that has begun counts as coming."""
    if year is not None:
        return month_days(year, month)
    found = [month_days(one, month) for one in (said_on.year - 1, said_on.year, said_on.year + 1)]
    if coming and not any(said_on - JUST_PAST <= last < said_on for _, last in found):
        return min(span for span in found if span[1] >= said_on)
    return min(found, key=lambda span: abs(span[1] - said_on))


def shifted(said_on: date, months: int) -> tuple[int, int]:
    number = said_on.year * 12 + said_on.month - 1 + months
    return number // 12, number % 12 + 1


def year_number(digits: str | None) -> int | None:
    """A year of four digits, or of two in this century."""
    if not digits:
        return None
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def days(month: Callable[[re.Match[str]], int]) -> Reckon:
    """A day of a month or a run of days."""

    def reckon(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
        named = match.groupdict()
        begin = _day(year_number(named.get("year")), month(match), int(named["first"]), said_on, coming=coming)
        end = begin.replace(day=int(named["last"])) if named.get("last") else begin
        return begin, max(begin, end), True

    return reckon


def whole_month(month: Callable[[re.Match[str]], int], *, end: bool = False) -> Reckon:
    """A month, or its last day."""

    def reckon(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
        first, last = _month_of(year_number(match.groupdict().get("year")), month(match), said_on, coming=coming)
        return (last, last, True) if end else (first, last, False)

    return reckon


def end_of_year(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """The last day of the year that is named, of the next one where the words say so, else of this one."""
    named = match.groupdict()
    year = year_number(named.get("year")) or said_on.year + bool(named.get("next"))
    return date(year, 12, 31), date(year, 12, 31), True


def end_of_term(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """The last day of a run of years; Japan's fiscal years end in March."""
    year = year_number(match["last"]) or said_on.year
    if match.groupdict().get("fiscal"):
        return date(year + 1, 3, 31), date(year + 1, 3, 31), True
    return date(year, 12, 31), date(year, 12, 31), True


def next_month(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    year, month = shifted(said_on, 1)
    day = match.groupdict().get("day")
    if day:
        begin = date(year, month, int(day))
        return begin, begin, True
    return *month_days(year, month), False


def this_month_end(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    last = month_days(said_on.year, said_on.month)[1]
    return last, last, True


def next_week(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    monday = said_on + timedelta(days=7 - said_on.weekday())
    return monday, monday + timedelta(days=6), False


def tomorrow(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    day = said_on + timedelta(days=1)
    return day, day, True


def whole_year(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    year = year_number(match["year"]) or said_on.year + 1
    return date(year, 1, 1), date(year, 12, 31), False


def deadline_year(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """Some time until the end of a year."""
    return whole_year(match, said_on, coming)


def months_ahead(numbers: Mapping[str, int]) -> Reckon:
    """``in the next six to 12 months``; ``numbers`` are those that are written out."""

    def reckon(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
        first, last = (
            _later(said_on, numbers.get(match[name].lower()) or int(match[name])) for name in ("first", "last")
        )
        return first, last, False

    return reckon


def _later(said_on: date, months: int) -> date:
    """The same day so many months later, or the last one of a month that has no such day."""
    year, month = shifted(said_on, months)
    return date(year, month, min(said_on.day, monthrange(year, month)[1]))


def this_month(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    return said_on, month_days(said_on.year, said_on.month)[1], False


def month_in_year(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """A month of next year, or its end."""
    first, last = month_days(said_on.year + 1, int(match["month"]))
    return (last, last, True) if match.groupdict().get("end") else (first, last, False)


def month_in_digits(match: re.Match[str]) -> int:
    return int(match["month"])
