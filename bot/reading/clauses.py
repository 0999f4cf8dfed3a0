"""How a sentence is built around a word of a role: who is told, who is talked into what, what is only wished for.

Each of these looks at the few words that one clause has between its verb and a figure; what follows for the figure's
role is decided in ``roles``.
"""

from bot.model import Role
from bot.reading.bases import starts
from bot.reading.candidates import Candidate
from bot.reading.kinds import MONEY, MULTIPLE, PERCENT
from bot.reading.occasions import of_deal
from bot.reading.parties import Mention
from bot.reading.scene import Cue, Ruling, Scene
from bot.reading.sides import subject_of
from bot.reading.terms import Hit

_WANTED_SPAN = 70  # characters between a word of wanting and the participle that it governs
_ACHIEVED_SPAN, _ACHIEVED_GAP = 90, 5  # characters to what was talked into paying, and from the verb to who it was
_FORESEEN = 14  # characters in which a word of expecting stands before an infinitive
_COPULA_SPAN, COPULA_COST = 34, 3.0  # characters from a form of "be", over hedges, to a sum
_NOUN_SPAN = 60  # characters from a contribution to the copula
_MODALS = {"modal_would": Role.ESTIMATE, "modal_must": Role.DEMANDED, "modal_will": Role.AGREED}
_CAUSE_SPAN, _WHICH = 50, 8  # characters from a share to what it would do, and from "which" to the verb
_STOPS = frozenset(",;:.()")
_ARTICLES = frozenset({"", "the"})
_THE_GAP, _RELATIVE_GAP = 5, 26  # characters before a party: [the] South Koreans, that [the US / ] Washington
_ADJACENT = 2  # characters between a figure and what is said of it
_LAST_SPAN, _LAST_GAP = 40, 3  # characters: last year's [some] $870 million
_ASIDE = 2  # commas around what is told in passing
_THAT_SPAN = 60  # characters from a word of agreeing to what is agreed on
_COPULAS = ("copular", "copular_past")
_WANTS = frozenset({"demanded", "proposed", "offered"})
_MADE = 40  # characters between a word of making and the offer
_PASSIVE_SPAN = 12  # characters in which a form of "be" stands before its participle
_WISHED_SPAN = 50  # characters from "unless" to a word of agreeing


def achieved(candidate: Candidate, scene: Scene) -> Ruling | None:
    """What a host was talked into: GOT SEOUL to hand over $500 million."""
    if scene.glued or candidate.kind is MULTIPLE or "achieved" not in candidate.passage.hits.labels():
        return None
    hits, where = candidate.passage.hits, candidate.passage.where
    low = max(candidate.sentence[0], candidate.start - _ACHIEVED_SPAN)
    for hit in reversed(hits.within("achieved", low, candidate.start)):
        host = scene.mentions[where].first_from(hit.end)
        if host is None or host.party.side != "hosts" or host.start - hit.end > _ACHIEVED_GAP:
            continue
        if not hits.any("clause_break", host.end, candidate.start) and not scene.sums[where].count(
            host.end, candidate.start
        ):
            word = candidate.passage.text[hit.start : hit.end]
            return Ruling(Role.AGREED, f"“{word}” before it, said of {host.party.name}: agreed", 0.0)
    return None


def is_relative(candidate: Candidate, low: int, high: int) -> bool:
    """Whether a clause begins in between that only tells more: host-nation support, WHICH runs to $2 billion."""
    words = candidate.passage.hits.within("relative", low, high)
    return any(candidate.passage.folded[word.start - 2 : word.start] == ", " for word in words)


def is_told(candidate: Candidate, low: int, scene: Scene) -> bool:
    """Whether the side that asks speaks to a host of what it is to pay: Trump told Japan to pay four times as much."""
    named = scene.mentions[candidate.passage.where].within(low, candidate.start)
    sides = [mention.party.side for mention in named if mention.party.side != "observes"]
    if sides[-2:] != ["asks", "hosts"]:
        return False
    between = candidate.sentence[0], named[-1].start
    return not any(candidate.passage.hits.any(name, *between) for name in ("agreed", "clause_break"))


