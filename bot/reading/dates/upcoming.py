"""What lies ahead, as a report names it: the next round, an expiry, a vote, a furlough, a signing, a summit.

Every find is a sentence of the report, word for word, with the days that it names. Nothing is taken from two sentences
together, so a date that stands alone ("the talks go on on Tuesday. They ...") is found where it stands or not at all.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from msgspec import Struct

from bot.model import Where
from bot.reading.dates.date_words import DateWords, Occasion
from bot.reading.dates.expressions import DateSpan, date_spans
from bot.reading.dates.tables import TABLES
from bot.reading.text import sentences

FARTHEST = 10
"""Years ahead; a later date is a goal and no date to wait for."""


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


_DATELINE = re.compile(r"[A-Z][\w .,'’/-]{2,50}?\s(?:\([^)]{1,20}\)\s)?(?:--|—|–)\s")
"""``SEOUL, Dec. 1 --``: where and when it was written."""
_LOOSE = frozenset({Occasion.START, Occasion.DEAL, Occasion.TROOPS, Occasion.REVIEW, Occasion.GOAL})
"""What is to come about some time, and never to the day."""
_UNTIL = frozenset({Occasion.ROUND, Occasion.VOTE, Occasion.SIGNING, Occasion.IN_FORCE})
"""A round goes on until a day that is told so; a parliament or a minister may act on any day until then."""
_JOINED = re.compile(r",? (?:and|und)(?: in [A-Z]\w+)? ")
"""Between two dates of one thing: ``in Turkey in 2026 and in Albania in 2027``."""
_GENERAL = frozenset({Occasion.ROUND, Occasion.SUMMIT, Occasion.REVIEW})
"""What is talked about beside everything else: it counts where nothing rarer is named."""


@lru_cache(maxsize=256)
def upcoming_dates(title: str, text: str, said_on: date, language: str) -> tuple[UpcomingDate, ...]:
    """The dates to come that a report names, in the order of its sentences, the title's first; () without any.

    ``said_on`` is the day of the report. Each occasion comes once a day that is named. Never raises. It is a function
    of its arguments alone. What it found in the last few hundred is remembered: a short report is asked about twice
    when it is filed, and one that was edited with each answer about the past. With more, their texts fill the memory.
    """
    table = TABLES.get(language)
    if table is None:
        return ()
    found: dict[tuple[Occasion, date, date], UpcomingDate] = {}
    for where, passage in (("title", title), ("text", text)):
        for start, end in sentences(passage):
            for one in _in_sentence(passage[start:end], said_on, language, table):
                lead = len(one.sentence) - len(one.sentence.lstrip())
                placed = UpcomingDate(
                    one.occasion, one.first, one.last, one.exact, one.sentence.strip(),
                    "title" if where == "title" else "text", start + lead,
                )  # fmt: skip
                found.setdefault((one.occasion, one.first, one.last), placed)
    return tuple(found.values())


def tells_end_today(text: str, language: str) -> bool:
    """Whether a sentence tells that something runs out on the day on which it was written."""
    table = TABLES.get(language)
    if table is None:
        return False
    ends = [words for occasion, words in table.occasions if occasion is Occasion.EXPIRY]
    said = [text[start:end] for start, end in sentences(text)]
    return any(table.today.search(sentence) and words.search(sentence) for sentence in said for words in ends)


@cache
def _any_occasion(language: str) -> re.Pattern[str]:
    """Most sentences name none, which one search tells in a third of the time."""
    words = [words for _, words in TABLES[language].occasions]
    return re.compile("|".join(f"(?:{one.pattern})" for one in words), words[0].flags)


def _in_sentence(sentence: str, said_on: date, language: str, table: DateWords) -> Iterator[UpcomingDate]:
    if _any_occasion(language).search(sentence) is None:
        return
    named = [(occasion, hit) for occasion, words in table.occasions for hit in words.finditer(sentence)]
    if table.negated.search(sentence):
        return
    coming, past = table.coming.search(sentence), table.past.search(sentence)
    over = table.over.search(sentence)
    open_ones = [
        (occasion, hit)
        for occasion, hit in named
        if (not over if occasion is Occasion.EXPIRY else coming is not None and past is None)
    ]
    if not open_ones:
        return
    dateline = _DATELINE.match(sentence)
    nearest: dict[Occasion, tuple[int, DateSpan]] = {}
    spans = date_spans(sentence, said_on, language, coming=True)
    for when in spans:
        if dateline and when.end <= dateline.end():
            continue
        if when.last < said_on or when.first.year > said_on.year + FARTHEST:
            continue
        found = _occasion_of(when, open_ones)
        if found is not None and (found[0] not in nearest or found[1] < nearest[found[0]][0]):
            nearest[found[0]] = found[1], when
    for occasion, (_, when) in nearest.items():
        for one in (when, *_joined(when, spans, sentence)):
            yield _upcoming(occasion, one, said_on, sentence)


def _joined(when: DateSpan, spans: list[DateSpan], sentence: str) -> list[DateSpan]:
    return [one for one in spans if one.start > when.end and _JOINED.fullmatch(sentence[when.end : one.start])]


def _upcoming(occasion: Occasion, when: DateSpan, said_on: date, sentence: str) -> UpcomingDate:
    is_by = when.until and occasion in _UNTIL
    first = said_on if is_by else when.first
    if occasion is Occasion.GOAL:
        first = when.last.replace(month=1, day=1)
    some_time = occasion in _LOOSE or (is_by and occasion is not Occasion.ROUND)
    return UpcomingDate(occasion, first, when.last, when.exact and not some_time, sentence, "text", 0)


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
    """A summit may be known by its year, and so may what comes about some time; a goal is known by its last year; an
    agreement ends with a day or a month; the rest waits for no New Year."""
    days = (when.last - when.first).days
    if occasion is Occasion.GOAL:
        return when.term
    if occasion is Occasion.DEAL:
        return when.term or days <= 31
    if occasion is Occasion.START and when.exact:
        return False
    if occasion is Occasion.SUMMIT or occasion in _LOOSE:
        return not when.term
    if occasion is Occasion.EXPIRY:
        return when.exact or 27 <= days <= 31
    return days <= 100 and not when.term
