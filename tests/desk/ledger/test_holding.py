"""A claim of years ago is shown with its age and is no demand of today; one of somebody out of office is no side's."""

from datetime import date, timedelta

from bot.desk.answers.positions import Item, best_trend_of, positions
from bot.desk.ledger.holding import remark_on
from bot.desk.ledger.rows import ledger
from bot.desk.ledger.standing import standing_rows
from bot.model import Party, Role, Term
from tests.desk.make import BASELINE, TALKS, article, convert, yearly

LEADER = Party("Donald Trump", "asks", {}, person=True, in_office=(Term(date(2025, 1, 20)),))
DEAL = [article(n, yearly(1.04e12, Role.AGREED, "KRW", year=2019), outlet=f"{n}") for n in (1, 2)]
ASKED = [
    article(n, yearly(9e9, attributed_to="Donald Trump"), outlet=f"{n}", published=TALKS + timedelta(days=30))
    for n in (3, 4)
]
TODAY = (TALKS + timedelta(days=60)).date()


def test_a_candidates_demand_is_no_sides_position_and_makes_no_gap() -> None:
    found = ledger([*DEAL, *ASKED], BASELINE, convert)
    (stand,) = positions(found, "KR", BASELINE, convert, today=TODAY, parties=[LEADER])
    assert ([one.role for one in stand.positions], stand.gap) == ([Role.AGREED], None)
    (held,) = positions(found, "KR", BASELINE, convert, today=TODAY)
    assert held.gap is not None, "of whoever has no terms in the data it is the side's"


def test_a_demand_of_today_stands_before_a_newer_one_of_a_candidate() -> None:
    own = [article(n, yearly(5e9), outlet=f"{n}", published=TALKS + timedelta(days=5)) for n in (5, 6)]
    found = ledger([*DEAL, *ASKED, *own], BASELINE, convert)
    stands = positions(found, "KR", BASELINE, convert, today=TODAY, parties=[LEADER])
    contribution = next(one for one in stands if one.item is Item.CONTRIBUTION)
    assert [one.row.value for one in contribution.positions if one.role is Role.DEMANDED] == [5e9]
    assert contribution.gap is not None
    rows = standing_rows(found, "KR", BASELINE, convert, today=TODAY, parties=[LEADER])
    assert [row.value for row in rows if row.role is Role.DEMANDED] == [5e9]
    drawn = best_trend_of(found, "KR", "KR", BASELINE, convert, today=TODAY, parties=[LEADER])
    assert [one.row.value for one in drawn.stands if one.role is Role.DEMANDED] == [5e9], "the chart's title tells it"
    assert {point.value for point in drawn.points[Role.DEMANDED]} == {5e9 * 1160, 9e9 * 1160}


def test_what_was_told_years_ago_says_so() -> None:
    found = ledger([*DEAL, *ASKED], BASELINE, convert)
    asked = next(row for row in found if row.role is Role.DEMANDED)
    later = TODAY + timedelta(days=3 * 365)
    assert remark_on(asked, (), TODAY) == ""
    assert remark_on(asked, (), later) == "last reported 3 years ago"
    assert remark_on(asked, [LEADER], later) == "said out of office, last reported 3 years ago"
    (stand,) = positions(found, "KR", BASELINE, convert, today=later)
    assert stand.gap is None


def test_a_deal_for_a_year_that_is_not_over_has_no_age() -> None:
    deal = ledger([article(1, yearly(1.5e12, Role.AGREED, "KRW", year=2026))], BASELINE, convert)[0]
    assert remark_on(deal, (), date(2026, 12, 1)) == ""
    assert remark_on(deal, (), date(2027, 12, 1)) == "last reported 8 years ago"


def test_what_a_candidate_said_years_ago_is_nobodys_position() -> None:
    found = ledger([*DEAL, *ASKED], BASELINE, convert)
    later = TODAY + timedelta(days=2 * 365)
    (stand,) = positions(found, "KR", BASELINE, convert, today=later, parties=[LEADER])
    assert [one.role for one in stand.positions] == [Role.AGREED]
    rows = standing_rows(found, "KR", BASELINE, convert, today=later, parties=[LEADER])
    assert [row.role for row in rows] == [Role.AGREED]
