"""Sums that another sum is compared with: "up from $870 million", 지난해 1조389억원보다, "statt 870 Millionen".

The base of a comparison is what was paid before, whatever the sentence says of the new sum; only where a demand came
down is the higher base a demand as well. The words are cue lists: ``base_sure`` (always), ``base_before`` (with another
sum or share nearby), ``base_above`` (with one right before it, else it is but a hedge), ``base_from`` and
``base_after_from`` (with a sum behind it that it turns into), ``base_after``, ``base_of`` (with a share behind it),
``base_rise`` (behind the sum that it rises by).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.model import Role
from bot.reading.candidates import Candidate
from bot.reading.kinds import MONEY, MULTIPLE, PERCENT
from bot.reading.placed import Placed
from bot.reading.scene import Ruling, Scene, window
from bot.reading.terms import Hit

_FILLERS = ("hedge_about", "hedge_nearly", "hedge_more_than", "hedge_up_to", "base_filler", "last_year", "this_year")
_LEADING = ("base_sure", "base_from", "base_above", "base_before")
_LEADING_SHARES = ("base_from", "base_sure", "base_above", "base_target")
_RISES_SOON = 8  # characters: 1조389억원에서 소폭 늘리는
_BUDGET_SPAN = 22  # characters: 199.3 billion yen in this year's budget
_BASE_COST = 0.0
_CAME_DOWN = "a demand that came down from it: demanded"
_COMPARED_AGREED = "the agreed sum that another is compared with: agreed"
_COMPARED = "another sum is compared with it: paid"
BASE_WHYS = frozenset({_COMPARED_AGREED, _COMPARED})
"""What ``Figure.why`` says of a sum that another is measured by."""
_LEAD_SPAN = 34  # characters before a sum in which the word that makes it a base is looked for
_YEARS_SUM = re.compile(r"(?:年度?|[昨前]年度?|년도?|지난해|작년)(?:の| ?(?:분담금|방위비)?인? ?)(?:約|약 )?$")
"""A year that a sum right behind it is of: 21年度の約[2017億円]."""
_GROWN_SPAN = 48  # characters: beyond the 8.2 percent by which it grew LAST YEAR
_GAP = 2
_RISES = 10  # characters between a sum and the rise from it: 1조389억원에서 13% 올린
_GOAL_SPAN = 12  # characters between a share and the word that leads to the next
_GOES_BEFORE = 8  # characters in which a phrase that a word of comparing ends may begin: IS AFTER close to $5 billion
_NEAR, _RIGHT_BEFORE = 90, 26  # characters to the other sum or share
_AGREED_SPAN, _AGREED_SPAN_GLUED, _AGREED_SPAN_RELATIVE = 26, 28, 60
_PARTS = frozenset(",;、%")


def base_ruling(candidate: Candidate, scene: Scene) -> Ruling | None:
    """What a sum is as the base of a comparison, or None where it is none."""
    if candidate.kind is not MONEY or not is_base(candidate, scene):
        return None
    if _came_down(candidate, scene):
        return Ruling(Role.DEMANDED, _CAME_DOWN, _BASE_COST)
    if not scene.glued and candidate.passage.hits.any("budget", candidate.behind, candidate.behind + _BUDGET_SPAN):
        return Ruling(Role.BUDGET, "the budgeted sum that another is compared with: budget", _BASE_COST)
    if _agreed(candidate, scene) and not _of_last_year(candidate):
        return Ruling(Role.AGREED, _COMPARED_AGREED, _BASE_COST)
    return Ruling(Role.PAID, _COMPARED, _BASE_COST)


def share_ruling(candidate: Candidate, scene: Scene) -> Ruling | None:
    """What a share is that becomes another one: from 22.1 percent to 16.35 percent, von 14,8 auf 16,35 Prozent."""
    if candidate.kind is not PERCENT or scene.glued:
        return None
    hits, low = candidate.passage.hits, max(candidate.sentence[0], candidate.start - _LEAD_SPAN)
    if not any(hits.any(name, low, candidate.start) for name in _LEADING_SHARES):
        return None
    start, where, places = candidate.sentence[0], candidate.passage.where, tuple(starts(candidate, low))

    def led_by(name: str) -> bool:
        words = hits.within(name, low, places[0])
        return bool(words) and any(_ends_at([hit for hit in words if hit.start < place], place) for place in places)

    earlier = scene.shares[where].count(start, candidate.start) > 0
    of_economy = scene.sums[where].count(*candidate.sentence) == 0
    if of_economy and led_by("base_target"):
        return Ruling(Role.AGREED, "what was promised, and another share is short of: agreed", _BASE_COST)
    before = scene.shares[where].last_before(candidate.start)
    beside = before is not None and before.start >= start and candidate.start - before.end <= _LEAD_SPAN
    if beside and led_by("base_from"):
        return Ruling(Role.PAID, "the share before it became of it: paid", _BASE_COST)
    grown = hits.any("last_year", candidate.end, min(candidate.sentence[1], candidate.end + _GROWN_SPAN))
    if ((earlier or grown) and led_by("base_sure")) or (_of_last_year(candidate) and led_by("base_above")):
        return Ruling(Role.PAID, "another share is compared with it: paid", _BASE_COST)
    if not led_by("base_from"):
        return None
    goals = hits.within("base_goal", candidate.end, candidate.end + _GOAL_SPAN)
    if goals and scene.shares[candidate.passage.where].count(goals[0].end, goals[0].end + _RIGHT_BEFORE):
        return Ruling(Role.PAID, "it becomes another share: paid", _BASE_COST)
    return None


def is_base(candidate: Candidate, scene: Scene) -> bool:
    """Whether a sum is what another is compared with."""
    return scene.bases[candidate.passage.where].count(candidate.start, candidate.start + 1) > 0


def with_bases(scene: Scene) -> Scene:
    """The scene, once it is known which of its sums others are compared with."""
    bases = {
        where: Placed(sum_ for sum_ in row if _by_word_before(sum_, scene) or _by_word_after(sum_, scene))
        for where, row in scene.sums.items()
    }
    return replace(scene, bases=bases)


def _by_word_before(candidate: Candidate, scene: Scene) -> bool:
    hits, low = candidate.passage.hits, max(candidate.sentence[0], candidate.start - _LEAD_SPAN)
    words = [(name, hit) for name in _LEADING for hit in hits.within(name, low, candidate.start)]
    if not words and (
        scene.glued or not scene.shares[candidate.passage.where].count(low - _LEAD_SPAN, candidate.start)
    ):
        return False  # most sums have neither before them
    for start in starts(candidate, low):
        ending = {name: hit for name, hit in words if 0 <= start - hit.end <= _GAP}
        if "base_sure" in ending or ("base_from" in ending and _becomes(candidate, scene, "base_goal")):
            return True
        if word := ending.get("base_above"):
            if hits.any("last_year", start, candidate.start):
                return True  # more than LAST YEAR'S $870 million
            if _marked(candidate, scene, word.start - _RIGHT_BEFORE, word.start):
                return True
            continue  # "up from less than $1 billion"
        word = ending.get("base_before")
        if word and not hits.any("not_base", word.start - _GOES_BEFORE, word.start + 1):
            behind = _marked(candidate, scene, candidate.end, candidate.end + _NEAR)
            return behind or _marked(candidate, scene, start - _NEAR, start)
        before = () if scene.glued else _shares(candidate, scene, start - _LEAD_SPAN, start, _GAP)
        if any(other.kind is MULTIPLE for other in before):
            return True
    return False


def starts(candidate: Candidate, low: int) -> Iterator[int]:
    """The start of a sum, and of the hedges, articles and times before it."""
    start, fillers = candidate.start, candidate.passage.hits.among(_FILLERS)
    while True:
        yield start
        last = {hit.which: hit for hit in fillers.within(low, start)}
        before = [hit.start for hit in last.values() if 0 <= start - hit.end <= _GAP]
        if not before:
            return
        start = min(before)


def _ends_at(hits: Sequence[Hit], place: int) -> Hit | None:
    """The hit that ends right before a place."""
    return hits[-1] if hits and 0 <= place - hits[-1].end <= _GAP else None


def _by_word_after(candidate: Candidate, scene: Scene) -> bool:
    hits, place = candidate.passage.hits, candidate.behind
    if hits.any("base_after", place, place + 2):
        return True
    if scene.glued and hits.any("base_exceeds", place, place + 2):
        return bool(_YEARS_SUM.search(candidate.passage.folded, max(0, candidate.start - _LEAD_SPAN), candidate.start))
    if hits.any("base_after_from", place, place + 2):
        rises = scene.glued and bool(_shares(candidate, scene, place, place + _RISES, None))
        rises = rises or _rises_by(candidate, scene)
        rises = rises or (scene.glued and hits.any("base_rise", place + 1, place + _RISES_SOON))
        return rises or _becomes(candidate, scene, "base_goal_after")
    genitive = hits.within("base_of", place, place + 1)
    return bool(genitive) and bool(_shares(candidate, scene, place, genitive[0].end + _GAP + 1, None))


def _rises_by(candidate: Candidate, scene: Scene) -> bool:
    """Whether the sum that follows is what this one rises by: 2017億円から約100億円増える."""
    after = scene.sums[candidate.passage.where].first_from(candidate.end)
    near = after is not None and scene.glued and after.start - candidate.behind <= _RISES
    return near and after is not None and candidate.passage.hits.any("base_rise", after.end, after.end + _GAP)


def _shares(candidate: Candidate, scene: Scene, low: int, high: int, gap: int | None) -> list[Candidate]:
    """The shares between two places; with ``gap``, those that end so near the second."""
    within = scene.shares[candidate.passage.where].within(max(candidate.sentence[0], low), high)
    return [share for share in within if gap is None or 0 <= high - share.end <= gap]


def _marked(candidate: Candidate, scene: Scene, low: int, high: int) -> bool:
    """Whether a sum or a share stands between two places of the sentence."""
    where, low = candidate.passage.where, max(candidate.sentence[0], low)
    high = min(candidate.sentence[1], high)
    return scene.sums[where].count(low, high) + scene.shares[where].count(low, high) > 0


def _becomes(candidate: Candidate, scene: Scene, goal: str) -> bool:
    """Whether another sum follows that it turns into: from A to B, AからBへ."""
    after = scene.sums[candidate.passage.where].first_from(candidate.end)
    if after is None or after.start > min(candidate.sentence[1], candidate.end + _NEAR):
        return False
    hits = candidate.passage.hits
    if scene.glued:
        return any(0 <= hit.start - after.end <= _GAP for hit in hits.within(goal, after.end, after.end + _GAP + 1))
    return hits.any(goal, candidate.end, after.start)


def _came_down(candidate: Candidate, scene: Scene) -> bool:
    """Whether the sentence tells of a demand that was lowered from this sum."""
    low, high = window(candidate)
    hits, own = candidate.passage.hits, candidate.amount
    if not any(hits.any(name, low, high) for name in ("demanded", "proposed", "lowered")):
        return False
    alike = [
        other.amount.value
        for other in scene.sums[candidate.passage.where].within(low, high)
        if other is not candidate and other.amount.currency == own.currency
    ]
    of_host = own.currency in {track.currency for track in scene.tracks}
    asked = any(m.party.side == "asks" for m in scene.mentions[candidate.passage.where].within(*candidate.sentence))
    if of_host and not asked and not hits.any("demanded", low, high):
        return False  # payments for electricity come down as well
    if not alike:
        return hits.any("lowered", low, high) and not of_host
    return min(alike) < own.value


def _of_last_year(candidate: Candidate) -> bool:
    """Whether a sum is told to be that of the year before: LAST YEAR'S $870 million."""
    words = candidate.passage.hits.within("last_year", candidate.start - _LEAD_SPAN, candidate.start)
    return bool(words) and candidate.start - words[-1].end <= _GAP + 1


