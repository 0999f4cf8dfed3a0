"""What the length of a deal tells of its sums: those of one year, and those of all years together."""

from collections.abc import Collection, Sequence

from bot.model import Figure, Period, Role
from bot.reading.kinds import MONEY, YEARS

_ABOUT = 0.03  # of a sum over several years, by which it may differ from that many times a year's


def periods_by_length(figures: Sequence[Figure], currencies: Collection[str]) -> dict[int, Period]:
    """Number of a figure -> the period that it has by the length of the deal; ``currencies`` are those of hosts.

    What a host agrees on for one year is paid in one year, where the report tells of no longer deal. A sum that is five
    times one of a year, where a deal lasts five years, is the total.
    """
    lengths = {one.value for one in figures if one.kind is YEARS and one.role is Role.AGREED}
    if not lengths:
        return {}
    sources = _totals(figures, lengths)
    if lengths == {1.0}:
        of_host = {one.surface for one in figures if one.role is Role.AGREED and one.currency in currencies}
        sources |= dict.fromkeys(of_host, Period.YEAR)
    found = ((at, sources.get(one.converts or one.surface)) for at, one in enumerate(figures) if _is_open(one))
    return {at: period for at, period in found if period is not None}


def _totals(figures: Sequence[Figure], lengths: Collection[float]) -> dict[str, Period]:
    """The surfaces of sums that are as many times a year's sum as a deal has years."""
    yearly = [one for one in figures if one.kind is MONEY and one.period is Period.YEAR]
    return {
        one.surface: Period.TOTAL
        for one in figures
        if _is_open(one) and any(_is_total(one, other, years) for other in yearly for years in lengths if years > 1)
    }


def _is_total(whole: Figure, yearly: Figure, years: float) -> bool:
    near = abs(whole.value - years * yearly.value) <= _ABOUT * whole.value
    return whole.currency == yearly.currency and whole.role is yearly.role and near


def _is_open(figure: Figure) -> bool:
    return figure.kind is MONEY and figure.period is None
