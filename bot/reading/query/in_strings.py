"""Which terms a report has, in languages whose words are found as strings: see ``glued``."""

from collections.abc import Callable, Mapping
from itertools import chain

import numpy as np
from ahocorasick_rs import AhoCorasick

from bot.reading.query.expression import Form, Near, Phrase, Word
from bot.reading.query.nearby import Mask, Numbers, Places, numbers, word_starts, words_at
from bot.reading.query.pages import Page
from bot.reading.query.prepared import A_WORD, glued_text, squeezed
from bot.reading.query.presence import Fields, Phrases, PhrasesNear, Term, Titles, nears_of, phrases_of
from bot.reading.words.glued import UNSPACED, guard

_BREAK = "\x00"  # between title and text: in no word, and nothing that may stand in a phrase


class StringTerms:
    """Terms as strings, in languages that are searched so."""

    def __init__(self, terms: Mapping[Term, int]) -> None:
        self._fields = Fields(terms)
        self._phrases = Phrases(("".join(map(glued_text, one.phrase.words)), one) for one in phrases_of(terms))
        words = {term: glued_text(term) for term in terms if isinstance(term, Word)}
        strings = {string: number for number, string in enumerate(dict.fromkeys(words.values()))}
        by_word: dict[Term, int] = {term: strings[string] for term, string in words.items()}
        self._strings = AhoCorasick(list(strings)) if strings else None
        self._count = len(strings)
        self._by_term = numbers([by_word.get(term, self._count) for term in terms])
        phrases = [term for term in terms if isinstance(term, Phrase)]
        self._phrase_terms = numbers([terms[phrase] for phrase in phrases])
        by_side = by_word | {phrase: number for number, phrase in enumerate(phrases, start=self._count + 1)}
        nears, self._nears = nears_of(terms, by_side)
        self._near = [(terms[near], None if _is_exact(near) else near) for near in nears]
        self._phrases_near = PhrasesNear(nears, by_side)
        self._titles = Titles(terms, by_word)

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
            strings = Places(*found.compress(wanted.take(found[0]), axis=1))
            phrases = self._phrases_near.among(wanted)
            spans = [(number, *span) for number, phrase in phrases for span in page.spans(phrase, len(title) + 1)]
            words, starts, ends = strings.with_rows(spans)
            count = _counting(page.language, both, len(title) + 1, self._nears.gap)
            return Places(words, count(starts), count(ends - 1))

        sides = np.concatenate((has, there.take(self._phrase_terms)))
        for pair in self._nears.found(sides, places).tolist():
            number, unsure = self._near[pair]
            there[number] = unsure is None or page.has_near(unsure, "text") or page.has_near(unsure, "title")
        if not self._titles.none:
            self._titles.mark(there, found[0].compress(found[1] < len(title)), page)
        return there


def _counting(language: str, both: str, text: int, gap: int) -> Callable[[Numbers], Numbers]:
    """What counts in words where characters are; the text, from a place on, begins a gap behind the title."""
    if language in UNSPACED:
        behind = text // A_WORD + gap
        return lambda places: np.where(places < text, places // A_WORD, (places - text) // A_WORD + behind)
    starts = word_starts(both)
    return lambda places: words_at(starts, places) + gap * (places >= text)


def _is_exact(near: Near) -> bool:
    """Whether two strings are where they are found: they count anywhere, and no two of the same overlap."""
    return all(_counts_anywhere(side) for side in (near.left, near.right) if isinstance(side, Word))


def _counts_anywhere(word: Word) -> bool:
    text = glued_text(word)
    overlaps = any(text.startswith(text[start:]) for start in range(1, len(text)))
    return word.form != Form.CAPITALS and guard(text) is None and not overlaps
