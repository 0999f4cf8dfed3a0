"""What a percentage or a multiple is said of: it takes the role of the money that it describes."""

from collections.abc import Mapping

from bot.model import Role
from bot.reading.bases import is_base
from bot.reading.candidates import Candidate
from bot.reading.kinds import MONEY, MULTIPLE, PERCENT
from bot.reading.scene import LETTERS_A_WORD, OF_BASE, REACH, UNCUED, Ruling, Scene

_APPOSITION = 60  # characters between a sum and the share that describes it
_APPOSED = 5  # characters: 5배인 [약] 50억 달러
_SURE = 1.0  # the most that a ruling costs that needs no word
_THE_WHOLE = 4  # characters: "of the total OF 1.055 trillion yen" tells the whole itself
_HEAD, _RIGHT_BEFORE = 4, 8  # characters from the head of a sentence, or to the sum: of which about
_BESIDE = 24  # characters between two shares that are told in one breath
_TOLD_BEFORE = 400  # characters back to the sum of an earlier sentence: "It would be four times ..."
_RISE_SPAN, _RISE_GAP = 24, 4  # characters: an INCREASE OF around 10 billion yen
_WEAK = frozenset({"estimate_weak", "agreed_weak", "paid_weak"})
_OWN_CUES = ("demanded", "proposed", "offered", "agreed", "paid", "pays")


_Described = tuple[float, Candidate, Ruling]
"""What it costs that a share is said of a sum, the sum and its ruling."""


def inherit(
    candidate: Candidate, own: Ruling, rulings: Mapping[int, Ruling], scene: Scene
) -> tuple[Ruling, Candidate | None]:
    """A share's role and the sum that gives it: one in apposition, else the nearest, unless a cue is nearer."""
    if candidate.passage.hits.any("of_economy", candidate.end, candidate.end + 2):
        return own, None
    if (led := _leads_to(candidate, scene)) is not None:
        return Ruling(rulings[led.start].role, f"describes {led.surface}: {rulings[led.start].role.value}", 0.0), led
    best = _nearest_sum(candidate, rulings, scene)
    wished = own.cue == "agreed_weak" and own.role is not Role.AGREED  # Seoul has answered with an increase of ...
    unsure = own.cost >= UNCUED or (own.cue in _WEAK and not wished) or (own.role is Role.PAID and own.cost >= OF_BASE)
    if best is None and not own.cue and own.cost > _SURE and (beside := _share_beside(candidate, rulings, scene)):
        return beside, None
    if best is None and unsure:
        best = _sum_before(candidate, rulings, scene)
        own = own if best is None else own._replace(cost=UNCUED)
    by_word = own.cue or own.cost <= _SURE
    if best is None or (best[0] > own.cost and by_word):
        return own, None
    _, other, ruling = best
    return Ruling(ruling.role, f"describes {other.surface}: {ruling.role.value}", best[0]), other


def _nearest_sum(candidate: Candidate, rulings: Mapping[int, Ruling], scene: Scene) -> _Described | None:
    """The sum of its sentence that a share is most likely said of."""
    best: _Described | None = None
    start, folded = candidate.start, candidate.passage.folded
    low, high = max(candidate.sentence[0], start - 2 * REACH), min(candidate.sentence[1], candidate.end + REACH)
    for other in scene.sums[candidate.passage.where].within(low, high):
        if is_base(other, scene) or _is_anothers(candidate, other, scene):
            continue
        before = other.end <= start
        if before and ";" in folded[other.end : start]:
            continue
        gap = start - other.end if before else other.start - candidate.end
        cost = gap / LETTERS_A_WORD + (0.0 if before else 4.0)
        if before and gap <= _APPOSITION and not _is_apart(candidate, other):
            cost = min(cost, 1.0)
        if best is None or cost < best[0]:
            best = cost, other, rulings[other.start]
    return best


def _is_apart(candidate: Candidate, other: Candidate) -> bool:
    """Whether a share behind a sum has a word of its own, or stands in another clause."""
    return _has_cue(candidate, other.end) or candidate.passage.hits.any("clause_break", other.end, candidate.start)


def _leads_to(candidate: Candidate, scene: Scene) -> Candidate | None:
    """The sum that a multiple before it is said of: 약 5배인 50억 달러, 4倍に当たる80億ドル."""
    if candidate.kind is not MULTIPLE or not scene.glued:
        return None
    words = candidate.passage.hits.within("is_as_much", candidate.end, candidate.end + 1)
    other = scene.sums[candidate.passage.where].first_from(candidate.end)
    near = bool(words) and other is not None and 0 <= other.start - words[0].end <= _APPOSED
    return other if near else None


