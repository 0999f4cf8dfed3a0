"""Days, months and years as people type them.

A day stands among other words (``1 Mar 2019 japan``), and may be a month or a year. No library of dates tells where in
the words it stands: dateutil takes ``may`` and ``10`` for days too, and dateparser ``so`` and ``mon``, with 20 MB.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

_MONTHS = (
    ("jan", "uary"), ("feb", "ruary"), ("mar", "ch"), ("apr", "il"), ("may", ""), ("jun", "e"), ("jul", "y"),
    ("aug", "ust"), ("sep", "t(?:ember)?"), ("oct", "ober"), ("nov", "ember"), ("dec", "ember"),
)  # fmt: skip
_NAME = rf"(?P<name>{'|'.join(f'{head}(?:{tail})?' if tail else head for head, tail in _MONTHS)})\.?"
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"

_FORMS = (
    r"(?P<year>\d{4})(?P<mark>[-./])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    r"(?P<day>\d{1,2})(?P<mark>[-./])\s?(?P<month>\d{1,2})(?P=mark)\s?(?P<year>\d{4})",
    r"(?P<year>\d{4})\s?[년年](?:\s?(?P<month>\d{1,2})\s?[월月](?:\s?(?P<day>\d{1,2})\s?[일日])?)?",
    rf"{_NUMBER}\.?\s+(?:of\s+)?{_NAME},?(?:\s+(?P<year>\d{{4}}))?",
    rf"{_NAME}\s+{_NUMBER}(?!\d),?(?:\s+(?P<year>\d{{4}}))?",
    rf"{_NAME},?\s+(?P<year>\d{{4}})",
    r"(?P<year>\d{4})",
)
"""Of forms that begin at one place the first one that fits. Between slashes or dots the day comes first."""
_ALONE = tuple(re.compile(rf"(?<!\S){form}(?!\S)", re.IGNORECASE) for form in _FORMS)
_HERE = tuple(re.compile(rf"{form}(?!\S)", re.IGNORECASE) for form in (*_FORMS, _NAME))
_RELATIVE = re.compile(
    r"(?<!\S)(?:(?P<word>today|yesterday)|-(?P<days>\d{1,4})d|(?P<number>\d{1,4})\s*(?P<unit>d|w|days?|weeks?)\s+ago)"
    r"(?!\S)",
    re.IGNORECASE,
)


class NamedDay(Struct, frozen=True):
    """A day, a month or a year among words."""

    first: date
    last: date
    start: int
    end: int
    """Where in the words it stands."""

    def rest_of(self, words: str) -> str:
        """The words without it."""
        return f"{words[: self.start]} {words[self.end :]}".strip()


def find_day(words: str, today: date | None) -> NamedDay | None:
    """The first day, month or year that stands in words by itself; None where none does.

    Of a day without its year it is the last one until ``today``. Raises ValueError where there is no such day.
    """
    found = (form.search(words) for form in _ALONE)
    earliest = min((one for one in found if one), key=lambda one: one.start(), default=None)
    return None if earliest is None else _named(earliest, today)


def day_at(words: str, start: int, today: date | None) -> NamedDay | None:
    """As ``find_day``, of one that begins at a place: behind ``since`` a month stands alone, too."""
    earliest = next((one for form in _HERE if (one := form.match(words, start))), None)
    return None if earliest is None else _named(earliest, today)


def day_in(words: str, today: date) -> tuple[date, str] | None:
    """The day that words name, ``yesterday`` and ``3 days ago`` among them, and the rest; None where they name none.

    Of a month or a year it is the last day, and of one that is not over today. Raises ValueError as ``find_day``.
    """
    if relative := _RELATIVE.search(words):
        return today - _ago(relative), f"{words[: relative.start()]} {words[relative.end() :]}".strip()
    found = find_day(words, today)
    if found is None:
        return None
    return (today if found.first <= today < found.last else found.last), found.rest_of(words)


def _ago(relative: re.Match[str]) -> timedelta:
    if relative["word"]:
        return timedelta(days=relative["word"].lower() == "yesterday")
    number = int(relative["days"] or relative["number"])
    return timedelta(weeks=number) if (relative["unit"] or "")[:1].lower() == "w" else timedelta(days=number)


def _named(found: re.Match[str], today: date | None) -> NamedDay:
    parts = found.groupdict()
    day = int(parts["day"]) if parts.get("day") else None
    month = int(parts["month"]) if parts.get("month") else None
    if parts.get("name"):
        month = next(n for n, (head, _) in enumerate(_MONTHS, start=1) if parts["name"].lower().startswith(head))
    elif month is not None and day is not None and day <= 12 < month and found.start("day") < found.start("month"):
        day, month = month, day  # 11/19/2019, as Americans write it
    first, last = _span(parts.get("year"), month, day, today)
    return NamedDay(first, last, found.start(), found.end())


def _span(year: str | None, month: int | None, day: int | None, today: date | None) -> tuple[date, date]:
    """The first and the last day. Raises ValueError where there is no such day, or none after it."""
    first = next(_firsts(year, month or 1, day or 1, today))
    if day:
        return first, first
    end = month or 12
    return first, date(first.year + end // 12, end % 12 + 1, 1) - timedelta(days=1)


def _firsts(year: str | None, month: int, day: int, today: date | None) -> Iterator[date]:
    if year is not None:
        yield date(int(year), month, day)
        return
    if today is None:
        raise ValueError("of which year?")
    this = date(today.year, month, day)
    yield this if this <= today else date(today.year - 1, month, day)
