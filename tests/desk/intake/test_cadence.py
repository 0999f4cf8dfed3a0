"""When to ask a feed again."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.intake.cadence import DAY, RETRY_CAP, Wait, base, due, wait
from bot.model import FeedKind, Freshness, Hints
from tests.desk.make import NOW

FLOOR = 600.0
HOUR = 3600.0
anything = st.floats()  # infinities and NaN with it: a server may send what it likes


@pytest.mark.parametrize(
    ("gap", "seconds"),
    [
        (timedelta(minutes=2), FLOOR),
        (timedelta(hours=6), HOUR / 2),
        (timedelta(days=1), 2 * HOUR),
        (timedelta(days=7), 14 * HOUR),
        (timedelta(days=90), DAY),
    ],
)
def test_base_follows_how_often_the_feed_publishes(gap: timedelta, seconds: float) -> None:
    dates = [NOW - n * gap for n in range(10)]
    assert base(FeedKind.AGENCY, dates, 0.0, FLOOR) == seconds
    assert base(FeedKind.AGENCY, dates[::-1], 0.0, FLOOR) == seconds


def test_base_stays_where_the_document_says_nothing() -> None:
    assert base(FeedKind.AGENCY, (), 7200.0, FLOOR) == 7200
    assert base(FeedKind.AGENCY, [NOW], 7200.0, FLOOR) == 7200
    assert base(FeedKind.AGENCY, (), 0.0, FLOOR) == FLOOR


def test_old_reports_of_a_replay_do_not_slow_it() -> None:
    dates = [NOW - n * timedelta(days=60) for n in range(5)]
    assert base(FeedKind.REPLAY, dates, 9000.0, 1.0) == 1.0


@pytest.mark.parametrize(
    ("errors", "seconds"), [(0, 600), (1, 1200), (3, 4800), (7, 76_800), (8, 76_800), (5000, 76_800)]
)
def test_errors_double_the_wait(errors: int, seconds: float) -> None:
    assert wait(600, Freshness(), errors, floor=FLOOR, jitter=1.0).seconds == seconds


def test_errors_of_a_slow_feed_end_at_a_day() -> None:
    assert wait(DAY / 2, Freshness(), 6, floor=FLOOR, jitter=1.0).seconds == DAY


@pytest.mark.parametrize(
    ("freshness", "seconds", "hold"),
    [
        (Freshness(max_age=43_200), 43_200, 0),
        (Freshness(max_age=10 * 365 * DAY), DAY, 0),
        (Freshness(max_age=5), FLOOR, 0),
        (Freshness(ttl=10_800), 10_800, 0),
        (Freshness(ttl=10_800, max_age=20_000), 20_000, 0),
        (Freshness(retry_after=3600), 3600, 3600),
        (Freshness(retry_after=2 * DAY), 2 * DAY, 2 * DAY),
        (Freshness(retry_after=365 * DAY), RETRY_CAP, RETRY_CAP),
        (Freshness(retry_after=5), FLOOR, FLOOR),
        (Freshness(retry_after=-5), FLOOR, 0),
        (Freshness(retry_after=math.nan, ttl=math.nan, max_age=math.nan), FLOOR, 0),
        (Freshness(retry_after=math.inf), RETRY_CAP, RETRY_CAP),
    ],
)
def test_what_the_server_asks_for(freshness: Freshness, seconds: float, hold: float) -> None:
    found = wait(FLOOR, freshness, 0, floor=FLOOR, jitter=1.0)
    assert (found.seconds, found.hold) == (seconds, hold)


@pytest.mark.parametrize(
    ("dates", "last", "period", "seconds"),
    [
        ((), 0.0, 24 * HOUR, 2 * HOUR),
        ((NOW, NOW - timedelta(minutes=5)), 0.0, 24 * HOUR, 2 * HOUR),
        ((NOW, NOW - timedelta(days=7)), 0.0, 24 * HOUR, 14 * HOUR),
        ((), 4 * HOUR, HOUR, 4 * HOUR),
        ((), 0.0, HOUR, FLOOR),
        ((), 0.0, 365 * DAY, DAY),
    ],
)
def test_a_stated_period_slows_and_never_hurries(
    dates: tuple[datetime, ...], last: float, period: float, seconds: float
) -> None:
    assert base(FeedKind.AGENCY, dates, last, FLOOR, period) == seconds


@pytest.mark.parametrize(
    ("hours", "days", "end", "expected"),
    [
        ((), (), NOW + timedelta(hours=1), NOW + timedelta(hours=1)),
        ((10, 11), (), NOW + timedelta(hours=1, minutes=7), NOW + timedelta(hours=3, minutes=7)),
        ((12,), (), NOW + timedelta(hours=1), NOW + timedelta(hours=1)),
        ((), (1,), NOW + timedelta(hours=1), NOW + timedelta(hours=15)),
        ((), (1, 2), NOW + timedelta(hours=1), NOW + timedelta(days=1)),
        (range(24), (), NOW + timedelta(hours=1), NOW + timedelta(days=1)),
        (range(24), (), NOW + timedelta(days=3), NOW + timedelta(days=3)),
    ],
)
def test_hours_to_skip_are_waited_out_for_a_day(
    hours: Iterable[int], days: Iterable[int], end: datetime, expected: datetime
) -> None:
    """NOW is a Tuesday, nine in the morning."""
    hints = Hints(skip_hours=frozenset(hours), skip_days=frozenset(days))
    assert due(NOW, Wait((end - NOW).total_seconds(), 0.0), hints) == expected


@pytest.mark.parametrize(
    ("freshness", "errors", "why"),
    [
        (Freshness(), 0, "how often it publishes"),
        (Freshness(), 2, "the errors in a row"),
        (Freshness(ttl=9000), 0, "the ttl that it states"),
        (Freshness(ttl=9000, max_age=9001), 0, "how long it says that it is fresh"),
        (Freshness(retry_after=9000), 1, "its Retry-After"),
    ],
)
def test_a_wait_says_why(freshness: Freshness, errors: int, why: str) -> None:
    assert wait(FLOOR, freshness, errors, floor=FLOOR, jitter=1.0).why == why


def test_jitter_only_lengthens() -> None:
    asked = Freshness(max_age=3600)
    assert wait(FLOOR, asked, 0, floor=FLOOR, jitter=1.15).seconds == pytest.approx(4140)
    assert wait(FLOOR, asked, 0, floor=FLOOR, jitter=0.5).seconds == 3600


@given(
    st.lists(st.integers(0, 10**8), max_size=20),
    anything,
    anything,
    anything,
    st.integers(0, 10_000),
    st.floats(1.0, 2 * DAY),
    st.floats(1.0, 1.15),
)
def test_never_below_the_floor_and_never_without_end(
    ages: list[int], max_age: float, ttl: float, retry: float, errors: int, floor: float, jitter: float
) -> None:
    usual = base(FeedKind.SEARCH, [NOW - timedelta(seconds=age) for age in ages], 0.0, floor)
    found = wait(usual, Freshness(max_age, retry, ttl), errors, floor=floor, jitter=jitter)
    assert floor <= usual <= max(floor, DAY)
    assert floor <= found.seconds <= 1.15 * RETRY_CAP
    assert found.hold <= found.seconds
