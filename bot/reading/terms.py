"""Finding the vocabulary's words in a text, all of them in one pass.

What belongs here: turning lists of terms into an index, and a text into hits with exact places. What a hit means is the
business of ``relevance``, ``figures``, ``roles`` and ``events``.

Languages with spaces match whole words; ``*`` at the end of a word of a term stands for any ending, ``*`` alone for up
to four words. Languages that glue their endings on (``SUBSTRING``) match anywhere. Hyphens count as spaces, so
``cost sharing`` finds both spellings.
The work is proportional to the length of the text: at every word a dictionary is asked, nothing is tried in turn.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from bot.reading.glued import SUBSTRING, Guard, guard
from bot.reading.placed import Placed

WORD = re.compile(r"(?:[^\W\d_]\.){2,6}|[^\W_]+")
_PIECE = re.compile(rf"({WORD.pattern})(\*)?|\*")
GAP = frozenset(" -'")
"""What may stand between two words of a term."""
_IN_NUMBERS = frozenset(",.")
_WILD = ("", True)  # a star alone
_MOST_SKIPPED = 4  # words that a star alone stands for
CAPITALS_UP_TO = 3
"""Letters of a word of a query that, written in capitals, must be in capitals in the text: US, UN, WHO."""
_STEM, _LONGEST_GAP = 3, 2
_MOST_KNOWN = 50_000  # words kept with their terms: some megabytes
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
_TO_FOLD = re.compile("[" + re.escape("".join(_FOLDED)) + "]")


class VocabularyError(ValueError):
    """The vocabulary cannot be used; the message names the concept, rule or term and says what is wrong with it."""


def fold(text: str) -> str:
    """The text with one kind of space, hyphen, digit and apostrophe; every character stays at its place."""
    # Translating is quick in ASCII and slow outside, where there is mostly little to do.
    return text.translate(_FOLD) if text.isascii() else _TO_FOLD.sub(_folded, text)


def _folded(match: re.Match[str]) -> str:
    return _FOLDED[match.group()]


def lower(text: str) -> str:
    """Lower case of the same length (a capital dotted I has a longer small form and stays as it is)."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def pieces(term: str) -> tuple[tuple[str, bool], ...]:
    """The words of a term in lower case, each with whether any ending will do; a star alone is an empty word."""
    return tuple((m[1] or "", bool(m[2] or not m[1])) for m in _PIECE.finditer(lower(fold(term)).strip()))


