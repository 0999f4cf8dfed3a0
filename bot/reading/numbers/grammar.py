"""Numbers as news agencies spell them, for any language that ``languages`` has a table of.

What belongs here: finding every number of a text with its unit, currency, range and kind. What a number itself is
worth is read in ``spelled``; what it means in the talks is the business of the ``encoder``. Every step looks
a bounded way ahead and the scan never goes back, so the time is proportional to the text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.model import Kind
from bot.reading.languages import CODES, Locale, locale_of
from bot.reading.numbers.amounts import Amount, merged_range, with_currency_of, with_unit_of
from bot.reading.numbers.currency_signs import is_rather_name, sign_before, skip_sign
from bot.reading.numbers.kinds import MONEY, MULTIPLE, PERCENT, YEARS
from bot.reading.numbers.patterns import NEVER, either, guarded, pattern
from bot.reading.numbers.spelled import Number, Numerals
from bot.reading.numbers.starts import Starts
from bot.reading.words.folding import fold, lower

_LEADS_SPAN, _LEADS = 32, 3  # characters and words before a range in which "from" parts it
_SCALED, _MYRIAD, _HUNDRED = 1e6, 1e4, 100
_FEW = 20  # of a currency, where its name may be another word: 5 won medals, but a fall of 40 won
_LONG = 3  # characters of a number that no other word begins with: 오십억
_LEAST_OF_COINS = 10  # 15 dollars 50, but not "5 dollars, 3"
_TO_US = ("us $", "Us $")  # the pronoun: is paying us $10 billion
_DIGIT = re.compile(" ?[0-9]")
_CLOSE = re.compile(r" ?(?:[.!?](?![0-9])|$)")


def money(text: str, language: str) -> list[Amount]:
    """Every sum of money of a text, in order, whatever it is about; ``language`` is an ISO 639-1 code.

    This is the reading of figures without the topic: values in units of the currency (ISO 4217), with the place of each
    in the text; of a range, ``value`` is the lower end and ``high`` the upper. Never raises.
    """
    return [amount for amount in grammar_of(language).scan(fold(text)) if amount.kind is MONEY]


@cache
def grammar_of(language: str) -> "NumberGrammar":
    """The numbers of a language, English where there is no table of it; made once."""
    return NumberGrammar(locale_of(language))


class NumberGrammar:
    """The numbers of one language, with what they count."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._numerals = Numerals(locale)
        edge = "" if locale.glued else r"(?![^\W_])"
        gap = r" {0,2}" if locale.glued else r"[ -]?"
        gap += f"(?:(?:{either(locale.about)}) ?)?" if locale.about else ""
        self._follows = _followers(locale, gap, edge)
        joints = either((*locale.lists, *locale.joints, *locale.coin_joints))
        self._coin_joint = re.compile(rf",? {{0,2}}(?:(?:{joints}) ?)?") if locale.coins else NEVER
        self._coin = pattern(locale.coins, gap, edge)
        self._hundredths = pattern(locale.hundredths, "([0-9])")
        self._dollars = frozenset(locale.countries.values())
        on = either(locale.common.split())  # what a sentence goes on with: $5 billion Canadian for the bridge
        self._country = pattern(locale.countries, r"(?: | ?\()", rf"(?= ?[^\w\s'-]|\s*$| (?:{on})(?![^\W_]))")
        self._times_before = tuple(f"{word} " for word in locale.times_before)
        self._percent_before = pattern(locale.percent_before, r"(?<!\w)", " ?$")
        self._percent_ends = tuple(word + gap for word in locale.percent_before for gap in ("", " "))
        self._range = pattern((*locale.ranges, *(joint for _, joint in locale.between)), "[ -]?", r"(?=[ -]?[^\s])")
        self._joints = (*locale.lists, *locale.ranges, *locale.turns)
        lone = {**locale.fractions, **locale.folds, **locale.terms}
        self._lone = {word.replace("-", " "): value for word, value in lone.items()}
        self._turns = tuple({*locale.lists, *locale.ranges} - {joint for _, joint in locale.between})
        self._shared = re.compile(rf" (?:{either(locale.shared)})(?![^\W_])| ?(?:[^\w\s]|$)")
        self._starts = Starts(locale, self._lone)

    def scan(self, folded: str) -> list[Amount]:
        """Every number of a text prepared by ``terms.fold``, in order and apart from each other."""
        text = lower(folded)
        found: list[Amount] = []
        for amount in self._scan(text):
            if amount.currency and amount.start and folded.startswith(_TO_US, amount.start):
                amount = amount._replace(start=amount.start + len("us "))
            if found:
                changes = amount.kind is MONEY and found[-1].kind is None and self._may_change(text, found[-1], amount)
                joints = self._turns if changes else self._locale.lists
                found[-1] = with_unit_of(amount, found[-1], text, joints, changes=changes)
            found.append(with_currency_of(found[-1], amount, text, self._joints) if found else amount)
        return found

    def _scan(self, text: str) -> Iterator[Amount]:
        place = end = 0
        following = self._starts.search(text)
        while match := following(place):
            lone = self._lone_word(match) if match["lone"] and self._is_share(text, match) else None
            amount = lone or self._with_range(text, match.start(), end)
            if amount is not None:
                yield amount
                end = amount.end
            place = max(match.end(), amount.end if amount else self._digits_end(text, match.start()))

    def _is_share(self, text: str, match: re.Match[str]) -> bool:
        """Whether a word that may number something is a share: a tenth of the cost, not a tenth round."""
        return match["lone"] not in self._locale.ordinals or self._shared.match(text, match.end()) is not None

    def _lone_word(self, match: re.Match[str]) -> Amount:
        word = match["lone"].replace("-", " ")
        kind = PERCENT if word in self._locale.fractions else MULTIPLE
        kind = YEARS if word in self._locale.terms else kind
        return Amount(match.start(), match.end(), self._lone[word], kind, by_word=True)

    def _digits_end(self, text: str, start: int) -> int:
        match = self._numerals.digits.match(text, start)
        return match.end() if match else start + 1

    # --- ranges ----------------------------------------------------------------------------------------------------

    def _with_range(self, text: str, start: int, floor: int) -> Amount | None:
        """The amount at a place, with the second of its range; nothing before ``floor`` belongs to it."""
        first = self._amount(text, start, floor)
        if first is None:
            return None
        joint = self._range.match(text, first.end)
        if joint is None:
            return first
        word = joint[1]
        if word in self._locale.turns and (first.currency or first.kind is PERCENT):
            return first  # AからBへ: two sums or shares, the one turning into the other
        apart = not self._joins(text, first.start, word)
        if apart and (first.kind or first.unit > 1):
            return first
        after = joint.end() + 1 if text[joint.end()] in " -" else joint.end()
        place = skip_sign(text, after)
        lone = self._starts.match(text, place)
        second = self._lone_word(lone) if lone and lone["lone"] else self._amount(text, place, joint.end())
        if apart and (second is None or second.kind is not YEARS):
            return first  # "from three to five years" is a range all the same
        return (merged_range(first, second) if second else None) or first

    def _joins(self, text: str, start: int, word: str) -> bool:
        """Whether a joining word makes a range here: not in "from 4 to 5", and "and" only after "between"."""
        before = _words_before(text, start)
        pairs = {joint: opener for opener, joint in self._locale.between}
        if word in pairs and word not in self._locale.ranges:
            return pairs[word] in before[-_LEADS:]
        apart = word.isalpha() and self._leads_apart(before)
        return not apart or (len(before) > 1 and before[-2] in self._locale.ranging)

    def _leads_apart(self, before: Sequence[str]) -> bool:
        """Whether the last words before a number make it the first of two: from 4 to 5."""
        return any(lead in self._locale.apart for lead in before[-_LEADS:])

    def _may_change(self, text: str, first: Amount, second: Amount) -> bool:
        """Whether a number stands where a price that changes would: from 10 to 20 dollars."""
        near = first.unit == second.unit == 1 and second.start - first.end < _LEADS_SPAN
        return near and self._leads_apart(_words_before(text, first.start))

    # --- one amount ------------------------------------------------------------------------------------------------

    def _amount(self, text: str, start: int, floor: int) -> Amount | None:
        sign, opening = sign_before(text, start)
        if opening < floor:
            sign, opening = None, start
        if opening and (text[opening - 1].isascii() and text[opening - 1].isalnum()):
            return None  # the 35 of F35, the 2 of v1.2
        number = self._numerals.read(text, start, signed=bool(sign))
        if number is None:
            return None
        if not sign:
            return self._by_what_follows(text, opening, number)
        end, value, unit = number
        if sign == "KRW" and is_rather_name(text[opening:start], value):
            return Amount(start, end, value, unit=unit)
        end, currency = self._with_name(text, opening, end, sign)
        return Amount(opening, end, value, MONEY, None, currency, unit)

    def _with_name(self, text: str, opening: int, end: int, sign: str) -> tuple[int, str]:
        """Where a sum with a sign ends, and its currency: $5 billion dollars, US$5 billion USD, $5 billion Canadian."""
        plain = text[opening] == "$"
        if plain and (country := self._country.match(text, end)):
            return country.end(1), self._locale.countries[country[1]]
        tail = self._follows.match(text, end)
        name = self._locale.currencies[tail["currency"]] if tail and tail["currency"] else None
        if tail is None or not (name == sign or (plain and name in self._dollars)) or _DIGIT.match(text, tail.end()):
            return end, sign
        return tail.end(), name or sign

    def _by_what_follows(self, text: str, start: int, number: Number) -> Amount | None:
        """The amount with what it counts, or None for a syllable that is part of another word."""
        end, value, unit = number
        syllable = self._locale.glued and not text[start].isdecimal()
        match = self._follows.match(text, end)
        name = match.lastgroup if match else None
        if match and name == "currency" and not self._is_chance(value, unit, match[name], syllable=syllable):
            return self._sum(text, Amount(start, end, value, unit=unit), match)
        if match and name in _KIND_OF:
            return Amount(start, match.end(), value, _KIND_OF[name], None, None, unit)
        if match and name == "tenths":
            return self._in_tenths(text, Amount(start, match.end(), value * 10, PERCENT, None, None, unit))
        if match and name == "years" and _counts_years(value, unit, match[name], syllable=syllable):
            return Amount(start, match.end(), value, YEARS, None, None, unit)
        people = name == "people"
        if syllable and not (people and (end - start > 1 or text[end] == " ")):
            short = text[start] in self._locale.syllables and end - start < _LONG
            if unit < _MYRIAD or short:
                return None  # 한 and 二 are parts of other words as well, and 오만 is a country
        first, kind = self._by_what_leads(text, start)
        return Amount(first, end, value, kind, None, None, unit, people)

    def _by_what_leads(self, text: str, start: int) -> tuple[int, Kind | None]:
        """Where an amount begins with what is before its number, and what that makes of it."""
        low = max(0, start - _LEADS_SPAN)
        if text.endswith(self._percent_ends, low, start):  # of most languages no word for percent goes before
            percent = self._percent_before.search(text, low, start)
            if percent is not None:
                return percent.start(), PERCENT
        return start, MULTIPLE if text.endswith(self._times_before, low, start) else None

    def _is_chance(self, value: float, unit: float, name: str, *, syllable: bool) -> bool:
        """Whether what looks like a currency is more likely the beginning of a word: 3불 정책, 세 원칙, 一元的."""
        if name not in self._locale.weak:
            return False
        return unit < _HUNDRED and (syllable or (value < _FEW and value == int(value)))

    def _sum(self, text: str, found: Amount, name: re.Match[str]) -> Amount:
        """An amount with the name of its currency, and what may follow: 75 USD million, 3 dollars and 50 cents."""
        sum_ = found._replace(end=name.end(), kind=MONEY, currency=self._locale.currencies[name["currency"]])
        if found.unit >= _SCALED:
            return sum_
        if name["currency"] in CODES and (scale := self._numerals.size_at(text, name.end())):
            return sum_._replace(end=scale[0], value=sum_.value * scale[1], unit=scale[1])
        joint = self._coin_joint.match(text, name.end())
        number = self._numerals.plain(text, joint.end()) if joint and sum_.value == int(sum_.value) else None
        if number is None or number[1] >= _HUNDRED:
            return sum_
        end, coins = number
        coin = self._coin.match(text, end)
        if coin is None and (coins < _LEAST_OF_COINS or not _CLOSE.match(text, end)):
            return sum_
        return sum_._replace(end=coin.end() if coin else end, value=sum_.value + coins / _HUNDRED)

    def _in_tenths(self, text: str, share: Amount) -> Amount:
        """2割5分 are 25 percent."""
        match = self._hundredths.match(text, share.end)
        return share._replace(end=match.end(), value=share.value + int(match[1])) if match else share


