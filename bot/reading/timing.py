"""Hedge and period of a figure: "up to", "a year", "over five years"; whose year it is, tells ``years``."""

import re
from datetime import date
from typing import NamedTuple

from bot.model import Hedge, Period
from bot.reading.amounts import Amount
from bot.reading.candidates import Candidate
from bot.reading.kinds import MONEY, PEOPLE, PERCENT
from bot.reading.placed import Placed
from bot.reading.years import (
    OWN_GAP,
    RELATIVE_WORDS,
    RIGHT_AFTER,
    RIGHT_BY,
    RISES_TO,
    VERB_LAST,
    YEAR_AFTER,
    YEAR_BEFORE,
    topic_year,
    year_of,
)

_HEDGES = (
    ("hedge_up_to", Hedge.UP_TO),
    ("hedge_more_than", Hedge.MORE_THAN),
    ("hedge_nearly", Hedge.NEARLY),
    ("hedge_about", Hedge.ABOUT),
)
_HEDGE_WORDS = tuple(name for name, _ in _HEDGES)
_HEDGE_SPAN, _HEDGE_GAP, _HEDGE_AFTER = 26, 4, 5
_NEAR_BEFORE, _NEAR_AFTER = 40, 34
_RATE_SPAN = 18  # characters from a word such as "annual" to its sum, whatever time is told behind it
_FAR, _BESIDE = 14, (" from ", " to ", " von ", " auf ", " de ", " à ", " a ", " dari ", " menjadi ")
_SAID_BEHIND = 8
_YEAR_NAMED = 8  # characters of a year right before its total
_TOTAL_SPAN, _TOTAL_BEFORE, _TOTAL_AFTER = 40, 80, 70
_TOTAL_RIGHT = 8  # characters between a word for a total and its sum: 総額は約1兆551億円
_YEAR_BEHIND = re.compile(r".*20[0-4][0-9](?:년도?|年度?) ?$")
_SPAN_OF_YEARS = re.compile(
    r"\b(?:between|entre|zwischen|antara) (?:fiscal )?20[0-4][0-9] (?:and|y|et|und|dan) (?:fiscal )?20[0-4][0-9]"
    r"|\bfrom 20[0-4][0-9] (?:to|through) 20[0-4][0-9]"
)
_SUM_NAMED = re.compile(r" (?:sum|total|amount|bill|outlay|package)(?:,|, of| of)? ?(?:some |about |around |roughly )?")
_RISE_TOLD = re.compile(r", (?:up |or |i\.e\. )?[\d.,]+ ?(?:percent|per cent|pct|%|por ciento|persen)$")
"""What stands between a sum and its year and tells no more than how much the sum has risen."""
_TOLD_TOGETHER = re.compile(r" (?:and|und|et|y|dan|a) $")
_AND = re.compile(r" (?:and|und|et|y|dan) ")
_LEADS_TO = re.compile(r",? (?:to|auf|à|a|menjadi|na) $")
"""What stands right before a sum that something rises to."""
_RISE_SPAN = 30  # characters from a rise, over its year, to the sum: by 13.9 percent this year, to 1.18 trillion won
_ANNUAL_SPAN = 110  # characters: its ANNUAL SHARE of the cost of hosting American troops, to 210 billion yen
_FIRST_YEAR_SPAN = 80  # characters: IN THE FIRST YEAR, South Korea will pay 1.52 trillion won
_YEARLY_WORDS = ("per_year", *RELATIVE_WORDS)


class Timing(NamedTuple):
    period: Period | None = None
    year: int | None = None
    yearly: bool = False
    """A word such as "annual" stands in its part of the sentence, whatever it is said of."""


def hedge_of(candidate: Candidate, *, glued: bool) -> Hedge | None:
    """The hedge right before a figure (in languages that put it there, right after); the nearest counts."""
    row, start, end = candidate.passage.hits.among(_HEDGE_WORDS), candidate.start, candidate.end
    found = [
        (start - hit.end, _HEDGES[hit.which][1])
        for hit in row.within(max(0, start - _HEDGE_SPAN), start)
        if 0 <= start - hit.end <= _HEDGE_GAP
    ]
    if glued:
        found += [
            (max(0, hit.start - end), _HEDGES[hit.which][1])
            for hit in row.within(start, end + _HEDGE_AFTER)  # 50억여 달러 has its hedge within
            if "(" not in candidate.passage.folded[end : hit.start]
        ]
    return min(found)[1] if found else None


