"""What a figure is in the talks, by the cues around it.

The nearest cue of the same sentence decides: distance counts words, and every other sum, comma or turning word in
between counts against a cue. The direction of the ask decides between demanded and offered: who proposes, the side that
asks or the side that hosts?
"""

from dataclasses import replace

from bot.model import Event, Kind, Role
from bot.reading.bases import base_ruling, share_ruling
from bot.reading.candidates import Candidate
from bot.reading.parties import Mention
from bot.reading.scene import OF_BASE, REACH, UNCUED, Ruling, Scene, gap_cost, window
from bot.reading.sides import of_people, subject_of
from bot.reading.speakers import speaker_near
from bot.reading.terms import Hit

_CUES = (
    ("demanded", Role.DEMANDED, 0.0),
    ("proposed", Role.DEMANDED, 1.0),
    ("offered", Role.OFFERED, 0.0),
    ("offered_noun", Role.OFFERED, -1.0),
    ("accepted", Role.AGREED, -8.0),
    ("rejected", Role.OFFERED, 2.0),
    ("limits", Role.OFFERED, 0.0),
    ("agreed", Role.AGREED, 0.0),
    ("goal", Role.AGREED, 0.0),
    ("to_pay", Role.AGREED, 1.0),
    ("paid", Role.PAID, 0.0),
    ("pays", Role.PAID, 0.0),
    ("would_pay", Role.ESTIMATE, -1.0),
    ("if_only", Role.DEMANDED, -9.0),
    ("budget", Role.BUDGET, 1.0),
    ("estimate", Role.ESTIMATE, 0.0),
    ("worth", Role.ESTIMATE, 0.0),
    ("other", Role.OTHER, 0.0),
    ("mark", Role.OTHER, -2.0),
    ("estimate_weak", Role.ESTIMATE, 5.0),
    ("paid_weak", Role.PAID, 8.0),
    ("agreed_weak", Role.AGREED, 8.0),
)
_TALKS = frozenset(
    {Event.TALKS_START, Event.TALKS_ROUND, Event.TALKS_RESUME, Event.FURLOUGH, Event.REPORT, Event.STATEMENT}
)
_OPEN = frozenset({Event.TALKS_START, Event.TALKS_ROUND, Event.TALKS_RESUME, Event.TALKS_BREAK_OFF, Event.FURLOUGH})
"""Events of talks in which nothing is settled yet."""
_TOLD_SPAN = 80
_ADJACENT = 2  # characters: a 25 percent TARIFF
_WISHED_SPAN = 50  # characters from "unless" to a word of agreeing
_CAP_SPAN, _CAP_SPAN_GLUED = 30, 12
_DIRECTED = frozenset({"demanded", "proposed", "offered", "rejected", "would_pay", "limits"})
_TIME_COST = 7.4
_COMPARES_SPAN = 20
_OF_COST_SPAN = 24  # characters: 40 percent of the total COST
_TOTAL_SPAN = 16
_TOLD_BEFORE = 200  # characters before a sentence in which a deal was told of
_EVENT_COST = 7.5  # dearer than a word nearby, cheaper than a weak one
_SAID_OTHERWISE = ("demanded", "proposed", "offered", "rejected", "limits", "paid", "budget")

_BY_EVENT = {
    Event.AGREEMENT_IN_PRINCIPLE: Role.AGREED, Event.SIGNED: Role.AGREED, Event.RATIFIED: Role.AGREED,
    Event.IN_FORCE: Role.AGREED, Event.TALKS_BREAK_OFF: Role.DEMANDED, Event.PROTEST: Role.DEMANDED,
}  # fmt: skip


