"""The vocabulary cut to what is needed: the pieces that the labelled texts use, and the likeliest of all others."""

import unicodedata
from collections.abc import Iterable

from bot.reading.encoder.tokens import Tokenizer
from bot.reading.training.base import Base

SCRIPTS = ("LATIN", "HANGUL", "CJK", "HIRAGANA", "KATAKANA", "ARABIC", "CYRILLIC", "IDEOGRAPHIC", "FULLWIDTH")
_MARKS = 5
"""The first pieces of the base are its marks: <s>, <pad>, </s>, <unk> and one more."""


def needed_rows(base: Base, texts: Iterable[str], most: int) -> list[int]:
    """The rows of the base's vocabulary to keep, in its order: at most so many, those that the texts use first."""
    coder = Tokenizer(base.pieces, base.unknown)
    used: set[int] = set(range(_MARKS))
    for text in texts:
        used.update(coder(text).ids)
    likely = sorted(range(len(base.pieces)), key=lambda row: -base.pieces[row][1])
    for row in likely:
        if len(used) >= most:
            break
        if row not in used and _is_read(base.pieces[row][0]):
            used.add(row)
    return sorted(used)


def _is_read(piece: str) -> bool:
    """Whether a piece has letters of the scripts that are read, or none at all."""
    letters = [letter for letter in piece if letter.isalpha()]
    return all(unicodedata.name(letter, "").startswith(SCRIPTS) for letter in letters)
