"""What a figure is in the talks, who pays it and who says so, by the cues around it.

The nearest cue of the same sentence decides: distance counts words, and every other sum, comma or turning word
in between counts against a cue. The direction of the ask decides between demanded and offered: who
proposes, the side that asks or the side that hosts? A percentage or a multiple takes the role of the money that
it describes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.model import Event, Kind, Role, Track
from bot.reading.candidates import Candidate
from bot.reading.events import track_label
from bot.reading.parties import Mention, Mentions
from bot.reading.placed import Placed
from bot.reading.terms import Hit

_CUES = (
    ("demanded", Role.DEMANDED, 0.0),
    ("proposed", Role.DEMANDED, 1.0),
    ("offered", Role.OFFERED, 0.0),
    ("agreed", Role.AGREED, 0.0),
    ("paid", Role.PAID, 0.0),
    ("budget", Role.BUDGET, 1.0),
    ("estimate", Role.ESTIMATE, 0.0),
    ("other", Role.OTHER, 0.0),
    ("paid_weak", Role.PAID, 6.0),
    ("agreed_weak", Role.AGREED, 7.0),
)
_REACH = 170  # characters to look either way
_LETTERS_A_WORD = 6.0
_LETTERS_A_WORD_GLUED = 3.0
_SUM_BETWEEN, _COMMA_BETWEEN, _BREAK_BETWEEN, _WRONG_SIDE = 5.0, 1.5, 3.0, 2.0
_BASE_AFTER = 15.0
_SUBJECT_REACH = 110
_LIST_GAP = 16  # characters between two hosts that are told in one breath
_PEOPLE_SPAN = 36
_APPOSITION = 60  # characters between a sum and the share that describes it
_SPEAKER_REACH = 140

_BY_EVENT = {
    Event.AGREEMENT_IN_PRINCIPLE: Role.AGREED, Event.SIGNED: Role.AGREED, Event.RATIFIED: Role.AGREED,
    Event.IN_FORCE: Role.AGREED, Event.TALKS_BREAK_OFF: Role.DEMANDED, Event.PROTEST: Role.DEMANDED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruling:
    """A role with the rule that gave it, and what the choice cost (less is surer)."""

    role: Role
    why: str
    cost: float


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
    glued: bool
    asker: str | None
    """The party that asks where the text names none."""


def role_of(candidate: Candidate, scene: Scene) -> Ruling:
    """The role of a sum of money by itself, or of a share before ``inherit`` looks at the money near it."""
    if candidate.kind in {Kind.TROOPS, Kind.COUNT}:
        return Ruling(Role.OTHER, "people are counted, not money", 0.0)
    if _of_people(candidate):
        return Ruling(Role.OTHER, "a share of people, not of money", 0.0)
    if candidate.kind is Kind.YEARS:
        return Ruling(Role.AGREED, "the length of a deal", 0.0)
    rulings = [_ruling(candidate, hit, role, extra, name, scene) for name, role, extra, hit in _cues(candidate)]
    if rulings:
        return min(rulings, key=lambda ruling: ruling.cost)
    role = _BY_EVENT.get(scene.event, Role.ESTIMATE)
    return Ruling(role, f"no cue in its sentence; the report's event is {scene.event.value}", 99.0)


def _of_people(candidate: Candidate) -> bool:
    """Whether a percentage is a share of the staff or the troops: half of the 9,000 local workers."""
    if candidate.kind is not Kind.PERCENT:
        return False
    end = min(candidate.sentence[1], candidate.end + _PEOPLE_SPAN)
    hits = candidate.passage.hits
    people = [hit.start for name in ("workers", "troops") for hit in hits.within(name, candidate.end, end)]
    return bool(people) and not hits.any("costs", candidate.end, min(people))


def _cues(candidate: Candidate) -> list[tuple[str, Role, float, Hit]]:
    low = max(candidate.sentence[0], candidate.start - _REACH)
    high = min(candidate.sentence[1], candidate.end + _REACH)
    hits = candidate.passage.hits
    return [
        (name, role, extra, hit)
        for name, role, extra in _CUES
        for hit in (*hits.within(name, low, candidate.start), *hits.within(name, candidate.end, high))
    ]


def _ruling(candidate: Candidate, hit: Hit, role: Role, extra: float, name: str, scene: Scene) -> Ruling:
    after = hit.start >= candidate.end
    cost = extra + _gap_cost(candidate, hit, after, scene)
    word = candidate.passage.text[hit.start : hit.end]
    side = "after" if after else "before"
    why = f"“{word}” {side} it"
    if name in {"proposed", "demanded", "offered"}:
        asker = _subject(candidate, hit, scene)
        turned = _direction(name, asker)
        if asker is not None:
            why += f", said of {asker.party.name}"
        role = turned
    return Ruling(role, f"{why}: {role.value}", cost)


def _gap_cost(candidate: Candidate, hit: Hit, after: bool, scene: Scene) -> float:
    """Words between cue and figure, and what stands in between."""
    low, high = (candidate.end, hit.start) if after else (min(hit.end, candidate.start), candidate.start)
    gap = candidate.passage.folded[low:high]
    cost = len(gap) / (_LETTERS_A_WORD_GLUED if scene.glued else _LETTERS_A_WORD)
    cost += _COMMA_BETWEEN * (gap.count(",") + gap.count("、") + 2 * gap.count(";"))
    cost += _SUM_BETWEEN * scene.sums[candidate.passage.where].count(low, high)
    cost += _BREAK_BETWEEN * candidate.passage.hits.all("clause_break").count(low, high)
    wrong = after != scene.glued
    if after and candidate.kind is Kind.MULTIPLE and not scene.glued:
        cost += _BASE_AFTER  # "five times what it pays now": what follows a multiple is the base
    return cost + (_WRONG_SIDE if wrong else 0.0)


def _subject(candidate: Candidate, hit: Hit, scene: Scene) -> Mention | None:
    """Who demands, proposes or offers: the nearest party with a side before the word."""
    start = max(candidate.sentence[0], hit.start - _SUBJECT_REACH)
    named = scene.mentions[candidate.passage.where].within(start, hit.start)
    sided = [mention for mention in named if mention.party.side != "observes"]
    return sided[-1] if sided else None


def _direction(name: str, asker: Mention | None) -> Role:
    if name == "offered":
        return Role.DEMANDED if asker is not None and asker.party.side == "asks" else Role.OFFERED
    if name == "proposed" and asker is not None and asker.party.side == "hosts":
        return Role.OFFERED
    return Role.DEMANDED


def off_topic_cost(candidate: Candidate, scene: Scene) -> float:
    """What the nearest word of another topic (tariffs, swap lines, votes) costs; endless where there is none."""
    low = max(candidate.sentence[0], candidate.start - _REACH)
    high = min(candidate.sentence[1], candidate.end + _REACH)
    hits = candidate.passage.hits
    before = (_gap_cost(candidate, hit, False, scene) for hit in hits.within("not_topic", low, candidate.start))
    after = (_gap_cost(candidate, hit, True, scene) for hit in hits.within("not_topic", candidate.end, high))
    return min((*before, *after), default=float("inf"))


def inherit(
    candidate: Candidate, own: Ruling, rulings: Mapping[int, Ruling], scene: Scene
) -> tuple[Ruling, Candidate | None]:
    """A share's role and the sum that gives it: one in apposition, else the nearest, unless a cue is nearer."""
    best: tuple[float, Candidate, Ruling] | None = None
    low, high = (
        max(candidate.sentence[0], candidate.start - 2 * _REACH),
        min(candidate.sentence[1], candidate.end + _REACH),
    )
    for other in scene.sums[candidate.passage.where].within(low, high):
        ruling = rulings[other.start]
        before = other.end <= candidate.start
        gap = candidate.start - other.end if before else other.start - candidate.end
        cost = gap / _LETTERS_A_WORD + (0.0 if before else 4.0)
        if before and gap <= _APPOSITION:
            cost = min(cost, 1.0)
        if best is None or cost < best[0]:
            best = (cost, other, ruling)
    if best is None or best[0] > own.cost:
        return own, None
    _, other, ruling = best
    return Ruling(ruling.role, f"describes {other.surface}: {ruling.role.value}", best[0]), other


