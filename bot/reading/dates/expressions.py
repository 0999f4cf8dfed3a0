"""Dates and spans that a sentence names: "December 3-4", "다음 달 1일", "21年3月末", "Ende des Jahres".

What belongs here: finding them and reckoning what days they mean, given the day on which they were said. What does not:
what is to happen then, that is ``upcoming``. English, Korean, Japanese and German; in other languages nothing is found.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from msgspec import Struct

_MONTHS_EN = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_EN = rf"(?:{_MONTHS_EN})[a-z]{{0,6}}\.?"
_MONTHS_DE = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_DE = "(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_TO = r"\s?(?:-|–|~|to|and|through|bis|und)\s?"
_YEAR_SPAN = r"(20\d\d)\s?(?:-|–|~|∼|to|through|bis)\s?(20\d\d)"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = "|".join(_DAYS)
_UNTIL = re.compile(r"\b(?:until|through|bis zum|bis)\b", re.IGNORECASE)
JUST_PAST = timedelta(days=45)
"""A day without its year that was so short a time ago is that one, and no day of next year."""


class DateSpan(Struct, frozen=True):
    """A day, or the days from ``first`` to ``last``, as words in a sentence name it."""

    start: int
    end: int
    first: date
    last: date
    exact: bool
    """To the day; else the span is that of a week, a month or a year."""
    term: bool
    """The end of a year or of a run of years, by which things end rather than happen."""
    until: bool
    """What is said goes on until then."""


Reckon = Callable[[re.Match[str], date, bool], tuple[date, date, bool] | None]
"""``reckon(match, said_on, coming)``: the days meant; ``coming`` says that they lie ahead."""


def date_spans(text: str, said_on: date, language: str, *, coming: bool) -> list[DateSpan]:
    """The dates that a text names, in its order; of overlapping ones the first that was found.

    ``coming``: what is said lies ahead, so that "March" is the next one; else it is the nearest one.
    """
    found: list[DateSpan] = []
    for pattern, reckon in _PATTERNS.get(language, ()):
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            days = _reckoned(reckon, match, said_on, coming=coming)
            if days is not None:
                term = reckon in {_end_of_term, _end_of_year}
                found.append(DateSpan(match.start(), match.end(), *days, term=term, until=_is_until(text, match)))
    return sorted(found, key=lambda one: one.start)


def _is_until(text: str, match: re.Match[str]) -> bool:
    return bool(_UNTIL.search(text[max(0, match.start() - 8) : match.start() + 8])) or (
        text[match.end() - 2 : match.end() + 2].rstrip().endswith(("까지", "まで"))
    )


def _reckoned(reckon: Reckon, match: re.Match[str], said_on: date, *, coming: bool) -> tuple[date, date, bool] | None:
    """None for what is no date, such as 31 June."""
    try:
        return reckon(match, said_on, coming)
    except (ValueError, OverflowError):
        return None


# --- Reckoning ----------------------------------------------------------------------------------------------------


def _day(year: int | None, month: int, day: int, said_on: date, *, coming: bool) -> date:
    """Without a year the next such day, or the nearest one where it need not lie ahead or is only just past."""
    if year is not None:
        return date(year, month, day)
    years = (said_on.year - 1, said_on.year, said_on.year + 1)
    found = [date(one, month, day) for one in years if (month, day) != (2, 29) or monthrange(one, 2)[1] == 29]
    if coming and not any(said_on - JUST_PAST <= one < said_on for one in found):
        return min(one for one in found if one >= said_on)
    return min(found, key=lambda one: abs(one - said_on))


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _month_of(year: int | None, month: int, said_on: date, *, coming: bool) -> tuple[date, date]:
    """The month that the words mean; one that has begun counts as coming."""
    if year is not None:
        return _month(year, month)
    found = [_month(one, month) for one in (said_on.year - 1, said_on.year, said_on.year + 1)]
    if coming and not any(said_on - JUST_PAST <= last < said_on for _, last in found):
        return min(span for span in found if span[1] >= said_on)
    return min(found, key=lambda span: abs(span[1] - said_on))


def _shifted(said_on: date, months: int) -> tuple[int, int]:
    number = said_on.year * 12 + said_on.month - 1 + months
    return number // 12, number % 12 + 1


def _number(digits: str | None) -> int | None:
    """A year of four digits, or of two in this century."""
    if not digits:
        return None
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _days(year: str, month: Callable[[re.Match[str]], int], first: str, last: str) -> Reckon:
    """A day of a month or a run of days, by the names of the groups."""

    def reckon(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
        named = match.groupdict()
        begin = _day(_number(named.get(year)), month(match), int(named[first]), said_on, coming=coming)
        end = begin.replace(day=int(named[last])) if named.get(last) else begin
        return begin, max(begin, end), True

    return reckon


def _whole_month(year: str, month: Callable[[re.Match[str]], int], *, end: bool = False) -> Reckon:
    """A month, or its last day."""

    def reckon(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
        first, last = _month_of(_number(match.groupdict().get(year)), month(match), said_on, coming=coming)
        return (last, last, True) if end else (first, last, False)

    return reckon


def _end_of_year(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """The last day of the year that is named, of the next one where the words say so, else of this one."""
    named = match.groupdict()
    year = _number(named.get("year")) or said_on.year + bool(named.get("next"))
    return date(year, 12, 31), date(year, 12, 31), True


def _end_of_term(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """The last day of a run of years; Japan's fiscal years end in March."""
    year = _number(match["last"]) or said_on.year
    if match.groupdict().get("fiscal"):
        return date(year + 1, 3, 31), date(year + 1, 3, 31), True
    return date(year, 12, 31), date(year, 12, 31), True


