"""The hits of a vocabulary's terms in a text, with exact places.

Finding them is the business of ``index``; what a hit means, that of ``relevance``, ``parties``, ``tracks``, ``timing``,
``candidates`` and ``dates``.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple, TypeVar

from bot.reading.words.placed import Placed


class Hit(NamedTuple):  # a tuple, as a report has hundreds of them
    """The place of a term that was found."""

    start: int
    end: int


class HitOf(NamedTuple):
    """A hit of one of several labels."""

    start: int
    end: int
    which: int
    """The number of the label among them."""


H = TypeVar("H", Hit, HitOf)


_START = itemgetter(0)


class _Row(Placed[H]):
    """Hits in order, of which many rows are made for a report."""

    __slots__ = ()

    def __init__(self, hits: Sequence[H]) -> None:
        self.things = hits
        self.starts = list(map(_START, hits))


_NONE: Placed[Hit] = Placed(())
_hit_of = partial(tuple.__new__, HitOf)  # without the checks of its own


class Hits:
    """What an index found in one text, by label and place."""

    __slots__ = ("_mixed", "_placed", "_rows")

    def __init__(self, rows: Mapping[str, Sequence[Hit]]) -> None:
        """``rows`` are the hits of each label in the order of the text, none within another."""
        self._rows = rows
        self._placed: dict[str, _Row[Hit]] = {}  # when they are first asked for
        self._mixed: dict[tuple[str, ...], _Row[HitOf]] = {}

    def all(self, label: str) -> Placed[Hit]:
        """Every hit of a label."""
        row = self._placed.get(label)
        if row is None:
            return self._place(label) if label in self._rows else _NONE
        return row

    def _place(self, label: str) -> _Row[Hit]:
        self._placed[label] = row = _Row(self._rows[label])
        return row

    def labels(self) -> Collection[str]:
        """The labels that were found at all."""
        return self._rows

    def among(self, labels: tuple[str, ...]) -> Placed[HitOf]:
        """Every hit of several labels that are always asked for together, in the order of the text."""
        row = self._mixed.get(labels)
        if row is None:
            found = [(which, self._rows[label]) for which, label in enumerate(labels) if label in self._rows]
            hits = [(start, end, which) for which, row in found for start, end in row]
            if len(found) > 1:
                hits.sort()
            row = self._mixed[labels] = _Row(list(map(_hit_of, hits)))
        return row

    def within(self, label: str, start: int, end: int) -> Sequence[Hit]:
        """Hits of a label that begin in ``start <= place < end``."""
        row = self._placed.get(label)
        if row is None:
            if label not in self._rows:
                return ()  # most labels are not there at all
            row = self._place(label)
        starts = row.starts
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] >= end:
            return ()  # and of those that are, most are elsewhere
        return row.things[first : bisect_left(starts, end, first)]

    def any(self, label: str, start: int, end: int) -> bool:
        """Whether a hit of a label begins in ``start <= place < end``."""
        row = self._placed.get(label)
        if row is None:
            if label not in self._rows:
                return False
            row = self._place(label)
        starts = row.starts
        first = bisect_left(starts, start)
        return first < len(starts) and starts[first] < end
