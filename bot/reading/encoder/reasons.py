"""Why the encoder gives a figure its role: the words that weighed, and the labelled figures that it finds most alike.

A word weighs by what the probability of the role loses when the word is covered (occlusion: Zeiler and Fergus,
Visualizing and Understanding Convolutional Networks, ECCV 2014, section 4.2); alike are figures of labelled reports
whose vectors, as the heads see them, point the same way. ``examples.npz`` and ``examples.json`` beside the model have
these; ``bot.reading.training`` makes them.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from bot.model import Example, Reasons, Weight
from bot.reading.encoder.answers import NO_ROLE, ROLES
from bot.reading.encoder.model import Encoder, Floats
from bot.reading.encoder.pieces import Window
from bot.reading.encoder.sheet import Sheet
from bot.reading.encoder.tokens import Coded

COVER = 3
"""The piece that stands for anything: what a covered word becomes."""
NEAR = 40
"""Pieces on either side of a figure that are looked at."""
_MOST_WORDS, _MOST_EXAMPLES = 3, 2
_WEIGHS = 0.02
"""Of a probability; what a word costs at least to be named."""
VECTORS, TEXTS = "examples.npz", "examples.json"


class Examples:
    """The labelled figures that came with a model."""

    def __init__(self, folder: Path) -> None:
        """None where the files are missing."""
        self._rows: list[Example] = []
        if (folder / TEXTS).is_file() and (folder / VECTORS).is_file():
            self._rows = [Example(*row) for row in json.loads((folder / TEXTS).read_text("utf-8"))]
            with np.load(folder / VECTORS) as kept:
                self._vectors = kept["vectors"]

    def nearest(self, vector: Floats, role: str) -> tuple[Example, ...]:
        """Those most alike among the ones of a role, of different words."""
        if not self._rows:
            return ()
        order = np.argsort(-(self._vectors.astype(np.float32) @ (vector / np.linalg.norm(vector))))
        alike = (self._rows[at] for at in order if self._rows[at].role == role)
        return tuple(example for example, _ in zip(alike, range(_MOST_EXAMPLES), strict=False))


def reasons(encoder: Encoder, examples: Examples, sheet: Sheet, number: int) -> Reasons:
    """Why a sheet's figure has its role. Takes up to a second: one pass for each word near it."""
    coded, seen = encoder.cut(sheet)
    window = next((each for each in seen if any(span == number for span, _, _ in each.spans)), None)
    if window is None:
        return Reasons((), ())
    mixed = _mixed(encoder, window, number)
    chances = encoder.roles(mixed[None])[0]
    role = max((at for at, name in enumerate(ROLES) if name != NO_ROLE), key=lambda at: float(chances[at]))
    near = _around(window, number)
    whole = float(encoder.roles(_mixed(encoder, near, number)[None])[0][role])
    found = []
    for word, pieces in _words(near, number, coded, sheet.whole):
        ids = [COVER if at in pieces else piece for at, piece in enumerate(near.ids)]
        left = float(encoder.roles(_mixed(encoder, replace(near, ids=ids), number)[None])[0][role])
        found.append(Weight(word, round(whole - left, 4)))
    heavy = sorted((weight for weight in found if weight.by >= _WEIGHS), key=lambda weight: -weight.by)
    return Reasons(tuple(heavy[:_MOST_WORDS]), examples.nearest(mixed, ROLES[role]))


def _mixed(encoder: Encoder, window: Window, number: int) -> Floats:
    at = next(at for at, (span, _, _) in enumerate(window.spans) if span == number)
    row: Floats = encoder.on_figures(window, encoder.vectors(window))[at]
    return row


def _around(window: Window, number: int) -> Window:
    """The part of a window near a figure, with its marks."""
    first, end = next((a, b) for span, a, b in window.spans if span == number)
    low, high = max(1, first - NEAR), min(len(window.ids) - 1, end + NEAR)

    def part(row: Sequence[int]) -> list[int]:
        return [row[0], *row[low:high], row[-1]]

    moved = low - 1
    spans = tuple((span, a - moved, b - moved) for span, a, b in window.spans if low <= a and b <= high)
    names = tuple((party, a - moved, b - moved) for party, a, b in window.names if low <= a and b <= high)
    return Window(
        part(window.ids), part(window.kinds), part(window.sides), spans, names, window.rows[low - 1 : high - 1]
    )


def _words(window: Window, number: int, coded: Coded, text: str) -> Iterator[tuple[str, frozenset[int]]]:
    """Each word of a window but the figure's own, with its pieces; where words are not parted, each piece."""
    first, end = next((a, b) for span, a, b in window.spans if span == number)
    row: list[int] = []
    for at in range(1, len(window.rows) + 1):
        if row and not _goes_on(window, row[-1], at, coded, text):
            yield from _word(window, row, coded, text)
            row = []
        if not first <= at < end:
            row.append(at)
    yield from _word(window, row, coded, text)


def _goes_on(window: Window, last: int, at: int, coded: Coded, text: str) -> bool:
    """Whether a piece belongs to the word of the last one: nothing between, and of a script that parts words."""
    behind, start = coded.offsets[window.rows[last - 1]][1], coded.offsets[window.rows[at - 1]][0]
    begins = text[start : start + 1]
    return at == last + 1 and behind == start and not begins.isspace() and begins < "\u2e80"


def _word(window: Window, row: Sequence[int], coded: Coded, text: str) -> Iterator[tuple[str, frozenset[int]]]:
    if not row:
        return
    start, end = coded.offsets[window.rows[row[0] - 1]][0], coded.offsets[window.rows[row[-1] - 1]][1]
    word = text[start:end].strip()
    if any(letter.isalpha() for letter in word) and not any(letter.isdecimal() for letter in word):
        yield word, frozenset(row)
