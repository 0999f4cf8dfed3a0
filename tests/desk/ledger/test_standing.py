"""The figures that stand on a track."""

import random
from datetime import date

from msgspec.structs import replace

from bot.desk.ledger.grouping import CONVERTED, is_near
from bot.desk.ledger.rows import LedgerRow, ledger
from bot.desk.ledger.standing import RolesBySize, is_superseded, latest_paid, retold, standing_rows
from bot.model import Article, Figure, Hedge, Kind, Period, Role
from tests.desk.intake.stories.test_stories import DAY
from tests.desk.make import BASELINE, TALKS, article, convert, figure, yearly


def stands(*articles: Article, track: str = "KR") -> tuple[LedgerRow, ...]:
    return standing_rows(ledger(articles, BASELINE, convert, track=track), track, BASELINE, convert)


def values(*articles: Article, track: str = "KR") -> list[tuple[str, float]]:
    return [(row.role.value, row.value) for row in stands(*articles, track=track)]


def won(value: float, role: Role, **more: object) -> Figure:
    return yearly(value, role, "KRW", **more)


def test_figures_that_stand_are_the_latest_and_not_the_repeated() -> None:
    agreed = won(1.04e12, Role.AGREED)
    reports = (
        article(1, yearly(5e9), agreed, outlet="A"),
        article(2, yearly(4e9), yearly(5e9), won(1.1e12, Role.OFFERED), published=TALKS + DAY * 5),
        article(3, yearly(5e9), agreed, outlet="C", published=TALKS + DAY * 6),
        article(4, yearly(4e9), outlet="D", published=TALKS + DAY * 6),
    )
    assert values(*reports) == [("demanded", 4e9), ("offered", 1.1e12), ("agreed", 1.04e12)]
    comparison = stands(*reports)[0].comparison
    assert comparison is not None
    assert comparison.relation == "below"


def test_of_one_day_the_figure_that_most_outlets_have_stands() -> None:
    reports = (
        article(1, yearly(10e9), outlet="A"),
        article(2, yearly(2e9), yearly(10e9), outlet="B"),
        article(3, yearly(12e9)),
    )
    assert values(*reports) == [("demanded", 10e9)]


def test_the_sum_stands_before_its_percentage_and_a_newer_percentage_before_an_old_sum() -> None:
    rise = figure(13, Role.OFFERED, kind=Kind.PERCENT)
    offer = article(1, won(1.18e12, Role.OFFERED))
    assert values(offer, article(2, rise, text="13 more", published=TALKS + DAY)) == [("offered", 1.18e12)]
    late = TALKS + 60 * DAY
    assert values(offer, article(2, rise, text="13 more", published=late)) == [("offered", 13)]
    # Of what it is a percentage nobody knows, or it is of something else.
    assert values(offer, article(2, rise, text="13", published=late)) == [("offered", 1.18e12)]
    assert values(offer, article(2, rise, text="13 of GDP", published=late)) == [("offered", 1.18e12)]


def test_an_alliance_stands_by_its_share_of_gdp() -> None:
    goal = figure(5, Role.AGREED, kind=Kind.PERCENT, payer=None)
    fund = figure(2e9, Role.DEMANDED, payer=None)
    reports = (
        article(1, goal, fund, text="5 of GDP", track="NATO"),
        article(2, figure(14.8, Role.AGREED, kind=Kind.PERCENT, payer=None), track="NATO", published=TALKS + DAY),
    )
    assert values(*reports, track="NATO") == [("agreed", 5)]


def test_a_sum_that_is_no_years_contribution_does_not_stand() -> None:
    reports = (
        article(1, won(1.04e12, Role.AGREED)),
        article(2, yearly(0.2e9, Role.AGREED), published=TALKS + DAY),
        article(3, yearly(33e9), figure(5.2e12, Role.AGREED, "KRW", period=Period.TOTAL), published=TALKS + DAY),
        article(4, figure(1.2e12, Role.AGREED, None), figure(6e9), published=TALKS + DAY),
    )
    assert values(*reports) == [("agreed", 1.04e12)]


