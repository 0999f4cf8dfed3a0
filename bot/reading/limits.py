"""Limits that a deal sets to what is paid, or to how far it may rise in a year."""

from bot.reading.candidates import Candidate
from bot.reading.occasions import OPEN
from bot.reading.scene import Scene

_CAP_SPAN, _CAP_SPAN_GLUED = 40, 12


def cap_of(candidate: Candidate, scene: Scene) -> str | None:
    """The word beside a sum or share that makes it a ceiling."""
    after = _CAP_SPAN_GLUED if scene.glued else _CAP_SPAN
    low, high = (
        max(candidate.sentence[0], candidate.start - _CAP_SPAN),
        min(candidate.sentence[1], candidate.end + after),
    )
    hits, where = candidate.passage.hits, candidate.passage.where
    for hit in (*hits.within("cap", low, candidate.start), *hits.within("cap", candidate.end, high)):
        gap = (hit.end, candidate.start) if hit.start < candidate.start else (candidate.end, hit.start)
        behind = scene.shares[where].first_from(hit.end) if hit.start >= candidate.end and not scene.glued else None
        if behind is not None and behind.start < min(candidate.sentence[1], hit.end + _CAP_SPAN):
            continue  # it limits what follows it
        if not scene.sums[where].count(*gap) + scene.shares[where].count(*gap):
            asked = scene.event in OPEN and hits.any("proposed", candidate.sentence[0], hit.start)
            return None if asked else candidate.passage.text[hit.start : hit.end]
    return None
