"""Dates, counts and lists in print."""

from datetime import date, datetime, timedelta

import pytest

from bot.phrases.wording import count, day, list_in_words, month, name_in_sentence, sentence, since_label
from tests.desk.make import NOW


def test_count_has_plurals_and_none() -> None:
    assert [count(n, "report") for n in (0, 1, 2, 1200)] == ["no reports", "1 report", "2 reports", "1,200 reports"]
    assert [count(n, "story", "stories") for n in (0, 1, 2)] == ["no stories", "1 story", "2 stories"]


def test_dates_are_english_and_short() -> None:
    assert day(date(2019, 11, 19)) == "19 Nov 2019"
    assert month(date(2020, 4, 1)) == "Apr 2020"


def test_listed() -> None:
    assert [list_in_words("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("since", "label"),
    [
        (None, "all so far"),
        (NOW - timedelta(days=7), "the last 7 days"),
        (NOW - timedelta(days=30), "the last 30 days"),
        (NOW - timedelta(days=1), "the last 24 hours"),
        (NOW - timedelta(hours=36), "the last 36 hours"),
        (NOW - timedelta(days=7, minutes=5), "since 17 Nov 2026"),
        (datetime(2024, 3, 1, tzinfo=NOW.tzinfo), "since 1 Mar 2024"),
    ],
)
def test_period(since: datetime | None, label: str) -> None:
    assert since_label(since, NOW) == label


def test_sentence_gets_one_full_stop() -> None:
    assert [sentence(text) for text in ("It hung", "It hung.", " Hung? ")] == ["It hung.", "It hung.", "Hung?"]


@pytest.mark.parametrize(
    ("who", "in_print"),
    [
        ("United States", "the United States"),
        ("South Korean Foreign Ministry", "the South Korean Foreign Ministry"),
        ("Trump administration", "the Trump administration"),
        ("Pentagon", "the Pentagon"),
        ("The Wall Street Journal", "The Wall Street Journal"),
        ("South Korean lawmakers", "South Korean lawmakers"),
        ("diplomatic sources", "diplomatic sources"),
        ("Mark Esper", "Mark Esper"),
        ("Japan", "Japan"),
        ("unnamed report", "an unnamed report"),
        ("", ""),
    ],
)
def test_names_have_their_article(who: str, in_print: str) -> None:
    assert name_in_sentence(who) == in_print
