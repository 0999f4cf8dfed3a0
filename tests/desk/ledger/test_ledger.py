"""Figures joined over reports."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.desk.ledger.entries import FIRST, RATES, on_tracks
from bot.desk.ledger.mentions import entries_of
from bot.desk.ledger.rows import LedgerRow, ledger
from bot.model import Article, Figure, Hedge, Kind, Period, Role
from bot.phrases.amounts import Base
from tests.desk.make import BASELINE, TALKS, article, convert, figure, yearly

DAY = timedelta(days=1)


def rows(*articles: Article, **more: object) -> tuple[LedgerRow, ...]:
    return ledger(articles, BASELINE, convert, **more)  # type: ignore[arg-type]  # shorthand


def test_equal_figures_are_one_row_with_all_who_said_it() -> None:
    (row,) = rows(
        article(2, yearly(5e9, attributed_to="Yonhap"), published=TALKS + DAY, outlet="B", title="Later"),
        article(1, yearly(5e9, attributed_to="lawmakers", hedge=Hedge.UP_TO), outlet="A"),
        article(3, figure(5e9, attributed_to="lawmakers"), figure(5e9), published=TALKS + 2 * DAY, outlet="A"),
    )
    assert (row.track, row.kind, row.role, row.value, row.currency) == ("KR", Kind.MONEY, Role.DEMANDED, 5e9, "USD")
    assert (row.period, row.hedge) == (Period.YEAR, Hedge.UP_TO)
    assert row.actors == ("lawmakers", "Yonhap")
    assert row.stated
    assert (row.first_seen, row.last_seen) == (TALKS, TALKS + 2 * DAY)
    assert [(s.article_id, s.outlet, s.url) for s in row.sources] == [
        (1, "A", "https://news.example/1"),
        (2, "B", "https://news.example/2"),
    ]
    assert (row.sources[1].title, row.sources[1].date) == ("Later", (TALKS + DAY).date())
    assert (row.outlets, row.reports) == (2, 3)
    assert row.comparison is not None
    assert row.comparison.sentence == "up to US$5bn demanded: the same as the US$5bn demanded in Nov 2019"


def test_another_role_payer_or_range_is_another_row() -> None:
    found = rows(
        article(1, yearly(5e9), yearly(5e9, Role.OFFERED), yearly(5e9, payer="JP"), yearly(5e9, value_max=6e9))
    )
    assert len(found) == 4


def test_a_conversion_stands_with_what_it_converts() -> None:
    asked = yearly(5e9, surface="US$5 billion", start=10)
    again = figure(5e9, Role.ESTIMATE, surface="US$5 billion", start=500)
    in_sgd = figure(6.81e9, Role.CONVERSION, "SGD", start=25, converts="US$5 billion")
    orphan = figure(1e9, Role.CONVERSION, "SGD", start=700, converts="nothing here")
    demanded, estimate = rows(article(1, asked, in_sgd, again, orphan), article(2, asked, in_sgd))
    assert [(c.value, c.currency, c.source.article_id) for c in demanded.conversions] == [(6.81e9, "SGD", 1)]
    assert estimate.conversions == ()


def test_order_is_by_track_then_role_then_the_newest() -> None:
    found = rows(
        article(1, yearly(1e9, payer=None), track="NATO"),
        article(2, yearly(2e9, Role.AGREED), yearly(5e9), yearly(1e9, Role.OTHER)),
        article(3, yearly(2e11, Role.AGREED, "JPY", payer="JP"), track="JP"),
        article(4, yearly(4e9), published=TALKS + DAY),
        article(5, yearly(3e9, payer=None), track=None),
        article(6, yearly(3e9, payer=None), track="XX"),
    )
    assert [(row.track, row.role.value, row.value) for row in found] == [
        ("KR", "demanded", 4e9),
        ("KR", "demanded", 5e9),
        ("KR", "agreed", 2e9),
        ("KR", "other", 1e9),
        ("JP", "agreed", 2e11),
        ("NATO", "demanded", 1e9),
        ("XX", "demanded", 3e9),
        (None, "demanded", 3e9),
    ]


def test_what_japan_pays_is_japans_in_a_report_on_korea() -> None:
    both = article(1, yearly(5e9), yearly(2e11, Role.PAID, "JPY", payer="JP"))
    assert [row.track for row in rows(both)] == ["KR", "JP"]
    assert [row.role for row in rows(both, track="JP")] == [Role.PAID]
    assert [row.track for row in rows(both, tracks=("Base",))] == ["KR", "KR"]


def test_filter_by_kind() -> None:
    both = article(1, yearly(5e9), figure(28_500, Role.OTHER, kind=Kind.TROOPS, payer=None))
    assert [row.value for row in rows(both, kind=Kind.TROOPS)] == [28_500]


def test_off_the_topic_has_no_rows() -> None:
    assert rows(article(1, yearly(5e9), on_topic=False), article(2, yearly(5e9, on_topic=False))) == ()


def test_a_total_takes_the_length_of_the_deal_from_its_report() -> None:
    total = figure(5.2e12, Role.AGREED, "KRW", period=Period.TOTAL)
    length = figure(5, Role.AGREED, kind=Kind.YEARS)
    money, years = rows(article(1, total), article(2, total, length, published=TALKS + DAY))
    assert years.kind is Kind.YEARS
    assert money.comparison is not None
    assert money.comparison.relation == "same"


def test_one_sum_is_one_row_however_it_is_rounded_and_hedged() -> None:
    exact = yearly(1.0389e12, Role.PAID, "KRW", year=2019)
    reports = (
        article(1, exact, outlet="A"),
        article(2, figure(1.04e12, Role.PAID, "KRW", hedge=Hedge.ABOUT, attributed_to="Yonhap"), outlet="B"),
        article(3, figure(1.039e12, Role.PAID, "KRW", payer=None), outlet="C", published=TALKS + DAY),
        article(4, exact, outlet="D", published=TALKS + 2 * DAY),
    )
    (row,) = rows(*reports)
    assert (row.value, row.year, row.payer, row.outlets, row.actors) == (1.0389e12, 2019, "KR", 4, ("Yonhap",))
    assert row.stated
    assert row.first_stated is not None
    assert row.first_stated.article_id == 1
    assert len(rows(*reports, article(5, yearly(1.05e12, Role.PAID, "KRW")))) == 2
    assert len(rows(*reports, article(5, yearly(1.04e12, Role.AGREED, "KRW")))) == 2
    assert len(rows(*reports, article(5, yearly(1.04e12, Role.PAID, "KRW", value_max=1.1e12)))) == 2
    assert len(rows(*reports, article(5, yearly(1.04e12, Role.PAID, "KRW", payer="JP")))) == 2


def test_a_sum_in_another_currency_alone_stands_with_what_it_is() -> None:
    won = [article(n, yearly(1.044e12, Role.AGREED, "KRW", year=2019), outlet=f"{n}") for n in (1, 2)]
    dollars = article(3, figure(0.91e9, Role.AGREED, attributed_to="Yonhap"), outlet="C", published=TALKS + DAY)
    (row,) = rows(*won, dollars)
    assert (row.currency, row.outlets, [(c.currency, c.value) for c in row.conversions]) == (
        "KRW",
        3,
        [("USD", 0.91e9)],
    )
    assert row.conversions[0].source.article_id == 3
    assert row.last_seen == TALKS + DAY
    for other in (
        figure(0.91e9, Role.AGREED, year=2020),
        figure(0.94e9, Role.AGREED),
        figure(0.91e9, Role.AGREED, period=Period.TOTAL),
        figure(0.91e9, Role.PAID),
        figure(0.91e9, Role.AGREED, payer="JP"),
        figure(0.91e9, Role.AGREED, "XTS"),
    ):
        assert len(rows(*won, article(3, other))) == 2
    # A sum of the year before is no conversion of a later deal's.
    assert len(rows(*won, article(3, figure(0.91e9, Role.AGREED), published=TALKS - 100 * DAY))) == 2


def test_a_percentage_says_of_what_and_is_no_row_where_it_has_no_role() -> None:
    rise = figure(13, Role.OFFERED, kind=Kind.PERCENT)
    (row,) = rows(article(1, rise, text="13 more"), article(2, rise, text="13"))
    assert row.base is Base.RISE
    assert rows(article(1, figure(50, Role.OTHER, kind=Kind.PERCENT))) == ()


def test_a_figure_of_many_outlets_leads_to_the_first_of_them_in_whatever_order_they_came() -> None:
    told = [article(n, yearly(5e9), outlet=f"Outlet {n}", published=TALKS + n * DAY) for n in range(30)]
    later = [replace(one, id=one.id + 100, published=one.published + 40 * DAY) for one in told]
    (row,) = rows(*told, *later)
    assert (row.outlets, row.reports, len(row.sources)) == (30, 60, FIRST)
    assert [source.outlet for source in row.sources] == [f"Outlet {n}" for n in range(FIRST)]
    half = [*entries_of(told[::2], ()).items(), *entries_of([*told[1::2], *later], ()).items()]
    whole = entries_of([*told, *later], ())
    assert on_tracks(half, ()) == on_tracks(half[::-1], ()) == whole


figures = st.builds(
    figure,
    st.sampled_from([1e9, 5e9, 28_500.0]),
    st.sampled_from(Role),
    st.sampled_from(["USD", "KRW", None]),
    kind=st.sampled_from(Kind),
    payer=st.sampled_from(["KR", "JP", None]),
)


@given(st.lists(st.lists(figures, max_size=4), max_size=5))
def test_every_mention_is_in_one_row_whatever_the_order(told: list[list[Figure]]) -> None:
    articles = [
        article(n, *of_one, published=TALKS + n % 2 * DAY, outlet=f"Outlet {n}") for n, of_one in enumerate(told)
    ]
    found = rows(*articles)
    assert found == rows(*articles[::-1])
    for one in articles:
        mine = {
            (f.kind, f.role, f.value, f.currency)
            for f in one.reading.figures
            if f.role is not Role.CONVERSION and not (f.role is Role.OTHER and f.kind in RATES)
        }
        theirs = {
            (row.kind, row.role, row.value, row.currency)
            for row in found
            if one.id in [said.article_id for said in row.sources]
        }
        assert mine == theirs
    assert all(row.sources and row.outlets for row in found)
    assert len({row.key for row in found}) == len(found)


def test_a_row_leads_to_a_report_with_the_very_figure() -> None:
    """``nearly US$1bn`` opened for ₩1.04tn, and 210bn yen for 211bn."""
    dollars = article(1, yearly(0.9e9, Role.AGREED, hedge=Hedge.NEARLY), outlet="A")
    rounded = article(2, yearly(1.045e12, Role.AGREED, "KRW"), outlet="B", published=TALKS + DAY)
    exact = [
        article(n, yearly(1.04e12, Role.AGREED, "KRW", attributed_to="Seoul"), outlet=f"{n}", published=TALKS + 6 * DAY)
        for n in (3, 4)
    ]
    (row,) = rows(dollars, rounded, *exact)
    assert (row.value, row.outlets, row.first_seen) == (1.04e12, 4, TALKS)
    assert [source.article_id for source in row.sources] == [3, 4, 1, 2]
    assert row.sources[0].date == (TALKS + 6 * DAY).date()
    stated = [article(5, yearly(1.04e12, Role.AGREED, "KRW"), outlet="E", published=TALKS + 7 * DAY)]
    (row,) = rows(dollars, rounded, *exact, *stated)
    assert row.first_stated is not None
    assert row.first_stated.article_id == 5, "B's sum is another one in print"


def test_up_to_as_much_is_not_more_than_as_much() -> None:
    leader = figure(2e9, Role.OFFERED, attributed_to="The leader", hedge=Hedge.MORE_THAN)
    ministry = figure(2e9, Role.OFFERED, attributed_to="The ministry", hedge=Hedge.UP_TO)
    reports = article(1, leader, outlet="A"), article(2, ministry, outlet="B")
    for order in (reports, reports[::-1]):
        found = rows(*order)
        assert [(row.hedge, row.actors, row.outlets, row.as_much) for row in found] == [
            (Hedge.MORE_THAN, ("The leader",), 1, 2),
            (Hedge.UP_TO, ("The ministry",), 1, 2),
        ]
    plain = article(3, figure(2e9, Role.OFFERED, attributed_to="Others"), outlet="C")
    assert sum(row.outlets for row in rows(*reports, plain)) == 3


def test_a_floor_that_is_agreed_is_no_aim_of_as_much() -> None:
    """The floor of 2023 stood as agreed in 2014."""
    aim = figure(2, Role.AGREED, kind=Kind.PERCENT, payer=None, year=2014)
    floor = figure(2, Role.AGREED, kind=Kind.PERCENT, payer=None, hedge=Hedge.AT_LEAST)
    known = [article(n, aim, outlet=f"{n}", track="NATO") for n in (1, 2)]
    found = rows(*known, article(3, floor, outlet="3", track="NATO", published=TALKS + DAY))
    assert [(row.hedge, row.year, row.outlets) for row in found] == [(Hedge.AT_LEAST, None, 1), (None, 2014, 2)]


def test_what_an_alliance_agreed_is_no_position_of_the_host_that_a_report_is_about() -> None:
    aim = figure(2, Role.AGREED, kind=Kind.PERCENT, payer=None)
    own = figure(3, Role.AGREED, kind=Kind.PERCENT, payer="DE")
    text = "Germany agreed to 3 of GDP, the alliance to 2 of GDP."
    placed = [replace(one, start=text.index(one.surface)) for one in (aim, own)]
    told = [
        article(1, replace(aim, start=6), text="about 2 of GDP", track="NATO", outlet="A"),
        article(2, *placed, text=text, track="DE", outlet="B", published=TALKS + 400 * DAY),
    ]
    found = {(row.track, row.value): row for row in rows(*told)}
    assert set(found) == {("NATO", 2), ("DE", 3)}
    shared = found["NATO", 2]
    assert (shared.outlets, shared.last_seen) == (2, TALKS + 400 * DAY), "told again, it is not as old"
    only = ledger(told, BASELINE, convert, track="NATO")
    assert only == (shared,)
    assert ledger(told, BASELINE, convert, tracks=("DE", "KR"))[0].track == "DE", "without an alliance among the tracks"


def test_a_year_that_hardly_any_report_names_is_not_that_of_a_deal() -> None:
    """A yearly mean over five years stood as agreed for the first of them, as one report of thirteen has it."""
    deal = [article(n, yearly(2.1e11, Role.AGREED, "JPY"), outlet=f"{n}") for n in range(1, 6)]
    dated = [article(n, yearly(2.1e11, Role.AGREED, "JPY", year=2022), outlet=f"{n}") for n in (6, 7)]
    assert rows(*deal, dated[0])[0].year is None
    assert rows(*deal, *dated)[0].year == 2022
    assert rows(*deal[:2], dated[0])[0].year == 2022
    asked = [article(n, yearly(5e9), outlet=f"{n}") for n in range(1, 9)]
    assert rows(*asked, article(9, yearly(5e9, year=2020), outlet="9"))[0].year == 2020, "a demand is for one year"