def test_without_a_baseline_the_sum_that_most_outlets_give_is_the_yardstick() -> None:
    def yen(value: float, role: Role, period: Period | None = Period.YEAR) -> Figure:
        return figure(value, role, "JPY", payer="JP", period=period)

    known = [article(n, yen(2.1e11, Role.PAID), track="JP", outlet=f"{n}") for n in (1, 2)]
    later = article(3, yen(1.3e10, Role.AGREED), yen(2.2e11, Role.AGREED), track="JP", published=TALKS + DAY)
    assert values(*known, later, track="JP") == [("agreed", 2.2e11)]
    assert values(later, track="JP") == []
    ask = [article(n, yen(8e11, Role.DEMANDED, None), track="JP", outlet=f"{n}") for n in (4, 5)]
    assert values(*ask, track="JP") == [("demanded", 8e11)]
    assert values(ask[0], track="JP") == []


def test_what_one_outlet_puts_into_another_role_does_not_stand() -> None:
    asked = [article(n, yearly(5e9), outlet=f"{n}") for n in (1, 2, 3)]
    agreed = [article(n, won(1.04e12, Role.AGREED), outlet=f"{n}") for n in (4, 5)]
    misread = article(6, won(1.04e12, Role.DEMANDED), yearly(0.9e9, Role.OFFERED), published=TALKS + DAY)
    assert values(*asked, *agreed, misread) == [("demanded", 5e9), ("agreed", 1.04e12)]


def test_the_same_figure_elsewhere_is_found_as_by_looking_at_every_row() -> None:
    chance = random.Random(5)
    sums = [
        (4.9e9, "USD"),
        (5e9, "USD"),
        (5.2e9, "USD"),
        (0.0, "USD"),
        (5.5e12, "KRW"),
        (5.8e12, "KRW"),
        (5.9e12, "KRW"),
    ]
    told = [
        article(number, yearly(value, chance.choice([Role.DEMANDED, Role.OFFERED]), currency), outlet=f"{number % 11}")
        for number in range(60)
        for value, currency in [chance.choice(sums)]
    ]
    told += [article(number, yearly(9e9, Role.DEMANDED), outlet=f"{number}") for number in (60, 61)]
    rows = ledger(told, BASELINE, convert)
    elsewhere = RolesBySize(rows, convert)

    def is_same(one: LedgerRow, other: LedgerRow) -> bool:
        if one.currency == other.currency:
            return is_near(one.value, other.value)
        if one.currency is None or other.currency is None:
            return False
        value = convert(one.value, one.currency, other.currency, one.first_seen.date())
        return value is not None and is_near(value, other.value, CONVERTED)

    # As each row would be, were it told by one outlet alone.
    several = [row for row in rows if row.outlets > 1]
    alone = [replace(row, outlets=1) for row in several]
    expected = [any(other.role is not row.role and is_same(row, other) for other in several) for row in alone]
    assert [elsewhere.is_at_odds(row) for row in alone] == expected
    assert {True, False} == set(expected)


def test_a_claim_does_not_stand_for_what_was_agreed() -> None:
    claim = yearly(1.5e9, Role.AGREED, attributed_to="Donald Trump")
    late = TALKS + 60 * DAY
    assert values(article(1, won(1.04e12, Role.AGREED)), article(2, claim, published=late)) == [("agreed", 1.04e12)]
    assert [row.actors for row in stands(article(2, claim))] == [("Donald Trump",)]


def test_the_sum_agreed_for_the_latest_year_stands() -> None:
    reports = (
        article(1, won(1.52e12, Role.AGREED, year=2021)),
        article(2, won(1.4e12, Role.AGREED, year=2020), published=TALKS + DAY),
        article(3, figure(8.3, Role.AGREED, kind=Kind.PERCENT, year=2021), published=TALKS + 2 * DAY),
        article(4, won(2.1e12, Role.AGREED, year=2030, attributed_to="Yonhap"), published=TALKS + DAY),
    )
    assert values(*reports) == [("agreed", 1.52e12)]


def test_a_deal_answers_what_was_asked_before_it() -> None:
    asked = [article(n, yearly(5e9), outlet=f"{n}") for n in (1, 2)]
    deal = article(3, won(1.2e12, Role.AGREED), yearly(5e9), published=TALKS + 30 * DAY)
    after = [article(n, yearly(9e9), outlet=f"{n}", published=TALKS + 40 * DAY) for n in (4, 5)]

    def settled(*reports: Article) -> list[tuple[str, float]]:
        day = (TALKS + 30 * DAY).date()
        found = standing_rows(ledger(reports, BASELINE, convert), "KR", BASELINE, convert, settled=day)
        return [(row.role.value, row.value) for row in found]

    assert values(*asked, deal) == [("demanded", 5e9), ("agreed", 1.2e12)]
    assert settled(*asked, deal) == [("agreed", 1.2e12)]
    assert settled(*asked, deal, *after) == [("demanded", 9e9), ("agreed", 1.2e12)]


