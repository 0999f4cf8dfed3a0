"""Types that the other modules of the package are written with."""

from collections.abc import Callable
from datetime import date
from typing import Literal

Where = Literal["title", "text"]

Day = date
"""A calendar date, under a name that a field called ``date`` does not hide."""

Convert = Callable[[float, str, str, Day], float | None]
"""``convert(amount, from_currency, to_currency, on)``: the amount at the ECB's rate of that day, if any."""
