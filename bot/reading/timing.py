"""Hedge, period and year of a figure: "up to", "a year", "in 2019", "last year" with the report's own date."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bot.model import Hedge, Kind, Period
from bot.reading.amounts import Amount
from bot.reading.candidates import Candidate
from bot.reading.locales import LOCALES
from bot.reading.placed import Placed

_HEDGES = (
    ("hedge_up_to", Hedge.UP_TO),
    ("hedge_more_than", Hedge.MORE_THAN),
    ("hedge_nearly", Hedge.NEARLY),
    ("hedge_about", Hedge.ABOUT),
)
_HEDGE_WORDS = tuple(name for name, _ in _HEDGES)
_HEDGE_SPAN, _HEDGE_GAP, _HEDGE_AFTER = 26, 4, 5
_NEAR_BEFORE, _NEAR_AFTER = 40, 34
_YEAR_BEFORE, _YEAR_AFTER = 80, 60
_SAID_BEHIND = 8
_RIGHT_AFTER, _RIGHT_BY = 3, 12
_YEAR_NAMED = 8  # characters of a year right before its total
_MOMENT = 14  # characters in which a month stands before its year
_FISCAL = 8  # characters between "until" and its year: until fiscal 2026
_TOTAL_SPAN, _TOTAL_BEFORE, _TOTAL_AFTER = 40, 80, 70
_TOTAL_RIGHT = 8  # characters between a word for a total and its sum: 総額は約1兆551億円
_UNITS = "".join(
    sorted({unit for locale in LOCALES.values() if locale.glued for unit in (*locale.large, *locale.small)})
)
_VERB_LAST = frozenset(language for language, locale in LOCALES.items() if locale.glued)
"""Languages that put words before what they describe, and the verb behind it all."""
_YEAR = re.compile(rf"20(?<![0-9.,]20)[0-4][0-9](?![0-9{_UNITS}]|[,.][0-9]| ?%)")  # its first digits are found fast
_SHORT_YEAR = re.compile(r"(?<![0-9~\-])([0-4][0-9])年(?=度|の|は|に|分)")
_TOPIC = re.compile(r"(?:년도?|年度?)?[^,、。0-9]{0,12}?(?:[은는](?= )|は)")
_YEAR_BEHIND = re.compile(r".*20[0-4][0-9](?:년도?|年度?) ?$")
_MONTH = re.compile(r"年?년? ?(?:1[0-2]|[1-9])[月월](?![か개])")
_SPAN_OF_YEARS = re.compile(
    r"\b(?:between|entre|zwischen|antara) 20[0-4][0-9] (?:and|y|et|und|dan) 20[0-4][0-9]"
    r"|\bfrom 20[0-4][0-9] (?:to|through) 20[0-4][0-9]"
)
_RISE_TOLD = re.compile(r", (?:up |or |i\.e\. )?[\d.,]+ ?(?:percent|per cent|pct|%|por ciento|persen)$")
"""What stands between a sum and its year and tells no more than how much the sum has risen."""
_TOLD_TOGETHER = re.compile(r" (?:and|und|et|y|dan|a) $")
_SHORT_YEAR_REACH = 8  # years from the report's that two digits may mean
_OF_SUM_BEHIND = 5  # characters behind a sum in which a year is its own: " in 2018"
_RISES_TO = 12  # characters between a rise and the sum that it leads to
_LEADS_TO = re.compile(r",? (?:to|auf|à|a|menjadi|na) $")
"""What stands right before a sum that something rises to."""
_RISE_SPAN = 30  # characters from a rise, over its year, to the sum: by 13.9 percent this year, to 1.18 trillion won
_FIRST_YEAR_SPAN = 80  # characters: IN THE FIRST YEAR, South Korea will pay 1.52 trillion won
_OWN_GAP = 3  # characters between a year and the sum that has it to itself
_TOPIC_WORD = 10  # characters between a year and the word that makes it what the sentence is about
_TOPIC_SPAN = 60  # characters from the start of a sentence to what it is about: "South Korea's payment for 2026 ..."
_RELATIVE = (("this_year", 0), ("last_year", -1), ("next_year", 1))
_RELATIVE_WORDS = tuple(name for name, _ in _RELATIVE)
_YEARLY_WORDS = ("per_year", *_RELATIVE_WORDS)


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
    if candidate.kind in {Kind.TROOPS, Kind.COUNT}:
        return Timing()  # people are counted as they are, in whichever year a sum beside them is paid
    low, high = _clause(candidate, marks)
    distance, year = _year(candidate, low, high, marks.last_before(candidate.start), said_on)
    if year is None and (low > candidate.sentence[0] or candidate.kind is Kind.MONEY):
        year = _topic_year(candidate, marks, said_on)
    hits = candidate.passage.hits
    if candidate.kind is not Kind.MONEY:
        return Timing(None, year, hits.any("per_year", low, high))
    if _right_after(candidate, "per_year_before"):
        return Timing(Period.YEAR, year)
    behind = candidate.behind
    yearly = hits.any("per_year", max(low, candidate.start - _NEAR_BEFORE), min(high, candidate.end + _NEAR_AFTER))
    yearly = yearly or hits.any("first_year", max(low, candidate.start - _FIRST_YEAR_SPAN), candidate.start)
    around = max(low, candidate.start - _YEAR_BEFORE), min(high, behind + _YEAR_AFTER)
    folded = candidate.passage.folded
    if not yearly and folded.find(" 20", *around) >= 0 and _SPAN_OF_YEARS.search(folded, *around):
        return Timing(Period.TOTAL)
    of_year = year is not None and distance <= _TOTAL_RIGHT + _RIGHT_BY  # 2026년 총액은 1조5천192억원
    if not of_year and hits.any("total", max(low, candidate.start - _TOTAL_RIGHT), candidate.start):
        return Timing(Period.TOTAL)
    if distance <= _RIGHT_BY or hits.any("per_year", behind, min(high, behind + _RIGHT_AFTER)):
        return Timing(Period.YEAR, year)
    if over := _paid_over(candidate, marks, spans, low, high):
        return Timing(over, year if over is Period.YEAR else None)
    wide = max(low, candidate.start - _YEAR_BEFORE), min(high, candidate.end + _YEAR_AFTER)
    named = year is not None or (said_on is None and hits.among(_RELATIVE_WORDS).count(*wide) > 0)
    return Timing(Period.YEAR if yearly or named else None, year)


def _clause(candidate: Candidate, marks: Placed[Amount]) -> tuple[int, int]:
    """The part of the sentence that is nearer to this amount than to another sum."""
    low, high = candidate.sentence
    semicolon = candidate.passage.folded.find(";", candidate.end, min(high, candidate.end + _YEAR_AFTER))
    high = semicolon if semicolon >= 0 else high
    before, after = marks.last_before(candidate.start), marks.first_from(candidate.end)
    if after and after.kind is Kind.PERCENT and _RISE_TOLD.match(candidate.passage.folded, candidate.end, after.end):
        after = marks.first_from(after.end)  # "1.1833 trillion won, 13.9 percent more, for 2021" is all of one sum
    if before and before.kind is Kind.PERCENT and _leads_to(candidate, before):
        before = marks.last_before(before.start)  # "in 2026 by 8.3 percent to 1.52 trillion won" is all of one sum
    start = _past_its_words(candidate, before) if before else low
    hits = candidate.passage.hits
    parted = hits.within("contrast", max(low, candidate.start - _YEAR_BEFORE), candidate.start)
    start = max(start, parted[-1].end) if parted else start
    parting = hits.within("contrast", candidate.end, min(high, candidate.end + _YEAR_AFTER))
    high = min(high, parting[0].start) if parting else high
    if after and _TOLD_TOGETHER.match(candidate.passage.folded, candidate.behind, after.start):
        after = marks.first_from(after.end)  # "$8 billion and $5 billion a year"
    if after and after.start < high:
        high = after.start
        if candidate.passage.language in _VERB_LAST and after.kind is Kind.MONEY:
            high = min(high, candidate.behind + _SAID_BEHIND)  # the words between are those of the sum that follows
    return max(low, start), high


def _leads_to(candidate: Candidate, rise: Amount) -> bool:
    """Whether a rise before a sum tells how far it rises to it."""
    gap = candidate.start - rise.end
    if gap <= _RISES_TO:
        return True
    return gap <= _RISE_SPAN and bool(_LEADS_TO.search(candidate.passage.folded, rise.end, candidate.start))


def _past_its_words(candidate: Candidate, before: Amount) -> int:
    """Where the words end that are said of the sum before: "$10 billion A YEAR, of which $3 billion ..."."""
    if candidate.passage.language in _VERB_LAST or before.kind is not Kind.MONEY:
        return before.end
    behind = candidate.passage.hits.among(_YEARLY_WORDS).within(before.end, before.end + _RIGHT_AFTER)
    end = max((hit.end for hit in behind), default=before.end)
    return end if candidate.passage.folded[end : end + 1] == "," else before.end  # "$8 billion a year from $2 billion"


def _year(
    candidate: Candidate, low: int, high: int, last: Amount | None, said_on: date | None
) -> tuple[int, int | None]:
    """The nearest year that is the sum's own, and how many characters away it is named."""
    start, end = max(low, candidate.start - _YEAR_BEFORE), min(high, candidate.behind + _YEAR_AFTER)
    found = [
        (_near(candidate, *place), year)
        for *place, year in _years(candidate, start, end, said_on)
        if _is_of_sum(candidate, *place) and not _is_of_last(candidate, place, last)
    ]
    return min(found) if found else (_YEAR_BEFORE, None)


