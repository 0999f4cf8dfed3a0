"""Figures in print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Figure, Hedge, Kind, Period, Role
from bot.phrases.amounts import Base, amount, amount_with_period, money, with_base
from tests.desk.make import figure


@pytest.mark.parametrize(
    ("one", "printed"),
    [
        (figure(5e9), "US$5bn"),
        (figure(5e9, hedge=Hedge.UP_TO), "up to US$5bn"),
        (figure(1.04e12, currency="KRW"), "₩1.04tn"),
        (figure(1.0389e12, currency="KRW"), "₩1.039tn"),
        (figure(1.055e12, currency="JPY"), "¥1.055tn"),
        (figure(1.3e9, currency="EUR"), "€1.3bn"),
        (figure(4.7e9, value_max=5e9), "US$4.7–5bn"),
        (figure(9e8, value_max=1.2e9), "US$900m–1.2bn"),
        (figure(5e9, value_max=4.7e9), "US$4.7–5bn"),
        (figure(5e9, value_max=5e9), "US$5bn"),
        (figure(999_999_000), "US$1bn"),
        (figure(48_400), "US$48,400"),
        (figure(1.4e13, currency="IDR"), "IDR 14tn"),
        (figure(5e9, currency=None), "5bn"),
        (figure(0), "US$0"),
        (figure(13.9, kind=Kind.PERCENT), "13.9%"),
        (figure(8, value_max=10, kind=Kind.PERCENT), "8–10%"),
        (figure(5, kind=Kind.MULTIPLE, hedge=Hedge.MORE_THAN), "more than 5x"),
        (figure(5, value_max=6, kind=Kind.MULTIPLE), "5–6x"),
        (figure(28_500, Role.OTHER, kind=Kind.TROOPS), "28,500 troops"),
        (figure(9_000, Role.OTHER, kind=Kind.COUNT, hedge=Hedge.ABOUT), "about 9,000 workers"),
        (figure(1, Role.AGREED, kind=Kind.YEARS), "1 year"),
        (figure(5, Role.AGREED, kind=Kind.YEARS), "5 years"),
    ],
)
def test_amount(one: Figure, printed: str) -> None:
    assert amount(one) == printed


def test_period_is_said_of_money_alone() -> None:
    assert amount_with_period(figure(5e9, period=Period.YEAR)) == "US$5bn a year"
    assert amount_with_period(figure(1e9, period=Period.TOTAL)) == "US$1bn in total"
    assert amount_with_period(figure(5e9)) == "US$5bn"
    assert amount_with_period(figure(4, kind=Kind.PERCENT, period=Period.YEAR)) == "4%"


def test_hedge_can_be_left_out() -> None:
    assert amount(figure(5e9, hedge=Hedge.UP_TO), hedged=False) == "US$5bn"


@given(st.floats(min_value=0, max_value=9e15))
def test_money_is_short_and_never_in_powers_of_ten(value: float) -> None:
    printed = money(value, "USD")
    assert len(printed) <= 14
    assert "e+" not in printed
    assert printed.startswith("US$")


def test_a_percentage_is_printed_with_its_base() -> None:
    rise = figure(13, kind=Kind.PERCENT, hedge=Hedge.MORE_THAN)
    assert with_base(rise, Base.RISE) == "a rise of more than 13%"
    assert with_base(rise, Base.GDP) == "more than 13% of GDP"
    assert with_base(rise, Base.COST) == "more than 13% on top of the cost"
    assert with_base(rise, None) == "more than 13%"
    assert with_base(figure(100 / 3, kind=Kind.PERCENT, hedge=Hedge.UP_TO), None) == "up to a third"
    assert with_base(figure(200 / 3, kind=Kind.PERCENT), None) == "two thirds"
    assert with_base(figure(5e9), Base.RISE) == "US$5bn"
    assert with_base(figure(1, kind=Kind.YEARS, hedge=Hedge.ABOUT), None) == "1-year deal"
    assert with_base(figure(5, kind=Kind.YEARS, value_max=6), None) == "5–6-year deal"
