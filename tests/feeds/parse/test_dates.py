"""Dates as feeds really write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.parse.dates import COUNTRY_ZONES, WANDERING, _by_any_form, _by_the_rules, parse_date, plausible_moment

TABLE: list[tuple[str, str, str | None]] = [
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
    ("2026-11-24 24:00:00", "KR", "2026-11-24T15:00"),
    ("Tue, 2026/11/24 08:19:53 EST", "", "2026-11-24T13:19"),
    ("2026-július-13T9:15-05:00", "", "2026-07-13T14:15"),
    ("Κυρ, 12 Ιούλ 2026 12:00:00 EST", "", "2026-07-12T17:00"),
    ("mar. 24 nov. 2026 10:00:00 +0100", "FR", "2026-11-24T09:00"),
    ("24 août 2026 10:00", "FR", "2026-08-24T08:00"),
    ("24 de noviembre de 2026", "ES", None),
    ("2026년 11월 24일 10시 30분", "KR", "2026-11-24T01:30"),
    ("2026년11월24일 10:30:15", "KR", "2026-11-24T01:30"),
    ("2026-11-24 오후 10:30:15", "KR", "2026-11-24T13:30"),
    ("2026.11.24(화) 10:30", "KR", "2026-11-24T01:30"),
    ("2026. 11. 24. 오전 9:05", "KR", "2026-11-24T00:05"),
    ("2026年11月24日 午後10時30分", "JP", "2026-11-24T13:30"),
    ("2026年11月24日", "JP", "2026-11-23T15:00"),
    ("20261124", "KR", "2026-11-23T15:00"),
    ("2026-328", "", "2026-11-24T00:00"),
    ("2026-W48-2", "", "2026-11-24T00:00"),
    ("1795514400", "KR", "2026-11-24T10:00"),
    ("1795514400123", "", "2026-11-24T10:00"),
    ("11/24/2026 10:00:00 AM", "US", "2026-11-24T10:00"),
    ("11/5/2026 10:00:00 PM", "US", "2026-11-05T22:00"),
    ("05/11/2026 10:00", "GB", "2026-11-05T10:00"),
    ("05/11/2026 10:00", "", None),
    ("24/11/2026 10:00", "", "2026-11-24T10:00"),
    ("24.11.2026 10:00", "DE", "2026-11-24T09:00"),
    ("Tue Nov 24 10:00:00 +0900 2026", "", "2026-11-24T01:00"),
    ("Tue Nov 24 2026 10:00:00 GMT+0900 (Korean Standard Time)", "", "2026-11-24T01:00"),
    ("2026-11-24 10:00:00 +0900 KST", "", "2026-11-24T01:00"),
    ("2026-11-24 10:00:00.0", "KR", "2026-11-24T01:00"),
    ("2026-11-24T10:00:00,123+0900", "", "2026-11-24T01:00"),
    ("Tue, 24 Nov 2026 10:00:00 Asia/Seoul", "", "2026-11-24T01:00"),
    ("Tue, 24 Nov 2026 10:00:00 Etc/GMT", "KR", "2026-11-24T10:00"),
    ("Tue, 24 Nov 2026 10:00:00 Nowhere/Land", "KR", None),
    ("Tue, 24 Nov 2026 10:00:00 A", "KR", "2026-11-24T10:00"),
    ("Thu, 5 Apr 2026 10:00:00 GMT", "", "2026-04-05T10:00"),
    ("26 January 2026 16:31:00 PDT", "", "2026-01-26T23:31"),
]
NONSENSE = [
    "", "soon", "32 Nov 2026 10:00:00 GMT", "24 Foo 2026 10:00:00 GMT", "2026-13-01", "2026-11-24 25:00:00", "2026",
    "Tue, 24 Nov 2026 10:00:00 +9900", "Tue, 24 Nov 2026 10:00:00 XYZT", "0000-00-00 00:00:00", "1" * 5000, "٢٠٢٦",
]  # fmt: skip


@pytest.mark.parametrize(("text", "country", "expected"), TABLE)
def test_a_date_is_read_in_its_true_zone(text: str, country: str, expected: str | None) -> None:
    moment = parse_date(text, country)
    if expected is None:
        assert moment is None
        return
    assert moment is not None
    assert moment.replace(second=0, microsecond=0) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_none(text: str) -> None:
    assert parse_date(text, "KR") is None


@given(st.text(), st.sampled_from(["", "KR", "DE", "??"]))
def test_no_text_raises(text: str, country: str) -> None:
    moment = parse_date(text, country)
    assert moment is None or moment.tzinfo is UTC


FIELDS = st.tuples(st.integers(1, 31), st.sampled_from(["Nov", "Feb", "Foo"]), st.integers(0, 25), st.integers(0, 61))
ZONES = st.sampled_from(["GMT", "UTC", "+0900", "-1130", "+09:00", "+1400", "-1401", "+9999", "+0960"])


@given(FIELDS, st.sampled_from([1, 1989, 2026, 9999]), ZONES)
def test_the_short_way_and_the_long_way_agree(fields: tuple[int, str, int, int], year: int, zone: str) -> None:
    day, month, hour, minute = fields
    number = {"Nov": 11, "Feb": 2}.get(month, 13)
    offset = "Z" if zone in {"GMT", "UTC"} else zone[:3] + ":" + zone[-2:]
    for text in (
        f"Tue, {day:02} {month} {year:04} {hour:02}:{minute:02}:{minute:02} {zone}",
        f"{year:04}-{number:02}-{day:02}T{hour:02}:{minute:02}:{minute:02}.5{offset}",
    ):
        short = _by_the_rules(text)
        assert short is None or short == _by_any_form(text, "KR")


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
    assert plausible_moment(datetime(2026, 11, 25, 9, tzinfo=UTC), now)
    assert plausible_moment(datetime(2026, 11, 25, 11, tzinfo=UTC), now) is None
    assert plausible_moment(datetime(1970, 1, 1, tzinfo=UTC), now) is None
    assert plausible_moment(None, now) is None
