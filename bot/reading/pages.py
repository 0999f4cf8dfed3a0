"""A report made ready for queries: its words by number, found by form, by spelling or, in some languages, anywhere."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from bot.model import Report, Where
from bot.reading.expression import About, Form, Leaf, Name, Phrase, Word
from bot.reading.glued import SUBSTRING, UNSPACED, guard
from bot.reading.language import detect
from bot.reading.spots import Spot
from bot.reading.stems import stems_of
from bot.reading.terms import GAP, WORD, fold, lower

_WIDEST_GAP = 2  # characters between two words of a phrase
_JOINTS = frozenset("&/:.,")  # AT&T, 10:30, 1.04
_A_WORD = 2  # characters of a word in languages without spaces, about
_ARTICLE = "ال"  # glued to Arabic nouns


class Numbering:
    """The number of the word that a place of a text is in."""

    def __init__(self, text: str, language: str) -> None:
        self._starts = None if language in UNSPACED else [match.start() for match in WORD.finditer(text)]

    def spot(self, start: int, end: int) -> Spot:
        if self._starts is None:
            return Spot(start, end, start // _A_WORD, (end - 1) // _A_WORD)
        first = max(0, bisect_right(self._starts, start) - 1)
        return Spot(start, end, first, max(first, bisect_right(self._starts, end - 1) - 1))


class Page:
    """A report with its words at hand; what is not asked for is not worked out."""

    def __init__(self, report: Report, language: str | None = None) -> None:
        """``language`` where it is known already; it is found out otherwise."""
        self.language = language or detect(f"{report.title}\n{report.text}", report.language)
        self.source = lower(fold(report.source))
        kind = _GluedPart if self.language in SUBSTRING else _WordsPart
        self._parts: dict[Where, _GluedPart | _WordsPart] = {
            "title": kind(report.title, self.language),
            "text": kind(report.text, self.language),
        }
        self._spots: dict[tuple[Leaf, Where], list[Spot]] = {}
        self._has: dict[tuple[Leaf, bool], bool] = {}

    def text_of(self, where: Where) -> str:
        return self._parts[where].text

    def words(self) -> Iterator[str]:
        """Every word of title and text in lower case, as often as it is there."""
        for part in self._parts.values():
            yield from part.words

    def strings(self) -> Iterator[str]:
        """Title and text in lower case."""
        return (part.small for part in self._parts.values())

    def spots(self, leaf: Leaf, where: Where) -> list[Spot]:
        found = self._spots.get((leaf, where))
        if found is None:
            found = self._spots[leaf, where] = list(_found(self._parts[where], leaf))
        return found

    def has(self, leaf: Leaf, title_only: bool) -> bool:
        known = self._has.get((leaf, title_only))
        if known is None:
            parts = [self._parts["title"]] if title_only else self._parts.values()
            known = self._has[leaf, title_only] = any(_is_in(part, leaf) for part in parts)
        return known

    def known(self, about: About) -> bool:
        return about.value == self.language if about.field == "lang" else about.value in self.source


def bare(word: str) -> str:
    """A word without the dots of an abbreviation: u.s. is us."""
    return word.replace(".", "") if "." in word else word


class _WordsPart:
    """A title or a text of a language that sets its words apart."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.small = lower(self.folded)
        self._language = language

    @cached_property
    def words(self) -> Sequence[str]:
        found = WORD.findall(self.small)
        return [bare(word) for word in found] if "." in self.small else found

    @cached_property
    def _different(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def _stems(self) -> dict[str, list[str]]:
        """Stem -> its words in this text."""
        rows: dict[str, list[str]] = defaultdict(list)
        for word, stem in stems_of(self._language).of(self._different):
            rows[stem].append(word)
        return rows

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            rows[word].append(number)
        return rows

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return [match.span() for match in WORD.finditer(self.small)]

    def spellings(self, word: Word) -> Sequence[str]:
        """The words of this text that a word of a query stands for."""
        match word.form:
            case Form.ANY:
                return self._stems.get(stems_of(self._language)(word.text), ())
            case Form.PREFIX:
                return [other for other in self._different if other.startswith(word.text)]
            case Form.EXACT:
                return [word.text] if word.text in self._different else []
            case Form.CAPITALS:
                small = lower(word.text)
                return [small] if small in self._different else []

    def numbers(self, word: Word) -> list[int]:
        """The numbers of the words that a word of a query stands for, in order."""
        found = sorted(number for spelling in self.spellings(word) for number in self._numbers[spelling])
        if word.form is Form.CAPITALS:
            found = [n for n in found if bare(self.folded[slice(*self._places[n])]) == word.text]
        return found

    def spot(self, first: int, last: int) -> Spot:
        return Spot(self._places[first][0], self._places[last][1], first, last)

    def follows(self, number: int) -> bool:
        """Whether nothing but a gap is between a word and the one before it."""
        gap = self.small[self._places[number - 1][1] : self._places[number][0]]
        return gap in _JOINTS or (len(gap) <= _WIDEST_GAP and GAP.issuperset(gap.replace("\n", " ")))

    def find(self, leaf: Word | Phrase) -> Iterator[Spot]:
        if isinstance(leaf, Word):
            yield from (self.spot(number, number) for number in self.numbers(leaf))
            return
        first, *rest = leaf.words
        following = [frozenset(self.numbers(word)) for word in rest]
        for number in self.numbers(first) if all(following) else ():
            if all(number + n in row and self.follows(number + n) for n, row in enumerate(following, start=1)):
                yield self.spot(number, number + len(rest))

    def has(self, leaf: Word | Phrase) -> bool:
        words = (leaf,) if isinstance(leaf, Word) else leaf.words
        if not all(self.spellings(word) for word in words):
            return False
        return (isinstance(leaf, Word) and leaf.form is not Form.CAPITALS) or any(self.find(leaf))


class _GluedPart:
    """A title or a text of a language whose words are found as strings (see ``glued``)."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.small = lower(self.folded)
        self._language = language

    @property
    def words(self) -> Sequence[str]:
        return WORD.findall(self.small)

    @cached_property
    def _numbering(self) -> Numbering:
        return Numbering(self.small, self._language)

    def find(self, leaf: Word | Phrase) -> Iterator[Spot]:
        words = (leaf,) if isinstance(leaf, Word) else leaf.words
        stands = guard("".join(glued_text(word) for word in words))
        for start, end in self._strings(words):
            if stands is None or stands(self.small, start, end):
                yield self._numbering.spot(start, end)

    def _strings(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        capitals = words[0].form is Form.CAPITALS and len(words) == 1
        pattern = r"[ \n'-]{0,2}".join(re.escape(word.text if capitals else glued_text(word)) for word in words)
        yield from (match.span() for match in re.finditer(pattern, self.folded if capitals else self.small))

    def has(self, leaf: Word | Phrase) -> bool:
        if glued_text(leaf if isinstance(leaf, Word) else leaf.words[0]) not in self.small:
            return False
        return any(self.find(leaf))


def glued_text(word: Word) -> str:
    """What of a word is looked for as a string: an Arabic noun without its article."""
    small = lower(word.text)
    return small.removeprefix(_ARTICLE) if len(small) > len(_ARTICLE) + 1 else small


def _found(part: _WordsPart | _GluedPart, leaf: Leaf) -> Iterator[Spot]:
    return iter(()) if isinstance(leaf, Name) else part.find(leaf)


def _is_in(part: _WordsPart | _GluedPart, leaf: Leaf) -> bool:
    return not isinstance(leaf, Name) and part.has(leaf)
