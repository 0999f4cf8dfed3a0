"""Another negotiation is data and no code: a tariff dispute, made from what CONTRIBUTING says alone."""

import re
from pathlib import Path

import pytest
from msgspec import Struct

from bot.model import (
    Baseline,
    BaselineFigure,
    Concept,
    Event,
    FeedSource,
    Hedge,
    Party,
    PastReport,
    Position,
    Report,
    Role,
    Rule,
    Topic,
    Track,
)
from bot.reading import Reader
from bot.topic import load


@pytest.fixture(scope="module")
def topic() -> Topic:
    return load(Path(__file__).parents[1] / "topics" / "tariff")


@pytest.fixture(scope="module")
def trader(topic: Topic) -> Reader:
    return Reader(topic.vocabulary)


def test_its_past_reports_are_read_as_labelled(topic: Topic, trader: Reader) -> None:
    assert {report.on_topic for report in topic.archive} == {True, False}
    for past in topic.archive:
        reading = trader.read(Report(past.id, past.title, past.text, past.language, past.date))
        assert reading.relevance.on_topic == past.on_topic, past.id
        assert reading.event is (Event.REPORT if past.on_topic else Event.NONE), "the encoder does not know this topic"
        assert reading.relevance == trader.relevance(Report(past.id, past.title, past.text, past.language))
        assert not past.on_topic or reading.track == past.track


@pytest.mark.parametrize(
    ("title", "text", "figures"),
    [
        (
            "Trump threatens 39 percent tariff",
            "Switzerland offered up to 10 percent, the Swiss government told the United States.",
            [("39 percent", 39, None), ("10 percent", 10, Hedge.UP_TO)],
        ),
        (
            "Zoll auf Schweizer Waren sinkt auf 15 Prozent",
            "Die USA hatten mehr als 39 Prozent verlangt.",
            [("15 Prozent", 15, None), ("39 Prozent", 39, Hedge.MORE_THAN)],
        ),
    ],
)
def test_rates_are_found_with_their_hedges(
    trader: Reader, title: str, text: str, figures: list[tuple[str, float, Hedge | None]]
) -> None:
    told = trader.read(Report("x", title, text)).figures
    assert [(figure.surface, figure.value, figure.hedge) for figure in told] == figures
    assert {(figure.role, figure.on_topic) for figure in told} == {(Role.UNCLEAR, True)}


def test_its_baseline_is_found_in_its_text(topic: Topic, trader: Reader) -> None:
    base = topic.baseline
    reading = trader.read(Report("baseline", base.title, base.text, None, base.date))
    read = {(figure.kind, figure.value) for figure in reading.figures}
    assert {(figure.kind, figure.value) for figure in base.figures} <= read


def test_the_default_topic_and_this_one_do_not_know_each_other(trader: Reader, reader: Reader) -> None:
    bill = Report(
        "x", "Seoul to pay more for US troops", "The cost-sharing deal with Washington sets 1.5 trillion won."
    )
    duty = Report("x", "US and Switzerland agree on tariff of 15 percent", "Bern and Washington struck a deal.")
    assert (trader.read(bill).event, reader.read(duty).event) == (Event.NONE, Event.NONE)
    assert reader.read(bill).relevance.on_topic
    assert trader.read(duty).relevance.on_topic


@pytest.mark.parametrize(
    "table", [Baseline, BaselineFigure, Concept, FeedSource, Party, PastReport, Position, Rule, Track]
)
def test_contributing_tells_every_key(table: type[Struct]) -> None:
    page = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = page.partition("## Another topic")[2].partition("\n## ")[0]
    keys = set(table.__struct_fields__) - {"folder", "figures", "positions"}  # not of the files
    told = {word for code in re.findall(r"`([^`]+)`", section) for word in re.findall(r"\w+", code)}
    assert keys - told == set()
