"""Digits with their grouping and decimal marks: 1,038.9 in English is 1.038,9 in German and 1 038,9 in French."""

import re

from bot.reading.locales import Locale

_GROUPS = 6  # of three digits; what has more is no number of any report


def digits_of(locale: Locale) -> re.Pattern[str]:
    """The pattern of a number in digits, as a language groups them; at any place it looks a bounded way ahead."""
    if locale.decimal == ".":
        return re.compile(rf"[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,{_GROUPS}}}(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
    mark = "[. ]" if locale.spaced else r"\."
    grouped = rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}}(?![0-9])){{1,{_GROUPS}}}(?:,[0-9]+)?"
    return re.compile(rf"{grouped}|[0-9]+(?:,[0-9]+)?(?:\.[0-9]{{1,2}}(?![0-9]))?")


def value_of(digits: str, decimal: str, *, grouped: bool = False) -> float:
    """What digits that ``digits_of`` found are worth.

    ``grouped`` tells that a comma before three digits parts thousands, as outlets of Latin America write it in Spanish.
    """
    if decimal == ",":
        whole, _, rest = digits.partition(",")
        if grouped and len(rest) == 3 and whole.isdecimal() and not whole.startswith("0"):
            return float(whole + rest)
        by_dots = "." in digits and len(digits.rsplit(".", 1)[1].split(",")[0]) == 3
        if by_dots or "," in digits or " " in digits:
            digits = digits.replace(".", "").replace(" ", "").replace(",", ".")
    return float(digits.replace(",", ""))
