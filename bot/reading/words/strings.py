"""Terms as strings, in languages without spaces between words or with particles on them: where a text has them."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from bot.reading.words.folding import VocabularyError, capitals_of, fold, lower
from bot.reading.words.glued import Guard, guard
from bot.reading.words.hits import Hit

_hit = partial(tuple.__new__, Hit)  # without the checks of Hit's own: there are hundreds a report

Rows = dict[str, list[Hit]]


class _String(NamedTuple):
    label: str
    guard: Guard | None
    """What must be true of the characters around it."""
    capitals: str | None


class Strings:
    """Terms as strings, in languages that are searched so."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        strings: dict[str, list[_String]] = defaultdict(list)
        for label, term in terms:
            text = string_of(label, term)
            around = guard(text) if len(text) > 1 else None  # a list with one character means it
            strings[text].append(_String(label, around, capitals_of(term)))
        self._strings = AhoCorasick(list(strings)) if strings else None
        self._by_number = list(strings.values())

    def find(self, folded: str, small: str) -> Rows:
        rows: Rows = defaultdict(list)
        if self._strings is None:
            return rows
        for number, start, end in self._strings.find_matches_as_indexes(small, overlapping=True):
            hit = _hit((start, end))
            for label, around, capitals in self._by_number[number]:
                if around is not None and not around(small, start, end):
                    continue
                if capitals is None or folded[start:end].startswith(capitals):
                    rows[label].append(hit)
        return {label: _apart(row) if len(row) > 1 else row for label, row in rows.items()}


def string_of(label: str, term: str) -> str:
    text = lower(fold(term)).strip().replace("*", "")
    if not text:
        raise VocabularyError(f"{label}: the term {term!r} is empty")
    return text


def _apart(hits: list[Hit]) -> list[Hit]:
    """Hits in order; of those that overlap, the first counts, and of those that begin together the longest."""
    row: list[Hit] = []
    last, stop = -1, 0
    for hit in sorted(hits):
        start, end = hit
        if start >= stop:
            row.append(hit)
        elif start == last:
            row[-1] = hit
        else:
            continue
        last, stop = start, end
    return row