def _relative_behind(candidate: Candidate) -> int | None:
    """Where a clause begins that tells more of a sum and has a comma before it: Won, AUF DIE sich beide einigten."""
    start = candidate.behind + 2
    if candidate.passage.folded[candidate.behind : start] != ", ":
        return None
    words = candidate.passage.hits.within("relative", start, start + 1)
    return words[0].end if words else None


def _agreed(candidate: Candidate, scene: Scene) -> bool:
    """Whether a base is itself said to be agreed: the 1.04 trillion won that Seoul agreed to pay, 합의한 1조원."""
    low, high = (
        (candidate.start - _AGREED_SPAN_GLUED, candidate.start)
        if scene.glued
        else (candidate.behind, candidate.behind + _AGREED_SPAN)
    )
    text = candidate.passage.folded
    paid = candidate.passage.hits.within("paid", candidate.behind, candidate.behind + 2)
    if paid and not scene.glued:
        return False  # the $870 million PROVIDED under the accord
    if not scene.glued and (relative := _relative_behind(candidate)):
        low, high = relative, relative + _AGREED_SPAN_RELATIVE
        own = candidate.passage.hits.within("agreed", low, min(candidate.sentence[1], high))
        return any(not _PARTS & set(text[low : hit.start]) for hit in own)
    agreed = candidate.passage.hits.within("agreed", max(candidate.sentence[0], low), min(candidate.sentence[1], high))
    between = ((hit.end, candidate.start) if scene.glued else (candidate.behind, hit.start) for hit in agreed)
    return any(
        not _PARTS & set(text[start:end]) and not candidate.passage.hits.any("under_deal", start, end)
        for start, end in between
    )
