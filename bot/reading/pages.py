"""A report made ready for queries: its words by number, found by form, by spelling or, in some languages, anywhere."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from bot.model import Report, Where
from bot.reading.expression import About, Form, Leaf, Name, Near, Phrase, Word, spots
from bot.reading.following import JOINTS, WIDEST_GAP, following
from bot.reading.glued import SUBSTRING, UNSPACED, Guard, guard
from bot.reading.language import detect
from bot.reading.spots import Spot, are_near, near
from bot.reading.stems import stems_of
from bot.reading.terms import GAP, WORD, fold, lower
from bot.reading.words import DOT_BETWEEN, starts_of, words_of

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
        self._has: dict[tuple[str, str, bool], bool] = {}

    def text_of(self, where: Where) -> str:
        return self._parts[where].text

    def words(self) -> Iterator[Sequence[str]]:
        """The words of title and text as they are written, of a language that sets them apart."""
        return (part.cased for part in self._parts.values() if isinstance(part, _WordsPart))

    def lines(self) -> Iterator[str]:
        """The same in lower case, with single blanks around each word."""
        return (part.line for part in self._parts.values() if isinstance(part, _WordsPart))

    def strings(self) -> Iterator[str]:
        """Title and text in lower case, of a language that is searched as strings."""
        return (part.small for part in self._parts.values() if isinstance(part, _GluedPart))

    def spans(self, leaf: Word | Phrase, text: int) -> list[tuple[int, int]]:
        """Where a leaf begins and ends, in a language that is searched as strings; the text's from a number on."""
        parts = [part for part in self._parts.values() if isinstance(part, _GluedPart)]
        both = zip((0, text), parts, strict=False)
        return [(start + before, end + before) for before, part in both for start, end in part.spans(leaf)]

    def spots(self, leaf: Leaf, where: Where) -> list[Spot]:
        found = self._spots.get((leaf, where))
        if found is None:
            found = self._spots[leaf, where] = list(_found(self._parts[where], leaf))
        return found

    def has(self, leaf: Leaf, title_only: bool) -> bool:
        if isinstance(leaf, Name):
            return False
        title, text = self._parts["title"], self._parts["text"]
        if isinstance(leaf, Phrase):
            return title.has(leaf) or (not title_only and text.has(leaf))
        key = leaf.text, leaf.form, title_only
        known = self._has.get(key)
        if known is None:
            known = self._has[key] = title.has(leaf) or (not title_only and text.has(leaf))
        return known

    def has_near(self, part: Near, where: Where) -> bool:
        left, right = part.left, part.right
        if not isinstance(left, Word) or not isinstance(right, Word):
            return bool(spots(part, self, where))
        one = self._parts[where]
        if isinstance(one, _GluedPart) and not (one.may_have(left) and one.may_have(right)):
            return False
        if isinstance(one, _GluedPart):
            return bool(near(self.spots(left, where), self.spots(right, where), part.distance, ordered=part.ordered))
        numbers = one.numbers(left)
        return bool(numbers) and are_near(numbers, one.numbers(right), part.distance, ordered=part.ordered)

    def place(self, spot: Spot, where: Where) -> tuple[int, int]:
        return self._parts[where].place(spot)

    def known(self, about: About) -> bool:
        return about.value == self.language if about.field == "lang" else about.value in self.source


def page_of(title: str, text: str, language: str, source: str) -> Page:
    """The page of a report whose language is known."""
    return Page(Report("", title, text, language, source=source), language)


def _numbers(line: str, needle: str) -> list[int]:
    """The numbers of the words of a line that a needle fits; quicker than a table of all words for a few needles."""
    found, number, last = [], 0, 0
    at = line.find(needle)
    while at >= 0:
        number += line.count(" ", last, at)
        found.append(number)
        last, at = at, line.find(needle, at + 1)
    return found


class _WordsPart:
    """A title or a text of a language that sets its words apart."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self._language = language
        self._in_any_form: dict[str, list[int]] = {}  # the places of words, of which many queries ask for the same

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
            found = self._in_any_form.get(word.text)
            if found is None:
                stem = stems_of(self._language)(word.text)
                found = self._in_any_form[word.text] = _numbers(self._line_of_stems, f" {stem} ")
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
        if phrase.spelt is not None:
            found = _numbers(self.line, phrase.spelt)
            if not found or len(found) == self._count(phrase.spelt):  # all of them are phrases
                capitals = [(n, word.text) for n, word in enumerate(phrase.words) if word.form == Form.CAPITALS]
                return [number for number in found if all(self.cased[number + n] == text for n, text in capitals)]
        first, *rest = phrase.words
        following = [frozenset(self.numbers(word)) for word in rest]
        return [
            number
            for number in (self.numbers(first) if all(following) else ())
            if all(number + n in row and self._follows(number + n) for n, row in enumerate(following, start=1))
        ]

    def _count(self, spelt: str) -> int | None:
        """How often words follow each other with nothing but gaps between; None where that is not told so easily."""
        found = list(following(spelt, self._has_abbreviations).finditer(self._small))
        within = any(self._small.endswith(".", 0, match.start()) for match in found)  # of a.u.s., the end is no word
        return None if within or min(map(len, spelt.split())) == 1 else len(found)

    def _follows(self, number: int) -> bool:
        """Whether nothing but a gap is between a word and the one before it."""
        gap = self._small[self._places[number - 1][1] : self._places[number][0]]
        return gap in JOINTS or (len(gap) <= WIDEST_GAP and GAP.issuperset(gap.replace("\n", " ")))

    def has(self, leaf: Word | Phrase) -> bool:
        if isinstance(leaf, Word):
            return bool(self.numbers(leaf))
        if leaf.spelt is None:
            return bool(self._begun(leaf))
        if leaf.spelt not in self.line:
            return False  # most phrases are not there, and this is the quickest way to know
        plain = all(word.form != Form.CAPITALS and len(word.text) > 1 for word in leaf.words)
        return (plain and leaf.spelt in self._small) or bool(self._begun(leaf))

    @cached_property
    def _has_abbreviations(self) -> bool:
        """Whether a word may have dots within: u.s."""
        return DOT_BETWEEN.search(self._small) is not None


class _GluedPart:
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


def _found(part: _WordsPart | _GluedPart, leaf: Leaf) -> Iterator[Spot]:
    return iter(()) if isinstance(leaf, Name) else part.find(leaf)
