"""The course of a line of talks: its newest turn, the agreement that runs, the troops, and how it was at the baseline.

A state is the word of reports (``states``). An agreement runs until the day that reports name; when that day passes
and no later agreement is in force, it has expired, which needs no report. Troop cuts are no state of talks, and stand
beside them; what was told of troops a year ago is no news of today.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.answers.overtaken import extended_ends
from bot.desk.answers.troops import troops_state
from bot.desk.ledger.gist import ArticleOrGist, upcoming_dates_in
from bot.desk.ledger.holding import OLD
from bot.desk.ledger.rows import Source, source
from bot.desk.ledger.states import (
    BINDING,
    EXPIRED,
    Cues,
    State,
    TimedState,
    newest_state,
    timed_states,
)
from bot.model import Event
from bot.reading.dates.date_words import Occasion
from bot.reading.dates.upcoming import UpcomingDate

MAKING = timedelta(days=400)
"""The longest time between an agreement in principle and its entry into force."""


class Ending(Struct, frozen=True):
    """The day on which an agreement runs out, on the word of reports."""

    on: date
    """The last day; of a month that is named alone, its last."""
    sentence: str
    """The sentence that names the day, word for word."""
    source: Source
    """The report that has the sentence."""
    outlets: int
    exact: bool = True
    """To the day; else to the month."""


class Agreement(Struct, frozen=True):
    """The agreement that runs, or ran last."""

    state: State | None
    """Ratified or in force; None where only its end was reported."""
    ends: Ending | None
    expired: bool


class Course(Struct, frozen=True):
    """Where one line of talks stands."""

    state: State | None
    """The newest turn of the talks; ``expired`` where an agreement ran out after it."""
    agreement: Agreement | None
    troops: State | None
    """What was told last of US troops there, and within a year."""


def course(articles: Sequence[ArticleOrGist], cues: Cues, on: date) -> Course:
    """Where talks stood at the end of a day, of the articles of one track until then, the oldest first."""
    known = [article for article in articles if article.published.date() <= on]
    return course_of(known, timed_states(known, cues), cues, on)


def course_of(known: Sequence[ArticleOrGist], held: Sequence[TimedState], cues: Cues, on: date) -> Course:
    """As ``course``, of articles none of which is later, with the ``timed_states`` handed in."""
    agreement = _agreement(known, held, on)
    turn = _turn(held, agreement)
    if agreement is not None and agreement.state is not None and agreement.state.event is Event.IN_FORCE:
        state = _borne_out(agreement.state, agreement.ends, known)
        turn = state if turn == agreement.state else turn
        agreement = replace(agreement, state=state)
    troops = troops_state(known, cues)
    return Course(turn, agreement, troops if troops is not None and troops.since >= on - OLD else None)


def _borne_out(state: State, ends: Ending | None, known: Sequence[ArticleOrGist]) -> State:
    """An agreement in force, told by those too who announced it for that day, or name since when it will run out."""
    if state.outlets > 1:
        return state
    found = {state.source.outlet}
    for article in known:
        since = article.published.date() > state.since
        for one in upcoming_dates_in(article):
            tells_end = since and ends is not None and one.occasion is Occasion.EXPIRY and _is_day(one, ends.on)
            if tells_end or (one.occasion is Occasion.IN_FORCE and one.exact and one.first == state.since):
                found.add(article.outlet)
    return replace(state, outlets=len(found))


def _is_day(one: UpcomingDate, day: date) -> bool:
    return one.first <= day <= one.last


def _turn(held: Sequence[TimedState], agreement: Agreement | None) -> State | None:
    """The later of the newest state and an agreement's end."""
    last = newest_state(held)
    if agreement is None or not agreement.expired or agreement.ends is None:
        return last
    ends = agreement.ends
    if any(when.date() > ends.on for when, _ in held):
        return last
    return State(None, EXPIRED, ends.source, ends.outlets, ends.on)


def _agreement(articles: Sequence[ArticleOrGist], held: Sequence[TimedState], on: date) -> Agreement | None:
    binding = [one for one in held if one[1].event in BINDING]
    state = newest_state(binding)
    first, last = date.min, date.max
    reached = sorted(when.date() for when, one in held if one.event is Event.AGREEMENT_IN_PRINCIPLE)
    if state is not None:
        came = state.source.date
        first = min((day for day in reached if came - MAKING <= day <= came), default=came)
        last = min((day for day in reached if day > came), default=date.max)
    elif reached:
        last = reached[0]
    ends = _ending(articles, first, last)
    if state is None and ends is None:
        return None
    if ends is not None and (moved := extended_ends(articles, ends.on)):
        ends = _ending_of([(one.article, one.ahead) for one in moved])
    return Agreement(state, ends, expired=ends is not None and ends.on < on)


def last_end(articles: Sequence[ArticleOrGist], first: date, last: date) -> date | None:
    """The last day of an agreement that reports from one day until before another name, if any."""
    found = _ending(articles, first, last)
    return found.on if found is not None else None


def _ending(articles: Sequence[ArticleOrGist], first: date, last: date) -> Ending | None:
    """The latest end that reports of some days name: those of a new agreement name the old one's end too."""
    told = [
        (article, one)
        for article in articles
        if first <= article.published.date() < last
        for one in upcoming_dates_in(article)
        if one.occasion is Occasion.EXPIRY
    ]
    return _ending_of(told) if told else None


def _ending_of(told: Sequence[tuple[ArticleOrGist, UpcomingDate]]) -> Ending:
    """The latest of the ends that reports name, with the sentence of the first report that has it."""
    named: defaultdict[date, list[tuple[ArticleOrGist, UpcomingDate]]] = defaultdict(list)
    for article, one in told:
        named[one.last].append((article, one))
    day = max(named)
    reports = named[day]
    article, best = min(reports, key=lambda one: (not one[1].exact, one[0].published, one[0].id))
    outlets = len({report.outlet for report, _ in reports})
    return Ending(day, best.sentence, source(article), outlets, best.exact)
