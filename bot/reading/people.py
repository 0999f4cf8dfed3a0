"""Which bare numbers count people, and which: troops, or the local staff of the bases.

The noun that is counted stands after the number, or before it, or was named so shortly before that the report leaves it
out ("some 6,400 of them"). Where the number has another noun of its own, it counts something else.
"""

import re

from bot.model import Kind
from bot.reading.amounts import Amount
from bot.reading.language import is_function_word
from bot.reading.terms import Hit
from bot.reading.text import Passage

_NOUN_SPAN, _NOUN_SPAN_COUNTED = 60, 14  # characters after a number in which the noun it counts is looked for
_OTHER_SPAN = 22  # the same for nouns of other things
_BEFORE_SPAN = 90
_SPOKEN_SPAN = 240
_RIGHT_BEFORE = 14
_PART_OF = 22  # characters between "4,500" and "28,500 troops": of the
_WORD_SPAN = 16
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_FEWEST, _MOST = 100, 3_000_000
_FEWEST_ALONE = 1000
_CALENDAR = range(1900, 2100)
_NOUNS = (("troops", Kind.TROOPS), ("workers", Kind.COUNT))
_STOP = re.compile(r"[;:()]|,(?![0-9])")  # what parts a number from a noun


def people_of(
    passage: Passage, amount: Amount, sentence: tuple[int, int], following: tuple[int, int] | None
) -> Kind | None:
    """Troops or staff, if the number counts either; ``following`` is the place of the next number, if there is one."""
    if not _may_count(passage, amount) or _counts_others(passage, amount):
        return None
    kind = _noun_after(passage, amount, sentence, following)
    if kind is not None and not amount.counts_people:
        return kind
    before = [
        (amount.start - hit.end, kind)
        for kind, hits in _nouns(passage, max(sentence[0], amount.start - _BEFORE_SPAN), amount.start)
        for hit in hits
    ]
    if amount.counts_people:
        return kind or (min(before)[1] if before else _spoken_of(passage, amount))
    if not _is_told_alone(passage, amount, min(before)[0] if before else _BEFORE_SPAN):
        return None
    if before:
        return Kind.COUNT if any(kind is Kind.COUNT for _, kind in before) else Kind.TROOPS
    return _spoken_of(passage, amount)


def _may_count(passage: Passage, amount: Amount) -> bool:
    if not _FEWEST <= amount.value <= _MOST or amount.value != int(amount.value):
        return False
    digits = passage.folded[amount.start : amount.end]
    year = int(amount.value) in _CALENDAR and amount.unit == 1 and digits.isdecimal()
    return not year or amount.counts_people


def _counts_others(passage: Passage, amount: Amount) -> bool:
    """Whether members of parliament, demonstrators, miles are counted."""
    hits = passage.hits
    last = hits.all("not_people").last_before(amount.start)
    if amount.counts_people and last is not None and amount.start - last.end <= 2:
        return True
    others = hits.within("not_people", amount.end, amount.end + _OTHER_SPAN)
    if not others or set(".,") & set(passage.folded[amount.end : others[0].start]):
        return False
    return not any(hits.any(name, amount.end, others[0].start + 1) for name, _ in _NOUNS)


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


def _spoken_of(passage: Passage, amount: Amount) -> Kind | None:
    """Of people without a noun: those that the sentences before speak of; staff rather than the troops they serve."""
    found = {
        kind: hits for kind, hits in _nouns(passage, max(0, amount.start - _SPOKEN_SPAN), amount.start) if len(hits)
    }
    if Kind.COUNT in found:
        return Kind.COUNT
    return Kind.TROOPS if found else None


def _is_told_alone(passage: Passage, amount: Amount, distance: int) -> bool:
    """A number without a noun of its own, after the people it counts: "its staff, nearly 9,000 in all"."""
    return amount.value >= _FEWEST_ALONE and (distance <= _RIGHT_BEFORE or stands_alone(passage, amount))


def stands_alone(passage: Passage, amount: Amount) -> bool:
    """Whether no noun follows a number: "some 6,400 of them", "from 4 billion"."""
    rest = passage.text[amount.end : amount.end + _WORD_SPAN].lstrip()
    word = _FIRST_WORD.match(rest)
    if word is None or passage.hits.any("after_people", amount.end, amount.end + 3):
        return True
    if passage.language == "de":
        return not word[0][0].isupper()  # German nouns have capitals
    return is_function_word(word[0].lower(), passage.language) or passage.hits.any("alone", amount.end, amount.end + 3)