class Hit(NamedTuple):  # a tuple, as a report has hundreds of them
    """A term found: ``label`` is what the index was given with the term."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Term:
    label: str
    words: tuple[tuple[str, bool], ...]
    """Each word in lower case, and whether any ending will do. For substring languages: the one string."""
    capitals: str | None
    """The spelling that the text must have, for a term written in capitals."""
    guard: Guard | None = None
    """For substring languages: what must be true of the characters around it."""
    third: str | None = None
    """The third word where one must stand just so."""


_NONE: Placed[Hit] = Placed(())


class Hits:
    """What an index found in one text, by label and place."""

    __slots__ = ("_placed", "_rows")

    def __init__(self, rows: Mapping[str, Sequence[Hit]]) -> None:
        """``rows`` are the hits of each label in the order of the text, none within another."""
        self._rows = rows
        self._placed: dict[str, Placed[Hit] | None] = {}

    def all(self, label: str) -> Placed[Hit]:
        return self._row(label) or _NONE

    def _row(self, label: str) -> Placed[Hit] | None:
        """The hits of a label, placed when they are first asked for: half of the labels never are."""
        try:
            return self._placed[label]
        except KeyError:
            row = self._rows.get(label)
            self._placed[label] = placed = None if row is None else Placed(row)
            return placed

    def labels(self) -> Iterable[str]:
        """The labels that were found at all."""
        return self._rows

    def within(self, label: str, start: int, end: int) -> Sequence[Hit]:
        """Hits of a label that begin in ``start <= place < end``."""
        row = self._row(label)
        return row.within(start, end) if row is not None else ()

    def any(self, label: str, start: int, end: int) -> bool:
        row = self._row(label)  # most labels are not there at all
        return row is not None and row.count(start, end) > 0


_hit = partial(tuple.__new__, Hit)  # without the checks of Hit's own: there are hundreds a report

_Known = tuple[tuple[str, ...], list[_Term], dict[str, list[_Term]] | None]
"""What begins with a word: the labels of the word alone, longer terms, and terms by the word after it."""


class TermIndex:
    """Terms of one language, ready to be found."""

    def __init__(self, terms: Iterable[tuple[str, str]], language: str) -> None:
        """``terms`` are (label, term) pairs. Raises VocabularyError for a term that no text can have."""
        self._substring = language in SUBSTRING
        self._exact: dict[str, list[_Term]] = defaultdict(list)
        self._pairs: dict[str, dict[str, list[_Term]]] = defaultdict(lambda: defaultdict(list))
        self._stems: dict[str, list[_Term]] = defaultdict(list)
        self._known: dict[str, _Known] = {}
        for label, term in terms:
            if self._substring:
                self._add_string(label, term)
            else:
                self._add(label, term)
        self._strings = AhoCorasick(list(self._exact)) if self._substring and self._exact else None
        self._by_number = list(self._exact.values())
        self._pairs = {first: dict(seconds) for first, seconds in self._pairs.items()}

    def _add_string(self, label: str, term: str) -> None:
        text = lower(fold(term)).strip().replace("*", "")
        if not text:
            raise VocabularyError(f"{label}: the term {term!r} is empty")
        around = guard(text) if len(text) > 1 else None  # a list with one character means it
        self._exact[text].append(_Term(label, ((text, False),), _capitals(term), around))

    def _add(self, label: str, term: str) -> None:
        words = pieces(term)
        if not words or not words[0][0] or not words[-1][0]:
            raise VocabularyError(f"{label}: the term {term!r} does not begin and end with a word")
        (first, open_ended), *rest = words
        entry = _Term(label, words, _capitals(term), third=_third(words))
        if open_ended and len(first) < _STEM:
            raise VocabularyError(f"{label}: the term {term!r} has fewer than {_STEM} letters before its *")
        if open_ended:
            self._stems[first[:_STEM]].append(entry)
        elif rest and not rest[0][1]:
            self._pairs[first][rest[0][0]].append(entry)
        elif rest and len(rest[0][0]) >= _STEM:
            self._pairs[first][rest[0][0][:_STEM] + "*"].append(entry)
        else:
            self._exact[first].append(entry)

    def find(self, folded: str) -> Hits:
        """Every term in a text that ``fold`` has prepared."""
        small = lower(folded)
        if self._substring:
            return Hits(_apart(sorted(self._substrings(folded, small), key=_by_place)))
        return Hits(self._words(folded, small))

    def _substrings(self, text: str, small: str) -> Iterable[Hit]:
        if self._strings is None:
            return
        for number, start, end in self._strings.find_matches_as_indexes(small, overlapping=True):
            for term in self._by_number[number]:
                if (term.guard is None or term.guard(small, start, end)) and _capitals_fit(term, text, start, end):
                    yield Hit(term.label, start, end)

    def _words(self, text: str, small: str) -> Mapping[str, Sequence[Hit]]:
        words = [(m.start(), m.end(), m[0]) for m in WORD.finditer(small)]
        words.append((len(small), len(small), ""))  # so that every word has one behind it
        rows: dict[str, list[Hit]] = defaultdict(list)
        for at, (start, end, word) in enumerate(words):
            labels, terms, leads = self._known.get(word) or self._learnt(word)
            if leads is not None and _adjoin(end, words[at + 1][0], small):
                following = words[at + 1][2]
                terms = [*terms, *leads.get(following, ()), *leads.get(following[:_STEM] + "*", ())]
            for hit in _longer(terms, words, at, text, small) if terms else ():
                row = rows[hit.label]
                if not row or start >= row[-1].end:
                    row.append(hit)
            for label in labels:  # these are the shortest, so they come last
                row = rows[label]
                if not row or start >= row[-1].end:
                    row.append(_hit((label, start, end)))
        return rows

    def _learnt(self, word: str) -> _Known:
        """What begins with a word; kept, as words come again."""
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        stems = [term for term in self._stems.get(word[:_STEM], ()) if word.startswith(term.words[0][0])]
        found = stems + self._exact.get(word, [])
        alone = tuple(term.label for term in found if len(term.words) == 1 and term.capitals is None)
        others = [term for term in found if len(term.words) > 1 or term.capitals is not None]
        self._known[word] = alone, others, self._pairs.get(word)
        return self._known[word]


def _apart(hits: Iterable[Hit]) -> Mapping[str, Sequence[Hit]]:
    """Hits in order by label; of those of one label that overlap, the first counts, which is the longest."""
    rows: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        row = rows[hit.label]
        if not row or hit.start >= row[-1].end:
            row.append(hit)
    return rows


def _third(words: Sequence[tuple[str, bool]]) -> str | None:
    """The third word of a term, if it is a whole one and nothing may stand before it."""
    fixed = len(words) > 2 and _WILD not in words[1:3] and not words[2][1]
    return words[2][0] if fixed else None


def _longer(
    terms: Sequence[_Term], words: Sequence[tuple[int, int, str]], at: int, text: str, small: str
) -> Sequence[Hit]:
    """Those of some terms that stand at a word, the longest first."""
    found = []
    third = words[at + 2][2] if at + 2 < len(words) else ""
    for term in terms:
        if term.third is not None and term.third != third:
            continue  # most that begin with the same two words end here
        stop = _match(term, words, at, small)
        if stop is not None and (term.capitals is None or _capitals_fit(term, text, words[at][0], stop)):
            found.append(_hit((term.label, words[at][0], stop)))
    return found if len(found) < 2 else sorted(found, key=_by_place)


def _adjoin(end: int, start: int, small: str) -> bool:
    """Whether nothing but a gap parts a word from the next, or the comma or point within a number: 28,500."""
    if start - end == 1:
        return small[end] in GAP or (small[end] in _IN_NUMBERS and small[end - 1 : start + 1 : 2].isdecimal())
    return start == end or (start - end <= _LONGEST_GAP and GAP.issuperset(small[end:start]))


def _by_place(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _capitals(term: str) -> str | None:
    return fold(term).strip().replace("*", "") if term.isupper() else None


def _match(term: _Term, words: Sequence[tuple[int, int, str]], at: int, small: str) -> int | None:
    """Where the term ends if it stands at word number ``at``, whose fit with the term's first word is known."""
    place, end, room = at + 1, words[at][1], 0
    for needle in term.words[1:]:
        if needle == _WILD:
            room = _MOST_SKIPPED
            continue
        found = _next(needle, words, place, end, room, small)
        if found is None:
            return None
        place, end, room = found + 1, words[found][1], 0
    return end


def _next(
    needle: tuple[str, bool], words: Sequence[tuple[int, int, str]], place: int, end: int, room: int, small: str
) -> int | None:
    """The number of the word that fits, with at most ``room`` others before it and nothing but a gap between."""
    text, open_ended = needle
    for at in range(place, min(place + room + 1, len(words))):
        start, after, word = words[at]
        if not _adjoin(end, start, small):
            return None
        if word.startswith(text) if open_ended else word == text:
            return at
        end = after
    return None


def _capitals_fit(term: _Term, text: str, start: int, end: int) -> bool:
    return term.capitals is None or text[start:end].startswith(term.capitals)
