"""Which of the reports at hand have a sign: found at once, instead of looking for it in each of them."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Set
from math import sqrt
from typing import Generic, TypeVar

from bot.model import Signs

T = TypeVar("T", bound=Hashable)
_SPARE = 100
"""Reports that may be gone before the index is made anew."""


class Places(Generic[T]):
    """The places of the reports that have a sign of one kind."""

    __slots__ = ("_places", "lengths")

    def __init__(self) -> None:
        self._places: dict[T, list[int]] = {}
        self.lengths: dict[int, float] = {}
        """Of each place the root of how many signs it has."""

    def add(self, place: int, signs: Set[T]) -> None:
        for sign in signs:
            there = self._places.get(sign)
            if there is None:
                self._places[sign] = [place]
            else:
                there.append(place)
        self.lengths[place] = sqrt(len(signs))

    def sums(self, weights: Mapping[T, float]) -> dict[int, float]:
        """Of each place that has any of these signs, the sum of their weights."""
        found: defaultdict[int, float] = defaultdict(float)
        for sign, weight in weights.items():
            for place in self._places.get(sign, ()):
                found[place] += weight
        return found


class Index:
    """Reports that others are compared with again and again, by their signs. A report is known by its identity."""

    def __init__(self) -> None:
        self._reports: dict[int, tuple[int, Signs]] = {}
        """``id`` of a report -> its place, and itself, so that no other one gets its id."""
        self._next = 0
        self._clear()

    def _clear(self) -> None:
        self.words = Places[int]()
        self.names = Places[str]()
        self.parties = Places[str]()
        self.numbers = Places[str]()
        self._gone = 0

    def add(self, report: Signs) -> None:
        if id(report) not in self._reports:
            self._put(report)

    def remove(self, report: Signs) -> None:
        """Forget a report, if it is here."""
        if self._reports.pop(id(report), None) is not None:
            self._gone += 1
        if self._gone > len(self._reports) + _SPARE:
            self._clear()
            for _, kept in list(self._reports.values()):
                self._put(kept)

    def place(self, report: Signs) -> int | None:
        """Its number; None where it is not here."""
        found = self._reports.get(id(report))
        return None if found is None else found[0]

    def _put(self, report: Signs) -> None:
        self._next = place = self._next + 1
        self._reports[id(report)] = place, report
        self.words.add(place, report.words)
        self.names.add(place, report.names)
        self.parties.add(place, report.parties)
        self.numbers.add(place, report.numbers)