def _is_anothers(candidate: Candidate, other: Candidate, scene: Scene) -> bool:
    """Whether a party of its own stands between a share and a sum: 미국은 13억달러를, 한국은 13% 인상을."""
    if not scene.glued:
        return _is_hosts(candidate, other, scene)
    between = (candidate.end, other.start) if other.start > candidate.start else (other.end, candidate.start)
    named = scene.mentions[candidate.passage.where].within(*between)
    hits = candidate.passage.hits
    return any(m.party.side != "observes" and hits.any("topic_mark", m.end, m.end + 1) for m in named)


def _is_hosts(candidate: Candidate, other: Candidate, scene: Scene) -> bool:
    """Whether a host goes on with a share of its own: Washington wants $1.3 billion, SEOUL says 13 percent is all."""
    text = candidate.passage.folded
    named = scene.mentions[candidate.passage.where].within(other.end, candidate.start)
    return any(m.party.side == "hosts" and text[m.start - 2 : m.start] == ", " for m in named)


def _share_beside(candidate: Candidate, rulings: Mapping[int, Ruling], scene: Scene) -> Ruling | None:
    """What the share told right before it is: 7.4 percent in 2020 and 5.4 percent this year."""
    other = scene.shares[candidate.passage.where].last_before(candidate.start)
    if other is None or other.start < candidate.sentence[0] or candidate.start - other.end > _BESIDE:
        return None
    ruling = rulings.get(other.start)
    return ruling._replace(why=f"as {other.surface} beside it: {ruling.role.value}") if ruling and ruling.cue else None


def part_of_sum(
    candidate: Candidate, own: Ruling, rulings: Mapping[int, Ruling], scene: Scene
) -> tuple[Ruling, Candidate | None]:
    """The ruling of a sum that is told to be a part of the one before: "Of that, about $10 billion is ..."."""
    start = candidate.sentence[0]
    row = scene.shares if candidate.kind is PERCENT else scene.sums
    words = candidate.passage.hits.within("of_which", start, candidate.start)
    behind = candidate.passage.hits.any("of_which", candidate.end, candidate.end + 2)  # $10 billion of it
    near = words and (words[0].start - start <= _HEAD or candidate.start - words[-1].end <= _RIGHT_BEFORE)
    if not near and not behind:
        return own, None
    of_total = bool(words) and candidate.passage.hits.any("total", words[-1].start, words[-1].end)
    reach = _TOLD_BEFORE if of_total or candidate.kind is PERCENT else REACH
    told = row[candidate.passage.where].within(start - reach, start)
    alike = [one for one in told if not is_base(one, scene) and one.amount.currency == candidate.amount.currency]
    other = alike[-1] if alike else None
    if alike and of_total:
        other = max(alike, key=lambda one: one.amount.value)  # of the TOTAL
    whole = candidate.passage.folded[words[-1].end : candidate.start] if near else ","
    if len(whole) <= _THE_WHOLE and "," not in whole:
        return own, None
    if other is None or other.start < start - reach or other.amount.currency != candidate.amount.currency:
        return own, None
    ruling = rulings.get(other.start)
    if ruling is None:
        return own, None
    return Ruling(ruling.role, f"a part of {other.surface}: {ruling.role.value}", own.cost), other


def rise_of_sum(candidate: Candidate, scene: Scene) -> Candidate | None:
    """The sum that another rises by this one: 2110億円で、100億円ほど増える; paid in whatever time that one is."""
    if candidate.kind is not MONEY or is_base(candidate, scene):
        return None
    hits, start = candidate.passage.hits, candidate.start
    after = hits.any("rise_after", candidate.behind, candidate.behind + _RISE_GAP)
    if not after and not any(
        0 <= start - h.end <= _RISE_GAP for h in hits.within("rise_of", start - _RISE_SPAN, start)
    ):
        return None
    if not scene.glued and scene.bases[candidate.passage.where].count(candidate.sentence[0], start):
        return None  # the time of it is told with the sum that it is compared with
    row = scene.sums[candidate.passage.where].within(start - _TOLD_BEFORE, start)
    larger = [
        other
        for other in row
        if other.amount.currency == candidate.amount.currency and other.amount.value > candidate.amount.value
    ]
    return next((other for other in reversed(larger) if not is_base(other, scene)), None)


def _has_cue(candidate: Candidate, start: int) -> bool:
    """Whether a word between an earlier sum and a share gives the share a role of its own."""
    return any(candidate.passage.hits.any(name, start, candidate.start) for name in _OWN_CUES)


def _sum_before(candidate: Candidate, rulings: Mapping[int, Ruling], scene: Scene) -> _Described | None:
    """The last sum of the sentence before: "That is 50 percent more"."""
    start = candidate.sentence[0]
    row = scene.sums[candidate.passage.where].within(start - _TOLD_BEFORE, start)
    other = next((sum_ for sum_ in reversed(row) if not is_base(sum_, scene)), None)
    if other is None or candidate.start - other.end > _TOLD_BEFORE:
        return None
    return UNCUED - 1.0, other, rulings[other.start]
