"""Words of a vocabulary, how a text is made comparable with them, and what is found of them: hits with exact places.

Finding them is the business of ``index``; what a hit means, that of ``relevance``, ``parties``, ``tracks``, ``timing``,
``candidates`` and ``dates``.

Languages with spaces match whole words; ``*`` at the end of a word of a term stands for any ending, ``*`` alone for up
to four words. Languages that glue their endings on (``SUBSTRING``) match anywhere. Hyphens count as spaces, so
``cost sharing`` finds both spellings.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple, TypeVar

from bot.reading.words.placed import Placed

WORD = re.compile(r"[^\W_](?:(?<!\d)\.(?:[^\W\d_]\.){1,5}|[^\W_]*)")
"""Letters and digits, or letters with a dot behind each: u.s."""
_PIECE = re.compile(rf"({WORD.pattern})(\*)?|\*")
GAP = frozenset(" -'")
"""What may stand between two words of a term."""
CAPITALS_UP_TO = 3
"""Letters of a word of a query that, written in capitals, must be in capitals in the text: US, UN, WHO."""
_SPACES = dict.fromkeys((*"\t\n\r\v\f\u00a0\u202f\u205f\u3000", *map(chr, range(0x2000, 0x200B))), " ")
_MARKS = {
    "‐": "-",
    "‑": "-",
    "’": "'",
    "‘": "'",
    "％": "%",
    "，": ",",
    "．": ".",
    "＄": "$",
    "￥": "¥",
    "〜": "~",
    "～": "~",
}
_DIGITS = {chr(zero + n): str(n) for zero in (0xFF10, 0x0660) for n in range(10)}  # full width, Arabic
_FOLDED = _SPACES | _MARKS | _DIGITS | {"\u066b": ".", "\u066c": ",", "\u066a": "%"}
_FOLD = str.maketrans(_FOLDED)
_SURROGATE = re.compile("[\ud800-\udfff]")


class VocabularyError(ValueError):
    """The vocabulary cannot be used; the message names the concept, rule or term and says what is wrong with it."""


def without_lone_surrogates(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which JSON and the web do hold and no index, file or database takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def fold(text: str) -> str:
    """The text with one kind of space, hyphen, digit and apostrophe, without lone surrogates; all keeps its place."""
    if text.isascii():
        return text.translate(_FOLD)
    text = without_lone_surrogates(text)
    for character, plain in _FOLDED.items():  # outside of ASCII, all these take half the time of one regular expression
        if character in text:
            text = text.replace(character, plain)
    return text


def lower(text: str) -> str:
    """Lower case of the same length (a capital dotted I has a longer small form and stays as it is)."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def pieces(term: str) -> tuple[tuple[str, bool], ...]:
    """The words of a term in lower case, each with whether any ending will do; a star alone is an empty word."""
    return tuple((m[1] or "", bool(m[2] or not m[1])) for m in _PIECE.finditer(lower(fold(term)).strip()))


def capitals_of(term: str) -> str | None:
    """The spelling that a text must have of a term written in capitals; None of all others."""
    return fold(term).strip().replace("*", "") if term.isupper() else None


class Hit(NamedTuple):  # a tuple, as a report has hundreds of them
    """The place of a term that was found."""

    start: int
    end: int


class HitOf(NamedTuple):
    """A hit of one of several labels."""

    start: int
    end: int
    which: int
    """The number of the label among them."""


H = TypeVar("H", Hit, HitOf)


_START = itemgetter(0)


class _Row(Placed[H]):
    """Hits in order, of which many rows are made for a report."""

    __slots__ = ()

    def __init__(self, hits: Sequence[H]) -> None:
        self.things = hits
        self.starts = list(map(_START, hits))


_NONE: Placed[Hit] = Placed(())
_hit_of = partial(tuple.__new__, HitOf)  # without the checks of its own


class Hits:
    """What an index found in one text, by label and place."""

    __slots__ = ("_mixed", "_placed", "_rows")

    def __init__(self, rows: Mapping[str, Sequence[Hit]]) -> None:
        """``rows`` are the hits of each label in the order of the text, none within another."""
        self._rows = rows
        self._placed: dict[str, _Row[Hit]] = {}  # when they are first asked for
        self._mixed: dict[tuple[str, ...], _Row[HitOf]] = {}

    def all(self, label: str) -> Placed[Hit]:
        """Every hit of a label."""
        row = self._placed.get(label)
        if row is None:
            return self._place(label) if label in self._rows else _NONE
        return row

    def _place(self, label: str) -> _Row[Hit]:
        self._placed[label] = row = _Row(self._rows[label])
        return row

    def labels(self) -> Collection[str]:
        """The labels that were found at all."""
        return self._rows

    def among(self, labels: tuple[str, ...]) -> Placed[HitOf]:
        """Every hit of several labels that are always asked for together, in the order of the text."""
        row = self._mixed.get(labels)
        if row is None:
            found = [(which, self._rows[label]) for which, label in enumerate(labels) if label in self._rows]
            hits = [(start, end, which) for which, row in found for start, end in row]
            if len(found) > 1:
                hits.sort()
            row = self._mixed[labels] = _Row(list(map(_hit_of, hits)))
        return row

    def within(self, label: str, start: int, end: int) -> Sequence[Hit]:
        """Hits of a label that begin in ``start <= place < end``."""
        row = self._placed.get(label)
        if row is None:
            if label not in self._rows:
                return ()  # most labels are not there at all
            row = self._place(label)
        starts = row.starts
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] >= end:
            return ()  # and of those that are, most are elsewhere
        return row.things[first : bisect_left(starts, end, first)]

    def any(self, label: str, start: int, end: int) -> bool:
        """Whether a hit of a label begins in ``start <= place < end``."""
        row = self._placed.get(label)
        if row is None:
            if label not in self._rows:
                return False
            row = self._place(label)
        starts = row.starts
        first = bisect_left(starts, start)
        return first < len(starts) and starts[first] < end
