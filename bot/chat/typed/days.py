"""Days, months and years as people type them."""

import re
from datetime import date, timedelta

from bot.phrases.wording import MONTHS

DAY = (
    r"(?:(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"
    rf"|(?:(?P<before>\d{{1,2}})\s+)?(?P<name>{'|'.join(MONTHS)})[a-z]*\.?(?:\s+(?P<after>\d{{1,2}}))?,?\s+(?P<of>\d{{4}}))"
)
"""A pattern of 2019-11-19, 19 Nov 2019 and Nov 19, 2019, or of the month or the year alone; case does not matter."""

_ALONE = re.compile(rf"(?:^|\s){DAY}(?=\s|$)", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:^|\s)(today|yesterday)(?=\s|$)", re.IGNORECASE)
_MONTHS = [name.lower() for name in MONTHS]


def span_of(found: re.Match[str]) -> tuple[date, date]:
    """The first and the last day of what ``DAY`` found.

    Raises ValueError where there is no such day, or none after it.
    """
    year, month = int(found["year"] or found["of"]), None if found["month"] is None else int(found["month"])
    if found["name"]:
        month = _MONTHS.index(found["name"].lower()) + 1
    number = found["day"] or found["before"] or found["after"]
    first = date(year, 1 if month is None else month, int(number or 1))
    if number:
        return first, first
    last = month or 12
    return first, date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)


def day_in(words: str, today: date) -> tuple[date, str] | None:
    """The day that words name, today and yesterday among them, and the rest; None where they name none.

    Of a month or a year it is the last day, and of one that is not over today. Raises ValueError as ``span_of``.
    """
    if relative := _RELATIVE.search(words):
        return today - timedelta(days=relative[1].lower() == "yesterday"), without_match(words, relative)
    found = _ALONE.search(words)
    if found is None:
        return None
    first, last = span_of(found)
    return (today if first <= today < last else last), without_match(words, found)


def without_match(words: str, found: re.Match[str]) -> str:
    return f"{words[: found.start()]} {words[found.end() :]}".strip()
