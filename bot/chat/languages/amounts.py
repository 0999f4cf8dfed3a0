"""Amounts as a language writes them: ``US$5bn a year``, ``연 50억 달러``, ``5 Mrd. US-Dollar pro Jahr``.

In English they are those of ``bot.phrases.amounts``. Korean and Japanese count by ten thousands.
"""

import re

from bot.chat.languages.translator import Translator
from bot.model import Kind, Period
from bot.phrases import amounts
from bot.phrases.amounts import SYMBOLS, Base, Measured

_MYRIADS = {"ko": (" ", "만", "억", "조"), "ja": ("", "万", "億", "兆")}
"""What stands between the parts of a number, and the names of 10⁴, 10⁸ and 10¹²."""
_DIGITS = 5
"""That count in a number by ten thousands: 1조 389억."""

HEDGES = ("up to {amount}", "more than {amount}", "at least {amount}", "about {amount}", "nearly {amount}")
BASES = {Base.GDP: "{amount} of GDP", Base.COST: "{amount} on top of the cost", Base.RISE: "a rise of {amount}"}
NOUNS = {
    Kind.TROOPS: ("{number} soldier", "{number} troops"),
    Kind.COUNT: ("{number} worker", "{number} workers"),
    Kind.YEARS: ("{number} year", "{number} years"),
}
_SCALES = ((1e12, "{number} trillion"), (1e9, "{number} billion"), (1e6, "{number} million"))
_DECIMAL_DIGITS = 4


def amount(figure: Measured, t: Translator, *, hedged: bool = True) -> str:
    """The figure with its unit, and with its hedge unless told otherwise; without its period."""
    ends = [figure.value]
    if figure.value_max is not None and figure.value_max != figure.value:
        ends = sorted((figure.value, figure.value_max))
    if t.is_english:
        plain = amounts.amount(figure, hedged=False)
    else:
        plain = _money(ends, figure.currency, t) if figure.kind is Kind.MONEY else _plain(ends, figure.kind, t)
    return t.say(f"{figure.hedge} {{amount}}", amount=plain) if hedged and figure.hedge else plain


def amount_with_period(figure: Measured, t: Translator) -> str:
    """As ``amount``, with ``a year`` or ``in total`` where the report says so."""
    told = amount(figure, t)
    if figure.kind is not Kind.MONEY or figure.period is None:
        return told
    return t.say("{amount} a year" if figure.period is Period.YEAR else "{amount} in total", amount=told)


def in_first_year(figure: Measured, t: Translator) -> str:
    """A yearly sum that goes on from there: ``US$5bn in the first year``."""
    return t.say("{amount} in the first year", amount=amount(figure, t))


def with_base(figure: Measured, base: Base | None, t: Translator) -> str:
    """As ``amount_with_period``, but ``6-year deal``, and a percentage as ``5% of GDP`` or ``a rise of 13%``."""
    if figure.kind is Kind.YEARS:
        return t.say("{number}-year deal", number=_bare_years(figure, t))
    told = amount_with_period(figure, t)
    if base is Base.LEAVING:
        return t.say("{amount} to leave", amount=told)
    if figure.kind is not Kind.PERCENT or base is None:
        return told
    return t.say(BASES[base], amount=told)


def _bare_years(figure: Measured, t: Translator) -> str:
    ends = sorted({figure.value, figure.value_max or figure.value})
    return "–".join(t.number(end) for end in ends)


def _money(ends: list[float], currency: str | None, t: Translator) -> str:
    number = t.dash.join(_in_myriads(end, t) for end in ends) if t.language in _MYRIADS else _scaled(ends, t)
    if currency is None:
        return number
    named = t.word("money", currency) if currency in SYMBOLS or currency == "PLN" else "{amount} " + currency
    return named.replace("{amount}", number)


def named_sum(value: float, currency: str | None, t: Translator) -> str:
    """One sum: ``US$5bn``, ``50억 달러``; see ``bot.phrases.amounts.money``."""
    return amounts.money(value, currency) if t.is_english else _money([value], currency, t)


def named_currency(currency: str, t: Translator) -> str:
    """By itself: ``Won``, ``달러``."""
    return t.word("money", currency).replace("{amount}", "").strip()


def sign_of(currency: str, unit: str, t: Translator) -> str:
    """A currency with the unit that its sums are counted in: ``₩ trillion``, ``조 원``, ``Billionen Won``."""
    if t.is_english:
        return f"{amounts.SYMBOLS.get(currency, currency)} {unit}".strip()
    joint = "" if t.language == "ja" else " "
    return f"{unit}{joint}{named_currency(currency, t)}".strip()


def short_sum(value: float, currency: str | None, t: Translator) -> str:
    """For a narrow column, of three digits: ``US$8bn``, ``₩1.05tn``, ``$80억``, ``₩1,05 Bio``."""
    rounded = float(f"{value:.3g}")
    if t.is_english:
        return amounts.money(rounded, currency)
    sign = amounts.SYMBOLS.get(currency, f"{currency} ").replace("US$", "$") if currency else ""
    scales = _SHORT_MYRIADS.get(t.language, _SHORT)
    scale, unit = next(((scale, unit) for scale, unit in scales if abs(rounded) >= scale), (1.0, ""))
    number = f"{rounded / scale:g}" if t.language in _MYRIADS else t.number(rounded / scale)
    return f"{sign}{number}{unit}"


