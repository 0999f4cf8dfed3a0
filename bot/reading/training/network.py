"""The encoder and its heads, for training; what ships is made of it by ``export`` and run without torch.

Matrices are multiplied in whole numbers where the model runs, so they are here too, as far as they can be: what goes
in is rounded to 256 steps between its least and its most, a matrix to 127 steps a row.

A window's pieces go through the lower layers of the base, which stay as they are; then what code knows is added to
each piece (the kind of the figure that it belongs to, the side of the party that it names), and the upper layers
learn. A figure is the mean of its pieces, the window's first mark and the mean of the window, mixed. Who pays, acts
and speaks is pointed at: every place where a party is named has a score, by what it is and how far off it stands; and
for whom the vocabulary has no name, the first and the last piece of the words that name him.
"""

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F  # noqa: N812  # as torch's users call it
from torch import Tensor, nn

from bot.reading.encoder.answers import (
    COUNTED,
    DISTANCES,
    ENDS,
    EVENTS,
    MEASURES,
    PERIODS,
    POINTERS,
    ROLES,
    STANCES,
    bucket,
)
from bot.reading.encoder.pieces import KINDS, PAD, SIDES
from bot.reading.training.base import Base
from bot.reading.training.data import Lesson

POINT = 96
"""Numbers in the vectors that pointers compare."""
STEPS = 63
"""Of a weight in whole numbers, on each side of naught."""
_DROP = 0.1


def stepped(x: Tensor) -> Tensor:
    """What goes into a matrix, in 256 steps between the least and the most of its window; gradients pass."""
    low, high = x.detach().amin((1, 2)).clamp(max=0.0), x.detach().amax((1, 2)).clamp(min=0.0)
    scale = ((high - low) / 255.0).clamp(min=1e-8)
    zero = (-low / scale).round().to(torch.int32)
    return torch.fake_quantize_per_channel_affine(x, scale, zero, 0, 0, 255)


