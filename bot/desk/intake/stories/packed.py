"""Fingerprints of many reports in a fifth of the memory of sets and dictionaries.

A report has two hundred words and pairs of words, most of which no other one has, and thousands of reports are kept: as
Python's integers, with a place in a table for each, they took 40 KB a report. Here they are numbers in sorted arrays,
found by bisection, which costs a third of a millisecond more a report.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Set
from math import sqrt

_ROWS = 512
"""Arrays that words are spread over, by their last bits, so that a new one is found soon and moves few others."""
_LAST = _ROWS - 1


class Words(Set[int]):
    """A fingerprint: a set of hashes, of 64 bits at the most."""

    __slots__ = ("_sorted",)

    def __init__(self, words: Iterable[int]) -> None:
        self._sorted = array("Q", sorted(words))

    def __contains__(self, word: object) -> bool:
        row = self._sorted
        at = bisect_left(row, word) if isinstance(word, int) else len(row)
        return at < len(row) and row[at] == word

    def __iter__(self) -> Iterator[int]:
        return iter(self._sorted)

    def __len__(self) -> int:
        return len(self._sorted)

    def __and__(self, other: Iterable[object]) -> frozenset[int]:
        return frozenset(self._sorted).intersection(other)

    __rand__ = __and__


def packed(words: Set[int]) -> Words:
    return words if isinstance(words, Words) else Words(words)


class WordCounts(Mapping[int, int]):
    """How many reports have a word; 0 of them are no entry."""

    __slots__ = ("_counts", "_words")

    def __init__(self) -> None:
        self._words = [array("Q") for _ in range(_ROWS)]
        self._counts = [array("I") for _ in range(_ROWS)]

    def add(self, words: Iterable[int]) -> None:
        rows, counts = self._words, self._counts
        for word in words:
            row = rows[word & _LAST]
            at = bisect_left(row, word)
            if at < len(row) and row[at] == word:
                counts[word & _LAST][at] += 1
            else:
                row.insert(at, word)
                counts[word & _LAST].insert(at, 1)

    def remove(self, words: Iterable[int]) -> None:
        """Raises KeyError for a word that nobody has."""
        for word in words:
            row, counts = self._words[word & _LAST], self._counts[word & _LAST]
            at = self._at(word)
            counts[at] -= 1
            if not counts[at]:
                del row[at], counts[at]

    def __getitem__(self, word: int) -> int:
        return self._counts[word & _LAST][self._at(word)]

    def _at(self, word: int) -> int:
        row = self._words[word & _LAST]
        at = bisect_left(row, word)
        if at == len(row) or row[at] != word:
            raise KeyError(word)
        return at

    def get(self, word: int, default: int = 0) -> int:  # type: ignore[override]  # there is no other default
        row = self._words[word & _LAST]
        at = bisect_left(row, word)
        return self._counts[word & _LAST][at] if at < len(row) and row[at] == word else default

    def __iter__(self) -> Iterator[int]:
        return (word for row in self._words for word in row)

    def __len__(self) -> int:
        return sum(map(len, self._words))


class WordPlaces:
    """The same as ``Places``, for words."""

    __slots__ = ("_places", "_words", "lengths")

    def __init__(self) -> None:
        self._words = [array("Q") for _ in range(_ROWS)]
        self._places = [array("I") for _ in range(_ROWS)]
        self.lengths: list[float] = []

    def add(self, words: Set[int]) -> None:
        place, rows, places = len(self.lengths), self._words, self._places
        for word in words:
            row = rows[word & _LAST]
            at = bisect_right(row, word)
            row.insert(at, word)
            places[word & _LAST].insert(at, place)
        self.lengths.append(sqrt(len(words)))

    def sums(self, weights: Mapping[int, float]) -> list[float]:
        found, rows, places = [0.0] * len(self.lengths), self._words, self._places
        for word, weight in weights.items():
            row = rows[word & _LAST]
            begin = bisect_left(row, word)
            if begin < len(row) and row[begin] == word:  # of most words no report is here
                for place in places[word & _LAST][begin : bisect_right(row, word, begin)]:
                    found[place] += weight
        return found
