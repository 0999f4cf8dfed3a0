"""What a figure is in the talks, by the cues around it.

The nearest cue of the same sentence decides: distance counts words, and every other sum, comma or turning word in
between counts against a cue. What the word makes of the figure,
``rulings`` tells.
"""

from operator import attrgetter

from bot.model import Role
from bot.reading.bases import base_ruling, is_base, share_ruling
from bot.reading.candidates import Candidate
from bot.reading.clauses import (
    COPULA_COST,
    achieved,
    by_copula,
    cause,
    is_relative,
    is_told,
    of_last_year,
    said_behind,
)
from bot.reading.cues import cues_around
from bot.reading.kinds import MULTIPLE, PEOPLE, PERCENT, YEARS
from bot.reading.limits import cap_of
from bot.reading.occasions import (
    ASKING,
    LEAST_BY_TIME,
    SETTLED,
    by_time,
    guess,
    of_deal,
    still_to_pay,
)
from bot.reading.rulings import ruling_by
from bot.reading.scene import LETTERS_A_WORD, LETTERS_A_WORD_GLUED, UNCUED, Ruling, Scene, window
from bot.reading.sides import of_people

_TOLD_SPAN, _TOLD_NEAR = 120, 80
_POSSESSIVE_REACH, _POSSESSIVE = 40, 3  # characters: Seoul's 13 percent, 미국은 13억달러
_LENGTH_SPAN = 30  # characters between a word of proposing and the length of what is proposed
_INDEFINITE_SPAN = 14  # characters of the words before the length of a deal that is thought of
_RISES_TO = 14  # characters from a rise to the sum that it leads to: ", to about"
_RELATIVE_SPAN = 40  # characters from a party to what it wants
_VERBS = frozenset({"demanded", "proposed", "offered", "agreed", "to_pay", "paid", "pays", "would_pay", "rejected"})
"""The lists of what a party does with a sum."""
_cost = attrgetter("cost")
_MOST_OF_CAP = 6.0  # percent a year that a deal limits rises to; above it is how far a side will go


def role_of(candidate: Candidate, scene: Scene, *, when: int | None) -> Ruling:
    """The role of a sum of money by itself, or of a share before ``inherit`` looks at the money near it.

    ``when`` is the year of the sum less the report's, where both are known.
    """
    if candidate.kind in PEOPLE:
        return Ruling(Role.OTHER, "people are counted, not money", 0.0)
    if of_people(candidate, scene):
        return Ruling(Role.OTHER, "a share of people, not of money", 0.0)
    if candidate.kind is YEARS:
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
    if sure := _by_limit(candidate, scene) or _by_comparison(candidate, scene, when):
        return sure
    return _of_payment(candidate, _by_clause(candidate, scene, when), scene, when)


def _by_limit(candidate: Candidate, scene: Scene) -> Ruling | None:
    """A limit that a deal sets, where a word makes the figure one."""
    own_limit = candidate.kind is PERCENT and candidate.amount.value > _MOST_OF_CAP and scene.event not in SETTLED
    if candidate.kind is not MULTIPLE and not own_limit and (word := cap_of(candidate, scene)):
        return Ruling(Role.AGREED, f"“{word}” makes it a limit that a deal sets: agreed", 0.0, "cap")
    return None


def _by_comparison(candidate: Candidate, scene: Scene, when: int | None) -> Ruling | None:
    """What a figure is that another is compared with, if it is such a one."""
    base = base_ruling(candidate, scene) or share_ruling(candidate, scene)
    if base is None:
        return None
    times = scene.shares[candidate.passage.where].last_before(candidate.start)
    multiplied = times is not None and times.kind is MULTIPLE and times.start >= candidate.sentence[0]
    to_come = base.role is Role.PAID and multiplied and when is not None and when > 0
    return Ruling(Role.AGREED, "its year is to come: agreed", base.cost) if to_come else base


def _by_clause(candidate: Candidate, scene: Scene, when: int | None) -> Ruling:
    """What the words around a figure make of it, else its year, else the event of the report."""
    best = _by_words(candidate, scene)
    if best is None or best.cost >= LEAST_BY_TIME:
        rulings = [best] if best else []
        rulings += by_time(candidate, scene, when)
        best = min(rulings, key=_cost, default=None)
    if (best is None or best.cost > COPULA_COST) and (copula := by_copula(candidate, scene)):
        return copula
    return best or guess(candidate, scene)


def _of_payment(candidate: Candidate, ruling: Ruling, scene: Scene, when: int | None) -> Ruling:
    """The ruling, or another one where what is paid is yet to be paid."""
    if ruling.cue in {"to_pay", "goal"}:
        return _told_to_pay(candidate, ruling, scene)
    if ruling.role is not Role.PAID or not ruling.cue:
        return ruling
    if ruling.cue in {"paid_weak", "comes_to"} and when in {None, 0} and of_deal(candidate):
        return Ruling(Role.AGREED, "what a deal says of payments: agreed", ruling.cost)
    return _told_to_pay(candidate, still_to_pay(candidate, ruling, scene, when), scene)


def _by_words(candidate: Candidate, scene: Scene) -> Ruling | None:
    """What the nearest word of a role makes of a figure; words too far off to be that are not looked at."""
    where, (low, high) = candidate.passage.where, window(candidate)
    passed = scene.bases[where].count(low, high) + scene.shares[where].count(
        low, candidate.start
    )  # cost nothing to pass
    letters = LETTERS_A_WORD_GLUED if scene.glued else LETTERS_A_WORD
    best = None
    for cue in cues_around(candidate, low, high, scene):
        gap = max(cue.start - candidate.end, candidate.start - cue.end)
        if best is not None and not passed and cue.extra + gap / letters > best.cost:
            continue
        ruling = ruling_by(candidate, cue.hit, cue.role, cue.extra, cue.name, scene)
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
            return ruling_by(candidate, cue.hit, cue.role, 0.0, cue.name, scene)
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
    found = [ruling_by(candidate, cue.hit, cue.role, 0.0, cue.name, scene) for cue in cues]
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
            return ruling_by(candidate, cue.hit, role, 0.0, cue.name, scene)._replace(cost=paid.cost)
    return paid


def _tells_more(share: Candidate, candidate: Candidate) -> bool:
    """Whether a share is told for itself, and not how far something rises to a sum: by 13 percent to $1 billion."""
    return share.kind is PERCENT and candidate.start - share.end > _RISES_TO
