"""Dates as feeds really write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.dates import COUNTRY_ZONES, WANDERING, parse_date, plausible

TABLE = [
    ("Tue, 24 Nov 2026 10:00:00 GMT", "", "2026-11-24T10:00"),
    ("Tue, 24 Nov 2026 10:00:00 +0900", "", "2026-11-24T01:00"),
    ("Tue, 24 Nov 2026 10:00:00 -0500", "", "2026-11-24T15:00"),
    ("Tue, 24 Nov 2026 10:00:00 KST", "", "2026-11-24T01:00"),
    ("Tue, 24 Nov 2026 10:00:00 JST", "", "2026-11-24T01:00"),
    ("Tue, 24 Nov 2026 10:00:00 CET", "", "2026-11-24T09:00"),
    ("Fri, 24 Jul 2026 10:00:00 CEST", "", "2026-07-24T08:00"),
    ("Fri, 24 Jul 2026 10:00:00 BST", "", "2026-07-24T09:00"),
    ("Tue, 24 Nov 2026 10:00:00 EST", "", "2026-11-24T15:00"),
    ("Fri, 24 Jul 2026 10:00:00 EDT", "", "2026-07-24T14:00"),
    ("Fri, 24 Jul 2026 10:00:00 ET", "", "2026-07-24T14:00"),
    ("Tue, 24 Nov 2026 10:00:00 PT", "", "2026-11-24T18:00"),
    ("Tue, 24 Nov 2026 10:00:00 MEZ", "", "2026-11-24T09:00"),
    ("Tue, 24 Nov 2026 10:00:00 CST", "", "2026-11-24T16:00"),
    ("Tue, 24 Nov 2026 10:00:00 CST", "TW", "2026-11-24T02:00"),
    ("Tue, 24 Nov 2026 10:00:00 +0900 (KST)", "", "2026-11-24T01:00"),
    ("Tue, 24 Nov 2026 10:00:00 GMT+9", "", "2026-11-24T01:00"),
    ("Tue, 24 Nov 2026 10:00:00 GMT+09:00", "", "2026-11-24T01:00"),
    ("Tue, 24 Nov 2026 10:00:00", "KR", "2026-11-24T01:00"),
    ("Tue, 24 Nov 2026 10:00 +0900", "", "2026-11-24T01:00"),
    ("Sun,27 Sep 2026 10:00:00 +0900", "KR", "2026-09-27T01:00"),
    ("Sun, 27 09 2026 10:00:00 +0900", "KR", "2026-09-27T01:00"),
    ("27 09 2026 10:00:00", "KR", "2026-09-27T01:00"),
    ("Sun,  27  Sep 2026   10:00:00  +0900", "KR", "2026-09-27T01:00"),
    ("2026-09-27 10:00:00", "KR", "2026-09-27T01:00"),
    ("2026-09-27 10:00:00", "JP", "2026-09-27T01:00"),
    ("2026-09-27 10:00:00", "DE", "2026-09-27T08:00"),
    ("2026-11-27 10:00:00", "DE", "2026-11-27T09:00"),
    ("2026-09-27 10:00:00", "US", "2026-09-27T10:00"),
    ("2026-09-27T10:00:00+09:00", "", "2026-09-27T01:00"),
    ("2026-09-27T10:00:00.123456Z", "KR", "2026-09-27T10:00"),
    ("2026-09-27T10:00Z", "", "2026-09-27T10:00"),
    ("2026-09-27T10:00:00 +0900", "", "2026-09-27T01:00"),
    ("2026-09-27T10:00:00+09", "", "2026-09-27T01:00"),
    ("2026.09.27 10:00", "KR", "2026-09-27T01:00"),
    ("2026/09/27 10:00:00", "KR", "2026-09-27T01:00"),
    ("2026. 9. 27. 10:00", "KR", "2026-09-27T01:00"),
    ("20260927100000", "KR", "2026-09-27T01:00"),
    ("20260927T100000Z", "KR", "2026-09-27T10:00"),
    ("2019-11-19", "", "2019-11-19T00:00"),
    ("19 Sep. 2025", "", "2025-09-19T00:00"),
    ("24-Nov-26 10:00:00 GMT", "", "2026-11-24T10:00"),
    ("24 Nov 26 10:00:00 GMT", "", "2026-11-24T10:00"),
    ("Nov 24, 2026 10:00 pm EST", "", "2026-11-25T03:00"),
    ("November 24, 2026, 12:00 am EST", "", "2026-11-24T05:00"),
    ("Tuesday, November 24, 2026", "", "2026-11-24T00:00"),
    ("Tue Nov 24 10:00:00 2026", "", "2026-11-24T10:00"),
    ("Tue Nov 24 10:00:00 EST 2026", "", "2026-11-24T15:00"),
    ("Di, 1 Dez 2026 10:00:00 +0100", "DE", "2026-12-01T09:00"),
    ("1. Oktober 2026 12:30", "DE", "2026-10-01T10:30"),
    ("화, 24 Nov 2026 10:00:00 +0900", "KR", "2026-11-24T01:00"),
    ("Tue, 24 Nov 2026 23:59:60 GMT", "", "2026-11-24T23:59"),
]
NONSENSE = [
    "", "soon", "32 Nov 2026 10:00:00 GMT", "24 Foo 2026 10:00:00 GMT", "2026-13-01", "2026-11-24 25:00:00", "2026",
    "Tue, 24 Nov 2026 10:00:00 +9900", "Tue, 24 Nov 2026 10:00:00 XYZT", "0000-00-00 00:00:00", "1" * 5000, "٢٠٢٦",
]  # fmt: skip


@pytest.mark.parametrize(("text", "country", "expected"), TABLE)
def test_a_date_is_read_in_its_true_zone(text: str, country: str, expected: str) -> None:
    moment = parse_date(text, country)
    assert moment is not None
    assert moment.replace(second=0, microsecond=0) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_none(text: str) -> None:
    assert parse_date(text, "KR") is None


@given(st.text(), st.sampled_from(["", "KR", "DE", "??"]))
def test_no_text_raises(text: str, country: str) -> None:
    moment = parse_date(text, country)
    assert moment is None or moment.tzinfo is UTC


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2090, 1, 1)))  # noqa: DTZ001  # made aware below
def test_what_is_written_by_the_rules_is_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(moment.strftime("%a, %d %b %Y %H:%M:%S +0000")) == moment


@pytest.mark.parametrize("country", sorted(COUNTRY_ZONES))
def test_every_countrys_zone_exists(country: str) -> None:
    assert parse_date("2026-11-24 10:00:00", country) is not None


@pytest.mark.parametrize("name", sorted(WANDERING))
def test_every_wandering_zone_exists(name: str) -> None:
    assert parse_date(f"Tue, 24 Nov 2026 10:00:00 {name}") is not None


def test_a_date_far_ahead_or_long_ago_is_not_believed() -> None:
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert plausible(datetime(2026, 11, 25, 9, tzinfo=UTC), now)
    assert plausible(datetime(2026, 11, 25, 11, tzinfo=UTC), now) is None
    assert plausible(datetime(1970, 1, 1, tzinfo=UTC), now) is None
    assert plausible(None, now) is None
