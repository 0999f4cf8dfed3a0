"""When a digest comes."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.delivery.digest import clock_of, next_digest

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("UTC", "08:00", datetime(2026, 11, 25, 8, 0, tzinfo=UTC)),
        ("UTC", "12:00", datetime(2026, 11, 25, 12, 0, tzinfo=UTC)),
        ("UTC", "12:01", datetime(2026, 11, 24, 12, 1, tzinfo=UTC)),
        ("Asia/Seoul", "08:00", datetime(2026, 11, 24, 23, 0, tzinfo=UTC)),
        ("America/New_York", "8:00", datetime(2026, 11, 24, 13, 0, tzinfo=UTC)),
        ("", "08:00", datetime(2026, 11, 25, 8, 0, tzinfo=UTC)),
        ("Mars/Olympus", "late", datetime(2026, 11, 25, 8, 0, tzinfo=UTC)),
    ],
)
def test_it_comes_when_the_chats_clock_shows_its_time(zone: str, at: str, expected: datetime) -> None:
    assert next_digest(NOON, zone, at) == expected


def test_a_change_of_clocks_moves_it_by_an_hour() -> None:
    before = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)  # Berlin's clocks go forward in the night
    assert next_digest(before, "Europe/Berlin", "08:00") == datetime(2026, 3, 29, 6, 0, tzinfo=UTC)


@given(st.integers(0, 5 * 365 * 24 * 60), st.times())
def test_it_is_within_a_day_and_an_hour_and_never_now(minutes: int, clock: time) -> None:
    now = NOON + timedelta(minutes=minutes)
    gap = next_digest(now, "America/Santiago", f"{clock:%H:%M}") - now
    assert 0 < gap.total_seconds() <= 25 * 3600


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("8", time(8)),
        ("08:30", time(8, 30)),
        ("8.30", time(8, 30)),
        ("7am", time(7)),
        ("12 pm", time(12)),
        ("12am", time(0)),
        ("11:59 PM", time(23, 59)),
    ],
)
def test_clocks_as_people_type_them(typed: str, clock: time) -> None:
    assert clock_of(typed) == clock


@pytest.mark.parametrize("typed", ["", "soon", "24:00", "8:60", "13pm", "8:5", "-1", "8:00:00", "0am"])
def test_what_is_no_time_of_a_day(typed: str) -> None:
    assert clock_of(typed) is None
