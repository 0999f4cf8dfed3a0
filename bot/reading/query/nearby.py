"""Words near each other, of all pairs that are asked for at once.

The places of all words are numbers in one sorted row, those of each word behind those of the one before it; a pair is
looked up there by binary search. So a report pays for the words that it has, and a pair that may be there for one look.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.reading.query.expression import Near
from bot.reading.words.split import DOT_BETWEEN, starts_of

Numbers = NDArray[np.intp]
"""Of words, terms, queries or places; one dimension unless it is said."""
Mask = NDArray[np.bool_]

_MOST_AT_ONCE = 1_000_000  # places of left words
_TABLE = 0x10000  # characters of the basic plane


class Places(NamedTuple):
    """Where some words are, or phrases: of each time that one is found."""

    words: Numbers
    """The number of the word."""
    firsts: Numbers
    """Where it begins, counted in words of the text."""
    lasts: Numbers
    """Where it ends; in languages without spaces a word may be several."""

    def with_rows(self, rows: Sequence[tuple[int, int, int]]) -> "Places":
        """The same and more, which need not be in order."""
        if not rows:
            return self
        more = np.array(rows, dtype=np.intp).T
        return Places(*(np.concatenate((known, new)) for known, new in zip(self, more, strict=True)))


class _Line(NamedTuple):
    """The places of one word after the other in one line; those of a word take up the width of the text."""

    width: int
    firsts: Numbers
    lasts: Numbers
    counts: Numbers
    """Of each word, how often it is there, and at which place of the line it begins."""
    starts: Numbers


class NearPairs:
    """Pairs of words that are looked for near each other."""

    def __init__(self, nears: Sequence[Near], lefts: Sequence[int], rights: Sequence[int]) -> None:
        """``lefts`` and ``rights`` are the numbers of each pair's words."""
        self._lefts, self._rights = numbers(lefts), numbers(rights)
        self._ahead = numbers([near.distance for near in nears])
        self._back = numbers([-1 if near.ordered else near.distance for near in nears])
        self.gap = int(self._ahead.max(initial=0)) + 2
        """So many words apart, none is near another."""

    def found(self, there: Mask, places: Callable[[Mask], Places]) -> Numbers:
        """The pairs that are near each other, counted from 0.

        ``there`` tells by its number whether a word is; ``places`` is asked for those of some of them.
        """
        both = np.flatnonzero(there.take(self._lefts) & there.take(self._rights))
        if not both.size:
            return both
        wanted = np.zeros(len(there), np.bool_)
        wanted[self._lefts.take(both)] = wanted[self._rights.take(both)] = True
        return both.compress(self._are_near(both, self._line(places(wanted), len(there))))

    def _line(self, places: Places, words: int) -> _Line:
        width = int(places.lasts.max()) + 2 * self.gap
        before, end = places.words * width + self.gap, (words * width,)
        counts = np.bincount(places.words, minlength=words)
        firsts = lasts = np.sort(np.concatenate((before + places.firsts, end)))
        if places.firsts is not places.lasts:
            # Of one word, the first to begin is the first to end: the two rows go on belonging together.
            lasts = np.sort(np.concatenate((before + places.lasts, end)))
        return _Line(width, firsts, lasts, counts, counts.cumsum() - counts)

    def _are_near(self, pairs: Numbers, line: _Line) -> Mask:
        """Of each pair, whether its words are near each other: looked for from each place of the one with fewer."""
        one, other = self._lefts.take(pairs), self._rights.take(pairs)
        ahead, back = self._ahead.take(pairs), self._back.take(pairs)
        turned = line.counts.take(one) > line.counts.take(other)
        one, other = np.where(turned, (other, one), (one, other))
        ahead, back = np.where(turned, (back, ahead), (ahead, back))
        counts = line.counts.take(one)
        if len(pairs) > 1 and counts.sum() > _MOST_AT_ONCE:  # no text has it that was not made to
            return np.concatenate([self._are_near(half, line) for half in np.array_split(pairs, 2)])
        which, each = np.arange(len(pairs)).repeat(counts), ranges(line.starts.take(one), counts)
        across = ((other - one) * line.width).take(which)
        behind, before = across + line.lasts.take(each) + 1, across + line.firsts.take(each) - 1
        near = np.zeros(len(pairs), np.bool_)
        near[which.compress(_any(line.firsts, behind, behind + ahead.take(which)))] = True
        near[which.compress(_any(line.lasts, before - back.take(which), before))] = True
        return near


def _any(row: Numbers, low: Numbers, high: Numbers) -> Mask:
    """Whether a sorted row has a number from ``low`` to ``high``, the last of the row being higher than any."""
    found: Mask = row.take(row.searchsorted(low)) <= high
    return found


def numbers(these: Sequence[int]) -> Numbers:
    return np.array(these, dtype=np.intp)


def ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """Of each start as many numbers as its count says, in a row."""
    ends = counts.cumsum()
    found: Numbers = np.arange(ends[-1] if ends.size else 0) + (starts - ends + counts).repeat(counts)
    return found


def words_at(starts: Numbers, characters: Numbers) -> Numbers:
    """The number of the word that each of some places is in, where it is known at which place each word begins."""
    found: Numbers = starts.searchsorted(characters, "right") - 1
    return found.clip(0)


def word_starts(text: str) -> Numbers:
    """Where each word begins, as ``starts_of`` has it, in a tenth of the time."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(units) != len(text) or DOT_BETWEEN.search(text):
        return numbers(starts_of(text))
    in_word = _letters_and_digits().take(units)
    return np.flatnonzero(in_word & ~np.concatenate(((False,), in_word[:-1])))


@cache
def _letters_and_digits() -> Mask:
    return np.fromiter(map(str.isalnum, map(chr, range(_TABLE))), np.bool_, _TABLE)
