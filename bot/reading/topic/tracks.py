"""Which of the topic's tracks (a country, the alliance) a report is mostly about, by the words of title and text."""

from collections.abc import Sequence

from bot.model import Track
from bot.reading.text import Passage

_LEAD_SENTENCES = 2
_BEHIND_TITLE = 1_000_000


def track_label(key: str) -> str:
    return f"track:{key}"


def track_of(tracks: Sequence[Track], passages: Sequence[Passage]) -> str | None:
    """The key of the track whose words weigh most; the title counts five times, each sentence of the text once.

    Of equals an alliance comes before its members, whom its own business names as well, and then the one that is named
    first.
    """
    best, most = None, (0.0, False, 0.0)
    for track in tracks:
        weight, first = 0.0, float("inf")
        for passage in passages:
            hits = passage.hits.all(track_label(track.key))
            weight += 5.0 * min(len(hits), 2) if passage.where == "title" else _spread(passage, hits.starts)
            if hits:
                first = min(first, hits[0].start + (passage.where == "text") * _BEHIND_TITLE)
        order = weight, track.payer is None, -first
        if order > most and weight > 0:
            best, most = track.key, order
    return best


def _spread(passage: Passage, places: Sequence[int]) -> float:
    """How many sentences have the words, those of the lead twice."""
    starts, end = [], -1
    for place in places:
        if place >= end:  # not in the sentence of the one before
            start, end = passage.sentence(place)
            starts.append(start)
    lead = {start for start, _ in passage.sentences[:_LEAD_SENTENCES]} if starts else set()
    return float(len(starts) + len(lead.intersection(starts)))
