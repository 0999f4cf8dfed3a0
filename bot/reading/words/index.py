"""An index of a vocabulary's terms: a text in, the places of every term out, in one pass.

The work is proportional to the length of the text: of every word a dictionary tells what begins and what goes on with
it, nothing is tried in turn.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate, product
from typing import NamedTuple

from bot.reading.words.folding import GAP, WORD, VocabularyError, capitals_of, lower, pieces
from bot.reading.words.glued import SUBSTRING
from bot.reading.words.hits import Hit, Hits
from bot.reading.words.split import parts_of
from bot.reading.words.strings import Rows, Strings, string_of

_WILD = ("", True)  # a star alone
_MOST_SKIPPED = 4  # words that a star alone stands for
_STEM, _LONGEST_GAP = 3, 2
_MOST_KNOWN = 50_000  # words kept with their terms: some megabytes
_GAPS = frozenset("".join(gap) for length in range(_LONGEST_GAP + 1) for gap in product(GAP, repeat=length))
_IN_NUMBERS = frozenset(",.")
_WORDS = re.compile(f"({WORD.pattern})")

_hit = partial(tuple.__new__, Hit)  # without the checks of Hit's own: there are hundreds a report

Needles = tuple[tuple[str, bool], ...]


def check(terms: Iterable[tuple[str, str]], language: str) -> None:
    """Raise VocabularyError for a term that no text can have; takes a fraction of the time of an index."""
    take_apart = string_of if language in SUBSTRING else _pieces_of
    for label, term in terms:
        if not (term[:1].isalnum() and term[-1:].isalnum()) or "*" in term:  # all others are well
            take_apart(label, term)


class TermIndex:
    """Terms of one language, ready to be found; safe to share between threads."""

    def __init__(self, terms: Iterable[tuple[str, str]], language: str) -> None:
        """``terms`` are (label, term) pairs. Raises VocabularyError for a term that no text can have."""
        self._terms = Strings(terms) if language in SUBSTRING else _Words(terms)

    def find(self, folded: str) -> Hits:
        """Every term in a text that ``fold`` has prepared."""
        return Hits(self._terms.find(folded, lower(folded)))


class _Split(NamedTuple):
    """A text in lower case, split into words."""

    words: Sequence[str]
    """In order, and an empty one behind them."""
    parts: Sequence[str]
    """What is before each word, and the word, by turns; at the end what is behind the last."""
    ends: Sequence[int]
    """Where each part ends."""


def _split(small: str) -> _Split:
    parts = parts_of(small) or _WORDS.split(small)
    return _Split([*parts[1::2], ""], parts, list(accumulate(map(len, parts))))


class _Term(NamedTuple):
    """A term whose first words are known to be there."""

    label: str
    needles: Needles
    """Its other words in lower case, each with whether any ending will do."""
    following: str | None
    """The first of them, where nothing but this may stand there."""
    capitals: str | None
    """The spelling that the text must have, for a term written in capitals."""


class _Begun(NamedTuple):
    """What may stand at a place, once one or two words of it are known."""

    labels: tuple[str, ...]
    """Of terms that are complete."""
    by_next: Mapping[str, Sequence[_Term]]
    """Terms that go on with a certain word."""
    by_later: Mapping[str, Sequence[_Term]]
    """Terms that go on with a certain word after a few of any kind."""
    others: Sequence[_Term]
    """Terms of which more must be looked at."""


class _Known(NamedTuple):
    """What a word may mean."""

    labels: tuple[str, ...]
    """Of the word alone."""
    begun: _Begun | None
    """Terms that begin with it and are longer, or in capitals."""
    behind: Mapping[str, _Begun] | None
    """Terms of which it is the second word, by their first."""


class _Words:
    """Terms as words, in languages that set them apart."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, list[_Term]] = defaultdict(list)
        self._stems: dict[str, list[tuple[str, _Term]]] = defaultdict(list)
        self._seconds: dict[str, list[tuple[str, str, _Term]]] = defaultdict(list)
        self._known: dict[str, _Known | None] = {}
        for label, term in terms:
            self._add(label, term)

    def _add(self, label: str, term: str) -> None:
        (first, open_ended), *rest = words = _pieces_of(label, term)
        if open_ended:
            self._stems[first[:_STEM]].append((first, _term(label, words[1:], term)))
        elif rest and not rest[0][1]:
            self._seconds[rest[0][0]].append((first, rest[0][0], _term(label, words[2:], term)))
        elif rest and len(rest[0][0]) >= _STEM:
            self._seconds[rest[0][0][:_STEM] + "*"].append((first, rest[0][0], _term(label, words[2:], term)))
        else:
            self._exact[first].append(_term(label, words[1:], term))

    def find(self, folded: str, small: str) -> Rows:
        text = _split(small)
        words, parts, ends = text
        rows: Rows = defaultdict(list)
        covered: dict[str, int] = {}  # where the last term of several words ends
        reach = 0  # the farthest of these places
        for at, (known, start, end) in enumerate(zip(self._of(words), ends[::2], ends[1::2], strict=False)):
            if known is None:
                continue
            labels, begun, behind = known
            if behind is not None and (pair := behind.get(words[at - 1])) is not None and _adjoin(parts, at):
                complete, by_next, by_later, others = pair
                first = ends[2 * at - 2]
                if complete:
                    reach = max(reach, end)
                    _put(complete, _hit((first, end)), rows, covered)
                if others or by_later or words[at + 1] in by_next:
                    for label, stop in _stand(pair, text, at, first, folded):
                        reach = max(reach, stop)
                        _put((label,), _hit((first, stop)), rows, covered)
            if labels:
                hit = _hit((start, end))
                for label in labels if start >= reach else [one for one in labels if start >= covered.get(one, 0)]:
                    rows[label].append(hit)
            if begun is not None:
                for label, stop in _stand(begun, text, at, start, folded):
                    reach = max(reach, stop)
                    _put((label,), _hit((start, stop)), rows, covered)
        return rows

    def _of(self, words: Sequence[str]) -> list[_Known | None]:
        """What each word may mean; kept, as words come again."""
        try:
            return list(map(self._known.__getitem__, words))
        except KeyError:
            known = self._known
            if len(known) >= _MOST_KNOWN:
                known = self._known = {}
            known.update((word, self._learn(word)) for word in set(words).difference(known))
            return [known[word] for word in words]

    def _learn(self, word: str) -> _Known | None:
        stem = word[:_STEM]
        found = [term for first, term in self._stems.get(stem, ()) if word.startswith(first)]
        found += self._exact.get(word, ())
        pairs: dict[str, list[_Term]] = defaultdict(list)
        for first, second, term in (*self._seconds.get(word, ()), *self._seconds.get(stem + "*", ())):
            if word.startswith(second):
                pairs[first].append(term)
        if not found and not pairs:
            return None
        labels, by_next, by_later, others = begun = _begun(found)
        behind = {first: _begun(terms) for first, terms in pairs.items()}
        return _Known(labels, begun._replace(labels=()) if by_next or by_later or others else None, behind or None)


