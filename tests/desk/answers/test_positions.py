"""Who stands where, how far apart, and how it moved."""

from datetime import date, timedelta

import pytest

from bot.desk.answers.positions import Comparable, Incomparable, Item, ItemStand, Move, positions, trend_of
from bot.desk.ledger.rows import ledger
from bot.model import Article, Figure, Kind, Period, Role
from bot.phrases.amounts import Base
from bot.phrases.context import base_in
from tests.desk.make import BASELINE, TALKS, article, convert, figure, yearly

DAY = timedelta(days=1)


def stands(*articles: Article, track: str = "KR") -> dict[Item, ItemStand]:
    found = positions(ledger(articles, BASELINE, convert), track, BASELINE, convert)
    return {one.item: one for one in found}


def twice(number: int, *figures: Figure, after: int = 0, **more: object) -> list[Article]:
    """What two outlets report on one day."""
    on = TALKS + after * DAY
    return [article(number + n, *figures, outlet=f"Outlet {n}", published=on, **more) for n in (0, 1)]


def won(value: float, role: Role, **more: object) -> Figure:
    return yearly(value, role, "KRW", **more)


def rise(value: float, role: Role) -> Figure:
    return figure(value, role, kind=Kind.PERCENT, surface=f"{value:g}")


AGREED = twice(1, won(1.04e12, Role.AGREED, year=2019), after=-200)


def test_the_gap_is_in_money_and_a_multiple_with_the_rate_and_its_day() -> None:
    stand = stands(*AGREED, *twice(3, yearly(5.8e9), after=1))[Item.CONTRIBUTION]
    assert [(one.role, one.move) for one in stand.positions] == [(Role.DEMANDED, Move.UP), (Role.AGREED, Move.SAME)]
    assert stand.gap is not None
    assert (stand.gap.of, stand.gap.to, stand.gap.currency) == (Role.DEMANDED, Role.AGREED, "KRW")
    assert stand.gap.amount == pytest.approx(5.8e9 * 1160 - 1.04e12)
    assert stand.gap.ratio == pytest.approx(5.8e9 / (1.04e12 / 1160))
    assert stand.gap.on == (TALKS + DAY).date()
    assert stand.gap.steps == ("US$5.8bn is ₩6.728tn at the ECB's rate of 20 Nov 2019, US$1 = ₩1,160",)
    assert stand.positions[1].like == Comparable(1.04e12, "KRW")


def test_a_rise_is_reckoned_on_the_last_sum_agreed_and_says_so() -> None:
    offer = twice(5, rise(13, Role.OFFERED), after=2, text="13 more")
    stand = stands(*AGREED, *twice(3, yearly(4e9), after=1), *offer)[Item.CONTRIBUTION]
    offered = next(one for one in stand.positions if one.role is Role.OFFERED)
    assert isinstance(offered.like, Comparable)
    assert offered.like.steps[0] == (
        "13% more than ₩1.04tn for 2019 is ₩1.175tn (assumed: a change from the last sum agreed)"
    )
    assert offered.move is Move.NEW
    assert stand.gap is not None
    assert stand.gap.to is Role.OFFERED
    assert stand.gap.ratio == pytest.approx(4e9 / (1.04e12 * 1.13 / 1160))
    assert Item.INCREASE not in stands(*AGREED, *offer)


@pytest.mark.parametrize(
    ("earlier", "latest", "move"),
    [
        (5e9, 5e9, Move.SAME),
        (5e9, 4e9, Move.DOWN),
        (4e9, 3e9, Move.DOWN),
        (6e9, 9e9, Move.UP),
        (4e9, 9e9, Move.REVERSED),
        (9e9, 2e9, Move.REVERSED),
    ],
)
def test_how_a_demand_moved_since_the_baseline(earlier: float, latest: float, move: Move) -> None:
    told = stands(*AGREED, *twice(3, yearly(earlier), after=1), *twice(5, yearly(latest), after=30))
    demand = told[Item.CONTRIBUTION].positions[0]
    assert (demand.row.value, demand.move) == (latest, move)


def test_what_cannot_be_compared_is_said_and_not_reckoned() -> None:
    # No total is a year's contribution, and no rate is known for this currency.
    odd = [article(n, yearly(3e9, currency="XTS", payer=None), outlet=f"{n}", track="NATO") for n in (1, 2)]
    paid = [article(n, yearly(1e9, Role.PAID, payer=None), outlet=f"{n}", track="NATO") for n in (3, 4)]
    total = twice(5, figure(2e10, Role.DEMANDED, period=Period.TOTAL, payer=None), track="NATO")
    stand = stands(*odd, *total, track="NATO")[Item.CONTRIBUTION]
    assert [(one.row.value, one.move) for one in stand.positions] == [(3e9, None)]
    stand = stands(*AGREED, *total, *twice(7, yearly(1e9, Role.PAID, "XTS"), after=3))[Item.CONTRIBUTION]
    assert all(one.row.currency == "KRW" for one in stand.positions)
    assert Item.CONTRIBUTION in stands(*paid, track="NATO")


