"""Places of terms counted in words, and which of them are near each other."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

_UNKNOWN = -1


class Spot(NamedTuple):
    """A term in a part of a report: the numbers of its first and last word, and its characters where they are known."""

    first: int
    last: int
    start: int = _UNKNOWN
    end: int = _UNKNOWN


def near(left: Sequence[Spot], right: Sequence[Spot], distance: int, *, ordered: bool) -> list[Spot]:
    """From each left spot to the nearest right one with at most ``distance`` words between, as one spot, in order.

    Each spot looks at its neighbours only, so the time is that of looking them up. Spots that share a word are not near
    each other but the same.
    """
    firsts = [spot.first for spot in right]
    found: set[Spot] = set()
    for spot in left:
        at = bisect_left(firsts, spot.last + 1)
        if at < len(right) and right[at].first - spot.last - 1 <= distance:
            found.add(Spot(spot.first, right[at].last, spot.start, right[at].end))
        before = None if ordered else _last_ending_before(right, firsts, spot)
        if before is not None and spot.first - before.last - 1 <= distance:
            found.add(Spot(before.first, spot.last, before.start, spot.end))
    return sorted(found)


def are_near(left: Sequence[int], right: Sequence[int], distance: int, *, ordered: bool) -> bool:
    """The same of single words by their numbers in order: whether two different ones are so near each other."""
    for number in left:
        at = bisect_left(right, number if ordered else number - distance - 1)
        for other in right[at : at + 2 * distance + 4]:
            if other > number + distance + 1:
                break
            if other != number:
                return True
    return False


_OVERLAPS = 8  # spots that may reach over the one that is looked at, and words of one; a phrase is not longer


def _last_ending_before(row: Sequence[Spot], firsts: Sequence[int], spot: Spot) -> Spot | None:
    """Of the spots that end before another begins the one that ends last, though a short one may begin after it."""
    found: Spot | None = None
    at = bisect_left(firsts, spot.first) - 1
    for one in (row[index] for index in range(at, max(-1, at - _OVERLAPS), -1)):
        if found is not None and one.first + _OVERLAPS <= found.last:
            break
        if one.last < spot.first and (found is None or one.last > found.last):
            found = one
    return found
