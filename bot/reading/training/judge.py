"""How right the heads are on lessons that they have not learned from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import torch
from torch import Tensor

from bot.reading.encoder.answers import EVENTS, NO_ROLE, ROLES
from bot.reading.training.data import Lesson
from bot.reading.training.network import Upper, heads


class Marks:
    """For each head (and role, and language) what was said with which probability, and whether it was right."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[float, bool]]] = defaultdict(list)

    def add(self, name: str, chance: float, right: bool) -> None:
        self.rows[name].append((chance, right))

    def share(self, name: str, least: float = 0.0) -> tuple[float, float]:
        """(how many are said with so much probability, how many of these are right)."""
        row = self.rows[name]
        said = [right for chance, right in row if chance >= least]
        return len(said) / max(1, len(row)), sum(said) / max(1, len(said))

    def __str__(self) -> str:
        names = [name for name in self.rows if ":" not in name]
        line = ", ".join(f"{name} {self.share(name)[1]:.3f}" for name in names)
        sure = ", ".join("{} {:.2f}/{:.3f}".format(name, *self.share(name, 0.8)) for name in ("role", "event"))
        by_role = " ".join(
            f"{role} {self.share(f'role:{role}')[1]:.2f}" for role in ROLES if f"role:{role}" in self.rows
        )
        return f"{line}; at .8: {sure}; {by_role}"


def judge(
    upper: Upper, seen: Iterable[tuple[Lesson, Tensor]], temperatures: Mapping[str, float] = MappingProxyType({})
) -> Marks:
    """The marks of all heads; roles of labelled figures alone, those of numbers that are none as ``none``."""
    marks = Marks()
    with torch.inference_mode():
        for lesson, x in seen:
            _judge_one(marks, upper, lesson, x, temperatures)
    return marks


def _judge_one(marks: Marks, upper: Upper, lesson: Lesson, x: Tensor, temperatures: Mapping[str, float]) -> None:
    found = heads(upper, x, lesson)
    report = lesson.report
    if lesson.first:
        chance, best = (found.report["topic"] / temperatures.get("topic", 1.0)).softmax(-1).max(-1)
        marks.add("topic", float(chance), bool(best) == report.on_topic)
        if report.on_topic:
            chance, best = (found.report["event"] / temperatures.get("event", 1.0)).softmax(-1).max(-1)
            marks.add("event", float(chance), EVENTS[int(best)] == report.event)
            marks.add(f"event:{report.lang}", float(chance), EVENTS[int(best)] == report.event)
    for name, made in (found.figures | found.pointers).items():
        chances, answers = (made / temperatures.get(name, 1.0)).softmax(-1).max(-1)
        for at, (figure, label) in enumerate(zip(lesson.figures, lesson.labels, strict=True)):
            wanted = getattr(figure, name)
            if wanted < 0 or (name == "role" and label is None and wanted != ROLES.index(NO_ROLE)):
                continue
            right, chance_of = int(answers[at]) == wanted, float(chances[at])
            if name == "role" and label is None:
                marks.add("left out", chance_of, right)
                continue
            marks.add(name, chance_of, right)
            if name == "role":
                marks.add(f"role:{ROLES[wanted]}", chance_of, right)
                marks.add(f"role:{report.lang}", chance_of, right)
