"""What a figure is in the talks, by the cues around it.

The nearest cue of the same sentence decides: distance counts words, and every other sum, comma or turning word in
between counts against a cue. The direction of the ask decides between demanded and offered: who proposes, the side that
asks or the side that hosts? A percentage or a multiple takes the role of the money that it describes.
"""

from collections.abc import Mapping

from bot.model import Event, Kind, Role
from bot.reading.candidates import Candidate
from bot.reading.parties import Mention
from bot.reading.scene import LETTERS_A_WORD, REACH, UNCUED, Ruling, Scene, gap_cost, window
from bot.reading.sides import of_people, subject_of
from bot.reading.terms import Hit

_CUES = (
    ("demanded", Role.DEMANDED, 0.0),
    ("proposed", Role.DEMANDED, 1.0),
    ("offered", Role.OFFERED, 0.0),
    ("offered_noun", Role.OFFERED, -1.0),
    ("agreed", Role.AGREED, 0.0),
    ("paid", Role.PAID, 0.0),
    ("budget", Role.BUDGET, 1.0),
    ("estimate", Role.ESTIMATE, 0.0),
    ("other", Role.OTHER, 0.0),
    ("estimate_weak", Role.ESTIMATE, 5.0),
    ("paid_weak", Role.PAID, 8.0),
    ("agreed_weak", Role.AGREED, 8.0),
)
_TALKS = frozenset(
    {Event.TALKS_START, Event.TALKS_ROUND, Event.TALKS_RESUME, Event.FURLOUGH, Event.REPORT, Event.STATEMENT}
)
_TOLD_SPAN = 80
_HEDGES = ("hedge_about", "hedge_nearly", "hedge_more_than", "hedge_up_to")
_BASE_COST = 6.0
_PAST_COST = 7.4
_OWN_CUES = ("demanded", "proposed", "offered", "agreed", "paid")
_EVENT_COST = 7.5  # dearer than a word nearby, cheaper than a weak one
_APPOSITION = 60  # characters between a sum and the share that describes it

_BY_EVENT = {
    Event.AGREEMENT_IN_PRINCIPLE: Role.AGREED, Event.SIGNED: Role.AGREED, Event.RATIFIED: Role.AGREED,
    Event.IN_FORCE: Role.AGREED, Event.TALKS_BREAK_OFF: Role.DEMANDED, Event.PROTEST: Role.DEMANDED,
}  # fmt: skip


def role_of(candidate: Candidate, scene: Scene, *, past: bool) -> Ruling:
    """The role of a sum of money by itself, or of a share before ``inherit`` looks at the money near it.

    ``past`` tells that the sum is of the year before the report's.
    """
    if candidate.kind in {Kind.TROOPS, Kind.COUNT}:
        return Ruling(Role.OTHER, "people are counted, not money", 0.0)
    if of_people(candidate, scene):
        return Ruling(Role.OTHER, "a share of people, not of money", 0.0)
    if candidate.kind is Kind.YEARS:
        return Ruling(Role.AGREED, "the length of a deal", 0.0)
    rulings = [_ruling(candidate, hit, role, extra, name, scene) for name, role, extra, hit in _cues(candidate)]
    if candidate.kind is Kind.MONEY and _follows(candidate, "base_paid"):
        rulings.append(Ruling(Role.PAID, "another sum is compared with it: paid", _BASE_COST))
    if candidate.kind is Kind.MONEY and past:
        rulings.append(Ruling(Role.PAID, "its year is over: paid", _PAST_COST))
    if rulings and _BY_EVENT.get(scene.event) is Role.AGREED and not past:
        rulings.append(Ruling(Role.AGREED, f"the report's event is {scene.event.value}: agreed", _EVENT_COST))
    if rulings:
        best = min(rulings, key=lambda ruling: ruling.cost)
        return _told_to_pay(candidate, best, scene) if best.role is Role.PAID else best
    return _guess(candidate, scene)


def _guess(candidate: Candidate, scene: Scene) -> Ruling:
    """Without any cue: what sums of this event, or in this currency, mostly are."""
    role = _BY_EVENT.get(scene.event)
    if role is not None:
        return Ruling(role, f"no cue in its sentence; the report's event is {scene.event.value}", UNCUED)
    foreign = candidate.kind is Kind.MONEY and candidate.amount.currency not in {t.currency for t in scene.tracks}
    if foreign and scene.event in _TALKS:
        return Ruling(Role.DEMANDED, "no cue in its sentence; in the currency of the side that asks", UNCUED)
    return Ruling(Role.ESTIMATE, "no cue in its sentence: a claim", UNCUED)


