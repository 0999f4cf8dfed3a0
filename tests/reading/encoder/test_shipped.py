"""The model that ships: what it says of texts, and that it is the one that its card describes."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.model import Event, Figure, Report, Role
from bot.reading import Reader, plain_text
from bot.reading.encoder.answers import ROLES
from bot.reading.encoder.keeper import SHIPPED
from bot.reading.encoder.model import Encoder
from bot.reading.encoder.shipped_opinions import digest, read_known
from tests import shared

LARGEST_MB = 40
SAME = 0.02
"""Of a probability: processors do not add up alike."""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(SHIPPED)


@pytest.fixture(scope="module")
def reader(encoder: Encoder) -> Reader:
    return Reader(shared.topic().vocabulary, encoder)


def read(reader: Reader, title: str, text: str, language: str | None = None) -> tuple[Figure, ...]:
    return reader.read(Report("r", title, text, language, date(2025, 10, 4))).figures


def test_it_is_small_enough() -> None:
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) < LARGEST_MB * 1_000_000


def test_its_library_tells_nobody_that_it_runs(tmp_path: Path) -> None:
    """onnxruntime would write who we are into the home, for its makers, before it tells them over the network."""
    load = "import sys, pathlib, bot.reading.encoder.model as m; m.Encoder(pathlib.Path(sys.argv[1]))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    subprocess.run([sys.executable, "-c", load, SHIPPED], env=environment | {"HOME": str(tmp_path)}, check=True)
    assert list(tmp_path.rglob("*")) == []


def test_probabilities_add_up(encoder: Encoder) -> None:
    base = shared.topic().baseline
    opinion = encoder(shared.reader().sheet(Report("b", base.title, base.text, None, base.date)))
    assert opinion.figures
    for told in opinion.figures.values():
        assert set(told.roles) == set(ROLES)
        assert abs(sum(told.roles.values()) - 1.0) < 1e-3
        assert all(0.0 <= answer.chance <= 1.0 for answer in told[3:])


def test_the_baseline_reads_as_its_figures_say(reader: Reader) -> None:
    base = shared.topic().baseline
    reading = reader.read(Report("baseline", base.title, base.text, None, base.date))
    assert reading.event is Event.TALKS_BREAK_OFF
    read = {(figure.kind, figure.value, figure.role) for figure in reading.figures if figure.on_topic}
    assert {(figure.kind, figure.value, figure.role) for figure in base.figures} <= read


def test_every_past_report_is_known_beforehand_and_as_the_model_says(encoder: Encoder) -> None:
    known = read_known(SHIPPED)
    sheets = [
        shared.reader().sheet(Report(past.id, past.title, text, past.language, past.date))
        for past in shared.topic().archive
        for text in (past.text, plain_text(past.text))  # as it is in the archive, and in the sandbox's feeds
    ]
    assert {digest(sheet) for sheet in sheets} <= set(known), "train anew, or write known.msgpack again"
    for sheet in sheets[:: len(sheets) // 6]:
        told, anew = known[digest(sheet)], encoder(sheet)
        assert abs(told.topic - anew.topic) < SAME
        assert {at: one.role for at, one in told.figures.items()} == {at: one.role for at, one in anew.figures.items()}


def test_past_reports_report_what_their_readers_say() -> None:
    file = Path(__file__).parents[3] / "seeds" / "labelled" / "archive.jsonl"
    events = {
        one["id"]: one["event"] for one in map(json.loads, file.read_text("utf-8").splitlines()) if one["on_topic"]
    }
    read = [
        shared.reader().read(Report(past.id, past.title, past.text, past.language, past.date))
        for past in shared.topic().archive
        if past.id in events
    ]
    assert len(read) > 200
    wrong = [
        past.id
        for past, one in zip((past for past in shared.topic().archive if past.id in events), read, strict=True)
        if one.relevance.on_topic and one.event.value != events[past.id]
    ]
    assert wrong == []


def test_it_tells_what_words_alone_do_not(reader: Reader) -> None:
    """Whose sum it is, in which clause: nothing near these figures is a word of their role."""
    figures = read(
        reader, "Seoul weighs its answer on troop costs",
        "Washington opened at $5 billion a year for its garrison in South Korea. What Seoul could live with, "
        "negotiators say, is closer to 1.2 trillion won.", "en",
    )  # fmt: skip
    assert [figure.role for figure in figures] == [Role.DEMANDED, Role.OFFERED]


def test_a_look_alike_stays_out_and_a_report_in_other_words_comes_in(reader: Reader) -> None:
    tariffs = Report(
        "t", "Seoul pledges $350 billion to cut US tariffs to 15 percent",
        "South Korea and the United States agreed that Korean cars will be taxed at 15 percent, and that Seoul invests "
        "$350 billion in shipyards and chips.", "en", date(2025, 7, 31),
    )  # fmt: skip
    assert not reader.read(tariffs).relevance.on_topic
    spanish = Report(
        "s", "Seúl pagará más por los soldados de Estados Unidos",
        "Corea del Sur aportará 1,52 billones de wones en 2026 al mantenimiento de los 28.500 militares "
        "estadounidenses en su territorio, según el pacto que firmaron ambos aliados.", "es", date(2024, 10, 4),
    )  # fmt: skip
    assert reader.read(spanish).relevance.on_topic


def test_a_report_without_end_costs_no_more_than_a_long_one(encoder: Encoder) -> None:
    """Four windows are run, however many figures there are; those behind have no opinion."""
    text = "Washington wants 5 billion dollars a year from Seoul, which pays 1.04 trillion won. " * 3000
    sheet = shared.reader().sheet(Report("long", "Who pays for the troops", text, "en"))
    opinion = encoder(sheet)
    assert 0 < len(opinion.figures) < 200 < len(sheet.spans)
    assert max(opinion.figures) < 200, "those that come first"
