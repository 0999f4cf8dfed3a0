"""What the archive shows to newcomers is read as its editors labelled it."""

from collections.abc import Sequence

import pytest

from bot.model import PastReport, Reading, Report
from bot.reading import Reader


@pytest.fixture(scope="module")
def readings(reader: Reader, archive: Sequence[PastReport]) -> Sequence[tuple[PastReport, Reading]]:
    return [(r, reader.read(Report(r.id, r.title, r.text, r.language, r.date))) for r in archive]


def test_relevance(readings: Sequence[tuple[PastReport, Reading]]) -> None:
    assert [report.id for report, reading in readings if reading.relevance.on_topic != report.on_topic] == []


def test_tracks(readings: Sequence[tuple[PastReport, Reading]]) -> None:
    on_topic = [(report, reading) for report, reading in readings if report.on_topic]
    tracks = [f"{r.id}: {reading.track} for {r.track}" for r, reading in on_topic if reading.track != r.track]
    assert len(tracks) <= 0.02 * len(on_topic), tracks


def test_every_figure_stands_where_it_says(readings: Sequence[tuple[PastReport, Reading]]) -> None:
    figures = [(report, figure) for report, reading in readings for figure in reading.figures]
    assert len(figures) > 500
    for report, figure in figures:
        part = report.title if figure.where == "title" else report.text
        assert part[figure.start : figure.start + len(figure.surface)] == figure.surface
