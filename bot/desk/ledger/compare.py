"""How a figure stands to the baseline, like for like.

Like is: the same payer; the same kind; what is demanded with what was demanded, everything that is offered, agreed or
paid with what had been agreed; a year's sum with a year's; one currency, at the rate of the report's day. What cannot
be made like is said to be so, and what has nothing to stand against has no comparison.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from bot.model import Article, Baseline, BaselineFigure, Convert, Figure, Kind, Measure, Period, Role
from bot.phrases.amounts import amount, money
from bot.phrases.wording import day, month

Relation = Literal["same", "above", "below", "unlike"]

SAME = 0.005
"""Half a percent: what rounding and a day's exchange rate can make of one and the same sum."""
RATES_APART = 0.1
"""By so much at most rates that an outlet and we take part one sum."""
YARDSTICK = {role: Role(role.traits.held_against) for role in Role if role.traits.held_against}
NAMES = {Kind.PERCENT: "a percentage", Kind.MULTIPLE: "a multiple"}
RATES = frozenset(NAMES)
"""A percentage may be a rise or a share, a multiple is of what was paid: near in kind, never reckoned together."""
NOT_WHOLE = {
    Measure.INCREASE: "a change",
    Measure.SHARE: "a share of a sum",
    Measure.PART: "a part of a sum",
    Measure.GAP: "the gap between two sides",
}
"""What a sum may be that is no contribution, and cannot be held against one."""
SAME_TROOPS = (0.75, 1.7)
"""A number of troops outside of these shares of the baseline's is of other troops: of a cut, or of another country."""

WITHIN = {Role.DEMANDED: (0.2, 5.0)}
WITHIN_ELSE = (0.5, 3.0)
"""A sum outside of these shares of the baseline's is hardly a year's whole: a rise, a fund, all years together."""


class Comparison(Struct, frozen=True):
    baseline: BaselineFigure
    relation: Relation
    ratio: float | None
    """The figure (of a range, its upper end) over the baseline's, in one currency and period; None where unlike."""
    sentence: str
    """``US$4bn demanded: 20% below the US$5bn demanded in Nov 2019``."""
    phrase: str
    """The sentence without its figure, for where the figure itself is in print already."""


def against_baseline(
    figure: Figure,
    track: str | None,
    baseline: Baseline,
    convert: Convert,
    on: date,
    *,
    years: float | None = None,
) -> Comparison | None:
    """How a figure of a report on ``track`` stands to the baseline; None where that has nothing of like kind.

    ``on`` is the report's day, whose exchange rates count. ``years`` is the length of the deal where the report gives
    it (see ``deal_years``); without it a total stands against nothing.
    """
    other = _counterpart(figure, track, baseline)
    if other is None:
        return None
    if figure.kind is not other.kind:
        said = f"{NAMES[figure.kind]}, where the baseline has {NAMES[other.kind]}, {amount(other)}"
        return _unlike(figure, other, said)
    if figure.kind is Kind.MONEY and figure.measure in NOT_WHOLE:
        said = f"{NOT_WHOLE[figure.measure]}, where the baseline has a whole sum, {amount(other)}"
        return _unlike(figure, other, said)
    value, converted, obstacle = _in_units_of(other, figure, convert, on, years)
    if value is None:
        return _unlike(figure, other, obstacle)
    ratio = value / other.value
    if _is_rate_alone(figure, other, ratio):
        return _unlike(figure, other, "it may be the same sum, in another currency at another rate")
    if figure.kind is Kind.TROOPS and not SAME_TROOPS[0] <= ratio <= SAME_TROOPS[1]:
        return None
    if figure.kind is Kind.MONEY and not is_plausible_ratio(figure.role, ratio):
        far = f"{yardstick(other, baseline)} is too far from it for both to be a year's whole sum"
        return _unlike(figure, other, far)
    relation = relation_of(ratio)
    phrase = _phrase(figure, other, baseline, relation, ratio)
    return Comparison(other, relation, ratio, f"{_subject(figure, converted)}: {phrase}", phrase)


def is_plausible_ratio(role: Role, ratio: float) -> bool:
    """Whether a sum that is ``ratio`` times the yardstick of its role can be of the same kind."""
    low, high = WITHIN.get(role, WITHIN_ELSE)
    return low <= ratio <= high


def comparisons_of(
    article: Article, baseline: Baseline, convert: Convert
) -> tuple[tuple[Figure, Comparison | None], ...]:
    """The figures of an article that are on the topic, in the order of the text, each with how it stands."""
    figures = [figure for figure in article.reading.figures if figure.on_topic]
    on, track, years = article.published.date(), article.reading.track, deal_years(figures)
    return tuple((f, against_baseline(f, track, baseline, convert, on, years=years)) for f in figures)


def deal_years(figures: Iterable[Figure]) -> float | None:
    """The length of the deal that a report tells of, in years; None where it gives none, several, or a range.

    Years in an unclear role may be those of anything.
    """
    lengths = (f for f in figures if f.kind is Kind.YEARS and f.on_topic and f.role is not Role.UNCLEAR)
    found = {f.value for f in lengths if f.value_max is None and f.value > 0}
    return found.pop() if len(found) == 1 else None


# --- What stands against what -------------------------------------------------------------------------------------


