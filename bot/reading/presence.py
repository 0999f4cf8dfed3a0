"""Which of the terms that many queries ask for a report has: words, outlets, phrases, words near each other."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain, count
from threading import Lock

import numpy as np
from ahocorasick_rs import AhoCorasick

from bot.reading.expression import About, Form, Near, Phrase, Word
from bot.reading.glued import UNSPACED, guard
from bot.reading.nearby import Mask, Nears, Numbers, Places, numbers, ranges, word_starts, words_at
from bot.reading.pages import A_WORD, Page, comparable, glued_text, squeezed
from bot.reading.stems import stems_of
from bot.reading.terms import lower

Term = Word | Phrase | Near | About
"""What is looked for at once. Of phrases those with words as they are written; near each other, words alone."""

_MOST_KNOWN = 100_000  # words whose terms are kept
_BREAK = "\x00"  # between title and text: in no word, and nothing that may stand in a phrase


class _Fields:
    """Terms that are true of an outlet or a language."""

    def __init__(self, terms: Mapping[Term, int]) -> None:
        self._terms = [(term, number) for term, number in terms.items() if isinstance(term, About)]
        self._known: dict[tuple[str, str], Numbers] = {}

    def of(self, page: Page) -> Numbers:
        key = page.source, page.language
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[key] = numbers([number for term, number in self._terms if page.known(term)])
        return found


class _Phrases:
    """Phrases by the string that every report with one of them has, found in one pass and then looked at."""

    def __init__(self, phrases: Iterable[tuple[str, Phrase, int]]) -> None:
        rows: dict[str, list[tuple[Phrase, int]]] = defaultdict(list)
        for string, phrase, number in phrases:
            rows[string].append((phrase, number))
        self._rows = list(rows.values())
        self._strings = AhoCorasick(list(rows)) if rows else None

    def of(self, page: Page, text: str) -> list[int]:
        found = self._strings.find_matches_as_indexes(text, overlapping=True) if self._strings else ()
        maybe = (one for row in {row for row, _, _ in found} for one in self._rows[row])
        return [number for phrase, number in maybe if page.has(phrase, title_only=False)]


class _Rows:
    """Rows of terms, each by its number, to be put one behind the other; those that are the same are one."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], int] = {}
        self._ends, self._terms = numbers([0]), numbers([])
        self._lock = Lock()

    def add(self, rows: Collection[tuple[int, ...]]) -> list[int]:
        """The numbers of these rows."""
        with self._lock:
            new = [row for row in dict.fromkeys(rows) if row not in self._known]
            ends = numbers([len(row) for row in new]).cumsum()
            self._terms = np.concatenate((self._terms, numbers([term for row in new for term in row])))
            self._ends = np.concatenate((self._ends, ends + self._ends[-1]))
            self._known.update(zip(new, count(len(self._known)), strict=False))
            return [self._known[row] for row in rows]

    def joined(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """The terms of rows, and of each at which of the rows it stands."""
        starts = self._ends.take(rows)
        counts = self._ends.take(rows + 1) - starts
        return self._terms.take(ranges(starts, counts)), np.arange(len(rows)).repeat(counts)


class WordTerms:
    """Terms by the words that they stand for, in a language that sets words apart."""

    def __init__(self, terms: Mapping[Term, int], language: str) -> None:
        self._size = len(terms)
        self._fields = _Fields(terms)
        self._phrases = _Phrases(
            (term.spelt, term, n) for term, n in terms.items() if isinstance(term, Phrase) and term.spelt
        )
        nears = [term for term in terms if isinstance(term, Near)]
        self._near = numbers([terms[near] for near in nears])
        self._nears = Nears(nears, *_sides(nears, terms))
        self._stem = stems_of(language)
        self._by_form: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for term, number in terms.items():
            if isinstance(term, Word):
                text = self._stem(term.text) if term.form == Form.ANY else term.text
                self._by_form[term.form][lower(text) if term.form == Form.EXACT else text].append(number)
        self._lengths = sorted({len(prefix) for prefix in self._by_form[Form.PREFIX]})
        self._rows = _Rows()
        self._known: dict[str, int] = {}

    def of(self, page: Page) -> Mask:
        """Whether a report has each term, by the number of the term."""
        title, text = page.words()
        terms, at = self._rows.joined(self._rows_of([*title, *text]))
        there = np.zeros(self._size, np.bool_)
        there[terms] = True
        there[self._fields.of(page)] = True
        there[self._phrases.of(page, "\n".join(page.lines()))] = True

        def places(wanted: Mask) -> Places:
            these = wanted.take(terms)
            where = at.compress(these)
            where += self._nears.gap * (where >= len(title))
            return Places(terms.compress(these), where, where)

        there[self._near[self._nears.found(there, places)]] = True
        return there

    def _rows_of(self, words: Sequence[str]) -> Numbers:
        """The numbers of the rows of terms that the words answer."""
        known = self._known
        try:
            return np.fromiter(map(known.__getitem__, words), np.intp, len(words))
        except KeyError:
            new = list(set(words).difference(known))
        if len(known) + len(new) > _MOST_KNOWN:
            known, new = {}, list(set(words))
        known.update(zip(new, self._rows.add([self._learn(word) for word in new]), strict=True))
        self._known = known
        return np.fromiter(map(known.__getitem__, words), np.intp, len(words))

    def _learn(self, word: str) -> tuple[int, ...]:
        """The terms that a word answers, which is likely to come again."""
        small = comparable(word)
        found = [*self._by_form[Form.ANY].get(self._stem(small), ())]
        found += self._by_form[Form.EXACT].get(small, ())
        found += self._by_form[Form.CAPITALS].get(word, ())
        prefixes = self._by_form[Form.PREFIX]
        for length in self._lengths:
            if length > len(small):
                break
            found += prefixes.get(small[:length], ())
        return tuple(found)


class StringTerms:
    """Terms as strings, in languages that are searched so."""

    def __init__(self, terms: Mapping[Term, int]) -> None:
        self._fields = _Fields(terms)
        self._phrases = _Phrases(
            ("".join(map(glued_text, term.words)), term, n) for term, n in terms.items() if isinstance(term, Phrase)
        )
        words = {term: glued_text(term) for term in terms if isinstance(term, Word)}
        strings = {string: number for number, string in enumerate(dict.fromkeys(words.values()))}
        by_word: dict[Term, int] = {term: strings[string] for term, string in words.items()}
        self._strings = AhoCorasick(list(strings)) if strings else None
        self._count = len(strings)
        self._by_term = numbers([by_word.get(term, self._count) for term in terms])
        nears = [term for term in terms if isinstance(term, Near)]
        self._near = [(terms[near], None if _is_exact(near) else near) for near in nears]
        self._nears = Nears(nears, *_sides(nears, by_word))

    def of(self, page: Page) -> Mask:
        """Whether a report has each term, by the number of the term."""
        title, text = page.strings()
        both = f"{title}{_BREAK}{text}"
        matches = self._strings.find_matches_as_indexes(both, overlapping=True) if self._strings else []
        found = np.fromiter(chain.from_iterable(matches), np.intp, 3 * len(matches)).reshape(-1, 3).T
        has = np.zeros(self._count + 1, np.bool_)
        has[found[0]] = True
        there: Mask = has.take(self._by_term)
        there[self._fields.of(page)] = True
        there[self._phrases.of(page, squeezed(both))] = True

        def places(wanted: Mask) -> Places:
            words, starts, ends = found.compress(wanted.take(found[0]), axis=1)
            count = _counting(page.language, both, len(title) + 1, self._nears.gap)
            return Places(words, count(starts), count(ends - 1))

        for pair in self._nears.found(has, places).tolist():
            number, unsure = self._near[pair]
            there[number] = unsure is None or page.has_near(unsure, "text") or page.has_near(unsure, "title")
        return there


def _counting(language: str, both: str, text: int, gap: int) -> Callable[[Numbers], Numbers]:
    """What counts in words where characters are; the text, from a place on, begins a gap behind the title."""
    if language in UNSPACED:
        behind = text // A_WORD + gap
        return lambda places: np.where(places < text, places // A_WORD, (places - text) // A_WORD + behind)
    starts = word_starts(both)
    return lambda places: words_at(starts, places) + gap * (places >= text)


def _sides(nears: Iterable[Near], numbers: Mapping[Term, int]) -> tuple[list[int], list[int]]:
    lefts = [numbers[near.left] for near in nears if isinstance(near.left, Word)]
    return lefts, [numbers[near.right] for near in nears if isinstance(near.right, Word)]


def _is_exact(near: Near) -> bool:
    """Whether two strings are where they are found: they count anywhere, and no two of the same overlap."""
    return all(isinstance(word, Word) and _counts_anywhere(word) for word in (near.left, near.right))


def _counts_anywhere(word: Word) -> bool:
    text = glued_text(word)
    overlaps = any(text.startswith(text[start:]) for start in range(1, len(text)))
    return word.form != Form.CAPITALS and guard(text) is None and not overlaps
