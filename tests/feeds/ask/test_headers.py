"""The arithmetic of freshness (RFC 9111) and Retry-After (RFC 9110)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.feeds.ask.headers import (
    LONGEST,
    conditions,
    remaining_freshness,
    retry_after,
    validators,
    validators_after_304,
)
from bot.model import Validators

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
DATE = "Tue, 24 Nov 2026 10:00:00 GMT"
LATER = "Tue, 24 Nov 2026 11:00:00 GMT"


def some(*pairs: tuple[str, str]) -> CIMultiDict[str]:
    return CIMultiDict(pairs)


@pytest.mark.parametrize(
    ("pairs", "seconds"),
    [
        ([], 0),
        ([("Cache-Control", "max-age=60")], 60),
        ([("cache-control", 'PUBLIC, Max-Age = "60"')], 60),
        ([("Cache-Control", "s-maxage=10, max-age=60")], 60),
        ([("Cache-Control", "s-maxage=10")], 0),
        ([("Cache-Control", "max-age=60, max-age=30")], 30),
        ([("Cache-Control", "public"), ("Cache-Control", "max-age=60")], 60),
        ([("Cache-Control", "max-age=60"), ("Age", "20")], 40),
        ([("Cache-Control", "max-age=60"), ("Age", "61")], 0),
        ([("Cache-Control", "max-age=60"), ("Age", "-20")], 60),
        ([("Cache-Control", "max-age=60"), ("Age", "old")], 60),
        ([("Cache-Control", "max-age=60, no-store")], 0),
        ([("Cache-Control", "no-cache,max-age=60")], 0),
        ([("Cache-Control", "max-age=-60")], 0),
        ([("Cache-Control", "max-age=sixty")], 0),
        ([("Cache-Control", "x-max-age=60")], 0),
        ([("Cache-Control", "max-age=" + "9" * 5000)], LONGEST),
        ([("Cache-Control", "max-age=315360000")], LONGEST),
        ([("Date", DATE), ("Expires", LATER)], 3600),
        ([("Date", DATE), ("Expires", LATER), ("Age", "600")], 3000),
        ([("Date", LATER), ("Expires", DATE)], 0),
        ([("Expires", LATER)], 3600),
        ([("Date", "Fri, 01 Jan 2010 00:00:00 GMT"), ("Expires", "Fri, 01 Jan 2010 00:10:00 GMT")], 600),
        ([("Expires", "0")], 0),
        ([("Expires", "-1")], 0),
        ([("Expires", "Fri, 99 Foo 99999 00:00:00 GMT")], 0),
        ([("Date", DATE), ("Expires", LATER), ("Cache-Control", "max-age=5")], 5),
    ],
)
def test_freshness_left(pairs: list[tuple[str, str]], seconds: float) -> None:
    assert remaining_freshness(some(*pairs), NOW) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("1.5", 1.5),
        (LATER, 3600),
        (DATE, 0),
        ("-1", 0),
        ("", 0),
        ("٣", 0),
        ("9" * 400, LONGEST),
    ],
)
def test_time_to_stay_away(text: str, seconds: float) -> None:
    assert retry_after(some(("Date", DATE), ("Retry-After", text)), NOW) == seconds


@given(st.text(), st.text(), st.text(), st.text())
def test_no_header_raises(control: str, expires: str, date: str, age: str) -> None:
    headers = some(
        ("Cache-Control", control), ("Expires", expires), ("Date", date), ("Age", age), ("Retry-After", expires)
    )
    assert 0 <= remaining_freshness(headers, NOW) <= LONGEST
    assert 0 <= retry_after(headers, NOW) <= LONGEST


def test_validators_are_kept_as_they_are_and_merged() -> None:
    assert validators(some(("ETag", 'W/"a"'), ("Last-Modified", "whenever"))) == Validators('W/"a"', "whenever")
    assert validators(some(("ETag", ""), ("Last-Modified", "a\x00b"))) == Validators()
    assert validators_after_304(Validators('"a"', "once"), some(("Last-Modified", "now"))) == Validators('"a"', "now")
    assert conditions(Validators()) == {}
