"""Figures in print, short enough for a phone: ``US$5bn``, ``₩1.04tn``, ``US$4.7–5bn``, ``13.9%``, ``28,500 troops``."""

from enum import StrEnum
from typing import Protocol

from bot.model import Hedge, Kind, Period

SYMBOLS = {
    "USD": "US$",
    "KRW": "₩",
    "JPY": "¥",
    "EUR": "€",
    "GBP": "£",
    "SGD": "S$",
    "AUD": "A$",
    "CAD": "C$",
    "HKD": "HK$",
    "TWD": "NT$",
    "INR": "₹",
    "CNY": "CN¥",
}
SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
NOUNS = {Kind.TROOPS: ("soldier", "troops"), Kind.COUNT: ("worker", "workers"), Kind.YEARS: ("year", "years")}

THIRDS = {"33.33": "a third", "66.67": "two thirds"}
"""In print as reports have them, whose decimals nobody said."""


class Base(StrEnum):
    """Of what a percentage is, and of what troops a number is; see ``context``."""

    GDP = "of GDP"
    COST = "on top of the cost"
    RISE = "a rise"
    LEAVING = "to leave"
    """Of troops: they are not the ones that are stationed."""


class Measured(Protocol):
    """What has an amount: a report's figure, a baseline's, a row of the ledger."""

    @property
    def kind(self) -> Kind: ...
    @property
    def value(self) -> float: ...
    @property
    def value_max(self) -> float | None: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def period(self) -> Period | None: ...
    @property
    def hedge(self) -> Hedge | None: ...


def amount(figure: Measured, *, hedged: bool = True) -> str:
    """The figure with its unit, and with its hedge (``up to``) unless told otherwise; without its period."""
    ends = [figure.value]
    if figure.value_max is not None and figure.value_max != figure.value:
        ends = sorted((figure.value, figure.value_max))
    hedge = f"{figure.hedge} " if hedged and figure.hedge else ""
    if figure.kind is Kind.MONEY:
        return hedge + _money(ends, figure.currency)
    return hedge + _plain(ends, figure.kind)


def amount_with_period(figure: Measured) -> str:
    """As ``amount``, with ``a year`` or ``in total`` where the report says so."""
    period = {Period.YEAR: " a year", Period.TOTAL: " in total", None: ""}[figure.period]
    return amount(figure) + (period if figure.kind is Kind.MONEY else "")


def with_base(figure: Measured, base: Base | None) -> str:
    """As ``amount_with_period``, but ``6-year deal``, and a percentage as ``5% of GDP`` or ``a rise of 13%``."""
    printed = amount_with_period(figure)
    if figure.kind is Kind.YEARS:
        return f"{amount(figure, hedged=False).removesuffix('s').removesuffix(' year')}-year deal"
    if base is Base.LEAVING:
        return f"{printed} to leave"
    if figure.kind is not Kind.PERCENT or base is None:
        return printed
    return {
        Base.GDP: f"{printed} of GDP",
        Base.COST: f"{printed} on top of the cost",
        Base.RISE: f"a rise of {printed}",
    }[base]


def money(value: float, currency: str | None) -> str:
    """One sum: ``US$5bn``; without a currency the bare number; a currency without a usual sign by its code."""
    return _money([value], currency)


def _money(ends: list[float], currency: str | None) -> str:
    sign = SYMBOLS.get(currency, f"{currency} ") if currency else ""
    parts = [_scaled(end) for end in ends]
    if len({unit for _, unit in parts}) == 1:
        return sign + "–".join(number for number, _ in parts) + parts[0][1]
    return sign + "–".join(number + unit for number, unit in parts)


def _scaled(value: float) -> tuple[str, str]:
    """Four significant digits and a scale. The rounded value picks the scale, so 999.99 million is 1bn."""
    rounded = float(f"{value:.4g}")
    for scale, unit in SCALES:
        if abs(rounded) >= scale:
            short = rounded / scale
            return (f"{short:.4g}" if short < 1000 else f"{short:,.0f}"), unit
    return _number(value), ""


def _plain(ends: list[float], kind: Kind) -> str:
    numbers = "–".join(_number(end) for end in ends)
    if kind is Kind.PERCENT and numbers in THIRDS:
        return THIRDS[numbers]
    if kind is Kind.PERCENT:
        return f"{numbers}%"
    if kind is Kind.MULTIPLE:
        return f"{numbers}x"
    one, many = NOUNS[kind]
    return f"{numbers} {one if ends == [1] else many}"


def _number(value: float) -> str:
    """Up to two decimals, thousands apart: ``28,500``, ``13.9``, ``0.68``."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")
