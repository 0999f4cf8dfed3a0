"""The dates to come that reports name, and what became of them: ahead, under way, seen, or expected and nothing seen.

Reports of one date are one entry, whatever languages they are in; the entry's sentence is that of the first who narrows
it most. An end that an extension moved is none, nor is a goal since which a deal set another. A date that passes is
looked for in what was reported around it: a round that no report of a round follows was expected, and nothing was seen.
That nothing was seen is not that nothing happened.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from bot.desk.answers.overtaken import NamedDate, overtaken
from bot.desk.answers.timeline import TURNING
from bot.desk.ledger.gist import ArticleOrGist, upcoming_dates_in
from bot.desk.ledger.rows import ALLIANCE, TRACKS, Source, by_date, source
from bot.desk.ledger.states import DONE, SITTING
from bot.model import Event
from bot.reading.dates.date_words import Occasion
from bot.reading.dates.upcoming import UpcomingDate

NAMES: Mapping[Occasion, str] = {
    Occasion.ROUND: "round of talks",
    Occasion.EXPIRY: "agreement ends",
    Occasion.VOTE: "vote",
    Occasion.SIGNING: "signing",
    Occasion.IN_FORCE: "entry into force",
    Occasion.FURLOUGH: "furlough begins",
    Occasion.SUMMIT: "summit",
    Occasion.START: "agreement begins",
    Occasion.DEAL: "deal aimed at",
    Occasion.TROOPS: "troops leave",
    Occasion.REVIEW: "review",
    Occasion.GOAL: "goal to be reached",
}
_TELLS: Mapping[Occasion, frozenset[Event]] = {
    Occasion.ROUND: SITTING | DONE,
    Occasion.VOTE: frozenset({Event.RATIFIED, Event.IN_FORCE}),
    Occasion.SIGNING: frozenset({Event.SIGNED}),
    Occasion.IN_FORCE: frozenset({Event.IN_FORCE}),
    Occasion.FURLOUGH: frozenset({Event.FURLOUGH, Event.PROTEST}),
    Occasion.SUMMIT: frozenset(Event) - {Event.ANALYSIS, Event.NONE, Event.OTHER},
    Occasion.DEAL: DONE,
    Occasion.START: frozenset({Event.IN_FORCE}),
}
"""The events whose reports show that it came about."""
_BY_ITSELF = frozenset({Occasion.EXPIRY, Occasion.START, Occasion.GOAL})
"""What comes with its day, and needs no report."""
_AT_ONCE = frozenset({Occasion.VOTE, Occasion.SIGNING, Occasion.IN_FORCE})
"""What is done once a report of its day tells it; a round goes on until its last day."""
_SUMMIT = re.compile(r"summit|leaders|정상회|首脳|サミット|gipfel", re.IGNORECASE)
"""Of a summit the headline has to speak: things happen on its days that are not it."""

EARLY = timedelta(days=1)
"""East of the date line a day begins before the report of it elsewhere."""
GRACE = timedelta(days=4)
"""How long after a date its reports may take."""
AS_WIDE = 1.1
"""Times the narrowest span of days that one may be to be as narrow: "six to 12 months" has one day more or less."""
SHOWN = timedelta(days=30)
"""How long a date that has passed stays in the calendar."""


class Outcome(StrEnum):
    """What became of a date."""

    AHEAD = "ahead"
    NOW = "under way"
    SEEN = "seen"
    PASSED = "passed"
    """An agreement's end, which needs no report."""
    SILENT = "expected, nothing seen"


class CalendarEntry(Struct, frozen=True):
    """A date that reports name."""

    track: str | None
    occasion: Occasion
    first: date
    last: date
    exact: bool
    """To the day; else some time within the span."""
    sentence: str
    """The sentence that names the date, word for word, of the report at ``source``."""
    source: Source
    sources: tuple[Source, ...]
    """Every report that names it, the first one first."""
    outlets: int
    outcome: Outcome
    seen: Source | None = None
    """The report that shows it came about: of a round that broke off or brought a deal that, else the first one."""
    became: str = ""
    """What a round ended with, where that is more than a round: ``talks broken off``."""


def calendar(
    articles: Sequence[ArticleOrGist],
    now: datetime,
    *,
    track: str | None = None,
    tracks: Sequence[str] = TRACKS,
    shown: timedelta | None = SHOWN,
) -> tuple[CalendarEntry, ...]:
    """The entries that lie ahead at ``now`` and those that passed within ``shown`` (None: all), the earliest first.

    Only what was published until ``now`` counts.
    """
    until_now = [one for one in by_date(articles) if one.published <= now]
    known = [one for one in until_now if track in (None, one.reading.track)]
    groups: list[list[NamedDate]] = []
    by_key: defaultdict[tuple[str | None, Occasion], list[list[NamedDate]]] = defaultdict(list)
    for article in known:
        for one in upcoming_dates_in(article):
            same = by_key[article.reading.track, one.occasion]
            group = next((group for group in same if _overlap(group, one)), None)
            if group is None:
                group = []
                same.append(group)
                groups.append(group)
            group.append(NamedDate(article, one))
    told = _ReportsByDay(known)
    earliest = date.min if shown is None else now.date() - shown
    gone = overtaken(until_now, groups, ALLIANCE if ALLIANCE in tracks else None)
    of_late = (g for g in groups if max(named.ahead.last for named in g) >= earliest and id(g) not in gone)
    entries = (_entry(group, told, now.date()) for group in of_late)
    found = [entry for entry in entries if _over(entry) >= earliest]
    return tuple(sorted(found, key=lambda one: (one.last, one.first, _place(one.track, tracks), one.occasion)))


