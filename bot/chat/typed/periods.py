"""Days from and up to which something is asked for, as ``/search`` and ``/export`` take them."""

import re
from datetime import UTC, date, datetime, timedelta

from bot.chat.typed import arguments
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.days import DAY, span_of

_DAY = re.compile(DAY, re.IGNORECASE)

Bounds = tuple[datetime | None, datetime | None]
"""From a moment on, and before one."""


def bounds(since: str, until: str, now: datetime, example: str) -> Bounds:
    """The period that two words name, "" for no bound: 2019, 2019-11, 2019-11-19; ``since`` also 30d or 2y.

    Days are of UTC, and both are part of the period. Raises BadArgument, with the example.
    """
    start = _start(since, now, example) if since else None
    end = _span_of_day(until, example)[1] if until else None
    if start is not None and end is not None and start >= end:
        raise BadArgument(f"Nothing lies between {since} and {until}.", example)
    return start, end


def _start(words: str, now: datetime, example: str) -> datetime:
    if _DAY.fullmatch(words):
        return _span_of_day(words, example)[0]
    try:
        span = arguments.summary_words(words, ()).span
    except BadArgument:
        span = None
    if span is None:
        raise BadArgument(f"“{words[:40]}” is no date and no period; 2019-11, 2019 and 30d are.", example)
    return span.begins(now)


def _span_of_day(words: str, example: str) -> tuple[datetime, datetime]:
    """From the first moment of a day, month or year to that of the next."""
    found = _DAY.fullmatch(words)
    try:
        if found is None:
            raise ValueError(words)
        first, last = span_of(found)
        after = last + timedelta(days=1)
    except (ValueError, OverflowError):
        raise BadArgument(f"“{words[:40]}” is no date; 2019-11-19, 2019-11 and 2019 are.", example) from None
    return _midnight(first), _midnight(after)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
