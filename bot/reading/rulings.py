"""What one word of a role makes of a figure: the role that its list has, unless what stands around it says otherwise.

The direction of the ask decides between demanded and offered: who proposes, the side that asks or the side that hosts?
"""

from bot.model import Role
from bot.reading.candidates import Candidate
from bot.reading.clauses import (
    agreed_that,
    asker_pays,
    beyond_comparison,
    foreseen,
    is_passive,
    is_wished,
    maker,
    modal,
    wanting,
)
from bot.reading.kinds import MONEY, MULTIPLE, PERCENT
from bot.reading.occasions import (
    BY_EVENT,
    OPEN,
    SETTLED,
    by_a_deal,
    by_deal_itself,
    deal_would,
    of_deal,
    wanted,
    wanted_deal,
)
from bot.reading.parties import Mention
from bot.reading.scene import OF_BASE, UNCUED, Ruling, Scene, gap_cost
from bot.reading.sides import subject_of
from bot.reading.speakers import speaker_near
from bot.reading.terms import Hit

_RISE_ALONE = 4.0  # of a word such as "increase" where no deal is reported
_REFUSED_SPAN = 16  # characters: rebuffed a proposal
_WORTH_SPAN = 16  # characters: the PAYMENT, worth about $850 million
_DIRECTED = frozenset({"demanded", "proposed", "offered", "rejected", "would_pay", "limits"})
_OF_TALKS = SETTLED | OPEN


def ruling_by(candidate: Candidate, hit: Hit, role: Role, extra: float, name: str, scene: Scene) -> Ruling:
    """What a word of a list makes of a figure; ``role`` and ``extra`` are the list's role and its cost."""
    if name in {"proposed", "offered"} and (refusal := _refusal(candidate, hit, scene)):
        hit, name = refusal, "rejected"
    after = hit.start >= candidate.end
    cost = extra + gap_cost(candidate, hit, after, scene, name)
    if role is Role.PAID and (candidate.kind is MULTIPLE or beyond_comparison(candidate, hit, after)):
        cost += OF_BASE
    why = f"“{candidate.passage.text[hit.start : hit.end]}” {'after' if after else 'before'} it"
    if governed := _governed(candidate, hit, name, why, cost, scene):
        return governed
    if name in _DIRECTED and not (name == "would_pay" and _is_settled(candidate, hit, scene)):
        return _directed(candidate, hit, name, why, cost, scene)
    if name == "agreed_weak" and candidate.kind is PERCENT and scene.event not in _OF_TALKS:
        cost += _RISE_ALONE
    else:
        role = _by_scene(candidate, hit, role, name, scene)
    return Ruling(role, f"{why}: {role.value}", cost, name)


def _refusal(candidate: Candidate, hit: Hit, scene: Scene) -> Hit | None:
    """The word by which somebody refuses a proposal, and so has not made it: REBUFFED a proposal."""
    hits = candidate.passage.hits
    if scene.glued or not hits.any("proposal", hit.start, hit.start + 1):
        return None
    refusals = hits.within("rejected", hit.start - _REFUSED_SPAN, hit.start)
    return refusals[-1] if refusals else None


def _governed(candidate: Candidate, hit: Hit, name: str, why: str, cost: float, scene: Scene) -> Ruling | None:
    """What the words make of a figure that its word depends on: a wish, a deal, an auxiliary."""
    if name in {"agreed", "to_pay"} and is_wished(candidate, hit):
        return Ruling(Role.DEMANDED, f"{why}, which has not happened: demanded", cost, name)
    if name in {"proposed", "demanded"} and by_deal_itself(candidate, hit):
        return Ruling(Role.AGREED, f"{why}, said of a deal: agreed", cost, "agreed")
    if name in {"pays", "paid"}:
        return _of_payment(candidate, hit, name, why, cost, scene)
    if name in {"agreed", "agreed_weak"} and (want := wanting(candidate, hit, scene)):
        return ruling_by(candidate, want.hit, want.role, 0.0, want.name, scene)._replace(cost=cost)
    if name == "to_pay" and scene.event not in SETTLED and foreseen(candidate, hit, scene):
        return Ruling(Role.ESTIMATE, f"{why}, which is only expected: estimate", cost, name)
    return None


