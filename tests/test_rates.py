"""Exchange rates: facts of the ECB's reference table, and what is done where it has none."""

from datetime import date

import pytest

from bot.rates import Rates

RATES = Rates()
"""Read once for all of these."""

BASELINE_DAY = date(2019, 11, 19)


def test_the_agreed_share_of_2019_in_dollars() -> None:
    dollars = RATES.convert(1.04e12, "KRW", "USD", BASELINE_DAY)
    assert dollars == pytest.approx(892e6, rel=0.001)


def test_the_euro_is_in_the_table_too() -> None:
    # 19 November 2019: 1 euro was 1.1077 dollars (ECB euro foreign exchange reference rates).
    assert RATES.convert(1, "EUR", "USD", BASELINE_DAY) == pytest.approx(1.1077)
    assert RATES.convert(1.1077, "USD", "EUR", BASELINE_DAY) == pytest.approx(1)


@pytest.mark.parametrize("currency", ["USD", "KRW", "XTS"])
def test_a_currency_in_itself_is_untouched(currency: str) -> None:
    assert RATES.convert(12.5, currency, currency, BASELINE_DAY) == 12.5


@pytest.mark.parametrize(("source", "target"), [("XTS", "USD"), ("USD", "XTS"), ("", "USD"), ("won", "USD")])
def test_a_currency_without_any_rate_is_none(source: str, target: str) -> None:
    assert RATES.convert(1, source, target, BASELINE_DAY) is None


def test_on_a_weekend_fridays_rate_holds() -> None:
    friday, sunday = date(2019, 11, 15), date(2019, 11, 17)
    assert RATES.convert(1e12, "KRW", "USD", sunday) == RATES.convert(1e12, "KRW", "USD", friday)


@pytest.mark.parametrize("day", [date(1950, 6, 25), date(1998, 12, 31)])
def test_before_the_table_its_first_day_counts(day: date) -> None:
    assert RATES.convert(1, "EUR", "USD", day) == RATES.convert(1, "EUR", "USD", date(1999, 1, 4))


def test_after_the_table_its_last_day_counts() -> None:
    late = RATES.convert(1, "EUR", "USD", date(2090, 1, 1))
    assert late is not None
    assert late == RATES.convert(1, "EUR", "USD", date(2091, 1, 1))


def test_nothing_and_less_than_nothing_convert() -> None:
    assert RATES.convert(0, "KRW", "USD", BASELINE_DAY) == 0
    loss = RATES.convert(-1e9, "KRW", "USD", BASELINE_DAY)
    assert loss is not None
    assert loss < 0
