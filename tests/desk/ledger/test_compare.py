"""How a figure stands to the baseline, like for like."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.desk.ledger.compare import Comparison, against_baseline, baseline_sentence, comparisons_of, deal_years
from bot.model import Figure, Hedge, Kind, Measure, Period, Role
from tests.desk.make import BASELINE, article, convert, figure, yearly

ON = date(2020, 4, 21)
NO_WHOLE_SUMS = [Measure.INCREASE, Measure.SHARE, Measure.PART, Measure.GAP]


def stands(one: Figure, track: str | None = "KR", years: float | None = None) -> Comparison | None:
    return against_baseline(one, track, BASELINE, convert, ON, years=years)


@pytest.mark.parametrize(
    ("one", "relation", "sentence"),
    [
        (yearly(4e9), "below", "US$4bn demanded: 20% below the US$5bn demanded in Nov 2019"),
        (yearly(5e9), "same", "US$5bn demanded: the same as the US$5bn demanded in Nov 2019"),
        (
            yearly(5e9, hedge=Hedge.UP_TO),
            "same",
            "up to US$5bn demanded: the same as the US$5bn demanded in Nov 2019",
        ),
        (yearly(1e10), "above", "US$10bn demanded: twice the US$5bn demanded in Nov 2019"),
        (
            yearly(4.7e9, value_max=5e9),
            "same",
            "US$4.7–5bn demanded: at the upper end the same as the US$5bn demanded in Nov 2019",
        ),
        (
            yearly(1.1833e12, Role.AGREED, "KRW"),
            "above",
            "₩1.183tn agreed: 14% above the ₩1.04tn agreed for 2019",
        ),
        (yearly(1.0389e12, Role.AGREED, "KRW"), "same", "₩1.039tn agreed: the same as the ₩1.04tn agreed for 2019"),
        (yearly(1.1e12, Role.OFFERED, "KRW"), "above", "₩1.1tn offered: 6% above the ₩1.04tn agreed for 2019"),
        (yearly(9.6e11, Role.PAID, "KRW"), "below", "₩960bn paid: 8% below the ₩1.04tn agreed for 2019"),
        (
            yearly(5.8e12, Role.DEMANDED, "KRW"),
            "same",
            "₩5.8tn demanded (US$5bn at that day's rate): the same as the US$5bn demanded in Nov 2019",
        ),
        (
            figure(4e9),
            "below",
            "US$4bn demanded (taken as a year's): 20% below the US$5bn demanded in Nov 2019",
        ),
        (
            figure(5, kind=Kind.MULTIPLE, hedge=Hedge.MORE_THAN),
            "same",
            "more than 5x demanded: the same as the 5x demanded in Nov 2019",
        ),
        (figure(9, kind=Kind.MULTIPLE), "above", "9x demanded: 80% above the 5x demanded in Nov 2019"),
        (
            figure(50, kind=Kind.PERCENT),
            "unlike",
            "50% demanded, not compared: a percentage, where the baseline has a multiple, 5x",
        ),
        (
            figure(28_500, Role.OTHER, kind=Kind.TROOPS, payer=None),
            "same",
            "28,500 troops: the same as the 28,500 troops of Nov 2019",
        ),
        (
            figure(45_000, Role.OTHER, kind=Kind.TROOPS, payer=None),
            "above",
            "45,000 troops: 58% above the 28,500 troops of Nov 2019",
        ),
        (
            figure(2.5e13, Role.DEMANDED, "IDR"),
            "unlike",
            "IDR 25tn demanded, not compared: no exchange rate of IDR to USD for 21 Apr 2020",
        ),
        (figure(4e9, currency=None), "unlike", "4bn demanded, not compared: no currency is given"),
    ],
)
def test_sentences(one: Figure, relation: str, sentence: str) -> None:
    found = stands(one)
    assert found is not None
    assert (found.relation, found.sentence) == (relation, sentence)
    assert found.sentence.endswith(found.phrase)
    assert (found.ratio is None) is (relation == "unlike")


@pytest.mark.parametrize(
    ("one", "track"),
    [
        pytest.param(yearly(2e11, Role.AGREED, "JPY", payer="JP"), "JP", id="Japan has no figure in the baseline"),
        pytest.param(yearly(2e11, Role.AGREED, "JPY", payer="JP"), "KR", id="nor where the report is on Korea"),
        pytest.param(yearly(8e9, payer=None), "JP", id="nor by its track"),
        pytest.param(yearly(8e9, payer=None), None, id="nobody's figure"),
        pytest.param(yearly(5e9, Role.ESTIMATE), "KR", id="a valuation is no yardstick"),
        pytest.param(yearly(5e9, Role.BUDGET), "KR", id="a budget is no share"),
        pytest.param(yearly(5e9, Role.OTHER), "KR", id="other money"),
        pytest.param(yearly(5e9, Role.CONVERSION), "KR", id="a conversion repeats a figure"),
        pytest.param(figure(13, Role.OFFERED, kind=Kind.PERCENT), "KR", id="no offered share in the baseline"),
        pytest.param(figure(5, Role.AGREED, kind=Kind.YEARS), "KR", id="no length in the baseline"),
        pytest.param(figure(9_000, Role.OTHER, kind=Kind.COUNT), "KR", id="no workers in the baseline"),
        pytest.param(figure(4_500, Role.OTHER, kind=Kind.TROOPS, payer=None), "KR", id="a cut"),
        pytest.param(figure(54_000, Role.OTHER, kind=Kind.TROOPS, payer=None), "KR", id="another country's troops"),
        pytest.param(figure(28_500, Role.OTHER, kind=Kind.TROOPS, payer=None), "DE", id="troops in Germany"),
    ],
)
def test_nothing_of_like_kind(one: Figure, track: str | None) -> None:
    assert stands(one, track) is None


def test_a_figure_of_korea_counts_in_a_report_on_japan() -> None:
    found = stands(yearly(5e9), "JP")
    assert found is not None
    assert found.relation == "same"


def test_a_total_needs_the_number_of_years() -> None:
    total = figure(5.2e12, Role.AGREED, "KRW", period=Period.TOTAL)
    unlike = stands(total)
    assert unlike is not None
    assert (unlike.relation, unlike.ratio) == ("unlike", None)
    assert "a number of years that the report does not give" in unlike.sentence
    found = stands(total, years=5)
    assert found is not None
    assert found.sentence == "₩5.2tn agreed (₩1.04tn a year over 5 years): the same as the ₩1.04tn agreed for 2019"


def test_deal_years_are_told_once_or_not_at_all() -> None:
    five, six = figure(5, Role.AGREED, kind=Kind.YEARS), figure(6, Role.AGREED, kind=Kind.YEARS)
    assert deal_years([five, five, yearly(5e9)]) == 5
    assert deal_years([five, six]) is None
    assert deal_years([replace(five, value_max=6)]) is None
    assert deal_years([]) is None


def test_compared_takes_the_figures_of_the_topic_with_the_length_of_their_deal() -> None:
    total = figure(5.2e12, Role.AGREED, "KRW", period=Period.TOTAL)
    aside = yearly(3e9, on_topic=False)
    found = comparisons_of(article(1, total, aside, figure(5, Role.AGREED, kind=Kind.YEARS)), BASELINE, convert)
    assert [one.value for one, _ in found] == [5.2e12, 5]
    assert [how.relation if how else None for _, how in found] == ["same", None]


def test_the_baseline_stands_to_itself_as_the_same() -> None:
    for row in BASELINE.figures[:4]:
        own = figure(row.value, row.role, row.currency, kind=row.kind, period=row.period, payer=row.payer)
        found = stands(own)
        assert found is not None
        assert (found.relation, found.ratio, found.baseline) == ("same", 1, row)


def test_baseline_in_a_line() -> None:
    line = baseline_sentence(BASELINE, BASELINE.figures)
    assert line == "19 Nov 2019: US$5bn a year demanded, ₩1.04tn agreed for 2019"
    assert baseline_sentence(BASELINE, ()) == ""


@given(
    st.floats(0, 1e16),
    st.none() | st.floats(0, 1e16),
    st.sampled_from(Role),
    st.sampled_from(Kind),
    st.sampled_from([None, "USD", "KRW", "IDR"]),
    st.none() | st.sampled_from(Period),
    st.none() | st.floats(0.5, 10),
)
def test_relation_and_ratio_agree(
    value: float,
    value_max: float | None,
    role: Role,
    kind: Kind,
    currency: str | None,
    period: Period | None,
    years: float | None,
) -> None:
    found = stands(figure(value, role, currency, kind=kind, value_max=value_max, period=period), years=years)
    if found is None:
        return
    if found.ratio is None:
        assert found.relation == "unlike"
    else:
        assert found.relation == ("same" if abs(found.ratio - 1) <= 0.005 else "above" if found.ratio > 1 else "below")
    assert "e+" not in found.sentence
    assert "None" not in found.sentence


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        pytest.param(yearly(0.2e9, Role.AGREED), "unlike", id="a fund for workers"),
        pytest.param(yearly(33e9), "unlike", id="all years together"),
        pytest.param(yearly(5e9, Role.PAID), "unlike", id="the demand, misread"),
        pytest.param(yearly(1.3e9), "below", id="a lower demand"),
        pytest.param(yearly(10e9), "above", id="twice the demand"),
        pytest.param(yearly(1.52e12, Role.AGREED, "KRW"), "above", id="a later deal"),
    ],
)
def test_a_sum_too_far_off_is_of_another_kind(said: Figure, relation: str) -> None:
    found = against_baseline(said, "KR", BASELINE, convert, ON)
    assert found is not None
    assert found.relation == relation
    assert (found.ratio is None) is (relation == "unlike")


@pytest.mark.parametrize("measure", NO_WHOLE_SUMS)
def test_what_is_no_whole_sum_is_held_against_none(measure: Measure) -> None:
    found = stands(yearly(5e9, measure=measure))
    assert found is not None
    assert (found.relation, found.ratio) == ("unlike", None)
    assert "where the baseline has a whole sum" in found.phrase


@pytest.mark.parametrize(
    ("dollars", "year", "relation"),
    [(9.24e8, 2019, "unlike"), (8.7e8, None, "unlike"), (9.24e8, 2020, "above"), (1.3e9, None, "above")],
)
def test_what_only_a_rate_may_part_from_the_deal_is_held_against_nothing(
    dollars: float, year: int | None, relation: str
) -> None:
    found = stands(yearly(dollars, Role.AGREED, "USD", year=year))
    assert found is not None
    assert found.relation == relation