def _of_payment(candidate: Candidate, hit: Hit, name: str, why: str, cost: float, scene: Scene) -> Ruling | None:
    """What is said to be paid, where an auxiliary governs the verb or the side that asks is said to pay."""
    if governed := modal(candidate, hit):
        if governed is Role.ESTIMATE:
            governed = _direction("would_pay", speaker_near(candidate, scene), scene)
        return Ruling(governed, f"{why}, behind the verb that governs it: {governed.value}", cost, "would_pay")
    if asker_pays(candidate, hit, name, scene):
        return Ruling(Role.ESTIMATE, f"{why}, said of the side that asks: estimate", cost, name)
    return None


def _by_scene(candidate: Candidate, hit: Hit, role: Role, name: str, scene: Scene) -> Role:
    """The role of a word that says something else in a deal, in an offer or while talks go on."""
    if name == "worth":
        return _of_worth(candidate, hit, role, scene)
    if name == "estimate" and (deal_would(candidate, hit, scene) or by_deal_itself(candidate, hit)):
        return Role.AGREED
    if name == "would_pay":
        return Role.AGREED
    if name == "offered_noun" and (who := maker(candidate, hit, scene)) is not None:
        return _direction("offered", who, scene)
    if name == "agreed_weak" and scene.event in OPEN:
        asker = subject_of(candidate, hit, name, scene)
        return wanted(asker, role) if candidate.kind is not MONEY or not _is_host(asker) else role
    return role


def _of_worth(candidate: Candidate, hit: Hit, role: Role, scene: Scene) -> Role:
    """What something is worth is asked for, paid or agreed as that is."""
    if asked := wanted_deal(candidate, scene):
        return asked.role
    if candidate.passage.hits.any("amount_noun", hit.start - _WORTH_SPAN, hit.start):
        return Role.PAID
    return Role.AGREED if of_deal(candidate) else role


def _is_settled(candidate: Candidate, hit: Hit, scene: Scene) -> bool:
    """Whether it is a deal or both sides' word that tells what would be paid."""
    return agreed_that(candidate, hit) or by_a_deal(candidate, hit, scene)


def _directed(candidate: Candidate, hit: Hit, name: str, why: str, cost: float, scene: Scene) -> Ruling:
    """What a word of asking, offering or refusing makes of a figure, by who it is that does so."""
    asker = speaker_near(candidate, scene) if name == "would_pay" else subject_of(candidate, hit, name, scene)
    if name == "proposed" and not scene.glued and is_passive(candidate, hit) and _is_host(asker):
        return Ruling(Role.DEMANDED, f"{why}, as it is told to: demanded", cost, name)
    role = _direction(name, asker, scene)
    if asker is None and name == "proposed" and candidate.passage.hits.any("lowered", hit.start, hit.start + 1):
        cost = UNCUED  # payments for electricity come down as well
    if asker is not None and (asker.party.side == "asks") == (role is Role.DEMANDED):
        why += f", said of {asker.party.name}"
    return Ruling(role, f"{why}: {role.value}", cost, name)


def _is_host(party: Mention | None) -> bool:
    return party is not None and party.party.side == "hosts"


def _direction(name: str, asker: Mention | None, scene: Scene) -> Role:
    if name == "rejected":
        return Role.DEMANDED if asker is not None and asker.party.side == "hosts" else Role.OFFERED
    if name == "would_pay":
        if BY_EVENT.get(scene.event) is Role.AGREED:
            return Role.AGREED
        return Role.DEMANDED if asker is not None and asker.party.side == "asks" else Role.ESTIMATE
    if name in {"offered", "limits"}:
        return Role.DEMANDED if asker is not None and asker.party.side == "asks" else Role.OFFERED
    if name == "proposed" and asker is not None and asker.party.side == "hosts":
        return Role.OFFERED
    return Role.DEMANDED
