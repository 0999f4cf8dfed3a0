"""What the numbers of soldiers in one report are of, and who claims them."""

from typing import Any

import pytest
from msgspec.structs import replace

from bot.desk.ledger.mentions import mentions_of
from bot.desk.ledger.troops.counted import troops_of
from bot.model import Article, Event, Kind, Measure, Role, Stance
from tests.desk.make import article, figure

DENIED = Stance.DENIED


def report(text: str, *numbers: str, title: str = "", **more: Any) -> Article:
    """A report with these numbers of soldiers, in the order of its text."""
    found = [
        figure(
            float(number.replace(",", "")),
            Role.OTHER,
            kind=Kind.TROOPS,
            payer=None,
            surface=number,
            start=text.index(number),
            **more,
        )
        for number in numbers
    ]
    return article(1, *found, title=title, text=text)


def test_the_parts_of_an_order_are_no_orders() -> None:
    text = "Some 12,000 troops leave: 6,400 return home and 5,600 move on. There are 36,000 stationed now."
    told = troops_of(report(text, "12,000", "6,400", "5,600", "36,000"))
    assert [(surface, measure) for (_, _, surface), measure in told.items()] == [
        ("12,000", Measure.LEAVING),
        ("36,000", Measure.COUNT),
    ]


def test_a_report_without_the_whole_keeps_what_it_has() -> None:
    text = "Some 12,000 troops leave, and 9,500 were to leave before."
    assert len(troops_of(report(text, "12,000", "9,500"))) == 2


@pytest.mark.parametrize(
    ("text", "title", "is_denied"),
    [
        ("He put the force at 45,000; in fact there are 28,500.", "Trump says Seoul pays little", False),
        ("The Pentagon denied that there were 45,000.", "A day in Washington", True),
        ("He put the force at 45,000.", "Pentagon denies report on the size of the force", True),
        ("He wrote that 45,000 might go home. The Pentagon called it nonsense.", "Trump and his generals", True),
    ],
)
def test_what_an_outlet_sets_right_is_no_denial(text: str, title: str, is_denied: bool) -> None:
    """``45,000 troops ⚠ denied``: nobody had denied it; and nobody was told whose claim it was."""
    (told,) = mentions_of(report(text, "45,000", title=title, stance=DENIED, attributed_to="Donald Trump"))
    assert (told.denied is not None, told.refuted is not None) == (True, not is_denied)
    assert told.actors == ("Donald Trump",)
    assert told.stated is None


def test_who_denies_a_sum_still_claims_none() -> None:
    no = figure(8e9, stance=DENIED, attributed_to="Donald Trump")
    (told,) = mentions_of(article(1, no, title="Trump denies it"))
    assert told.actors == ()


def test_where_soldiers_are_to_leave_a_number_alone_is_no_force() -> None:
    """``9,500 troops stationed``: the report had not said so."""
    said = report("One paper puts it at 12,000.", "12,000")
    assert list(troops_of(said).values()) == [Measure.COUNT]
    cut = replace(said, reading=replace(said.reading, event=Event.TROOP_CUT))
    assert troops_of(cut) == {}
