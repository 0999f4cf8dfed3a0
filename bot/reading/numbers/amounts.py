"""An amount, and when two of them belong together: ranges, and units or currencies that are said only once.

What belongs here: what follows from two amounts and the few characters between them. Finding them is ``grammar``.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from bot.model import Kind
from bot.reading.numbers.kinds import MONEY, MULTIPLE, VALUES

_SCALED = 1e6  # a bare number in millions or more is money where money stands beside it
_JOINT = 8  # characters between the two: " to about"
_LIST_JOINT = 14  # " instead of "
_RANGE_JOINT = 12
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_SIGNS = re.compile(r" *(?:us)?[$€£¥₩]? *$")


class Amount(NamedTuple):
    """A number of a text; ``kind`` is None where nothing but the words around it could tell."""

    start: int
    end: int
    """Of the surface: with sign, unit and currency, without the noun it counts."""
    value: float
    kind: Kind | None = None
    high: float | None = None
    currency: str | None = None
    unit: float = 1.0
    """The last unit that the number is in: 1e9 for 5 billion."""
    counts_people: bool = False
    """A counter of people follows (명, 人)."""
    by_word: bool = False
    """A word that is a share or a multiple by itself, such as half or double."""


def with_currency_of(first: Amount, second: Amount, text: str, joints: tuple[str, ...]) -> Amount:
    """The second sum of "from 870 million dollars to five billion" is money as well.

    ``joints`` are the words that a language puts between the two; after others the second may count something else.
    """
    if second.kind is not None or second.unit < _SCALED or second.start - first.end > _JOINT:
        return second
    if first.kind is not MONEY or second.counts_people:
        return second
    if not text[first.end : second.start].strip().startswith(joints):
        return second
    return second._replace(kind=MONEY, currency=first.currency)


def with_unit_of(second: Amount, first: Amount, text: str, joints: Collection[str], *, changes: bool) -> Amount:
    """The first of "15 and 22 percent" or "$8 and $5 billion" is in the unit of the second.

    ``joints`` are the words that a language puts between the two. ``changes`` tells that the first stands where a price
    before its change does, so that it may be in the currency of a few as well: from 10 to 20 dollars.
    """
    if second.start - first.end > _LIST_JOINT or second.kind not in VALUES:
        return first
    if second.by_word or first.high is not None:
        return first
    joint = text[first.end : second.start]
    if _SIGNS.sub("", joint).strip() not in joints or not _lacks_unit(first, second, changes=changes):
        return first
    unit = 1.0 if first.unit > 1 else second.unit
    return first._replace(value=first.value * unit, kind=second.kind, currency=second.currency, unit=second.unit)


def _may_be_year(value: float) -> bool:
    return _FIRST_YEAR <= value <= _LAST_YEAR and value == int(value)


def _lacks_unit(first: Amount, second: Amount, *, changes: bool) -> bool:
    if first.kind is MONEY:
        return first.unit == 1 and second.unit >= _SCALED and first.currency == second.currency
    if first.kind is not None or first.counts_people or _may_be_year(first.value):
        return False
    if second.kind is MONEY:
        near = max(1000, 10 * second.value / second.unit)  # de 4.700 a 5.000 millones
        scaled = second.unit >= _SCALED and (first.unit >= _SCALED or first.value < near)
        return scaled or (changes and first.unit == second.unit and first.value < near)
    return first.unit == 1 and first.value < 1000


def merged_range(low: Amount, high: Amount) -> Amount | None:
    """The range from one amount to another, or None where the two do not belong together."""
    if high.start < low.end or high.start - low.end > _RANGE_JOINT:
        return None
    counted = high.kind or high.unit >= _SCALED or _may_be_year(high.value)
    if low.kind is None and low.unit == 1 and _may_be_year(low.value) and counted:
        return None  # "from $850 million in 2018 to $924 million", "en 2022 à 13,3 milliards", "2026 to 2030"
    kind = high.kind or low.kind
    if low.kind not in {None, kind} or (low.currency and high.currency and low.currency != high.currency):
        return None
    if high.kind is None and low.kind is not None and high.unit == 1:
        return None  # "$5 billion to 28,500 troops"
    value = low.value * high.unit if low.unit == 1 and low.value < high.value / high.unit else low.value
    if not value < high.value or (high.by_word and (low.kind is not None or kind is not MULTIPLE)):
        return None
    return Amount(
        low.start, high.end, value, kind, high.value, high.currency or low.currency, high.unit, high.counts_people
    )
