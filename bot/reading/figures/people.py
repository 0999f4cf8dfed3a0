"""Which bare numbers may count people, and which: troops, or the local staff of the bases.

The noun that is counted stands after the number, or before it, or was named so shortly before that the report leaves it
out ("some 6,400 of them"). The encoder has the last word: whether a number counts either at all, and which.
"""

import re

from bot.model import Kind
from bot.reading.numbers.amounts import Amount
from bot.reading.text import Passage
from bot.reading.words.hits import Hit

_NOUN_SPAN, _NOUN_SPAN_COUNTED = 60, 14  # characters after a number in which the noun it counts is looked for
_BEFORE_SPAN, _SPOKEN_SPAN = 90, 240
_PART_OF = 22  # characters between "4,500" and "28,500 troops": of the
_FEWEST, _MOST = 100, 3_000_000
_CALENDAR = range(1900, 2100)
_NOUNS = (("troops", Kind.TROOPS), ("workers", Kind.COUNT))
_STOP = re.compile(r"[;:()]|,(?![0-9])")  # what parts a number from a noun


def people_of(
    passage: Passage, amount: Amount, sentence: tuple[int, int], following: tuple[int, int] | None
) -> Kind | None:
    """Troops or staff, if the number could count either; ``following`` is the place of the next number."""
    if not _may_count(passage, amount):
        return None
    kind = _noun_after(passage, amount, sentence, following)
    if kind is not None:
        return kind
    before = [
        (amount.start - hit.end, kind)
        for kind, hits in _nouns(passage, max(sentence[0], amount.start - _BEFORE_SPAN), amount.start)
        for hit in hits
    ]
    return min(before)[1] if before else _spoken_of(passage, amount)


def _may_count(passage: Passage, amount: Amount) -> bool:
    if not _FEWEST <= amount.value <= _MOST or amount.value != int(amount.value):
        return False
    digits = passage.folded[amount.start : amount.end]
    year = int(amount.value) in _CALENDAR and amount.unit == 1 and digits.isdecimal()
    return not year or amount.counts_people


def _noun_after(
    passage: Passage, amount: Amount, sentence: tuple[int, int], following: tuple[int, int] | None
) -> Kind | None:
    span = _NOUN_SPAN_COUNTED if amount.counts_people else _NOUN_SPAN
    end = min(sentence[1], amount.end + span)
    if following is not None and not _is_part(passage, amount.end, following[0]):
        end = min(end, following[0])
    after = [
        (hit.start - amount.end, kind)
        for kind, hits in _nouns(passage, amount.end, end)
        for hit in hits
        if not _STOP.search(passage.folded, amount.end, hit.start)
    ]
    return min(after)[1] if after else None


def _is_part(passage: Passage, end: int, start: int) -> bool:
    """Whether two numbers count the same: 4,500 of the 28,500 soldiers, from 36,000 to 24,000."""
    gap = passage.folded[end:start]
    return len(gap) <= _PART_OF and not set(".,;:()%") & set(gap)


def _nouns(passage: Passage, start: int, end: int) -> list[tuple[Kind, list[Hit]]]:
    """The nouns between two places, without those in the name of an employer: staff of US Forces Korea."""
    employers = passage.hits.all("employers")
    return [
        (kind, [hit for hit in passage.hits.within(name, start, end) if not employers.within(hit.start - 20, hit.end)])
        for name, kind in _NOUNS
    ]


def _spoken_of(passage: Passage, amount: Amount) -> Kind:
    """Of people without a noun: those that the sentences before speak of; staff rather than the troops they serve."""
    found = {
        kind: hits for kind, hits in _nouns(passage, max(0, amount.start - _SPOKEN_SPAN), amount.start) if len(hits)
    }
    return Kind.COUNT if Kind.COUNT in found else Kind.TROOPS
