"""Many queries at once: which of ten thousand does a report answer?

One pass over a report's words tells which terms of all queries it has (a dictionary by stem and spelling; Aho-Corasick
in languages that are searched as strings). Every way in which a query can hold waits behind its rarest term, the one
that the fewest queries ask for; only the ways behind terms that are there are looked at, and a query is held against
the report where one of them is there whole. Where its words say it all, without NOT, NEAR or a phrase, not even that
is needed.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from bot.reading.expression import About, All, Expression, Form, Leaf, Not, Phrase, Some, Word, holds
from bot.reading.glued import SUBSTRING, guard
from bot.reading.needs import Way, leaves, ways
from bot.reading.pages import Page, comparable, glued_text
from bot.reading.query import Query
from bot.reading.stems import stems_of
from bot.reading.terms import lower

K = TypeVar("K")

_MOST_KNOWN = 100_000  # words whose terms are kept
_NONE: tuple[int, ...] = ()
Term = Word | About


class _Way(NamedTuple):
    """One way in which a query can hold."""

    query: int
    second: int
    """The number of the term that, after the one it waits behind, the fewest queries ask for; or the same again."""
    others: frozenset[int]
    """The numbers of all others that must be there as well."""
    without: tuple[frozenset[int], ...]
    """None of these may be there whole."""
    enough: bool
    """Whether the query then holds, wherever the terms stand."""
    enough_as_strings: bool
    """The same in languages that are searched as strings, where some words count only between certain neighbours."""


class QuerySet(Generic[K]):
    """Queries by key, compiled for one pass over a report; safe to share between threads."""

    def __init__(self, queries: Mapping[K, Query]) -> None:
        same: dict[Expression, list[K]] = defaultdict(list)
        for key, query in queries.items():
            same[query.root].append(key)
        self._order = {key: number for number, key in enumerate(queries)}
        self._roots = list(same)
        self._keys = list(same.values())
        asked = Counter(term for root in self._roots for leaf in set(leaves(root)) for term in _terms(leaf))
        rarest_first = sorted(asked, key=lambda term: (_commonness(term, asked), str(term)))
        self._terms = {term: number for number, term in enumerate(rarest_first)}
        self._always: list[int] = []
        behind: dict[int, list[_Way]] = defaultdict(list)
        for number, root in enumerate(self._roots):
            self._add(number, root, behind)
        # Rows of plain numbers lie side by side in memory: a report touches hundreds of ways and needs few of them.
        self._ways = [way for term in range(len(self._terms)) for way in behind.get(term, ())]
        self._seconds = array("L", (way.second for way in self._ways))
        self._behind = array(
            "L", accumulate((len(behind.get(term, ())) for term in range(len(self._terms))), initial=0)
        )
        self._indexes: dict[str, _WordIndex | _StringIndex] = {}
        self._lock = Lock()

    def _add(self, number: int, root: Expression, behind: dict[int, list[_Way]]) -> None:
        positive, negative = _halves(root)
        excluded = all(map(_is_plain, negative))
        without = tuple(self._numbers(way) for part in negative for way in ways(part)) if excluded else ()
        for part in positive.parts if isinstance(positive, Some) else (positive,):
            plain = excluded and _is_plain(part)
            guarded = any(isinstance(leaf, Word) and guard(glued_text(leaf)) for leaf in leaves(root))
            for way in ways(part):
                if needed := sorted(self._numbers(way)):
                    terms = needed[1 % len(needed)], frozenset(needed[2:])
                    behind[needed[0]].append(_Way(number, *terms, without, plain, plain and not guarded))
                else:
                    self._always.append(number)

    def _numbers(self, way: Way) -> frozenset[int]:
        return frozenset(self._terms[term] for leaf in way for term in _terms(leaf))

    def __len__(self) -> int:
        return len(self._order)

    def matching(self, page: Page) -> list[K]:
        """The keys of the queries that a report answers, in the order in which they were given."""
        likely = self.likely(page)
        if not all(likely.values()):
            page.know(self._index(page.language).spellings)
        answered = [number for number, enough in likely.items() if enough or holds(self._roots[number], page)]
        found = [key for number in answered for key in self._keys[number]]
        return sorted(found, key=self._order.__getitem__) if len(found) > 1 else found

    def likely(self, page: Page) -> dict[int, bool]:
        """The different queries of which a way is there whole, by number, each with whether that is enough."""
        there = self._index(page.language).terms_of(page)
        found = dict.fromkeys(self._always, False)
        behind, seconds = self._behind, self._seconds
        likely = [at for term in there for at in range(behind[term], behind[term + 1]) if seconds[at] in there]
        as_strings = page.language in SUBSTRING
        for query, _, others, without, enough, enough_as_strings in map(self._ways.__getitem__, likely):
            if not others <= there:
                continue
            sure = enough_as_strings if as_strings else enough
            if not (sure and without and any(out <= there for out in without)):
                found[query] = sure or found.get(query, False)
        return found

    def _index(self, language: str) -> "_WordIndex | _StringIndex":
        index = self._indexes.get(language)
        if index is None:
            with self._lock:
                kind = _StringIndex if language in SUBSTRING else _WordIndex
                index = self._indexes.setdefault(language, kind(self._terms, language))
        return index


def _terms(leaf: Leaf | About) -> Iterator[Term]:
    if isinstance(leaf, Phrase):
        yield from leaf.words
    elif isinstance(leaf, Word | About):
        yield leaf


def _halves(root: Expression) -> tuple[Expression, list[Expression]]:
    """What must be there, and what must not."""
    if not isinstance(root, All):
        return root, []
    negative = [part.part for part in root.parts if isinstance(part, Not)]
    positive = tuple(part for part in root.parts if not isinstance(part, Not))
    return (All(positive) if len(positive) > 1 else positive[0]), negative


def _is_plain(part: Expression) -> bool:
    """Whether the words of a way tell that an expression holds, wherever they stand."""
    match part:
        case Word(_, form):
            return form != Form.CAPITALS
        case About():
            return True
        case All(parts) | Some(parts):
            return all(map(_is_plain, parts)) and frozenset() not in ways(part)
    return False


def _commonness(term: Term, asked: Counter[Term]) -> tuple[bool, int, int]:
    """How many reports have a term: outlets and languages come first, long words that few ask for last."""
    if isinstance(term, About):
        return True, asked[term], 0
    return False, asked[term], -len(term.text)


class _Fields:
    """Terms that are true of an outlet or a language."""

    def __init__(self, terms: Mapping[Term, int]) -> None:
        self._terms = [(term, number) for term, number in terms.items() if isinstance(term, About)]
        self._known: dict[tuple[str, str], frozenset[int]] = {}

    def of(self, page: Page) -> frozenset[int]:
        key = page.source, page.language
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = frozenset(number for term, number in self._terms if page.known(term))
        return found


class _WordIndex:
    """Terms by the words that they stand for, in languages that set words apart."""

    def __init__(self, terms: Mapping[Term, int], language: str) -> None:
        self._fields = _Fields(terms)
        self._stem = stems_of(language)
        rows: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for term, number in terms.items():
            if isinstance(term, Word):
                text = self._stem(term.text) if term.form == Form.ANY else lower(term.text)
                rows[term.form][text].append(number)
        self._by_stem, self._by_prefix = rows[Form.ANY], rows[Form.PREFIX]
        self._by_spelling = (rows[Form.EXACT], rows[Form.CAPITALS])
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})
        self._known: dict[str, tuple[int, ...]] = {}
        self.spellings: dict[str, set[str]] = {
            term.text: set() for term in terms if isinstance(term, Word) and term.form == Form.ANY
        }
        """Of words in any form, those of all reports yet that are a form of them."""
        self._texts = {number: term.text for term, number in terms.items() if isinstance(term, Word)}

    def terms_of(self, page: Page) -> set[int]:
        words = page.different_words()
        known = self._known
        if new := words.difference(known):
            if len(known) + len(new) > _MOST_KNOWN:
                known = self._known = {}
                new = words
            known.update((word, self._learn(word)) for word in new)
        return set(self._fields.of(page)).union(*filter(None, map(known.__getitem__, words)))

    def _learn(self, word: str) -> tuple[int, ...]:
        """The terms that a word answers, which is likely to come again."""
        small = comparable(word)
        found = list(self._by_stem.get(self._stem(small), _NONE))
        for number in found:
            self.spellings[self._texts[number]].add(word)
        for row in self._by_spelling:
            found += row.get(small, _NONE)
        for length in self._lengths:
            found += self._by_prefix.get(small[:length], _NONE) if length <= len(small) else _NONE
        return tuple(found)


class _StringIndex:
    """Terms as strings, in languages that are searched so."""

    def __init__(self, terms: Mapping[Term, int], language: str) -> None:
        self._fields = _Fields(terms)
        rows: dict[str, list[int]] = defaultdict(list)
        for term, number in terms.items():
            if isinstance(term, Word):
                rows[glued_text(term)].append(number)
        self.spellings: dict[str, set[str]] = {}  # no two words are forms of one in these languages
        self._rows = list(rows.values())
        self._strings = AhoCorasick(list(rows)) if rows else None

    def terms_of(self, page: Page) -> set[int]:
        found = set(self._fields.of(page))
        if self._strings is None:
            return found
        for string in page.strings():
            for row in {number for number, _, _ in self._strings.find_matches_as_indexes(string, overlapping=True)}:
                found.update(self._rows[row])
        return found