_SHORT_MYRIADS = {
    "ko": ((1e12, "조"), (1e8, "억"), (1e4, "만")),
    "ja": ((1e12, "兆"), (1e8, "億"), (1e4, "万")),
}
_SHORT = ((1e12, " Bio"), (1e9, " Mrd"), (1e6, " Mio"))


def short_number(low: float, high: float | None, value: float, t: Translator) -> str:
    """For a narrow column: ``28,500``, ``28.5–30k``; of a range its ends, in thousands."""
    if high is None:
        return f"{value:,.10g}" if t.is_english else t.number(value)
    if t.language in _MYRIADS:
        return f"{t.number(low / 1e4)}{t.dash}{t.number(high / 1e4)}{_MYRIADS[t.language][1]}"
    return f"{low / 1000:g}–{high / 1000:g}k" if t.is_english else f"{t.number(low / 1e3)}–{t.number(high / 1e3)} Tsd."


def printed_again(words: str, t: Translator) -> str:
    """English words with their sums, percentages and multiples as a language writes them."""
    if t.is_english:
        return words
    return _RATE.sub(lambda one: _rate_again(one, t), _SUM.sub(lambda one: _sum_again(one, t), words))


_SIGNS = {sign: currency for currency, sign in SYMBOLS.items()}
_SUM = re.compile(
    rf"({'|'.join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))}|\b[A-Z]{{3}} )"
    r"([\d.,]*\d)(tn|bn|m)?(?:–([\d.,]*\d)(tn|bn|m)?)?(?![\w])"
)
_RATE = re.compile(r"(?<![\w.,])([\d.,]*\d)(%|x)(?!\w)")
_UNITS = {unit: scale for scale, unit in amounts.SCALES} | {"": 1.0}


def _sum_again(found: "re.Match[str]", t: Translator) -> str:
    sign, first, unit, last, other = (one or "" for one in found.groups())
    ends = [_read(first) * _UNITS[unit or other], *([_read(last) * _UNITS[other]] if last else [])]
    told = _money(ends, _SIGNS.get(sign, sign.strip()), t)
    # English has rounded it to so many digits, of which a number by ten thousands shows one more elsewhere.
    is_rounded = t.by_myriads and unit and len(first.replace(".", "").lstrip("0")) >= _DECIMAL_DIGITS
    return t.say("about {amount}", amount=told) if is_rounded else told


def _rate_again(found: "re.Match[str]", t: Translator) -> str:
    return _plain([_read(found[1])], Kind.PERCENT if found[2] == "%" else Kind.MULTIPLE, t)


def _read(digits: str) -> float:
    return float(digits.replace(",", ""))


def _in_myriads(value: float, t: Translator) -> str:
    """``1조 389억``, ``2만 8500``, ``4.5``."""
    joint, *names = _MYRIADS[t.language]
    whole = round(float(f"{value:.{_DIGITS}g}"))
    if whole < 10_000:
        return t.number(value)
    parts = [(whole // 10_000**power % 10_000, name) for power, name in reversed([(0, ""), *enumerate(names, 1)])]
    parts[0] = (whole // 10_000**3, names[-1])
    return joint.join(f"{number}{name}" for number, name in parts if number)


def _scaled(ends: list[float], t: Translator) -> str:
    """``4,7–5 Mrd.``; the rounded value picks the scale."""
    told = [_scale_of(end) for end in ends]
    if len({pattern for _, pattern in told}) == 1:
        return _with_scale([number for number, _ in told], told[0][1], t)
    return "–".join(_with_scale([number], pattern, t) for number, pattern in told)


def _scale_of(value: float) -> tuple[float, str]:
    rounded = float(f"{value:.{_DECIMAL_DIGITS}g}")
    return next(((rounded / scale, name) for scale, name in _SCALES if abs(rounded) >= scale), (value, ""))


def _with_scale(numbers: list[float], pattern: str, t: Translator) -> str:
    from babel.numbers import format_decimal

    decimals = "#,##0.###" if pattern else "#,##0.##"
    number = "–".join(str(format_decimal(one, decimals, locale=t.language)) for one in numbers)
    return t.plural(pattern, f"{pattern}s", 1 if numbers == [1] else 2, number=number) if pattern else number


def _plain(ends: list[float], kind: Kind, t: Translator) -> str:
    if kind is Kind.PERCENT and len(ends) == 1 and (third := amounts.THIRDS.get(f"{ends[0]:.2f}")):
        return t.say(third)
    numbers = [t.number(end) for end in ends]
    if kind in {Kind.TROOPS, Kind.COUNT} and t.language in _MYRIADS:
        numbers = [_in_myriads(end, t) for end in ends]
    number = t.dash.join(numbers)
    if kind is Kind.PERCENT:
        return t.say("{number}%", number=number)
    if kind is Kind.MULTIPLE:
        return t.say("{number}x", number=number)
    one, many = NOUNS[kind]
    return t.plural(one, many, 1 if ends == [1] else 2, number=number)