def _over(entry: CalendarEntry) -> date:
    """The last day of an entry; of one known by a month or a year that came about, the day of that."""
    came = entry.seen if entry.outcome is Outcome.SEEN and not entry.exact else None
    return entry.last if came is None else came.date


def upcoming_entries(entries: Iterable[CalendarEntry]) -> tuple[CalendarEntry, ...]:
    """The entries that lie ahead or are under way."""
    return tuple(entry for entry in entries if entry.outcome in {Outcome.AHEAD, Outcome.NOW})


def near_entries(entries: Iterable[CalendarEntry], today: date) -> tuple[CalendarEntry, ...]:
    """The entries, known to the day, of which reports may come at any hour: from the day before to the day after."""
    return tuple(
        entry
        for entry in upcoming_entries(entries)
        if entry.exact and entry.first - EARLY <= today <= entry.last + EARLY
    )


def _place(track: str | None, tracks: Sequence[str]) -> int:
    return tracks.index(track) if track in tracks else len(tracks)


def _overlap(group: Iterable[NamedDate], one: UpcomingDate) -> bool:
    """Whether a date is the group's: the days that it may mean are among the days that all the others may mean."""
    return all(named.ahead.first <= one.last and one.first <= named.ahead.last for named in group)


def _entry(group: Sequence[NamedDate], told: "_ReportsByDay", today: date) -> CalendarEntry:
    exact = [named for named in group if named.ahead.exact]
    if exact:
        lead = min(exact, key=_speaks)
        first, last = min(named.ahead.first for named in exact), max(named.ahead.last for named in exact)
    else:  # the days that the wider spans mean too; one about as wide, reckoned from a later day, narrows nothing
        narrow = min(map(_width, group)) * AS_WIDE
        lead = min((named for named in group if _width(named) <= narrow), key=_speaks)
        meant = [lead.ahead, *(named.ahead for named in group if _width(named) > narrow)]
        first, last = max(one.first for one in meant), min(one.last for one in meant)
    occasion, track = lead.ahead.occasion, lead.article.reading.track
    headline = _SUMMIT if occasion is Occasion.SUMMIT else None
    since = first - EARLY if exact else first
    previews = {named.article.id for named in group if named.article.published.date() < first}
    seen = told.first(track, _TELLS.get(occasion, frozenset()), since, last + GRACE, headline, previews)
    articles = list({named.article.id: named.article for named in group}.values())
    return CalendarEntry(
        track=track,
        occasion=occasion,
        first=first,
        last=last,
        exact=bool(exact),
        sentence=lead.ahead.sentence,
        source=source(lead.article),
        sources=tuple(source(article) for article in articles),
        outlets=len({article.outlet for article in articles}),
        outcome=_outcome(occasion, first, last, bool(exact), seen, today),
        seen=source(seen) if seen is not None and today >= first else None,
        became=_became(occasion, seen),
    )


def _width(named: NamedDate) -> timedelta:
    return named.ahead.last - named.ahead.first


def _speaks(named: NamedDate) -> tuple[date, bool]:
    """Whose sentence an entry has, of those who narrow the date the most: the first, of one day one in English."""
    return named.article.published.date(), named.article.language != "en"


def _outcome(
    occasion: Occasion,
    first: date,
    last: date,
    exact: bool,
    seen: ArticleOrGist | None,
    today: date,
) -> Outcome:
    if today < first:
        return Outcome.AHEAD
    if occasion in _BY_ITSELF and seen is None:
        return Outcome.PASSED if today > last else Outcome.AHEAD
    if seen is not None and (today > last or not exact or occasion in _AT_ONCE):
        return Outcome.SEEN
    if not exact and today <= last:
        return Outcome.AHEAD  # it may still come
    return Outcome.NOW if today <= last + GRACE else Outcome.SILENT


def _became(occasion: Occasion, seen: ArticleOrGist | None) -> str:
    is_more = occasion is Occasion.ROUND and seen is not None and seen.reading.event in TURNING
    return seen.reading.event.traits.words if is_more and seen is not None else ""


class _ReportsByDay:
    """Reports by track and event, to find the first one of some days."""

    def __init__(self, articles: Iterable[ArticleOrGist]) -> None:
        self._articles: defaultdict[tuple[str | None, Event], list[ArticleOrGist]] = defaultdict(list)
        for article in articles:
            self._articles[article.reading.track, article.reading.event].append(article)

    def first(
        self,
        track: str | None,
        events: Iterable[Event],
        since: date,
        until: date,
        headline: re.Pattern[str] | None,
        previews: Collection[int],
    ) -> ArticleOrGist | None:
        """The first turn of some days, else the first report; none of those that told of it before (``previews``)."""
        found = []
        for event in events:
            those = self._articles.get((track, event), [])
            for article in those[bisect_left(those, since, key=lambda one: one.published.date()) :]:
                if article.published.date() > until:
                    break
                if article.id not in previews and (headline is None or headline.search(article.title)):
                    found.append(article)
                    break
        return min(found, key=lambda one: (one.reading.event not in TURNING, one.published, one.id), default=None)
