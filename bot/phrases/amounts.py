"""Figures in print, short enough for a phone: ``US$5bn``, ``₩1.04tn``, ``US$4.7–5bn``, ``13.9%``, ``28,500 troops``."""

import re
from enum import StrEnum
from typing import Literal, Protocol

from bot.model import Figure, Hedge, Kind, Period

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
    """Of what a percentage is, and of what troops a number is. The words below are of the languages and of no topic."""

    GDP = "of GDP"
    COST = "on top of the cost"
    RISE = "a rise"
    LEAVING = "to leave"
    """Of troops: they are not the ones that are stationed."""


_GDP = re.compile(
    r"GDP|\b(?:BIP|PIB)\b|gross domestic product|economic output|국내총생산|国内総生産|Bruttoinlandsprodukt"
    r"|Wirtschaftsleistung",
    re.IGNORECASE,
)
_COST = re.compile(
    r"\b(?:plus|add|aufschlag von) %|% on top|% ?の?上乗せ|% ?以上を上乗せ|in addition to the (?:full )?cost",
    re.IGNORECASE,
)
_RISE_BEFORE = re.compile(
    r"\b(?:increas|rais|rise|rising|rose|hike|jump|erhöh|anstieg|steiger|angehoben)|\bup %"
    r"|증가율|인상|증액|増加|引き上げ",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"(?<!up )\b(?:to|from|auf)(?: (?:about|around|some|nearly|at least|rund|etwa))? %", re.IGNORECASE)
_RISE_AFTER = re.compile(
    r"% ?(?:가량 |안팎의 ?|more|above|higher|extra|increase|raise|rise|hike|mehr|höher"
    r"|많|늘|올|오른|인상|증액|多|増|引き上げ)",
    re.IGNORECASE,
)
_GOES_UP = re.compile(
    r"augment|hausse|aument|increment|subi|naik|menaik|bertambah|زيادة|ارتفاع|رفع|늘|올|오른|인상|증|増|引き上げ"
    r"|\b(?:increas|rais|rise|rising|rose|hike|jump|extra|additional|more|mehr|zusätzlich|erhöh|anstieg|steiger|höher)",
    re.IGNORECASE,
)
_GOES_DOWN = re.compile(
    r"baisse|rédui|reduc|reduj|diminu|dismin|recort|turun|mengurang|pemotong|تخفيض|خفض|감액|감소|줄|삭감|削減|減|引き下げ"
    r"|\b(?:cut|lower|less|fewer|decreas|sav(?:e|ing)|weniger|spar|entlast|sink|senk|kürz)",
    re.IGNORECASE,
)
_LEAVING = re.compile(
    r"\b(?:withdraw\w*|pull(?:ing|s)?\b|pullout|leav(?:e|ing)|cut\w*|reduc\w*|remov\w*|mov(?:e|ing)|relocat\w*|bring\w*"
    r"|Abzug|abzuziehen|abgezogen|abziehen|verlassen|verlegt)|철수|감축|빼|撤収|撤退|削減|移転",
    re.IGNORECASE,
)
_STAYING = re.compile(
    r"\b(?:to|from|of(?: the)?|among|leaving|remain\w*|keep\w*|below|current\w*|now|has|have|host\w*|station\w*"
    r"|auf|(?<!Abzug )von|derzeit)"
    r"(?: (?:about|around|roughly|some|more than|nearly|the|a total of|its|now|current|present|rund|etwa|derzeit))* #",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"\b(?:extra|additional|zusätzlich\w*)(?: (?:about|around|some|up to|rund|etwa))* #"
    r"|# (?:extra|additional|more|zusätzlich\w*)\b|추가로 #|# ?명?을? ?(?:추가|증원)|# ?人の?増派",
    re.IGNORECASE,
)
_LEAVING_NEAR = 45
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|[。！？\n]")
_GDP_NEAR, _RISE_NEAR, _CHANGE_NEAR = 70, 28, 45
"""Characters on either side."""


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


class Texts(Protocol):
    """What figures stand in: a report, be it stored or not."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...


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


def base_of(text: str, start: int, end: int) -> Base | None:
    """Of what a percentage at ``text[start:end]`` is, by the words around it in its sentence; None where none tells."""
    before = _SENTENCE_END.split(text[max(0, start - _GDP_NEAR) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + _GDP_NEAR], maxsplit=1)[0]
    if _GDP.search(f"{before}%{after}"):
        return Base.GDP
    around = f"{before[-_RISE_NEAR:]}%{after[:_RISE_NEAR]}"
    if _COST.search(around):
        return Base.COST
    rises = _RISE_BEFORE.search(around) and not _LEVEL.search(around)
    return Base.RISE if rises or _RISE_AFTER.search(around) else None


def base_in(article: Texts, figure: Figure) -> Base | None:
    """Of what a percentage of an article is, and whether its troops are to leave; None for other kinds."""
    text = article.title if figure.where == "title" else article.text
    start, end = figure.start, figure.start + len(figure.surface)
    if figure.kind is Kind.TROOPS:
        return Base.LEAVING if _leaves(text, start, end) else None
    return base_of(text, start, end) if figure.kind is Kind.PERCENT else None


def change_in(article: Texts, figure: Figure) -> Literal["up", "down", ""]:
    """Which way a change goes, by the words around it in its sentence; "" where they do not say, or say both."""
    text = article.title if figure.where == "title" else article.text
    start, end = figure.start, figure.start + len(figure.surface)
    before = _SENTENCE_END.split(text[max(0, start - _CHANGE_NEAR) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + _CHANGE_NEAR], maxsplit=1)[0]
    up, down = (bool(words.search(f"{before}%{after}")) for words in (_GOES_UP, _GOES_DOWN))
    return "" if up is down else "up" if up else "down"


def troops_in(article: Texts, figure: Figure) -> Literal["to leave", "to come", ""]:
    """What becomes of so many soldiers, by the words right beside the number; "" where those do not say."""
    text = article.title if figure.where == "title" else article.text
    start, end = figure.start, figure.start + len(figure.surface)
    before = _SENTENCE_END.split(text[max(0, start - _LEAVING_NEAR) : start])[-1]
    around = f"{before}#{_SENTENCE_END.split(text[end : end + _LEAVING_NEAR], maxsplit=1)[0]}"
    if _COMING.search(around):
        return "to come"
    return "to leave" if _leaves(text, start, end) else ""


def _leaves(text: str, start: int, end: int) -> bool:
    """By the words around a number of troops in its sentence; what they are cut from or to stays."""
    before = _SENTENCE_END.split(text[max(0, start - _LEAVING_NEAR) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + _LEAVING_NEAR], maxsplit=1)[0]
    around = f"{before}#{after}"
    return bool(_LEAVING.search(around)) and not _STAYING.search(around)


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
