"""Types that the other modules of the package are written with."""

from collections.abc import Callable
from datetime import date
from typing import Literal

Where = Literal["title", "text"]

Spot = tuple[Where, int, str]
"""Where in a report a figure stands: in what, from which character on, and in which words."""

Day = date
"""A calendar date, under a name that a field called ``date`` does not hide."""

Convert = Callable[[float, str, str, Day], float | None]
"""``convert(amount, from_currency, to_currency, on)``: the amount at the ECB's rate of that day, if any."""
