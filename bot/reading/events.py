"""What a report reports: its event and its track, by the words of title and lead."""

from collections.abc import Sequence

from bot.model import Event, Track
from bot.reading.parties import Mentions
from bot.reading.text import Passage

_LEAD_SENTENCES = 2
_TITLE, _LEAD, _SECOND = 3.0, 2.0, 0.75
_OPENING = 2  # characters before the first name: a quotation mark
_SPOKEN = 1.0

_RANK = (
    Event.TALKS_BREAK_OFF, Event.FURLOUGH, Event.RATIFIED, Event.SIGNED, Event.IN_FORCE, Event.PROTEST,
    Event.AGREEMENT_IN_PRINCIPLE, Event.TALKS_RESUME, Event.TROOP_CUT, Event.TALKS_START, Event.TALKS_ROUND,
    Event.REPORT, Event.ANALYSIS, Event.STATEMENT,
)  # fmt: skip
"""The rarer event first: between equals it tells more. Statements are what remains when nothing happened."""

_PULL = dict.fromkeys(_RANK, 1.0) | {Event.STATEMENT: 0.6, Event.REPORT: 0.6, Event.TALKS_ROUND: 0.8}
_PULL |= {Event.AGREEMENT_IN_PRINCIPLE: 0.75, Event.TROOP_CUT: 0.9, Event.ANALYSIS: 0.8, Event.PROTEST: 0.9}


def cue(event: Event) -> str:
    """The cue list that speaks for an event."""
    return event.value


def event_of(passages: Sequence[Passage], named: Mentions, *, on_topic: bool) -> Event:
    """The event that title and lead report; NONE off the topic. ``named`` are the parties that the title names."""
    if not on_topic:
        return Event.NONE
    scores = {event: _PULL[event] * _weight(event, passages) for event in _RANK}
    scores[Event.STATEMENT] += _SPOKEN * _is_spoken(named)
    best = max(_RANK, key=lambda event: scores[event])
    return best if scores[best] > 0 else Event.STATEMENT


def _is_spoken(named: Mentions) -> bool:
    """Whether the title opens with somebody who has something to say, rather than with what happened."""
    first = named.first_from(0)
    return first is not None and first.party.person and first.start <= _OPENING


def _weight(event: Event, passages: Sequence[Passage]) -> float:
    total = 0.0
    for passage in passages:
        if passage.where == "title":
            total += _TITLE * bool(passage.hits.all(cue(event)))
            continue
        for number, (start, end) in enumerate(passage.sentences[:_LEAD_SENTENCES]):
            total += (_LEAD if number == 0 else _SECOND) * passage.hits.any(cue(event), start, end)
    return total


def track_label(key: str) -> str:
    return f"track:{key}"


def track_of(tracks: Sequence[Track], passages: Sequence[Passage]) -> str | None:
    """The key of the track whose words weigh most; the title counts five times, each sentence of the text once."""
    best, most = None, 0.0
    for track in tracks:
        weight = 0.0
        for passage in passages:
            hits = passage.hits.all(track_label(track.key))
            weight += 5.0 * min(len(hits), 2) if passage.where == "title" else _spread(passage, [h.start for h in hits])
        if weight > most:
            best, most = track.key, weight
    return best


def _spread(passage: Passage, places: Sequence[int]) -> float:
    """How many sentences have the words, those of the lead twice."""
    if not places:
        return 0.0
    starts = {passage.sentence(place)[0] for place in places}
    lead = {start for start, _ in passage.sentences[:_LEAD_SENTENCES]}
    return len(starts) + len(starts & lead)
