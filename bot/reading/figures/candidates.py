"""Which numbers of a passage may be figures of the topic, and of which kind.

Money, shares and multiples are, numbers of years that a deal could last, and large bare numbers, which may count troops
or local staff. Whether such a number is a figure of the topic only its context tells, and the encoder decides; what can
never be one (dates, small numbers, fractions) is left where it is.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.model import Kind
from bot.reading.figures.people import people_of
from bot.reading.languages import locale_of
from bot.reading.numbers.amounts import Amount
from bot.reading.numbers.kinds import MONEY, YEARS
from bot.reading.text import Passage

_BEFORE_SPAN = 24
_LONGEST_DEAL = 15  # years; an alliance is older
_BILLION, _FEW = 1e9, 20  # the unit that is left out, and the least number that is no longer a few
_ELLIPTIC_SPAN = 600  # characters
_ENDS = frozenset(".,;:!?)\"'”’ ")
_SCALED = 1e6  # the least unit that only money is told in
_AT_HOME = 1e11
_SMALLEST_YEARLY, _MOST_DOLLARS = {"KRW": 1.5e10, "JPY": 2e9}, 3e11
"""Below the one a sum of won or yen is none of a year's contribution, and from the other on one of dollars or euros."""
_COUNTERS = frozenset("명개대건톤배주회표리마평쪽장척인人個台件株回票本枚戸社隻ト")  # of people and things
_BRACKET = 50  # characters
_OPENING = 24  # characters from the bracket to a sum in it: (equivalent to about $870 million


class Candidate(NamedTuple):
    """A number that may be a figure, with the passage and the sentence it stands in."""

    amount: Amount
    kind: Kind
    passage: Passage
    sentence: tuple[int, int]
    start: int
    end: int
    behind: int
    """The place behind the figure and the bracket that may follow it: 1.04 trillion won ($924 million)."""

    @property
    def surface(self) -> str:
        return self.passage.text[self.amount.start : self.amount.end]


def candidates(passage: Passage, amounts: Sequence[Amount]) -> Iterator[Candidate]:
    """What may be figures among a passage's numbers, in order."""
    amounts = _with_currencies(passage, amounts)
    for at, amount in enumerate(amounts):
        sentence = passage.sentence(amount.start)
        kind = _kind(passage, amount, sentence, amounts[at + 1] if at + 1 < len(amounts) else None)
        if kind is not None:
            behind = _behind(passage.folded, amount.end)
            yield Candidate(amount, kind, passage, sentence, amount.start, amount.end, behind)


def _behind(text: str, end: int) -> int:
    """The place behind a bracket that follows, or where nothing does the end itself."""
    opening = end + 1 if text[end : end + 1] == " " else end
    closing = text.find(")", opening, opening + _BRACKET) if text[opening : opening + 1] == "(" else -1
    return closing + 1 if closing >= 0 else end


def _with_currencies(passage: Passage, amounts: Sequence[Amount]) -> list[Amount]:
    """Millions and billions of nothing in particular are in the currency of the sum before.

    "It came down to 4 billion" is told after "$5 billion". Soon after billions, "So I got three" means three of them.
    """
    found: list[Amount] = []
    last, billions = None, -_ELLIPTIC_SPAN
    told = list(dict.fromkeys(amount.currency for amount in amounts if amount.currency))
    for amount in amounts:
        bare = amount.kind is None and not amount.counts_people
        unsaid = _unsaid(passage, amount, last) if bare and amount.unit >= _SCALED else None
        unsaid = _of_its_size(amount.value, unsaid, told)
        if unsaid is not None:
            amount = amount._replace(kind=MONEY, currency=unsaid)
        elif bare and amount.start - billions < _ELLIPTIC_SPAN and _is_elliptic(passage, amount):
            amount = amount._replace(value=amount.value * _BILLION, kind=MONEY, currency=last, unit=_BILLION)
        if amount.currency and (last is None or not _in_bracket(passage, amount.start)):
            last = amount.currency
        billions = amount.end if amount.unit == _BILLION and amount.kind is MONEY else billions
        found.append(amount)
    return found


def _of_its_size(value: float, currency: str | None, told: Sequence[str]) -> str | None:
    """The currency, or the one of another size that the passage tells of where the sum is too large or small for it.

    A dollar is a thousand won or a hundred yen: "1.1 trillion" is none of dollars in a text on won.
    """
    if currency is None:
        return None
    is_small_money = currency in _SMALLEST_YEARLY
    misfits = value < _SMALLEST_YEARLY[currency] if is_small_money else value >= _MOST_DOLLARS
    others = [one for one in told if (one in _SMALLEST_YEARLY) is not is_small_money]
    return others[0] if misfits and others else currency


def _in_bracket(passage: Passage, start: int) -> bool:
    """Whether a sum stands in a bracket, as conversions do: what follows goes on in the money before it."""
    low = max(0, start - _OPENING)
    return passage.folded.rfind("(", low, start) > passage.folded.rfind(")", low, start)


def _unsaid(passage: Passage, amount: Amount, last: str | None) -> str | None:
    """The currency of a sum that names none, or None where it counts something else.

    Hundreds of billions are the money of the language's own country, if it has one: 방위비 1조389억, 予算1974億.
    """
    home = locale_of(passage.language).default
    if home is None:
        return last
    if passage.folded[amount.end : amount.end + 2].lstrip()[:1] in _COUNTERS:
        return None
    return home if amount.value >= _AT_HOME else last  # 50억 달러에서 40억으로


def _is_elliptic(passage: Passage, amount: Amount) -> bool:
    """Whether a few are spoken of and nothing is said of what."""
    if amount.unit != 1 or amount.value >= _FEW:
        return False
    leads = passage.hits.within("ellipsis", amount.start - _BEFORE_SPAN, amount.start)
    after = passage.folded[amount.end : amount.end + 1]
    return bool(leads) and amount.start - leads[-1].end <= 1 and after in _ENDS


def _kind(passage: Passage, amount: Amount, sentence: tuple[int, int], following: Amount | None) -> Kind | None:
    kind = amount.kind
    if kind is YEARS:
        return kind if 1 <= amount.value <= _LONGEST_DEAL else None
    if kind is not None:
        return kind
    return people_of(passage, amount, sentence, (following.start, following.end) if following else None)
