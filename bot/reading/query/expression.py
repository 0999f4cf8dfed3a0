"""The query language: what a query is, as a tree of small values, and whether a report answers it.

    troops cost                 both words, in any of their forms      "cost of troops"    these words, as written
    troops AND (cost OR bill)   AND, OR, NOT (or -word), brackets      negotiat*           any ending
    cost NEAR/5 troops          at most five words in between          cost ONEAR/5 troops the same, in this order
    title:troops source:kyodo lang:ko                                  the title, the outlet, the language

The topic's rules are written in the same language, with the names of concepts where queries have words. Reading a text
as a query is ``syntax``; finding its words in a report is ``pages``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol
from unicodedata import east_asian_width

from bot.model import Match, Where
from bot.reading.query.spots import Spot, near
from bot.reading.words.folding import lower

_SHOWN = 35  # characters of a query on either side of its fault
_MOST_PLACES = 60  # told per report; a word repeated a thousand times explains no more than once


class QueryError(ValueError):
    """A query that cannot be read.

    ``position`` is the character at fault, counted from 0; ``sentence`` says what is wrong and what to write instead.
    """

    def __init__(self, text: str, position: int, sentence: str) -> None:
        super().__init__(f"at {position + 1} of {text!r}: {sentence}")
        self.text = text
        self.position = position
        self.sentence = sentence

    def shown(self) -> str:
        """The query, or the part in question, and under it a caret and the sentence; for letters of one width."""
        line = " ".join(self.text.split("\n"))
        start = max(0, self.position - _SHOWN) if len(line) > 2 * _SHOWN else 0
        before = "…" * (start > 0) + line[start : self.position]
        after = line[self.position : start + 2 * _SHOWN]
        return f"{before}{after}{'…' * (start + 2 * _SHOWN < len(line))}\n{' ' * _columns(before)}^ {self.sentence}"


def _columns(text: str) -> int:
    """The columns of a terminal that a text takes: Korean and Japanese letters take two."""
    return sum(2 if east_asian_width(letter) in {"W", "F"} else 1 for letter in text)


OPERATORS = frozenset({"AND", "OR", "NOT"})
"""Words that are looked for only where they are quoted."""


class Form:
    """How much of a word a text must have. Plain strings, as an enumeration's hash takes longer than all the rest."""

    ANY: Final = "any form"
    """negotiation finds negotiations: words of one stem are the same."""
    EXACT: Final = "as written"
    """Whether in capitals or not."""
    PREFIX: Final = "any ending"
    CAPITALS: Final = "in capitals"
    """Short words in capitals, such as US, UN or WHO, are no pronouns."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is looked for; ``text`` is in lower case unless capitals are asked for."""

    text: str
    form: str = Form.ANY

    def __str__(self) -> str:
        quoted = f'"{self.text}"' if self.form == Form.EXACT or self.text in OPERATORS else self.text
        return f"{self.text}*" if self.form == Form.PREFIX else quoted


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other with nothing but a gap or a hyphen in between."""

    words: tuple[Word, ...]
    spelt: str | None = field(init=False, repr=False, compare=False)
    """In lower case with blanks around each word; None where other forms of a word will do."""

    def __post_init__(self) -> None:
        as_written = all(word.form in {Form.EXACT, Form.CAPITALS} for word in self.words)
        spelt = f" {' '.join(lower(word.text) for word in self.words)} " if as_written else None
        object.__setattr__(self, "spelt", spelt)  # many reports are asked for it

    def __str__(self) -> str:
        words = [word.text + "*" * (word.form == Form.PREFIX) for word in self.words]
        in_forms = any(word.form == Form.ANY for word in self.words)
        return "-".join(words) if in_forms else f'"{" ".join(words)}"'


@dataclass(frozen=True, slots=True)
class Name:
    """In a rule: a concept of the topic."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms with at most ``distance`` words in between, the left one first if ``ordered``."""

    left: "Expression"
    right: "Expression"
    distance: int
    ordered: bool = False

    def __str__(self) -> str:
        right = f"({self.right})" if isinstance(self.right, Near) else str(self.right)
        return f"{_bracketed(self.left)} {'O' * self.ordered}NEAR/{self.distance} {_bracketed(right)}"


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Expression", ...]

    def __str__(self) -> str:
        return " AND ".join(map(_bracketed, self.parts))


