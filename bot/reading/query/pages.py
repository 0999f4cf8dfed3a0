"""A report made ready for queries: its words by number, found by form, by spelling or, in some languages, anywhere."""

from collections.abc import Iterator, Sequence

from bot.model import Report, Where
from bot.reading.languages.detect import detect
from bot.reading.query.expression import About, Form, Leaf, Name, Near, Phrase, Word, spots
from bot.reading.query.prepared import GluedPart, WordsPart
from bot.reading.query.spots import Spot, are_near, near
from bot.reading.words.folding import fold, lower
from bot.reading.words.glued import SUBSTRING


class Page:
    """A report with its words at hand; what is not asked for is not worked out."""

    def __init__(self, report: Report, language: str | None = None) -> None:
        """``language`` where it is known already; it is found out otherwise."""
        self.language = language or detect(f"{report.title}\n{report.text}", report.language)
        self.source = lower(fold(report.source))
        kind = GluedPart if self.language in SUBSTRING else WordsPart
        self._parts: dict[Where, GluedPart | WordsPart] = {
            "title": kind(report.title, self.language),
            "text": kind(report.text, self.language),
        }
        self._spots: dict[tuple[Leaf, Where], list[Spot]] = {}
        self._has: dict[tuple[str, str, bool], bool] = {}

    def text_of(self, where: Where) -> str:
        return self._parts[where].text

    def words(self) -> Iterator[Sequence[str]]:
        """The words of title and text as they are written, of a language that sets them apart."""
        return (part.cased for part in self._parts.values() if isinstance(part, WordsPart))

    def lines(self) -> Iterator[str]:
        """The same in lower case, with single blanks around each word."""
        return (part.line for part in self._parts.values() if isinstance(part, WordsPart))

    def strings(self) -> Iterator[str]:
        """Title and text in lower case, of a language that is searched as strings."""
        return (part.small for part in self._parts.values() if isinstance(part, GluedPart))

    def know(self, word: Word, title: list[int], text: list[int]) -> None:
        """Take over at which places in the rows of words, set apart, a word in any form stands in title and text."""
        if word.form == Form.ANY:
            for part, found in zip(self._parts.values(), (title, text), strict=True):
                if isinstance(part, WordsPart):
                    part.in_any_form[word.text] = found

    def spans(self, leaf: Word | Phrase, text: int) -> list[tuple[int, int]]:
        """Where a leaf begins and ends, in a language that is searched as strings; the text's from a number on."""
        parts = [part for part in self._parts.values() if isinstance(part, GluedPart)]
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
        if isinstance(one, GluedPart) and not (one.may_have(left) and one.may_have(right)):
            return False
        if isinstance(one, GluedPart):
            return bool(near(self.spots(left, where), self.spots(right, where), part.distance, ordered=part.ordered))
        numbers = one.numbers(left)
        return bool(numbers) and are_near(numbers, one.numbers(right), part.distance, ordered=part.ordered)

    def place(self, spot: Spot, where: Where) -> tuple[int, int]:
        return self._parts[where].place(spot)

    def matches_field(self, about: About) -> bool:
        return about.value == self.language if about.field == "lang" else about.value in self.source


def page_of(title: str, text: str, language: str, source: str) -> Page:
    """The page of a report whose language is known."""
    return Page(Report("", title, text, language, source=source), language)


def _found(part: WordsPart | GluedPart, leaf: Leaf) -> Iterator[Spot]:
    return iter(()) if isinstance(leaf, Name) else part.find(leaf)
