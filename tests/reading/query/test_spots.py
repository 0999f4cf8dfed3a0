"""Words near each other: single words by their numbers are near where they are as spots."""

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.query.spots import Spot, are_near, near

ROWS = st.lists(st.integers(0, 40), max_size=8, unique=True).map(sorted)


@given(left=ROWS, right=ROWS, distance=st.integers(0, 6), ordered=st.booleans())
def test_numbers_are_near_where_spots_are(left: list[int], right: list[int], distance: int, ordered: bool) -> None:
    spots = near([Spot(n, n) for n in left], [Spot(n, n) for n in right], distance, ordered=ordered)
    assert are_near(left, right, distance, ordered=ordered) == bool(spots)


def test_the_nearest_spot_before_is_the_one_that_ends_last() -> None:
    long_and_short = [Spot(3, 5), Spot(4, 4)]
    assert near([Spot(6, 6)], long_and_short, 0, ordered=False) == [Spot(3, 6)]
