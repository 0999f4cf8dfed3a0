"""Digits with their grouping and decimal marks: 1,038.9 in English is 1.038,9 in German and 1 038,9 in French."""

import re

from bot.reading.locales import Locale

_GROUPS = 6  # of three digits; what has more is no number of any report
_HIGHEST = 1e15  # no sum of any report: 1.183 Billionen has decimals, 1.183 Milliarden has thousands
_SMALLEST_WITH_DECIMALS = 1e9  # 1,389 billones has decimals, 1,200 millones and 28,500 soldados have thousands
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def digits_of(locale: Locale) -> re.Pattern[str]:
    """The pattern of a number in digits, as a language groups them; at any place it looks a bounded way ahead."""
    if locale.decimal == ".":
        grouped = rf"[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,{_GROUPS}}}(?![0-9])(?:\.[0-9]+)?"
        return re.compile(rf"(?:{grouped}|[0-9]+(?:[.{locale.more_decimals}][0-9]+)?)[½¼¾]?")
    mark = "[. ]" if locale.spaced else r"\."
    grouped = rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}}(?![0-9])){{1,{_GROUPS}}}(?:,[0-9]+)?"
    return re.compile(rf"(?:{grouped}|[0-9]+(?:,[0-9]+)?(?:\.[0-9]{{1,2}}(?![0-9]))?)[½¼¾]?")


def value_of(digits: str, decimal: str, unit: float | None = None) -> float:
    """What digits that ``digits_of`` found are worth before a unit (None where there is none).

    Latin American outlets write 1,200 millones in Spanish, so a comma before three digits parts thousands there.
    """
    if digits.isdecimal():
        return float(digits)
    half = _VULGAR.get(digits[-1], 0.0)
    digits = (digits[:-1] if half else digits).replace("・", ".")
    if decimal == ",":
        whole, _, rest = digits.partition(",")
        grouped = unit is None or unit < _SMALLEST_WITH_DECIMALS
        if grouped and len(rest) == 3 and whole.isdecimal() and not whole.startswith("0"):
            return float(whole + rest) + half
        by_dots = "." in digits and len(digits.rsplit(".", 1)[1].split(",")[0]) == 3
        by_dots = by_dots and (digits.count(".") > 1 or float(digits.split(",")[0]) * 1e3 * (unit or 1.0) < _HIGHEST)
        if by_dots or "," in digits or " " in digits:
            digits = digits.replace(".", "").replace(" ", "").replace(",", ".")
    return float(digits.replace(",", "")) + half
