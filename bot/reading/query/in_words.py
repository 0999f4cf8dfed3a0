"""Which terms a report has, in languages that set words apart: by what each of its words stands for."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from threading import Lock
from typing import NamedTuple

import numpy as np

from bot.model import Where
from bot.reading.query.expression import Form, Word
from bot.reading.query.nearby import Mask, Numbers, Places, numbers, ranges
from bot.reading.query.pages import Page
from bot.reading.query.prepared import comparable
from bot.reading.query.presence import Fields, LoosePhrases, Phrases, PhrasesNear, Term, Titles, nears_of, phrases_of
from bot.reading.words.folding import lower
from bot.reading.words.stems import stems_of

_MOST_KNOWN = 100_000  # words whose terms are kept


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


class _Answers(NamedTuple):
    """The terms that the words of a report answer, in the order of the words, of which some are the title's."""

    terms: Numbers
    at: Numbers
    """The number of the word."""
    title: int
    """How many of the words are the title's."""

    def of(self, term: int) -> tuple[list[int], list[int]]:
        """The numbers of the words that answer a term: in the title, and in the text from its own first word on."""
        where = self.at.compress(self.terms == term)
        first = int(where.searchsorted(self.title))
        return where[:first].tolist(), (where[first:] - self.title).tolist()


class WordTerms:
    """Terms by the words that they stand for, in a language that sets words apart."""

    def __init__(self, terms: Mapping[Term, int], language: str) -> None:
        self._terms = terms
        self._fields = Fields(terms)
        self._phrases = Phrases((one.phrase.spelt, one) for one in phrases_of(terms) if one.phrase.spelt is not None)
        self._loose = LoosePhrases(terms)
        self._titles = Titles(terms, terms)
        nears, self._nears = nears_of(terms, terms)
        self._near = numbers([terms[near] for near in nears])
        self._phrases_near = PhrasesNear(nears, terms)
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
        answers = _Answers(*self._rows.joined(self._rows_of([*title, *text])), len(title))
        there = np.zeros(len(self._terms), np.bool_)
        there[answers.terms] = True
        there[self._fields.of(page)] = True
        there[self._phrases.of(page, "\n".join(page.lines()))] = True
        near = self._nears.found(there, lambda wanted: self._places(answers, wanted, page))
        there[self._near.take(near)] = True
        for sought in self._loose.likely(there):
            for word in sought.phrase.words:
                page.know(word, *answers.of(self._terms[word]))
            there[sought.number] = sought.is_in(page)
        if not self._titles.none:
            self._titles.mark(there, answers.terms.compress(answers.at < len(title)), page)
        return there

    def _places(self, answers: _Answers, wanted: Mask, page: Page) -> Places:
        """Those of words and phrases that are wanted; the text's words are counted on from the title's, with a gap."""
        these = wanted.take(answers.terms)
        where = answers.at.compress(these)
        where += self._nears.gap * (where >= answers.title)
        parts: tuple[tuple[Where, int], ...] = ("title", 0), ("text", answers.title + self._nears.gap)
        phrases = [
            (number, spot.first + before, spot.last + before)
            for number, phrase in self._phrases_near.among(wanted)
            for part, before in parts
            for spot in page.spots(phrase, part)
        ]
        return Places(answers.terms.compress(these), where, where).with_rows(phrases)

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
