"""What is drawn over time of a track: sums, shares of GDP or troops, each with its like."""

from datetime import date
from typing import Any

from bot.desk.answers.positions import Item, Trend, best_trend_of, can_be_drawn, since
from bot.desk.ledger.rows import ledger
from bot.model import Article, Figure, Hedge, Kind, Role
from tests.desk.answers.test_positions import AGREED, DAY, rise, twice, won
from tests.desk.make import BASELINE, TALKS, convert, figure, yearly


def trend(*articles: Article, track: str = "KR", payer: str | None = "KR") -> Trend:
    rows = ledger(articles, BASELINE, convert)
    found = best_trend_of(rows, track, payer, BASELINE, convert)
    assert can_be_drawn(rows, track, payer, BASELINE, convert) is found.is_drawable
    return found


def day(after: int) -> date:
    return (TALKS + after * DAY).date()


def troops(value: float, **more: Any) -> Figure:
    return figure(value, Role.OTHER, kind=Kind.TROOPS, payer=None, **more)


def gdp(value: float, role: Role, **more: Any) -> Figure:
    return figure(value, role, kind=Kind.PERCENT, surface=f"{value:g}%", **({"payer": None} | more))


def test_sums_are_in_the_currency_of_the_deal_and_do_not_move_with_a_rate() -> None:
    found = trend(*AGREED, *twice(3, yearly(5e9), after=1))
    assert (found.item, found.currency) == (Item.CONTRIBUTION, "KRW")
    assert [point.value for point in found.points[Role.AGREED]] == [1.04e12]
    assert [point.value for point in found.points[Role.DEMANDED]] == [5e9 * 1160]


def test_a_deal_that_is_first_told_in_round_dollars_is_one_deal() -> None:
    rounded = twice(7, yearly(0.9e9, Role.AGREED), after=-203)[:1]
    found = trend(*AGREED, *rounded, *twice(3, yearly(5e9), after=1))
    assert [point.value for point in found.points[Role.AGREED]] == [1.04e12]


def test_nothing_holds_by_a_claim() -> None:
    claim = won(2e12, Role.AGREED, attributed_to="Donald Trump")
    found = trend(*AGREED, *twice(3, claim, after=9))
    assert [(point.value, point.holds, point.faint) for point in found.points[Role.AGREED]] == [
        (1.04e12, True, False),
        (2e12, False, True),
    ]


def test_a_period_has_what_held_on_its_first_day() -> None:
    found = trend(
        *AGREED, *twice(3, yearly(5e9), after=1), *twice(5, rise(13, Role.OFFERED), after=90, text="13% more")
    )
    shown = since(found, day(60))
    assert shown is not None
    assert {role: len(points) for role, points in shown.points.items()} == {
        Role.DEMANDED: 0, Role.OFFERED: 1, Role.AGREED: 1, Role.PAID: 0,
    }  # fmt: skip
    assert since(found, day(91)) is None


def test_troops_are_drawn_from_the_first_report_of_a_number_to_the_last() -> None:
    text = "The Pentagon wants to withdraw 9500 of 34500 troops. At most 25000 stay. One base has 900."
    numbers = {name: text.index(name) for name in ("9500", "34500", "25000", "900")}
    out, there, ceiling, base = (
        troops(float(name), start=start, surface=name, hedge=Hedge.UP_TO if name == "25000" else None)
        for name, start in numbers.items()
    )
    found = trend(
        *twice(1, out, there, ceiling, base, text=text, track="DE"),
        *twice(3, there, text=text, track="DE", after=300),
        track="DE",
        payer="DE",
    )
    assert found.item is Item.TROOPS
    assert [(one.day, one.until, one.value) for one in found.points[Item.TROOPS]] == [(day(0), day(300), 34500)]
    assert [(one.day, one.value) for one in found.points[Item.LEAVING]] == [(day(0), 9500)]


def test_a_number_that_is_told_on_one_day_alone_is_too_little() -> None:
    assert not trend(*twice(1, troops(35000), track="DE"), track="DE", payer="DE").is_drawable


def test_an_alliance_s_goal_is_drawn_whole_and_without_its_members_own() -> None:
    text = "of 5% of GDP, with 3.5% of GDP and 1.5% of GDP as parts; 2.1% of GDP for one, 2% of GDP before"

    def at(value: float, role: Role, **more: Any) -> Figure:
        return gdp(value, role, start=text.index(f"{value:g}% of"), **more)

    new = [at(5, Role.AGREED, year=2035), at(3.5, Role.AGREED), at(1.5, Role.AGREED)]
    found = trend(
        *twice(1, at(2, Role.AGREED, year=2014), text=text, track="NATO"),
        *twice(3, *new, at(2.1, Role.OFFERED, payer="ES"), text=text, track="NATO", after=90),
        track="NATO",
        payer=None,
    )
    assert found.item is Item.SPENDING
    assert [(one.day, one.value) for one in found.points[Role.AGREED]] == [(date(2014, 1, 1), 2), (day(90), 5)]
    assert not found.points[Role.OFFERED]
    assert all(position.row.payer is None for position in found.stands)