def _next_month(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    year, month = _shifted(said_on, 1)
    day = match.groupdict().get("day")
    if day:
        begin = date(year, month, int(day))
        return begin, begin, True
    return *_month(year, month), False


def _day_this_month(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """A bare day of the month, the next one; with how many days it takes, as Korean has it."""
    day, length = int(match["day"]), _LENGTHS.get(match.groupdict().get("length") or "", 1)
    months = range(3)
    found = [_shifted(said_on, ahead) for ahead in months]
    begin = next(date(*one, day) for one in found if day <= monthrange(*one)[1] and date(*one, day) >= said_on)
    end = begin.replace(day=int(match["last"])) if match.groupdict().get("last") else begin
    return begin, max(end, begin + timedelta(days=length - 1)), True


def _this_month_end(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    last = _month(said_on.year, said_on.month)[1]
    return last, last, True


def _next_week(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    monday = said_on + timedelta(days=7 - said_on.weekday())
    return monday, monday + timedelta(days=6), False


def _tomorrow(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    day = said_on + timedelta(days=1)
    return day, day, True


def _weekday(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """The next such day, today among them; with a second one the days up to that."""
    first = said_on + timedelta(days=(_DAYS.index(match["weekday"].lower()) - said_on.weekday()) % 7)
    if not match["last"]:
        return first, first, True
    return first, first + timedelta(days=(_DAYS.index(match["last"].lower()) - first.weekday()) % 7), True


def _season(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    month = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}[match["season"].lower()]
    return date(int(match["year"]), month, 1), _month(int(match["year"]), month + 2)[1], False


def _year(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    year = _number(match["year"]) or said_on.year + 1
    return date(year, 1, 1), date(year, 12, 31), False


def _this_month(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    return said_on, _month(said_on.year, said_on.month)[1], False


def _month_in_year(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """A month of next year, or its end."""
    first, last = _month(said_on.year + 1, int(match["month"]))
    return (last, last, True) if match.groupdict().get("end") else (first, last, False)


def _english(match: re.Match[str]) -> int:
    return _MONTHS_EN.split("|").index(match["month"][:3].lower()) + 1


def _german(match: re.Match[str]) -> int:
    return _MONTHS_DE.index(match["month"][:3].lower()) + 1


def _digits(match: re.Match[str]) -> int:
    return int(match["month"])


_LENGTHS = {"이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5}
_YEAR_EN = r"(?:,? (?P<year>20\d\d))?"


def _table(*rows: tuple[str, Reckon]) -> tuple[tuple[re.Pattern[str], Reckon], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), reckon) for pattern, reckon in rows)


_PATTERNS = {
    "en": _table(
        (rf"\b(?P<month>{_EN}) (?P<first>\d{{1,2}})(?!\d)(?:{_TO}(?P<last>\d{{1,2}})(?!\d))?{_YEAR_EN}",
         _days("year", _english, "first", "last")),
        (rf"\b(?P<first>\d{{1,2}})(?:{_TO}(?P<last>\d{{1,2}}))? (?P<month>{_EN})\b(?: (?P<year>20\d\d))?",
         _days("year", _english, "first", "last")),
        (rf"\b(?:the )?end(?: of |-)(?P<month>{_EN})(?:,? (?P<year>20\d\d))?\b",
         _whole_month("year", _english, end=True)),
        (r"\b(?P<fiscal>fiscal )?" + _YEAR_SPAN.replace("(20\\d\\d)", "(?:20\\d\\d)", 1)
         .replace("(20\\d\\d)", "(?P<last>20\\d\\d)"), _end_of_term),
        (r"\b(?:(?:the )?end of|late(?: in)?) (?:(?P<year>20\d\d)|(?P<next>next year)|(?:the|this) year)\b"
         r"|\byear[-’' s]{1,3}end\b|\bthe year is out\b", _end_of_year),
        (r"\b(?:until|through|holds until|valid until|to) (?P<last>20\d\d)\b", _end_of_term),
        (rf"\b(?P<month>{_EN}) (?P<year>20\d\d)\b", _whole_month("year", _english)),
        (r"\b(?:in|next|by|until|this|for|after) (?P<month>January|February|March|April|May|June|July|August|September"
         r"|October|November|December)\b", _whole_month("year", _english)),
        (rf"\b(?:next|until|from|through|coming|by) (?P<weekday>{_DAY})(?:{_TO}(?P<last>{_DAY}))?\b", _weekday),
        (r"\b(?P<season>spring|summer|autumn|fall)(?: of|,)? (?P<year>20\d\d)\b", _season),
        (r"\bthis month\b", _this_month),
        (r"\bin (?P<year>20\d\d)\b|\bnext year['’]s\b", _year),
        (r"\bnext month\b", _next_month),
        (r"\bnext week\b", _next_week),
        (r"\btomorrow\b", _tomorrow),
    ),
    "ko": _table(
        (r"(?:(?P<year>20\d\d)년 ?)?(?P<month>1[0-2]|[1-9])월 ?(?P<first>\d{1,2})(?:[~∼-](?P<last>\d{1,2}))?일",
         _days("year", _digits, "first", "last")),
        (r"(?:다음 ?달|내달) ?(?:(?P<day>\d{1,2})일)?", _next_month),
        (r"(?:(?P<year>20\d\d)년 ?)?(?P<month>1[0-2]|[1-9])월 ?말", _whole_month("year", _digits, end=True)),
        (r"내년 ?(?P<month>1[0-2]|[1-9])월 ?(?P<end>말)?", _month_in_year),
        (r"(?P<year>20\d\d)년 ?(?P<month>1[0-2]|[1-9])월", _whole_month("year", _digits)),
        (r"(?:20\d\d[~∼-])?(?P<last>20\d\d)년(?:까지| ?말)", _end_of_term),
        (r"(?P<next>내년) ?말|연말|올해 ?말|연내", _end_of_year),
        (r"(?:오는 |이달 )?(?<![\d.,월])(?P<day>[12]?\d|3[01])(?:[~∼-](?P<last>\d{1,2}))?일(?:부터|에|까지)"
         r"(?: ?(?P<length>이틀|사흘|나흘|닷새))?", _day_this_month),
        (r"다음 ?주", _next_week),
        (r"내일", _tomorrow),
    ),
    "ja": _table(
        (r"(?:(?P<year>20\d\d|(?<!\d)[1-4]\d)年)?(?P<month>1[0-2]|[1-9])月(?P<first>\d{1,2})(?:[~〜～、](?P<last>\d{1,2}))?日",
         _days("year", _digits, "first", "last")),
        (r"来月(?:(?P<day>\d{1,2})日)?", _next_month),
        (r"来年(?P<month>1[0-2]|[1-9])月(?P<end>末)?", _month_in_year),
        (r"(?:(?P<year>20\d\d|(?<!\d)[1-4]\d)年)?(?P<month>1[0-2]|[1-9])月末", _whole_month("year", _digits, end=True)),
        (r"(?P<year>20\d\d|(?<!\d)[1-4]\d)年(?P<month>1[0-2]|[1-9])月", _whole_month("year", _digits)),
        (r"(?:から)(?P<last>20\d\d|[1-4]\d)(?P<fiscal>年度)まで", _end_of_term),
        (r"(?P<last>20\d\d)(?P<fiscal>年度)(?:末|まで)", _end_of_term),
        (r"今月末", _this_month_end),
        (r"年内|年末|(?P<next>来年)末", _end_of_year),
        (r"来週", _next_week),
        (r"明日", _tomorrow),
    ),
    "de": _table(
        (rf"\b(?P<first>\d{{1,2}})\.(?:{_TO}(?P<last>\d{{1,2}})\.)? (?P<month>{_DE})(?: (?P<year>20\d\d))?",
         _days("year", _german, "first", "last")),
        (rf"\bEnde (?P<month>{_DE})(?: (?P<year>20\d\d))?", _whole_month("year", _german, end=True)),
        (r"\bEnde (?P<year>20\d\d)|\bJahresende|\bEnde (?:des|dieses) Jahres|\bEnde (?P<next>nächsten Jahres)",
         _end_of_year),
        (r"\bbis (?P<last>20\d\d)\b", _end_of_term),
        (rf"\b(?P<month>{_DE}) (?P<year>20\d\d)", _whole_month("year", _german)),
        (rf"\b(?:im|bis|nächsten) (?P<month>{_DE})\b", _whole_month("year", _german)),
        (r"\b(?:nächsten|kommenden) Monat\b", _next_month),
        (r"\b(?:nächste|kommende)n? Woche\b", _next_week),
    ),
}  # fmt: skip
"""Language -> what to look for, the fullest forms first."""


def languages() -> Iterator[str]:
    """The languages that dates are found in."""
    yield from _PATTERNS
