"""Places of terms counted in words, and which of them are near each other."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple


class Spot(NamedTuple):
    """A term in a part of a report: its characters, and the numbers of its first and last word."""

    start: int
    end: int
    first: int
    last: int


def near(left: Sequence[Spot], right: Sequence[Spot], distance: int, *, ordered: bool) -> list[Spot]:
    """From each left spot to the nearest right one with at most ``distance`` words between, as one spot, in order.

    Each spot looks at its neighbours only, so the time is that of looking them up. Spots that share a word are not near
    each other but the same.
    """
    starts = [spot.first for spot in right]
    found: set[Spot] = set()
    for spot in left:
        at = bisect_left(starts, spot.last + 1)
        if at < len(right) and right[at].first - spot.last - 1 <= distance:
            found.add(Spot(spot.start, max(spot.end, right[at].end), spot.first, max(spot.last, right[at].last)))
        before = None if ordered else _last_ending_before(right, starts, spot)
        if before is not None and spot.first - before.last - 1 <= distance:
            found.add(Spot(before.start, spot.end, before.first, spot.last))
    return sorted(found)


_OVERLAPS = 8  # spots that may reach over the one that is looked at; a phrase is not longer


def _last_ending_before(row: Sequence[Spot], starts: Sequence[int], spot: Spot) -> Spot | None:
    at = bisect_left(starts, spot.first) - 1
    for index in range(at, max(-1, at - _OVERLAPS), -1):
        if row[index].last < spot.first:
            return row[index]
    return None
