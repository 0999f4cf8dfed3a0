"""Many queries at once: which of ten thousand does a report answer?

One pass over a report tells which terms of all queries it has: words, outlets, phrases, two of these near each other,
in the report or in its title (``presence``). Every way in which a query can hold waits behind its rarest term, the one
that the fewest queries ask for; only the ways behind terms that are there are looked at. Where a way is there whole,
the query holds; of those that ask for more, such as three near each other, each is then held against the report.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from threading import Lock
from typing import Generic, TypeVar

import numpy as np

from bot.reading.query.expression import About, All, Expression, Form, Not, Some, Title, Word, holds
from bot.reading.query.in_strings import StringTerms
from bot.reading.query.in_words import WordTerms
from bot.reading.query.nearby import Mask, Numbers, numbers
from bot.reading.query.needs import are_ways_enough, spread, ways
from bot.reading.query.pages import Page
from bot.reading.query.prepared import glued_text
from bot.reading.query.presence import Term, is_term, parts_of
from bot.reading.query.query import Query
from bot.reading.query.ways_by_term import QueryWay, WaysByRarestTerm
from bot.reading.words.glued import SUBSTRING, guard

K = TypeVar("K")


class QuerySet(Generic[K]):
    """Queries by key, compiled for one pass over a report; safe to share between threads."""

    def __init__(self, queries: Mapping[K, Query]) -> None:
        different: dict[Expression, int] = {}
        numbered = [different.setdefault(query.root, len(different)) for query in queries.values()]
        self._keys, self._queries = np.fromiter(queries, np.object_, len(queries)), numbers(numbered)
        self._roots = list(different)
        asked = [way for number, root in enumerate(self._roots) for way in _asked(number, root)]
        self._terms = _rarest_first(asked)
        self._waiting = WaysByRarestTerm(asked, self._terms, len(self._roots))
        self._indexes: dict[str, WordTerms | StringTerms] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._keys)

    def matching(self, page: Page) -> list[K]:
        """The keys of the queries that a report answers, in the order in which they were given."""
        holding, likely = self.likely(page)
        for number in likely.tolist():
            holding[number] = holds(self._roots[number], page)
        found: list[K] = self._keys.compress(holding.take(self._queries)).tolist()
        return found

    def likely(self, page: Page) -> tuple[Mask, Numbers]:
        """Whether each of the different queries holds, and the numbers of those that have to be held against it."""
        there = self._index(page.language).of(page)
        return self._waiting.behind(there, as_strings=page.language in SUBSTRING)

    def _index(self, language: str) -> WordTerms | StringTerms:
        kind = "" if language in SUBSTRING else language  # strings are the same in all languages
        index = self._indexes.get(kind)
        if index is None:
            with self._lock:
                new = WordTerms(self._terms, kind) if kind else StringTerms(self._terms)
                index = self._indexes.setdefault(kind, new)
        return index


def _asked(number: int, root: Expression) -> Iterator[QueryWay]:
    """The ways in which a query can hold."""
    positive, negative = _halves(spread(root))
    excluded = all(map(_is_plain, negative))
    without = [frozenset(filter(is_term, way)) for part in negative for way in ways(part, is_term)] if excluded else []
    for part in positive.parts if isinstance(positive, Some) else (positive,):
        plain = excluded and _is_plain(part)
        for way in ways(part, is_term):
            terms = frozenset(filter(is_term, way))
            strings = plain and not any(map(_is_guarded, chain(terms, *without)))
            yield QueryWay(number, terms, without, plain, strings)


def _is_guarded(term: Term) -> bool:
    """Whether a string of a text is not such a word anywhere."""
    word = term.part if isinstance(term, Title) else term
    return isinstance(word, Word) and (word.form == Form.CAPITALS or guard(glued_text(word)) is not None)


def _halves(root: Expression) -> tuple[Expression, list[Expression]]:
    """What must be there, and what must not."""
    if not isinstance(root, All):
        return root, []
    negative = [part.part for part in root.parts if isinstance(part, Not)]
    positive = tuple(part for part in root.parts if not isinstance(part, Not))
    return (All(positive) if len(positive) > 1 else positive[0]), negative


def _is_plain(part: Expression) -> bool:
    """Whether the terms of a way tell that an expression holds."""
    if isinstance(part, All | Some):
        return all(map(_is_plain, part.parts)) and are_ways_enough(part, is_term)
    return is_term(part)


def _rarest_first(asked: Collection[QueryWay]) -> dict[Term, int]:
    """All terms with their numbers."""
    times = Counter(term for way in asked for term in way.terms)
    waiting = [*times, *(term for way in asked for term in chain.from_iterable(way.without))]
    while waiting:
        times.update(dict.fromkeys(waiting, 0))
        waiting = [part for term in waiting for part in parts_of(term) if part not in times]
    return {term: n for n, term in enumerate(sorted(times, key=lambda term: (_commonness(term, times), str(term))))}


def _commonness(term: Term, asked: Mapping[Term, int]) -> tuple[int, int, int]:
    """How many reports have a term: words together come last, then long words that few ask for, then all outlets."""
    match term:
        case Word(text):
            return 1, asked[term], -len(text)
        case About():
            return 2, asked[term], 0
    return 0, asked[term], 0
