"""The encoder at work: a sheet in, an opinion out. Run by onnxruntime, without torch.

``folder`` has ``layers.onnx`` (the layers, in eight bits), ``words.npy`` (the words, in eight bits), ``tables.npz``
(what is added to them, and the heads) and ``pieces.json`` (the pieces with their scores, and the temperatures that
calibrate the heads). See ``bot.reading.training``, which makes them, and the model's card beside them.
"""

import ctypes
import json
import math
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.model import Event, Role
from bot.reading.encoder.answers import (
    COUNTED,
    ELSE,
    EVENTS,
    LONGEST_NAME,
    MEASURES,
    NO_ROLE,
    NULL,
    PERIODS,
    POINTERS,
    ROLES,
    STANCES,
    WORDS,
    bucket,
)
from bot.reading.encoder.opinion import SOMEBODY, Answer, OnFigure, Opinion
from bot.reading.encoder.pieces import Window, windows
from bot.reading.encoder.sheet import Sheet
from bot.reading.encoder.tokens import Coded, Tokenizer

Floats = npt.NDArray[np.float32]

_MOST_WINDOWS, _MOST_CHARACTERS = 4, 40_000
"""Of a report, so that a hostile one costs no more than a long one; figures further down have no opinion."""
_SILENT = {"ORT_DISABLE_TELEMETRY": "1"}
"""What onnxruntime looks at when it is loaded. Without it 1.32 writes an id of the device into the user's ``.cache``,
and reports to its makers over the network; when its ``disable_telemetry_events`` can be called, the id is written."""
_erf = np.frompyfunc(math.erf, 1, 1)


