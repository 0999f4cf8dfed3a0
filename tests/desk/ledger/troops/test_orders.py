"""What rows of soldiers tell of one another, over several reports."""

from datetime import timedelta
from typing import Any

from bot.desk.ledger.rows import LedgerRow, ledger
from bot.model import Article, Kind, Measure, Role, Stance
from tests.desk.make import BASELINE, TALKS, article, convert, figure

LEAVE = "The Pentagon withdraws # troops."
WEIGH = "It may withdraw # troops."
HALT = "The withdrawal of # troops was put on hold."
CUT_TO = "The force is cut to # soldiers."
THERE = "There are # soldiers stationed."


def told(number: int, words: str, value: float, *, after: int = 0, high: float | None = None, **more: Any) -> Article:
    """A report of an outlet of its own on one number of soldiers, so many days later."""
    surface = f"{value:g}"
    one = figure(
        value,
        Role.OTHER,
        kind=Kind.TROOPS,
        payer=None,
        surface=surface,
        start=words.index("#"),
        value_max=high,
        **more,
    )
    published = TALKS + timedelta(days=after)
    text = words.replace("#", surface)
    return article(number, one, text=text, title="", outlet=f"Outlet {number}", published=published, track="DE")


def rows(*articles: Article) -> list[LedgerRow]:
    return list(ledger(articles, BASELINE, convert))


def test_an_order_that_was_stopped_says_so_and_since_when() -> None:
    order, halt = told(1, LEAVE, 12_000), told(2, HALT, 12_000, after=190)
    (row,) = rows(order, halt)
    assert (row.measure, row.is_over) == (Measure.LEAVING, True)
    assert [source.article_id for source in row.halts] == [2]
    assert row.last_seen == TALKS, "who tells that it was stopped does not tell it again"
    assert not rows(order)[0].is_over


def test_a_halt_of_which_no_order_is_known_stands_by_itself() -> None:
    (row,) = rows(told(1, HALT, 12_000))
    assert (row.measure, row.is_over, row.halts) == (Measure.KEPT, True, ())


def test_a_new_order_is_not_stopped_by_a_halt_of_before_nor_by_one_of_others() -> None:
    (new, old) = rows(told(1, LEAVE, 12_000), told(2, HALT, 12_000, after=190), told(3, LEAVE, 5_000, after=900))
    assert [(row.value, row.is_over) for row in (new, old)] == [(5_000, False), (12_000, True)]
    again = told(4, LEAVE, 12_000, after=900)
    (order, halt) = rows(told(1, LEAVE, 12_000), told(2, HALT, 12_000, after=190), again)
    assert (order.measure, order.is_over) == (Measure.LEAVING, False), "it was ordered once more"
    assert halt.measure is Measure.KEPT


def test_what_a_force_was_to_be_cut_to_falls_with_the_order() -> None:
    found = rows(
        told(1, LEAVE, 9_500),
        told(2, CUT_TO, 25_000, after=3),
        told(3, HALT, 9_500, after=190),
        told(4, CUT_TO, 30_000, after=500),
    )
    assert {row.value: row.is_over for row in found} == {30_000: False, 9_500: True, 25_000: True}


def test_some_of_those_who_were_to_leave_stay_with_them() -> None:
    order, some, halt = told(1, LEAVE, 12_000), told(2, LEAVE, 6_400), told(3, HALT, 12_000, after=190)
    assert [row.is_over for row in rows(order, some, halt)] == [True, True]
    more = told(4, LEAVE, 15_000)
    assert {row.value: row.is_over for row in rows(order, more, halt)} == {12_000: True, 15_000: False}


def test_one_order_in_a_round_number_and_in_an_exact_one_is_one_row() -> None:
    (row,) = rows(told(1, LEAVE, 12_000, hedge="nearly"), told(2, LEAVE, 12_000), told(3, LEAVE, 11_900, after=1))
    assert (row.value, row.outlets, row.reports) == (12_000, 3, 3)
    assert [source.article_id for source in row.sources] == [1, 2, 3]
    assert len(rows(told(1, LEAVE, 12_000), told(2, LEAVE, 11_900, after=90))) == 2, "another order, months later"


def test_up_to_so_many_is_the_range_that_ends_there() -> None:
    (row,) = rows(
        told(1, WEIGH, 3_000, high=4_000), told(2, WEIGH, 3_000, high=4_000), told(3, WEIGH, 4_000, hedge="up to")
    )
    assert (row.value, row.value_max, row.outlets) == (3_000, 4_000, 3)


def test_what_is_ordered_is_weighed_no_more() -> None:
    (row,) = rows(told(1, LEAVE, 5_000), told(2, WEIGH, 5_000, after=1))
    assert (row.measure, row.outlets) == (Measure.LEAVING, 2)
    before = rows(told(1, WEIGH, 5_000), told(2, LEAVE, 5_000, after=9))
    assert [row.measure for row in before] == [Measure.LEAVING, Measure.WEIGHED], "when it was weighed it was no order"


def test_those_who_are_there_come_first_and_claims_last() -> None:
    no: dict[str, Any] = {"stance": Stance.DENIED, "attributed_to": "Donald Trump"}
    found = rows(
        told(1, "He put the force at #; there are fewer.", 45_000, after=9, **no),
        told(2, WEIGH, 4_500, after=8),
        told(3, LEAVE, 12_000),
        told(4, HALT, 12_000, after=1),
        told(5, LEAVE, 5_000, after=7),
        told(6, THERE, 36_000, after=2),
        told(7, THERE, 35_000, after=3),
    )
    assert [row.value for row in found] == [35_000, 36_000, 5_000, 4_500, 12_000, 45_000]
