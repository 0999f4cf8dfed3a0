"""What a figure is in the talks, by the cues around it.

The nearest cue of the same sentence decides: distance counts words, and every other sum, comma or turning word in
between counts against a cue. The direction of the ask decides between demanded and offered: who proposes, the side that
asks or the side that hosts?
"""

from operator import attrgetter

from bot.model import Kind, Role
from bot.reading.bases import base_ruling, is_base, share_ruling
from bot.reading.candidates import Candidate
from bot.reading.clauses import (
    COPULA_COST,
    achieved,
    agreed_that,
    asker_pays,
    beyond_comparison,
    by_copula,
    cause,
    foreseen,
    is_passive,
    is_relative,
    is_told,
    is_wished,
    maker,
    modal,
    of_last_year,
    said_behind,
    wanting,
)
from bot.reading.cues import cues_around
from bot.reading.kinds import MONEY, MULTIPLE, PEOPLE, PERCENT
from bot.reading.limits import cap_of
from bot.reading.occasions import (
    ASKING,
    BY_EVENT,
    LEAST_BY_TIME,
    OPEN,
    SETTLED,
    by_a_deal,
    by_deal_itself,
    by_time,
    deal_would,
    guess,
    of_deal,
    still_to_pay,
    wanted,
    wanted_deal,
)
from bot.reading.parties import Mention
from bot.reading.scene import LETTERS_A_WORD, LETTERS_A_WORD_GLUED, OF_BASE, UNCUED, Ruling, Scene, gap_cost, window
from bot.reading.sides import of_people, subject_of
from bot.reading.speakers import speaker_near
from bot.reading.terms import Hit

_TOLD_SPAN, _TOLD_NEAR = 120, 80
_RISE_ALONE = 4.0  # of a word such as "increase" where no deal is reported
_REFUSED_SPAN = 16  # characters: rebuffed a proposal
_POSSESSIVE_REACH, _POSSESSIVE = 40, 3  # characters: Seoul's 13 percent, 미국은 13억달러
_LENGTH_SPAN = 30  # characters between a word of proposing and the length of what is proposed
_INDEFINITE_SPAN = 14  # characters of the words before the length of a deal that is thought of
_WORTH_SPAN = 16  # characters: the PAYMENT, worth about $850 million
_RISES_TO = 14  # characters from a rise to the sum that it leads to: ", to about"
_RELATIVE_SPAN = 40  # characters from a party to what it wants
_VERBS = frozenset({"demanded", "proposed", "offered", "agreed", "to_pay", "paid", "pays", "would_pay", "rejected"})
"""The lists of what a party does with a sum."""
_cost = attrgetter("cost")
_MOST_OF_CAP = 6.0  # percent a year that a deal limits rises to; above it is how far a side will go
_DIRECTED = frozenset({"demanded", "proposed", "offered", "rejected", "would_pay", "limits"})


def role_of(candidate: Candidate, scene: Scene, *, when: int | None) -> Ruling:
    """The role of a sum of money by itself, or of a share before ``inherit`` looks at the money near it.

    ``when`` is the year of the sum less the report's, where both are known.
    """
    if candidate.kind in PEOPLE:
        return Ruling(Role.OTHER, "people are counted, not money", 0.0)
    if of_people(candidate, scene):
        return Ruling(Role.OTHER, "a share of people, not of money", 0.0)
    if candidate.kind is Kind.YEARS:
        return _length(candidate, scene)
    if contended := _contended(candidate, scene):
        return contended
    if relative := _relative(candidate, scene):
        return relative
    if told := achieved(candidate, scene):
        return told
    if led := cause(candidate, scene):
        ruling = role_of(led, scene, when=None)
        return ruling._replace(why=f"what would follow from {led.surface}: {ruling.role.value}")
    own_limit = candidate.kind is PERCENT and candidate.amount.value > _MOST_OF_CAP and scene.event not in SETTLED
    if candidate.kind is not MULTIPLE and not own_limit and (word := cap_of(candidate, scene)):
        return Ruling(Role.AGREED, f"“{word}” makes it a limit that a deal sets: agreed", 0.0, "cap")
    if base := base_ruling(candidate, scene) or share_ruling(candidate, scene):
        times = scene.shares[candidate.passage.where].last_before(candidate.start)
        multiplied = times is not None and times.kind is MULTIPLE and times.start >= candidate.sentence[0]
        to_come = base.role is Role.PAID and multiplied and when is not None and when > 0
        return Ruling(Role.AGREED, "its year is to come: agreed", base.cost) if to_come else base
    best = _by_words(candidate, scene)
    if best is None or best.cost >= LEAST_BY_TIME:
        rulings = [best] if best else []
        rulings += by_time(candidate, scene, when)
        best = min(rulings, key=_cost, default=None)
    if (best is None or best.cost > COPULA_COST) and (copula := by_copula(candidate, scene)):
        best = copula
    if best is None:
        return guess(candidate, scene)
    if best.cue in {"to_pay", "goal"}:
        return _told_to_pay(candidate, best, scene)
    if best.role is not Role.PAID or not best.cue:
        return best
    if best.cue in {"paid_weak", "comes_to"} and when in {None, 0} and of_deal(candidate):
        return Ruling(Role.AGREED, "what a deal says of payments: agreed", best.cost)
    return _told_to_pay(candidate, still_to_pay(candidate, best, scene, when), scene)


