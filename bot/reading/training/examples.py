"""Labelled figures that ship with a model, for it to show which ones it finds most alike."""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bot.model import Example
from bot.reading.encoder.model import Encoder, Floats
from bot.reading.encoder.reasons import TEXTS, VECTORS
from bot.reading.reader import Reader
from bot.reading.training.data import Label, Labelled, labelled_sheet

_MOST_REPORTS, _OF_A_REPORT = 1500, 2
_AROUND = 70
"""Characters of the report on either side of a figure."""
_SEED = 5


def write_examples(out: Path, model: Encoder, reports: Sequence[Labelled], reader: Reader) -> None:
    """Two figures of each of so many reports, drawn by lot: their vectors as the heads see them, and their words."""
    dice = random.Random(_SEED)  # noqa: S311  # no secret
    some = [report for report in reports if report.full and report.figures]
    found = [one for report in dice.sample(some, min(_MOST_REPORTS, len(some))) for one in _of(model, report, reader)]
    vectors = np.array([vector / np.linalg.norm(vector) for _, vector in found])
    np.savez_compressed(out / VECTORS, vectors=np.round(vectors * 127.0).astype(np.int8))
    rows = [list(example) for example, _ in found]
    (out / TEXTS).write_text(json.dumps(rows, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _of(model: Encoder, report: Labelled, reader: Reader) -> Iterator[tuple[Example, Floats]]:
    sheet, labels = labelled_sheet(report, reader)
    _, seen = model.cut(sheet)
    left = _OF_A_REPORT
    for window in seen:
        if not window.spans or not left:
            continue
        rows = model.on_figures(window, model.vectors(window))
        for (number, _, _), row in zip(window.spans, rows, strict=True):
            label = labels[number]
            if label is not None and left:
                left -= 1
                yield Example(_words(report, label), label.surface, label.role), row


def _words(report: Labelled, label: Label) -> str:
    text = report.title if label.where == "title" else report.text
    low, high = max(0, label.start - _AROUND), label.start + len(label.surface) + _AROUND
    head = (
        text[low : label.start].partition(" ")[2] if low and " " in text[low : label.start] else text[low : label.start]
    )
    return " ".join(f"{head}{text[label.start : high]}".split())
