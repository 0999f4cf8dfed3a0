"""Hedge, period and year of a figure: "up to", "a year", "in 2019", "last year" with the report's own date."""

import re
from dataclasses import dataclass
from datetime import date

from bot.model import Hedge, Kind, Period
from bot.reading.amounts import Amount
from bot.reading.candidates import Candidate
from bot.reading.placed import Placed

_HEDGES = (
    ("hedge_up_to", Hedge.UP_TO),
    ("hedge_more_than", Hedge.MORE_THAN),
    ("hedge_nearly", Hedge.NEARLY),
    ("hedge_about", Hedge.ABOUT),
)
_HEDGE_SPAN, _HEDGE_GAP, _HEDGE_AFTER = 26, 4, 5
_NEAR_BEFORE, _NEAR_AFTER = 22, 34
_YEAR_BEFORE, _YEAR_AFTER = 60, 60
_RIGHT_AFTER, _RIGHT_BY = 3, 12
_FISCAL = 8  # characters between "until" and its year: until fiscal 2026
_TOTAL_SPAN, _TOTAL_BEFORE = 40, 80
_YEAR = re.compile(r"(?<![0-9.,])(20[0-4][0-9])(?![0-9])(?!,[0-9])")
_RELATIVE = (("this_year", 0), ("last_year", -1), ("next_year", 1))


@dataclass(frozen=True, slots=True)
class Timing:
    period: Period | None = None
    year: int | None = None


def hedge_of(candidate: Candidate, *, glued: bool) -> Hedge | None:
    """The hedge right before a figure (in languages that put it there, right after); the nearest counts."""
    hits, start, end = candidate.passage.hits, candidate.start, candidate.end
    found: list[tuple[int, Hedge]] = []
    for name, hedge in _HEDGES:
        for hit in hits.within(name, max(0, start - _HEDGE_SPAN), start):
            found += [(start - hit.end, hedge)] if 0 <= start - hit.end <= _HEDGE_GAP else []
        if glued:
            after = hits.within(name, end, end + _HEDGE_AFTER)
            found += [(hit.start - end, hedge) for hit in after if "(" not in candidate.passage.folded[end : hit.start]]
    return min(found)[1] if found else None


def timing_of(candidate: Candidate, marks: Placed[Amount], spans: Placed[Amount], said_on: date | None) -> Timing:
    """Whether an amount is a year's or a sum over several, and which year's; nothing is guessed without a date.

    ``marks`` are the passage's sums and shares, which bound what is said of each; ``spans`` its numbers of years.
    """
    low, high = _clause(candidate, marks)
    distance, year = _year(candidate, low, high, said_on)
    if candidate.kind is not Kind.MONEY:
        return Timing(None, year)
    hits = candidate.passage.hits
    if distance <= _RIGHT_BY or hits.any("per_year", candidate.end, min(high, candidate.end + _RIGHT_AFTER)):
        return Timing(Period.YEAR, year)
    if _is_total(candidate, spans, low, high):
        return Timing(Period.TOTAL)
    yearly = hits.any("per_year", max(low, candidate.start - _NEAR_BEFORE), min(high, candidate.end + _NEAR_AFTER))
    wide = max(low, candidate.start - _YEAR_BEFORE), min(high, candidate.end + _YEAR_AFTER)
    named = year is not None or any(hits.any(name, *wide) for name, _ in _RELATIVE)
    return Timing(Period.YEAR if yearly or named else None, year)


def _clause(candidate: Candidate, marks: Placed[Amount]) -> tuple[int, int]:
    """The part of the sentence that is nearer to this amount than to another sum."""
    low, high = candidate.sentence
    before, after = marks.last_before(candidate.start), marks.first_from(candidate.end)
    return max(low, before.end if before else low), min(high, after.start if after else high)


def _year(candidate: Candidate, low: int, high: int, said_on: date | None) -> tuple[int, int | None]:
    """The nearest year that is the sum's own, and how many characters away it is named."""
    start, end = max(low, candidate.start - _YEAR_BEFORE), min(high, candidate.end + _YEAR_AFTER)
    text = candidate.passage.folded
    found = [
        (_distance(candidate, match.start(), match.end()), int(match[1]))
        for match in _YEAR.finditer(text, start, end)
        if _is_of_sum(candidate, match.start(), match.end())
    ]
    if said_on is not None:
        for name, shift in _RELATIVE:
            hits = candidate.passage.hits.within(name, start, end)
            found += [
                (_distance(candidate, hit.start, hit.end), said_on.year + shift)
                for hit in hits
                if _is_of_sum(candidate, hit.start, hit.end)
            ]
    return min(found) if found else (_YEAR_BEFORE, None)


def _is_of_sum(candidate: Candidate, start: int, end: int) -> bool:
    """Whether a year is the sum's own, not one that it runs until or is compared with."""
    hits = candidate.passage.hits
    if any(0 <= start - hit.end <= _FISCAL for hit in hits.within("year_other_before", max(0, start - 18), start)):
        return False
    return not hits.any("year_other_after", end, end + 2)


def _distance(candidate: Candidate, start: int, end: int) -> int:
    return candidate.start - end if end <= candidate.start else start - candidate.end


def _is_total(candidate: Candidate, spans: Placed[Amount], low: int, high: int) -> bool:
    hits = candidate.passage.hits
    start, end = max(low, candidate.start - _TOTAL_SPAN), min(high, candidate.end + _TOTAL_SPAN)
    if hits.any("total", start, end):
        return True
    for other in spans.within(max(low, start - _TOTAL_BEFORE), end):
        if other.value < 2 or "-" in candidate.passage.folded[other.start : other.end]:
            continue  # "the five-year deal" names a deal, and is no time to pay a sum over
        leads = hits.within("total_over", max(low, other.start - 24), other.start)
        if any(other.start - hit.end <= 2 for hit in leads):
            return True
    return False
