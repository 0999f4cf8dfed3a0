"""Things with a place in a text, found again by place without looking at all of them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar


class HasPlace(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=HasPlace)


class Placed(Generic[T]):
    """A row of things in the order of the text, none within another."""

    __slots__ = ("_starts", "_things")

    def __init__(self, things: Iterable[T]) -> None:
        self._things: Sequence[T] = tuple(things)
        self._starts = [thing.start for thing in self._things]

    def __iter__(self) -> Iterator[T]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def __getitem__(self, at: int) -> T:
        return self._things[at]

    def within(self, start: int, end: int) -> Sequence[T]:
        """Those that begin in ``start <= place < end``."""
        return self._things[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def count(self, start: int, end: int) -> int:
        """How many begin in ``start <= place < end``, without touching them."""
        return max(0, bisect_left(self._starts, end) - bisect_left(self._starts, start))

    def last_before(self, place: int) -> T | None:
        """The last one that begins before a place."""
        at = bisect_left(self._starts, place) - 1
        return self._things[at] if at >= 0 else None

    def first_from(self, place: int) -> T | None:
        """The first one that begins at a place or after it."""
        at = bisect_left(self._starts, place)
        return self._things[at] if at < len(self._things) else None
