"""The day that ``/asof`` is asked of, in the words in which people name one."""

import re
from datetime import date, timedelta

from bot.chat.arguments import BadArgument
from bot.desk.wording import MONTHS

_ISO = re.compile(r"(?:^|\s)(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?=\s|$)")
_NAME = f"({'|'.join(MONTHS)})[a-z]*\\.?"
_NAMED = re.compile(rf"(?:^|\s)(?:(?:(\d{{1,2}}) )?{_NAME}|{_NAME} (\d{{1,2}})),? (\d{{4}})(?=\s|$)", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:^|\s)(today|yesterday)(?=\s|$)", re.IGNORECASE)
_MONTHS = [name.lower() for name in MONTHS]


def day_in(words: str, today: date) -> tuple[date, str]:
    """The day that words name, and the rest: 2019-11-19, 19 Nov 2019, Nov 19 2019, yesterday.

    Of a month or a year (2019-11, Nov 2019, 2019) it is the last day, and of one that is not over today. Raises
    BadArgument.
    """
    if relative := _RELATIVE.search(words):
        return today - timedelta(days=relative[1].lower() == "yesterday"), _without(words, relative)
    found = _NAMED.search(words) or _ISO.search(words)
    wrong = BadArgument("Say which day, as in 2019-11-19 or 19 Nov 2019.", "/asof 2019-11-19")
    if found is None:
        raise wrong
    try:
        first, last = _named(found) if found.re is _NAMED else _iso(found)
    except (ValueError, OverflowError):
        raise wrong from None
    return (today if first <= today < last else last), _without(words, found)


def _named(found: re.Match[str]) -> tuple[date, date]:
    month = _MONTHS.index((found[2] or found[3]).lower()) + 1
    return _span(int(found[5]), month, found[1] or found[4])


def _iso(found: re.Match[str]) -> tuple[date, date]:
    return _span(int(found[1]), int(found[2]) if found[2] else None, found[3])


def _span(year: int, month: int | None, day: str | None) -> tuple[date, date]:
    """The first and the last day of what is named."""
    first = date(year, month or 1, int(day or 1))
    if day:
        return first, first
    last = month or 12
    return first, date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)


def _without(words: str, found: re.Match[str]) -> str:
    return f"{words[: found.start()]} {words[found.end() :]}".strip()
