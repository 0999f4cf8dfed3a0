"""A title or a text made ready for queries: its words by number, found by form, by spelling or as strings."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from bot.reading.query.expression import Form, Phrase, Word
from bot.reading.query.phrase_pattern import JOINTS, WIDEST_GAP, phrase_pattern
from bot.reading.query.spots import Spot
from bot.reading.words.folding import GAP, WORD, fold, lower
from bot.reading.words.glued import UNSPACED, Guard, guard
from bot.reading.words.split import DOT_BETWEEN, starts_of, words_of
from bot.reading.words.stems import stems_of

A_WORD = 2  # characters of a word in languages without spaces, about
_IN_PHRASES = " \n'-"  # in languages that are searched as strings
_ARTICLE = "ال"  # glued to Arabic nouns


class Numbering:
    """The number of the word that a place of a text is in."""

    def __init__(self, text: str, language: str) -> None:
        self._starts = None if language in UNSPACED else starts_of(text)

    def spot(self, start: int, end: int) -> Spot:
        if self._starts is None:
            return Spot(start // A_WORD, (end - 1) // A_WORD, start, end)
        first = max(0, bisect_right(self._starts, start) - 1)
        return Spot(first, max(first, bisect_right(self._starts, end - 1) - 1), start, end)


def comparable(text: str) -> str:
    """A text in lower case, with one kind of digit, hyphen and space; every character stays at its place."""
    return lower(fold(text))


def _numbers(line: str, needle: str) -> list[int]:
    """The numbers of the words of a line that a needle fits; quicker than a table of all words for a few needles."""
    found, number, last = [], 0, 0
    at = line.find(needle)
    while at >= 0:
        number += line.count(" ", last, at)
        found.append(number)
        last, at = at, line.find(needle, at + 1)
    return found


class WordsPart:
    """A title or a text of a language that sets its words apart."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self._language = language
        self.in_any_form: dict[str, list[int]] = {}  # the places of words, of which many queries ask for the same

    @cached_property
    def cased(self) -> Sequence[str]:
        """The words in order, as they are written."""
        return words_of(self.text)

    @cached_property
    def _small(self) -> str:
        return comparable(self.text)

    @cached_property
    def line(self) -> str:
        """The words in lower case, with single blanks around them."""
        try:
            self._cased_line.encode("latin-1")  # among these letters and digits, none has to be folded
        except UnicodeEncodeError:
            return comparable(self._cased_line)
        return lower(self._cased_line)

    @cached_property
    def _cased_line(self) -> str:
        return f" {' '.join(self.cased)} "

    @cached_property
    def _line_of_stems(self) -> str:
        return f" {' '.join(stems_of(self._language).of(self.cased))} "

    @cached_property
    def _places(self) -> Sequence[tuple[int, int]]:
        if self._has_abbreviations:
            return [match.span() for match in WORD.finditer(self._small)]
        places, end = [], 0
        for word in self.cased:  # is found first where it stands, as it is the next of all words
            start = self.text.index(word, end)
            end = start + len(word)
            places.append((start, end))
        return places

    def numbers(self, word: Word) -> list[int]:
        """The places in the row of words at which a word of a query stands, in order."""
        if word.form == Form.ANY:
            found = self.in_any_form.get(word.text)
            if found is None:
                stem = stems_of(self._language)(word.text)
                found = self.in_any_form[word.text] = _numbers(self._line_of_stems, f" {stem} ")
            return found
        if word.form == Form.PREFIX:
            return _numbers(self.line, f" {word.text}")
        found = _numbers(self.line, f" {lower(word.text)} ")
        return [n for n in found if self.cased[n] == word.text] if word.form == Form.CAPITALS else found

    def place(self, spot: Spot) -> tuple[int, int]:
        return self._places[spot.first][0], self._places[spot.last][1]

    def find(self, leaf: Word | Phrase) -> Iterator[Spot]:
        if isinstance(leaf, Word):
            return (Spot(number, number) for number in self.numbers(leaf))
        return (Spot(number, number + len(leaf.words) - 1) for number in self._begun(leaf))

    def _begun(self, phrase: Phrase) -> list[int]:
        """The places in the row of words at which a phrase begins, in order."""
        found = self._in_row(phrase)
        if phrase.spelt is not None and len(_numbers(self.line, phrase.spelt)) == self._count(phrase.spelt):
            return found  # all of them are phrases
        return [number for number in found if all(map(self._follows, range(number + 1, number + len(phrase.words))))]

    def _in_row(self, phrase: Phrase) -> list[int]:
        """Where a phrase's words come one after the other, with whatever between them."""
        if phrase.spelt is not None:
            capitals = [(n, word.text) for n, word in enumerate(phrase.words) if word.form == Form.CAPITALS]
            found = _numbers(self.line, phrase.spelt)
            return [number for number in found if all(self.cased[number + n] == text for n, text in capitals)]
        first, *others = phrase.words
        rows = [frozenset(self.numbers(word)) for word in others]
        begun = self.numbers(first) if all(rows) else ()
        return [number for number in begun if all(number + n in row for n, row in enumerate(rows, start=1))]

    def _count(self, spelt: str) -> int | None:
        """How often words follow each other with nothing but gaps between; None where that is not told so easily."""
        found = list(phrase_pattern(spelt, self._has_abbreviations).finditer(self._small))
        within = any(self._small.endswith(".", 0, match.start()) for match in found)  # of a.u.s., the end is no word
        return None if within or min(map(len, spelt.split())) == 1 else len(found)

    def _follows(self, number: int) -> bool:
        """Whether nothing but a gap is between a word and the one before it."""
        gap = self._small[self._places[number - 1][1] : self._places[number][0]]
        return gap in JOINTS or (len(gap) <= WIDEST_GAP and GAP.issuperset(gap.replace("\n", " ")))

    def has(self, leaf: Word | Phrase) -> bool:
        if isinstance(leaf, Word):
            return bool(self.numbers(leaf))
        if leaf.spelt is not None and leaf.spelt not in self.line:
            return False  # most phrases are not there, and this is the quickest way to know
        return self._has_tidy(leaf) or bool(self._begun(leaf))

    def _has_tidy(self, phrase: Phrase) -> bool:
        """Whether a phrase is there with single blanks between its words, as most are."""
        rows = {tuple(self.cased[number : number + len(phrase.words)]) for number in self._in_row(phrase)}
        return any(self._is_tidy(words) for words in rows)

    def _is_tidy(self, words: Sequence[str]) -> bool:
        if len(words[-1]) == 1:  # may be the first letter of an abbreviation
            return False
        text, needle = self.text, " ".join(words)
        start = text.find(needle)
        while start >= 0:
            before, behind = text[start - 1 : start], text[start + len(needle) : start + len(needle) + 1]
            if not (before.isalnum() or before == "." or behind.isalnum()):
                return True
            start = text.find(needle, start + 1)
        return False

    @cached_property
    def _has_abbreviations(self) -> bool:
        """Whether a word may have dots within: u.s."""
        return DOT_BETWEEN.search(self._small) is not None


