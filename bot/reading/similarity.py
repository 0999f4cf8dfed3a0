"""What tells one story from another in any text: its wording, its names and its numbers, as sets that are compared.

The wording is a set of hashed words and pairs of neighbouring words (of characters, where words are not set apart), so
that two outlets that rewrite one agency report share much of it. Hashes are CRC-32, the same in every process. What
of it is rare, and so tells much, only those can say who know other texts: the sets have no weights here.
"""

import re
from collections.abc import Set
from math import sqrt
from operator import add
from zlib import crc32

from bot.reading.words.folding import fold, lower
from bot.reading.words.split import runs_of

_LEAD = 1500
"""Characters of the text that count as its lead; with 900, stories of any topic were told apart a little worse."""
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 4  # letters: what is shorter is mostly grammar, unless it has digits
_SHORTEST_NAME = 3
_STEM = 6  # letters: enough to tell words apart, short enough to lose endings
_UNCASED = 0x2E80  # scripts from here on have no capitals, and carry particles or do not set words apart
_STOPS = re.compile(r"[\n\"“”„«»‘.!?:`'](?:(?<=[\n\"“”„«»‘])|(?<=[.!?:])\s|(?<=`)`|(?<=')')")
"""After these a capital tells nothing; all their first characters come first, so that they are searched for fast."""
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_THOUSANDS = 3
_LONGEST = 12  # digits: longer ones are no numbers of anything


def fingerprint(title: str, text: str) -> frozenset[int]:
    """The hashed words and word pairs of a title and of a text's first 1,500 characters; empty for no words."""
    found: set[int] = set()
    for part in (title, text[:_LEAD]):
        units = _units(lower(fold(part)))
        hashes = list(map(crc32, units))
        found.update(hashes)
        found.update(map(crc32, map(b" ".__add__, units[1:]), hashes))  # goes on from the hash of the first of a pair
    return frozenset(found)


def similarity(a: Set[int], b: Set[int]) -> float:
    """How much two fingerprints share, 0 to 1.

    The geometric mean of the shares on both sides (Ochiai's coefficient): a short flash and the long report that it
    grew into are near, yet a flash of three words is not taken for every long report.
    """
    if not a or not b:
        return 0.0
    return len(a & b) / sqrt(len(a) * len(b))


def names_in(title: str, text: str) -> frozenset[str]:
    """The words with a capital within a sentence of title and lead, in lower case, cut to six letters.

    So "Seoul", "Séoul" and "Seouls" are nearly one; German nouns come along, which are names of a kind.
    """
    found: set[str] = set()
    for part in (title, text[:_LEAD]):
        for sentence in _STOPS.split(part):
            found.update(
                word
                for word in _WORD.findall(sentence)[1:]
                if word[0].isupper() and len(word) >= _SHORTEST_NAME and ord(word[-1]) < _UNCASED
            )
    return frozenset(word[:_STEM] for word in lower(fold(" ".join(found))).split())


def numbers_in(title: str, text: str) -> frozenset[str]:
    """The numbers in digits, of whatever they are: ``28,500``, ``28.500`` and ``28500`` are one, ``8,2`` is 8.2."""
    return frozenset(
        number
        for part in (title, text[:_LEAD])
        for match in _NUMBER.findall(fold(part))
        if (number := _plain(match)) is not None
    )


def _plain(digits: str) -> str | None:
    if len(digits) > _LONGEST:
        return None
    if digits.isdecimal():
        return digits.lstrip("0") or "0"
    first, *rest = re.split(r"[.,]", digits)
    if rest and first != "0" and all(len(group) == _THOUSANDS for group in rest):
        return (first + "".join(rest)).lstrip("0") or "0"
    whole = "".join([first, *rest[:-1]]).lstrip("0") or "0"
    decimals = rest[-1].rstrip("0") if rest else ""
    return f"{whole}.{decimals}" if decimals else whole


def _units(text: str) -> list[bytes]:
    if text.isascii():  # then what is no word of letters has a digit
        short = _SHORTEST
        units = [word[:_STEM] for word in runs_of(text) if len(word) >= short or not word.isalpha()]
        return " ".join(units).encode().split()
    units = []
    for word in runs_of(text):
        if ord(word[-1]) >= _UNCASED:
            units += map(add, word, word[1:]) if len(word) > 1 else (word,)
        elif len(word) >= _SHORTEST or (not word.isalpha() and any(c.isdigit() for c in word)):
            units.append(word[:_STEM])
    return " ".join(units).encode("utf-8", "surrogatepass").split()