class Encoder:
    """The model, loaded; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Raises ModuleNotFoundError where onnxruntime is not installed, OSError without the files."""
        os.environ.update(_SILENT)
        import onnxruntime  # takes a tenth of a second, and most processes never need it

        with np.load(folder / "tables.npz") as tables:
            self._tables: dict[str, npt.NDArray[Any]] = dict(tables)
        self._words = np.load(folder / "words.npy", mmap_mode="r")  # of 46,000 rows a report needs some hundreds
        self._heads = {name: table.astype(np.float32) for name, table in self._tables.items() if "." in name}
        known = json.loads((folder / "pieces.json").read_text("utf-8"))
        self._temperatures: dict[str, float] = known["temperatures"]
        self._code = Tokenizer([(piece, score) for piece, score in known["pieces"]], known["unknown"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.disable_quant_qdq", "1")  # unpack the matrices once, at the start
        self._session = onnxruntime.InferenceSession(
            str(folder / "layers.onnx"), options, providers=["CPUExecutionProvider"]
        )
        _give_back()

    def __call__(self, sheet: Sheet) -> Opinion:
        """The model's opinion on a report. Takes time in proportion to the windows that have figures, at most four."""
        coded, seen = self.cut(sheet)
        figures: dict[int, OnFigure] = {}
        report: dict[str, Floats] = {}
        for number, window in enumerate(seen):  # one by one: filling up a batch costs more than it saves
            x = self.vectors(window)
            pooled = x.mean(0)
            if number == 0:
                report = {
                    name: self._linear(f"report.{name}", np.concatenate([x[0], pooled])) for name in ("event", "topic")
                }
            figures |= self._figures(window, x, _Words(sheet.whole, coded, window))
        event, topic = self._chances("event", report["event"]), self._chances("topic", report["topic"])
        best = int(event.argmax())
        return Opinion(float(topic[1]), Event(EVENTS[best]), float(event[best]), figures)

    def cut(self, sheet: Sheet) -> tuple[Coded, list[Window]]:
        """The pieces of a sheet, and the windows that are read of it."""
        coded = self._code(sheet.whole[:_MOST_CHARACTERS])
        return coded, [window for window, _ in zip(windows(sheet, coded), range(_MOST_WINDOWS), strict=False)]

    def vectors(self, window: Window) -> Floats:
        """The vectors of a window's pieces, (pieces, hidden)."""
        ids = np.array(window.ids)
        words = self._words[ids].astype(np.float32) * self._tables["scale"][ids].astype(np.float32)[:, None]
        words += self._tables["position"][: len(ids)].astype(np.float32)
        added = self._heads["kind.weight"][window.kinds] + self._heads["side.weight"][window.sides]
        found: Floats = self._session.run(None, {"words": words[None], "added": added[None]})[0][0]
        return found

    def on_figures(self, window: Window, x: Floats) -> Floats:
        """What the heads look at, a row for each figure of a window: (figures, hidden)."""
        pooled = x.mean(0)
        rows = np.stack([np.concatenate([x[a:b].mean(0), x[0], pooled]) for _, a, b in window.spans])
        return _gelu(self._linear("mix", rows))

    def roles(self, mixed: Floats) -> Floats:
        """The probabilities of ``ROLES``, a row for each figure."""
        return self._chances("role", self._linear("figure.role", mixed))

    def _figures(self, window: Window, x: Floats, words: "_Words") -> dict[int, OnFigure]:
        spans = window.spans
        if not spans:
            return {}
        mixed = self.on_figures(window, x)
        chances = {
            name: self._chances(name, self._linear(f"figure.{name}", mixed))
            for name in ("role", "measure", "period", "stance", "people")
        }
        pointed = {name: self._pointed(name, window, mixed, x) for name in POINTERS}
        for name in WORDS:
            if any(answer.name == SOMEBODY for answer in pointed[name]):
                pointed[name] = self._worded(name, pointed[name], mixed, x, words)
        return {
            number: _on_figure(
                {name: made[at] for name, made in chances.items()}, {name: made[at] for name, made in pointed.items()}
            )
            for at, (number, _, _) in enumerate(spans)
        }

    def _pointed(self, head: str, window: Window, mixed: Floats, x: Floats) -> list[Answer]:
        """Whom a pointer means, for each figure."""
        scores = self._linear(f"none.{head}", mixed)
        keys = [party.country if head == "payer" else party.name for party, _, _ in window.names]
        options = [key for key in dict.fromkeys(keys) if key]
        if options:
            named = np.stack([x[a:b].mean(0) for _, a, b in window.names])
            asked = self._linear(f"ask.{head}", mixed)
            each = asked @ self._linear(f"name.{head}", named).T / math.sqrt(asked.shape[1])
            far = self._heads[f"far.{head}.weight"][:, 0]
            each = each + np.array(
                [[far[bucket((c, d), (a, b))] for _, a, b in window.names] for _, c, d in window.spans]
            )
            columns = [_logsumexp(each[:, [at for at, key in enumerate(keys) if key == option]]) for option in options]
            scores = np.concatenate([scores, np.stack(columns, 1)], 1)
        chances = self._chances(head, scores)
        return [_named(row, options) for row in chances]

    def _worded(self, head: str, pointed: list[Answer], mixed: Floats, x: Floats, words: "_Words") -> list[Answer]:
        """The answers, of which those that mean somebody without a name in the vocabulary have the report's words."""
        firsts, lasts = (
            self._linear(f"end.{head}_{end}", mixed) @ self._linear(f"piece.{head}_{end}", x).T
            for end in ("first", "last")
        )
        return [
            Answer(words.name(firsts[at], lasts[at]) or SOMEBODY, answer.chance) if answer.name == SOMEBODY else answer
            for at, answer in enumerate(pointed)
        ]

    def _linear(self, name: str, x: Floats) -> Floats:
        return x @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]

    def _chances(self, head: str, logits: Floats) -> Floats:
        """Probabilities, calibrated."""
        scaled = logits / self._temperatures.get(head, 1.0)
        powers: Floats = np.exp(scaled - scaled.max(-1, keepdims=True))
        chances: Floats = powers / powers.sum(-1, keepdims=True)
        return chances


def _give_back() -> None:
    """Gives the memory back that loading took and has freed: glibc keeps some 30 MB of it (malloc_trim(3))."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


class _Words:
    """The words of a window's pieces."""

    def __init__(self, text: str, coded: Coded, window: Window) -> None:
        self._text, self._offsets, self._window, self._rows = text, coded.offsets, window, window.rows

    def name(self, firsts: Floats, lasts: Floats) -> str:
        """What stands between the likeliest first and last piece; the party, where these words name a known one."""
        first, last = self._best(firsts, lasts)
        known = [party.name for party, a, b in self._window.names if first <= b - 2 and a - 1 <= last]
        if known:
            return known[-1]
        start, end = self._offsets[self._rows[first]], self._offsets[self._rows[last]]
        return self._text[start[0] : end[1]].strip(" \n,.;:()\"'“”‘’")

    def _best(self, firsts: Floats, lasts: Floats) -> tuple[int, int]:
        """The likeliest first and last piece of a name, of at most so many, by number among the rows."""
        count = len(self._rows)
        first = firsts[1 : count + 1, None] + lasts[None, 1 : count + 1]
        rows = np.array(self._rows)
        gap = rows[None, :] - rows[:, None]  # in pieces of the sheet: where the window leaves some out, no name goes on
        at = int(np.where((gap >= 0) & (gap < LONGEST_NAME), first, -np.inf).argmax())
        return at // count, at % count


def _named(chances: Floats, options: Sequence[str]) -> Answer:
    best = int(chances.argmax())
    name = None if best == NULL else SOMEBODY if best == ELSE else options[best - 2]
    return Answer(name, float(chances[best]))


def _on_figure(chances: dict[str, Floats], pointed: dict[str, Answer]) -> OnFigure:
    best = int(chances["role"].argmax())
    return OnFigure(
        role=None if ROLES[best] == NO_ROLE else Role(ROLES[best]),
        chance=float(chances["role"][best]),
        roles={role: float(chance) for role, chance in zip(ROLES, chances["role"], strict=True)},
        measure=_best(chances["measure"], MEASURES),
        period=_best(chances["period"], PERIODS),
        stance=_best(chances["stance"], STANCES),
        payer=pointed["payer"],
        actor=pointed["actor"],
        source=pointed["source"],
        people=_best(chances["people"], COUNTED),
    )


def _best(chances: Floats, names: Sequence[str]) -> Answer:
    at = int(chances.argmax())
    return Answer(None if names[at] == "none" else names[at], float(chances[at]))


def _gelu(x: Floats) -> Floats:
    wide: Floats = _erf(x / math.sqrt(2.0)).astype(np.float32)
    return 0.5 * x * (1.0 + wide)


def _logsumexp(x: Floats) -> Floats:
    most = x.max(1, keepdims=True)
    summed: Floats = np.log(np.exp(x - most).sum(1)) + most[:, 0]
    return summed