def _words_before(text: str, start: int) -> list[str]:
    """The words shortly before a place, after the last comma."""
    return text[max(0, start - _LEADS_SPAN) : start].rsplit(",", 1)[-1].split()


def _counts_years(value: float, unit: float, name: str, *, syllable: bool) -> bool:
    """Whether years are counted rather than named: five years, 五年間, but not 2019年."""
    return value < _HUNDRED and (len(name) > 1 if syllable else unit == 1)


_KIND_OF = {"percent": PERCENT, "times": MULTIPLE}


def _followers(locale: Locale, gap: str, edge: str) -> re.Pattern[str]:
    """The pattern of what a number may be a number of; the name of its group is one of those below."""
    names = {
        "currency": (locale.currencies, edge),
        "percent": (locale.percent, edge),
        "tenths": (locale.tenths, edge),
        "times": (locale.times, edge),
        "years": (locale.years, edge),
        "people": (locale.people, ""),
    }
    of = f"(?:{either(locale.of)})?" if locale.of else ""
    groups = [
        f"{of if name == 'currency' else ''}(?P<{name}>{guarded(words, locale.unless) or NEVER.pattern}){after}"
        for name, (words, after) in names.items()
    ]
    return re.compile(f"{gap}(?:{'|'.join(groups)})")