def role_of(candidate: Candidate, scene: Scene, *, when: int | None) -> Ruling:
    """The role of a sum of money by itself, or of a share before ``inherit`` looks at the money near it.

    ``when`` is the year of the sum less the report's, where both are known.
    """
    if candidate.kind in {Kind.TROOPS, Kind.COUNT}:
        return Ruling(Role.OTHER, "people are counted, not money", 0.0)
    if of_people(candidate, scene):
        return Ruling(Role.OTHER, "a share of people, not of money", 0.0)
    if candidate.kind is Kind.YEARS:
        return Ruling(Role.AGREED, "the length of a deal", 0.0)
    if candidate.kind is not Kind.MULTIPLE and (word := _cap(candidate, scene)):
        return Ruling(Role.AGREED, f"“{word}” makes it a limit that a deal sets: agreed", 0.0, "cap")
    if base := base_ruling(candidate, scene) or share_ruling(candidate, scene):
        return base
    rulings = [_ruling(candidate, hit, role, extra, name, scene) for name, role, extra, hit in _cues(candidate, scene)]
    rulings += _by_time(candidate, scene, when)
    if not rulings:
        return _guess(candidate, scene)
    best = min(rulings, key=lambda ruling: ruling.cost)
    if best.cue in {"to_pay", "goal"}:
        return _told_to_pay(candidate, best, scene)
    if best.role is not Role.PAID:
        return best
    if best.cue == "paid_weak" and when in {None, 0} and _of_deal(candidate):
        return Ruling(Role.AGREED, "what a deal says of payments: agreed", best.cost)
    return _told_to_pay(candidate, _still_to_pay(candidate, best, scene, when), scene)


def _cap(candidate: Candidate, scene: Scene) -> str | None:
    """The word beside a sum or share that makes it a ceiling."""
    after = _CAP_SPAN_GLUED if scene.glued else _CAP_SPAN
    low, high = (
        max(candidate.sentence[0], candidate.start - _CAP_SPAN),
        min(candidate.sentence[1], candidate.end + after),
    )
    hits, where = candidate.passage.hits, candidate.passage.where
    for hit in (*hits.within("cap", low, candidate.start), *hits.within("cap", candidate.end, high)):
        gap = (hit.end, candidate.start) if hit.start < candidate.start else (candidate.end, hit.start)
        if not scene.sums[where].count(*gap) + scene.shares[where].count(*gap):
            return candidate.passage.text[hit.start : hit.end]
    return None


def _by_time(candidate: Candidate, scene: Scene, when: int | None) -> list[Ruling]:
    """What the year of a sum, or the event of the report, makes of it where no word nearby does."""
    rulings = []
    if candidate.kind is Kind.MONEY and when is not None and when < 0:
        agreed = candidate.passage.hits.any("agreed", *window(candidate))
        rulings.append(Ruling(Role.PAID, "its year is over: paid", _TIME_COST * (2 if agreed else 1)))
    elif candidate.kind is Kind.MONEY and when is not None and when > 0 and _in_hosts_money(candidate, scene):
        rulings.append(Ruling(Role.AGREED, "its year is to come: agreed", _TIME_COST))
    if not rulings and _BY_EVENT.get(scene.event) is Role.AGREED:
        told = any(candidate.passage.hits.any(name, *window(candidate)) for name in _SAID_OTHERWISE)
        cost = _EVENT_COST * (1.4 if told else 1)
        rulings.append(Ruling(Role.AGREED, f"the report's event is {scene.event.value}: agreed", cost))
    if not rulings and _BY_EVENT.get(scene.event) is Role.DEMANDED and not _in_hosts_money(candidate, scene):
        rulings.append(Ruling(Role.DEMANDED, f"the report's event is {scene.event.value}: demanded", _EVENT_COST))
    return rulings


def _still_to_pay(candidate: Candidate, paid: Ruling, scene: Scene, when: int | None) -> Ruling:
    """What "pays" is said of may be what a deal says will be paid."""
    if when is not None and when > 0:
        return Ruling(Role.AGREED, "its year is to come: agreed", paid.cost)
    if paid.cue == "pays" and candidate.passage.hits.any("total", *window(candidate)):
        return Ruling(Role.AGREED, f"{paid.why.partition(':')[0]}, over several years: agreed", paid.cost)
    if (
        paid.cue == "pays"
        and candidate.kind is Kind.MONEY
        and (when is None or when == 0)
        and _BY_EVENT.get(scene.event) is Role.AGREED
    ):
        return Ruling(Role.AGREED, f"{paid.why.partition(':')[0]}, in a report of a deal: agreed", paid.cost)
    return paid


