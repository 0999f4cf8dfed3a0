"""What becomes of US troops on a track, as reports tell it: a cut that is weighed, told, announced, ordered or halted,
or more soldiers to come.

It is no state of talks. What comes later takes the place of what was before it: a halt is over when more soldiers come,
or when another cut is weighed. What is weighed and denied is nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bot.desk.ledger.denials import denies
from bot.desk.ledger.gist import ArticleOrGist
from bot.desk.ledger.rows import source
from bot.desk.ledger.states import UNTOLD, Cues, State, headline_tells, is_halted
from bot.model import Event

_UNSURE = re.compile(
    r"\b(?:no|not|den(?:y|ies|ied)|untrue|may|might|could|any|asks?|brakes?|limits?|warns?)\b|부인|否定", re.IGNORECASE
)
_WEIGHED = re.compile(
    r"\b(?:weighs?|considers?|reviews?|under review|mulls?|looks? into|erwägt|prüft|Prüfung)\b|검토|検討", re.IGNORECASE
)
_MORE = re.compile(
    r"\b(?:more|extra|additional|further|weitere|mehr|zusätzliche) (?:US |U\.S\. |American |amerikanische )?"
    r"(?:troops|soldiers|Soldaten|Truppen)\b|(?:병력|미군) (?:증파|증강|추가)|(?:増派|増強)",
    re.IGNORECASE,
)
_HEARSAY = re.compile(r"\b(?:reports?|reportedly|sources?|Berichte?|Medien)\b|보도|報道", re.IGNORECASE)
_ORDERED = re.compile(r"\border(?:s|ed)\b|\bordnet\b.*\ban\b|\bangeordnet\b|지시|명령|命令|指示", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"\bannounc\w+|\bconfirm\w*|\bsays\b|\bbestätigt\b|\bkündigt\b.*\ban\b|발표|확인|発表", re.IGNORECASE
)


class Turn(StrEnum):
    """What a headline tells of troops, in words."""

    WEIGHED = "troop cut under review"
    CUT = "troop cut reported"
    HALTED = "troop cut halted"
    MORE = "more troops announced"


def troops_state(articles: Sequence[ArticleOrGist], cues: Cues) -> State | None:
    """What was told last of troops, of the articles of one track, the oldest first.

    Two outlets tell it in one story, or one does in its headline of a cut that is told or weighed. That a cut is looked
    at once more takes nothing back of one that was told.
    """
    stories: defaultdict[int, list[ArticleOrGist]] = defaultdict(list)
    for article in articles:
        stories[article.story_id].append(article)
    found = [one for reports in stories.values() for one in _of_story(reports, cues)]
    last: _Told | None = None
    for one in sorted(found, key=lambda one: (one.when, one.state.outlets)):
        if not (one.turn is Turn.WEIGHED and last is not None and last.turn is Turn.CUT):
            last = one
    return last.state if last is not None else None


class _Told(NamedTuple):
    when: datetime
    turn: Turn
    state: State


def _of_story(reports: Iterable[ArticleOrGist], cues: Cues) -> list[_Told]:
    told: defaultdict[Turn, list[ArticleOrGist]] = defaultdict(list)
    is_denied = False
    for report in reports:
        is_denied = is_denied or denies(report.title)
        turn = _turn(report)
        if turn is not None:
            told[turn].append(report)
    if is_denied:
        told.pop(Turn.WEIGHED, None)
    return [_told(turn, those) for turn, those in told.items() if _is_borne_out(turn, those, cues)]


def _turn(report: ArticleOrGist) -> Turn | None:
    event = report.reading.event
    is_cut = event is Event.TROOP_CUT
    return _turn_of_title(report.title, is_cut=is_cut) if is_cut or event in UNTOLD else None


@lru_cache(maxsize=8192)
def _turn_of_title(title: str, *, is_cut: bool) -> Turn | None:
    """``is_cut``: of a report that tells of a cut; only such a headline tells one."""
    if _UNSURE.search(title):
        return None
    if _MORE.search(title):
        return Turn.MORE
    if is_halted(title):
        return Turn.HALTED
    if not is_cut:
        return None
    return Turn.WEIGHED if _WEIGHED.search(title) else Turn.CUT


def _is_borne_out(turn: Turn, reports: Sequence[ArticleOrGist], cues: Cues) -> bool:
    if len({report.outlet for report in reports}) > 1:
        return True
    return turn is Turn.WEIGHED or (turn is Turn.CUT and headline_tells(Event.TROOP_CUT, reports[0], cues))


def _told(turn: Turn, reports: Sequence[ArticleOrGist]) -> _Told:
    first = min(reports, key=lambda one: (one.published.date(), one.language != "en", one.published, one.id))
    words = _firmer(reports) if turn is Turn.CUT else turn.value
    outlets = len({report.outlet for report in reports})
    return _Told(first.published, turn, State(Event.TROOP_CUT, words, source(first), outlets, first.published.date()))


def _firmer(reports: Sequence[ArticleOrGist]) -> str:
    """Whether a cut is ordered, announced or only reported, by the headlines of one story."""
    firm = [report.title for report in reports if not _HEARSAY.search(report.title)]
    if any(map(_ORDERED.search, firm)):
        return "troop cut ordered"
    return "troop cut announced" if any(map(_ANNOUNCED.search, firm)) else Turn.CUT.value
