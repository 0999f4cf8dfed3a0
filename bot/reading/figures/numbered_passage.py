"""A passage with its numbers: which of them may be figures, and which only say another one again in other money."""

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from bot.reading.figures.candidates import Candidate, candidates
from bot.reading.figures.years import RELATIVE_WORDS
from bot.reading.numbers.amounts import Amount
from bot.reading.numbers.grammar import NumberGrammar
from bot.reading.numbers.kinds import MONEY, VALUES
from bot.reading.text import Passage
from bot.reading.words.placed import Placed

_CONVERSION_SPAN = 60  # characters between an amount and its conversion
_PARENTHESIS_SPAN = 45  # characters between an amount and the bracket that its conversion stands in
_YEAR_SPAN = 12  # characters of a year right before a bracket
_OF_YEAR = re.compile(r" (?:in|for|im|en|pada|für|für das|pour) (?:fiscal |fiscal year |tahun )?20[0-4][0-9]\b")
_NAMED_YEAR = re.compile(r"20[0-4][0-9](?:년도?|年度?|年分)$")
_FILLERS = (
    "conversion",
    "per_year",
    "this_year",
    "last_year",
    "next_year",
    "hedge_up_to",
    "hedge_more_than",
    "hedge_at_least",
    "hedge_about",
    "hedge_nearly",
)


class NumberedPassage(Struct, frozen=True):
    """A passage with its numbers and the candidates among them."""

    passage: Passage
    marks: Placed[Amount]
    """Sums and shares that are no conversions."""
    found: Sequence[Candidate]
    converts: dict[int, Candidate]
    """Start of a conversion -> the amount that it converts."""


def number_passage(passage: Passage, grammar: NumberGrammar) -> NumberedPassage:
    """A passage's numbers, and which of them convert others."""
    amounts = grammar.scan(passage.folded)
    found = list(candidates(passage, amounts))
    money = [candidate for candidate in found if candidate.kind is MONEY]
    converts: dict[int, Candidate] = {}
    for first, second in pairwise(money):
        source = converts.get(first.start)
        if _converts(first, second) and (source is None or _in_one_bracket(source, second)):
            converts[second.start] = source or first
    read = {candidate.start: candidate.amount for candidate in found}
    marks = Placed(a for a in (read.get(a.start, a) for a in amounts) if a.kind in VALUES and a.start not in converts)
    return NumberedPassage(passage, marks, found, converts)


def _in_one_bracket(source: Candidate, second: Candidate) -> bool:
    """Whether a sum is converted twice: (816 million euros or 924 million dollars)."""
    gap = second.passage.folded[source.end : min(second.start, source.end + 2 * _CONVERSION_SPAN)]
    return "(" in gap and ")" not in gap and source.amount.currency != second.amount.currency


def _converts(first: Candidate, second: Candidate) -> bool:
    """Whether the second amount only says the first one again: (S$6.81 billion), or about $860 million."""
    same_sentence = first.sentence == second.sentence
    gap_length = second.start - first.end
    if first.amount.currency == second.amount.currency or not same_sentence or gap_length > _CONVERSION_SPAN:
        return False
    passage = second.passage
    gap = passage.folded[first.end : second.start]
    opening = gap.rfind("(")
    if opening >= 0:
        if _of_year_before(passage, first.end + opening):
            return False  # 지난해(1조389억원)보다: what was paid in the year before the bracket
        inside = _letters_left(passage, first.end + opening, second.start)
        return not inside and opening <= _PARENTHESIS_SPAN and ")" not in gap
    cued = passage.hits.any("conversion", first.end, second.start) or bool(set("=/") & set(gap))
    return cued and not _letters_left(passage, first.end, second.start)


def _of_year_before(passage: Passage, bracket: int) -> bool:
    """Whether a year stands right before a bracket, so that it tells that year's sum."""
    named = passage.hits.among(RELATIVE_WORDS).within(bracket - _YEAR_SPAN, bracket)
    return any(hit.end == bracket for hit in named) or bool(
        _NAMED_YEAR.search(passage.folded, max(0, bracket - _YEAR_SPAN), bracket)
    )


def _letters_left(passage: Passage, start: int, end: int) -> bool:
    """Whether there is more between two places than the words that may stand before a conversion."""
    covered = {place for match in _OF_YEAR.finditer(passage.folded, start, end) for place in range(*match.span())}
    covered |= {
        place
        for hit in passage.hits.among(_FILLERS).within(start, end)
        for place in range(hit.start, min(hit.end, end))
    }
    return any(passage.folded[place].isalnum() for place in range(start, end) if place not in covered)
