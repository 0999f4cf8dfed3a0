"""Which numbers of a passage may be figures of the topic, and of which kind.

Money, percentages and multiples show themselves. A bare number is a figure where it counts troops or local staff, a
number of years where it is the length of a deal; years, dates, rounds, votes and all other numbers are left where they
are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model import Kind
from bot.reading.language import is_function_word
from bot.reading.numbers import Amount
from bot.reading.text import Passage

_NOUN_SPAN = 60  # characters after a number in which the noun it counts is looked for
_NOUN_SPAN_GLUED = 14
_BEFORE_SPAN = 24
_PARENTHESIS_SPAN = 90
_SPOKEN_SPAN = 160
_RIGHT_BEFORE = 14
_WORD_SPAN = 16
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_DEAL_SPAN, _DEAL_SPAN_GLUED = 38, 12
_LONGEST_DEAL = 15  # years; an alliance is older
_FEWEST, _MOST = 100, 3_000_000  # people
_CALENDAR = range(1900, 2100)
_SHARE_SPAN = 80


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that is a figure, with the passage and the sentence it stands in."""

    amount: Amount
    kind: Kind
    passage: Passage
    sentence: tuple[int, int]

    @property
    def start(self) -> int:
        return self.amount.start

    @property
    def end(self) -> int:
        return self.amount.end

    @property
    def surface(self) -> str:
        return self.passage.text[self.amount.start : self.amount.end]


def candidates(passage: Passage, amounts: Sequence[Amount], *, glued: bool) -> Iterator[Candidate]:
    """The figures among a passage's numbers, in order; ``glued`` tells a language without spaces between words."""
    for at, amount in enumerate(amounts):
        sentence = passage.sentence(amount.start)
        before = amounts[at - 1].end if at else 0
        after = amounts[at + 1].start if at + 1 < len(amounts) else len(passage.text)
        kind = _kind(passage, amount, sentence, (before, after), glued=glued)
        if kind is not None:
            yield Candidate(amount, kind, passage, sentence)


def _kind(
    passage: Passage, amount: Amount, sentence: tuple[int, int], between: tuple[int, int], *, glued: bool
) -> Kind | None:
    match amount.kind:
        case Kind.MONEY:
            return Kind.MONEY
        case Kind.PERCENT | Kind.MULTIPLE:
            loose = amount.by_word or amount.kind is Kind.MULTIPLE
            return amount.kind if not loose or _of_money(passage, amount, sentence) else None
        case Kind.YEARS:
            return Kind.YEARS if _lasts(passage, amount, sentence, glued=glued) else None
        case _:
            return _people(passage, amount, sentence, between)


def _of_money(passage: Passage, amount: Amount, sentence: tuple[int, int]) -> bool:
    """Whether "half" or "five times" stands by something that is paid or by the staff: half an hour does not."""
    around = passage.hits.within("not_share", max(0, amount.start - _SHARE_SPAN), amount.end)
    if amount.by_word and any(hit.end > amount.start for hit in around):
        return False
    start = max(sentence[0], amount.start - _SHARE_SPAN)
    end = min(sentence[1], amount.end + _SHARE_SPAN)
    return any(passage.hits.any(name, start, end) for name in ("share_of", "demanded"))


def _lasts(passage: Passage, amount: Amount, sentence: tuple[int, int], *, glued: bool) -> bool:
    """Whether a number of years is the length of a deal: a six-year pact, an accord for six years."""
    if not 1 <= amount.value <= _LONGEST_DEAL:
        return False
    after = min(sentence[1], amount.end + (_DEAL_SPAN_GLUED if glued else _DEAL_SPAN))
    deals = [hit for hit in passage.hits.within("deals", amount.end, after) if _touches(passage, amount.end, hit.start)]
    if deals:
        return not passage.hits.any("not_length", amount.end, deals[0].start)
    leads = passage.hits.within("deal_for", max(sentence[0], amount.start - _BEFORE_SPAN), amount.start)
    near = any(amount.start - hit.end <= 6 for hit in leads)
    return near and passage.hits.any("deals", sentence[0], amount.start)


def _touches(passage: Passage, end: int, start: int) -> bool:
    """Nothing but a few words between: no stop, no comma, no other number."""
    return not set(",;:()0123456789") & set(passage.folded[end:start])


def _people(passage: Passage, amount: Amount, sentence: tuple[int, int], between: tuple[int, int]) -> Kind | None:
    """Troops or local staff, by the nearest noun after the number, else right before it."""
    if not _FEWEST <= amount.value <= _MOST or amount.value != int(amount.value):
        return None
    digits = passage.folded[amount.start : amount.end]
    if int(amount.value) in _CALENDAR and amount.unit == 1 and digits.isdecimal() and not amount.counts_people:
        return None
    span = _NOUN_SPAN_GLUED if amount.counts_people else _NOUN_SPAN
    end = min(sentence[1], amount.end + span, max(between[1], amount.end))
    after = [
        (hit.start - amount.end, kind)
        for name, kind in (("troops", Kind.TROOPS), ("workers", Kind.COUNT))
        for hit in passage.hits.within(name, amount.end, end)
        if not set(";:()") & set(passage.folded[amount.end : hit.start])
    ]
    if after and not amount.counts_people:
        return min(after)[1]
    before = [
        (amount.start - hit.end, kind)
        for name, kind in (("troops", Kind.TROOPS), ("workers", Kind.COUNT))
        for hit in passage.hits.within(name, max(sentence[0], amount.start - _PARENTHESIS_SPAN), amount.start)
    ]
    if amount.counts_people:
        return min(after + before)[1] if after or before else _spoken_of(passage, amount)
    if not before or not _stands_alone(passage, amount, min(before)[0]):
        return None
    return Kind.COUNT if any(kind is Kind.COUNT for _, kind in before) else Kind.TROOPS


def _spoken_of(passage: Passage, amount: Amount) -> Kind | None:
    """Of counted people without a noun: those that the sentences before speak of."""
    last = [
        (hits[-1].start, kind)
        for name, kind in (("troops", Kind.TROOPS), ("workers", Kind.COUNT))
        if (hits := passage.hits.within(name, max(0, amount.start - _SPOKEN_SPAN), amount.start))
    ]
    return max(last)[1] if last else None


def _stands_alone(passage: Passage, amount: Amount, distance: int) -> bool:
    """A number without a noun of its own, after the people it counts: "its staff, nearly 9,000 in all"."""
    rest = passage.folded[amount.end : amount.end + _WORD_SPAN].lower().lstrip()
    word = _FIRST_WORD.match(rest)
    own_noun = word is not None and not is_function_word(word[0], passage.language)
    return amount.value >= 1000 and (distance <= _RIGHT_BEFORE or not own_noun)
