"""Days and months as newspapers of a language write them: ``19 Nov 2019``, ``2019년 11월 19일``, ``19. Nov. 2019``."""

from datetime import date, datetime

from bot.chat.languages.translator import Translator
from bot.phrases import wording

_DAY = {"ko": "y년 M월 d일", "ja": "y年M月d日"}
_MONTH = {"ko": "y년 M월", "ja": "y年M月"}


def day(when: date, t: Translator) -> str:
    """A day; of a datetime, its own."""
    return wording.day(when) if t.is_english else _formatted(when, _DAY.get(t.language, "d. MMM y"), t)


def month(when: date, t: Translator) -> str:
    return wording.month(when) if t.is_english else _formatted(when, _MONTH.get(t.language, "MMM y"), t)


def _formatted(when: date, pattern: str, t: Translator) -> str:
    """By the patterns of CLDR (https://unicode.org/reports/tr35/tr35-dates.html)."""
    from babel.dates import format_date

    own = when.date() if isinstance(when, datetime) else when
    return str(format_date(own, pattern, locale=t.language))
