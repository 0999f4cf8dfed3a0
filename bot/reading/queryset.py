"""Many queries at once: which of ten thousand does a report answer?

Every query has terms of which one must be in any report that answers it: of each way in which it can hold, the rarest
(the one that the fewest queries ask for). One pass over a report's words finds these (a dictionary by stem and
spelling; Aho-Corasick in languages that are searched as strings), and only the queries behind them are evaluated.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

from bot.reading.expression import About, Expression, Form, Leaf, Phrase, Word, holds, leaves, ways
from bot.reading.glued import SUBSTRING
from bot.reading.pages import Page, glued_text
from bot.reading.query import Query
from bot.reading.stems import stems_of
from bot.reading.terms import lower

K = TypeVar("K")

_MOST_KNOWN = 100_000  # words whose queries are kept
_NONE: tuple[int, ...] = ()
Term = Word | About


class QuerySet(Generic[K]):
    """Queries by key, compiled for one pass over a report; safe to share between threads."""

    def __init__(self, queries: Mapping[K, Query]) -> None:
        grouped: dict[Expression, list[K]] = defaultdict(list)
        for key, query in queries.items():
            grouped[query.root].append(key)
        self._order = {key: number for number, key in enumerate(queries)}
        self._roots = list(grouped)
        self._keys = list(grouped.values())
        common = Counter(term for root in self._roots for leaf in set(leaves(root)) for term in _terms(leaf))
        self._guards = [_guard(root, common) for root in self._roots]
        self._indexes: dict[str, _WordIndex | _StringIndex] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._order)

    def matching(self, page: Page) -> list[K]:
        """The keys of the queries that a report answers, in the order in which they were given."""
        found = [
            key for number in self.candidates(page) if holds(self._roots[number], page) for key in self._keys[number]
        ]
        return sorted(found, key=self._order.__getitem__) if len(found) > 1 else found

    def candidates(self, page: Page) -> Iterable[int]:
        """The numbers of the different queries that are worth a look."""
        return self._index(page.language).candidates(page)

    def _index(self, language: str) -> "_WordIndex | _StringIndex":
        index = self._indexes.get(language)
        if index is None:
            with self._lock:
                kind = _StringIndex if language in SUBSTRING else _WordIndex
                index = self._indexes.setdefault(language, kind(self._guards, language))
        return index


Guard = frozenset[Term] | None
"""The terms of which one is in every report that answers a query; None where nothing is sure."""


def _terms(leaf: Leaf | About) -> Iterator[Term]:
    if isinstance(leaf, Phrase):
        yield from leaf.words
    elif isinstance(leaf, Word | About):
        yield leaf


def _guard(root: Expression, common: Counter[Term]) -> Guard:
    chosen = set()
    for way in ways(root):
        terms = [term for leaf in way for term in _terms(leaf)]
        if not terms:
            return None
        chosen.add(min(terms, key=lambda term: (_cost(term, common), str(term))))
    return frozenset(chosen)


def _cost(term: Term, common: Counter[Term]) -> tuple[bool, int, int]:
    """How many reports a term is likely to be in: fields are the commonest, long words that few ask for the rarest."""
    if isinstance(term, About):
        return True, common[term], 0
    return False, common[term], -len(term.text)


class _Fields:
    """The queries behind an outlet, a language or nothing at all."""

    def __init__(self, guards: Sequence[Guard]) -> None:
        self._always: list[int] = []
        self._about: dict[About, list[int]] = defaultdict(list)
        for number, guard in enumerate(guards):
            if guard is None:
                self._always.append(number)
            for term in guard or ():
                if isinstance(term, About):
                    self._about[term].append(number)

    def of(self, page: Page) -> set[int]:
        found = set(self._always)
        for about, numbers in self._about.items():
            if page.known(about):
                found.update(numbers)
        return found


class _WordIndex:
    """Guards by the words that they stand for, for languages that set words apart."""

    def __init__(self, guards: Sequence[Guard], language: str) -> None:
        self._fields = _Fields(guards)
        self._stem = stems_of(language)
        rows: dict[Form, dict[str, list[int]]] = {form: defaultdict(list) for form in Form}
        for number, guard in enumerate(guards):
            for term in guard or ():
                if isinstance(term, Word):
                    text = self._stem(term.text) if term.form is Form.ANY else lower(term.text)
                    rows[term.form][text].append(number)
        self._by_stem, self._by_prefix = rows[Form.ANY], rows[Form.PREFIX]
        self._by_spelling = (rows[Form.EXACT], rows[Form.CAPITALS])
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})
        self._known: dict[str, tuple[int, ...]] = {}

    def candidates(self, page: Page) -> set[int]:
        found = self._fields.of(page)
        known = self._known
        for word in page.words():
            numbers = known.get(word)
            if numbers is None:
                numbers = self._learn(word)
            if numbers:
                found.update(numbers)
        return found

    def _learn(self, word: str) -> tuple[int, ...]:
        """The queries behind a word, which is likely to come again."""
        found = list(self._by_stem.get(self._stem(word), _NONE))
        for row in self._by_spelling:
            found += row.get(word, _NONE)
        for length in self._lengths:
            found += self._by_prefix.get(word[:length], _NONE) if length <= len(word) else _NONE
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[word] = numbers = tuple(found)
        return numbers


class _StringIndex:
    """Guards as strings, for languages that are searched so."""

    def __init__(self, guards: Sequence[Guard], language: str) -> None:
        self._fields = _Fields(guards)
        rows: dict[str, list[int]] = defaultdict(list)
        for number, guard in enumerate(guards):
            for term in guard or ():
                if isinstance(term, Word):
                    rows[glued_text(term)].append(number)
        self._rows = list(rows.values())
        self._strings = AhoCorasick(list(rows)) if rows else None

    def candidates(self, page: Page) -> set[int]:
        found = self._fields.of(page)
        if self._strings is not None:
            for string in page.strings():
                for number in {n for n, _, _ in self._strings.find_matches_as_indexes(string, overlapping=True)}:
                    found.update(self._rows[number])
        return found
