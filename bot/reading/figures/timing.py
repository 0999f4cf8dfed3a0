"""Hedge and year of a figure: "up to", "in 2019"; whose year it is, tells ``years``."""

import re
from datetime import date

from bot.model import Hedge
from bot.reading.figures.candidates import Candidate
from bot.reading.figures.years import (
    OWN_GAP,
    RELATIVE_WORDS,
    RIGHT_AFTER,
    RISES_TO,
    VERB_LAST,
    YEAR_AFTER,
    topic_year,
    year_of,
)
from bot.reading.numbers.amounts import Amount
from bot.reading.numbers.kinds import MONEY, PEOPLE, PERCENT
from bot.reading.words.placed import Placed

_HEDGES = (
    ("hedge_up_to", Hedge.UP_TO),
    ("hedge_more_than", Hedge.MORE_THAN),
    ("hedge_at_least", Hedge.AT_LEAST),
    ("hedge_nearly", Hedge.NEARLY),
    ("hedge_about", Hedge.ABOUT),
)
_HEDGE_WORDS = tuple(name for name, _ in _HEDGES)
_HEDGE_SPAN, _HEDGE_GAP, _HEDGE_AFTER = 26, 4, 5
_FAR, _BESIDE = 14, (" from ", " to ", " von ", " auf ", " de ", " à ", " a ", " dari ", " menjadi ")
_SAID_BEHIND = 8
_RISE_TOLD = re.compile(r", (?:up |or |i\.e\. )?[\d.,]+ ?(?:percent|per cent|pct|%|por ciento|persen)$")
"""What stands between a sum and its year and tells no more than how much the sum has risen."""
_TOLD_TOGETHER = re.compile(r" (?:and|und|et|y|dan|a) $")
_LEADS_TO = re.compile(r",? (?:to|auf|à|a|menjadi|na) $")
"""What stands right before a sum that something rises to."""
_RISE_SPAN = 30  # characters from a rise, over its year, to the sum: by 13.9 percent this year, to 1.18 trillion won
_YEARLY_WORDS = ("per_year", *RELATIVE_WORDS)
_YEAR_BEHIND = re.compile(
    r" (?:in|for|im jahr|für|en|pour|para|untuk|pada)(?: the)?(?: fiscal| financial)?(?: year)? (20\d\d)\b"
    r"(?! ?(?:and|to|und|bis|y|et|dan|[-–])\b)"
)
"""A year right behind a sum is its own, whatever stands before: "... in 2023, 15.1 billion yen in fiscal 2024"."""
_MEASURE_BEHIND = (
    r"(?:,? (?:of|des|der|du|del|dari) (?:(?:their|its|the|ihres|seines|leur|son|su) )?"
    r"(?:GDP|BIP|PIB|PDB|gross domestic product|economic output|Bruttoinlandsprodukts?|Wirtschaftsleistung)"
    r"|,? (?:a year|annually|per year|pro Jahr|jährlich|par an|al año|per tahun|ročně))?"
)
_NO_MORE_THAN = r"(?! (?:than|als|que|de|dari|než|a third|half)\b)"
_OPEN_BEHIND = (
    (
        re.compile(
            _MEASURE_BEHIND + r"(?:,? (?:or (?:more|above|higher|over|greater)|and (?:above|upwards?)|(?:oder|und) mehr"
            r"|ou plus|o más|atau lebih|(?:nebo|či) více)\b" + _NO_MORE_THAN + r"| at (?:the )?least(?=[.,;]|$)"
            r"|,? (?:أو أكثر|فأكثر))",
            re.IGNORECASE,
        ),
        Hedge.AT_LEAST,
    ),
    (
        re.compile(
            _MEASURE_BEHIND + r"(?:,? (?:or (?:less|below|lower|under|fewer)|oder weniger|ou moins|o menos|atau kurang"
            r"|(?:nebo|či) méně)\b" + _NO_MORE_THAN + r"| at (?:the )?most(?=[.,;]|$)|,? (?:أو أقل|فأقل))",
            re.IGNORECASE,
        ),
        Hedge.UP_TO,
    ),
)
"""Right behind a figure, what leaves one side of it open: 2% of GDP or more."""
_SEVERAL_BEHIND = re.compile(r" in each of the\b")


