"""Who says so: the source of a figure."""

from collections.abc import Sequence

from bot.model import Role
from bot.reading.candidates import Candidate
from bot.reading.parties import Mention
from bot.reading.scene import Ruling, Scene, Told
from bot.reading.sides import meant
from bot.reading.terms import Hit

_REACH = 140
_TITLE_END = 12  # characters at the end of a title: " - Foreign Policy says"
_DASH = frozenset("-–—:|")
_SIDES = {Role.DEMANDED: "asks", Role.OFFERED: "hosts"}
_TRAILING = 30  # characters behind a word of saying: said Lee Hye-hoon


def speaker_near(candidate: Candidate, scene: Scene) -> Mention | None:
    """Who speaks of a sum in its sentence: the first party that asks and is named there, else the source."""
    low, high = (0, candidate.sentence[1]) if candidate.passage.where == "title" else _around(candidate)
    named = scene.mentions[candidate.passage.where].within(low, high)
    asking = next((m for m in named if m.party.side == "asks"), None)
    if asking is None:
        behind = meant(candidate, None, low, candidate.start, scene)
        asking = behind if behind is not None and behind.party.side == "asks" else None
    if asking is not None:
        return asking
    source = _source(candidate, named, scene)
    return source[0] if source else None


def speaker_of(candidate: Candidate, ruling: Ruling, scene: Scene) -> Told:
    """Who says it: the source named nearest to a word of saying, else the party that demands or offers."""
    named = scene.mentions[candidate.passage.where].within(*_around(candidate))
    if source := _source(candidate, named, scene):
        return Told(source[0].party.name, source[1])
    if ruling.role not in _SIDES:
        return Told(None, "told as a fact")
    sided = [m for m in named if m.party.side == _SIDES[ruling.role]]
    if sided:
        nearest = min(sided, key=lambda m: abs(m.start - candidate.start))
        return Told(nearest.party.name, f"whose sum it is: {ruling.role.value}")
    return Told(scene.asker if ruling.role is Role.DEMANDED else None, "the side whose sum it is is not named near it")


def _around(candidate: Candidate) -> tuple[int, int]:
    low, high = candidate.sentence
    return max(low, candidate.start - 2 * _REACH), min(high, candidate.end + 2 * _REACH)


def _source(candidate: Candidate, named: Sequence[Mention], scene: Scene) -> tuple[Mention, str] | None:
    """The source whose word of saying is nearest, and what tells it."""
    hits, (low, high) = candidate.passage.hits, _around(candidate)
    sayers = [(hit, _sayer(candidate, hit, named, low, scene)) for hit in hits.within("says", low, high)]
    sayers += [(hit, _behind(hit, named, _REACH)) for hit in hits.within("says_before", low, high)]
    found = [(_away(candidate, hit), sayer, _word(candidate, hit)) for hit, sayer in sayers if sayer is not None]
    if candidate.passage.where == "title" and (last := _signed(candidate, named)):
        found.append((0.0, last, "named at the end of the title"))
    if not found:
        return None
    _, mention, why = min(found, key=lambda one: one[0])
    return mention, why


def _sayer(candidate: Candidate, hit: Hit, named: Sequence[Mention], low: int, scene: Scene) -> Mention | None:
    """Who says it: the last party before the word of saying, unless it denies something, else one right behind it."""
    hits = candidate.passage.hits
    leading = (
        m for m in reversed(named) if 0 <= hit.start - m.end <= _REACH and not hits.any("denied", m.end, hit.start)
    )
    sayer = meant(candidate, next(leading, None), low, hit.start, scene)
    return sayer or _behind(hit, named, _TRAILING)


def _behind(hit: Hit, named: Sequence[Mention], reach: int) -> Mention | None:
    return next((m for m in named if 0 <= m.start - hit.end <= reach), None)


def _signed(candidate: Candidate, named: Sequence[Mention]) -> Mention | None:
    """The source that a title names behind its last dash or colon: "US to demand $5 billion - report"."""
    text = candidate.passage.folded
    last = named[-1] if named else None
    if last is None or last.start <= candidate.end or len(text) - last.end > _TITLE_END:
        return None
    return last if _DASH & set(text[max(0, last.start - _TITLE_END) : last.start].split()) else None


def _word(candidate: Candidate, hit: Hit) -> str:
    return f"“{candidate.passage.text[hit.start : hit.end]}” names the source"


def _away(candidate: Candidate, hit: Hit) -> float:
    return float(min(abs(candidate.start - hit.end), abs(hit.start - candidate.end)))
