"""A number itself, in digits, words or both, with its units: 1.04 trillion, 1조5천192억, two hundred and fifty million.

What belongs here: where a number ends and what it is worth. What it is a number of follows in ``grammar``.
"""

import re
from typing import NamedTuple

from bot.reading.languages import CODES, Locale
from bot.reading.numbers.currency_signs import skip_space
from bot.reading.numbers.digits import digits_of, value_of
from bot.reading.numbers.patterns import NEVER, either, first_letters, pattern, spaced_pattern, with_hyphens
from bot.reading.numbers.starts import has_unsaid_one, ones_of, word_edge

_LONGEST = 16  # characters of a number in digits; what is longer is an identifier
_MOST_DECIMALS = 6  # digits read out one by one
_MOST_UNITS = 6
_MOST_WORDS = 4
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1e3
_DECIMALS = 2  # 1.0389 times a trillion is a hair less than 1,038,900,000,000 in binary
_YEAR = re.compile("199[0-9]|20(?:0[1-9]|[1-4][0-9])")  # 2000 is as often a number
_RUN = re.compile(r"[0-9]+")
_ENDLESS = float("inf")
_OF_MONEY = 1e6  # a unit that may multiply the thousands before it: 1万億, mil 200 millones


Number = tuple[int, float, float]
"""Where a number ends, what it is worth, and its last unit."""


class _Unit(NamedTuple):
    """A large unit, where it ends, and what is added to it: the half of "milliard et demi"."""

    end: int
    size: float
    more: float


