"""Events, dates to come, denials, corrections and independent reports, held against the story and those around it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.desk.intake.novelty.findings import DENIED, Finding, New, same_turn_signs
from bot.desk.intake.novelty.findings import TOLD as UNSURE
from bot.desk.intake.stories.origins import byline, quoted_agency
from bot.desk.intake.stories.weights import ROUND, STEP, VAGUE, same_event
from bot.desk.ledger.denials import corrects, denies
from bot.desk.ledger.states import (
    DONE,
    SITTING,
    STATES,
    Cues,
    denied_deal,
    headline_tells,
    is_initialled,
    is_wished,
    state_told_by,
)
from bot.model import AheadDay, Article, Background, Event, Level, StorySketch
from bot.phrases.wording import day
from bot.reading.dates.date_words import Occasion
from bot.reading.dates.upcoming import upcoming_dates
from bot.reading.similarity import similarity

AGAIN = timedelta(days=3)
"""How long a turn is told anew, in stories of their own."""
SAME_TURN = timedelta(days=1)
"""How far apart two stories tell one deal as reached, initialled and signed."""
LEAD = 1500
"""Characters of a text in which its news is told, and whose news that is; further down it tells what had been."""
REPRINT = 0.5
"""Of the wording, as in ``stories.origins``."""


def event(article: Article, story: StorySketch | None, around: Iterable[StorySketch], cues: Cues) -> Finding | None:
    """The event that a report tells, where its story did not have it."""
    told = state_told_by(article) or (article.reading.event if article.reading.event not in STATES else None)
    if told is None or told in VAGUE:
        return None
    words = STATES.get(told, told.value.replace("_", " "))
    if told.traits.is_turn and (why := _borne_out(told, article, story, cues)):
        sign = told.value if told is article.reading.event else "initialled"
        if story is not None and _has_rung(sign, article, story):
            return None
        if not _rang_around(sign, article, story, around):
            return Finding(New.EVENT, f"{words}, {why}", Level.CRITICAL, sign=sign)
        return Finding(New.EVENT, f"{words}, as another story told") if story is None else None
    if story is not None and any(same_event(told, one.event) for one in story.reports):
        return None
    return Finding(New.EVENT, words, sign=f"{UNSURE}{told.value}" if told.traits.is_turn else "")


def _has_rung(sign: str, article: Article, story: StorySketch) -> bool:
    """Whether the story rang for it; a deal that is signed days later is another turn."""
    if sign in story.rang:
        return True
    return (
        not same_turn_signs(sign).isdisjoint(story.rang)
        and article.published - _turned(story, article.published) < STEP
    )


def _turned(story: StorySketch, default: datetime) -> datetime:
    """When a story first told a turn; the default where none of its reports that tell one has a date."""
    told = [one.published for one in story.reports if one.event.traits.is_turn and one.published is not None]
    return min(told, default=default)


def _borne_out(told: Event, article: Article, story: StorySketch | None, cues: Cues) -> str:
    """By what a turn is borne out: a single report's text may be read wrongly."""
    events = {
        told,
        article.reading.event,
    }  # a text that is initialled is settled by it, and reads as one that is signed
    if any(headline_tells(one, article, cues) for one in events) or (told in DONE and is_initialled(article.title)):
        return "in its headline" if told in DONE or not is_wished(article.title) else ""
    others = [one for one in story.reports if one.event in events] if story is not None else []
    if others and story is not None and article.outlet not in story.outlets:
        return "by a second outlet"
    return ""


def _rang_around(sign: str, article: Article, story: StorySketch | None, around: Iterable[StorySketch]) -> bool:
    """Whether another story of the track rang for it days ago, or within a day in other words: then it is told anew."""
    others = [one for one in around if one.track == article.reading.track and (story is None or one.id != story.id)]
    return any(
        (sign in one.rang and apart <= AGAIN) or (not same_turn_signs(sign).isdisjoint(one.rang) and apart < SAME_TURN)
        for one in others
        for apart in [abs(article.published - _turned(one, one.last_published))]
    )


def dates(article: Article, known: Background) -> tuple[tuple[AheadDay, ...], list[Finding]]:
    """The dates to come that a report names in its lead, and those that nobody had named."""
    named = upcoming_dates(article.title, article.text[:LEAD], article.published.date(), article.reading.language)
    days = {(article.reading.track, one.occasion.value, one.last): one for one in named}
    new = [one for key, one in days.items() if one.exact and key not in known.days]
    found = [Finding(New.DATE, f"{_occasion(one.occasion)} on {day(one.last)} is a new date") for one in new]
    return tuple(days), found


def is_preview(article: Article) -> bool:
    """Whether it tells of talks that are to come: the rounds that its lead names lie ahead of it."""
    if article.reading.event not in SITTING or article.reading.event is Event.TALKS_BREAK_OFF:
        return False
    on = article.published.date()
    named = upcoming_dates(article.title, article.text[:LEAD], on, article.reading.language)
    rounds = [one for one in named if one.occasion is Occasion.ROUND]
    return bool(rounds) and all(one.first > on for one in rounds)


def is_same_sitting(article: Article, around: Iterable[StorySketch]) -> bool:
    """Whether it tells of a round of talks, without a turn, that another story rang for days before."""
    return article.reading.event in ROUND and any(
        one.alerted
        and one.track == article.reading.track
        and any(
            told.event in ROUND and told.published is not None and article.published - told.published <= AGAIN
            for told in one.reports
        )
        for one in around
    )


def _occasion(occasion: Occasion) -> str:
    return "entry into force" if occasion is Occasion.IN_FORCE else occasion.value


def answered(
    article: Article, story: StorySketch | None, around: Sequence[StorySketch], cues: Cues
) -> StorySketch | None:
    """The story that chats know of and that a headline denies: its own, or the last one of a deal that it denies."""
    if story is not None and story.alerted:
        return None if DENIED in story.rang or not _is_denial(article, cues) else story
    denied = denied_deal(article, cues)
    told = [
        one
        for one in around
        if denied is not None
        and one.alerted
        and DENIED not in one.rang
        and one.track == article.reading.track
        and article.published - AGAIN <= one.last_published <= article.published
        and denied.value in one.rang
    ]
    return max(told, key=lambda one: (one.last_published, one.id), default=None)


def _is_denial(article: Article, cues: Cues) -> bool:
    return denies(article.title) or denied_deal(article, cues) is not None


def denial(article: Article, cues: Cues) -> Finding | None:
    if not _is_denial(article, cues):
        return None
    return Finding(New.DENIAL, "its headline denies", sign=DENIED)


def correction(article: Article) -> Finding | None:
    if not corrects(article.title, article.text):
        return None
    return Finding(New.CORRECTION, f"{article.outlet} corrects what it told before", sign=DENIED)


def confirmation(article: Article, story: StorySketch | None) -> Finding | None:
    """A report of somebody's own, from an outlet that the story did not have: no agency's, and no reprint."""
    if story is None or not story.reports or article.outlet in story.outlets:
        return None
    if byline(article) is not None or quoted_agency(replace(article, text=article.text[:LEAD])) is not None:
        return None
    if any(similarity(article.reading.fingerprint, one.words) >= REPRINT for one in story.reports):
        return None
    return Finding(New.CONFIRMATION, f"{article.outlet} tells it independently", Level.ECHO)
