"""Which numbers of a passage may be figures of the topic, and of which kind.

Money, percentages and multiples show themselves. A bare number is a figure where it counts troops or local staff, a
number of years where it is the length of a deal; years, dates, rounds, votes and all other numbers are left where they
are.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.model import Kind
from bot.reading.amounts import Amount
from bot.reading.kinds import MONEY, MULTIPLE, PERCENT, SHARES, YEARS
from bot.reading.locales import locale_of
from bot.reading.people import people_of, stands_alone
from bot.reading.text import Passage

_BEFORE_SPAN = 24
_LASTS_SPAN = 48  # characters: extend the cost-sharing deal by
_DEAL_SPAN, _DEAL_SPAN_GLUED = 38, 12
_LONGEST_DEAL = 15  # years; an alliance is older
_SHARE_SPAN = 80
_BILLION, _FEW = 1e9, 20  # the unit that is left out, and the least number that is no longer a few
_ELLIPTIC_SPAN = 600  # characters
_ENDS = frozenset(".,;:!?)\"'”’ ")
_SCALED = 1e6  # the least unit that only money is told in
_AT_HOME = 1e11
_COUNTERS = frozenset("명개대건톤배주회표리마평쪽장척인人個台件株回票本枚戸社隻ト")  # of people and things
_BRACKET = 50  # characters
_OPENING = 24  # characters from the bracket to a sum in it: (equivalent to about $870 million
_BY_MONEY_BEHIND = 20
_IN_CLAUSE = 40  # characters behind a sum in which a share is one of money
_SPAN_ENDS = frozenset("間간")
_PAST_SPAN = 4  # characters: 過去, 최근
_DATES = re.compile(r"[\d 년월일年月日度~∼-]*(?:부터|에서|から|까지|まで|の|[\d 년월일年月日度~∼-])*")
_PARTS = frozenset(".;:()")
_BY_MONEY = 8  # characters: five times the $1 billion, 1조원의 다섯 배


class Candidate(NamedTuple):
    """A number that is a figure, with the passage and the sentence it stands in."""

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


def candidates(passage: Passage, amounts: Sequence[Amount], *, glued: bool) -> Iterator[Candidate]:
    """The figures among a passage's numbers, in order; ``glued`` tells a language without spaces between words."""
    amounts = _with_currencies(passage, amounts)
    for at, amount in enumerate(amounts):
        sentence = passage.sentence(amount.start)
        beside = amounts[at - 1] if at else None, amounts[at + 1] if at + 1 < len(amounts) else None
        kind = _kind(passage, amount, sentence, beside, glued=glued)
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

    "It came down to 4 billion" is told after "$5 billion". A number with a noun of its own ("two million people") is
    left as it is. Soon after billions, "So I got three" means three of them.
    """
    found: list[Amount] = []
    last, billions = None, -_ELLIPTIC_SPAN
    for amount in amounts:
        bare = amount.kind is None and not amount.counts_people
        unsaid = _unsaid(passage, amount, last) if bare and amount.unit >= _SCALED else None
        if unsaid is not None:
            amount = amount._replace(kind=MONEY, currency=unsaid)
        elif bare and amount.start - billions < _ELLIPTIC_SPAN and _is_elliptic(passage, amount):
            amount = amount._replace(value=amount.value * _BILLION, kind=MONEY, currency=last, unit=_BILLION)
        if amount.currency and (last is None or not _in_bracket(passage, amount.start)):
            last = amount.currency
        billions = amount.end if amount.unit == _BILLION and amount.kind is MONEY else billions
        found.append(amount)
    return found


def _in_bracket(passage: Passage, start: int) -> bool:
    """Whether a sum stands in a bracket, as conversions do: what follows goes on in the money before it."""
    low = max(0, start - _OPENING)
    return passage.folded.rfind("(", low, start) > passage.folded.rfind(")", low, start)


def _unsaid(passage: Passage, amount: Amount, last: str | None) -> str | None:
    """The currency of a sum that names none, or None where it may count something else.

    Hundreds of billions are the money of the language's own country, if it has one: 방위비 1조389억, 予算1974億.
    """
    home = locale_of(passage.language).default
    if home is None:
        return last if stands_alone(passage, amount) else None
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


Beside = tuple[Amount | None, Amount | None]
"""The numbers before and after one."""


def _kind(passage: Passage, amount: Amount, sentence: tuple[int, int], beside: Beside, *, glued: bool) -> Kind | None:
    kind = amount.kind
    if kind is MONEY:
        return kind
    if kind in SHARES:
        loose = amount.by_word or kind is MULTIPLE
        return kind if not loose or _of_money(passage, amount, sentence, beside) else None
    if kind is YEARS:
        return kind if _lasts(passage, amount, sentence, glued=glued) else None
    return people_of(passage, amount, sentence, (beside[1].start, beside[1].end) if beside[1] else None)


def _of_money(passage: Passage, amount: Amount, sentence: tuple[int, int], beside: Beside) -> bool:
    """Whether "half" or "five times" stands by something that is paid or by the staff: half an hour does not."""
    before, after = beside
    if before and before.kind is MONEY and 0 <= amount.start - before.end <= _BY_MONEY:
        return True
    if after and after.kind is MONEY and 0 <= after.start - amount.end <= _BY_MONEY_BEHIND:
        parted = set(",.;:()") & set(passage.folded[amount.end : after.start])
        if not parted:
            return True  # 1.5 times the current 960 billion won
    around = passage.hits.within("not_share", max(0, amount.start - _SHARE_SPAN), amount.end)
    if any(hit.end > amount.start for hit in around):
        return False
    near = before is not None and before.kind is MONEY and 0 <= amount.start - before.end <= _IN_CLAUSE
    if near and before is not None and not _PARTS & set(passage.folded[before.end : amount.start]):
        return True  # 1,6 milliard de dollars par an, soit le double
    first, last = (0, len(passage.text)) if passage.where == "title" else sentence
    start, end = max(first, amount.start - _SHARE_SPAN), min(last, amount.end + _SHARE_SPAN)
    counts = after is not None and after.kind is None and 0 <= after.start - amount.end <= _BY_MONEY_BEHIND
    if counts and amount.kind is PERCENT and passage.hits.any("part_of", amount.end, amount.end + 2):
        return True  # half of the 9,000
    return any(passage.hits.any(name, start, end) for name in ("share_of", "demanded", "proposed"))


def _lasts(passage: Passage, amount: Amount, sentence: tuple[int, int], *, glued: bool) -> bool:
    """Whether a number of years is the length of a deal: a six-year pact, an accord for six years."""
    if not 1 <= amount.value <= _LONGEST_DEAL:
        return False
    after = min(sentence[1], amount.end + (_DEAL_SPAN_GLUED if glued else _DEAL_SPAN))
    deals = [hit for hit in passage.hits.within("deals", amount.end, after) if _touches(passage, amount.end, hit.start)]
    if deals:
        return not passage.hits.any("not_length", amount.end, deals[0].start)
    joined = amount.by_word or passage.folded[amount.start] == "ل"  # اتفاق لخمس سنوات
    if joined and any(
        amount.start - hit.end <= 2 for hit in passage.hits.within("deals", amount.start - _BEFORE_SPAN, amount.start)
    ):
        return True  # accord quinquennal
    if glued and passage.hits.any("total", amount.start, amount.start + 1) and passage.hits.any("deals", *sentence):
        return True  # 新協定に署名 5年で1兆551億円
    if glued and _spans_deal(passage, amount, sentence):
        return True  # 現行協定は有効で、日本は5年間に総額約1兆550億円を負担する
    lasting = passage.hits.within("lasts", max(sentence[0], amount.start - _LASTS_SPAN), amount.start)
    if lasting and 0 <= amount.start - lasting[-1].end <= 2:
        return True
    if glued and lasting and _DATES.fullmatch(passage.folded, lasting[-1].end, amount.start):
        return True  # 협정 기간은 2020년부터 2025년까지 6년
    spans = passage.hits.within("total_over", max(sentence[0], amount.start - _BEFORE_SPAN), amount.start)
    if spans and amount.start - spans[-1].end <= 2 and amount.value > 1 and _is_settled(passage, sentence, amount):
        return True  # "agreed on 210 billion yen a year over the five years from 2022"
    leads = passage.hits.within("deal_for", max(sentence[0], amount.start - _BEFORE_SPAN), amount.start)
    near = any(amount.start - hit.end <= 6 for hit in leads)
    return near and passage.hits.any("deals", sentence[0], amount.start)


def _spans_deal(passage: Passage, amount: Amount, sentence: tuple[int, int]) -> bool:
    """Whether a span of years is that of the deal told of in its sentence."""
    spans = passage.folded[amount.end - 1] in _SPAN_ENDS and amount.value > 1 and amount.high is None
    if not spans or not passage.hits.any("deals", *sentence):
        return False
    before = passage.hits.within("past_years", amount.start - _PAST_SPAN, amount.start)
    return not any(amount.start - hit.end <= 1 for hit in before)


def _is_settled(passage: Passage, sentence: tuple[int, int], amount: Amount) -> bool:
    told = passage.hits.any("deals", sentence[0], amount.start)
    return told or any(passage.hits.any(name, *sentence) for name in ("agreed", "to_pay", "offered"))


def _touches(passage: Passage, end: int, start: int) -> bool:
    """Nothing but a few words between: no stop, no comma, no other number."""
    return not set(",;:()0123456789") & set(passage.folded[end:start])
