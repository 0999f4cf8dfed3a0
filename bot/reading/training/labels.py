"""Opinions put right by labels: those on past reports, which readers have labelled whole."""

from collections.abc import Iterator, Sequence

from bot.model import Event, Role
from bot.reading.encoder.answers import COUNTED, EVENTS, NO_ROLE, ROLES
from bot.reading.encoder.opinion import Answer, OnFigure, Opinion
from bot.reading.encoder.sheet import Sheet
from bot.reading.training.data import Label, Labelled


def as_labelled(opinion: Opinion, sheet: Sheet, report: Labelled | None) -> Opinion:
    """What readers say of a report in place of the model's word; the model's where nobody labelled it.

    A number without a label is told as its equals are, and is none of the topic's where it has none. What converts
    another sum is found by code; who says so stays the model's word.
    """
    if report is None or not report.on_topic or report.event not in EVENTS:
        return opinion
    figures = dict(opinion.figures)
    if report.counted and report.full:
        placed = list(_placed(report.figures, sheet))
        for number, told in opinion.figures.items():
            figures[number] = _told(told, _label_of(sheet, number, placed))
    return opinion._replace(event=Event(report.event), event_chance=1.0, figures=figures)


def _placed(labels: Sequence[Label], sheet: Sheet) -> Iterator[tuple[int, int, Label]]:
    """Where each label stands in a sheet, whose text may have lost its empty lines: by the place among its equals."""
    seen: dict[tuple[str, str], int] = {}
    for label in sorted(labels, key=lambda one: (one.where == "text", one.start)):
        part = sheet.title if label.where == "title" else sheet.text
        at = part.find(label.surface, seen.get((label.where, label.surface), 0))
        if at >= 0:
            seen[label.where, label.surface] = at + len(label.surface)
            start = sheet.place("title" if label.where == "title" else "text", at)
            yield start, start + len(label.surface), label


def _label_of(sheet: Sheet, number: int, placed: Sequence[tuple[int, int, Label]]) -> Label | None:
    span = sheet.spans[number]
    here = next((label for start, end, label in placed if span.start < end and span.end > start), None)
    surface = sheet.whole[span.start : span.end].casefold().strip()
    return here or next((label for _, _, label in placed if label.surface.casefold().strip() == surface), None)


def _told(told: OnFigure, label: Label | None) -> OnFigure:
    if label is None:
        return told._replace(role=None, chance=1.0, roles=_sure(NO_ROLE))
    if label.role == Role.CONVERSION:
        return told
    return told._replace(
        role=Role(label.role),
        chance=1.0,
        roles=_sure(label.role),
        measure=Answer(label.measure, 1.0),
        period=Answer(label.period, 1.0),
        stance=Answer(label.stance, 1.0),
        payer=Answer(label.payer, 1.0),
        actor=Answer(label.actor, 1.0),
        people=Answer(label.kind.value, 1.0) if label.kind.value in COUNTED else told.people,
    )


def _sure(role: str) -> dict[str, float]:
    return {name: float(name == role) for name in ROLES}
