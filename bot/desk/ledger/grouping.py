"""Which values are one figure: rounded by one outlet and not by another, or told in another currency."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from typing import TypeVar

from bot.desk.ledger.entries import Key, LedgerTally
from bot.model import Convert, Hedge, Kind, Period, Role

NEAR = 0.005
"""One sum, rounded by one outlet and not by another: 1.04 trillion and 1.0389."""
CONVERTED = 0.03
"""One sum in two currencies: what a round figure and another day's rate can make of it."""
ROUNDED = 0.1
"""The same where one of them is told as about so much: ``close to US$1bn`` is 1.04 trillion won."""
_ROUNDS: frozenset[str | None] = frozenset({Hedge.ABOUT, Hedge.NEARLY})
ONE_RATE = timedelta(days=365)
"""How long reports go on converting at the rate of the day when a sum was first told."""
ONE_CLAIM = timedelta(days=60)
"""How long before and after what it denies a denial may come; of another time it is of another claim of as much."""
EARLIER = timedelta(days=7)
"""By how much the sum in another currency alone may come before it: later deals are no conversions of earlier sums."""

T = TypeVar("T", bound=Hashable)


@dataclass(slots=True)
class Group:
    """The entries of one row."""

    key: Key
    """Of the value that the row prints."""
    own: list[tuple[Key, LedgerTally]]
    """In the figure's own currency."""
    elsewhere: list[tuple[Key, LedgerTally]]
    """The same sum in another currency, where a report gives it in that alone."""
    as_much: int = 0
    """Outlets that tell as much in this currency, be it as a floor, as a ceiling or as a sum."""

    def told(self) -> tuple[datetime, datetime]:
        """When reports that do not deny it told it, from the first to the last; of what all deny when those did."""
        own = [told for key, told in self.own if key.is_denied is self.key.is_denied]
        return min(told.first_seen for told in own), max(told.last_seen for told in own)

    def outlets(self) -> set[str]:
        return set().union(*(told.outlets for _, told in (*self.own, *self.elsewhere)))


class Grouping:
    """The rows of like entries: the value with the most reports draws its neighbours.

    Values are looked up by their magnitude, so that a role with thousands of values costs little.
    """

    def __init__(self, convert: Convert) -> None:
        self._convert = convert
        self._found: list[Group] = []
        self._at: dict[str | None, list[tuple[float, int]]] = {}
        """By currency, in the order of their size: the logarithm of a value, and its place in ``_found``."""

    def of(self, entries: Iterable[tuple[Key, LedgerTally]]) -> list[Group]:
        for key, told in sorted(entries, key=_weight):
            if (same := self._same(key, told)) is not None:
                same.own.append((key, told))
            elif (other := self._other(key, told)) is not None:
                other.elsewhere.append((key, told))
            else:
                insort(self._at.setdefault(key.currency, []), (_size(key.value), len(self._found)))
                self._found.append(Group(key, [(key, told)], []))
        self._count_as_much()
        return self._found

    def _count_as_much(self) -> None:
        told: dict[tuple[object, ...], set[str]] = {}
        for one in self._found:
            if not one.key.is_denied:
                told.setdefault(_as_much(one.key), set()).update(one.outlets())
        for one in self._found:
            one.as_much = len(told.get(_as_much(one.key), ()))

    def _near(self, currency: str | None, value: float, within: float) -> list[Group]:
        """What may be near enough, the first found first."""
        row, size = self._at.get(currency, []), _size(value)
        start, end = bisect_left(row, (size - within, -1)), bisect_right(row, (size + within, len(self._found)))
        if end - start < 2:  # as nearly always
            return [self._found[place] for _, place in row[start:end]]
        return [self._found[place] for place in sorted(place for _, place in row[start:end])]

    def _same(self, key: Key, told: LedgerTally) -> Group | None:
        near = self._near(key.currency, key.value, 2 * NEAR)
        return next((one for one in near if _is_same(one.key, key) and _is_one_claim(one, key, told)), None)

    def _other(self, key: Key, told: LedgerTally) -> Group | None:
        if key.kind is not Kind.MONEY or key.currency is None or key.value_max is not None:
            return None
        found: list[Group] = []
        for currency in self._at:
            if currency is None or currency == key.currency:
                continue
            value = self._convert(key.value, key.currency, currency, told.first_seen.date())
            if value is not None:
                found += self._near(currency, value, _RATE_MOVES)
        return next((one for one in found if _is_converted(one, key, told, self._convert)), None)