def _is_of_last(candidate: Candidate, place: Sequence[int], last: Amount | None) -> bool:
    """Whether a year is that of the sum before: "from $850 million IN 2018 to $924 million"."""
    if last is None or last.kind is not Kind.MONEY or candidate.passage.language in _VERB_LAST:
        return False
    return last.end <= place[0] <= last.end + _OF_SUM_BEHIND and candidate.start - place[1] > _OWN_GAP


def _years(candidate: Candidate, start: int, end: int, said_on: date | None) -> Iterator[tuple[int, int, int]]:
    """Every year named between two places but within the figure, as (start, end, year)."""
    text = candidate.passage.folded
    for match in _YEAR.finditer(text, start, end):
        if not candidate.start <= match.start() < candidate.end:
            yield match.start(), match.end(), int(match[0])
    if said_on is None:
        return
    for hit in candidate.passage.hits.among(_RELATIVE_WORDS).within(start, end):
        yield hit.start, hit.end, said_on.year + _RELATIVE[hit.which][1]
    for match in _SHORT_YEAR.finditer(text, start, end) if candidate.passage.language == "ja" else ():
        year = said_on.year // 100 * 100 + int(match[1])
        if abs(year - said_on.year) <= _SHORT_YEAR_REACH:
            yield match.start(), match.end(1), year


