"""What is looked for in a report at once, for thousands of queries: words, outlets, phrases, words near each other.

``in_words`` and ``in_strings`` tell which of it a report has; what both need is here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeGuard

import numpy as np
from ahocorasick_rs import AhoCorasick

from bot.reading.query.expression import About, Expression, Near, Phrase, Title, Word
from bot.reading.query.nearby import Mask, NearPairs, Numbers, numbers
from bot.reading.query.pages import Page

_MOST_KNOWN = 1000  # pairs of an outlet and a language

Term = Word | Phrase | Near | About | Title
"""What is looked for at once: see ``is_term``."""


def is_term(part: Expression) -> TypeGuard[Term]:
    """Whether something is looked for at once, in the whole report or in its title.

    Such are words, phrases, and two of these near each other; of phrases near something those as they are written.
    """
    inner = part.part if isinstance(part, Title) else part
    if isinstance(inner, Near):
        return is_single(inner.left) and is_single(inner.right)
    return isinstance(inner, Word | Phrase) or isinstance(part, About)


def is_single(part: Expression) -> TypeGuard[Word | Phrase]:
    """Whether something is found in its place without a look at others."""
    return isinstance(part, Word) or (isinstance(part, Phrase) and part.spelt is not None)


def parts_of(term: Term) -> Iterator[Term]:
    """What has to be looked for as well in order to find a term."""
    match term:
        case Title(Word() | Near() as part):
            yield part
        case Near(left, right):
            yield from filter(is_single, (left, right))
        case Phrase(words, spelt=None) | Title(Phrase(words, spelt=None)):
            yield beginning(words)
            yield from words


def beginning(words: Sequence[Word]) -> Near:
    """The first two words of a phrase in a row: what is there of it, in any form, wherever it is."""
    return Near(words[0], words[1], 0, ordered=True)


class Fields:
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
            found = self._known[key] = numbers([number for term, number in self._terms if page.matches_field(term)])
        return found


class SoughtPhrase(NamedTuple):
    """A phrase that may be there."""

    phrase: Phrase
    title_only: bool
    number: int

    def is_in(self, page: Page) -> bool:
        return page.has(self.phrase, self.title_only)


def phrases_of(terms: Mapping[Term, int]) -> Iterator[SoughtPhrase]:
    """All phrases that are looked for."""
    for term, number in terms.items():
        phrase = term.part if isinstance(term, Title) else term
        if isinstance(phrase, Phrase):
            yield SoughtPhrase(phrase, phrase is not term, number)


class Phrases:
    """Phrases by the string that every report with one of them has, found in one pass and then looked at."""

    def __init__(self, phrases: Iterable[tuple[str, SoughtPhrase]]) -> None:
        rows: dict[str, list[SoughtPhrase]] = defaultdict(list)
        for string, sought in phrases:
            rows[string].append(sought)
        self._rows = list(rows.values())
        self._strings = AhoCorasick(list(rows)) if rows else None

    def of(self, page: Page, text: str) -> list[int]:
        """The numbers of those that are there; ``text`` has the strings."""
        found = self._strings.find_matches_as_indexes(text, overlapping=True) if self._strings else ()
        maybe = (sought for row in {row for row, _, _ in found} for sought in self._rows[row])
        return [sought.number for sought in maybe if sought.is_in(page)]


class LoosePhrases:
    """Phrases with words in any form, looked at where the first two follow each other."""

    def __init__(self, terms: Mapping[Term, int]) -> None:
        self._phrases = [sought for sought in phrases_of(terms) if sought.phrase.spelt is None]
        self._beginnings = numbers([terms[beginning(sought.phrase.words)] for sought in self._phrases])

    def likely(self, there: Mask) -> list[SoughtPhrase]:
        """Those of which the first two words follow each other."""
        if not self._phrases:
            return []
        return [self._phrases[at] for at in np.flatnonzero(there.take(self._beginnings)).tolist()]


class Titles:
    """Words, and words near each other, that are looked for in the title alone."""

    def __init__(self, terms: Mapping[Term, int], by_word: Mapping[Term, int]) -> None:
        titles = [(term.part, number) for term, number in terms.items() if isinstance(term, Title)]
        words = [(by_word[part], number) for part, number in titles if isinstance(part, Word)]
        self._words, self._numbers = numbers([word for word, _ in words]), numbers([number for _, number in words])
        self._count = len(terms)
        self.none = not titles
        self._nears = [(part, number) for part, number in titles if isinstance(part, Near)]
        self._anywhere = numbers([terms[near] for near, _ in self._nears])

    def mark(self, there: Mask, words: Numbers, page: Page) -> None:
        """Enter into ``there`` which are there; ``words`` are the numbers of those that the title has."""
        has = np.zeros(self._count, np.bool_)
        has[words] = True
        there[self._numbers] = has.take(self._words)
        for at in np.flatnonzero(there.take(self._anywhere)).tolist():
            near, number = self._nears[at]
            there[number] = page.has_near(near, "title")


class PhrasesNear:
    """Phrases that are looked for near something, by the numbers under which they are looked for there."""

    def __init__(self, nears: Iterable[Near], by_side: Mapping[Term, int]) -> None:
        sides = dict.fromkeys(side for near in nears for side in (near.left, near.right) if isinstance(side, Phrase))
        self._phrases, self._numbers = list(sides), numbers([by_side[side] for side in sides])

    def among(self, wanted: Mask) -> list[tuple[int, Phrase]]:
        """Those that are wanted, each with its number."""
        at = np.flatnonzero(wanted.take(self._numbers))
        return list(zip(self._numbers.take(at).tolist(), map(self._phrases.__getitem__, at.tolist()), strict=True))


def nears_of(terms: Mapping[Term, int], by_side: Mapping[Term, int]) -> tuple[list[Near], NearPairs]:
    """What is looked for near each other, in order, and the means to find it; ``by_side`` numbers its sides."""
    nears = [term for term in terms if isinstance(term, Near)]
    lefts = [by_side[near.left] for near in nears if is_single(near.left)]
    return nears, NearPairs(nears, lefts, [by_side[near.right] for near in nears if is_single(near.right)])
