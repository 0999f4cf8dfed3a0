"""What deciding on one figure needs to know of the whole report, and how near a word is to a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.model import Event, Role, Track
from bot.reading.candidates import Candidate
from bot.reading.events import track_label
from bot.reading.kinds import MONEY, MULTIPLE, PERCENT
from bot.reading.parties import Mentions
from bot.reading.placed import Placed
from bot.reading.terms import Hit
from bot.reading.text import Passage

REACH = 170
"""Characters to look either way from a figure, within its sentence."""

OF_BASE = 8.0
"""What was paid before, said beside a share, is what the share is of: 現在の5倍."""

UNCUED = 99.0
"""The cost of a role that no word of the sentence gave."""

LETTERS_A_WORD = 6.0
LETTERS_A_WORD_GLUED = 3.0
_SUM_BETWEEN, _COMMA_BETWEEN, _BREAK_BETWEEN, _WRONG_SIDE = 5.0, 1.5, 3.0, 4.0
_RISE_GAP = 9  # letters between a rise and what it leads to: " to ", " auf ", " menjadi "
_BASE_AFTER = 15.0
_BASE_PHRASE = 12  # characters around a base: ", from last year's"
_LATE_SIDE = 1.5
_VERB_LATE = frozenset({"de"})
"""Languages that put many a verb behind what is said of it: dass Seoul fünf Milliarden zahlt."""
_ASKED = frozenset({"demanded", "proposed", "offered"})
_MODIFIER_GAP = 4  # characters of an ending, a space, a hedge
_SEMICOLON = 8.0
_OF_OTHER = 10.0  # of a word that another sum has to itself: paid $500 million, 予算の2017億円
_OWN_GAP, _OWN_GAP_GLUED, _OWN_GAP_AFTER = 12, 2, 5
_OWN_GAP_ATTRIBUTIVE = 24  # characters: 합의한 2026년 분담금 1조5192억원
_ATTRIBUTIVE = frozenset("한된던")  # Korean endings that make a verb describe what follows it
_STOPS = frozenset(",;:()、，%")


class Ruling(NamedTuple):
    """A role with the rule that gave it, and what the choice cost (less is surer)."""

    role: Role
    why: str
    cost: float
    cue: str = ""
    """The list that the deciding word stands in, if a word decided."""


class Cue(NamedTuple):
    """A word that gives figures a role."""

    start: int
    end: int
    rank: int
    """Of equally near ones, the lower counts."""
    name: str
    role: Role
    extra: float
    """What it costs besides the words between."""
    hit: Hit


class HostAt(NamedTuple):
    """A place where a host is named, with its country."""

    start: int
    end: int
    country: str


def hosts_in(passage: Passage, tracks: Sequence[Track]) -> Placed[HostAt]:
    """Every place of a passage where a host is named, in the order of the text."""
    return Placed(
        sorted(
            HostAt(hit.start, hit.end, track.payer)
            for track in tracks
            if track.payer is not None
            for hit in passage.hits.all(track_label(track.key)).things
        )
    )


class Told(NamedTuple):
    """Who pays, or who says so, and the rule that tells it."""

    who: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What roles need to know of the whole report."""

    event: Event
    payer: str | None
    """Who pays where a sentence does not say; None where the report is about several."""
    tracks: Sequence[Track]
    mentions: dict[str, Mentions]
    sums: dict[str, Placed[Candidate]]
    """The money of each passage that is no conversion, in order."""
    cues: dict[str, Placed[Cue]]
    """The words of roles in each passage; of those that begin together the longest."""
    shares: dict[str, Placed[Candidate]]
    """The percentages and multiples of each passage, in order."""
    bases: dict[str, Placed[Candidate]]
    """Of the sums, those that another is compared with."""
    hosts: dict[str, Placed[HostAt]]
    """Where each passage names a host."""
    glued: bool
    asker: str | None
    """The party that asks where the text names none."""


