"""Checks of what a report's numbers say of each other; what does not fit is told, and never put right in silence.

A stated conversion is held against the European Central Bank's rate of the report's day; a stated multiple or percent
against the two amounts that it relates: the sum it describes, and the one that this sum is compared with.

A misfit is what the numbers as printed cannot mean: a number stands for all that round to it (half a unit of its last
digit either way), a hedge opens its own side, and a conversion may be 5 percent off, since outlets use rates of other
hours and days. (Of 39 conversions in the archive and a labelled sample 35 lie within 1.5 percent of the ECB's rate; the
rest are off by 9 percent and more, or have lost a digit.) Beside a multiple, sums are taken to the letter: "five times"
may be anything up to 5.5, and $5 billion over $892 million is 5.6.

The rates come as a function (``bot.model.Convert``): nothing here knows where they are from.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from bot.model import Convert, Day, Figure, Hedge, Measure, Role
from bot.reading.numbers.kinds import MONEY, MULTIPLE, PERCENT, SHARES

_RATE_DRIFT = 0.05  # of a rate between an outlet's table and the day's reference rate
_COARSEST = 0.1  # of a number, however few digits it is printed with: "1 billion" is not 1.4
_TO_THE_LETTER = 0.002  # of a sum beside a multiple
_SAME_DAY_DRIFT = 0.01
_REACH = 260  # characters between a share and the amounts that it relates
_DIGITS_LOST = (0.001, 0.01, 0.1, 10.0, 100.0, 1000.0)  # what a misplaced point or a lost digit makes of a sum
_NUMBER = re.compile(r"\d+(?:[.,  ]\d+)*")
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


class _Span(Struct, frozen=True):
    """All that a printed number may stand for."""

    low: float
    high: float

    def widened(self, part: float) -> "_Span":
        return _Span(self.low * (1 - part), self.high * (1 + part))

    def over(self, other: "_Span") -> "_Span":
        return _Span(self.low / other.high, self.high / other.low)

    def meets(self, other: "_Span") -> bool:
        return self.low <= other.high and other.low <= self.high


def misfits(figures: Sequence[Figure], on: Day | None, convert: Convert | None) -> Mapping[int, str]:
    """What does not fit, as a sentence in English, by the figure's place in ``figures``.

    Without a day, or without rates, only amounts in one currency are held against each other.
    """
    rates = _Rates(on, convert)
    found: dict[int, str] = {}
    for place, figure in enumerate(figures):
        if not figure.on_topic or figure.value <= 0:
            continue
        if figure.converts is not None:
            note = _conversion(figure, figures[:place], rates)
        elif figure.kind in SHARES:
            note = _relation(figure, figures, rates)
        else:
            note = ""
        if note:
            found[place] = note
    return found


class _Rates(Struct, frozen=True):
    on: Day | None
    convert: Convert | None

    def at_rate(self, figure: Figure, currency: str) -> float | None:
        if self.on is None or self.convert is None or figure.currency is None:
            return None
        return self.convert(figure.value, figure.currency, currency, self.on)


# --- Conversions ----------------------------------------------------------------------------------------------------


def _conversion(figure: Figure, before: Sequence[Figure], rates: _Rates) -> str:
    source = next((f for f in reversed(before) if f.surface == figure.converts), None)
    if source is None or figure.currency is None or rates.on is None:
        return ""
    expected = rates.at_rate(source, figure.currency)
    if not expected:
        return ""
    scale = expected / source.value
    span = _span(source)
    if _span(figure).meets(_Span(span.low * scale, span.high * scale).widened(_RATE_DRIFT)):
        return ""
    note = f"at the ECB rate of {rates.on.isoformat()}, {source.surface} is {_money(expected, figure.currency)}"
    ratio = figure.value / expected
    if any(abs(ratio / lost - 1) <= _RATE_DRIFT for lost in _DIGITS_LOST):
        return f"{note}: a digit seems lost or added"
    return note


# --- Multiples and percentages --------------------------------------------------------------------------------------


def _relation(share: Figure, figures: Sequence[Figure], rates: _Rates) -> str:
    """What is wrong with "five times" or "13 percent more" beside two sums; nothing where one of them is missing."""
    pair = _pair(share, figures)
    if pair is None:
        return ""
    new, base = pair
    factor, drift = _factor(new, base, figures, rates)
    if not factor:
        return ""
    coarsest = _TO_THE_LETTER if share.kind is MULTIPLE else _COARSEST
    base_span = _span(base, coarsest)
    ratio = _span(new, coarsest).over(_Span(base_span.low * factor, base_span.high * factor)).widened(drift)
    if any(ratio.meets(meant) for meant in _meanings(share)):
        return ""
    exact = new.value / (base.value * factor)
    is_ = f"is {exact:.2g} times it" if share.kind is MULTIPLE else _percent(exact)
    return f"{new.surface} against {base.surface} {is_}"


def _factor(new: Figure, base: Figure, figures: Sequence[Figure], rates: _Rates) -> tuple[float, float]:
    """What makes the base's currency the other's, and how far that may be off: as the outlet converts, else by rate."""
    if new.currency == base.currency:
        return 1.0, 0.0
    stated = (f for f in figures if f.converts == base.surface and f.currency == new.currency)
    if (own := next(stated, None)) is not None:
        return own.value / base.value, 0.0
    return (rates.at_rate(base, new.currency or "") or 0.0) / base.value, _SAME_DAY_DRIFT


def _pair(share: Figure, figures: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """The sum that a share describes and the one that it is compared with, where the text leaves no doubt."""
    if share.kind is PERCENT and (share.hedge is Hedge.UP_TO or share.measure is not Measure.INCREASE):
        return None  # a limit on rises to come; a share of whatever
    near = [
        figure
        for figure in figures
        if figure.kind is MONEY
        and figure.on_topic
        and figure.value_max is None
        and figure.value > 0
        and figure.converts is None
        and figure.where == share.where
        and abs(figure.start - share.start) <= _REACH
        and figure.payer == share.payer
    ]
    bases = [figure for figure in near if figure.role is Role.PAID] if share.role is not Role.PAID else []
    news = [figure for figure in near if figure.role is share.role and figure not in bases]
    if len(bases) != 1 or len(news) != 1:
        return None
    if share.kind is PERCENT and news[0].currency != bases[0].currency:
        return None
    return news[0], bases[0]


def _meanings(share: Figure) -> Iterator[_Span]:
    """What a share may say of new over base, as ratios: five times; 8 percent more or less; 40 percent of it."""
    span = _hedged(share)
    if share.kind is MULTIPLE:
        yield span
        return
    low, high = span.low / 100, span.high / 100
    yield _Span(1 + low, 1 + high)
    yield _Span(1 - high, 1 - low)
    yield _Span(low, high)


# --- Numbers as printed ---------------------------------------------------------------------------------------------


def _span(figure: Figure, coarsest: float = _COARSEST) -> _Span:
    half = min(_unit(figure) / 2, coarsest * figure.value)
    return _Span(figure.value - half, (figure.value_max or figure.value) + half)


def _hedged(share: Figure) -> _Span:
    """A share with what its hedge allows: "more than five times" is up to six, "nearly five" down to four."""
    span, unit = _span(share), _unit(share)
    if share.hedge in {Hedge.MORE_THAN, Hedge.AT_LEAST}:
        return _Span(span.low, share.value + unit)
    if share.hedge is Hedge.NEARLY:
        return _Span(share.value - unit, span.high)
    if share.hedge is Hedge.UP_TO:
        return _Span(0.0, span.high)
    return _Span(span.low - unit / 2, span.high + unit / 2) if share.hedge is Hedge.ABOUT else span


def _unit(figure: Figure) -> float:
    """What the last printed digit counts: 1e8 of "1.3 billion"; of a number in words, one of its leading digit."""
    match = _NUMBER.search(figure.surface)
    digits = re.sub(r"\D", "", match[0]) if match else ""
    printed = digits.lstrip("0")
    if match and printed:
        return _scale(figure.value, int(printed))
    magnitude = 1.0
    while magnitude * 10 <= figure.value:
        magnitude *= 10
    return magnitude


def _scale(value: float, printed: int) -> float:
    """The unit that makes ``printed`` of it the value, as far as a power of ten does."""
    unit = 1.0
    while printed * unit < value * 0.99:
        unit *= 10
    while printed * unit > value * 1.01:
        unit /= 10
    return unit


def _money(value: float, currency: str) -> str:
    for scale, word in _SCALES:
        if value >= scale:
            return f"{value / scale:,.4g} {word} {currency}"
    return f"{value:,.0f} {currency}"


def _percent(ratio: float) -> str:
    change = (ratio - 1) * 100
    return f"is {abs(change):.1f}% {'more' if change >= 0 else 'less'}"