@dataclass(frozen=True, slots=True)
class Some:
    parts: tuple["Expression", ...]

    def __str__(self) -> str:
        return "(" + " OR ".join(map(str, self.parts)) + ")"


@dataclass(frozen=True, slots=True)
class Not:
    part: "Expression"

    def __str__(self) -> str:
        return f"NOT {_bracketed(self.part)}"


@dataclass(frozen=True, slots=True)
class Title:
    """An expression that is to hold in the title alone."""

    part: "Expression"

    def __str__(self) -> str:
        return f"title:{_bracketed(self.part)}"


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a report besides its text: the outlet has this in its name, the language is this."""

    field: str
    value: str

    def __str__(self) -> str:
        return f'{self.field}:"{self.value}"'


Expression = Word | Phrase | Name | Near | All | Some | Not | Title | About
Leaf = Word | Phrase | Name


def _bracketed(part: "Expression | str") -> str:
    text = str(part)
    return f"({text})" if isinstance(part, All | Near | Not) else text


class Ground(Protocol):
    """A report that an expression is held against."""

    def spots(self, leaf: Leaf, where: Where) -> list[Spot]:
        """Where a leaf is found in a part of the report, in order."""

    def has(self, leaf: Leaf, title_only: bool) -> bool:
        """Whether a leaf is found at all."""

    def has_near(self, part: Near, where: Where) -> bool:
        """Whether terms are near each other in a part of the report."""

    def matches_field(self, about: About) -> bool:
        """Whether a report is from such an outlet or in such a language."""

    def place(self, spot: Spot, where: Where) -> tuple[int, int]:
        """The characters of a spot, from start to end."""


def holds(part: Expression, ground: Ground, *, title_only: bool = False) -> bool:
    """Whether an expression is true of a report."""
    match part:
        case Word() | Phrase() | Name():
            return ground.has(part, title_only)
        case All(parts):
            return all(holds(inner, ground, title_only=title_only) for inner in parts)
        case Some(parts):
            return any(holds(inner, ground, title_only=title_only) for inner in parts)
        case Not(inner):
            return not holds(inner, ground, title_only=title_only)
        case Near():
            return any(ground.has_near(part, where) for where in _parts(title_only))
        case Title(inner):
            return holds(inner, ground, title_only=True)
        case About():
            return ground.matches_field(part)


def _parts(title_only: bool) -> tuple[Where, ...]:
    return ("title",) if title_only else ("text", "title")


def spots(part: Expression, ground: Ground, where: Where) -> list[Spot]:
    """Where a term, or terms near each other, are found in a part of the report, in order."""
    match part:
        case Word() | Phrase() | Name():
            return ground.spots(part, where)
        case Near(left, right, distance, ordered):
            row = spots(left, ground, where)  # in most titles there is none
            return near(row, spots(right, ground, where), distance, ordered=ordered) if row else []
        case All(parts) | Some(parts):
            return sorted(spot for inner in parts for spot in spots(inner, ground, where))
    return []


def evidence(part: Expression, ground: Ground, *, title_only: bool = False) -> Iterator[tuple[str, Where, Spot]]:
    """(piece of the query, where, spot) of everything that made an expression true."""
    match part:
        case Word() | Phrase() | Name() | Near():
            for where in _parts(title_only):
                yield from ((str(part), where, spot) for spot in spots(part, ground, where))
        case All(parts) | Some(parts):
            for inner in parts:
                if isinstance(part, All) or holds(inner, ground, title_only=title_only):
                    yield from evidence(inner, ground, title_only=title_only)
        case Title(inner):
            yield from evidence(inner, ground, title_only=True)


@dataclass(frozen=True, slots=True)
class Matches:
    """Where the words of a query stand in a report: the title's first, in the order of the text.

    ``concept`` of each is the piece of the query that it answers. A query that only names an outlet or a language
    matches without any place.
    """

    places: tuple[Match, ...]


def matches_of(root: Expression, ground: Ground, text_of: Callable[[Where], str]) -> Matches | None:
    """The places that make an expression true, or None where it is not."""
    if not holds(root, ground):
        return None
    told = evidence(root, ground)
    found = {(where == "text", *ground.place(spot, where)): piece for piece, where, spot in told}
    places = []
    for (in_text, start, end), piece in sorted(found.items())[:_MOST_PLACES]:
        where: Where = "text" if in_text else "title"
        places.append(Match(piece, text_of(where)[start:end], where, start))
    return Matches(tuple(places))
