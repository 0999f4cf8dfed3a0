"""The dates that no longer hold: an agreement's end that an extension moved, a goal since which a deal set another."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from bot.desk.ledger.gist import ArticleOrGist, upcoming_dates_in
from bot.desk.ledger.standing import SAME_NEWS
from bot.desk.ledger.states import BINDING, DONE
from bot.reading.dates.date_words import Occasion
from bot.reading.dates.upcoming import UpcomingDate

_EXTENDS = re.compile(r"\bexten(?:d|sion)|\bprolong|verlänger|연장|延長", re.IGNORECASE)
"""In the headline of a deal that moves an agreement's end."""
_SETS_GOAL = re.compile(
    r"\b(?:goals?|targets?|spending)\b|GDP|Ziel\b|\bBIP\b|ausgaben|목표|지출|目標|支出", re.IGNORECASE
)
"""In the headline of a deal about what is to be spent; one on the shares in a common budget sets no goal."""
_OF_ALLIANCE = re.compile(r"\bNATO\b|\balliance\b|\ballies\b|\bBündnis|나토|北大西洋", re.IGNORECASE)
"""In the sentence on a goal that an alliance has, of a report on one of its members."""

MOVED_WITHIN = timedelta(days=60)
"""How long after an extension its new end may be named first."""


class NamedDate(Struct, frozen=True):
    """A date to come, and the report that names it."""

    article: ArticleOrGist
    ahead: UpcomingDate


def overtaken(
    reports: Sequence[ArticleOrGist], groups: Sequence[Sequence[NamedDate]], alliance: str | None
) -> set[int]:
    """The ``id`` of the groups that no longer hold; ``reports`` are those on every track, the oldest first.

    ``alliance``: the track of what all its members agreed, if there is one.
    """
    return _moved_ends(reports, groups) | _overtaken_goals(reports, groups, alliance)


def _moved_ends(known: Iterable[ArticleOrGist], groups: Iterable[Sequence[NamedDate]]) -> set[int]:
    """The groups of ends that a deal moved: its headline extends an agreement, and reports since name a later end."""
    extended: defaultdict[str | None, list[date]] = defaultdict(list)
    for article in known:
        if article.reading.event in DONE and _EXTENDS.search(article.title):
            extended[article.reading.track].append(article.published.date())
    ends = [group for group in groups if extended and group[0].ahead.occasion is Occasion.EXPIRY]
    return {id(group) for group in ends for other in ends if _moves(other, group, extended)}


def extended_ends(reports: Sequence[ArticleOrGist], old: date) -> list[NamedDate]:
    """The later ends of an agreement that was to end on a day, where a deal moved that: ``reports`` of one track."""
    days = [one.published.date() for one in reports if one.reading.event in DONE and _EXTENDS.search(one.title)]
    days = [day for day in days if day <= old]
    if not days:
        return []
    named = [NamedDate(one, ahead) for one in reports for ahead in upcoming_dates_in(one)]
    later = [one for one in named if one.ahead.occasion is Occasion.EXPIRY and one.ahead.last > old]
    return [one for one in later if any(day <= one.article.published.date() <= day + MOVED_WITHIN for day in days)]


def _moves(later: Sequence[NamedDate], earlier: Sequence[NamedDate], extended: Mapping[str | None, list[date]]) -> bool:
    """Whether an end was first named with an extension that came before the end that it takes the place of."""
    track, old = earlier[0].article.reading.track, max(named.ahead.last for named in earlier)
    first = min(named.article.published.date() for named in later)
    if later[0].article.reading.track != track or max(named.ahead.last for named in later) <= old:
        return False
    return any(day <= old and day <= first <= day + MOVED_WITHIN for day in extended[track])


def _overtaken_goals(
    reports: Iterable[ArticleOrGist], groups: Iterable[Sequence[NamedDate]], alliance: str | None
) -> set[int]:
    """The groups of goals since which a deal on their track was made about what is to be spent.

    Of a goal that an alliance has it may be one on the alliance's track. A deal within ``SAME_NEWS`` of the last report
    that names the goal is the goal's own, or left it standing.
    """
    deals: dict[str | None, date] = {}
    for report in reports:
        if report.reading.event in DONE - BINDING and _SETS_GOAL.search(report.title):
            deals[report.reading.track] = report.published.date()
    goals = [group for group in groups if deals and group[0].ahead.occasion is Occasion.GOAL]
    return {id(group) for group in goals if _is_overtaken(group, deals, alliance)}


def _is_overtaken(goal: Sequence[NamedDate], deals: Mapping[str | None, date], alliance: str | None) -> bool:
    tracks = {goal[0].article.reading.track}
    if alliance is not None and any(_OF_ALLIANCE.search(named.ahead.sentence) for named in goal):
        tracks.add(alliance)
    last = max(named.article.published.date() for named in goal)
    return any(deals.get(track, date.min) > last + SAME_NEWS for track in tracks)
