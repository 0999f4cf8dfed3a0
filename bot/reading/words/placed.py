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

    __slots__ = ("starts", "things")

    things: Sequence[T]
    starts: Sequence[int]
    """Where each begins."""

    def __init__(self, things: Iterable[T]) -> None:
        self.things = tuple(things)
        self.starts = [thing.start for thing in self.things]

    def __iter__(self) -> Iterator[T]:
        return iter(self.things)

    def __len__(self) -> int:
        return len(self.things)

    def __getitem__(self, at: int) -> T:
        return self.things[at]

    def within(self, start: int, end: int) -> Sequence[T]:
        """Those that begin in ``start <= place < end``."""
        starts = self.starts
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] >= end:
            return ()  # as it mostly is
        return self.things[first : bisect_left(starts, end, first)]

    def last_before(self, place: int) -> T | None:
        """The last one that begins before a place."""
        at = bisect_left(self.starts, place)
        return self.things[at - 1] if at else None

    def first_from(self, place: int) -> T | None:
        """The first one that begins at a place or after it."""
        at = bisect_left(self.starts, place)
        return self.things[at] if at < len(self.things) else None
