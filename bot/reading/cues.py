"""The words that give figures their roles, and which of them stand around a figure."""

from bot.model import Role
from bot.reading.candidates import Candidate
from bot.reading.kinds import MONEY, MULTIPLE
from bot.reading.placed import Placed
from bot.reading.scene import Cue, Scene
from bot.reading.terms import Hit
from bot.reading.text import Passage

_VOID = "void"  # gives no role, and takes it from the words within
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
    ("copula", Role.PAID, 3.0),
    ("comes_to", Role.PAID, 3.0),
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
    (_VOID, Role.OTHER, 0.0),
)
_RANKED = tuple((rank, name) for rank, (name, _, _) in enumerate(_CUES))
_OF_BASE = frozenset({"paid", "paid_weak"})
_BASE_GAP = 3  # characters between a word of paying and the sum that it is said of
_ADJACENT = 2  # characters: 1조원의 9배
_MARK_SPAN = 20  # characters: to pass the mark of 1 trillion won
_COMPARES_SPAN = 20


def cues_of(passage: Passage) -> Placed[Cue]:
    """The words of roles in a passage; one within a longer one ("sets" in "sets aside") says nothing."""
    rows, void = passage.hits, set(passage.hits.all(_VOID).things)
    found = sorted(
        (hit[0], -hit[1], rank, hit) for rank, name in _RANKED if name in rows.labels() for hit in rows.all(name).things
    )
    kept: list[Cue] = []
    longest, reach = (-1, -1), -1  # the longest that reaches farthest yet
    for _, _, rank, hit in found:
        if hit[1] > reach:
            longest, reach = hit, hit[1]
        elif hit != longest:
            continue
        if hit not in void:
            name, role, extra = _CUES[rank]
            kept.append(Cue(hit[0], hit[1], rank, name, role, extra, hit))
    return Placed(kept)


def cues_around(candidate: Candidate, low: int, high: int, scene: Scene) -> list[Cue]:
    """The words of roles around a figure between two places, in the order of the lists."""
    if scene.glued and candidate.kind is MULTIPLE:  # 합의한 1조원의 9배: what is said of the base is the base's
        base = scene.bases[candidate.passage.where].last_before(candidate.start)
        low = base.end if base and low <= base.start and candidate.start - base.end <= _ADJACENT else low
    found = [
        cue
        for cue in scene.cues[candidate.passage.where].within(low, high)
        if not candidate.start <= cue.start < candidate.end
        and (cue.name != "paid_weak" or not _of_other(candidate, cue.hit, scene))
        and (cue.name != "agreed_weak" or not _is_compared_with(candidate, cue.hit))
        and (cue.name != "estimate_weak" or scene.glued or cue.start < candidate.start)
        and (cue.name != "mark" or _is_mark_of(candidate, cue.hit, scene))
        and not (cue.name in _OF_BASE and _is_of_base(candidate, cue.hit, scene))
        and (scene.glued or cue.start < candidate.end or not _compares_only(candidate, cue, scene))
    ]
    return sorted(found, key=lambda cue: cue.rank)


def _compares_only(candidate: Candidate, cue: Cue, scene: Scene) -> bool:
    """Whether a word behind a figure tells what it is compared with, or how it compares.

    Five times what it PAID; 13 percent on the 1.04 trillion won it PAID; $1.3 billion, an INCREASE of 50 percent.
    """
    if candidate.kind is MONEY:
        return cue.name == "agreed_weak"
    if cue.role is not Role.PAID:
        return False
    multiple = candidate.kind is MULTIPLE
    return multiple or scene.bases[candidate.passage.where].count(candidate.end, cue.start) > 0


def _is_of_base(candidate: Candidate, hit: Hit, scene: Scene) -> bool:
    """Whether a word of paying is said of the sum that a share is of: von ZULETZT 1,04 Billionen um 13 Prozent."""
    base = scene.bases[candidate.passage.where].first_from(hit.end)
    return not scene.glued and base is not None and base.start != candidate.start and base.start - hit.end <= _BASE_GAP


def _is_compared_with(candidate: Candidate, hit: Hit) -> bool:
    """Whether a figure is compared with what an earlier deal brought: gegenüber dem alten ABKOMMEN."""
    hits = candidate.passage.hits
    before = hits.within("compares", hit.start - _COMPARES_SPAN, hit.start)
    return bool(before) and hits.any("deals", hit.start, hit.start + 1)


def _is_mark_of(candidate: Candidate, hit: Hit, scene: Scene) -> bool:
    """Whether it is this sum that a word makes a threshold, with no other between."""
    low, high = (candidate.end, hit.start) if hit.start >= candidate.end else (hit.end, candidate.start)
    near = high - low <= _MARK_SPAN and scene.sums[candidate.passage.where].count(low, high) == 0
    return candidate.kind is MONEY and near


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
