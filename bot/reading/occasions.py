"""What the year of a sum, or the event of the report, makes of it where no word beside it does."""

from bot.model import Event, Role
from bot.reading.candidates import Candidate
from bot.reading.kinds import MONEY, MULTIPLE, PERCENT
from bot.reading.parties import Mention
from bot.reading.scene import REACH, UNCUED, Cue, Ruling, Scene, window
from bot.reading.terms import Hit

_TIME_COST = 7.4
_RUNNING_COST = 8.5
LEAST_BY_TIME = 7.0
"""Whatever the time or the event makes of a sum, a word that costs less decides."""
_DEAL_COST = 7.0  # of a deal that is told of before a sum of an earlier year
_EVENT_COST = 7.5  # dearer than a word nearby, cheaper than a weak one
_OF_COST_SPAN = 16  # characters: half of the COST
_MEMBER_SPAN = 12  # characters between a country and its share
_NOW_SPAN = 40  # characters: CURRENTLY the country pays 201.7 billion yen
_TOTAL_SPAN = 16
_TOLD_BEFORE = 200  # characters before a sentence in which a deal was told of
_DEAL_ITSELF = 20  # characters of a deal right before its verb
_SAYS_OF_IT = frozenset({" ", ", which ", " which ", " that "})
_DEAL_SPAN = 40  # characters between a deal and what it would do
_ASKED_SPAN = 30  # characters between a word of proposing and the deal that is proposed
ASKING = frozenset({"proposed", "demanded", "offered", "offered_noun", "rejected"})
"""The lists of words by which somebody only wants what he names."""
_SAID_OTHERWISE = ("demanded", "proposed", "offered", "rejected", "limits", "paid", "budget")

BY_EVENT = {
    Event.AGREEMENT_IN_PRINCIPLE: Role.AGREED, Event.SIGNED: Role.AGREED, Event.RATIFIED: Role.AGREED,
    Event.IN_FORCE: Role.AGREED, Event.TALKS_BREAK_OFF: Role.DEMANDED, Event.PROTEST: Role.DEMANDED,
}  # fmt: skip

OPEN = frozenset({Event.TALKS_START, Event.TALKS_ROUND, Event.TALKS_RESUME, Event.TALKS_BREAK_OFF, Event.FURLOUGH})
"""Events of talks in which nothing is settled yet."""

SETTLED = frozenset(event for event, role in BY_EVENT.items() if role is Role.AGREED)
"""Events that settle what is paid, and for how long."""

_TALKS = frozenset(
    {Event.TALKS_START, Event.TALKS_ROUND, Event.TALKS_RESUME, Event.FURLOUGH, Event.REPORT, Event.STATEMENT}
)


def by_time(candidate: Candidate, scene: Scene, when: int | None) -> list[Ruling]:
    """What the year of a sum, or the event of the report, makes of it where no word nearby does."""
    rulings = []
    if candidate.kind is PERCENT and when is not None and when < 0 and scene.payer is None:
        rulings.append(Ruling(Role.PAID, "its year is over: paid", _TIME_COST))
    elif candidate.kind is MONEY and when is not None and when < 0:
        agreed = candidate.passage.hits.any("agreed", *window(candidate))
        rulings.append(Ruling(Role.PAID, "its year is over: paid", _TIME_COST * (2 if agreed else 1)))
        if of_deal(candidate) and not candidate.passage.hits.any("paid_weak", *window(candidate)):
            rulings.append(Ruling(Role.AGREED, "what a deal says of an earlier year: agreed", _DEAL_COST))
    elif candidate.kind is MONEY and when is not None and when > 0 and in_hosts_money(candidate, scene):
        rulings.append(Ruling(Role.AGREED, "its year is to come: agreed", _TIME_COST))
    elif when == 0 and in_hosts_money(candidate, scene) and candidate.passage.hits.any("new_deal", 0, candidate.start):
        rulings.append(Ruling(Role.AGREED, "what a new deal says of this year: agreed", _RUNNING_COST))
    elif when == 0 and _is_running(candidate, scene):
        rulings.append(Ruling(Role.PAID, "its year is running: paid", _RUNNING_COST))
    if not rulings and BY_EVENT.get(scene.event) is Role.AGREED and _of_asker(candidate, scene):
        rulings.append(Ruling(Role.DEMANDED, "a sum of the side that asks, in its currency: demanded", _EVENT_COST))
    elif not rulings and BY_EVENT.get(scene.event) is Role.AGREED and candidate.kind is MULTIPLE:
        cost = _EVENT_COST * 1.4
        rulings.append(Ruling(Role.DEMANDED, "deals raise sums by percentages, demands multiply them", cost))
    elif not rulings and BY_EVENT.get(scene.event) is Role.AGREED:
        told = candidate.passage.hits.among(_SAID_OTHERWISE).count(*window(candidate)) > 0
        cost = _EVENT_COST * (1.4 if told else 1)
        rulings.append(Ruling(Role.AGREED, f"the report's event is {scene.event.value}: agreed", cost))
    if not rulings and BY_EVENT.get(scene.event) is Role.DEMANDED and not in_hosts_money(candidate, scene):
        rulings.append(Ruling(Role.DEMANDED, f"the report's event is {scene.event.value}: demanded", _EVENT_COST))
    return rulings