def _pieces_of(label: str, term: str) -> Needles:
    words = pieces(term)
    if not words or not words[0][0] or not words[-1][0]:
        raise VocabularyError(f"{label}: the term {term!r} does not begin and end with a word")
    first, open_ended = words[0]
    if open_ended and len(first) < _STEM:
        raise VocabularyError(f"{label}: the term {term!r} has fewer than {_STEM} letters before its *")
    return words


def _term(label: str, needles: Needles, term: str) -> _Term:
    following = needles[0][0] if needles and not needles[0][1] else None
    return _Term(label, needles, following, capitals_of(term))


def _begun(terms: Sequence[_Term]) -> _Begun:
    labels: dict[str, None] = {}
    by_next: dict[str, list[_Term]] = defaultdict(list)
    by_later: dict[str, list[_Term]] = defaultdict(list)
    others = []
    for term in terms:
        if term.following is not None:
            by_next[term.following].append(term)
        elif term.needles and term.needles[0] == _WILD and not term.needles[1][1]:
            by_later[term.needles[1][0]].append(term)
        elif term.needles or term.capitals is not None:
            others.append(term)
        else:
            labels[term.label] = None
    return _Begun(tuple(labels), dict(by_next), dict(by_later), others)


def _stand(begun: _Begun, text: _Split, at: int, start: int, folded: str) -> Sequence[tuple[str, int]]:
    """Which longer terms stand at a place, of whose words number ``at`` is the last that is known, and their ends."""
    _, by_next, by_later, others = begun
    if terms := by_next.get(text.words[at + 1]):
        others = (*terms, *others)
    if by_later and not by_later.keys().isdisjoint(ahead := text.words[at + 1 : at + 2 + _MOST_SKIPPED]):
        others = (*(term for word in ahead[::-1] for term in by_later.get(word, ())), *others)
    found = []
    for label, needles, _, capitals in others:
        end = _end(needles, text, at) if needles else text.ends[2 * at + 1]
        if end is not None and (capitals is None or folded.startswith(capitals, start, end)):
            found.append((label, end))
    return found


def _put(labels: Sequence[str], hit: Hit, rows: Rows, covered: dict[str, int]) -> None:
    """Add a term of several words to the rows; of those that begin together the longest counts, else the first."""
    start, end = hit
    for label in labels:
        row = rows[label]
        if row and row[-1][0] == start:
            if row[-1][1] >= end:
                continue
            row[-1] = hit
        elif start >= covered.get(label, 0):
            row.append(hit)
        else:
            continue
        covered[label] = end


def _adjoin(parts: Sequence[str], at: int) -> bool:
    """Whether nothing but a gap parts word number ``at`` from the one before, or what is within a number: 28,500."""
    gap = parts[2 * at]
    if gap in _GAPS:
        return True
    return gap in _IN_NUMBERS and parts[2 * at - 1][-1].isdecimal() and parts[2 * at + 1][0].isdecimal()


def _end(needles: Needles, text: _Split, at: int) -> int | None:
    """Where the words end that fit some needles and follow word number ``at`` with nothing but gaps between."""
    words, parts, ends = text
    room = 0
    for needle in needles:
        if needle == _WILD:
            room = _MOST_SKIPPED
            continue
        string, open_ended = needle
        for place in range(at + 1, min(at + room + 2, len(words) - 1)):
            word = words[place]
            if word.startswith(string) if open_ended else word == string:
                break
        else:
            return None
        while at < place:
            at += 1
            if not _adjoin(parts, at):
                return None
        room = 0
    return ends[2 * at + 1]
