"""How wide a text is in the fonts that ship, which is all that a layout needs of them."""

import re
import struct
from functools import cache
from pathlib import Path

from msgspec import Struct

REGULAR, BOLD = (Path(__file__).parent / "fonts" / f"Inter-{name}.ttf" for name in ("Regular", "SemiBold"))
ASCENT, DESCENT = 0.78, 0.22
"""Of the size: how far a text goes above and below its line."""


_NOT_FIRST = "、。，．」』）】〉》！？…ー・,.;:!?)]}”’"
_GOES_ON = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""Japanese goes from line to line without blanks."""
_EDGES = " ,.;:–-、。"


class _Font(Struct, frozen=True):
    units: int
    """Of an em."""
    widths: dict[int, int]
    """Letter -> its advance in these units."""


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """Of a text on one line; a letter that the fonts lack is taken as a full square."""
    font = _font(BOLD if bold else REGULAR)
    return sum(font.widths.get(ord(letter), font.units) for letter in words) * size / font.units


def lacks_letters(words: str) -> bool:
    """Whether the fonts have no shape for a letter, so that one of the machine's own is wanted."""
    return any(ord(letter) not in _font(REGULAR).widths for letter in words if letter != "\n")


def wrapped(words: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The text in as few lines of a width as there can be, about equally long; a wider word has a line of its own."""
    lines = _filled(words, size, width, bold)
    narrower = lines
    while lines and width > 0 and len(narrower) == len(lines):
        lines, width = narrower, width - size
        narrower = _filled(words, size, width, bold)
    return lines


def fitted(words: str, size: float, width: float, most: int, *, bold: bool = False) -> list[str]:
    """The text in lines of a width, at most so many; what does not fit ends in an ellipsis.

    A word that is wider than a line is broken where the line is full, which is how Japanese goes from line to line.
    """
    lines: list[str] = []
    for word in words.split():
        for place, piece in enumerate(_pieces(word, size, width, bold)):
            longer = f"{lines[-1]} {piece}" if lines and not place else ""
            if longer and width_of(longer, size, bold=bold) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(f"{last}…", size, bold=bold) > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(_EDGES)}…"]


def _pieces(word: str, size: float, width: float, bold: bool) -> list[str]:
    """A word in pieces that are no wider; none begins with what ends a clause."""
    pieces = [""]
    for letter in word:
        if not pieces[-1] or width_of(pieces[-1] + letter, size, bold=bold) <= width:
            pieces[-1] += letter
        elif letter in _NOT_FIRST and len(pieces[-1]) > 1:
            pieces[-1:] = [pieces[-1][:-1], pieces[-1][-1] + letter]
        else:
            pieces.append(letter)
    return pieces


def _filled(words: str, size: float, width: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        elif _GOES_ON.search(word):
            lines += _pieces(word, size, width, bold)
        else:
            lines.append(word)
    return lines


@cache
def _font(path: Path) -> _Font:
    """Of a TrueType file: the tables ``cmap`` (format 4) and ``hmtx``, see the OpenType specification."""
    data = path.read_bytes()
    tables = {
        data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
    }
    (units,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
    (count,) = struct.unpack_from(">H", data, tables[b"hhea"] + 34)
    advances = [struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * glyph)[0] for glyph in range(count)]
    letters = _letters(data, tables[b"cmap"])
    return _Font(units, {letter: advances[min(glyph, count - 1)] for letter, glyph in letters.items()})


def _letters(data: bytes, cmap: int) -> dict[int, int]:
    """Letter -> its glyph's number, of the first subtable."""
    table = cmap + struct.unpack_from(">I", data, cmap + 8)[0]
    kind, _, _, twice = struct.unpack_from(">4H", data, table)
    if kind != 4:
        raise ValueError(f"a cmap of format {kind}")
    found = {}
    for at in range(0, twice, 2):
        (last,) = struct.unpack_from(">H", data, table + 14 + at)
        (first,) = struct.unpack_from(">H", data, table + 16 + twice + at)
        (delta,) = struct.unpack_from(">H", data, table + 16 + 2 * twice + at)
        offset_at = table + 16 + 3 * twice + at
        (offset,) = struct.unpack_from(">H", data, offset_at)
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = letter
            if offset:
                (glyph,) = struct.unpack_from(">H", data, offset_at + offset + 2 * (letter - first))
            if glyph or not offset:
                found[letter] = (glyph + delta) & 0xFFFF
    return found