def _counterpart(figure: Figure, track: str | None, baseline: Baseline) -> BaselineFigure | None:
    """The baseline's figure of the same payer and of like role; one of the very kind before one that is only near."""
    rows = [row for row in baseline.figures if row.value > 0 and _same_payer(figure, track, row)]
    if figure.kind is Kind.TROOPS:
        moves = figure.measure is not None and figure.measure.is_of_troops
        return None if moves else next((row for row in rows if row.kind is Kind.TROOPS), None)
    role = YARDSTICK.get(figure.role)
    rows = [row for row in rows if role is not None and row.role is role]
    exact = next((row for row in rows if row.kind is figure.kind), None)
    if exact is not None or figure.kind not in RATES:
        return exact
    return next((row for row in rows if row.kind in RATES), None)


def _is_rate_alone(figure: Figure, other: BaselineFigure, ratio: float) -> bool:
    """Whether only a rate may part the two: about the baseline's deal, of its year or of none, in another currency."""
    settled = {figure.role, other.role} <= {Role.AGREED, Role.PAID}
    same_year = figure.year in {None, other.year}
    return settled and same_year and figure.currency != other.currency and abs(ratio - 1) <= RATES_APART


def _same_payer(figure: Figure, track: str | None, row: BaselineFigure) -> bool:
    """By the country that pays where both tell it, else by the track."""
    if figure.payer is not None and row.payer is not None:
        return figure.payer == row.payer
    return track is not None and track == row.track


def _in_units_of(
    other: BaselineFigure, figure: Figure, convert: Convert, on: date, years: float | None
) -> tuple[float | None, str, str]:
    """The figure's upper end in the baseline's currency and period, how that reads, or else what stands in the way."""
    value = max(figure.value, figure.value_max or figure.value)
    if figure.kind is not Kind.MONEY:
        return value, "", ""
    notes: list[str] = []
    if figure.period is Period.TOTAL and other.period is not Period.TOTAL:
        if years is None:
            return (
                None,
                "",
                "a total over a number of years that the report does not give; the baseline has a year's sum",
            )
        value, notes = value / years, [f"{money(value / years, figure.currency)} a year over {years:g} years"]
    if figure.currency is None or other.currency is None:
        return None, "", "no currency is given"
    if figure.currency != other.currency:
        exchanged = convert(value, figure.currency, other.currency, on)
        if exchanged is None:
            return None, "", f"no exchange rate of {figure.currency} to {other.currency} for {day(on)}"
        value, notes = exchanged, [*notes, f"{money(exchanged, other.currency)} at that day's rate"]
    if figure.period is None and other.period is Period.YEAR:
        notes.append("taken as a year's")
    return value, ", ".join(notes), ""


# --- In words -----------------------------------------------------------------------------------------------------


def relation_of(ratio: float) -> Relation:
    """How a figure of so many times the baseline's stands to it."""
    if abs(ratio - 1) <= SAME:
        return "same"
    return "above" if ratio > 1 else "below"


def _subject(figure: Figure, converted: str = "") -> str:
    role = "" if figure.role in {Role.OTHER, Role.CONVERSION, Role.UNCLEAR} else f" {figure.role}"
    return f"{amount(figure)}{role}" + (f" ({converted})" if converted else "")


def _phrase(figure: Figure, other: BaselineFigure, baseline: Baseline, relation: Relation, ratio: float) -> str:
    upper = figure.value_max is not None and figure.value_max != figure.value
    return ("at the upper end " if upper else "") + f"{distance(relation, ratio)} {yardstick(other, baseline)}"


def distance(relation: Relation, ratio: float) -> str:
    """``46% above``, ``twice``, ``9.6 times``, ``the same as``."""
    if relation == "same":
        return "the same as"
    if ratio >= 2:
        times = f"{ratio:,.1f}".removesuffix(".0")
        return "twice" if times == "2" else f"{times} times"
    return f"{max(1, round(abs(ratio - 1) * 100))}% {relation}"


def yardstick(other: BaselineFigure, baseline: Baseline) -> str:
    """``the US$5bn demanded in Nov 2019``, ``the ₩1.04tn agreed for 2019``, ``the 28,500 troops of Nov 2019``."""
    what = f"the {amount(other, hedged=False)}"
    if other.role not in YARDSTICK:
        return f"{what} of {month(baseline.date)}"
    return f"{what} {other.role} " + (f"for {other.year}" if other.year else f"in {month(baseline.date)}")


def _unlike(figure: Figure, other: BaselineFigure, said: str) -> Comparison:
    phrase = f"not compared: {said}"
    return Comparison(other, "unlike", None, f"{_subject(figure)}, {phrase}", phrase)


def baseline_sentence(baseline: Baseline, figures: Sequence[BaselineFigure]) -> str:
    """The yardstick in one line: ``19 Nov 2019: up to US$5bn a year demanded, ₩1.04tn agreed for 2019``."""
    parts = [
        f"{amount(row)}{' a year' if row.period is Period.YEAR and not row.year else ''} {row.role}"
        + (f" for {row.year}" if row.year else "")
        for row in figures
        if row.kind is Kind.MONEY and row.role in YARDSTICK
    ]
    return f"{day(baseline.date)}: " + ", ".join(parts) if parts else ""
