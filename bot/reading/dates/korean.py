"""Dates to come in Korean: 다음 달 1일, 연말, 8차 회의."""

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.reading.dates.date_words import DateWords, Occasion, any_case, patterns
from bot.reading.dates.reckoning import (
    THE_OTHER_DAY,
    days,
    end_of_term,
    end_of_year,
    month_in_digits,
    month_in_year,
    next_month,
    next_week,
    shifted,
    tomorrow,
    whole_month,
    whole_year,
)

_LENGTHS = {"이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5}


def _day_this_month(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """A bare day of the month, the next one or of the last few; with how many days it takes, as Korean has it."""
    day, length = int(match["day"]), _LENGTHS.get(match.groupdict().get("length") or "", 1)
    earliest = said_on if match["comes"] else said_on - THE_OTHER_DAY
    found = [shifted(said_on, ahead) for ahead in range(-1, 3)]
    begin = next(date(*one, day) for one in found if day <= monthrange(*one)[1] and date(*one, day) >= earliest)
    end = begin.replace(day=int(match["last"])) if match.groupdict().get("last") else begin
    return begin, max(end, begin + timedelta(days=length - 1)), True


DATES = DateWords(
    patterns=patterns(
        (r"(?:(?P<year>20\d\d)년 ?)?(?P<month>1[0-2]|[1-9])월 ?(?P<first>\d{1,2})(?:[~∼-](?P<last>\d{1,2}))?일",
         days(month_in_digits)),
        (r"(?:다음 ?달|내달) ?(?:(?P<day>\d{1,2})일)?", next_month),
        (r"(?:(?P<year>20\d\d)년 ?)?(?P<month>1[0-2]|[1-9])월 ?말", whole_month(month_in_digits, end=True)),
        (r"내년 ?(?P<month>1[0-2]|[1-9])월 ?(?P<end>말)?", month_in_year),
        (r"(?P<year>20\d\d)년 ?(?P<month>1[0-2]|[1-9])월", whole_month(month_in_digits)),
        (r"(?:20\d\d[~∼-])?(?P<last>20\d\d)년(?:까지| ?말)", end_of_term),
        (r"(?P<year>20\d\d)년부터", whole_year),
        (r"(?P<next>내년) ?말|연말|올해 ?말|연내", end_of_year),
        (r"(?:(?P<comes>오는 )|이달 )?(?<![\d.,월])(?P<day>[12]?\d|3[01])(?:[~∼-](?P<last>\d{1,2}))?일(?:부터|에|까지)"
         r"(?: ?(?P<length>이틀|사흘|나흘|닷새))?", _day_this_month),
        (r"다음 ?주", next_week),
        (r"내일", tomorrow),
    ),
    until_behind="까지",
    occasions=(
        (Occasion.EXPIRY, any_case("만료|종료|적용된다|유효")),
        (Occasion.FURLOUGH, any_case("무급 ?휴직|일을 쉬")),
        (Occasion.VOTE, any_case("표결|비준|본회의")),
        (Occasion.SIGNING, any_case("서명")),
        (Occasion.IN_FORCE, any_case("발효")),
        (Occasion.START, any_case("적용할|적용하는|적용되는")),
        (Occasion.ROUND, any_case("차 회의|협상|회담|협의")),
        (Occasion.SUMMIT, any_case("정상회의|정상회담")),
    ),
    coming=any_case("예정|예고|한다|된다|열린다|시작|앞두|다음|내달|내년|계획|만료|까지|전망|부터"),
    today=any_case("오늘|자정"),
    past=any_case("끝났|서명했|발효됐|열렸|열었(?!던)|종료됐|시작됐"),
    over=any_case("만료됐|만료된(?!다)|종료됐|인건비"),
    negated=any_case("않|부인|미정|없다"),
    rounds=(r"(?<![\d제])(\d{1,2})차 (?:회의|회담|고위급)",),
)  # fmt: skip
