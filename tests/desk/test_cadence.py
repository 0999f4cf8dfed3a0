"""When to ask a feed again."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.cadence import DAY, RETRY_CAP, base, wait
from bot.model import FeedKind, Freshness
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
