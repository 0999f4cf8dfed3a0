"""What a report reports: its event and its track, by the words of title and lead."""

from collections.abc import Mapping, Sequence

from bot.model import Event, Track
from bot.reading.leads import OPENING, SECOND, WEAK, Part, cue, parts_of
from bot.reading.parties import Mentions
from bot.reading.text import Passage
from bot.reading.voices import TOLD_TITLE, speech_of, spoken, told

_LEAD_SENTENCES = 2
_LEAST = 0.25  # of all that speaks for an event
_OF_SOURCE = 0.7  # of what somebody says or does, where a source tells of it
_ASKED_OF_SOURCE = 0.35  # of what somebody asks for or turns down, as others tell
_OPENS = 3.0  # of a title that begins with what kind of text it is: "Explainer: ..."
_ASKS = 1.0  # of a title that is a question
_BEHIND_TITLE = 1_000_000

_RANK = (
    Event.TALKS_BREAK_OFF, Event.FURLOUGH, Event.RATIFIED, Event.SIGNED, Event.IN_FORCE, Event.PROTEST,
    Event.AGREEMENT_IN_PRINCIPLE, Event.TALKS_RESUME, Event.TROOP_CUT, Event.TALKS_START, Event.TALKS_ROUND,
    Event.OTHER, Event.REPORT, Event.ANALYSIS, Event.STATEMENT,
)  # fmt: skip
"""The rarer event first: between equals it tells more. Statements are what remains when nothing happened."""

_PULL = dict.fromkeys(_RANK, 1.0) | {Event.STATEMENT: 0.6, Event.REPORT: 0.6, Event.TALKS_ROUND: 0.8}
_PULL |= {Event.AGREEMENT_IN_PRINCIPLE: 0.85, Event.TROOP_CUT: 0.9, Event.ANALYSIS: 0.8, Event.OTHER: 0.8}
_PULL[Event.PROTEST] = 1.2  # it has words of what it is against as well
_OF_TALKS = (Event.TALKS_BREAK_OFF, Event.TALKS_START, Event.TALKS_RESUME)
"""What words of beginning and ending tell of, where talks are named."""


def event_of(
    passages: Sequence[Passage], mentions: Mapping[str, Mentions], *, on_topic: bool, but: Event | None = None
) -> Event:
    """The event that title and lead report; NONE off the topic. ``mentions``: the parties named in each passage.

    ``but`` is an event that is not to be told: what an analysis analyses.
    """
    if not on_topic:
        return Event.NONE
    title = next((passage for passage in passages if passage.where == "title"), None)
    parts = parts_of(passages, speech_of(title, mentions["title"]) if title else None)
    scores = {event: _PULL[event] * sum(part.weight(event) for part in parts) for event in _RANK}
    if not any(part.has("talks") for part in parts):
        scores |= {event: WEAK * scores[event] for event in _OF_TALKS}
    sourced = _add_voices(scores, parts, mentions)
    scores[Event.ANALYSIS] += _OPENS * _opens(parts) + _ASKS * (_asks(parts) and not sourced)
    best = max((event for event in _RANK if event is not but), key=lambda event: scores[event])
    if best is Event.AGREEMENT_IN_PRINCIPLE and any(part.weight(Event.SIGNED) >= SECOND for part in parts):
        return Event.SIGNED  # whoever has signed has agreed, whatever the title makes of it
    if best is Event.REPORT and all(part.weight(Event.TROOP_CUT) >= part.counts for part in parts[:2]):
        return Event.TROOP_CUT  # plans for one become known through reports
    if best is Event.TALKS_START and any(part.title and part.weight(Event.REPORT) >= part.counts for part in parts):
        return Event.REPORT  # talks that sources foresee have not been announced
    return best if scores[best] > _LEAST else Event.STATEMENT


def _add_voices(scores: dict[Event, float], parts: Sequence[Part], mentions: Mapping[str, Mentions]) -> bool:
    """Add what it tells that somebody speaks in the title, and that a source is named; whether one is."""
    title = next((part for part in parts if part.title), None)
    source = max((told(part, mentions[part.passage.where]) for part in parts), default=0.0)
    lead = next((part for part in parts if not part.title), None)
    sourced = source > 0 or (lead is not None and lead.weight(Event.REPORT) > 0)
    speech = spoken(title, mentions["title"], sourced=sourced) if title else 0.0
    scores[Event.REPORT] += source
    scores[Event.STATEMENT] += speech
    says = title is not None and title.has("says") and source < TOLD_TITLE
    if sourced and not speech and not says:
        asked = title is not None and title.only("statement", ("demanded", "rejected"))
        scores[Event.STATEMENT] *= _ASKED_OF_SOURCE if asked else _OF_SOURCE
    return sourced


def _opens(parts: Sequence[Part]) -> bool:
    """Whether the title begins with a word of analysis: "Explainer: ...", "Why Tokyo agreed"."""
    names = (cue(Event.ANALYSIS), f"{cue(Event.ANALYSIS)}_weak")
    return any(part.title and part.passage.hits.any(name, 0, OPENING) for part in parts for name in names)


def _asks(parts: Sequence[Part]) -> bool:
    return any(part.title and part.passage.folded.rstrip().endswith("?") for part in parts)


def track_label(key: str) -> str:
    return f"track:{key}"


def track_of(tracks: Sequence[Track], passages: Sequence[Passage]) -> str | None:
    """The key of the track whose words weigh most; the title counts five times, each sentence of the text once.

    Of equals it is the one that is named first.
    """
    best, most = None, (0.0, 0.0)
    for track in tracks:
        weight, first = 0.0, float("inf")
        for passage in passages:
            hits = passage.hits.all(track_label(track.key))
            weight += 5.0 * min(len(hits), 2) if passage.where == "title" else _spread(passage, hits.starts)
            if hits:
                first = min(first, hits[0].start + (passage.where == "text") * _BEHIND_TITLE)
        if (weight, -first) > most and weight > 0:
            best, most = track.key, (weight, -first)
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