def test_totals_are_spread_over_the_years_that_reports_give() -> None:
    from bot.desk.answers.positions.comparable import as_yearly_sum as made  # the step itself

    total = figure(1e10, Role.OFFERED, period=Period.TOTAL)
    spread = made(total, "KRW", date(2019, 11, 19), convert, raises=None, years=5)
    assert isinstance(spread, Comparable)
    assert spread.value == pytest.approx(2e9 * 1160)
    assert "US$10bn in total over 5 years is US$2bn a year (assumed: spread evenly)" in spread.steps
    for unlike in (
        made(total, "KRW", date(2019, 11, 19), convert, raises=None, years=None),
        made(figure(1e9, currency="XTS"), "KRW", date(2019, 11, 19), convert, raises=None, years=None),
        made(figure(1e9, currency=None), "KRW", date(2019, 11, 19), convert, raises=None, years=None),
        made(rise(13, Role.OFFERED), "KRW", date(2019, 11, 19), convert, raises=None, years=None),
    ):
        assert isinstance(unlike, Incomparable)
        assert unlike.reason


def test_a_deal_answers_every_claim_before_it_and_gives_its_length() -> None:
    asked = twice(3, yearly(5e9), figure(5, kind=Kind.MULTIPLE), after=1)
    deal = twice(
        5, won(1.183e12, Role.AGREED, year=2021), figure(6, Role.AGREED, kind=Kind.YEARS), after=400, text="13 more"
    )
    before, after = stands(*AGREED, *asked), stands(*AGREED, *asked, *deal)
    assert [one.role for one in before[Item.INCREASE].positions] == [Role.DEMANDED]
    assert [(one.role, one.row.value) for one in after[Item.CONTRIBUTION].positions] == [(Role.AGREED, 1.183e12)]
    assert Item.INCREASE not in after
    assert [one.row.value for one in after[Item.LENGTH].positions] == [6]
    assert after[Item.CONTRIBUTION].gap is None


def test_troops_that_leave_are_not_the_ones_that_are_there() -> None:
    text = "The Pentagon wants to withdraw 5000 of the 28500 troops"
    out, there = (
        figure(value, Role.OTHER, kind=Kind.TROOPS, payer=None, start=text.index(f"{value}"), surface=f"{value}")
        for value in (5000, 28500)
    )
    found = stands(*twice(1, out, there, text=text))
    assert [one.row.value for one in found[Item.TROOPS].positions] == [28500]
    assert found[Item.TROOPS].positions[0].move is Move.SAME
    assert [one.row.value for one in found[Item.LEAVING].positions] == [5000]
    # What nobody tells of any more is no news of troops.
    later = twice(3, there, text=text, after=400)
    assert Item.LEAVING not in stands(*twice(1, out, text=text), *later)


@pytest.mark.parametrize(
    ("text", "number", "leaving"),
    [
        ("Washington will pull 12000 troops out of Germany", "12000", True),
        ("It cuts the force from 36000 to 24000", "36000", False),
        ("It cuts the force from 36000 to 24000", "24000", False),
        ("주한미군 4500명을 철수", "4500", True),
        ("在独米軍9500人を削減", "9500", True),
        ("ein Abzug von rund 9500 Soldaten", "9500", True),
        ("There are 28500 troops. Nobody will withdraw", "28500", False),
        ("It halts the withdrawal and sends 500 additional soldiers", "500", False),
    ],
)
def test_which_troops_a_number_is_of(text: str, number: str, leaving: bool) -> None:
    one = figure(float(number), Role.OTHER, kind=Kind.TROOPS, start=text.index(number), surface=number)
    assert (base_in(article(1, one, text=text), one) is Base.LEAVING) is leaving


def test_the_course_of_a_contribution_in_one_currency() -> None:
    told = [*AGREED, *twice(3, yearly(5e9), after=1), *twice(5, yearly(4e9), after=60)]
    trend = trend_of(ledger(told, BASELINE, convert), "KR", BASELINE, convert, "USD")
    assert [(point.day, point.value) for point in trend.points[Role.DEMANDED]] == [
        ((TALKS + DAY).date(), 5e9),
        ((TALKS + 60 * DAY).date(), 4e9),
    ]
    assert [point.day for point in trend.points[Role.AGREED]] == [date(2019, 1, 1)]
    assert [(figure.id, value) for figure, value in trend.baseline] == [
        ("demand", 5e9),
        ("agreed", pytest.approx(1.04e12 / 1160)),
    ]


def test_a_demand_is_held_against_what_is_paid_since_an_agreement_of_long_ago() -> None:
    old = twice(1, won(9.2e11, Role.AGREED, year=2014), after=-200)
    asked, paid = twice(3, won(1.35e12, Role.DEMANDED)), twice(5, won(9.6e11, Role.PAID, year=2018), after=-20)
    gap = stands(*old, *paid, *asked)[Item.CONTRIBUTION].gap
    assert gap is not None
    assert gap.to is Role.PAID
    assert gap.ratio == pytest.approx(1.35 / 0.96)
    newer = twice(7, won(1.04e12, Role.AGREED, year=2019), after=-10)
    gap = stands(*newer, *paid, *asked)[Item.CONTRIBUTION].gap
    assert gap is not None
    assert gap.to is Role.AGREED
    assert gap.ratio == pytest.approx(1.35 / 1.04)


def test_a_sum_that_is_none_of_a_year_is_not_taken_for_one_where_no_yearly_sum_is_known() -> None:
    offers = twice(1, figure(2e9, Role.OFFERED, payer="PL"), track="PL")
    (offer,) = stands(*offers, track="PL")[Item.CONTRIBUTION].positions
    assert isinstance(offer.like, Incomparable)
    (demand,) = stands(*twice(1, figure(5e9, Role.DEMANDED)))[Item.CONTRIBUTION].positions
    assert isinstance(demand.like, Comparable), "the baseline has what a year costs"