def test_what_one_outlet_reports_waits_for_another_while_several_report_the_older_sum() -> None:
    known = [article(n, yearly(5e9), outlet=f"{n}", published=TALKS + n * DAY) for n in (1, 2, 20)]
    alone = article(4, yearly(3e9), outlet="4", published=TALKS + 10 * DAY)
    assert values(*known, alone) == [("demanded", 5e9)]
    assert values(*known, alone, article(5, yearly(3e9), outlet="5", published=TALKS + 11 * DAY)) == [("demanded", 3e9)]
    assert values(*known[:2], alone) == [("demanded", 3e9)]


def test_nearly_the_same_sum_is_no_new_demand() -> None:
    known = [article(n, yearly(5e9), outlet=f"{n}", published=TALKS + n * DAY) for n in (1, 2, 30)]
    counted = [article(n, yearly(4.7e9), outlet=f"{n}", published=TALKS + 25 * DAY) for n in (4, 5)]
    assert values(*known, *counted) == [("demanded", 5e9)]


def test_where_no_sum_was_agreed_the_last_deal_answers_what_was_offered_before() -> None:
    def stand(settled: date | None) -> list[float]:
        rows = ledger(told, BASELINE, convert)
        return [row.value for row in standing_rows(rows, "PL", BASELINE, convert, settled=settled)]

    told = [article(n, figure(2e9, Role.OFFERED, payer="PL"), track="PL", outlet=f"{n}") for n in (1, 2)]
    assert stand(None) == [2e9]
    assert stand(TALKS.date()) == [2e9]
    assert stand((TALKS + DAY).date()) == []


def test_of_as_much_what_claims_less_stands() -> None:
    more, less = (figure(2e9, Role.OFFERED, payer="PL", hedge=hedge) for hedge in (Hedge.MORE_THAN, Hedge.UP_TO))
    reports = article(1, more, track="PL", outlet="A"), article(2, less, track="PL", outlet="B")
    for order in (reports, reports[::-1]):
        assert [row.hedge for row in stands(*order, track="PL")] == [Hedge.UP_TO]


def test_what_was_paid_is_what_was_paid_for_the_latest_year() -> None:
    """A sum that two outlets have from the ministry that pays it is no mere claim; that of years before stood."""
    old = article(1, won(1.18e12, Role.PAID, year=2021))
    new = [article(n, won(1.4e12, Role.PAID, year=2025, attributed_to="Ministry"), outlet=f"{n}") for n in (2, 3)]
    paid = latest_paid([row for row in ledger([old, *new], BASELINE, convert) if row.role is Role.PAID])
    assert paid is not None
    assert paid.year == 2025


def test_a_sum_paid_is_superseded_once_a_year_has_begun_for_which_another_was_agreed() -> None:
    dollars = article(1, yearly(2.5e9, Role.PAID, attributed_to="An adviser"))
    deal = article(2, figure(2e11, Role.AGREED, "JPY", period=Period.YEAR, year=2021), published=TALKS + 400 * DAY)
    paid, agreed = sorted(ledger([dollars, deal], BASELINE, convert), key=lambda row: row.role is Role.AGREED)
    assert not is_superseded(paid, agreed, date(2020, 12, 31))
    assert is_superseded(paid, agreed, date(2021, 1, 1))
    assert not is_superseded(agreed, agreed, date(2021, 1, 1))
    assert not is_superseded(paid, None, date(2021, 1, 1))


def test_a_sum_that_is_told_as_paid_is_as_new_as_that() -> None:
    """What was agreed for five years was last told a year and a half ago, though its payment was told in January."""
    deal = article(1, won(2e11, Role.AGREED))
    paid = article(2, won(2e11, Role.PAID), outlet="B", published=TALKS + 400 * DAY)
    asked = article(3, won(2e11, Role.DEMANDED), outlet="C", published=TALKS + 500 * DAY)
    found = {row.role: row for row in ledger([deal, paid, asked], BASELINE, convert)}
    assert retold(found[Role.AGREED], found.values()).last_seen == TALKS + 400 * DAY
    assert retold(found[Role.DEMANDED], found.values()) == found[Role.DEMANDED]
