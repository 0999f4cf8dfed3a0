"""When a digest comes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.delivery.digest import clock_of, next_digest
from bot.desk.delivery.digest_days import days_in_words, take_days

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


@pytest.mark.parametrize(
    ("zone", "at", "days", "expected"),
    [
        ("UTC", "08:00", "12345", datetime(2026, 11, 25, 8, 0, tzinfo=UTC)),
        ("UTC", "08:00", "1", datetime(2026, 11, 30, 8, 0, tzinfo=UTC)),
        ("UTC", "13:00", "2", datetime(2026, 11, 24, 13, 0, tzinfo=UTC)),
        ("UTC", "12:00", "2", datetime(2026, 12, 1, 12, 0, tzinfo=UTC)),
        ("UTC", "08:00", "67", datetime(2026, 11, 28, 8, 0, tzinfo=UTC)),
        ("Asia/Seoul", "08:00", "1", datetime(2026, 11, 29, 23, 0, tzinfo=UTC)),
        ("Pacific/Kiritimati", "01:00", "3", datetime(2026, 12, 1, 11, 0, tzinfo=UTC)),
        ("UTC", "08:00", "", datetime(2026, 11, 25, 8, 0, tzinfo=UTC)),
        ("UTC", "08:00", "never", datetime(2026, 11, 25, 8, 0, tzinfo=UTC)),
    ],
)
def test_it_comes_on_the_days_of_the_chats_own_calendar(zone: str, at: str, days: str, expected: datetime) -> None:
    assert next_digest(NOON, zone, at, days) == expected


@given(st.integers(0, 5 * 365 * 24 * 60), st.times(), st.sets(st.integers(1, 7), min_size=1))
def test_it_is_on_one_of_its_days_and_none_of_them_is_missed(minutes: int, clock: time, days: set[int]) -> None:
    zone, now = "America/Santiago", NOON + timedelta(minutes=minutes)
    chosen = "".join(map(str, sorted(days)))
    when = next_digest(now, zone, f"{clock:%H:%M}", chosen)
    assert 0 < (when - now).total_seconds() <= (7 * 24 + 1) * 3600
    # Noon of the day before is no clock's change.
    daily, found = now, now
    while found.astimezone(ZoneInfo(zone)).isoweekday() not in days or found <= now:
        daily = found = next_digest(daily, zone, f"{clock:%H:%M}")
    assert when == found, "the first daily one on a day that is wanted"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("1234567", "daily"),
        ("12345", "on weekdays"),
        ("67", "on weekends"),
        ("1", "on Mondays"),
        ("14", "on Mondays and Thursdays"),
        ("135", "on Mondays, Wednesdays and Fridays"),
    ],
)
def test_days_are_told_as_they_are_typed(days: str, words: str) -> None:
    assert days_in_words(days) == words
    assert take_days(words) == (days, "")


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
