"""Finds each text of a card its place: one below the other, so that none stands on another, however long they are."""

from collections.abc import Iterable

from msgspec import Struct

from bot.chat.drawing.card import Card, CardFigure, CardPart
from bot.chat.drawing.layout import FAINT, GRID, INK, SMALL, WIDTH, Line, Mark, Sheet, Words
from bot.chat.drawing.letters import fitted, width_of

_EDGE, _INDENT = 18.0, 16.0
_TITLE, _PART, _AMOUNT, _ROLE, _TEXT = 21.0, 15.0, 20.0, 14.0, 12.5
_LEADING = 1.28
"""Of the size, from one line to the next."""


class _Style(Struct, frozen=True):
    size: float
    lines: int
    """At most; the last one ends with an ellipsis where there would be more."""
    colour: str = INK
    bold: bool = False


_OF_TITLE, _OF_ABOUT = _Style(_TITLE, 4, bold=True), _Style(_TEXT + 1, 3, FAINT)
_OF_PART, _OF_AMOUNT = _Style(_PART, 2, bold=True), _Style(_AMOUNT, 2, bold=True)
_OF_FIGURE, _OF_NOTE = _Style(_TEXT, 3, FAINT), _Style(_TEXT, 3, bold=True)
_OF_NOTHING, _OF_BASELINE, _OF_SOURCES = _Style(_ROLE + 1, 3), _Style(_TEXT, 5), _Style(SMALL, 4, FAINT)


class _Column:
    """Puts one below the other."""

    def __init__(self) -> None:
        self.words: list[Words] = []
        self.marks: list[Mark] = []
        self.lines: list[Line] = []
        self.y = _EDGE
        """Where the next line of text has its upper edge."""

    def text(self, words: str, style: _Style, *, indent: float = 0.0) -> None:
        """As many lines as it needs and may have."""
        rows = fitted(words, style.size, WIDTH - 2 * _EDGE - indent, style.lines, bold=style.bold)
        for row in rows:
            at = _EDGE + indent, self.y + style.size
            self.words.append(Words(row, at, style.size, style.colour, bold=style.bold))
            self.y += style.size * _LEADING

    def rule(self, above: float, below: float) -> None:
        self.y += above
        self.lines.append(Line(((_EDGE, self.y), (WIDTH - _EDGE, self.y)), GRID))
        self.y += below

    def figure(self, one: CardFigure) -> None:
        """The amount, its role beside it where both fit on one line, else below; then whose it is."""
        colour = one.colour.light
        self.marks.append(Mark((_EDGE + 4.5, self.y + _AMOUNT * 0.66), "square", colour))
        role_at = width_of(one.amount, _AMOUNT, bold=True) + 7
        is_beside = (
            bool(one.amount.strip()) and role_at + width_of(one.role, _ROLE, bold=True) <= WIDTH - 2 * _EDGE - _INDENT
        )
        if is_beside and one.role:
            at = _EDGE + _INDENT + role_at, self.y + _AMOUNT
            self.words.append(Words(one.role, at, _ROLE, colour, bold=True))
        self.text(one.amount, _OF_AMOUNT, indent=_INDENT)
        if not is_beside:
            self.text(one.role, _Style(_ROLE, 2, colour, bold=True), indent=_INDENT)
        self.text(one.about, _OF_FIGURE, indent=_INDENT)


def laid_out_card(card: Card) -> Sheet:
    """The sheet of a card."""
    column, colours = _Column(), {}
    column.text(card.title, _OF_TITLE)
    column.text(card.about, _OF_ABOUT)
    for part in card.parts:
        column.rule(10, 8)
        for one in _figures(part, column):
            colours[one.colour.light] = one.colour
    if not card.parts:
        column.rule(10, 10)
        column.text(card.nothing, _OF_NOTHING)
    column.rule(11, 8)
    column.text(card.baseline, _OF_BASELINE)
    column.y += 5
    column.text(card.sources, _OF_SOURCES)
    height = column.y + _EDGE - 6
    return Sheet(WIDTH, height, tuple(column.lines), tuple(column.marks), tuple(column.words), (), colours)


def _figures(part: CardPart, column: _Column) -> Iterable[CardFigure]:
    column.text(part.name, _OF_PART)
    for place, one in enumerate(part.figures):
        column.y += 9 if place else 3 if part.name else 0
        column.figure(one)
    if part.note:
        column.y += 5
        column.text(part.note, _OF_NOTE)
    return part.figures
