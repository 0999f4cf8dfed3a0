"""The training: batches of windows, AdamW, a rise and a fall of the rate, a mean of the weights over the way."""

import logging
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from msgspec import Struct
from msgspec.structs import asdict
from torch import Tensor, nn

from bot.reading.training.data import Lesson
from bot.reading.training.network import Lower, Upper, loss_of, stack

log = logging.getLogger(__name__)

_BATCH = 8
_SORTED = 128
"""Windows that are put in the order of their lengths before they are dealt out, so that batches have little filling."""
_CALM = 0.998
"""How much of the mean of the weights stays with each step."""


class Plan(Struct, frozen=True):
    """How to train."""

    epochs: int = 5
    rate: float = 1.2e-4
    head_rate: float = 1e-3
    seed: int = 1
    stop_after: int | None = None
    """End behind so many epochs of the plan, for another day to go on."""


class Lower16:
    """What the lower layers make of every lesson, worked out once and kept in half floats."""

    def __init__(self, lower: Lower, lessons: Sequence[Lesson]) -> None:
        lower.eval()
        self._kept: dict[Lesson, Tensor] = {}
        order = sorted(lessons, key=lambda lesson: len(lesson.window.ids))
        with torch.inference_mode():
            for at in range(0, len(order), 16):
                part = order[at : at + 16]
                ids, _, _, mask = stack(part)
                made = lower(ids, mask).half()
                for row, lesson in enumerate(part):
                    self._kept[lesson] = made[row, : len(lesson.window.ids)].clone()

    def __call__(self, lessons: Sequence[Lesson]) -> Tensor:
        return nn.utils.rnn.pad_sequence([self._kept[lesson].float() for lesson in lessons], batch_first=True)


def batches(lessons: Sequence[Lesson], dice: random.Random) -> list[list[Lesson]]:
    mixed = dice.sample(list(lessons), len(lessons))
    parts = [mixed[at : at + _SORTED] for at in range(0, len(mixed), _SORTED)]
    order = [lesson for part in parts for lesson in sorted(part, key=lambda one: len(one.window.ids))]
    dealt = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
    return dice.sample(dealt, len(dealt))


def train(
    upper: Upper, below: Lower16, lessons: Sequence[Lesson], plan: Plan, kept: Path, after: Callable[[Upper], str]
) -> Upper:
    """Trains, a checkpoint behind each epoch at ``kept``, from which a later call goes on; the mean of the weights.

    ``after`` is shown the mean behind each epoch, and its words are logged.
    """
    torch.manual_seed(plan.seed)
    mean = torch.optim.swa_utils.AveragedModel(upper, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(_CALM))
    body = [p for name, p in upper.named_parameters() if name.startswith("layers.")]
    head = [p for name, p in upper.named_parameters() if not name.startswith("layers.")]
    optimizer = torch.optim.AdamW(
        [{"params": head, "lr": plan.head_rate}, {"params": body, "lr": plan.rate}], weight_decay=0.01
    )
    steps = plan.epochs * math.ceil(len(lessons) / _BATCH)
    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, steps))
    done = _resume(kept, plan, upper, mean, optimizer, pace)
    for epoch in range(done, min(plan.epochs, plan.stop_after or plan.epochs)):
        began, total = time.monotonic(), 0.0
        dealt = batches(lessons, random.Random(plan.seed * 1000 + epoch))  # noqa: S311  # no secret
        for number, part in enumerate(dealt, 1):
            total += _step(upper, below, part, optimizer)
            pace.step()
            mean.update_parameters(upper)
            if number % 25 == 0:
                each = (time.monotonic() - began) / number
                log.info(
                    "epoch %d of %d: %d of %d batches, loss %.3f, %.0f s to go in it",
                    epoch + 1,
                    plan.epochs,
                    number,
                    len(dealt),
                    total / number,
                    each * (len(dealt) - number),
                )
        states = {"upper": upper.state_dict(), "mean": mean.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save(states | {"pace": pace.state_dict(), "epoch": epoch + 1, "plan": _key(plan)}, kept)
        log.info(
            "epoch %d of %d: loss %.3f, %.0f s; %s",
            epoch + 1,
            plan.epochs,
            total / len(dealt),
            time.monotonic() - began,
            after(mean.module),
        )
    return mean.module


def _key(plan: Plan) -> dict[str, Any]:
    return {name: value for name, value in asdict(plan).items() if name != "stop_after"}


def _resume(kept: Path, plan: Plan, upper: Upper, mean: nn.Module, optimizer: torch.optim.Optimizer, pace: Any) -> int:
    """Takes up a checkpoint of the same plan; how many epochs it has."""
    if not kept.is_file():
        return 0
    states = torch.load(kept, weights_only=True)
    if states["plan"] != _key(plan):
        return 0
    upper.load_state_dict(states["upper"])
    mean.load_state_dict(states["mean"])
    optimizer.load_state_dict(states["optimizer"])
    pace.load_state_dict(states["pace"])
    return int(states["epoch"])


def _pace(step: int, steps: int) -> float:
    return min(1.0, (step + 1) / (0.08 * steps)) * max(0.02, (steps - step) / steps)


def _step(upper: Upper, below: Lower16, part: Sequence[Lesson], optimizer: torch.optim.Optimizer) -> float:
    upper.train()
    _, kinds, sides, mask = stack(part)
    loss = loss_of(upper, upper(below(part), kinds, sides, mask), part)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
    optimizer.step()
    return loss.item()


def with_vectors(upper: Upper, below: Lower16, lessons: Sequence[Lesson]) -> Iterator[tuple[Lesson, Tensor]]:
    """Each lesson with the vectors of its pieces."""
    upper.eval()
    order = sorted(lessons, key=lambda lesson: len(lesson.window.ids))
    with torch.inference_mode():
        for at in range(0, len(order), 16):
            part = order[at : at + 16]
            _, kinds, sides, mask = stack(part)
            made = upper(below(part), kinds, sides, mask)
            yield from ((lesson, made[row]) for row, lesson in enumerate(part))
