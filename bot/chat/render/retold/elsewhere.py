"""What other rooms say in English sentences to operators and owners of doors, said again in a language.

Why a feed was not read, why something was refused, what operators are noted: such a sentence is kept, logged and sent
as it was made. Here it is found again by the patterns of ``sentences``, whole or clause by clause; what is of none of
them, as a driver's or a server's own words, stays as it is.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from bot.chat.languages.lists import listed
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.retold.sentences import CLAUSES, COUNTED
from bot.chat.render.words import age

NESTED = {"problem"}
"""Places in which further such sentences stand."""
_NUMBER, _NUMBERS, _AGE = "number", "numbers", "age"
_UNITS = {"s": 1, "min": 60, "h": 3600, "day": 86400, "days": 86400}
_PLACE = re.compile(r"\{(\w+)\}")
_BETWEEN = re.compile(r"(?<=\.) (?=\S)")


def retold(words: str, t: Translator = ENGLISH) -> str:
    """A sentence, with its full stop where it had one."""
    if t.is_english or not words:
        return words
    bare = words.removesuffix(".")
    found = _found(bare, t)
    if found is not None:
        return found + (t.stop if bare != words else "")
    parts = _BETWEEN.split(words)
    return t.spaced(retold(part, t) for part in parts) if len(parts) > 1 else words


def noted(line: str, t: Translator = ENGLISH) -> str:
    """A line of a notice, which may be one of a list."""
    bullet = "• " if line.startswith("• ") else ""
    return bullet + retold(line.removeprefix(bullet), t)


def _found(words: str, t: Translator) -> str | None:
    """None for what no pattern is of."""
    if (whole := _by_pattern(words, t)) is not None:
        return whole
    head, divided, tail = words.partition("; ")
    if divided:
        first = _found(head, t)
        return None if first is None else t.word("clauses", "; ").join([first, _found(tail, t) or tail])
    name, blank, rest = words.partition(" ")
    told = _by_pattern(rest, t) if blank and "." in name else None
    return t.say("{address} {problem}", address=name, problem=told) if told is not None else None


def _by_pattern(words: str, t: Translator) -> str | None:
    for one, many, pattern in _patterns():
        if (match := pattern.fullmatch(words)) is None:
            continue
        values = {name: _value(name, value, t) for name, value in match.groupdict().items()}
        if not many:
            return t.say(one, **values) if values else t.whole(one)
        del values[_NUMBER]
        return t.plural(one, many, _int(match[_NUMBER]), **values)
    return None


def _value(name: str, value: str, t: Translator) -> str:
    if name in NESTED:
        return retold(value, t)
    if name == _NUMBERS:
        return listed(re.split(", | and ", value), t)
    if name == _NUMBER:
        return t.number(_int(value))
    return age(_span(value), t) if name == _AGE else value


def _int(digits: str) -> int:
    return int(digits.replace(",", "").replace("no", "0"))


def _span(words: str) -> timedelta:
    """What ``age`` has written: ``3 h 10 min``."""
    parts = words.split()
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return timedelta(seconds=sum(_int(number) * _UNITS[unit] for number, unit in pairs))


@cache
def _patterns() -> Sequence[tuple[str, str, re.Pattern[str]]]:
    """Each with its singular and its plural, "" where it has none."""
    counted = [(one, many, _pattern(form)) for one, many in COUNTED for form in (one, many)]
    return [*((one, "", _pattern(one)) for one in CLAUSES), *counted]


def _pattern(sentence: str) -> re.Pattern[str]:
    pieces, seen = [], set[str]()
    for n, piece in enumerate(_PLACE.split(sentence)):
        if n % 2 == 0:
            pieces.append(re.escape(piece))
        elif piece in seen:
            pieces.append(f"(?P={piece})")
        else:
            pieces.append(f"(?P<{piece}>{_FORMS.get(piece, _WORDS)})")
            seen.add(piece)
    return re.compile("".join(pieces))


_FORMS = {
    "status": r"\d{3}(?: \([^)]*\))?",
    _NUMBER: r"[\d,]+|no",
    _AGE: r"\d+ (?:s|min|h|days?)(?: \d+ min)?",
    **dict.fromkeys(NESTED, ".+"),
}
_WORDS = "(?:(?!; ).)+?"
"""Of one clause."""