def _of_deal(candidate: Candidate) -> bool:
    """Whether a deal is named before a sum in its sentence: a deal under which payments climb to $1.47 billion."""
    hits, folded = candidate.passage.hits, candidate.passage.folded
    deals = hits.within("deals", max(candidate.sentence[0], candidate.start - REACH), candidate.start)
    return bool(deals) and ";" not in folded[deals[-1].end : candidate.start]


def _in_hosts_money(candidate: Candidate, scene: Scene) -> bool:
    return candidate.amount.currency in {track.currency for track in scene.tracks if track.currency}


def _guess(candidate: Candidate, scene: Scene) -> Ruling:
    """Without any cue: what sums of this event, or in this currency, mostly are."""
    if candidate.kind is Kind.MONEY and _in_hosts_money(candidate, scene):
        hits, start = candidate.passage.hits, candidate.start
        summed = hits.any("total", start - _TOTAL_SPAN, start)
        told = not scene.glued and hits.any("agreed", candidate.sentence[0] - _TOLD_BEFORE, candidate.sentence[1])
        told = told and scene.event in {Event.STATEMENT, Event.REPORT}
        deal = summed or told or _BY_EVENT.get(scene.event) is Role.AGREED
        role, why = (Role.AGREED, "a deal") if deal else (Role.PAID, "no deal")
        return Ruling(role, f"no cue in its sentence; in the host's currency, in a report of {why}", UNCUED)
    role_by_event = _BY_EVENT.get(scene.event)
    if role_by_event is not None:
        return Ruling(role_by_event, f"no cue in its sentence; the report's event is {scene.event.value}", UNCUED)
    if candidate.kind is Kind.MONEY and scene.event in _TALKS:
        return Ruling(Role.DEMANDED, "no cue in its sentence; in the currency of the side that asks", UNCUED)
    return Ruling(Role.ESTIMATE, "no cue in its sentence: a claim", UNCUED)


def _told_to_pay(candidate: Candidate, paid: Ruling, scene: Scene) -> Ruling:
    """What is paid because somebody asks for it, in one clause, is demanded: verlangt, dass Seoul etwas zahlt."""
    low = max(candidate.sentence[0], candidate.start - _TOLD_SPAN)
    hits = candidate.passage.hits
    told = [
        (hit, name) for name in ("demanded", "proposed", "offered") for hit in hits.within(name, low, candidate.start)
    ]
    for hit, name in sorted(told, key=lambda pair: -pair[0].end):
        gap = hit.end, candidate.start
        parted = paid.cue not in {"to_pay", "goal"} and hits.any("clause_break", *gap)
        if not parted and scene.sums[candidate.passage.where].count(*gap) == 0:
            return replace(_ruling(candidate, hit, Role.DEMANDED, 0.0, name, scene), cost=paid.cost)
    return paid


def _cues(candidate: Candidate, scene: Scene) -> list[tuple[str, Role, float, Hit]]:
    """The words of roles around a figure; one within a longer one ("sets" in "sets aside") says nothing."""
    low, high = window(candidate)
    hits = candidate.passage.hits
    found = [
        (name, role, extra, hit)
        for name, role, extra in _CUES
        for hit in (*hits.within(name, low, candidate.start), *hits.within(name, candidate.end, high))
        if (name != "paid_weak" or not _of_other(candidate, hit, scene))
        and (name != "mark" or candidate.kind is Kind.MONEY)
    ]
    longest: dict[int, int] = {}
    for _, _, _, hit in found:
        longest[hit.start] = max(longest.get(hit.start, 0), hit.end)
    return [cue for cue in found if cue[3].end == longest[cue[3].start]]


def _of_other(candidate: Candidate, hit: Hit, scene: Scene) -> bool:
    """Whether a word such as "last year" is said of a sum that stands between, or only compared with: 지난해보다."""
    hits = candidate.passage.hits
    if scene.glued:
        compared = hits.any("compares", hit.end - 1, hit.end + 2)
    else:
        before = hits.within("compares", hit.start - _COMPARES_SPAN, hit.start)
        compared = any(0 <= hit.start - other.end <= 2 for other in before)
    low, high = (candidate.end, hit.start) if hit.start >= candidate.end else (hit.end, candidate.start)
    return compared or scene.sums[candidate.passage.where].count(low, high) > 0


