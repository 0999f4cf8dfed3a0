"""Figures converted to a comparable unit, with every step of the conversion, or why there is none.

A sum becomes a year's sum in its own currency: totals are spread over the years of the deal where a report gives them,
percentages and multiples are reckoned on the sum that they raise. Two sums in two currencies are compared in one of
them, at the ECB's rate of one day.
What rests on an assumption says so. What cannot be made comparable is not reckoned.
"""

from datetime import date
from typing import Protocol

from msgspec import Struct

from bot.model import Convert, Kind, Period
from bot.phrases.amounts import Measured, amount, money
from bot.phrases.wording import day


class Sum(Measured, Protocol):
    """A row of the ledger or a figure of the baseline."""

    @property
    def year(self) -> int | None: ...


class Comparable(Struct, frozen=True):
    """A figure in the unit that it is compared in."""

    value: float
    """Money a year in ``currency``, or the figure itself; of a range the upper end."""
    currency: str | None
    steps: tuple[str, ...] = ()
    """How it was reckoned, a sentence without its full stop each; assumptions are named so."""


class Incomparable(Struct, frozen=True):
    """Why a figure cannot be compared."""

    reason: str


def upper_end(figure: Measured) -> float:
    return max(figure.value, figure.value_max or figure.value)


def unconverted(figure: Measured) -> Comparable:
    """Troops, years and shares of GDP, which are comparable as they are."""
    return Comparable(upper_end(figure), None, _of_range(figure))


def as_share_of_before(figure: Measured) -> Comparable:
    """A rise as a multiple of the sum before it: 13% more is 1.13, five times is 5."""
    if figure.kind is Kind.MULTIPLE:
        return Comparable(upper_end(figure), None, _of_range(figure))
    return Comparable(1 + upper_end(figure) / 100, None, _of_range(figure))


def as_yearly_sum(
    figure: Measured, currency: str, on: date, convert: Convert, *, raises: Sum | None, years: float | None
) -> Comparable | Incomparable:
    """The figure as a year's sum in a currency. ``raises`` is the sum that a percentage or a multiple is of."""
    if figure.kind is not Kind.MONEY:
        return _reckoned(figure, currency, on, convert, raises)
    value, steps = upper_end(figure), list(_of_range(figure))
    if figure.currency is None:
        return Incomparable("no currency is given")
    if figure.period is Period.TOTAL:
        if not years:
            return Incomparable("a total over a number of years that no report with it gives")
        value /= years
        steps.append(
            f"{amount(figure, hedged=False)} in total over {years:g} years is {money(value, figure.currency)} a year "
            "(assumed: spread evenly)"
        )
    elif figure.period is None:
        steps.append(f"{amount(figure, hedged=False)} is taken as a year's sum (assumed: the reports do not say)")
    return _exchanged(value, figure.currency, currency, on, convert, steps)


def _of_range(figure: Measured) -> tuple[str, ...]:
    if figure.value_max is None or figure.value_max == figure.value:
        return ()
    return (f"Of {amount(figure, hedged=False)} the upper end counts",)


def _reckoned(
    figure: Measured, currency: str, on: date, convert: Convert, raises: Sum | None
) -> Comparable | Incomparable:
    if raises is None or raises.currency is None:
        return Incomparable("a rise on a sum that is not known")
    value = upper_end(raises) * as_share_of_before(figure).value
    how = f"{amount(figure, hedged=False)} {'of' if figure.kind is Kind.MULTIPLE else 'more than'}"
    was = f"{amount(raises, hedged=False)}{f' for {raises.year}' if raises.year else ''}"
    step = f"{how} {was} is {money(value, raises.currency)} (assumed: a change from the last sum agreed)"
    return _exchanged(value, raises.currency, currency, on, convert, [*_of_range(figure), step])


def _exchanged(
    value: float, source: str, target: str, on: date, convert: Convert, steps: list[str]
) -> Comparable | Incomparable:
    return exchanged(Comparable(value, source, tuple(steps)), target, on, convert)


def exchanged(like: Comparable, target: str, on: date, convert: Convert) -> Comparable | Incomparable:
    """A sum in another currency, at the rate of a day; as it is where it is in that one."""
    value, source, steps = like.value, like.currency, like.steps
    if source == target or source is None:
        return like
    worth, rate = convert(value, source, target, on), convert(1, source, target, on)
    if worth is None or not rate:
        return Incomparable(f"no exchange rate of {source} to {target} for {day(on)}")
    return Comparable(
        worth,
        target,
        (*steps, f"{money(value, source)} is {money(worth, target)} at {_rate(source, target, rate, on)}"),
    )


def _rate(source: str, target: str, rate: float, on: date) -> str:
    """``the ECB's rate of 19 Nov 2019, US$1 = ₩1,166.2``: one of the dearer unit."""
    one, other, price = (source, target, rate) if rate >= 1 else (target, source, 1 / rate)
    return f"the ECB's rate of {day(on)}, {money(1, one)} = {money(round(price, 4), other)}"
