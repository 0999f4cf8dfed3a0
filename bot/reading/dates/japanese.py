"""Dates to come in Japanese: 12月3日, 21年3月末, 第3回."""

import re
from datetime import date

from bot.reading.dates.date_words import DateWords, Occasion, any_case, patterns
from bot.reading.dates.reckoning import (
    days,
    end_of_term,
    end_of_year,
    month_days,
    month_in_digits,
    month_in_year,
    next_month,
    next_week,
    this_month_end,
    tomorrow,
    whole_month,
)

_SEASONS = {"春": 3, "夏": 6, "秋": 9}


def _season(match: re.Match[str], said_on: date, coming: bool) -> tuple[date, date, bool]:
    """The three months of a season of this year or the next."""
    year, month = said_on.year + (match["when"] == "来年"), _SEASONS[match["season"]]
    return date(year, month, 1), month_days(year, month + 2)[1], False


DATES = DateWords(
    patterns=patterns(
        (r"(?:(?P<year>20\d\d|(?<!\d)[1-4]\d)年)?(?P<month>1[0-2]|[1-9])月(?P<first>\d{1,2})(?:[~〜～、](?P<last>\d{1,2}))?日",
         days(month_in_digits)),
        (r"来月(?:(?P<day>\d{1,2})日)?", next_month),
        (r"来年(?P<month>1[0-2]|[1-9])月(?P<end>末)?", month_in_year),
        (r"(?:(?P<year>20\d\d|(?<!\d)[1-4]\d)年)?(?P<month>1[0-2]|[1-9])月末", whole_month(month_in_digits, end=True)),
        (r"(?P<year>20\d\d|(?<!\d)[1-4]\d)年(?P<month>1[0-2]|[1-9])月", whole_month(month_in_digits)),
        (r"(?:から)(?P<last>20\d\d|[1-4]\d)(?P<fiscal>年度)まで", end_of_term),
        (r"(?P<last>20\d\d)(?P<fiscal>年度)(?:末|まで)", end_of_term),
        (r"今月末", this_month_end),
        (r"(?P<when>今年|来年)(?P<season>春|夏|秋)", _season),
        (r"年内|年末|(?P<next>来年)末", end_of_year),
        (r"来週", next_week),
        (r"明日", tomorrow),
    ),
    until_behind="まで",
    occasions=(
        (Occasion.EXPIRY, any_case("期限|失効|有効|満了|切れる")),
        (Occasion.FURLOUGH, any_case("無給休職|一時帰休")),
        (Occasion.VOTE, any_case("採決|国会|承認")),
        (Occasion.SIGNING, any_case("署名")),
        (Occasion.IN_FORCE, any_case("発効")),
        (Occasion.DEAL, any_case("(?:合意|妥結)を目指")),
        (Occasion.ROUND, any_case("交渉|協議|会合")),
        (Occasion.SUMMIT, any_case("首脳会議|首脳会談|サミット")),
    ),
    coming=any_case("予定|見通し|目指す|始ま|開く|行う|行われる|期限|有効|まで|迎える|発効する|来月|来週|来年|方針|見込ま"),
    today=any_case("きょう|今日|本日"),
    past=any_case("終わった|署名した|発効した|開かれた|始まった|開いた|署名された"),
    over=any_case("失効した|終わった"),
    negated=any_case("ない。|ないと|せず|否定|未定"),
    rounds=(r"第(\d{1,2})回", r"(\d{1,2})回目"),
)  # fmt: skip