class Numerals:
    """The numbers of one language."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._says_no_one = has_unsaid_one(locale)
        edge = "" if locale.glued else r"(?![^\W_])"
        gap = r" {0,2}" if locale.glued else r"[ -]?"
        letter_edge = "" if locale.glued else r"(?![^\W\d_])"
        units = either((*locale.small, *locale.large))
        self.digits = digits_of(locale)
        self._syllables = tuple(locale.syllables)
        self._words = {**locale.words, **locale.syllables}
        self._word = pattern(self._words, "", word_edge(locale))
        self._by_place = _by_place(locale)
        self._before_unit = re.compile(f".(?:{units})")
        self._closing = _closing(locale)
        self._article = pattern(locale.articles, "", edge)
        unit_edge = (
            f"(?:{letter_edge}|(?={either((*locale.words, *locale.small))}))" if locale.compound else letter_edge
        )
        self._small = pattern(locale.small, gap, f"(?:{unit_edge}|(?={units}))" if locale.compound else letter_edge)
        self._large = pattern(locale.large, gap, unit_edge)
        self._bracketed = pattern(locale.large, r" ?\(", r"\)")
        self._short = pattern(locale.short, "[ -]?", edge)
        self._short_by_sign = pattern(
            locale.short, " ?", f"(?= ?(?:{either(CODES)}|(?:{either(locale.currencies)}){edge}))"
        )
        ahead = first_letters((*locale.large, *locale.short, "-"))
        self._unit_ahead = re.compile(rf"[ -]{{0,2}}\(?{ahead}")
        more = (*locale.small, *locale.large, *locale.short, *locale.point, *locale.and_half)
        self._goes_on = re.compile(rf"[ -]{{0,2}}\(?(?:{with_hyphens(either(more))})|,[0-9]")
        self._unsaid_large = pattern(locale.unsaid, "", letter_edge)
        rest = rf"(?:{either(locale.large_joints)})(?:[0-9]|{either(locale.words)})"
        self._one_of = pattern(locale.unsaid & {*locale.words}, "", rf"(?=\u064b|{rest})")  # with a tanwin always
        self._wholes = frozenset(value for value in locale.words.values() if value >= _THOUSAND)
        self._portion = spaced_pattern(locale.portions, "", rf"(?=[ -](?:{either(locale.large)}){letter_edge})")
        self._and_half = spaced_pattern(locale.and_half, "[ -]", edge)
        self._point = pattern(locale.point, "[ -]", "(?=[ -])")
        self._point_of_shares = pattern(locale.point_of_shares, " ", "(?= )")
        self._percent = pattern(locale.percent, "[ -]?", edge)
        self._large_joint = pattern(locale.large_joints)
        self._joint = pattern(locale.joints, " ", " ")
        self._tens_joint = pattern(locale.tens_joints, " ", " ?")
        self._hundred_joint = pattern((*locale.joints, *locale.hundred_joints), " ", " ")
        counted = f"(?:{either((*locale.large, *locale.percent))})|(?:{either(locale.currencies)}){edge}"
        unit = either(unit for unit, size in locale.large.items() if size >= _OF_MONEY)
        many = rf"|[0-9]{{4,6}}(?={gap}(?:{unit}))" if unit and not locale.glued else ""  # 1,0389억 is 10,389억
        self._decimal_comma = re.compile(rf"[0-9]+,(?:[0-9]{{1,2}}(?={gap}(?:{counted})){many})")
        self._cents = re.compile("[0-9]+,[0-9]{2}(?![0-9]|[.,][0-9])")

    def read(self, text: str, start: int, *, signed: bool) -> Number | None:
        """The number at a place; ``signed`` tells that the sign of a currency stands before it."""
        digits = self.digits.match(text, start)
        if digits is None and text.startswith(self._syllables, start) and not self._before_unit.match(text, start):
            return None
        if digits is not None and self._goes_on.match(text, digits.end()) is None:
            return self._bare(digits)  # most numbers in digits have no unit
        total, last, end, place, joint, unsaid = 0.0, _ENDLESS, start, start, None, False
        for turn in range(_MOST_UNITS):
            group = self._group(text, place, first=turn == 0, signed=signed)
            if group is None:
                break
            after, value, small = group
            syllable = turn > 0 and text.startswith(self._syllables, place)  # 1조 삼천억, but not 1조 이상
            unit = None if self._is_year(text, place, after) else self._unit(text, after, signed=signed)
            if unit is None and turn == 0 and value in self._wholes and small == 1 and text[start].isalpha():
                size = max(_THOUSAND, _scale(value))
                unit, value = _Unit(after, size, 0.0), value / size  # its unit is in the word: مليارين وخمسمئة مليون
            if unit is None:
                if turn == 0:
                    return after, value, max(small, _scale(value)) if text[start].isalpha() else small
                if turn == 1 and unsaid and value % 1:
                    return after, round(value * last, _DECIMALS), last  # the unit before its number: مليار 1,04
                goes_on = self._locale.glued or joint or text[place - 1] == "-"
                if (small > 1 or (goes_on and not syllable)) and value < last:
                    total, end = total + value, after
                break
            if unit.size < last:
                total += value * unit.size + unit.more
            elif last < _OF_MONEY and last < unit.size and turn == 1 and not syllable:
                total = (total + value) * unit.size + unit.more
            else:
                break
            last = unit.size
            end = unit.end
            unsaid = after == place
            joint = self._large_joint.match(text, end)
            place = joint.end() if joint else end + 1 if text[end : end + 1] in {" ", "-"} else end
        return (end, round(total, _DECIMALS), last) if end > start else None

    def _bare(self, digits: re.Match[str]) -> Number | None:
        """Digits behind which nothing of the number follows."""
        fits = len(digits[0]) <= _LONGEST
        return (digits.end(), value_of(digits[0], self._locale.decimal), 1.0) if fits else None

    def _is_year(self, text: str, start: int, end: int) -> bool:
        """Whether digits are a year, and what looks like their unit is a number of its own: v roce 2021 miliardu."""
        return bool(self._locale.unsaid and not self._locale.glued and _YEAR.fullmatch(text, start, end)) and (
            self._unsaid_large.match(text, skip_space(text, end)) is not None
        )

    def size_at(self, text: str, place: int) -> tuple[int, float] | None:
        """Where a large unit at a place ends, and its size."""
        match = self._large.match(text, place)
        return (match.end(), self._size(match[1])) if match else None

    def plain(self, text: str, start: int) -> tuple[int, float] | None:
        """(end, value) of a number without units."""
        return self._plain(text, start, first=False, signed=False)

    def _unit(self, text: str, place: int, *, signed: bool) -> _Unit | None:
        if not self._unit_ahead.match(text, place):
            return None  # most numbers have none, and this is said in one step
        match = self._large.match(text, place) or self._bracketed.match(text, place)
        match = match or (self._short.match(text, place) if signed else self._short_by_sign.match(text, place))
        if match is None:
            return None
        size, end = self._size(match[1]), match.end()
        if size < _OF_MONEY and (more := self._large.match(text, end)):  # thousand million, mil millones, 万億
            size, end = size * self._size(more[1]), more.end()
        half = self._and_half.match(text, end)
        return _Unit(half.end(), size, size / 2) if half else _Unit(end, size, 0.0)

    def _size(self, unit: str) -> float:
        return self._locale.large.get(unit) or self._locale.short[unit]

    def _group(self, text: str, start: int, *, first: bool, signed: bool) -> Number | None:
        """A number with its small units: 5천192, two hundred."""
        plain = self._plain(text, start, first=first, signed=signed) or self._one_unsaid(text, start, _ENDLESS)
        if plain is None:
            return None
        end, value = plain
        total, last = 0.0, 1.0
        while (match := self._small.match(text, end)) and (last == 1.0 or self._locale.small[match[1]] < last):
            last = self._locale.small[match[1]]
            total, end, value = total + value * last, match.end(), 0.0
            rest = self._rest(text, end, last)
            if rest is None:
                break
            end, value = rest
        return end, total + value, last

    def _rest(self, text: str, end: int, below: float) -> tuple[int, float] | None:
        """What follows a small unit and is less than it."""
        joint = self._hundred_joint.match(text, end)
        place = joint.end() if joint else skip_space(text, end)
        if text.startswith(self._syllables, place) and not self._closing.match(text, place):
            return None
        found = self._plain(text, place, first=False, signed=False) or self._one_unsaid(text, place, below)
        return found if found and found[1] < below else None

    def _one_unsaid(self, text: str, start: int, below: float) -> tuple[int, float] | None:
        """The one that is not said before a small unit: 二千百十, 천억, hundertfünfzig."""
        match = self._small.match(text, start) if self._says_no_one else None
        return (start, 1.0) if match and self._locale.small[match[1]] < below else None

    def _plain(self, text: str, start: int, *, first: bool, signed: bool) -> tuple[int, float] | None:
        """(end, value) of digits, or of number words, or of an article before a unit."""
        if match := self.digits.match(text, start):
            if len(match[0]) > _LONGEST:
                return None
            return self._with_half(text, *self._by_digits(text, match, signed=signed))
        if first and (match := self._portion.match(text, start)):
            return match.end(), self._locale.portions[match[1].replace("-", " ")]
        if self._locale.glued and (match := self._by_place.match(text, start)):
            figures = (str(int(self._words[c])) if c in self._words else "." for c in match[0])
            return match.end(), float("".join(figures))
        if first and self._one_of.match(text, start):
            return start, 1.0
        if match := self._word.match(text, start):
            return self._with_half(text, *self._by_words(text, match))
        if not first:
            return None
        if (match := self._article.match(text, start)) and self._large.match(text, match.end()):
            return match.end(), 1.0
        return (start, 1.0) if self._unsaid_large.match(text, start) else None

    def _with_half(self, text: str, end: int, value: float) -> tuple[int, float]:
        half = self._and_half.match(text, end)
        return (half.end(), value + _scale(value) / 2) if half else (end, value)

    def _by_digits(self, text: str, match: re.Match[str], *, signed: bool) -> tuple[int, float]:
        end, digits = match.end(), match[0]
        if self._locale.decimal == "." and text[end : end + 1] == ",":
            cents = self._cents.match(text, match.start()) if signed else None
            if comma := self._decimal_comma.match(text, match.start()) or cents:
                return comma.end(), float(comma[0].replace(",", "."))
        if digits.isdecimal() and self._point.match(text, end):
            return self._with_decimals(text, end, float(digits))  # 13-point-nine percent
        large = self._large.match(text, end) if self._locale.decimal == "," else None
        return end, value_of(digits, self._locale.decimal, self._locale.large[large[1]] if large else None)

    def _by_words(self, text: str, match: re.Match[str]) -> tuple[int, float]:
        end, value = self._in_words(text, match)
        return self._with_decimals(text, end, value)

    def _in_words(self, text: str, match: re.Match[str]) -> tuple[int, float]:
        """(end, value) of a number word and of those that it takes with it: twenty-five, treinta y cinco."""
        words, end = self._words, match.end()
        value = last = words[match[1]]
        for _ in range(0 if self._locale.glued else _MOST_WORDS):
            tens = self._tens_joint.match(text, end) if last < _TEN and self._locale.tens_joints else None
            room = 100.0 if 100 <= last < 1000 or tens else 10.0 if 20 <= last < 100 else 0.0
            joint = tens or ((self._hundred_joint if room > _TEN else self._joint).match(text, end) if room else None)
            place = joint.end() if joint else end + 1 if text[end : end + 1] in {" ", "-"} else end
            more = self._word.match(text, place) if room and place > end else None
            if more is None or not (2 * _TEN if tens else 0) <= words[more[1]] < room:
                break
            end, last = more.end(), words[more[1]]
            value += last
        return end, value

    def _with_decimals(self, text: str, end: int, value: float) -> tuple[int, float]:
        """Decimals that are read out: one-point-04, one point zero four, un virgule trente-huit."""
        point = self._point.match(text, end)
        share = None if point else self._point_of_shares.match(text, end)
        mark = point or share
        found = self._decimals(text, mark.end() + 1) if mark else None
        if found is None or (share and not self._percent.match(text, found[0])):
            return end, value
        return found[0], value + found[1]

    def _decimals(self, text: str, place: int) -> tuple[int, float] | None:
        """(end, value) of what is read out behind the point, digit by digit or as a number below a hundred."""
        digits, end = "", place
        if match := _RUN.match(text, place):
            digits, end = match[0], match.end()
            place = end
        while len(digits) < _MOST_DECIMALS and (match := self._word.match(text, place)):
            after, value = self._tens_after(text, *self._in_words(text, match))
            if value >= _HUNDRED or value % 1:
                break
            digits, end = digits + str(int(value)), after
            place = end + (text[end : end + 1] in {" ", "-"})
        return (end, float(f"0.{digits}")) if 0 < len(digits) <= _LONGEST else None

    def _tens_after(self, text: str, end: int, value: float) -> tuple[int, float]:
        """Decimals of which the tens have a unit: satu koma dua puluh lima."""
        tens = self._small.match(text, end)
        if tens is None or self._locale.small[tens[1]] != _TEN or value >= _TEN:
            return end, value
        more = self._word.match(text, skip_space(text, tens.end()))
        ones = self._words[more[1]] if more else _TEN
        return (more.end(), value * _TEN + ones) if more and ones < _TEN else (tens.end(), value * _TEN)


def _by_place(locale: Locale) -> re.Pattern[str]:
    """The pattern of digits as characters that count by their place: 一〇〇億, 八・二%; of languages with a zero."""
    if not (locale.glued and any(value == 0 for value in locale.words.values())):
        return NEVER
    ones = ones_of(locale)
    return re.compile(rf"(?:{ones}{{1,9}}・{ones}{{1,4}}|{ones}{{2,9}})(?!{ones}|{either(locale.small)})")


def _closing(locale: Locale) -> re.Pattern[str]:
    """The pattern of a last syllable that is a digit and no particle: 이십이 퍼센트, but not 5백이 넘는."""
    glued = either((*locale.small, *locale.large, *locale.weak, *locale.times))
    named = either((*({*locale.currencies} - locale.weak), *locale.percent, *locale.people))
    return re.compile(f".(?=(?:{glued})| {{0,2}}(?:{named}))")


def _scale(value: float) -> float:
    """The unit that a number word has in it: 1e9 for ملياري, two billion."""
    return next((unit for unit in (1e12, 1e9, 1e6) if value >= unit), 1.0)