def timing_of(candidate: Candidate, marks: Placed[Amount], spans: Placed[Amount], said_on: date | None) -> Timing:
    """Whether an amount is a year's or a sum over several, and which year's; nothing is guessed without a date.

    ``marks`` are the passage's sums and shares, which bound what is said of each; ``spans`` its numbers of years.
    """
    if candidate.kind in PEOPLE:
        return Timing()  # people are counted as they are, in whichever year a sum beside them is paid
    low, high = _clause(candidate, marks)
    distance, year = year_of(candidate, low, high, marks.last_before(candidate.start), said_on)
    if year is None and (low > candidate.sentence[0] or candidate.kind is MONEY):
        year = topic_year(candidate, marks, said_on)
    hits = candidate.passage.hits
    if candidate.kind is not MONEY:
        return Timing(None, year, hits.any("per_year", low, high))
    if _right_after(candidate, "per_year_before"):
        return Timing(Period.YEAR, year)
    behind, yearly = candidate.behind, _is_yearly(candidate, low, high)
    around = max(low, candidate.start - YEAR_BEFORE), min(high, behind + YEAR_AFTER)
    folded = candidate.passage.folded
    if not yearly and folded.find(" 20", *around) >= 0 and _SPAN_OF_YEARS.search(folded, *around):
        return Timing(Period.TOTAL)
    of_year = year is not None and distance <= _TOTAL_RIGHT + RIGHT_BY  # 2026년 총액은 1조5천192억원
    if not of_year and hits.any("total", max(low, candidate.start - _TOTAL_RIGHT), candidate.start):
        return Timing(Period.TOTAL)
    if hits.any("per_year", max(low, candidate.start - _RATE_SPAN), candidate.start):
        return Timing(Period.YEAR, year)  # an ANNUAL average of 211 billion yen over five years
    if distance <= RIGHT_BY or hits.any("per_year", behind, min(high, behind + RIGHT_AFTER)):
        return Timing(Period.YEAR, year)
    if over := _paid_over(candidate, marks, spans, low, high):
        return Timing(over, year if over is Period.YEAR else None)
    wide = max(low, candidate.start - YEAR_BEFORE), min(high, candidate.end + YEAR_AFTER)
    named = year is not None or (said_on is None and hits.among(RELATIVE_WORDS).count(*wide) > 0)
    return Timing(Period.YEAR if yearly or named else None, year)


def _is_yearly(candidate: Candidate, low: int, high: int) -> bool:
    """Whether a word near a sum tells that it is paid every year."""
    hits, start = candidate.passage.hits, candidate.start
    return (
        hits.any("per_year", max(low, start - _NEAR_BEFORE), min(high, candidate.end + _NEAR_AFTER))
        or hits.any("annual_amount", max(candidate.sentence[0], start - _ANNUAL_SPAN), start)
        or hits.any("first_year", max(low, start - _FIRST_YEAR_SPAN), start)
    )


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
    hits = candidate.passage.hits
    parted = hits.within("contrast", max(low, candidate.start - YEAR_BEFORE), candidate.start)
    start = max(start, parted[-1].end) if parted else start
    parting = hits.within("contrast", candidate.end, min(high, candidate.end + YEAR_AFTER))
    high = min(high, parting[0].start) if parting else high
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
    compared = gap.startswith(_BESIDE) or candidate.passage.hits.any("compares", end, candidate.start)
    far = end > before.end and len(gap) > _FAR and not compared
    return end if far or gap.startswith(",") else before.end  # "$8 billion a year from $2 billion"


def _right_after(candidate: Candidate, name: str) -> bool:
    """Whether a figure stands right after a word, or with only a hedge in between."""
    hits, start = candidate.passage.hits, candidate.start
    words = hits.within(name, max(0, start - _HEDGE_SPAN), start)
    if not words:
        return False
    last = {hit.which: hit for hit in hits.among(_HEDGE_WORDS).within(max(0, start - _HEDGE_SPAN), start)}
    near = [hit for hit in last.values() if start - hit.end <= 1]
    if near:
        start = min(near, key=lambda hit: hit.which).start
    text = candidate.passage.folded
    return any(
        not text[hit.end : start].strip() and not text[hit.start - 1 : hit.start].isdigit()
        for hit in words
        if hit.start < start and start - hit.end <= 1
    )


def _paid_over(
    candidate: Candidate, marks: Placed[Amount], spans: Placed[Amount], low: int, high: int
) -> Period | None:
    """Whether a sum is paid over several years, or over the one that is named."""
    hits = candidate.passage.hits
    start, end = max(low, candidate.start - _TOTAL_SPAN), min(high, candidate.behind + _TOTAL_AFTER)
    for hit in hits.within("total", start, min(high, candidate.end + _TOTAL_SPAN)):
        year_before = _YEAR_BEHIND.match(candidate.passage.folded, max(0, hit.start - _YEAR_NAMED), hit.start)
        return Period.YEAR if year_before else Period.TOTAL  # 2026년 총액은 8.3% 오른 1조5천192억원
    for other in spans.within(max(low, start - _TOTAL_BEFORE), end):
        named = "-" in candidate.passage.folded[other.start : other.end]
        gap = candidate.passage.folded[other.end : candidate.start]
        if named and other.value > 1 and (gap in {" ", ", "} or _SUM_NAMED.fullmatch(gap)):
            return Period.TOTAL  # a five-year, $8 billion deal
        if named:
            if other.value == 1:
                return Period.YEAR
            continue  # "the five-year deal" names a deal, and is no time to pay a sum over
        earlier = marks.last_before(other.start) if other.start < candidate.start else None
        if earlier is not None and earlier.start >= candidate.sentence[0]:
            continue  # the time of the sum before: "$8 billion over five years, an increase of $1 billion"
        if _AND.search(candidate.passage.folded, other.end, candidate.start):
            continue  # sign for five years and keep the payment below 1 trillion won
        leads = hits.within("total_over", max(low, other.start - 24), other.start)
        if any(other.start - hit.end <= 2 for hit in leads):
            return Period.TOTAL if other.value >= 2 else Period.YEAR
    return None
