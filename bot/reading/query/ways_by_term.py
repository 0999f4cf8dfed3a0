"""Ways in which queries can hold, each of them waiting behind its rarest term, and which of them a report lets go."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from bot.reading.query.nearby import Mask, Numbers, numbers, ranges
from bot.reading.query.presence import Term

_COLUMNS = 3  # terms of a way that are looked at for all ways at once


class QueryWay(NamedTuple):
    """One way in which a query can hold."""

    query: int
    terms: frozenset[Term]
    """All of these must be there."""
    without: Sequence[frozenset[Term]]
    """None of these may be there whole."""
    enough: bool
    """Whether the query then holds."""
    enough_as_strings: bool
    """The same in languages that are searched as strings, where some words count only between certain neighbours."""


class _Rest(NamedTuple):
    """What of a way its columns do not say."""

    terms: Numbers
    without: list[Numbers]

    def refuses(self, there: Mask, *, enough: bool) -> bool:
        return not there[self.terms].all() or (enough and any(there[one].all() for one in self.without))


class WaysByRarestTerm:
    """The ways of all queries as columns of numbers, those behind one term side by side."""

    def __init__(self, asked: Iterable[QueryWay], terms: Mapping[Term, int], queries: int) -> None:
        always, never = len(terms), len(terms) + 1
        rows = [([*sorted(map(terms.__getitem__, way.terms)), *[always] * _COLUMNS], way) for way in asked]
        rows.sort(key=lambda row: row[0][0])
        first, *self._others = (numbers([needs[column] for needs, _ in rows]) for column in range(_COLUMNS))
        self._counts = np.bincount(first, minlength=always + 1)
        self._starts = self._counts.cumsum() - self._counts
        self._queries, self._count = numbers([way.query for _, way in rows]), queries
        self._enough = [np.array([way[kind] for _, way in rows], np.bool_) for kind in (3, 4)]
        self._without = np.full(len(rows), never)
        self._rest: dict[int, _Rest] = {}
        for at, (needs, way) in enumerate(rows):
            without = [numbers(sorted(map(terms.__getitem__, one))) for one in way.without]
            if len(way.terms) <= _COLUMNS and [len(one) for one in without] == [1]:
                self._without[at] = without[0][0]
            elif len(way.terms) > _COLUMNS or without:
                self._rest[at] = _Rest(numbers(needs[_COLUMNS:]), without)
        self._has_rest = np.zeros(len(rows), np.bool_)
        self._has_rest[list(self._rest)] = True

    def behind(self, there: Mask, *, as_strings: bool) -> tuple[Mask, Numbers]:
        """Whether each query holds, by its number, and the numbers of those that do not for sure and still may.

        ``there`` tells by its number whether a term is.
        """
        there = np.concatenate((there, (True, False)))
        firsts = np.flatnonzero(there[:-1])
        at = ranges(self._starts.take(firsts), self._counts.take(firsts))
        for column in self._others:
            at = at.compress(there.take(column.take(at)))
        enough = self._enough[as_strings]
        at = at.compress(~(there.take(self._without.take(at)) & enough.take(at)))
        if self._has_rest.take(at).any():
            at = self._without_refused(at, there, enough)
        sure = enough.take(at)
        holds = np.zeros(self._count, np.bool_)
        holds[self._queries.take(at.compress(sure))] = True
        likely = self._queries.take(at.compress(~sure))
        likely = likely.compress(~holds.take(likely))
        return holds, np.unique(likely) if likely.size else likely  # mostly there is none

    def _without_refused(self, at: Numbers, there: Mask, enough: Mask) -> Numbers:
        rest = at.compress(self._has_rest.take(at)).tolist()
        refused = [way for way in rest if self._rest[way].refuses(there, enough=bool(enough[way]))]
        return at.compress(~np.isin(at, refused))