def payer_of(candidate: Candidate, scene: Scene) -> str | None:
    """Whose money it is: the host named in the sentence, else the report's; None where several are named together."""
    if candidate.kind in {Kind.TROOPS, Kind.COUNT} or _of_people(candidate):
        return None
    if candidate.kind is Kind.PERCENT and _of_alliance(candidate, scene):
        return None
    hosts = _hosts(candidate, scene)
    countries = {country for _, _, country in hosts}
    own = {t.payer for t in scene.tracks if t.currency is not None and t.currency == candidate.amount.currency}
    if len(own) == 1:
        return own.pop()
    if not countries:
        return scene.payer
    if len(countries) == 1:
        return countries.pop()
    if any(b[0] - a[1] <= _LIST_GAP and a[2] != b[2] for a, b in pairwise(hosts)):
        return None
    nearest = min(hosts, key=lambda host: min(abs(candidate.start - host[1]), abs(host[0] - candidate.end)))
    return nearest[2]


def _of_alliance(candidate: Candidate, scene: Scene) -> bool:
    """Whether the sentence speaks of an alliance, whose members' shares are nobody's bill."""
    return any(
        candidate.passage.hits.any(track_label(track.key), *candidate.sentence)
        for track in scene.tracks
        if track.payer is None
    )


def _hosts(candidate: Candidate, scene: Scene) -> list[tuple[int, int, str]]:
    low, high = candidate.sentence
    low, high = max(low, candidate.start - 2 * _REACH), min(high, candidate.end + 2 * _REACH)
    return sorted(
        (hit.start, hit.end, track.payer)
        for track in scene.tracks
        if track.payer is not None
        for hit in candidate.passage.hits.within(track_label(track.key), low, high)
    )


