"""Another language's dates are a table: a little Turkish, with no line of the engine changed."""

import re
from datetime import date

import pytest

from bot.reading.dates.date_words import DateWords, Occasion, any_case, patterns
from bot.reading.dates.reckoning import days, end_of_year, next_month
from bot.reading.dates.tables import TABLES
from bot.reading.dates.upcoming import tells_end_today, upcoming_dates

_MONTHS = (
    "ocak",
    "şubat",
    "mart",
    "nisan",
    "mayıs",
    "haziran",
    "temmuz",
    "ağustos",
    "eylül",
    "ekim",
    "kasım",
    "aralık",
)


def _month(match: re.Match[str]) -> int:
    return _MONTHS.index(match["month"].lower()) + 1


DATES = DateWords(
    patterns=patterns(
        (rf"\b(?P<first>\d{{1,2}})(?:-(?P<last>\d{{1,2}}))? (?P<month>{'|'.join(_MONTHS)})(?: (?P<year>20\d\d))?",
         days(_month)),
        (r"\byıl sonu", end_of_year),
        (r"\bgelecek ay\b", next_month),
    ),
    occasions=(
        (Occasion.EXPIRY, any_case(r"\bsona er")),
        (Occasion.ROUND, any_case(r"\bgörüşme|\bmüzakere")),
    ),
    coming=any_case(r"\bolacak\b|\byapılacak\b|\bgelecek\b"),
    today=any_case(r"\bbugün\b"),
    past=any_case(r"\bbitti\b"),
    over=any_case(r"\bsona erdi\b"),
    negated=any_case(r"\bdeğil\b"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "occasion", "first", "last"),
    [
        ("Müzakereler 3-4 Aralık yapılacak.", Occasion.ROUND, date(2019, 12, 3), date(2019, 12, 4)),
        ("Görüşmeler gelecek ay olacak.", Occasion.ROUND, date(2019, 12, 1), date(2019, 12, 31)),
        ("Anlaşma 31 mart 2021 günü sona eriyor.", Occasion.EXPIRY, date(2021, 3, 31), date(2021, 3, 31)),
        ("Anlaşma yıl sonunda sona eriyor.", Occasion.EXPIRY, date(2019, 12, 31), date(2019, 12, 31)),
    ],
)
def test_turkish(sentence: str, occasion: Occasion, first: date, last: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "tr", DATES)
    upcoming_dates.cache_clear()
    (found,) = upcoming_dates("", sentence, date(2019, 11, 19), "tr")
    assert (found.occasion, found.first, found.last) == (occasion, first, last)


@pytest.mark.parametrize("sentence", ["Görüşmeler 3 aralık yapılacak değil.", "Görüşmeler 3 aralık bitti."])
def test_what_is_not_to_come_is_not_found(sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "tr", DATES)
    upcoming_dates.cache_clear()
    assert upcoming_dates("", sentence, date(2019, 11, 19), "tr") == ()


def test_an_end_on_the_day_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "tr", DATES)
    assert tells_end_today("Anlaşma bugün sona eriyor.", "tr")
    assert not tells_end_today("Anlaşma yarın sona eriyor.", "tr")