def wanting(candidate: Candidate, hit: Hit, scene: Scene) -> Cue | None:
    """The word of wanting that governs a participle: WANTS the contribution raised to $1 billion."""
    hits = candidate.passage.hits
    if scene.glued or hit.start >= candidate.start or not hits.any("governed", hit.start, hit.start + 1):
        return None
    low = max(candidate.sentence[0], hit.start - _WANTED_SPAN)
    asked = [c for c in scene.cues[candidate.passage.where].within(low, hit.start) if c.name in _WANTS]
    if not asked:
        return None
    gap = candidate.passage.folded[asked[-1].end : hit.start]
    aside = gap.count(",") == _ASIDE and gap.endswith(", ")  # wanted the payment, worth $850 million, raised to ...
    if aside:
        return asked[-1]
    parted = "," in gap or hits.any("clause_break", asked[-1].end, hit.start)
    parted = parted or scene.sums[candidate.passage.where].count(asked[-1].end, hit.start) > 0
    return None if parted else asked[-1]


def maker(candidate: Candidate, hit: Hit, scene: Scene) -> Mention | None:
    """Who makes an offer, where that is told: Washington has MADE a final offer."""
    made = not scene.glued and candidate.passage.hits.any(
        "makes", max(candidate.sentence[0], hit.start - _MADE), hit.start
    )
    return subject_of(candidate, hit, "offered", scene) if made else None


def is_passive(candidate: Candidate, hit: Hit) -> bool:
    """Whether it is what somebody is told: Seoul IS BEING pushed."""
    words = candidate.passage.hits.within("passive", max(0, hit.start - _PASSIVE_SPAN), hit.start)
    return bool(words) and hit.start - words[-1].end <= 1


def asker_pays(candidate: Candidate, hit: Hit, name: str, scene: Scene) -> bool:
    """Whether it is the side that asks that spends: what Washington says the defence of an ally costs it."""
    costly = candidate.kind is MONEY and candidate.passage.hits.any("costly", hit.start, hit.start + 1)
    if not costly or hit.start >= candidate.start or scene.glued:
        return False
    payer = subject_of(candidate, hit, name, scene)
    return payer is not None and payer.party.side == "asks"


def is_wished(candidate: Candidate, hit: Hit) -> bool:
    """Whether an agreement is only hoped or asked for: unless Seoul agrees to pay $5 billion."""
    low = max(candidate.sentence[0], hit.start - _WISHED_SPAN)
    low = max(low, candidate.end) if hit.start >= candidate.end else low  # what has yet to be said of a sum, not by it
    words = candidate.passage.hits.within("conditional", low, hit.start)
    return bool(words) and "," not in candidate.passage.folded[words[-1].end : hit.start]


def foreseen(candidate: Candidate, hit: Hit, scene: Scene) -> bool:
    """Whether what is to be paid is only expected: is LIKELY to top 1 trillion yen."""
    words = candidate.passage.hits.within("foreseen", max(candidate.sentence[0], hit.start - _FORESEEN), hit.start)
    return not scene.glued and bool(words) and hit.start - words[-1].end <= 1


def by_copula(candidate: Candidate, scene: Scene) -> Ruling | None:
    """What is said to be a sum, where its noun tells no more: its share IS about 960 billion won."""
    if candidate.kind is not MONEY or scene.glued:
        return None
    hits, low = candidate.passage.hits, max(candidate.sentence[0], candidate.start - _COPULA_SPAN)
    near = hits.among(_COPULAS).within(low, candidate.start)
    for start in starts(candidate, low) if near else ():
        words = [hit for hit in near if 0 <= start - hit.end <= 1]
        if words and _has_noun(candidate, words[-1].start):
            if of_deal(candidate) and _COPULAS[words[-1].which] == "copular":
                return Ruling(Role.AGREED, "what a deal says of payments: agreed", COPULA_COST)
            word = candidate.passage.text[words[-1].start : words[-1].end]
            return Ruling(Role.PAID, f"“{word}” before it: paid", COPULA_COST, "comes_to")
    return None


def _has_noun(candidate: Candidate, place: int) -> bool:
    """Whether it is a contribution that is told of right before a copula, and not what something else rises by."""
    hits = candidate.passage.hits
    told = hits.any("amount_noun", max(candidate.sentence[0], place - _NOUN_SPAN), place)
    return told and not hits.any("rise_after", candidate.behind, candidate.behind + 2)


