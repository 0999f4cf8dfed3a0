"""Numbers as news agencies spell them, for any language that ``locales`` has a table of.

What belongs here: finding every number of a text with its unit, currency, range and kind. What it means in the
talks is the business of ``figures`` and ``roles``. Every step looks a bounded
way ahead and the scan never goes back, so the time is proportional to the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.model import Kind
from bot.reading.amounts import Amount, merged, with_currency_of, with_unit_of
from bot.reading.digits import digits_of, value_of
from bot.reading.locales import Locale
from bot.reading.signs import sign_before, skip_sign, skip_space
from bot.reading.terms import lower

_LONGEST = 16  # characters of a number in digits; what is longer is an identifier
_MOST_DECIMALS = 6  # digits read out one by one
_MOST_UNITS = 6
_LEADS_SPAN, _LEADS = 32, 3  # characters and words before a range in which "from" parts it
_SMALLEST_WITH_DECIMALS = 1e9  # 1,389 billones has decimals, 1,200 millones and 28,500 soldados have thousands
_NEVER = re.compile(r"(?!)")


class NumberGrammar:
    """The numbers of one language."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self.glued = locale.glued
        edge = "" if locale.glued else r"(?![^\W_])"
        gap = r" ?" if locale.glued else r"[ -]?"
        letter_edge = "" if locale.glued else r"(?![^\W\d_])"
        self._digits = digits_of(locale)
        self._word = _alternation(locale.words, "", edge)
        self._article = _alternation(locale.articles, "", edge)
        self._small = _alternation(locale.small, gap, letter_edge)
        self._large = _alternation(locale.large, gap, letter_edge)
        self._bracketed = re.compile(rf" ?\(({_words(locale.large)})\)") if locale.large else _NEVER
        self._short = _alternation(locale.short, "", edge)
        self._currency = _alternation(locale.currencies, gap, edge)
        self._percent = _alternation(locale.percent, gap, edge)
        self._tenths = _alternation(locale.tenths, gap, edge)
        self._times = _alternation(locale.times, gap, edge)
        self._before = re.compile(f"(?:{_words(locale.times_before)}) $") if locale.times_before else _NEVER
        self._years = _alternation(locale.years, gap, edge)
        self._people = _alternation(locale.people, gap, "")
        self._point = _alternation(locale.point, "[ -]", "(?=[ -])")
        self._range = _alternation((*locale.ranges, *(joint for _, joint in locale.between)), " ?", r"(?= ?[^\s])")
        lone = {**locale.fractions, **locale.folds, **locale.terms}
        self._lone = {word.replace("-", " "): value for word, value in lone.items()}
        self._start = self._starts()

    def _starts(self) -> re.Pattern[str]:
        locale = self._locale
        lone = _words(self._lone).replace(r"\ ", "[ -]")
        plain = _words((*locale.words, *locale.articles, *(locale.small if locale.glued else ())))
        before, after = (r"(?<![수몇数何幾])", "") if locale.glued else (r"(?<![^\W_])", r"(?![^\W_])")
        parts = [f"(?P<lone>{before}(?:{lone}){after})"] if lone else []
        parts += [r"[0-9]", *([f"{before}(?:{plain}){after}"] if plain else [])]
        return re.compile("|".join(parts))

    def scan(self, folded: str) -> list[Amount]:
        """Every number of a text prepared by ``terms.fold``, in order and apart from each other."""
        text = lower(folded)
        found: list[Amount] = []
        for amount in self._scan(text):
            if found:
                found[-1] = with_unit_of(amount, found[-1], text, self._locale.lists)
            found.append(with_currency_of(found[-1], amount, text) if found else amount)
        return found

    def _scan(self, text: str) -> Iterator[Amount]:
        place = 0
        while match := self._start.search(text, place):
            lone = self._lone_word(match) if "lone" in match.re.groupindex and match["lone"] else None
            amount = lone or self._with_range(text, match.start())
            if amount is not None:
                yield amount
            place = max(match.end(), amount.end if amount else self._digits_end(text, match.start()))

    def _lone_word(self, match: re.Match[str]) -> Amount:
        word = match["lone"].replace("-", " ")
        kind = Kind.PERCENT if word in self._locale.fractions else Kind.MULTIPLE
        kind = Kind.YEARS if word in self._locale.terms else kind
        return Amount(match.start(), match.end(), self._lone[word], kind, by_word=True)

    def _digits_end(self, text: str, start: int) -> int:
        match = self._digits.match(text, start)
        return match.end() if match else start + 1

    # --- one amount ------------------------------------------------------------------------------------------------

    def _with_range(self, text: str, start: int) -> Amount | None:
        first = self._amount(text, start)
        if first is None:
            return None
        joint = self._range.match(text, first.end)
        if joint is None:
            return first
        word = joint[1]
        if not self._joins(text, first.start, word) or (word in self._locale.turns and first.currency):
            return first  # AからBへ: two sums, the one turning into the other
        place = skip_sign(text, skip_space(text, joint.end()))
        lone = self._start.match(text, place)
        word_alone = lone is not None and "lone" in lone.re.groupindex and bool(lone["lone"])
        second = self._lone_word(lone) if lone and word_alone else self._amount(text, place)
        return (merged(first, second) if second else None) or first

    def _joins(self, text: str, start: int, word: str) -> bool:
        """Whether a joining word makes a range here: not in "from 4 to 5", and "and" only after "between"."""
        before = text[max(0, start - _LEADS_SPAN) : start].rsplit(",", 1)[-1].split()
        pairs = {joint: opener for opener, joint in self._locale.between}
        if word in pairs and word not in self._locale.ranges:
            return before[-1:] == [pairs[word]]
        apart = word.isalpha() and any(lead in self._locale.apart for lead in before[-_LEADS:])
        return not apart or before[-2:-1] == ["ranging"]

    def _amount(self, text: str, start: int) -> Amount | None:
        sign, opening = sign_before(text, start)
        if opening and (text[opening - 1].isascii() and text[opening - 1].isalnum()):
            return None  # the 35 of F35, the 2 of v1.2
        number = self._number(text, start, signed=bool(sign))
        if number is None:
            return None
        end, value, unit = number
        found = Amount(opening, end, value, unit=unit)
        if sign:
            tail = self._currency.match(text, end)  # "$5 billion dollars", "US$5 billion USD"
            code = self._locale.currencies[tail[1]] if tail else None
            end = tail.end() if tail and code == sign else end
            return replace(found, end=end, kind=Kind.MONEY, currency=sign)
        return self._by_what_follows(text, found)

    def _by_what_follows(self, text: str, found: Amount) -> Amount:
        end = found.end
        if match := self._currency.match(text, end):
            return replace(found, end=match.end(), kind=Kind.MONEY, currency=self._locale.currencies[match[1]])
        if match := self._percent.match(text, end):
            return replace(found, end=match.end(), kind=Kind.PERCENT)
        if match := self._tenths.match(text, end):
            return replace(found, end=match.end(), kind=Kind.PERCENT, value=found.value * 10)
        if match := self._times.match(text, end):
            return replace(found, end=match.end(), kind=Kind.MULTIPLE)
        if found.unit == 1 and found.value < 100 and (match := self._years.match(text, end)):
            return replace(found, end=match.end(), kind=Kind.YEARS)
        if self._before.search(text, max(0, found.start - _LEADS_SPAN), found.start):
            return replace(found, kind=Kind.MULTIPLE)
        return replace(found, counts_people=bool(self._people.match(text, end)))

    # --- the number itself -----------------------------------------------------------------------------------------

    def _number(self, text: str, start: int, *, signed: bool) -> tuple[int, float, float] | None:
        """(end, value, last unit) of digits or number words with their units."""
        total, last, end, place = 0.0, float("inf"), start, start
        for turn in range(_MOST_UNITS):
            group = self._group(text, place, first=turn == 0)
            if group is None:
                break
            after, value, small = group
            large = self._large.match(text, after) or self._bracketed.match(text, after)
            large = large or (self._short.match(text, after) if signed else None)
            size = self._size(large[1]) if large else 1.0
            if large is None and turn:
                if (self._locale.glued or small > 1 or text[place - 1] == "-") and value < last:
                    total, end = total + value, after
                break
            if size >= last:
                break
            total, end, last = total + value * size, large.end() if large else after, size
            if large is None:
                return (end, total, small) if self._stands(text, start, end) else None
            place = end + 1 if text[end : end + 1] in {" ", "-"} else end
        return (end, total, last) if end > start else None

    def _size(self, unit: str) -> float:
        return self._locale.large.get(unit) or self._locale.short[unit]

    def _stands(self, text: str, start: int, end: int) -> bool:
        """A single syllable such as 한 or 二 is a number only before a counter of multiples, a longer one of people."""
        if not self._locale.glued or text[start].isdecimal() or self._times.match(text, end):
            return True
        return end - start > 1 and bool(self._people.match(text, end) or self._currency.match(text, end))

    def _group(self, text: str, start: int, *, first: bool) -> tuple[int, float, float] | None:
        """(end, value, last small unit) of a number with its small units: 5천192, two hundred."""
        plain = self._plain(text, start, articles=first) or self._unsaid(text, start, float("inf"))
        if plain is None:
            return None
        end, value = plain
        total, last = 0.0, 1.0
        while (match := self._small.match(text, end)) and (last == 1.0 or self._locale.small[match[1]] < last):
            last = self._locale.small[match[1]]
            total, end, value = total + value * last, match.end(), 0.0
            place = end if self._locale.glued else skip_space(text, end)
            rest = self._plain(text, place, articles=False) or self._unsaid(text, place, last)
            if rest is None or rest[1] >= last:
                break
            end, value = rest
        return end, total + value, last

    def _unsaid(self, text: str, start: int, below: float) -> tuple[int, float] | None:
        """The one that is not said before a small unit: 二千百十, 천억."""
        match = self._small.match(text, start) if self._locale.glued else None
        return (start, 1.0) if match and self._locale.small[match[1]] < below else None

    def _plain(self, text: str, start: int, *, articles: bool) -> tuple[int, float] | None:
        """(end, value) of digits, or of number words, or of an article before a unit."""
        if match := self._digits.match(text, start):
            if len(match[0]) > _LONGEST:
                return None
            large = self._large.match(text, match.end())
            grouped = large is None or self._locale.large[large[1]] < _SMALLEST_WITH_DECIMALS
            return match.end(), value_of(match[0], self._locale.decimal, grouped=grouped)
        if match := self._word.match(text, start):
            return self._spelled(text, match)
        if articles and (match := self._article.match(text, start)) and self._large.match(text, match.end()):
            return match.end(), 1.0
        return None

    def _spelled(self, text: str, match: re.Match[str]) -> tuple[int, float]:
        value, end = self._locale.words[match[1]], match.end()
        ones = self._word.match(text, end + 1) if value >= 20 and text[end : end + 1] in {" ", "-"} else None
        if ones and self._locale.words[ones[1]] < 10:
            value, end = value + self._locale.words[ones[1]], ones.end()
        return self._decimals(text, end, value)

    def _decimals(self, text: str, end: int, value: float) -> tuple[int, float]:
        """Decimals that are read out: one-point-04, one point zero four."""
        point = self._point.match(text, end)
        if point is None:
            return end, value
        place, digits = point.end() + 1, ""
        if match := _RUN.match(text, place):
            digits, place = match[0], match.end()
        while len(digits) < _MOST_DECIMALS and (match := self._word.match(text, place)):
            digits += str(int(self._locale.words[match[1]]))
            place = match.end() + (text[match.end() : match.end() + 1] in {" ", "-"})
        if not digits or len(digits) > _LONGEST:
            return end, value
        return (place - 1 if text[place - 1] in " -" else place), value + float(f"0.{digits}")


_RUN = re.compile(r"[0-9]+")


def _words(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _alternation(words: Iterable[str] | Mapping[str, object], before: str, after: str) -> re.Pattern[str]:
    """A pattern of any of the words, longest first; its group 1 is the word."""
    either = _words(words)
    return re.compile(f"{before}({either}){after}") if either else _NEVER
