"""Where talks stand, as far as reports bear it out: a single report may be wrong, or be read wrongly.

A state holds where two outlets tell it in one story, or where one does in its headline's own words; then it is said to
be by one report. A headline that denies (``nothing settled``) tells no state at all.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from bot.model import Article, Event

from .ledger import Source, source

STATES = {
    Event.TALKS_START: "talks begun",
    Event.TALKS_ROUND: "in talks",
    Event.TALKS_BREAK_OFF: "talks broken off",
    Event.TALKS_RESUME: "talks resumed",
    Event.AGREEMENT_IN_PRINCIPLE: "agreed in principle",
    Event.SIGNED: "signed",
    Event.RATIFIED: "ratified",
    Event.IN_FORCE: "in force",
}
DONE = frozenset({Event.AGREEMENT_IN_PRINCIPLE, Event.SIGNED, Event.RATIFIED, Event.IN_FORCE})
"""What a headline can deny."""

Cues = Mapping[str, Mapping[str, Sequence[str]]]
"""Event -> language -> the words that speak for it; a ``*`` stands for any ending, or alone for a word."""

_DENIES = re.compile(
    r"\b(?:no|not|nothing|never|without|fails?|failed|den(?:y|ies|ied)|rejects?|refus\w+|yet to|far from|urges?|kein\w*"
    r"|nicht|ohne|dementier\w*)\b|n['’]t\b|부인|아니|불발|결렬|못|否定|拒否|至らず|せず|ならず",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class State:
    event: Event
    words: str
    """``agreed in principle``."""
    source: Source
    """The first report of the story that tells it."""
    outlets: int
    """That tell it in that story; 1 is what one report says."""


def state_of(articles: Sequence[Article], cues: Cues) -> State | None:
    """The newest state that holds, of the articles of one track, the oldest first."""
    held = _all_held(articles, cues)
    return max(held, key=lambda one: one[0], default=(None, None))[1]


def settled_on(articles: Sequence[Article], cues: Cues) -> date | None:
    """The day of the last deal that two outlets at the least report: what was asked before it is answered.

    That is when it is reached; signing and ratifying come later, and answer nothing that was asked meanwhile.
    """
    held = [state for _, state in _all_held(articles, cues) if state.event in DONE and state.outlets > 1]
    reached = [state for state in held if state.event is Event.AGREEMENT_IN_PRINCIPLE]
    return max((state.source.date for state in reached or held), default=None)


def _all_held(articles: Iterable[Article], cues: Cues) -> list[tuple[tuple[datetime, int], State]]:
    """The state of every story that has one, with when the newest report came that tells one."""
    stories: defaultdict[int, list[Article]] = defaultdict(list)
    for article in articles:
        if _tells(article):
            stories[article.story_id].append(article)
    return [
        ((found[-1].published, found[-1].id), state)
        for found in stories.values()
        if (state := _held(found, cues)) is not None
    ]


def _tells(article: Article) -> bool:
    event = article.reading.event
    return event in STATES and not (event in DONE and _DENIES.search(article.title))


def _held(articles: Iterable[Article], cues: Cues) -> State | None:
    """The state that most outlets of a story tell, of equal ones the later one."""
    told: defaultdict[Event, list[Article]] = defaultdict(list)
    for article in articles:
        told[article.reading.event].append(article)
    found = []
    for those in told.values():
        outlets = len({article.outlet for article in those})
        if outlets > 1 or any(_in_headline(article, cues) for article in those):
            found.append((outlets, those[-1].published, those))
    if not found:
        return None
    outlets, _, those = max(found, key=lambda one: one[:2])
    event = those[0].reading.event
    return State(event, STATES[event], source(those[0]), outlets)


def _in_headline(article: Article, cues: Cues) -> bool:
    terms = cues.get(article.reading.event.value, {}).get(article.language, ())
    return any(_pattern(term).search(article.title) for term in terms)


@cache
def _pattern(term: str) -> re.Pattern[str]:
    """Words stand apart in scripts that set them apart; in the others they stand anywhere."""
    words = [r"\S+" if word == "*" else re.escape(word).replace(r"\*", r"\w*") for word in term.split()]
    edge = r"\b" if term[:1].isascii() else ""
    end = r"\b" if term[-1:].isascii() and term[-1:].isalnum() else ""
    return re.compile(edge + r"\s+".join(words) + end, re.IGNORECASE)