def modal(candidate: Candidate, hit: Hit) -> Role | None:
    """What the verb that governs an infinitive behind a figure makes of it: Seoul WÜRDE zehn Milliarden zahlen."""
    if candidate.passage.language != "de" or hit.start < candidate.end:
        return None
    if not candidate.passage.folded[hit.start : hit.end].endswith("en"):
        return None
    row = candidate.passage.hits.among(tuple(_MODALS)).within(candidate.sentence[0], candidate.start)
    last = row[-1] if row else None
    if last is None or {",", ";"} & set(candidate.passage.folded[last.end : candidate.start]):
        return None
    return tuple(_MODALS.values())[last.which]


def cause(candidate: Candidate, scene: Scene) -> Candidate | None:
    """What would lead to a sum: a 50 percent increase, WHICH WOULD TAKE the bill to $1.2 billion."""
    hits, low = candidate.passage.hits, max(candidate.sentence[0], candidate.start - _CAUSE_SPAN)
    if scene.glued or "would_change" not in hits.labels():
        return None
    for hit in hits.within("would_change", low, candidate.start):
        words = hits.within("relative", hit.start - _WHICH, hit.start)
        if not words or candidate.passage.folded[words[-1].start - 2 : words[-1].start] != ", ":
            continue
        where = candidate.passage.where
        earlier = [row.last_before(hit.start) for row in (scene.sums[where], scene.shares[where])]
        near = [one for one in earlier if one is not None and hit.start - one.behind <= _CAUSE_SPAN]
        return max(near, key=lambda one: one.start, default=None)
    return None


def of_last_year(candidate: Candidate) -> bool:
    """Whether it is the sum of the year before: how much more than LAST YEAR'S $870 million Seoul will pay."""
    words = candidate.passage.hits.within("last_year", candidate.start - _LAST_SPAN, candidate.start)
    return bool(words) and candidate.start - words[-1].end <= _LAST_GAP


def said_behind(candidate: Candidate, scene: Scene) -> int | None:
    """Where the subject of a clause that tells more of a figure ends, if one follows right behind it."""
    hits, start = candidate.passage.hits, candidate.behind
    if candidate.passage.folded[start : start + 1] != " ":
        return None
    if candidate.kind is PERCENT:
        rises = hits.within("rise_noun", start, start + _ADJACENT)
        start = rises[0].end if rises else start
    words = hits.within("relative", start, start + _ADJACENT)
    begin = words[0].end if words else start
    for word in hits.within("payer_behind", begin, begin + _ADJACENT):
        return word.end
    party = scene.mentions[candidate.passage.where].first_from(begin)
    if party is None or party.start - begin > (_RELATIVE_GAP if words else _THE_GAP):
        return words[0].end if words and candidate.passage.language == "en" else None
    if not words and candidate.passage.folded[begin : party.start].strip() not in _ARTICLES:
        return None
    parted = _STOPS & set(candidate.passage.folded[begin : party.start])
    return None if parted or party.party.side == "observes" else party.end


def agreed_that(candidate: Candidate, hit: Hit) -> bool:
    """Whether both sides agreed on what would be paid: agreed THAT SEOUL WOULD PAY 1.52 trillion won."""
    low = max(candidate.sentence[0], hit.start - _THAT_SPAN)
    words = candidate.passage.hits.within("agreed", low, hit.start)
    gap = candidate.passage.folded[words[-1].end : hit.start] if words else ","
    return "," not in gap and candidate.passage.hits.any("relative", words[-1].end, words[-1].end + _ADJACENT)


def beyond_comparison(candidate: Candidate, hit: Hit, after: bool) -> bool:
    """Whether a word belongs to what a figure is compared with: 現在より100億円, 50 percent more than it paid."""
    hits = candidate.passage.hits
    if after:
        return hits.any("compares", candidate.end, hit.start)
    words = hits.within("compares", hit.end, candidate.start)
    hedge = candidate.kind is MONEY and len(words) == 1 and candidate.start - words[0].end <= 1
    return bool(words) and not hedge  # "now pays less than $1 billion" compares nothing
