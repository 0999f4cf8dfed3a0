"""Where an axis has its marks, and what stands beside them."""

import math
from collections.abc import Iterator
from datetime import date

from bot.chat.languages.times import month, short_month
from bot.chat.languages.translator import ENGLISH, Translator

_ROOM_ABOVE = 1.12
"""Of the largest value, for its label."""
_STEPS = (1, 2, 2.5, 5, 10)
_MOST = 6
_MONTHS_BETWEEN = (1, 3, 6, 12, 24, 36, 60, 120, 240)


def top_of(values: list[float]) -> float:
    """The upper end of a scale from 0."""
    return max(values, default=1.0) * _ROOM_ABOVE or 1.0


def value_ticks(top: float) -> list[float]:
    """Round numbers from 0 up to the end of the scale, six at the most."""
    unit = 10.0 ** math.floor(math.log10(top / _MOST))
    step = next(unit * one for one in _STEPS if top / (unit * one) <= _MOST - 1 or one == _STEPS[-1])
    return [round(step * place, 10) for place in range(int(top / step) + 1)]


def day_ticks(first: date, last: date, t: Translator = ENGLISH) -> Iterator[list[tuple[date, str]]]:
    """First days of months or years within a span, and what stands below them: the most at first, then fewer.

    A year's first day has the year, and so has the first mark of all.
    """
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = [date(month // 12, month % 12 + 1, 1) for month in months]
    for between in _MONTHS_BETWEEN:
        some = [day for day in days if first <= day <= last and (day.year * 12 + day.month - 1) % between == 0]
        yield [(day, _name(day, place, t)) for place, day in enumerate(some)]


def _name(day: date, place: int, t: Translator) -> str:
    if day.month == 1:
        return str(day.year)
    return month(day, t) if place == 0 else short_month(day, t)