def _ruling(candidate: Candidate, hit: Hit, role: Role, extra: float, name: str, scene: Scene) -> Ruling:
    after = hit.start >= candidate.end
    cost = extra + gap_cost(candidate, hit, after, scene)
    if role is Role.PAID and (candidate.kind is Kind.MULTIPLE or _beyond_comparison(candidate, hit, after)):
        cost += OF_BASE
    word = candidate.passage.text[hit.start : hit.end]
    side = "after" if after else "before"
    why = f"“{word}” {side} it"
    if name == "agreed" and _is_wished(candidate, hit):
        return Ruling(Role.DEMANDED, f"{why}, which has not happened: demanded", cost, name)
    sentence_deal = name == "would_pay" and candidate.passage.hits.any("deals", *candidate.sentence)
    if sentence_deal or (name == "worth" and _of_deal(candidate)):
        role = Role.AGREED
    elif name == "agreed_weak" and scene.event in _OPEN and candidate.kind is not Kind.MONEY:
        asker = subject_of(candidate, hit, name, scene)
        role = _wanted(asker, role)
    elif name in _DIRECTED:
        asker = speaker_near(candidate, scene) if name == "would_pay" else subject_of(candidate, hit, name, scene)
        role = _direction(name, asker, scene)
        if asker is not None and (asker.party.side == "asks") == (role is Role.DEMANDED):
            why += f", said of {asker.party.name}"
    return Ruling(role, f"{why}: {role.value}", cost, name)


def _is_wished(candidate: Candidate, hit: Hit) -> bool:
    """Whether an agreement is only hoped or asked for: unless Seoul agrees to pay $5 billion."""
    low = max(candidate.sentence[0], hit.start - _WISHED_SPAN)
    words = candidate.passage.hits.within("conditional", low, hit.start)
    return bool(words) and "," not in candidate.passage.folded[words[-1].end : hit.start]


def _beyond_comparison(candidate: Candidate, hit: Hit, after: bool) -> bool:
    """Whether a word belongs to what a figure is compared with: 現在より100億円, 50 percent more than it paid."""
    low, high = (candidate.end, hit.start) if after else (hit.end, candidate.start)
    return candidate.passage.hits.any("compares", low, high)


def _direction(name: str, asker: Mention | None, scene: Scene) -> Role:
    if name == "rejected":
        return Role.DEMANDED if asker is not None and asker.party.side == "hosts" else Role.OFFERED
    if name == "would_pay":
        if _BY_EVENT.get(scene.event) is Role.AGREED:
            return Role.AGREED
        return Role.DEMANDED if asker is not None and asker.party.side == "asks" else Role.ESTIMATE
    if name in {"offered", "limits"}:
        return Role.DEMANDED if asker is not None and asker.party.side == "asks" else Role.OFFERED
    if name == "proposed" and asker is not None and asker.party.side == "hosts":
        return Role.OFFERED
    return Role.DEMANDED


def _wanted(asker: Mention | None, role: Role) -> Role:
    """While nothing is settled, a rise is what the party named before it wants."""
    sides = {"asks": Role.DEMANDED, "hosts": Role.OFFERED}
    return sides.get(asker.party.side, role) if asker is not None else role


def off_topic_cost(candidate: Candidate, scene: Scene) -> float:
    """What the nearest word of another topic (tariffs, swap lines, votes) costs; endless where there is none."""
    low, high = window(candidate)
    hits = candidate.passage.hits
    before = (gap_cost(candidate, hit, False, scene) for hit in hits.within("not_topic", low, candidate.start))
    after = (
        0.0 if hit.start - candidate.end <= _ADJACENT else gap_cost(candidate, hit, True, scene)
        for hit in hits.within("not_topic", candidate.end, high)
    )
    return min((*before, *after), default=float("inf"))
