"""Periods: a length that ends now, one that begins with a day, or one that a day, a month or a year names."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from msgspec import Struct

from bot.chat.languages import times
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.chat.typed.days import NamedDay, day_at, find_day
from bot.phrases.wording import day, month

LONGEST = timedelta(days=366 * 20)

_UNITS = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "m": timedelta(days=30),
    "y": timedelta(days=365),
}
_UNIT_WORDS = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}
_WORD_PERIODS = {"today": (1, "d"), "day": (1, "d"), "week": (1, "w"), "month": (1, "m"), "year": (1, "y")}
_PERIOD = re.compile(r"-?(\d{1,4})\s*(h|d|w|m|y|hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE)
_SINCE = re.compile(r"(?<!\S)(?:since|from|between)(?::|\s)\s*", re.IGNORECASE)
_UNTIL = re.compile(r"\s*(?:–|\.\.|(?<!\S)(?:to|until|till|and|-)(?::|\s))\s*", re.IGNORECASE)
_FILLERS = frozenset({"last", "this", "past", "the", "in", "for", "of", "on", "during", "ago"})

Bounds = tuple[datetime | None, datetime | None]
"""From a moment on, and before one."""


class Span(Struct, frozen=True):
    """A period: of a length that ends now, or since a day, or from one day to another."""

    label: str
    """``the last 7 days``, ``since 1 Mar 2024``, ``Nov 2019``."""
    length: timedelta = timedelta(0)
    since: date | None = None
    until: date | None = None
    """Its last day; None for today."""

    def begins(self, now: datetime) -> datetime:
        """When the period begins; days begin at midnight in UTC."""
        return now - self.length if self.since is None else datetime.combine(self.since, time(0), UTC)

    def ends(self, now: datetime) -> datetime:
        """Its last moment, and no later than now."""
        return now if self.until is None else min(now, datetime.combine(self.until, time.max, UTC))

    @property
    def typed(self) -> str:
        """The shortest words that mean the same: ``7d``, ``since:2024-03-01``, ``2019-11``, ``2019``."""
        if self.since is None:
            hours = int(self.length.total_seconds() // 3600)
            return f"{hours // 24}d" if hours % 24 == 0 else f"{hours}h"
        if self.until is None:
            return f"since:{self.since}"
        if self.label == str(self.since.year):
            return self.label
        if self.label == month(self.since):
            return f"{self.since:%Y-%m}"
        return f"{self.since}" if self.since == self.until else f"{self.since:%Y%m%d} to {self.until:%Y%m%d}"

    @property
    def within(self) -> str:
        """``in the last 7 days``, ``since 1 Mar 2024``, ``in Nov 2019``, ``on 19 Nov 2019``."""
        if self.since is not None and self.until is None:
            return self.label
        if self.since is None or self.since != self.until:
            return f"in {self.label}" if " to " not in self.label else f"from {self.label}"
        return f"on {self.label}"


def take_span(typed: str, command: str, today: date | None = None) -> tuple[Span | None, str]:
    """The period in what was typed, and the rest. ``today`` tells the year of a day that has none.

    Raises BadArgument, with an example of the command, for a period that is none.
    """
    try:
        if found := _since(typed, today):
            return found
        if length := _PERIOD.search(typed):
            rest = f"{typed[: length.start()]} {typed[length.end() :]}"
            return _span(int(length[1]), length[2][0].lower(), command, length[0]), _without_fillers(rest)
        words = typed.split()
        for word in words:
            if word.casefold() == "yesterday" and today is not None:
                before = today - timedelta(days=1)
                return Span(day(before), since=before, until=before), _without_fillers(_without_word(words, word))
            if period := _WORD_PERIODS.get(word.casefold()):
                return _span(*period, command, word), _without_fillers(_without_word(words, word))
        return _of_days(find_day(typed, today), typed, today)
    except _WrongWayRoundError:
        sentence = "“{typed}” ends before it begins; the earlier day comes first."
        raise BadArgument(sentence, f"{command} 2019 to 2021", typed=shown(typed)) from None
    except (ValueError, OverflowError):
        raise BadArgument("“{typed}” names no day.", f"{command} since 2024-03-01", typed=shown(typed)) from None


class _WrongWayRoundError(Exception):
    """A period ends before it begins."""


def bounds(since: str, until: str, now: datetime, example: str) -> Bounds:
    """The period that two words name, "" for no bound: 2019, 2019-11, 19/11/2019; ``since`` also 30d or 2y.

    Days are of UTC, and both are part of the period. Raises BadArgument, with the example.
    """
    start = _start(since, now, example) if since else None
    end = _bounds_of_day(until, now, example)[1] if until else None
    if start is not None and start > now:
        raise BadArgument(
            "“{typed}” is still to come; reports here go up to {day}.",
            example,
            typed=shown(since),
            day=partial(times.day, now),
        )
    if start is not None and end is not None and start >= end:
        raise BadArgument("Nothing lies between {since} and {until}.", example, since=since, until=until)
    return start, end


def _since(typed: str, today: date | None) -> tuple[Span, str] | None:
    """A period that begins with a day, a month or a year, and may end with another."""
    for opening in _SINCE.finditer(typed):
        first = day_at(typed, opening.end(), today)
        if first is not None:
            span, end = _to(typed, first, today)
            return span, f"{typed[: opening.start()]} {typed[end:]}".strip()
    return None


def _to(typed: str, first: NamedDay, today: date | None) -> tuple[Span, int]:
    joint = _UNTIL.match(typed, first.end)
    last = day_at(typed, joint.end(), today) if joint else None
    if last is None:
        return Span(f"since {day(first.first)}", since=first.first), first.end
    if last.last < first.first:
        raise _WrongWayRoundError
    label = f"{day(first.first)} to {day(last.last)}"
    return Span(label, since=first.first, until=last.last), last.end


def _of_days(found: NamedDay | None, typed: str, today: date | None) -> tuple[Span | None, str]:
    """A day, a month or a year by itself, or two with a joint: ``2019 to 2021``."""
    if found is None:
        return None, typed.strip()
    joint = _UNTIL.match(typed, found.end)
    if joint and day_at(typed, joint.end(), today) is not None:
        span, end = _to(typed, found, today)
        return span, _without_fillers(f"{typed[: found.start]} {typed[end:]}")
    named = Span(_label(found.first, found.last), since=found.first, until=found.last)
    return named, _without_fillers(found.rest_of(typed))


def _label(first: date, last: date) -> str:
    """``19 Nov 2019``, ``Nov 2019``, ``2019``."""
    if first == last:
        return day(first)
    return month(first) if first.month == last.month else str(first.year)


def _without_word(words: Sequence[str], word: str) -> str:
    return " ".join(one for one in words if one != word)


def _without_fillers(words: str) -> str:
    """``last 7 days`` and ``this week`` are understood too."""
    return " ".join(word for word in words.split() if word.casefold() not in _FILLERS)


def _span(number: int, unit: str, command: str, typed: str) -> Span:
    length = number * _UNITS[unit]
    if not timedelta(0) < length <= LONGEST:
        sentence = "“{typed}” is no period: that is between 1h and 20y."
        raise BadArgument(sentence, f"{command} 7d", typed=shown(typed))
    word = _UNIT_WORDS[unit]
    return Span(f"the last {word}" if number == 1 else f"the last {number} {word}s", length)


def _start(words: str, now: datetime, example: str) -> datetime:
    named = _whole_day(words, now)
    if named is not None:
        return _midnight(named.first)
    try:
        span, rest = take_span(words, example)
    except BadArgument:
        span, rest = None, ""
    if span is None or span.until is not None or rest:
        raise BadArgument("“{typed}” is no date and no period; 2019-11, 2019 and 30d are.", example, typed=shown(words))
    return span.begins(now)


def _bounds_of_day(words: str, now: datetime, example: str) -> tuple[datetime, datetime]:
    """From the first moment of a day, month or year to that of the next."""
    try:
        found = _whole_day(words, now)
        if found is None:
            raise ValueError(words)
        after = found.last + timedelta(days=1)
    except (ValueError, OverflowError):
        raise BadArgument(
            "“{typed}” is no date; 2019-11-19, 2019-11 and 2019 are.", example, typed=shown(words)
        ) from None
    return _midnight(found.first), _midnight(after)


def _whole_day(words: str, now: datetime) -> NamedDay | None:
    """The day, month or year that all of the words name."""
    try:
        found = day_at(words, 0, now.date())
    except (ValueError, OverflowError):
        return None
    return found if found is not None and found.end == len(words) else None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
