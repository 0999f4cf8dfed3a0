"""The days of the week on which a digest comes, as people type them and as they are told."""

import re

from bot.model import EVERY_DAY
from bot.phrases.wording import list_in_words

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORKING, _WEEKEND = "12345", "67"
_SETS = {
    **dict.fromkeys(("daily", "everyday"), EVERY_DAY),
    **dict.fromkeys(("weekday", "weekdays", "workdays"), _WORKING),
    **dict.fromkeys(("weekend", "weekends"), _WEEKEND),
}
_FILLERS = frozenset({"on", "at", "and", "every", "each", "weekly"})
_DAY = "|".join(name[:3].lower() for name in NAMES)
_ONE = re.compile(rf"({_DAY})[a-z]*")
_SPAN = re.compile(rf"\b({_DAY})[a-z]*\s*(?:[-–]|\bto\b|\bthrough\b)\s*({_DAY})[a-z]*\b")


def take_days(words: str) -> tuple[str | None, str]:
    """The days that words name, as ``EVERY_DAY`` has them, None where they name none; and the rest of the words.

    ``mon 9:00``, ``weekdays``, ``mon, wed and fri``, ``mon-fri 8``, ``every day``, ``weekly on sundays``.
    """
    lowered = re.sub(r"\bevery\s+day\b", "daily", words.lower().replace(",", " "))
    found: set[str] = set()
    spanned = _SPAN.sub(lambda span: f" {' '.join(_between(span[1], span[2]))} ", lowered)
    rest: list[str] = []
    for word in spanned.split():
        if word in _SETS:
            found |= set(_SETS[word])
        elif (one := _ONE.fullmatch(word.rstrip("."))) and _is_day(one[0], one[1]):
            found.add(str(_number(one[1])))
        elif word not in _FILLERS:
            rest.append(word)
    return "".join(sorted(found)) or None, " ".join(rest)


def days_in_words(days: str) -> str:
    """``daily``, ``on weekdays``, ``on Mondays and Thursdays``."""
    known = {EVERY_DAY: "daily", _WORKING: "on weekdays", _WEEKEND: "on weekends"}
    return known.get(days) or "on " + list_in_words([f"{NAMES[int(day) - 1]}s" for day in days])


def _number(short: str) -> int:
    """1 for ``mon``."""
    return _DAY.split("|").index(short) + 1


def _is_day(word: str, short: str) -> bool:
    """``tue``, ``tues``, ``thur``, ``wednesdays``; not ``monkey``."""
    return f"{NAMES[_number(short) - 1].lower()}s".startswith(word) or word == f"{short}s"


def _between(first: str, last: str) -> list[str]:
    """``fri`` to ``mon`` is Friday, Saturday, Sunday, Monday."""
    start, end = _number(first), _number(last)
    return [NAMES[day % 7][:3].lower() for day in range(start - 1, end if end >= start else end + 7)]
