"""Temperatures: what the logits of each head are divided by, so that its probabilities are the share that is right.

Guo and others, On Calibration of Modern Neural Networks, ICML 2017: the temperature with the least cross-entropy on
reports that were not learned from.
"""

import math
from collections import defaultdict
from collections.abc import Iterable

import torch
import torch.nn.functional as F  # noqa: N812  # as torch's users call it
from torch import Tensor

from bot.reading.encoder.answers import EVENTS
from bot.reading.training.data import Lesson
from bot.reading.training.network import Upper, heads

_TRIED = [0.4 + 0.02 * step for step in range(101)]


def temperatures(upper: Upper, seen: Iterable[tuple[Lesson, Tensor]]) -> dict[str, float]:
    """The temperature of each head that was asked anything."""
    rows: dict[str, list[tuple[Tensor, int]]] = defaultdict(list)
    with torch.inference_mode():
        for lesson, x in seen:
            for name, logits, answer in _asked(upper, lesson, x):
                rows[name].append((logits, answer))
    found: dict[str, float] = {}
    for name, those in rows.items():
        found[name] = round(min((_entropy(those, tried), tried) for tried in _TRIED)[1], 2)
    return found


def _asked(upper: Upper, lesson: Lesson, x: Tensor) -> Iterable[tuple[str, Tensor, int]]:
    """(head, logits, answer) of everything that the labels of a window answer."""
    found = heads(upper, x, lesson)
    if lesson.first:
        yield "topic", found.report["topic"], int(lesson.report.on_topic)
        if lesson.report.on_topic:
            yield "event", found.report["event"], EVENTS.index(lesson.report.event)
    for name, made in (found.figures | found.pointers).items():
        for at, figure in enumerate(lesson.figures):
            answer = getattr(figure, name)
            if answer >= 0:
                yield name, made[at], answer


def _entropy(rows: list[tuple[Tensor, int]], temperature: float) -> float:
    return math.fsum(
        float(F.cross_entropy(logits[None] / temperature, torch.tensor([answer]))) for logits, answer in rows
    )