def _topic_year(candidate: Candidate, marks: Placed[Amount], said_on: date | None) -> int | None:
    """The year that a sentence speaks of from its start, for a sum that has none of its own."""
    start = candidate.sentence[0]
    first = marks.first_from(start)
    multiplied = first is not None and first.kind is Kind.MULTIPLE and first.start < candidate.start
    last = marks.last_before(candidate.start)
    if last is not None and last.kind is Kind.MULTIPLE and candidate.start - last.end <= _RISES_TO:
        multiplied = multiplied or candidate.passage.language in _VERB_LAST
    end = min(start + _TOPIC_SPAN, first.start if first else candidate.start)
    told = sorted(_years(candidate, start, end, said_on))
    if multiplied and told and not candidate.passage.hits.any("year_topic", told[-1][1], end + 1):
        told = told[:-1]  # 올해의 5배가 넘는 50억달러: the year is that of what is multiplied
    hits = candidate.passage.hits
    topics = [
        one for one in told if hits.any("year_topic", one[1], one[1] + _TOPIC_WORD)
    ]  # 来年の駐留経費として、今年の ...
    years = {
        year
        for *place, year in topics or told
        if _is_of_sum(candidate, *place) and (first is None or first.start - place[1] > _OWN_GAP)
    }
    past = said_on is not None and years == {said_on.year - 1}  # of what the sum is compared with
    return years.pop() if len(years) == 1 and not past else None


