"""The words of a text, quickly: most texts are split in a tenth of the time that a regular expression takes."""

import re
from collections.abc import Sequence
from itertools import accumulate

from bot.reading.terms import WORD

DOT_BETWEEN = re.compile(r"\.(?=[^\W\d_]\.)")  # begins with a character, so that it is searched for fast
_WORDS = re.compile(f"({WORD.pattern})")
_RUN = re.compile(r"[^\W_]+")
_TO_BLANKS = bytes(c if c >= 0x80 or chr(c).isalnum() else 0x20 for c in range(0x100))
_MARKS = "’“”–—‘„…«»€£‑‐‚·"
"""What stands beside words in tidy texts besides the marks of ASCII."""


def bare(word: str) -> str:
    """A word without the dots of an abbreviation: u.s. is us."""
    return word.replace(".", "") if "." in word else word


def words_of(text: str) -> list[str]:
    """The words of a text in order, as ``WORD`` finds them, without the dots of abbreviations."""
    return _split(_without_dots(text))


def starts_of(text: str) -> Sequence[int]:
    """Where each word begins, as ``WORD`` finds them."""
    return list(accumulate(map(len, _WORDS.split(text))))[:-1:2]


def runs_of(text: str) -> list[str]:
    """The runs of letters and digits of a text in order."""
    return _split(text)


def _split(text: str) -> list[str]:
    """The words between blanks and marks."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    words = text.encode("utf-8", "surrogatepass").translate(_TO_BLANKS).decode("utf-8", "surrogatepass").split()
    if text.isascii():
        return words
    together = "".join(words)
    if not words or together.isalnum():
        return words
    for mark in set(together):
        if not mark.isalnum():
            text = text.replace(mark, " ")
    return _split(text)


def _without_dots(text: str) -> str:
    parts, end = [], 0
    for dot in DOT_BETWEEN.finditer(text):
        start = dot.start() - 1
        if start < end or (start > 0 and text[start - 1].isalnum()):
            continue
        match = WORD.match(text, start)
        if match is not None and text[match.end() - 1] == ".":
            parts += [text[end:start], bare(match.group()), " "]
            end = match.end()
    return "".join(parts) + text[end:] if parts else text