class GluedPart:
    """A title or a text of a language whose words are found as strings (see ``glued``)."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.small = lower(self.folded)
        self._language = language

    @cached_property
    def _numbering(self) -> Numbering:
        return Numbering(self.small, self._language)

    def find(self, leaf: Word | Phrase) -> Iterator[Spot]:
        return (self._numbering.spot(start, end) for start, end in self.spans(leaf))

    def spans(self, leaf: Word | Phrase) -> Iterator[tuple[int, int]]:
        pattern, stands, capitals = _needle(leaf)
        for match in pattern.finditer(self.folded if capitals else self.small):
            start, end = match.span()
            if stands is None or stands(self.small, start, end):
                yield start, end

    def place(self, spot: Spot) -> tuple[int, int]:
        return spot.start, spot.end

    def may_have(self, word: Word) -> bool:
        return glued_text(word) in self.small

    def has(self, leaf: Word | Phrase) -> bool:
        return self.may_have(leaf if isinstance(leaf, Word) else leaf.words[0]) and any(self.spans(leaf))


@lru_cache(maxsize=50_000)
def _needle(leaf: Word | Phrase) -> tuple[re.Pattern[str], Guard | None, bool]:
    """What is searched for, what must be true of its neighbours, and whether capitals count."""
    words = (leaf,) if isinstance(leaf, Word) else leaf.words
    capitals = isinstance(leaf, Word) and leaf.form == Form.CAPITALS
    strings = [word.text if capitals else glued_text(word) for word in words]
    pattern = re.compile(f"[{_IN_PHRASES}]{{0,{WIDEST_GAP}}}".join(map(re.escape, strings)))
    return pattern, guard("".join(strings).lower()), capitals


def glued_text(word: Word) -> str:
    """What of a word is looked for as a string: an Arabic noun without its article."""
    small = lower(word.text)
    return small.removeprefix(_ARTICLE) if len(small) > len(_ARTICLE) + 1 else small


def squeezed(small: str) -> str:
    """A text in lower case without what may stand between the words of a phrase."""
    for mark in _IN_PHRASES:
        small = small.replace(mark, "")
    return small