_RATE_MOVES = 0.4
"""How far a rate may have moved within ONE_RATE, as a logarithm."""


def _as_much(key: Key) -> tuple[object, ...]:
    return key.currency, key.value, key.value_max


def _size(value: float) -> float:
    return log(abs(value)) if value else 0.0


def _weight(entry: tuple[Key, LedgerTally]) -> tuple[object, ...]:
    """The value with the most reports first, of equal ones the one with the most digits; what is denied comes last, as
    it belongs to what it denies.
    """
    key, told = entry
    digits = len(f"{key.value:g}")
    rest = (key.value, str(key.value_max), str(key.currency), str(key.payer), str(key.bound))
    return key.is_denied, -told.reports, -digits, told.first_seen, *rest


def _is_same(one: Key, other: Key) -> bool:
    payers = one.payer == other.payer or None in (one.payer, other.payer)
    ends = (one.value_max is None) == (other.value_max is None)
    return payers and ends and is_near(one.value, other.value) and is_near(one.value_max or 0, other.value_max or 0)


def _is_one_claim(one: Group, key: Key, told: LedgerTally) -> bool:
    """Whether a figure is that of a group: not more than as much where that is up to as much, no floor that is agreed
    where that is a sum, and no denial of another claim of as much.
    """
    if key.is_denied:
        first, last = one.told()
        return told.last_seen >= first - ONE_CLAIM and told.first_seen <= last + ONE_CLAIM
    bounds = {other.bound for other, _ in one.own} | {key.bound}
    if key.role is Role.AGREED and key.kind is Kind.PERCENT and Hedge.AT_LEAST in bounds:
        return len(bounds) == 1
    return Hedge.UP_TO not in bounds or bounds <= {Hedge.UP_TO, None}


def is_near(one: float, other: float, within: float = NEAR) -> bool:
    """Apart by no more than so large a share of the larger one."""
    return abs(one - other) <= within * max(abs(one), abs(other))


def _is_converted(one: Group, key: Key, told: LedgerTally, convert: Convert) -> bool:
    """Whether ``key`` is the sum of ``one`` in another currency, at its day's rate or at that of the first report."""
    a = one.key
    if a.currency is None or key.currency is None or a.value_max is not None:
        return False
    if a.payer != key.payer and None not in (a.payer, key.payer):
        return False
    if not _is_one_claim(one, key, told):
        return False
    first, day = min(those.first_seen for _, those in one.own).date(), told.first_seen.date()
    days = [day, first] if abs(day - first) <= ONE_RATE else [day]
    values = (convert(key.value, key.currency, a.currency, on) for on in days if day >= first - EARLIER)
    within = ROUNDED if _is_rounded(key, told) else CONVERTED
    if not any(value is not None and is_near(value, a.value, within) for value in values):
        return False  # as nearly always
    years = {most_told(those.years for _, those in one.own), most_told([told.years])} - {None}
    totals = {any(Period.TOTAL in those.periods for _, those in one.own), Period.TOTAL in told.periods}
    return len(years) < 2 and len(totals) < 2


def _is_rounded(key: Key, told: LedgerTally) -> bool:
    """Whether a sum is told as about so much, and has one digit."""
    return most_told([told.hedges]) in _ROUNDS and key.value == float(f"{key.value:.0e}")


def most_told(counts: Iterable[Mapping[T, int]]) -> T | None:
    """What most reports tell; of equals the lesser, so that no order of arrival counts."""
    several = list(counts)
    if len(several) == 1 and len(several[0]) < 2:  # as nearly always
        return next(iter(several[0]), None)
    total: dict[T, int] = {}
    for some in several:
        for value, number in some.items():
            total[value] = total.get(value, 0) + number
    if len(total) < 2:
        return next(iter(total), None)
    return min(total, key=lambda value: (-total[value], str(value)), default=None)
