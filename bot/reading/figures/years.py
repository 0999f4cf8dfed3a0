"""Which year a figure is of: "in 2019", "last year" with the report's own date, the year that a sentence is about."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.reading.figures.candidates import Candidate
from bot.reading.languages import LOCALES
from bot.reading.numbers.amounts import Amount
from bot.reading.numbers.kinds import MONEY, MULTIPLE
from bot.reading.words.placed import Placed

_YEAR_BEFORE, YEAR_AFTER = 80, 76
RIGHT_AFTER, _RIGHT_BY = 3, 12
_GOALS = (" to ", " auf ", " à ", " a ", " menjadi ", " na ")
_GOES_ON = (", and ", ", und ", ", et ", ", y ", ", dan ", ", a ")
_MOMENT = 14  # characters in which a month stands before its year
_FISCAL = 8  # characters between "until" and its year: until fiscal 2026
_UNITS = "".join(
    sorted({unit for locale in LOCALES.values() if locale.glued for unit in (*locale.large, *locale.small)})
)
VERB_LAST = frozenset(language for language, locale in LOCALES.items() if locale.glued)
"""Languages that put words before what they describe, and the verb behind it all."""
_YEAR = re.compile(rf"20(?<![0-9.,]20)[0-4][0-9](?![0-9{_UNITS}]|[,.][0-9]| ?%)")  # its first digits are found fast
_SHORT_YEAR = re.compile(r"(?<![0-9~\-])([0-4][0-9])年(?=度|の|は|に|分)")
_TOPIC = re.compile(r"(?:년도?|年度?)?[^,、。0-9]{0,12}?(?:[은는](?= )|は)")
_MONTH = re.compile(
    r"年?년? ?(?:(?:1[0-2]|[1-9])[月월](?![か개])|[春夏秋冬]|[初末](?!年)|(?:前半|後半|上半期|下半期)"
    r"|(?:봄|여름|가을|겨울|초(?![기과])|말(?!고)|상반기|하반기))"
)
"""Behind a year, the time of it at which something is said or done."""
_SHORT_YEAR_REACH = 8  # years from the report's that two digits may mean
_OF_SUM_BEHIND = 5  # characters behind a sum in which a year is its own: " in 2018"
RISES_TO = 12  # characters between a rise and the sum that it leads to
OWN_GAP = 3  # characters between a year and the sum that has it to itself
_TOPIC_WORD = 10  # characters between a year and the word that makes it what the sentence is about
_HEAD = 5  # characters from the start of a sentence to a year that it is headed by
_TOPIC_SPAN = 60  # characters from the start of a sentence to what it is about: "South Korea's payment for 2026 ..."
_RELATIVE = (("this_year", 0), ("last_year", -1), ("next_year", 1))
RELATIVE_WORDS = tuple(name for name, _ in _RELATIVE)


def year_of(candidate: Candidate, low: int, high: int, last: Amount | None, said_on: date | None) -> int | None:
    """The nearest year that is the sum's own."""
    start, end = max(low, candidate.start - _YEAR_BEFORE), min(high, candidate.behind + YEAR_AFTER)
    found = [
        (_near(candidate, *place), year)
        for *place, year in _years(candidate, start, end, said_on)
        if _is_of_sum(candidate, *place) and not _is_of_last(candidate, place, last)
    ]
    return min(found)[1] if found else None


def _is_of_last(candidate: Candidate, place: Sequence[int], last: Amount | None) -> bool:
    """Whether a year is that of the sum before: "from $850 million IN 2018 to $924 million"."""
    if last is None or candidate.passage.language in VERB_LAST:
        return False
    behind = candidate.passage.folded[place[1] : candidate.start]
    of_sentence = last.kind is MONEY and candidate.sentence[0] <= last.start and last.end <= place[0]
    if of_sentence and behind.startswith(_GOALS):
        return True  # from the 201.7 billion yen budgeted for fiscal 2021 TO more than 210 billion yen
    if last.kind is not MONEY and not behind.startswith(_GOES_ON):
        return False
    return last.end <= place[0] <= last.end + _OF_SUM_BEHIND and candidate.start - place[1] > OWN_GAP


def _years(candidate: Candidate, start: int, end: int, said_on: date | None) -> Iterator[tuple[int, int, int]]:
    """Every year named between two places but within the figure, as (start, end, year)."""
    text = candidate.passage.folded
    for match in _YEAR.finditer(text, start, end):
        if not candidate.start <= match.start() < candidate.end:
            yield match.start(), match.end(), int(match[0])
    if said_on is None:
        return
    for hit in candidate.passage.hits.among(RELATIVE_WORDS).within(start, end):
        yield hit.start, hit.end, said_on.year + _RELATIVE[hit.which][1]
    for match in _SHORT_YEAR.finditer(text, start, end) if candidate.passage.language == "ja" else ():
        year = said_on.year // 100 * 100 + int(match[1])
        if abs(year - said_on.year) <= _SHORT_YEAR_REACH:
            yield match.start(), match.end(1), year


def topic_year(candidate: Candidate, marks: Placed[Amount], said_on: date | None) -> int | None:
    """The year that a sentence speaks of from its start, for a sum that has none of its own."""
    start = candidate.sentence[0]
    first = marks.first_from(start)
    multiplied = first is not None and first.kind is MULTIPLE and first.start < candidate.start
    last = marks.last_before(candidate.start)
    if last is not None and last.kind is MULTIPLE and candidate.start - last.end <= RISES_TO:
        multiplied = multiplied or candidate.passage.language in VERB_LAST
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
        if _is_of_sum(candidate, *place) and (first is None or first.start - place[1] > OWN_GAP)
    }
    headed = bool(told) and told[0][0] - start <= _HEAD  # "For 2020, it had advanced ..."
    past = said_on is not None and years == {said_on.year - 1} and not headed  # of what the sum is compared with
    return years.pop() if len(years) == 1 and not past else None


def _is_of_sum(candidate: Candidate, start: int, end: int) -> bool:
    """Whether a year is the sum's own, not one that it runs until or is compared with."""
    hits = candidate.passage.hits
    own = 0 <= candidate.start - end <= OWN_GAP  # from last year's 870 million
    if not own and any(
        0 <= start - hit.end <= _FISCAL for hit in hits.within("year_other_before", max(0, start - 18), start)
    ):
        return False
    if any(0 <= start - hit.end <= 1 for hit in hits.within("moment", max(0, start - _MOMENT), start)):
        return False  # asked late last year, signed in March 2019
    if candidate.passage.language in VERB_LAST and _MONTH.match(candidate.passage.folded, end):
        return False  # 昨年7月, 지난해 12월: when something was said or done
    return not hits.any("year_other_after", end - 1, end + 2)  # 작년 대비, also found as 년 대비


def _near(candidate: Candidate, start: int, end: int) -> int:
    """The distance of a year; what a sentence is about is nearer than any other: 2026년 총액은 올해보다 ..."""
    distance = _distance(candidate, start, end)
    about = candidate.passage.language in VERB_LAST and _TOPIC.match(candidate.passage.folded, end, candidate.start)
    return min(distance, OWN_GAP + 1) if about else distance


def _distance(candidate: Candidate, start: int, end: int) -> int:
    """Characters between a year and a sum; where words stand before what they describe, a year behind is farther."""
    if end <= candidate.start:
        return candidate.start - end
    return (
        start
        - (candidate.behind if start >= candidate.behind else candidate.end)
        + (_RIGHT_BY + 1 if candidate.passage.language in VERB_LAST else 0)
    )
