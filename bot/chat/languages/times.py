"""Days and months as newspapers of a language write them: ``19 Nov 2019``, ``2019년 11월 19일``, ``19. Nov. 2019``."""

import re
from datetime import date, datetime

from bot.chat.languages.lists import listed
from bot.chat.languages.translator import Translator
from bot.desk.delivery.digest_days import days_in_words
from bot.model import EVERY_DAY
from bot.phrases import wording

_DAY = {"ko": "y년 M월 d일", "ja": "y年M月d日"}
_DAY_OF_YEAR = {"ko": "M월 d일", "ja": "M月d日"}
DAYS = {EVERY_DAY: "daily", "12345": "on weekdays", "67": "on weekends"}
_MONTH = {"ko": "y년 M월", "ja": "y年M月"}


def day(when: date, t: Translator) -> str:
    """A day; of a datetime, its own."""
    return wording.day(when) if t.is_english else _formatted(when, _DAY.get(t.language, "d. MMM y"), t)


def month(when: date, t: Translator) -> str:
    return wording.month(when) if t.is_english else _formatted(when, _MONTH.get(t.language, "MMM y"), t)


def short_month(when: date, t: Translator) -> str:
    """``Nov``, ``11월``."""
    return wording.MONTHS[when.month - 1] if t.is_english else _formatted(when, "MMM", t)


def day_of_year(when: date, t: Translator) -> str:
    """``19 Nov``, ``11월 19일``, ``19. Nov.``: a day of the year that goes without saying."""
    if t.is_english:
        return f"{when.day} {wording.MONTHS[when.month - 1]}"
    return _formatted(when, _DAY_OF_YEAR.get(t.language, "d. MMM"), t)


def days(first: date, last: date, t: Translator) -> str:
    """``19 Nov 2019``, ``19–23 Nov 2019``, ``19 Nov 2019 – 3 Mar 2020``."""
    if first == last:
        return day(first, t)
    if (first.year, first.month) == (last.year, last.month):
        return _within_month(first, last, t)
    joint = {"ko": " ~ ", "ja": "〜"}.get(t.language, " – ")
    return f"{day(first, t)}{joint}{day(last, t)}"


_ENGLISH_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(wording.MONTHS)}) (\d{{4}})\b")


def days_again(words: str, t: Translator) -> str:
    """English words with their days as a language writes them."""
    if t.is_english:
        return words
    return _ENGLISH_DAY.sub(lambda one: day(date(int(one[3]), wording.MONTHS.index(one[2]) + 1, int(one[1])), t), words)


def _within_month(first: date, last: date, t: Translator) -> str:
    """``19–23 Nov 2019``, ``2019년 11월 19~23일``, ``19.–23. Nov. 2019``."""
    if t.is_english:
        return f"{first.day}–{wording.day(last)}"
    if t.language == "ko":
        return f"{month(first, t)} {first.day}~{last.day}일"
    if t.language == "ja":
        return f"{month(first, t)}{first.day}〜{last.day}日"
    return f"{first.day}.–{day(last, t)}"


def weekday(when: date, t: Translator) -> str:
    return f"{when:%A}" if t.is_english else _formatted(when, "EEEE", t)


def digest_days(days: str, t: Translator) -> str:
    """The days of a digest, as ``EVERY_DAY`` has them: ``daily``, ``on weekdays``, ``on Mondays and Thursdays``."""
    if t.is_english:
        return days_in_words(days)
    if days in DAYS:
        return t.say(DAYS[days])
    return t.say("on {weekdays}", weekdays=listed([_weekly(int(one), t) for one in days], t))


def _weekly(number: int, t: Translator) -> str:
    """``월요일``, ``月曜日``, ``montags``; Monday is 1."""
    name = _formatted(date(2024, 1, number), "EEEE", t)  # a month that began on a Monday
    return f"{name.lower()}s" if t.language == "de" else name


def _formatted(when: date, pattern: str, t: Translator) -> str:
    """By the patterns of CLDR (https://unicode.org/reports/tr35/tr35-dates.html)."""
    from babel.dates import format_date

    own = when.date() if isinstance(when, datetime) else when
    return str(format_date(own, pattern, locale=t.language))
