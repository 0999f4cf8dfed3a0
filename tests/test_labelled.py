"""The labelled reports that come with the program keep to the form that their README gives."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from bot.model import Event, Kind, Role

FILES = sorted((Path(__file__).resolve().parent.parent / "seeds" / "labelled").glob("*.jsonl"))
EARLY = [path for path in FILES if path.stem.startswith("early-")]


class Early(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure of a report that was labelled before there were conventions; it stands at its first place."""

    surface: str
    kind: Kind
    value: float
    role: Role
    value_max: float | None = None
    currency: str | None = None
    period: Literal["year", "month", "total"] | None = None
    year: int | None = None
    payer: str | None = None


class EarlyReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    date: date | None
    lang: str
    event: Event
    title: str
    text: str
    figures: tuple[Early, ...] = ()


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
    attributed_to: str | msgspec.UnsetType | None = msgspec.UNSET
    actor: str | None = None
    measure: Literal["level", "increase", "share", "part", "total", "gap", "count", "length"] | None = None
    stance: Literal["asserted", "denied", "hypothetical"] | None = None
    source_surface: str | None = None
    actor_surface: str | None = None


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


@pytest.fixture(scope="module", params=[path for path in FILES if path not in EARLY], ids=lambda path: path.stem)
def reports(request: pytest.FixtureRequest) -> Sequence[Labelled]:
    return [msgspec.json.decode(line, type=Labelled) for line in request.param.read_bytes().splitlines()]


@pytest.fixture(scope="module", params=EARLY, ids=lambda path: path.stem)
def early(request: pytest.FixtureRequest) -> Sequence[EarlyReport]:
    return [msgspec.json.decode(line, type=EarlyReport) for line in request.param.read_bytes().splitlines()]


def test_there_are_batches() -> None:
    assert EARLY
    assert len(FILES) > len(EARLY)


def test_every_id_is_another_one() -> None:
    ids = [msgspec.json.decode(line)["id"] for path in FILES for line in path.read_bytes().splitlines()]
    assert len(set(ids)) == len(ids) >= 100 * len(FILES)


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
            check(figure, report.id)


def test_the_words_that_name_somebody_are_the_report_s_own(reports: Sequence[Labelled]) -> None:
    for report in reports:
        for figure in report.figures:
            for words in filter(None, (figure.source_surface, figure.actor_surface)):
                assert words in report.title or words in report.text, (report.id, words)


def test_early_reports_are_on_the_topic_and_have_their_figures(early: Sequence[EarlyReport]) -> None:
    for report in early:
        assert report.event is not Event.NONE, report.id
        for figure in report.figures:
            assert figure.surface in report.title or figure.surface in report.text, (report.id, figure.surface)
            check(figure, report.id)


def check(figure: Label | Early, report: str) -> None:
    """What a figure's numbers must be, by its kind."""
    assert (figure.currency is not None) is (figure.kind is Kind.MONEY), (report, figure.surface)
    assert figure.value_max is None or figure.value_max >= figure.value, (report, figure.surface)