def _right_after(candidate: Candidate, name: str) -> bool:
    """Whether a figure stands right after a word, or with only a hedge in between."""
    hits, start = candidate.passage.hits, candidate.start
    last = {hit.which: hit for hit in hits.among(_HEDGE_WORDS).within(max(0, start - _HEDGE_SPAN), start)}
    near = [hit for hit in last.values() if start - hit.end <= 1]
    if near:
        start = min(near, key=lambda hit: hit.which).start
    text = candidate.passage.folded
    return any(
        not text[hit.end : start].strip() and not text[hit.start - 1 : hit.start].isdigit()
        for hit in hits.within(name, max(0, start - _HEDGE_SPAN), start)
        if start - hit.end <= 1
    )


def _is_of_sum(candidate: Candidate, start: int, end: int) -> bool:
    """Whether a year is the sum's own, not one that it runs until or is compared with."""
    hits = candidate.passage.hits
    own = 0 <= candidate.start - end <= _OWN_GAP  # from last year's 870 million
    if not own and any(
        0 <= start - hit.end <= _FISCAL for hit in hits.within("year_other_before", max(0, start - 18), start)
    ):
        return False
    if any(0 <= start - hit.end <= 1 for hit in hits.within("moment", max(0, start - _MOMENT), start)):
        return False  # asked late last year, signed in March 2019
    if candidate.passage.language in _VERB_LAST and _MONTH.match(candidate.passage.folded, end):
        return False  # 昨年7月, 지난해 12월: when something was said or done
    return not hits.any("year_other_after", end - 1, end + 2)  # 작년 대비, also found as 년 대비


def _near(candidate: Candidate, start: int, end: int) -> int:
    """The distance of a year; what a sentence is about is nearer than any other: 2026년 총액은 올해보다 ..."""
    distance = _distance(candidate, start, end)
    about = candidate.passage.language in _VERB_LAST and _TOPIC.match(candidate.passage.folded, end, candidate.start)
    return min(distance, _OWN_GAP + 1) if about else distance


def _distance(candidate: Candidate, start: int, end: int) -> int:
    """Characters between a year and a sum; where words stand before what they describe, a year behind is farther."""
    if end <= candidate.start:
        return candidate.start - end
    return (
        start
        - (candidate.behind if start >= candidate.behind else candidate.end)
        + (_RIGHT_BY + 1 if candidate.passage.language in _VERB_LAST else 0)
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
        if named and other.value > 1 and candidate.passage.folded[other.end : candidate.start] in {" ", ", "}:
            return Period.TOTAL  # a five-year, $8 billion deal
        if named:
            if other.value == 1:
                return Period.YEAR
            continue  # "the five-year deal" names a deal, and is no time to pay a sum over
        earlier = marks.last_before(other.start) if other.start < candidate.start else None
        if earlier is not None and earlier.start >= candidate.sentence[0]:
            continue  # the time of the sum before: "$8 billion over five years, an increase of $1 billion"
        leads = hits.within("total_over", max(low, other.start - 24), other.start)
        if any(other.start - hit.end <= 2 for hit in leads):
            return Period.TOTAL if other.value >= 2 else Period.YEAR
    return None