def speaker_of(candidate: Candidate, ruling: Ruling, scene: Scene) -> str | None:
    """Who says it: the source named nearest to a word of saying, else the party that demands or offers."""
    mentions = scene.mentions[candidate.passage.where]
    low = max(candidate.sentence[0], candidate.start - 2 * _SPEAKER_REACH)
    high = min(candidate.sentence[1], candidate.end + 2 * _SPEAKER_REACH)
    named = mentions.within(low, high)
    source = _source(candidate, named, low, high, scene)
    if source is not None:
        return source.party.name
    if ruling.role in {Role.DEMANDED, Role.OFFERED}:
        side = "asks" if ruling.role is Role.DEMANDED else "hosts"
        sided = [m for m in named if m.party.side == side]
        if sided:
            return min(sided, key=lambda m: abs(m.start - candidate.start)).party.name
        return scene.asker if ruling.role is Role.DEMANDED else None
    return None


def _source(candidate: Candidate, named: Sequence[Mention], low: int, high: int, scene: Scene) -> Mention | None:
    hits = candidate.passage.hits
    pairs: list[tuple[float, Mention]] = []
    for hit in hits.within("says_before", low, high):
        following = [m for m in named if 0 <= m.start - hit.end <= _SPEAKER_REACH]
        if following:
            pairs.append((_away(candidate, hit), following[0]))
    for hit in hits.within("says", low, high):
        leading = [m for m in named if m.end <= hit.start and hit.start - m.end <= _SPEAKER_REACH]
        trailing = [m for m in named if 0 <= m.start - hit.end <= 30]
        chosen = leading[-1] if leading else trailing[0] if trailing else None
        if chosen is not None:
            pairs.append((_away(candidate, hit), chosen))
    return min(pairs, key=lambda pair: pair[0])[1] if pairs else None


def _away(candidate: Candidate, hit: Hit) -> float:
    return float(min(abs(candidate.start - hit.end), abs(hit.start - candidate.end)))
