"""The project's own baseline, read by the program: what it must find, and what it must not take for a figure."""

import json
from typing import Any

import pytest

from bot.model import Topic
from tests.cli.conftest import Program

Row = dict[str, Any]


@pytest.fixture
def record(program: Program, topic: Topic) -> Row:
    base = topic.baseline
    name = program.file("baseline.txt", f"{base.title}\n{base.text}")
    ran = program("read", name, "--json", "--date", base.date.isoformat())
    assert ran.code == 0
    found: Row = json.loads(ran.out)
    return found


def one(record: Row, **wanted: Any) -> Row:
    rows = [f for f in record["figures"] if all(f[key] == value for key, value in wanted.items())]
    assert rows, f"no figure has {wanted}"
    return dict(rows[0])


def test_it_is_on_the_topic(record: Row) -> None:
    assert record["on_topic"]
    assert (record["event"], record["track"], record["lang"]) == ("talks_break_off", "KR", "en")


def test_the_demand(record: Row) -> None:
    figure = one(record, currency="USD", role="demanded")
    assert (figure["value"], figure["period"], figure["payer"], figure["hedge"]) == (5e9, "year", "KR", "up to")
    assert figure["attributed_to"] == "South Korean lawmakers"


def test_what_was_agreed(record: Row) -> None:
    figure = one(record, currency="KRW", role="agreed")
    assert (figure["value"], figure["period"], figure["year"], figure["payer"]) == (1.04e12, "year", 2019, "KR")


@pytest.mark.parametrize(("value", "of"), [(6.81e9, "US$5 billion"), (1.21e9, "1.04 trillion won")])
def test_conversions(record: Row, value: float, of: str) -> None:
    figure = one(record, currency="SGD", value=value)
    assert (figure["role"], figure["converts"]) == ("conversion", of)


def test_more_than_five_times_and_the_troops(record: Row) -> None:
    multiple = one(record, kind="multiple")
    assert (multiple["value"], multiple["hedge"], multiple["role"]) == (5, "more than", "demanded")
    assert one(record, kind="troops")["value"] == 28500


def test_a_valuation_is_no_demand(record: Row) -> None:
    figure = one(record, attributed_to="Donald Trump")
    assert (figure["value"], figure["currency"], figure["role"]) == (5e9, "USD", "estimate")


def test_nothing_else_is_a_figure(record: Row) -> None:
    values = sorted(f["value"] for f in record["figures"] if f["on_topic"])
    assert values == [5, 28500, 1.21e9, 5e9, 5e9, 6.81e9, 1.04e12]
