"""Reports of our own, in nine languages, labelled before any reader saw them: the score may rise, and must not fall.

The reports retell real events of 2014 to 2026. A figure is right where its kind, currency and value are; its role,
period, payer and year are judged where it is. A repeat of a labelled figure is no fault.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
import pytest

from bot.model import Event, Figure, Kind, Period, Reading, Report, Role
from bot.reading import Reader

EVENTS, FIGURES, WITH_ROLE, PERIOD, PAYER, YEAR = 0.96, 0.99, 0.955, 0.965, 0.98, 0.90
"""What is reached, a little rounded down."""

LABELLED = Path(__file__).parent / "data" / "labelled.jsonl"


class Label(msgspec.Struct, frozen=True):
    surface: str
    kind: Kind
    value: float
    role: Role
    value_max: float | None = None
    currency: str | None = None
    period: Period | None = None
    payer: str | None = None
    year: int | None = None


class Labelled(msgspec.Struct, frozen=True):
    id: str
    date: date
    lang: str
    event: Event
    title: str
    text: str
    figures: tuple[Label, ...]


@pytest.fixture(scope="module")
def pairs(reader: Reader) -> Sequence[tuple[Labelled, Reading]]:
    """The reports that are read as on the topic, with their readings; which are is the business of test_relevance."""
    rows = [msgspec.json.decode(line, type=Labelled) for line in LABELLED.read_bytes().splitlines()]
    read = [(row, reader.read(Report(row.id, row.title, row.text, row.lang, row.date))) for row in rows]
    return [(row, reading) for row, reading in read if reading.relevance.on_topic]


def test_most_are_on_the_topic(pairs: Sequence[tuple[Labelled, Reading]]) -> None:
    assert len(pairs) >= 298


def test_events(pairs: Sequence[tuple[Labelled, Reading]]) -> None:
    right = sum(reading.event is row.event for row, reading in pairs)
    assert right / len(pairs) >= EVENTS


def test_figures(pairs: Sequence[tuple[Labelled, Reading]]) -> None:
    tally: Counter[str] = Counter()
    for row, reading in pairs:
        tally += _tally(row.figures, [figure for figure in reading.figures if figure.on_topic])
    right = tally["right"]
    assert 2 * right / (tally["found"] + tally["labelled"]) >= FIGURES
    assert 2 * tally["role"] / (tally["found"] + tally["labelled"]) >= WITH_ROLE
    assert tally["period"] / right >= PERIOD
    assert tally["payer"] / right >= PAYER
    assert tally["year"] / right >= YEAR


def _tally(labels: Sequence[Label], figures: Sequence[Figure]) -> Counter[str]:
    """How many labels are met by a figure of their own, one with the same role first."""
    left, tally = list(figures), Counter(labelled=len(labels))
    for label in sorted(labels, key=lambda label: not any(_fits(label, f) and f.role is label.role for f in figures)):
        fitting = [figure for figure in left if _fits(label, figure)]
        if not fitting:
            continue
        figure = next((f for f in fitting if f.role is label.role), fitting[0])
        left.remove(figure)
        tally["right"] += 1
        for name in ("role", "period", "payer", "year"):
            tally[name] += getattr(figure, name) == getattr(label, name)
    repeats = [figure for figure in left if any(_fits(label, figure) for label in labels)]
    tally["found"] = tally["right"] + len(left) - len(repeats)
    return tally


def _fits(label: Label, figure: Figure) -> bool:
    same = (label.kind, label.currency) == (figure.kind, figure.currency)
    return same and abs(figure.value - label.value) <= 0.005 * label.value
