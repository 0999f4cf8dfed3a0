"""What lies ahead, as a report names it: the next round, an expiry, a vote, a furlough, a signing, a summit.

Every find is a sentence of the report, word for word, with the days that it names. Nothing is taken from two sentences
together, so a date that stands alone ("the talks go on on Tuesday. They ...") is found where it stands or not at all.
"""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from bot.model import Where
from bot.reading.dates.expressions import DateSpan, date_spans
from bot.reading.text import sentences

FARTHEST = 10
"""Years ahead; a later date is a goal and no date to wait for."""


class Occasion(StrEnum):
    """What is to happen on a date."""

    ROUND = "round"
    EXPIRY = "expiry"
    VOTE = "vote"
    SIGNING = "signing"
    IN_FORCE = "in_force"
    FURLOUGH = "furlough"
    SUMMIT = "summit"


class UpcomingDate(Struct, frozen=True):
    """A date to come, with the sentence that names it."""

    occasion: Occasion
    first: date
    last: date
    exact: bool
    """To the day; else some time in the span."""
    sentence: str
    """``text[start:start + len(sentence)] == sentence`` of the part that ``where`` names."""
    where: Where
    start: int


def _any(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


_OCCASIONS: dict[str, tuple[tuple[Occasion, re.Pattern[str]], ...]] = {
    "en": (
        (Occasion.EXPIRY, _any(
            r"\bexpir(?:es|e|y|ing|ation)\b|\b(?:runs?|running) out\b|\blapses?\b|\bvalid (?:un)?til\b|\bholds until\b"
            r"|\b(?:deal|pact|accord|agreement|arrangement)\b.{0,40}\b(?:ends|until|through) (?!\w+day)"
            r"|\b(?:deal|pact|accord|agreement)\b.{0,60}20\d\d(?:[-–]| to )20\d\d")),
        (Occasion.FURLOUGH, _any(r"\bfurlough|\bunpaid leave\b|\bsent home\b")),
        (Occasion.VOTE, _any(r"\bvotes?\b|\bratif(?:y|ication)\b|\bplenary\b|\bapproval\b")),
        (Occasion.SIGNING, _any(r"\bsign(?:ed|ing|ature)?\b")),
        (Occasion.IN_FORCE, _any(r"\btakes? effect\b|\benters? into force\b|\bcomes? into (?:force|effect)\b")),
        (Occasion.ROUND, _any(
            r"\brounds?\b|\bnegotiat(?:e|ions?|ors?)\b|\btalks\b|\bconsultations\b|\bmeeting\b|\bmeet again\b"
            r"|\bto go on in\b")),
        (Occasion.SUMMIT, _any(r"\bsummit\b|\bnext meets\b|\bleaders meet\b")),
    ),
    "ko": (
        (Occasion.EXPIRY, _any("만료|종료|적용된다|유효")),
        (Occasion.FURLOUGH, _any("무급 ?휴직|일을 쉬")),
        (Occasion.VOTE, _any("표결|비준|본회의")),
        (Occasion.SIGNING, _any("서명")),
        (Occasion.IN_FORCE, _any("발효")),
        (Occasion.ROUND, _any("차 회의|협상|회담|협의")),
        (Occasion.SUMMIT, _any("정상회의|정상회담")),
    ),
    "ja": (
        (Occasion.EXPIRY, _any("期限|失効|有効|満了")),
        (Occasion.FURLOUGH, _any("無給休職|一時帰休")),
        (Occasion.VOTE, _any("採決|国会|承認")),
        (Occasion.SIGNING, _any("署名")),
        (Occasion.IN_FORCE, _any("発効")),
        (Occasion.ROUND, _any("交渉|協議|会合")),
        (Occasion.SUMMIT, _any("首脳会議|首脳会談|サミット")),
    ),
    "de": (
        (Occasion.EXPIRY, _any(r"\bläuft\b.{0,60}\b(?:aus|ab)\b|\bauslauf|\bgilt bis\b|\bendet\b")),
        (Occasion.FURLOUGH, _any(r"unbezahlten Urlaub|Zwangsurlaub")),
        (Occasion.VOTE, _any(r"\bstimm\w* .{0,30}\bab\b|\bAbstimmung|\bratifizier")),
        (Occasion.SIGNING, _any(r"\bunterzeichn|\bunterschr")),
        (Occasion.IN_FORCE, _any(r"\bin Kraft\b")),
        (Occasion.ROUND, _any(r"\bVerhandlung|runde\b|\bGespräche\b")),
        (Occasion.SUMMIT, _any(r"\bGipfel")),
    ),
}  # fmt: skip
"""The rarer occasion first: a sentence about an expiry mostly names talks too."""

_COMING = {
    "en": _any(
        r"\bwill\b|\bnext\b|\b(?:is|are|be|was|were) (?:to|due|set|scheduled|planned|slated|expected)\b|\bdue\b"
        r"|\bplans? to\b|\bscheduled\b|\bbe held\b|\bwarns?\b|\bnotices?\b|\bfrom\b|\btomorrow\b|\blikely\b"
        r"|\bexpires?\b|\bexpiring\b|\blapses?\b|\bruns? out\b|\bends?\b|\buntil\b|\bthrough\b|\bvalid\b|\bto run\b"
        r"|\bgo on\b|\bholds\b|\bwould\b|\bcould\b"),
    "ko": _any("예정|예고|한다|된다|열린다|시작|앞두|다음|내달|내년|계획|만료|까지|전망|부터"),
    "ja": _any("予定|見通し|目指す|始ま|開く|行う|行われる|期限|有効|まで|迎える|発効する|来月|来週|来年|方針"),
    "de": _any(
        r"\bwird\b|\bwerden\b|\bsoll(?:en)?\b|\bgeplant\b|\bvorgesehen\b|\bnächste|\bläuft\b|\bgilt\b|\bkommende"),
}  # fmt: skip
_TODAY = {
    "en": _any(r"\b(?:today|tonight|at midnight)\b"),
    "ko": _any("오늘|자정"),
    "ja": _any("きょう|今日|本日"),
    "de": _any(r"\bheute\b|\bum Mitternacht\b"),
}  # fmt: skip
_PAST = {
    "en": _any(
        r"\bended\b|\bwas signed\b|\bsigned (?:on|by|in)\b|\bbegan\b|\btook effect\b|\bentered into force\b"
        r"|\bratified\b|\bstruck\b|\bmet\b"),
    "ko": _any("끝났|서명했|발효됐|열렸|종료됐|시작됐"),
    "ja": _any("終わった|署名した|発効した|開かれた|始まった|開いた|署名された"),
    "de": _any(r"\bendete\b|\bwurde\b|\bhaben\b .*\bunterzeichnet\b"),
}  # fmt: skip
"""What a sentence tells to have happened, which is then not to come; not so of an agreement's end, below."""
_OVER = {
    "en": _any(r"\bexpired\b|\blapsed\b|\bran out\b|\bended\b|\blabou?r\b|\bwages\b"),
    "ko": _any("만료됐|만료된(?!다)|종료됐|인건비"),
    "ja": _any("失効した|終わった"),
    "de": _any(r"\bausgelaufen\b|\blief\b|\bendete\b"),
}
"""An agreement has ended, or it is one on wages alone."""
_NOT = {
    "en": _any(r"\bnot\b|n['’]t\b|\bno date\b|\bden(?:y|ies|ied)\b|\bif no\b|\byet to\b|\bwithout\b|\bunless\b"),
    "ko": _any("않|부인|미정|없다"),
    "ja": _any("ない。|ないと|せず|否定|未定"),
    "de": _any(r"\bnicht\b|\bkein\w*\b|\bohne\b"),
}
_DATELINE = re.compile(r"[A-Z][\w .,'’/-]{2,50}?\s(?:\([^)]{1,20}\)\s)?(?:--|—|–)\s")
"""``SEOUL, Dec. 1 --``: where and when it was written."""
_GENERAL = frozenset({Occasion.ROUND, Occasion.SUMMIT})
"""What is talked about beside everything else: it counts where nothing rarer is named."""


@lru_cache(maxsize=256)
def upcoming_dates(title: str, text: str, said_on: date, language: str) -> tuple[UpcomingDate, ...]:
    """The dates to come that a report names, in the order of its sentences, the title's first; () without any.

    ``said_on`` is the day of the report. Each occasion comes once a day that is named. Never raises. It is a function
    of its arguments alone. What it found in the last few hundred is remembered: a short report is asked about twice
    when it is filed, and one that was edited with each answer about the past. With more, their texts fill the memory.
    """
    if language not in _OCCASIONS:
        return ()
    found: dict[tuple[Occasion, date, date], UpcomingDate] = {}
    for where, passage in (("title", title), ("text", text)):
        for start, end in sentences(passage):
            for one in _in_sentence(passage[start:end], said_on, language):
                lead = len(one.sentence) - len(one.sentence.lstrip())
                placed = UpcomingDate(
                    one.occasion, one.first, one.last, one.exact, one.sentence.strip(),
                    "title" if where == "title" else "text", start + lead,
                )  # fmt: skip
                found.setdefault((one.occasion, one.first, one.last), placed)
    return tuple(found.values())


def tells_end_today(text: str, language: str) -> bool:
    """Whether a sentence tells that something runs out on the day on which it was written."""
    today = _TODAY.get(language)
    if today is None:
        return False
    ends = next(words for occasion, words in _OCCASIONS[language] if occasion is Occasion.EXPIRY)
    said = (text[start:end] for start, end in sentences(text))
    return any(ends.search(sentence) and today.search(sentence) for sentence in said)


def _in_sentence(sentence: str, said_on: date, language: str) -> Iterator[UpcomingDate]:
    named = [(occasion, hit) for occasion, words in _OCCASIONS[language] for hit in words.finditer(sentence)]
    if not named or _NOT[language].search(sentence):
        return
    coming, past = _COMING[language].search(sentence), _PAST[language].search(sentence)
    over = _OVER[language].search(sentence)
    open_ones = [
        (occasion, hit)
        for occasion, hit in named
        if (not over if occasion is Occasion.EXPIRY else coming is not None and past is None)
    ]
    if not open_ones:
        return
    dateline = _DATELINE.match(sentence)
    nearest: dict[Occasion, tuple[int, DateSpan]] = {}
    for when in date_spans(sentence, said_on, language, coming=True):
        if dateline and when.end <= dateline.end():
            continue
        if when.last < said_on or when.first.year > said_on.year + FARTHEST:
            continue
        found = _occasion_of(when, open_ones)
        if found is not None and (found[0] not in nearest or found[1] < nearest[found[0]][0]):
            nearest[found[0]] = found[1], when
    for occasion, (_, when) in nearest.items():
        under_way = occasion is Occasion.ROUND and when.until
        yield UpcomingDate(occasion, said_on if under_way else when.first, when.last, when.exact, sentence, "text", 0)


def _occasion_of(when: DateSpan, named: list[tuple[Occasion, re.Match[str]]]) -> tuple[Occasion, int] | None:
    """What the sentence names nearest to the date, and how many characters away; the general only after the rest."""
    found = [
        (occasion in _GENERAL, max(hit.start() - when.end, when.start - hit.end(), 0), occasion)
        for occasion, hit in named
        if _fits(occasion, when)
    ]
    if not found:
        return None
    _, distance, occasion = min(found, key=lambda one: one[:2])
    return occasion, distance


def _fits(occasion: Occasion, when: DateSpan) -> bool:
    """A summit may be known by its year; an agreement ends with a day or a month; the rest waits for no New Year."""
    days = (when.last - when.first).days
    if occasion is Occasion.SUMMIT:
        return True
    if occasion is Occasion.EXPIRY:
        return when.exact or 27 <= days <= 31
    return days <= 100 and not when.term
