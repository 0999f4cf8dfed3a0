"""The labelled reports that come with the program keep to the form that their README gives."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from bot.model import Event, Kind, Role

FILES = sorted((Path(__file__).resolve().parent.parent / "seeds" / "labelled").glob("*.jsonl"))


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    surface: str
    where: Literal["title", "text"]
    start: int
    kind: Kind
    value: float
    value_max: float | None
    currency: str | None
    role: Role
    period: Literal["year", "month", "total"] | None
    year: int | None
    payer: str | None
    attributed_to: str | None
    actor: str | None = None
    measure: Literal["level", "increase", "share", "part", "total", "gap", "count", "length"] | None = None
    stance: Literal["asserted", "denied", "hypothetical"] | None = None


class Labelled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    date: date
    lang: str
    on_topic: bool
    tier: Literal["core", "broad"] | None
    event: Event
    title: str
    text: str
    figures: tuple[Label, ...]
    style: str = ""


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def reports(request: pytest.FixtureRequest) -> Sequence[Labelled]:
    return [msgspec.json.decode(line, type=Labelled) for line in request.param.read_bytes().splitlines()]


def test_there_are_batches() -> None:
    assert FILES


def test_every_id_is_another_one(reports: Sequence[Labelled]) -> None:
    assert len({report.id for report in reports}) == len(reports) >= 100


def test_what_is_off_the_topic_has_neither_figures_nor_event(reports: Sequence[Labelled]) -> None:
    for report in reports:
        assert report.on_topic is (report.tier is not None), report.id
        assert report.on_topic is (report.event is not Event.NONE), report.id
        assert report.on_topic or not report.figures, report.id


def test_every_figure_stands_where_it_is_said_to(reports: Sequence[Labelled]) -> None:
    for report in reports:
        for figure in report.figures:
            text = report.title if figure.where == "title" else report.text
            assert text.startswith(figure.surface, figure.start), (report.id, figure.surface)
            assert (figure.currency is not None) is (figure.kind is Kind.MONEY), (report.id, figure.surface)
            assert figure.value_max is None or figure.value_max >= figure.value, (report.id, figure.surface)