def _by_words(candidate: Candidate, scene: Scene) -> Ruling | None:
    """What the nearest word of a role makes of a figure; words too far off to be that are not looked at."""
    where, (low, high) = candidate.passage.where, window(candidate)
    passed = scene.bases[where].count(low, high) + scene.shares[where].count(
        low, candidate.start
    )  # cost nothing to pass
    letters = LETTERS_A_WORD_GLUED if scene.glued else LETTERS_A_WORD
    best = None
    for cue in cues_around(candidate, scene):
        gap = max(cue.start - candidate.end, candidate.start - cue.end)
        if best is not None and not passed and cue.extra + gap / letters > best.cost:
            continue
        ruling = _ruling(candidate, cue.hit, cue.role, cue.extra, cue.name, scene)
        if ruling.cost < (best.cost if best else UNCUED):
            best = ruling
    return best


def _length(candidate: Candidate, scene: Scene) -> Ruling:
    """The length of a deal, unless somebody only proposes it: Japan proposes a one-year extension."""
    hits, start = candidate.passage.hits, candidate.start
    thought_of = any(start - hit.end <= 1 for hit in hits.within("indefinite", start - _INDEFINITE_SPAN, start))
    if not scene.glued and (thought_of or scene.event not in SETTLED):
        span = _LENGTH_SPAN if scene.event in SETTLED or not thought_of else 2 * _LENGTH_SPAN
        for cue in reversed(scene.cues[candidate.passage.where].within(start - span, start)):
            if cue.name not in ASKING or cue.start < candidate.sentence[0]:
                break
            return _ruling(candidate, cue.hit, cue.role, 0.0, cue.name, scene)
    return Ruling(Role.AGREED, "the length of a deal", 0.0)


def _contended(candidate: Candidate, scene: Scene) -> Ruling | None:
    """Whose sum it is where two sides have one each: Washington's $1.3 billion stands against Seoul's 13 percent."""
    hits = candidate.passage.hits
    if "contend" not in hits.labels() or not hits.any("contend", *window(candidate)) or is_base(candidate, scene):
        return None
    row = scene.mentions[candidate.passage.where].within(candidate.start - _POSSESSIVE_REACH, candidate.start)
    if scene.glued:
        owner = next((m for m in reversed(row) if hits.any("topic_mark", m.end, m.end + 1)), None)
    else:
        owner = next((m for m in row if 0 < candidate.start - m.end <= _POSSESSIVE), None)
    if owner is None or owner.party.side == "observes":
        return None
    role = Role.DEMANDED if owner.party.side == "asks" else Role.OFFERED
    return Ruling(role, f"the sum of {owner.party.name}, against another side's: {role.value}", 0.0)


def _relative(candidate: Candidate, scene: Scene) -> Ruling | None:
    """What a clause right behind a sum says of it: the $4 billion that Washington wants, the $900 million it paid."""
    if candidate.kind is MULTIPLE or scene.glued:
        return None
    said = said_behind(candidate, scene)
    if said is None or (is_base(candidate, scene) and of_last_year(candidate)):
        return None
    end = min(candidate.sentence[1], said + _RELATIVE_SPAN)
    stop = candidate.passage.folded.find(",", said, end)
    cues = scene.cues[candidate.passage.where].within(said, stop if stop >= 0 else end)
    verbs = _VERBS - {"would_pay"} if is_base(candidate, scene) else _VERBS  # than the $1 billion that Seoul owes
    cues = [cue for cue in cues if cue.name in verbs]
    hits = candidate.passage.hits
    unnamed = any(hit.end == said for hit in hits.within("relative", candidate.behind, said))
    if cues and unnamed and not scene.mentions[candidate.passage.where].count(said, cues[0].start):
        word = candidate.passage.text[cues[0].start : cues[0].end]  # whoever it is of whom it is said
        return Ruling(cues[0].role, f"“{word}” in a clause about it: {cues[0].role.value}", 0.0, cues[0].name)
    found = [_ruling(candidate, cue.hit, cue.role, 0.0, cue.name, scene) for cue in cues]
    best = min(found, key=lambda ruling: ruling.cost, default=None)
    return best._replace(cost=0.0) if best else None