def multiplied(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """A linear layer of what is stepped already; a row of the matrix in steps from -63 to 63.

    Seven bits: processors without VNNI add two products in sixteen, which eight would overflow.
    """
    scale = (weight.detach().abs().amax(1) / STEPS).clamp(min=1e-12)
    zero = torch.zeros(len(scale), dtype=torch.int32)
    return F.linear(x, torch.fake_quantize_per_channel_affine(weight, scale, zero, 0, -STEPS, STEPS), bias)


class Layer(nn.Module):
    """A layer of BERT: attention, then two matrices with GELU between, each added to what came in and normed."""

    def __init__(self, base: Base, number: int) -> None:
        super().__init__()
        for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
            for kind in ("w", "b"):
                self.register_parameter(part + kind, nn.Parameter(torch.tensor(base.arrays[f"{number}.{part}.{kind}"])))
        self.heads, self.eps = base.heads, base.eps

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        p = self._parameters
        batch, length, hidden = x.shape
        drop = _DROP if self.training else 0.0

        whole = stepped(x)

        def split(part: str) -> Tensor:
            made = multiplied(whole, p[part + "w"], p[part + "b"])
            return made.view(batch, length, self.heads, hidden // self.heads).transpose(1, 2)

        seen = F.scaled_dot_product_attention(split("q"), split("k"), split("v"), attn_mask=mask, dropout_p=drop)
        seen = multiplied(stepped(seen.transpose(1, 2).reshape(batch, length, hidden)), p["aow"], p["aob"])
        x = F.layer_norm(x + F.dropout(seen, drop, self.training), (hidden,), p["alnw"], p["alnb"], self.eps)
        inner = F.gelu(multiplied(stepped(x), p["fiw"], p["fib"]))
        inner = multiplied(stepped(inner), p["fow"], p["fob"])
        return F.layer_norm(x + F.dropout(inner, drop, self.training), (hidden,), p["olnw"], p["olnb"], self.eps)


class Lower(nn.Module):
    """The words and the layers that do not learn."""

    def __init__(self, base: Base, rows: Sequence[int], layers: int) -> None:
        super().__init__()
        a, self.eps = base.arrays, base.eps
        self.word = nn.Parameter(torch.tensor(base.words(rows)))
        self.position = nn.Parameter(torch.tensor(a["position"] + a["type"]))
        self.norm_w, self.norm_b = nn.Parameter(torch.tensor(a["norm.w"])), nn.Parameter(torch.tensor(a["norm.b"]))
        self.layers = nn.ModuleList(Layer(base, number) for number in range(layers))
        self.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        x = F.embedding(ids, self.word) + self.position[: ids.shape[1]]
        x = F.layer_norm(x, (x.shape[-1],), self.norm_w, self.norm_b, self.eps)
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Upper(nn.Module):
    """The layers that learn, with the heads."""

    def __init__(self, base: Base, first: int, end: int) -> None:
        super().__init__()
        hidden = base.hidden
        self.kind, self.side = nn.Embedding(len(KINDS) + 1, hidden), nn.Embedding(len(SIDES) + 1, hidden)
        for one in (self.kind, self.side):
            nn.init.normal_(one.weight, std=0.02)
        self.layers = nn.ModuleList(Layer(base, number) for number in range(first, end))
        self.mix = nn.Linear(3 * hidden, hidden)
        heads = {"role": ROLES, "measure": MEASURES, "period": PERIODS, "stance": STANCES, "people": COUNTED}
        self.figure = nn.ModuleDict({name: nn.Linear(hidden, len(those)) for name, those in heads.items()})
        self.report = nn.ModuleDict({"event": nn.Linear(2 * hidden, len(EVENTS)), "topic": nn.Linear(2 * hidden, 2)})
        self.ask = nn.ModuleDict({name: nn.Linear(hidden, POINT) for name in POINTERS})
        self.name = nn.ModuleDict({name: nn.Linear(hidden, POINT) for name in POINTERS})
        self.none = nn.ModuleDict({name: nn.Linear(hidden, 2) for name in POINTERS})
        self.far = nn.ModuleDict({name: nn.Embedding(DISTANCES, 1) for name in POINTERS})
        for one in self.far.values():
            nn.init.zeros_(one.weight)
        self.end = nn.ModuleDict({name: nn.Linear(hidden, POINT) for name in ENDS})
        self.piece = nn.ModuleDict({name: nn.Linear(hidden, POINT) for name in ENDS})

    def forward(self, x: Tensor, kinds: Tensor, sides: Tensor, mask: Tensor) -> Tensor:
        x = x + self.kind(kinds) + self.side(sides)
        for layer in self.layers:
            x = layer(x, mask)
        return x


class WindowLogits:
    """Logits of one window: of the report, of its figures by head, and of the pointers, an option a column."""

    def __init__(self, report: dict[str, Tensor], figures: dict[str, Tensor], pointers: dict[str, Tensor]) -> None:
        self.report, self.figures, self.pointers = report, figures, pointers


def heads(upper: Upper, x: Tensor, lesson: Lesson) -> WindowLogits:
    """What the heads make of one window's pieces, ``x`` (pieces, hidden)."""
    x = x[: len(lesson.window.ids)]
    pooled = x.mean(0)
    whole = F.dropout(torch.cat([x[0], pooled]), _DROP, upper.training)
    report = {name: head(whole) for name, head in upper.report.items()}
    spans = lesson.window.spans
    if not spans:
        return WindowLogits(report, {}, {})
    rows = torch.stack([torch.cat([x[a:b].mean(0), x[0], pooled]) for _, a, b in spans])
    mixed = F.dropout(F.gelu(upper.mix(rows)), _DROP, upper.training)
    return WindowLogits(
        report,
        {name: head(mixed) for name, head in upper.figure.items()},
        {name: _pointer(upper, name, mixed, x, lesson) for name in POINTERS}
        | {name: upper.end[name](mixed) @ upper.piece[name](x).T / math.sqrt(POINT) for name in ENDS},
    )


def _pointer(upper: Upper, name: str, mixed: Tensor, x: Tensor, lesson: Lesson) -> Tensor:
    """Logits (figures, options): nobody, somebody else, then the countries or parties of the lesson."""
    options = upper.none[name](mixed)
    names, places = lesson.window.names, lesson.countries if name == "payer" else lesson.parties
    if not places:
        return options
    named = torch.stack([x[a:b].mean(0) for _, a, b in names])
    scores = upper.ask[name](mixed) @ upper.name[name](named).T / math.sqrt(POINT)
    gaps = torch.tensor([[bucket((c, d), (a, b)) for _, a, b in names] for _, c, d in lesson.window.spans])
    scores = scores + upper.far[name](gaps).squeeze(-1)
    keys = [party.country if name == "payer" else party.name for party, _, _ in names]
    columns = [scores[:, [at for at, key in enumerate(keys) if key == place]].logsumexp(1) for place in places]
    return torch.cat([options, torch.stack(columns, 1)], 1)


def stack(lessons: Sequence[Lesson]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, kinds, sides and the mask of attention of several windows, filled up to the longest."""
    length = max(len(lesson.window.ids) for lesson in lessons)
    ids = torch.full((len(lessons), length), PAD)
    kinds, sides = torch.zeros_like(ids), torch.zeros_like(ids)
    mask = torch.full((len(lessons), 1, 1, length), -1e9)
    for row, lesson in enumerate(lessons):
        end = len(lesson.window.ids)
        ids[row, :end] = torch.tensor(lesson.window.ids)
        kinds[row, :end] = torch.tensor(lesson.window.kinds)
        sides[row, :end] = torch.tensor(lesson.window.sides)
        mask[row, ..., :end] = 0.0
    return ids, kinds, sides, mask


WEIGHTS = {
    "role": 1.0, "measure": 0.5, "period": 0.4, "stance": 0.3, "payer": 0.5, "actor": 0.8, "source": 1.0,
    "event": 1.0, "topic": 0.5, "people": 0.3, **dict.fromkeys(ENDS, 0.4),
}  # fmt: skip
_SMOOTHED = frozenset({"role", "event"})


def loss_of(upper: Upper, x: Tensor, lessons: Sequence[Lesson]) -> Tensor:
    """The loss of a batch: the mean of each head over what is answered, weighed and added up."""
    logits: dict[str, list[Tensor]] = {name: [] for name in WEIGHTS}
    for row, lesson in enumerate(lessons):
        found = heads(upper, x[row], lesson)
        if lesson.first:
            answers = {"topic": int(lesson.report.on_topic)}
            if lesson.report.on_topic and lesson.report.event in EVENTS:
                answers["event"] = EVENTS.index(lesson.report.event)
            for name, answer in answers.items():
                logits[name].append(_one(found.report[name][None], [answer], name))
        for name, made in (found.figures | found.pointers).items():
            wanted = [getattr(figure, name) for figure in lesson.figures]
            if any(answer >= 0 for answer in wanted):
                logits[name].append(_one(made, wanted, name))
    total = torch.zeros(())
    for name, those in logits.items():
        if those:
            row_losses = torch.cat(those)
            total = total + WEIGHTS[name] * row_losses.mean()
    return total


def _one(made: Tensor, wanted: list[int], name: str) -> Tensor:
    kept = [at for at, answer in enumerate(wanted) if answer >= 0]
    answers = torch.tensor([wanted[at] for at in kept])
    return F.cross_entropy(made[kept], answers, reduction="none", label_smoothing=0.05 if name in _SMOOTHED else 0.0)
