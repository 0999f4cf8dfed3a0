"""Plain single-pass TF-IDF, which stories of other news are held against, given its best.

A text is its words with their counts, times the logarithm of the inverse share of the documents before it that have
them. Each document joins the story that is nearest to it by the cosine, or begins one where none is near enough.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[Any]
LINKS = "nearest", "mean", "centroid"
"""A story is as near as its nearest document, all of them on average, or the sum of them."""
THRESHOLDS = np.arange(0.02, 0.72, 0.02)
_WORD = re.compile(r"\w\w+")


def cosines(texts: Sequence[str], added: float) -> Matrix:
    """Of each document, a row, its cosine with each one before it. ``added`` is added to each word's idf."""
    counted = [Counter(_WORD.findall(text.lower())) for text in texts]
    columns = {word: place for place, word in enumerate(dict.fromkeys(word for one in counted for word in one))}
    counts = np.zeros((len(texts), len(columns)), np.float32)
    for place, one in enumerate(counted):
        counts[place, [columns[word] for word in one]] = list(one.values())
    squares, told_by = counts * counts, np.zeros(len(columns), np.float32)
    found = np.zeros((len(texts), len(texts)), np.float32)
    for place in range(len(texts)):
        weights = (np.log((1 + place) / (1 + told_by)) + added) ** 2
        lengths = np.sqrt(np.maximum(squares[: place + 1] @ weights, 1e-9))
        found[place, :place] = (counts[:place] @ (counts[place] * weights)) / lengths[:-1] / lengths[-1]
        told_by += counts[place] > 0
    return found


def single_pass(near: Matrix, threshold: float, link: str) -> list[int]:
    """Of each document the number of its story. ``near`` is below zero for those too far apart for any."""
    own = np.zeros(len(near), np.intp)
    squares: list[float] = []  # of the length of a story's sum
    for place, row in enumerate(near):
        scores = _scores(row[:place], own[:place], np.array(squares), link)
        best = int(np.argmax(scores)) if squares else 0
        if squares and scores[best] >= threshold:
            squares[best] += 1 + 2 * float(np.maximum(row[:place], 0)[own[:place] == best].sum())
        else:
            best = len(squares)
            squares.append(1.0)
        own[place] = best
    return own.tolist()


def _scores(row: Matrix, own: Matrix, squares: Matrix, link: str) -> Matrix:
    """Of each story how near it is."""
    row, own = row[row >= 0], own[row >= 0]
    if link == "nearest":
        found = np.full(len(squares), -1.0)
        np.maximum.at(found, own, row)
        return found
    sums = np.bincount(own, row, len(squares))
    return sums / (np.maximum(np.bincount(own, minlength=len(squares)), 1) if link == "mean" else np.sqrt(squares))


def tries(titled: Sequence[tuple[str, str]], days: Sequence[int], window: int) -> Iterator[tuple[str, list[int]]]:
    """Each way of it that was tried, in words, with what it makes: whole texts and leads, with and without dates."""
    apart = np.abs(np.subtract.outer(np.array(days), np.array(days))) > window
    for lead in (None, 1500):
        for added in (0.0, 1.0):
            near = cosines([f"{title}\n{text[:lead]}" for title, text in titled], added)
            for name, matrix in ((", within a week", np.where(apart, -1.0, near)), ("", near)):
                if name and not apart.any():
                    continue
                for link in LINKS:
                    for threshold in THRESHOLDS:
                        words = f"{'lead' if lead else 'whole text'}, idf + {added:g}, {link}, {threshold:.2f}{name}"
                        yield words, single_pass(matrix, float(threshold), link)
