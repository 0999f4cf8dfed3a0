"""What each number of soldiers in one report is of."""

from collections.abc import Collection, Sequence
from itertools import combinations

from bot.model import Article, Event, Figure, Kind, Measure, Spot
from bot.phrases.troops import measure_of_troops

_ROUNDED = 0.03
"""How far parts may be from their whole, as reports round it."""


def troops_of(article: Article) -> dict[Spot, Measure]:
    """By the spot of a number of soldiers what it is of. Left out are those that are of no force and of no order, and
    the parts of an order that the report tells whole.
    """
    figures = [figure for figure in article.reading.figures if figure.kind is Kind.TROOPS and figure.on_topic]
    # Where soldiers are to leave, a number of which nothing is told may well be of these.
    untold = None if article.reading.event is Event.TROOP_CUT else Measure.COUNT
    told = ((one.spot, measure_of_troops(article, one, untold=untold)) for one in figures)
    found = {spot: measure for spot, measure in told if measure is not None}
    parts = _parts(figures, found)
    return {spot: measure for spot, measure in found.items() if spot not in parts}


def _parts(figures: Sequence[Figure], measures: dict[Spot, Measure]) -> Collection[Spot]:
    """Of two numbers that are a third together, which leaves, both: they leave for two places."""
    leaving = [one for one in figures if measures.get(one.spot) is Measure.LEAVING]
    most = max(leaving, key=lambda one: one.value, default=None)
    if most is None:
        return ()
    smaller = [one for one in figures if one.value < most.value and measures.get(one.spot) in _MAY_BE_PART]
    pairs = combinations({one.value for one in smaller}, 2)
    values = {value for pair in pairs if abs(sum(pair) - most.value) <= _ROUNDED * most.value for value in pair}
    return {one.spot for one in smaller if one.value in values}


_MAY_BE_PART = frozenset({Measure.LEAVING, Measure.COUNT, None})