def _told_to_pay(candidate: Candidate, paid: Ruling, scene: Scene) -> Ruling:
    """What is paid because somebody asks for it, in one clause, is demanded: verlangt, dass Seoul etwas zahlt."""
    if paid.cue == "worth":
        return paid  # told in passing of what is paid
    low = max(candidate.sentence[0], candidate.start - _TOLD_SPAN)
    hits = candidate.passage.hits
    told = [
        cue
        for cue in scene.cues[candidate.passage.where].within(low, candidate.start)
        if cue.name in {"demanded", "proposed", "offered", "offered_noun"}
    ]
    if not told and paid.cue == "to_pay" and is_told(candidate, low, scene):
        return paid._replace(role=Role.DEMANDED, why=f"{paid.why.partition(':')[0]}, as it is told to: demanded")
    for cue in sorted(told, key=lambda cue: -cue.end):
        gap = cue.end, candidate.start
        parted = paid.cue != "to_pay" and hits.any("clause_break", *gap)
        parted = parted or (paid.cue not in {"to_pay", "goal"} and is_relative(candidate, *gap))
        parted = parted or ";" in candidate.passage.folded[slice(*gap)]
        parted = parted or (gap[1] - gap[0] > _TOLD_NEAR and hits.any("agreed", *gap))
        told_of = (
            scene.sums[candidate.passage.where].count(*gap)
            - scene.bases[candidate.passage.where].count(*gap)
            + sum(_tells_more(share, candidate) for share in scene.shares[candidate.passage.where].within(*gap))
        )
        if not parted and told_of == 0:
            role = Role.OFFERED if cue.name == "offered_noun" else Role.DEMANDED
            return _ruling(candidate, cue.hit, role, 0.0, cue.name, scene)._replace(cost=paid.cost)
    return paid


def _tells_more(share: Candidate, candidate: Candidate) -> bool:
    """Whether a share is told for itself, and not how far something rises to a sum: by 13 percent to $1 billion."""
    return share.kind is PERCENT and candidate.start - share.end > _RISES_TO


def _ruling(candidate: Candidate, hit: Hit, role: Role, extra: float, name: str, scene: Scene) -> Ruling:
    if name in {"proposed", "offered"} and candidate.passage.hits.any("proposal", hit.start, hit.start + 1):
        refusals = candidate.passage.hits.within("rejected", hit.start - _REFUSED_SPAN, hit.start)
        if refusals and not scene.glued:  # rebuffed a PROPOSAL: who refuses it has not made it
            hit, name = refusals[-1], "rejected"
    after = hit.start >= candidate.end
    cost = extra + gap_cost(candidate, hit, after, scene, name)
    if role is Role.PAID and (candidate.kind is MULTIPLE or beyond_comparison(candidate, hit, after)):
        cost += OF_BASE
    word = candidate.passage.text[hit.start : hit.end]
    side = "after" if after else "before"
    why = f"“{word}” {side} it"
    if name in {"agreed", "to_pay"} and is_wished(candidate, hit):
        return Ruling(Role.DEMANDED, f"{why}, which has not happened: demanded", cost, name)
    if name in {"proposed", "demanded"} and by_deal_itself(candidate, hit):
        return Ruling(Role.AGREED, f"{why}, said of a deal: agreed", cost, "agreed")
    if name in {"pays", "paid"} and (governed := modal(candidate, hit)):
        if governed is Role.ESTIMATE:
            governed = _direction("would_pay", speaker_near(candidate, scene), scene)
        return Ruling(governed, f"{why}, behind the verb that governs it: {governed.value}", cost, "would_pay")
    if name in {"agreed", "agreed_weak"} and (want := wanting(candidate, hit, scene)):
        return _ruling(candidate, want.hit, want.role, 0.0, want.name, scene)._replace(cost=cost)
    if name == "to_pay" and scene.event not in SETTLED and foreseen(candidate, hit, scene):
        return Ruling(Role.ESTIMATE, f"{why}, which is only expected: estimate", cost, name)
    if name == "worth" and (asked := wanted_deal(candidate, scene)):
        role = asked.role
    elif name == "estimate" and (deal_would(candidate, hit, scene) or by_deal_itself(candidate, hit)):
        role = Role.AGREED
    elif name == "offered_noun" and (who := maker(candidate, hit, scene)) is not None:
        role = _direction("offered", who, scene)
    elif name == "worth" and candidate.passage.hits.any("amount_noun", hit.start - _WORTH_SPAN, hit.start):
        role = Role.PAID
    elif (
        (name == "would_pay" and agreed_that(candidate, hit))
        or (name == "would_pay" and by_a_deal(candidate, hit, scene))
        or (name == "worth" and of_deal(candidate))
    ):
        role = Role.AGREED
    elif name in {"pays", "paid"} and asker_pays(candidate, hit, name, scene):
        return Ruling(Role.ESTIMATE, f"{why}, said of the side that asks: estimate", cost, name)
    elif name == "agreed_weak" and candidate.kind is PERCENT and scene.event not in SETTLED | OPEN:
        cost += _RISE_ALONE
    elif name == "agreed_weak" and scene.event in OPEN:
        asker = subject_of(candidate, hit, name, scene)
        role = wanted(asker, role) if candidate.kind is not MONEY or not _is_host(asker) else role
    elif name in _DIRECTED:
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
