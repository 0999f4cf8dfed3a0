"""Of which years a total is, by the words of its sentence: ``for 2016–2020``, ``over the 5 years to 2020``."""

import re
from collections.abc import Callable

_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        ("two zwei", "three drei", "four vier", "five fünf", "six sechs", "seven sieben", "eight acht"), start=2
    )
    for word in words.split()
}
_COUNT = rf"([2-9]|1\d|{'|'.join(_NUMBERS)})"
_FISCAL = r"(?:the )?(?:(?:fiscal|financial)(?: year)?s? |FY ?)?"
_ADJACENT = 8
"""Characters between two that tell of the same years: in the five years of fiscal 2016 to 2020."""


def _count(said: str) -> str:
    return _NUMBERS.get(said.lower(), said)


def whole_year(year: str) -> str:
    """``2016`` for ``16``, as Japanese reports have it."""
    return year if len(year) == 4 else f"20{year}"


_TOLD: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    (
        rf"(20\d\d|(?<!\d)\d\d(?=年?度?[-–~〜～∼]\d\d年度))(?:年度?|년도?)?"
        rf" ?(?:to|through|until|till|bis|[-–—~〜～∼]|から|부터) ?{_FISCAL}((?:20)?\d\d)(?!\d)",
        lambda first, last: f"for {whole_year(first)}–{whole_year(last)}",
    ),
    (
        rf"\bbetween {_FISCAL}(20\d\d) and {_FISCAL}(20\d\d)\b",
        lambda first, last: f"for {first}–{last}",
    ),
    (
        rf"\b{_COUNT} (?:fiscal )?years? (?:from|starting in|beginning in) {_FISCAL}(20\d\d)",
        lambda many, first: f"over the {_count(many)} years from {first}",
    ),
    (
        rf"\b{_COUNT} (?:fiscal )?years? (?:to|through|until) {_FISCAL}(20\d\d)",
        lambda many, last: f"over the {_count(many)} years to {last}",
    ),
    (rf"\b{_COUNT}[ -](?:[a-z]+ )?(?:years?|Jahren?)\b()", lambda many, _: f"over {_count(many)} years"),
    (
        r"(?<![\d〜～~])([2-9]|1\d) ?(?:年間|か年|年で|年分|년간|개년|년 동안|년치|년에)()",
        lambda many, _: f"over {many} years",
    ),
    (r"\b(by|until|through|bis) (?:the end of )?(20\d\d)\b", lambda _, last: f"by {last}"),
)
"""From the one that says most to the one that says least."""
_PATTERNS = [(re.compile(pattern, re.IGNORECASE), words) for pattern, words in _TOLD]


def years_of(sentence: str) -> str:
    """The years nearest to ``#`` in a sentence; of some that stand side by side those that say most; "" for none."""
    at = sentence.index("#")
    found = [
        (rank, *match.span(), words(*match.groups()))
        for rank, (pattern, words) in enumerate(_PATTERNS)
        for match in pattern.finditer(sentence)
    ]
    if not found:
        return ""
    _, start, end, _ = min(found, key=lambda one: (max(one[1] - at, at - one[2]), one[0]))
    beside = (one for one in found if one[1] <= end + _ADJACENT and one[2] >= start - _ADJACENT)
    return min(beside)[3]