def _is_running(candidate: Candidate, scene: Scene) -> bool:
    """Whether a sum of this year is what the host pays anyhow: nothing is settled, and no deal is told of before it."""
    open_still = candidate.kind is MONEY and scene.event not in SETTLED and in_hosts_money(candidate, scene)
    deal = candidate.passage.hits.any("agreed", *window(candidate)) if scene.glued else of_deal(candidate)
    return open_still and not deal


def _of_asker(candidate: Candidate, scene: Scene) -> bool:
    """Whether the party named last before a sum in no host's currency is one that asks."""
    if candidate.kind is not MONEY or in_hosts_money(candidate, scene):
        return False
    named = scene.mentions[candidate.passage.where].within(candidate.sentence[0], candidate.start)
    sided = [mention for mention in named if mention.party.side != "observes"]
    return bool(sided) and sided[-1].party.side == "asks" and sided[-1].party.person


def still_to_pay(candidate: Candidate, paid: Ruling, scene: Scene, when: int | None) -> Ruling:
    """What "pays" is said of may be what a deal says will be paid."""
    low, _ = candidate.sentence
    if when is not None and when > 0:
        return Ruling(Role.AGREED, "its year is to come: agreed", paid.cost)
    if paid.cue == "pays" and candidate.passage.hits.any("total", *window(candidate)):
        return Ruling(Role.AGREED, f"{paid.why.partition(':')[0]}, over several years: agreed", paid.cost)
    if paid.cue == "pays" and candidate.passage.hits.any(
        "present", max(low, candidate.start - _NOW_SPAN), candidate.start
    ):
        return paid
    rises = candidate.kind is PERCENT and candidate.passage.hits.any("rise_after", candidate.end, candidate.end + 2)
    if (
        paid.cue in {"pays", "comes_to"}
        and (candidate.kind is MONEY or rises)
        and (when is None or when == 0)
        and BY_EVENT.get(scene.event) is Role.AGREED
    ):
        return Ruling(Role.AGREED, f"{paid.why.partition(':')[0]}, in a report of a deal: agreed", paid.cost)
    return paid


def of_deal(candidate: Candidate) -> bool:
    """Whether a deal is named before a sum in its sentence: a deal under which payments climb to $1.47 billion."""
    hits, folded = candidate.passage.hits, candidate.passage.folded
    deals = hits.within("deals", max(candidate.sentence[0], candidate.start - REACH), candidate.start)
    return bool(deals) and ";" not in folded[deals[-1].end : candidate.start]


def by_a_deal(candidate: Candidate, hit: Hit, scene: Scene) -> bool:
    """Whether it is a deal that tells what would be paid, rather than the side that asks, named after it."""
    deals = candidate.passage.hits.within("deals", *candidate.sentence)
    if not deals:
        return False
    named = scene.mentions[candidate.passage.where].within(deals[0].end, hit.start)
    return not any(mention.party.side == "asks" for mention in named)


def deal_would(candidate: Candidate, hit: Hit, scene: Scene) -> bool:
    """Whether it is a deal that both sides made that would change a sum: reached a deal that WOULD BRING it to ..."""
    hits = candidate.passage.hits
    changes = hits.any("would_change", hit.start, hit.start + 1) and hit.start < candidate.start
    deals = hits.within("deals", max(candidate.sentence[0], hit.start - _DEAL_SPAN), hit.start) if changes else ()
    made = bool(deals) and hits.any("agreed", candidate.sentence[0], deals[-1].start)
    return made and by_a_deal(candidate, hit, scene)