def hedge_of(candidate: Candidate, *, glued: bool) -> Hedge | None:
    """The hedge right before a figure (in languages that put it there, right after); the nearest counts, and of two
    that end at one place the longer: "no more than". What stands behind it, "or more", counts before all."""
    for words, hedge in _OPEN_BEHIND:
        if words.match(candidate.passage.folded, candidate.end):
            return hedge
    row, start, end = candidate.passage.hits.among(_HEDGE_WORDS), candidate.start, candidate.end
    found = [
        (start - hit.end, hit.start - hit.end, _HEDGES[hit.which][1])
        for hit in row.within(max(0, start - _HEDGE_SPAN), start)
        if 0 <= start - hit.end <= _HEDGE_GAP
    ]
    if glued:
        found += [
            (max(0, hit.start - end), hit.start - hit.end, _HEDGES[hit.which][1])
            for hit in row.within(start, end + _HEDGE_AFTER)  # 50억여 달러 has its hedge within
            if "(" not in candidate.passage.folded[end : hit.start]
        ]
    return min(found)[2] if found else None


def own_year(candidate: Candidate, marks: Placed[Amount], said_on: date | None) -> int | None:
    """The year that a figure is of; nothing is guessed without a date.

    ``marks`` are the passage's sums and shares, which bound what is said of each.
    """
    if candidate.kind in PEOPLE:
        return None  # people are counted as they are, in whichever year a sum beside them is paid
    if candidate.kind is MONEY and (beside := _YEAR_BEHIND.match(candidate.passage.folded, candidate.end)):
        return int(beside[1])
    if _SEVERAL_BEHIND.match(candidate.passage.folded, candidate.end):
        return None
    low, high = _clause(candidate, marks)
    year = year_of(candidate, low, high, marks.last_before(candidate.start), said_on)
    if year is None and (low > candidate.sentence[0] or candidate.kind is MONEY):
        year = topic_year(candidate, marks, said_on)
    return year


def _clause(candidate: Candidate, marks: Placed[Amount]) -> tuple[int, int]:
    """The part of the sentence that is nearer to this amount than to another sum."""
    low, high = candidate.sentence
    semicolon = candidate.passage.folded.find(";", candidate.end, min(high, candidate.end + YEAR_AFTER))
    high = semicolon if semicolon >= 0 else high
    before, after = marks.last_before(candidate.start), marks.first_from(candidate.end)
    if after and after.kind is PERCENT and _RISE_TOLD.match(candidate.passage.folded, candidate.end, after.end):
        after = marks.first_from(after.end)  # "1.1833 trillion won, 13.9 percent more, for 2021" is all of one sum
    if before and before.kind is PERCENT and _leads_to(candidate, before):
        before = marks.last_before(before.start)  # "in 2026 by 8.3 percent to 1.52 trillion won" is all of one sum
    start = _past_its_words(candidate, before) if before else low
    if after and _TOLD_TOGETHER.match(candidate.passage.folded, candidate.behind, after.start):
        after = marks.first_from(after.end)  # "$8 billion and $5 billion a year"
    if after and after.start < high:
        high = _before_its_year(candidate, after)
        if candidate.passage.language in VERB_LAST and after.kind is MONEY:
            high = min(high, candidate.behind + _SAID_BEHIND)  # the words between are those of the sum that follows
    return max(low, start), high


def _before_its_year(candidate: Candidate, after: Amount) -> int:
    """Where the words of the sum behind begin, with its year right before it: against LAST YEAR'S $870 million."""
    own = candidate.passage.hits.among(RELATIVE_WORDS).within(candidate.end, after.start)
    beside = bool(own) and after.start - own[-1].end <= OWN_GAP
    return own[-1].start if beside and "," not in candidate.passage.folded[own[-1].end : after.start] else after.start


def _leads_to(candidate: Candidate, rise: Amount) -> bool:
    """Whether a rise before a sum tells how far it rises to it."""
    gap = candidate.start - rise.end
    if gap <= RISES_TO:
        return True
    return gap <= _RISE_SPAN and bool(_LEADS_TO.search(candidate.passage.folded, rise.end, candidate.start))


def _past_its_words(candidate: Candidate, before: Amount) -> int:
    """Where the words end that are said of the sum before: "$10 billion A YEAR, of which $3 billion ..."."""
    if candidate.passage.language in VERB_LAST or before.kind is not MONEY:
        return before.end
    behind = candidate.passage.hits.among(_YEARLY_WORDS).within(before.end, before.end + RIGHT_AFTER)
    end = max((hit.end for hit in behind), default=before.end)
    gap = candidate.passage.folded[end : candidate.start]
    far = end > before.end and len(gap) > _FAR and not gap.startswith(_BESIDE)
    return end if far or gap.startswith(",") else before.end  # "$8 billion a year from $2 billion"
