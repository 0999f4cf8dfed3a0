"""Telling one story from another: fingerprints of title and lead, and how near two of them are.

A fingerprint is the set of hashed pairs of neighbouring content words (characters, where words are not set apart), so
that two outlets that rewrite one agency report share much of it. Hashes are CRC-32, the same in every process.
"""

import re
from math import sqrt
from zlib import crc32

from bot.reading.terms import fold, lower

_LEAD = 600  # characters of the text that count as its lead
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3  # letters: what is shorter is grammar, unless it has digits
_STEM = 6  # letters: enough to tell words apart, short enough to lose endings
_WINDOW = 2  # a word pairs with so many that follow it: a rewrite moves words about


def fingerprint(title: str, text: str) -> frozenset[int]:
    """The hashed word pairs of a title and the first 600 characters of a text; empty for a text without words."""
    pairs: set[int] = set()
    for part in (title, text[:_LEAD]):
        units = _units(lower(fold(part)))
        for at, unit in enumerate(units):
            pairs.update(_hash(unit, other) for other in units[at + 1 : at + 1 + _WINDOW] if other != unit)
        if len(units) == 1:
            pairs.add(_hash(units[0], b""))
    return frozenset(pairs)


def similarity(a: frozenset[int], b: frozenset[int]) -> float:
    """How much two fingerprints share, 0 to 1.

    The geometric mean of the shares on both sides (Ochiai's coefficient): a short flash and the long report that it
    grew into are near, yet a flash of three pairs is not taken for every long report.
    """
    if not a or not b:
        return 0.0
    return len(a & b) / sqrt(len(a) * len(b))


def _units(text: str) -> list[bytes]:
    units: list[str] = []
    for word in _WORD.findall(text):
        if ord(word[-1]) >= 0x2E80:  # scripts whose words carry particles or are not set apart: pairs of characters
            units += [word[i : i + 2] for i in range(len(word) - 1)] or [word]
        elif len(word) >= _SHORTEST or any(c.isdigit() for c in word):
            units.append(word[:_STEM])
    return [unit.encode("utf-8", "surrogatepass") for unit in units]


def _hash(a: bytes, b: bytes) -> int:
    """The same in either order."""
    return crc32(a + b" " + b if a <= b else b + b" " + a)
