"""Digits with their grouping and decimal marks: 1,038.9 in English is 1.038,9 in German and 1 038,9 in French.

Digits that can only be meant the other way round are read so in any language: € 2.109,00 in English, $1,038.90 in
German. Where both are possible, as in 1.234, the language decides.
"""

import re

from bot.reading.languages import CODES, Locale
from bot.reading.numbers.patterns import either

_DOT = "[.']"  # parts thousands where the comma does not
_GROUPS = 6  # of three digits; what has more is no number of any report
_HIGHEST = 1e15  # no sum of any report: 1.183 Billionen has decimals, 1.183 Milliarden has thousands
_SMALLEST_WITH_DECIMALS = 1e9  # 1,389 billones has decimals, 1,200 millones and 28,500 soldados have thousands
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_SAME_MARKS = str.maketrans("・،", ".,")
_TURNED = re.compile(r"([0-9]+)[^\W\d_]([1-9][0-9]*|0)")  # decimals, a letter, the whole
_STRAIGHT = re.compile(r"([0-9]+)[^\W\d_](0[0-9]+)")  # no whole number begins with 0


def digits_of(locale: Locale) -> re.Pattern[str]:
    """The pattern of a number in digits, as a language groups them; at any place it looks a bounded way ahead."""
    if locale.decimal == ".":
        own, plain = _grouped("[,']", r"\."), rf"[0-9]+(?:[.{locale.more_decimals}][0-9]+)?"
        turned = f"[0-9]{{1,6}}{locale.turned}[0-9]{{1,6}}|" if locale.turned else ""
        return re.compile(f"(?:{_lone(locale)}|{turned}{_unlike(_DOT, ',')}|{own}|{_spaced()}|{plain})[½¼¾]?")
    own = _grouped("[.' ]" if locale.spaced else _DOT, ",")
    plain = r"[0-9]+(?:,[0-9]+)?(?:\.[0-9]{1,2}(?![0-9]))?"
    return re.compile(f"(?:{_lone(locale)}|{_unlike(',', '[.]')}|{own}|{plain})[½¼¾]?")


def _lone(locale: Locale) -> str:
    """Digits without any mark, as most are; they are found in one step."""
    return f"[0-9]+(?![0-9½¼¾]|[.,' {locale.more_decimals}{locale.turned}][0-9])"


def _grouped(mark: str, decimal: str) -> str:
    """Thousands as the language parts them, with or without decimals."""
    return f"[0-9]{{1,3}}(?:{mark}[0-9]{{3}}(?![0-9])){{1,{_GROUPS}}}(?:{decimal}[0-9]+)?"


def _unlike(mark: str, decimal: str) -> str:
    """Thousands as other languages part them, where nothing else can be meant: two groups or more, or with cents."""
    group = f"(?:{mark}[0-9]{{3}})"
    return f"[0-9]{{1,3}}(?:{group}{{1,{_GROUPS}}}{decimal}[0-9]{{1,2}}|{group}{{2,{_GROUPS}}})(?![0-9]|[.,][0-9])"


def _spaced() -> str:
    """Thousands parted by spaces, in a language that parts them by commas: with cents or right before a currency."""
    money = rf" ?(?:{either(CODES)})(?![^\W_]| ?[0-9])"
    return f"[0-9]{{1,3}}(?: [0-9]{{3}}){{1,{_GROUPS}}}(?:,[0-9]{{2}}(?![0-9])|(?={money}))"


def value_of(digits: str, decimal: str, unit: float | None = None) -> float:
    """What digits that ``digits_of`` found are worth before a unit (None where there is none).

    Latin American outlets write 1,200 millones in Spanish, so a comma before three digits parts thousands there.
    """
    if digits.isdecimal():
        return float(digits)
    half = _VULGAR.get(digits[-1], 0.0)
    digits = digits[:-1] if half else digits
    digits = digits if digits.isascii() else _with_ascii_marks(digits)
    return float(_with_point(digits.replace(" ", "").replace("'", ""), decimal, unit)) + half


def _with_ascii_marks(digits: str) -> str:
    """The digits with the marks of ASCII, the decimals behind the whole."""
    if turned := _TURNED.fullmatch(digits):
        return f"{turned[2]}.{turned[1]}"
    if straight := _STRAIGHT.fullmatch(digits):
        return f"{straight[1]}.{straight[2]}"
    return digits.translate(_SAME_MARKS)


def _with_point(digits: str, decimal: str, unit: float | None) -> str:
    """The digits without marks of thousands, and with a point for the decimals."""
    if decimal == "." and "," not in digits and digits.count(".") == 1:
        return digits  # most numbers with a mark
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:  # the mark that comes last is that of the decimals
        return digits.replace(",", "") if point > comma else digits.replace(".", "").replace(",", ".")
    mark = "," if comma >= 0 else "."
    if digits.count(mark) != 1:
        return digits.replace(mark, "")
    whole, _, rest = digits.partition(mark)
    return whole + rest if _parts_thousands(mark, whole, rest, decimal, unit) else f"{whole}.{rest}"


def _parts_thousands(mark: str, whole: str, rest: str, decimal: str, unit: float | None) -> bool:
    """Whether the only mark of a number parts thousands."""
    if len(rest) != 3 or decimal == ".":
        return len(rest) == 3 and mark == ","
    if mark == ",":
        return (unit is None or unit < _SMALLEST_WITH_DECIMALS) and not whole.startswith("0")
    return float(whole) * 1e3 * (unit or 1.0) < _HIGHEST
