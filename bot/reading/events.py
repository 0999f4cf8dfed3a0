"""What a report reports: its event and its track, by the words of title and lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model import Event, Track
from bot.reading.parties import Mentions
from bot.reading.terms import Hit
from bot.reading.text import Passage

_LEAD_SENTENCES = 2
_TITLE, _LEAD, _SECOND = 3.0, 2.0, 0.75
_WEAK = 0.35  # of a word that says little by itself
_OPENING = 2  # characters before the first name: a quotation mark
_ASIDE = 0.5  # of what a title tells beside its main clause
_MAIN = 15  # characters that a main clause has at least
_OF_OPINION = 0.3  # of an event that somebody in a title has something to say of
_SPOKEN = 1.0
_SAYS_SPAN = 4  # characters between a name and what it says
_TOLD_TITLE, _TOLD_LEAD = 2.2, 1.5  # an outlet that tells it: Bloomberg reported
_TOLD_SPAN = 25
_CITED = 34  # characters: menurut laporan Reuters, affirme vendredi la revue Foreign Policy
_OF_SOURCE = 0.7  # of what somebody says or does, where a source tells of it
_VENUE = 20  # characters: in an interview with Fox News
_SIGNED = 12  # characters at the end of a title: "to quadruple payments: Foreign Policy"
_OPENS = 3.0  # of a title that begins with what kind of text it is: "Explainer: ..."
_BEHIND_TITLE = 1_000_000
_SPEECH = (":", " :", ' "', " '", " “", "「", "氏「", " 「", "氏、")
"""What stands between a name and what it says in a title: Esper: "...", 정은보 "...", トランプ氏「...」."""
_DASHES = frozenset("-–—:|")
_IDLE = "idle"  # phrases in which the words of events tell of none
_OUTLET = "outlet"  # the role of parties that are quoted as a source

_RANK = (
    Event.TALKS_BREAK_OFF, Event.FURLOUGH, Event.RATIFIED, Event.SIGNED, Event.IN_FORCE, Event.PROTEST,
    Event.AGREEMENT_IN_PRINCIPLE, Event.TALKS_RESUME, Event.TROOP_CUT, Event.TALKS_START, Event.TALKS_ROUND,
    Event.OTHER, Event.REPORT, Event.ANALYSIS, Event.STATEMENT,
)  # fmt: skip
"""The rarer event first: between equals it tells more. Statements are what remains when nothing happened."""

_PULL = dict.fromkeys(_RANK, 1.0) | {Event.STATEMENT: 0.6, Event.REPORT: 0.6, Event.TALKS_ROUND: 0.8}
_PULL |= {Event.AGREEMENT_IN_PRINCIPLE: 0.85, Event.TROOP_CUT: 0.9, Event.ANALYSIS: 0.8, Event.PROTEST: 0.9}
_PULL |= {Event.OTHER: 0.8}
_NEGATED = frozenset({Event.AGREEMENT_IN_PRINCIPLE, Event.TALKS_START, Event.TALKS_RESUME, Event.SIGNED})
"""What "no deal" and "yet to begin" tell not to have happened."""
_TALKS = frozenset({Event.TALKS_BREAK_OFF, Event.TALKS_START, Event.TALKS_RESUME})
"""What words of beginning and ending tell of, where talks are named."""
_SAID = frozenset({Event.STATEMENT, Event.REPORT, Event.ANALYSIS})
"""What nobody makes happen by doing it."""


def cue(event: Event) -> str:
    """The cue list that speaks for an event; ``<event>_weak`` says less, ``not_<event>`` speaks against it."""
    return "act" if event is Event.OTHER else event.value  # cues.other gives figures a role


def event_of(
    passages: Sequence[Passage], mentions: Mapping[str, Mentions], *, on_topic: bool, but: Event | None = None
) -> Event:
    """The event that title and lead report; NONE off the topic. ``mentions``: the parties named in each passage.

    ``but`` is an event that is not to be told: what an analysis analyses.
    """
    if not on_topic:
        return Event.NONE
    parts = _parts(passages)
    scores = {event: _PULL[event] * sum(_weight(event, part) for part in parts) for event in _RANK}
    if not any(part.has("talks") for part in parts):
        scores |= {event: _WEAK * scores[event] for event in _TALKS}
    told = max((_told(part, mentions[part.passage.where]) for part in parts), default=0.0)
    sourced = told > 0 or any(part.lead and _weight(Event.REPORT, part) for part in parts)
    spoken = _spoken(parts, mentions["title"], done=sourced)
    scores[Event.REPORT] += told
    scores[Event.STATEMENT] += _SPOKEN * spoken
    if sourced and not spoken and not any(part.title and part.has("says") for part in parts):
        scores[Event.STATEMENT] *= _OF_SOURCE
    scores[Event.ANALYSIS] += _OPENS * _opens(parts)
    best = max((event for event in _RANK if event is not but), key=lambda event: scores[event])
    if best is Event.AGREEMENT_IN_PRINCIPLE and any(_weight(Event.SIGNED, part) >= _SECOND for part in parts):
        return Event.SIGNED  # whoever has signed has agreed, whatever the title makes of it
    return best if scores[best] > 0 else Event.STATEMENT


_NAMES = {event: (cue(event), f"{cue(event)}_weak", f"not_{cue(event)}") for event in _RANK}
"""The lists that speak for an event, less so, and against it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The title, or a sentence of the lead, with what it counts."""

    passage: Passage
    start: int
    end: int
    weight: float
    told: float
    """What a source in it counts."""

    main: tuple[int, int]
    """The main clause, as far as it can be told."""
    opinion: int
    """Where what somebody has to say begins."""

    @property
    def title(self) -> bool:
        return self.passage.where == "title"

    @property
    def lead(self) -> bool:
        return not self.title and self.start == 0

    def has(self, name: str) -> bool:
        return self.passage.hits.any(name, self.start, self.end)

    def hits(self, name: str) -> list[Hit]:
        """The words of a list, without those that tell nothing where they stand: AGREED to meet again."""
        idle = self.passage.hits.within(_IDLE, self.start, self.end)
        found = self.passage.hits.within(name, self.start, self.end)
        return [hit for hit in found if not any(void.start <= hit.start and hit.end <= void.end for void in idle)]


def _parts(passages: Sequence[Passage]) -> list[_Part]:
    found = []
    for passage in passages:
        if passage.where == "title":
            end = len(passage.text)
            opinion = next((hit.end for hit in passage.hits.all("opines")), end)
            found.append(_Part(passage, 0, end, _TITLE, _TOLD_TITLE, _main(passage), opinion))
            continue
        weights = ((_LEAD, _TOLD_LEAD), (_SECOND, 0.0))
        for (start, end), (weight, told) in zip(passage.sentences[:_LEAD_SENTENCES], weights, strict=False):
            found.append(_Part(passage, start, end, weight, told, (start, end), end))
    return found


def _main(title: Passage) -> tuple[int, int]:
    """The main clause of a title: "AS talks stall, allies meet", "allies meet AMID protests"."""
    start, end = 0, len(title.text)
    for hit in title.hits.all("aside"):
        if hit.start <= _OPENING:
            start = max(title.folded.find(",", hit.end), 0)
        elif hit.start > start + _MAIN:
            return start, hit.start
    return start, end


def _weight(event: Event, part: _Part) -> float:
    strong, weak, against = _NAMES[event]
    hits, weight = part.hits(strong), part.weight
    if not hits:
        hits, weight = part.hits(weak), _WEAK * part.weight  # of most events there is no word
    if not hits or (event in _NEGATED and part.has("negated")) or part.has(against):
        return 0.0
    if not any(part.main[0] <= hit.start < part.main[1] for hit in hits):
        weight *= _ASIDE
    if hits[0].start >= part.opinion and event not in _SAID:
        weight *= _OF_OPINION
    return weight


def _spoken(parts: Sequence[_Part], named: Mentions, *, done: bool) -> float:
    """How much the title is one of somebody who has something to say, rather than of what happened: once or twice."""
    title = next((part for part in parts if part.passage.where == "title"), None)
    if title is None or any(title.has(name) for name in (f"not_{Event.STATEMENT.value}", Event.REPORT.value)):
        return 0.0
    hits, folded, first = title.passage.hits, title.passage.folded, named.first_from(0)
    if _signed_by_outlet(title.passage, named):
        return 0.0
    if any(hits.any("says", hit.end, hit.end + _SAYS_SPAN) for hit in hits.all("speaker")):
        return 2.0  # "... no new money, official says"
    if any(folded.startswith(":", hit.end) for hit in hits.all("speaker")):
        return 2.5  # "Envoy: talks are on track"
    if first is None or first.start > _OPENING:
        return 0.0
    if not first.party.person:
        return 2.0 if folded.startswith(":", first.end) else 0.0  # "Seoul: demand is unacceptable"
    if folded.startswith(_SPEECH, first.end):
        return 2.5
    if hits.any("says", first.end, first.end + _SAYS_SPAN):
        return 2.0
    return 0.0 if done else 1.0


def _opens(parts: Sequence[_Part]) -> bool:
    """Whether the title begins with a word of analysis: "Explainer: ...", "Why Tokyo agreed"."""
    title = next((part.passage for part in parts if part.passage.where == "title"), None)
    names = (cue(Event.ANALYSIS), f"{cue(Event.ANALYSIS)}_weak")
    return title is not None and any(title.hits.any(name, 0, _OPENING) for name in names)


def _told(part: _Part, named: Mentions) -> float:
    """What it counts that an outlet is the source: Bloomberg reported, according to Bloomberg."""
    hits = part.passage.hits
    if part.passage.where == "title" and _signed_by_outlet(part.passage, named):
        return part.told
    for mention in named.within(part.start, part.end):
        if mention.party.role != _OUTLET or hits.any("venue", mention.start - _VENUE, mention.start):
            continue
        before = (
            *hits.within("says_before", mention.start - _TOLD_SPAN, mention.start),
            *hits.within("says", mention.start - _CITED, mention.start),  # rapporte Foreign Policy
        )
        cited = any(0 <= mention.start - hit.end <= _CITED for hit in before)
        if cited or hits.any("says", mention.end, mention.end + _TOLD_SPAN):
            return part.told
    return 0.0


def _signed_by_outlet(passage: Passage, named: Mentions) -> bool:
    """Whether a title names its source behind its last dash or before its first colon: "...: Foreign Policy"."""
    title, hits = passage.folded, passage.hits
    first, last = named.first_from(0), named.last_before(len(title))
    if first is None or last is None:
        return False
    leads = first.party.role == _OUTLET and first.start <= _OPENING and title.startswith(":", first.end)
    ends = last.party.role == _OUTLET and len(title) - last.end <= _SIGNED
    cited = any(0 <= last.start - hit.end <= _OPENING for hit in hits.within("says_before", 0, last.start))
    return leads or (ends and (cited or bool(_DASHES & set(title[max(0, last.start - 3) : last.start]))))


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
            weight += 5.0 * min(len(hits), 2) if passage.where == "title" else _spread(passage, [h.start for h in hits])
            if hits:
                first = min(first, hits[0].start + (passage.where == "text") * _BEHIND_TITLE)
        if (weight, -first) > most and weight > 0:
            best, most = track.key, (weight, -first)
    return best


def _spread(passage: Passage, places: Sequence[int]) -> float:
    """How many sentences have the words, those of the lead twice."""
    if not places:
        return 0.0
    starts = {passage.sentence(place)[0] for place in places}
    lead = {start for start, _ in passage.sentences[:_LEAD_SENTENCES]}
    return len(starts) + len(starts & lead)