def _told_to_pay(candidate: Candidate, paid: Ruling, scene: Scene) -> Ruling:
    """What is paid because somebody asks for it, in one clause, is demanded: verlangt, dass Seoul etwas zahlt."""
    low = max(candidate.sentence[0], candidate.start - _TOLD_SPAN)
    hits = candidate.passage.hits
    for name in ("demanded", "proposed"):
        for hit in hits.within(name, low, candidate.start):
            gap = hit.end, candidate.start
            parted = any(hits.any(word, *gap) for word in ("clause_break", "base_paid"))
            if not parted and scene.sums[candidate.passage.where].count(*gap) == 0:
                return _ruling(candidate, hit, Role.DEMANDED, paid.cost, name, scene)
    return paid


def _cues(candidate: Candidate) -> list[tuple[str, Role, float, Hit]]:
    low, high = window(candidate)
    hits = candidate.passage.hits
    return [
        (name, role, extra, hit)
        for name, role, extra in _CUES
        for hit in (*hits.within(name, low, candidate.start), *hits.within(name, candidate.end, high))
    ]


def _ruling(candidate: Candidate, hit: Hit, role: Role, extra: float, name: str, scene: Scene) -> Ruling:
    after = hit.start >= candidate.end
    cost = extra + gap_cost(candidate, hit, after, scene)
    word = candidate.passage.text[hit.start : hit.end]
    side = "after" if after else "before"
    why = f"“{word}” {side} it"
    if name in {"proposed", "demanded", "offered"}:
        asker = subject_of(candidate, hit, scene)
        role = _direction(name, asker)
        if asker is not None and (asker.party.side == "asks") == (role is Role.DEMANDED):
            why += f", said of {asker.party.name}"
    return Ruling(role, f"{why}: {role.value}", cost)


def _direction(name: str, asker: Mention | None) -> Role:
    if name == "offered":
        return Role.DEMANDED if asker is not None and asker.party.side == "asks" else Role.OFFERED
    if name == "proposed" and asker is not None and asker.party.side == "hosts":
        return Role.OFFERED
    return Role.DEMANDED


def off_topic_cost(candidate: Candidate, scene: Scene) -> float:
    """What the nearest word of another topic (tariffs, swap lines, votes) costs; endless where there is none."""
    low, high = window(candidate)
    hits = candidate.passage.hits
    before = (gap_cost(candidate, hit, False, scene) for hit in hits.within("not_topic", low, candidate.start))
    after = (gap_cost(candidate, hit, True, scene) for hit in hits.within("not_topic", candidate.end, high))
    return min((*before, *after), default=float("inf"))


def inherit(
    candidate: Candidate, own: Ruling, rulings: Mapping[int, Ruling], scene: Scene
) -> tuple[Ruling, Candidate | None]:
    """A share's role and the sum that gives it: one in apposition, else the nearest, unless a cue is nearer."""
    best: tuple[float, Candidate, Ruling] | None = None
    low, high = (
        max(candidate.sentence[0], candidate.start - 2 * REACH),
        min(candidate.sentence[1], candidate.end + REACH),
    )
    for other in scene.sums[candidate.passage.where].within(low, high):
        if _is_base(other):
            continue
        ruling = rulings[other.start]
        before = other.end <= candidate.start
        gap = candidate.start - other.end if before else other.start - candidate.end
        cost = gap / LETTERS_A_WORD + (0.0 if before else 4.0)
        if before and gap <= _APPOSITION and not _has_cue(candidate, other.end):
            cost = min(cost, 1.0)
        if best is None or cost < best[0]:
            best = (cost, other, ruling)
    if best is None and own.cost >= UNCUED:
        best = _sum_before(candidate, rulings, scene)
    if best is None or best[0] > own.cost:
        return own, None
    _, other, ruling = best
    return Ruling(ruling.role, f"describes {other.surface}: {ruling.role.value}", best[0]), other


def _has_cue(candidate: Candidate, start: int) -> bool:
    """Whether a word between an earlier sum and a share gives the share a role of its own."""
    return any(candidate.passage.hits.any(name, start, candidate.start) for name in _OWN_CUES)


def _sum_before(
    candidate: Candidate, rulings: Mapping[int, Ruling], scene: Scene
) -> tuple[float, Candidate, Ruling] | None:
    """The last sum of the sentence before: "That is 50 percent more"."""
    other = scene.sums[candidate.passage.where].last_before(candidate.sentence[0])
    if other is None or candidate.start - other.end > REACH:
        return None
    return UNCUED - 1.0, other, rulings[other.start]


def _follows(candidate: Candidate, name: str) -> bool:
    """Whether a figure stands right after a word, or with only a hedge in between."""
    hits = candidate.passage.hits
    start = candidate.start
    for hedge in _HEDGES:
        near = hits.within(hedge, max(0, start - 18), start)
        if near and start - near[-1].end <= 2:
            start = near[-1].start
            break
    return any(0 <= start - hit.end <= 2 for hit in hits.within(name, max(0, start - 18), start))


def _is_base(candidate: Candidate) -> bool:
    """Whether a sum is what another is compared with: up from $870 million, 1조389억원보다."""
    hits = candidate.passage.hits
    return _follows(candidate, "base_before") or hits.any("base_after", candidate.end, candidate.end + 1)
