"""Sums and shares of something else, which a report on the topic tells in passing: tariffs, arms, votes."""

from bot.reading.candidates import Candidate
from bot.reading.kinds import MONEY
from bot.reading.scene import Scene, gap_cost, window
from bot.reading.terms import Hit

_ADJACENT = 2  # characters: a 25 percent TARIFF
_INTO = 30  # characters: on American military equipment


def _goes_into(candidate: Candidate, hit: Hit) -> bool:
    """Whether a word right behind a figure tells what it is: a 25 percent TARIFF, $25 billion on American ARMS."""
    gap = hit.start - candidate.end
    if gap <= _ADJACENT:
        return True
    led = candidate.kind is MONEY and candidate.passage.hits.any("put_into", candidate.end, candidate.end + 2)
    return led and gap <= _INTO and "," not in candidate.passage.folded[candidate.end : hit.start]


def off_topic_cost(candidate: Candidate, scene: Scene) -> float:
    """What the nearest word of another topic (tariffs, swap lines, votes) costs; endless where there is none."""
    low, high = window(candidate)
    hits = candidate.passage.hits
    names = ("not_topic", "not_topic_money" if candidate.kind is MONEY else "not_topic_share")
    words = [hit for name in names for hit in hits.within(name, low, high)]
    before = (gap_cost(candidate, hit, False, scene) for hit in words if hit.start < candidate.start)
    after = (
        0.0 if _goes_into(candidate, hit) else gap_cost(candidate, hit, True, scene)
        for hit in words
        if hit.start >= candidate.end
    )
    return min((*before, *after), default=float("inf"))
