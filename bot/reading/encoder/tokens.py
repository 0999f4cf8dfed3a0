"""Words cut into pieces, as the base encoder was trained to see them: the likeliest cut by a unigram model.

Kudo, Subword Regularization, ACL 2018, section 3.2 (the cut of the highest probability, found by Viterbi's way). Our
own, since the library that does it (Hugging Face's tokenizers, which cuts all labelled texts alike) brings ten
packages along, some of which go to the network.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

WORD = "▁"
"""Stands for the space before a word."""
_UNKNOWN_COSTS = 10.0
"""By how much a character without a piece is less likely than the unlikeliest piece."""
_KEPT = 20_000
"""Words whose pieces are remembered; those of a language come again and again."""


class Coded(NamedTuple):
    """The pieces of a text, and which characters each covers, (start, end)."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class Tokenizer:
    """Cuts texts; from any thread."""

    def __init__(self, pieces: Sequence[tuple[str, float]], unknown: int) -> None:
        """``pieces`` with the logarithms of their probabilities; ``unknown``: the place of the one for all else."""
        self._pieces = {piece: (number, score) for number, (piece, score) in enumerate(pieces) if score < 0.0}
        self._longest = max(map(len, self._pieces))
        self._unknown = unknown
        self._worst = min(score for _, score in self._pieces.values()) - _UNKNOWN_COSTS
        self._cut = lru_cache(_KEPT)(self._cut_word)

    def __call__(self, text: str) -> Coded:
        """The pieces of a text. Never raises; takes time in proportion to its length."""
        coded = Coded([], [])
        for word, places in _words(text):
            for piece, start, end in self._cut(word):
                coded.ids.append(piece)
                coded.offsets.append((places[start][0], places[end - 1][1]))
        return coded

    def _cut_word(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """(piece, first, end) of a word's cut; characters without a piece that stand together are one piece."""
        best: list[tuple[float, int, int]] = [
            (0.0, 0, self._unknown)
        ]  # (score, where its last piece begins, the piece)
        for end in range(1, len(word) + 1):
            score, first, piece = best[end - 1][0] + self._worst, end - 1, self._unknown
            for start in range(max(0, end - self._longest), end):
                known = self._pieces.get(word[start:end])
                if known is not None and best[start][0] + known[1] > score:
                    score, first, piece = best[start][0] + known[1], start, known[0]
            best.append((score, first, piece))
        return tuple(self._joined(best))

    def _joined(self, best: Sequence[tuple[float, int, int]]) -> Iterator[tuple[int, int, int]]:
        row: list[tuple[int, int, int]] = []
        end = len(best) - 1
        while end > 0:
            _, first, piece = best[end]
            if row and piece == self._unknown == row[-1][0]:
                row[-1] = piece, first, row[-1][2]
            else:
                row.append((piece, first, end))
            end = first
        return reversed(row)


def _words(text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Each word with the mark before it, and for each of its characters the places that it came from."""
    word, places = WORD, [(0, 0)]
    for at, letter in enumerate(text):
        for made in letter if letter.isascii() else unicodedata.normalize("NFKC", letter):
            if made == " ":
                if len(word) > 1:
                    yield word, places
                word, places = WORD, [(at, at + 1)]
            else:
                word += made
                places.append((at, at + 1))
    if len(word) > 1:
        yield word, places