def by_deal_itself(candidate: Candidate, hit: Hit) -> bool:
    """Whether it is a deal that tells a sum: the ACCORD puts the bill at 1.52 trillion won."""
    hits, text = candidate.passage.hits, candidate.passage.folded
    deals = hits.within("deals", hit.start - _DEAL_ITSELF, hit.start) if hit.start < candidate.start else ()
    return bool(deals) and text[deals[-1].end : hit.start] in _SAYS_OF_IT


def wanted_deal(candidate: Candidate, scene: Scene) -> Cue | None:
    """The word by which the deal that a sum is the worth of is only wanted: called for a deal worth $1.2 billion."""
    deals = candidate.passage.hits.within("deals", max(candidate.sentence[0], candidate.start - REACH), candidate.start)
    if not deals:
        return None
    low = max(candidate.sentence[0], deals[-1].start - _ASKED_SPAN)
    asked = [c for c in scene.cues[candidate.passage.where].within(low, deals[-1].start) if c.name in ASKING]
    return asked[-1] if asked else None


def in_hosts_money(candidate: Candidate, scene: Scene) -> bool:
    return candidate.amount.currency in {track.currency for track in scene.tracks if track.currency}


def guess(candidate: Candidate, scene: Scene) -> Ruling:
    """Without any cue: what sums of this event, or in this currency, mostly are."""
    if candidate.kind is MONEY and in_hosts_money(candidate, scene):
        hits, start = candidate.passage.hits, candidate.start
        summed = hits.any("total", start - _TOTAL_SPAN, start)
        told = not scene.glued and hits.any("agreed", candidate.sentence[0] - _TOLD_BEFORE, candidate.sentence[1])
        told = told and scene.event in {Event.STATEMENT, Event.REPORT}
        deal = summed or told or BY_EVENT.get(scene.event) is Role.AGREED
        role, why = (Role.AGREED, "a deal") if deal else (Role.PAID, "no deal")
        return Ruling(role, f"no cue in its sentence; in the host's currency, in a report of {why}", UNCUED)
    if candidate.kind is PERCENT and scene.payer is None and _of_member(candidate, scene):
        return Ruling(Role.PAID, "no cue in its sentence; the share of the country named before it: paid", UNCUED)
    role_by_event = BY_EVENT.get(scene.event)
    if role_by_event is not None:
        return Ruling(role_by_event, f"no cue in its sentence; the report's event is {scene.event.value}", UNCUED)
    if candidate.kind is MONEY and scene.event in _TALKS:
        return Ruling(Role.DEMANDED, "no cue in its sentence; in the currency of the side that asks", UNCUED)
    if candidate.kind is PERCENT and candidate.passage.hits.any("costs", candidate.end, candidate.end + _OF_COST_SPAN):
        return Ruling(Role.PAID, "no cue in its sentence; a share of the cost: paid", UNCUED)
    if scene.event not in SETTLED and (owner := _last_side(candidate, scene)) is not None:
        role = Role.OFFERED if owner == "hosts" and candidate.kind is not MULTIPLE else Role.DEMANDED
        return Ruling(role, f"no cue in its sentence; a party that {owner} is named last: {role.value}", UNCUED)
    return Ruling(Role.ESTIMATE, "no cue in its sentence: a claim", UNCUED)


def _last_side(candidate: Candidate, scene: Scene) -> str | None:
    """The side of the party named last before a share in its sentence, if it asks or hosts."""
    named = scene.mentions[candidate.passage.where].within(candidate.sentence[0], candidate.start)
    return next((m.party.side for m in reversed(named) if m.party.side != "observes"), None)


def _of_member(candidate: Candidate, scene: Scene) -> bool:
    """Whether a country is named right before a share, as in "Spain, at 1.3 percent, ..."."""
    last = scene.mentions[candidate.passage.where].last_before(candidate.start)
    if last is None or last.party.person or last.party.country is None:
        return False
    return 0 <= candidate.start - last.end <= _MEMBER_SPAN


def wanted(asker: Mention | None, role: Role) -> Role:
    """While nothing is settled, a rise is what the party named before it wants."""
    sides = {"asks": Role.DEMANDED, "hosts": Role.OFFERED}
    return sides.get(asker.party.side, role) if asker is not None else role