def window(candidate: Candidate) -> tuple[int, int]:
    """The part of the sentence that is within reach of a figure, up to a semicolon."""
    low, high = max(candidate.sentence[0], candidate.start - REACH), min(candidate.sentence[1], candidate.end + REACH)
    text = candidate.passage.folded
    end = text.find(";", candidate.end, high)
    return max(low, text.rfind(";", low, candidate.start) + 1), end if end >= 0 else high


def gap_cost(candidate: Candidate, hit: Hit, after: bool, scene: Scene, name: str = "") -> float:
    """Words between cue and figure, and what stands in between; ``name`` is the list that the cue stands in."""
    low, high = (candidate.end, hit.start) if after else (min(hit.end, candidate.start), candidate.start)
    if after and high - low <= 1 and candidate.passage.hits.any("agent", hit.end, hit.end + 2):
        return 0.0  # the 5 percent DEMANDED BY Trump
    gap = candidate.passage.folded[low:high]
    bases = scene.bases[candidate.passage.where].within(low, high)
    rise = _rise_before(candidate, low, scene)
    length = max(0, len(gap) - rise - sum(base.end - base.start + _BASE_PHRASE for base in bases))
    cost = length / (LETTERS_A_WORD_GLUED if scene.glued else LETTERS_A_WORD)
    cost += _COMMA_BETWEEN * (gap.count(",") + gap.count("、") + _SEMICOLON * gap.count(";"))
    cost += _SUM_BETWEEN * (scene.sums[candidate.passage.where].count(low, high) - len(bases))
    cost += _BREAK_BETWEEN * candidate.passage.hits.all("clause_break").count(low, high)
    cost += _OF_OTHER * _of_other_sum(candidate, hit, after, scene)
    modifies = scene.glued and not after and len(gap) <= _MODIFIER_GAP  # 제안한 13%
    wrong = after != scene.glued and not modifies
    late = after and candidate.passage.language in _VERB_LATE
    compared = candidate.kind is PERCENT and candidate.passage.hits.any("compares", low, high)
    of_base = candidate.kind is MULTIPLE and name not in _ASKED
    if after and (compared or of_base) and not scene.glued:
        cost += _BASE_AFTER  # "five times what it pays now": what follows a multiple is the base
    return cost + (_LATE_SIDE if late else _WRONG_SIDE if wrong else 0.0)


def _rise_before(candidate: Candidate, low: int, scene: Scene) -> int:
    """Letters before a sum, behind ``low``, that tell how far it rises: by [8 percent to] $890 million; or 0."""
    share = scene.shares[candidate.passage.where].last_before(candidate.start)
    if share is None or share.start < low or candidate.kind is not MONEY:
        return 0
    between = candidate.passage.folded[share.end : candidate.start]
    leads_to = len(between) <= _RISE_GAP and between.replace(" ", "").isalpha()
    return candidate.start - share.start if leads_to else 0


def _of_other_sum(candidate: Candidate, hit: Hit, after: bool, scene: Scene) -> bool:
    """Whether a word stands right beside another sum, on the side that makes it that sum's."""
    row = scene.sums[candidate.passage.where]
    if after:
        other = row.first_from(hit.end)
        gap, most = (hit.end, other.start if other else 0), _OWN_GAP_GLUED if scene.glued else _OWN_GAP
    elif scene.glued:
        other = row.last_before(hit.start)
        gap, most = (other.end if other else 0, hit.start), _OWN_GAP_AFTER
    else:
        other = row.last_before(hit.start)
        return other is not None and not candidate.passage.folded[other.behind : hit.start].strip()
    if other is None or other is candidate or gap[1] < gap[0]:
        return False
    if scene.glued and after:
        if hit.start - candidate.end <= _OWN_GAP_GLUED:
            return False  # 100억달러를 요구해 30억달러를 ...
        if _ATTRIBUTIVE & set(candidate.passage.folded[hit.end - 1 : hit.end + 1]):
            most = _OWN_GAP_ATTRIBUTIVE
    if gap[1] - gap[0] > most:
        return False
    return not _STOPS & set(candidate.passage.folded[slice(*gap)]) and not candidate.passage.hits.any(
        "clause_break", *gap
    )
