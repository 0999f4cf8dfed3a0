"""What a sum is by its size, where no word right beside it tells: nobody has paid five times what is usual.

A topic may tell what its payer pays in a year (``usual`` in ``topic.toml``). A sum in another currency that is far
above it is asked for, whatever word stands somewhere before it, and one about as large is paid where no word tells. A
word right beside a sum is believed as it is, and so is a sum over several years.
"""

from bot.model import Period, Role
from bot.reading.candidates import Candidate
from bot.reading.kinds import MONEY, MULTIPLE, PERCENT
from bot.reading.occasions import SETTLED
from bot.reading.payers import payer_of
from bot.reading.scene import UNCUED, Ruling, Scene

_FAR, _FARTHEST = 2.2, 6.0  # times what is usual; above it are totals, buildings, economies
_LEAST, _MOST = 0.7, 1.15  # about what is usual
_SURE = 0.8  # the most that a word costs that is believed as it is
_SURE_AGREED = 2.0  # of a word of agreeing
_STEEP = 30.0  # percent that no deal has raised what is paid by
_WHOLE = 100.0  # percent: all of a cost, which nobody gives
_SLIGHT = 5.0, 20.0  # percent by which deals do
_GIVEN = frozenset({Role.OFFERED, Role.AGREED, Role.ESTIMATE})
_KEPT = frozenset({Role.OFFERED, Role.AGREED, Role.PAID})
_RISES = ("agreed_weak", "rise_noun", "rise_after", "rise_of", "governed")
_BY_SPAN, _BY_GAP = 18, 12  # characters: BY [as much as] 100 percent
_RISE_BEFORE, _RISE_AFTER = 24, 14  # characters around a percentage in which a word of rising stands
_SPENT = frozenset({Role.PAID, Role.AGREED})


def by_level(candidate: Candidate, ruling: Ruling, period: Period | None, scene: Scene) -> Ruling:
    """The ruling of a sum, or another one where it says that far more than usual was paid."""
    if ruling.cost >= UNCUED and ruling.role is Role.DEMANDED and candidate.kind is MONEY:
        times = _times_usual(candidate, scene)
        usual = times is not None and _LEAST <= times <= _MOST
        return Ruling(Role.PAID, "about what is paid in a year: paid", ruling.cost) if usual else ruling
    unsure = ruling.cost >= (_SURE_AGREED if ruling.cue == "agreed" else _SURE) or (
        ruling.role is Role.PAID and not ruling.cue
    )
    if candidate.kind is not MONEY or ruling.role not in _SPENT or not unsure or period is Period.TOTAL:
        return ruling
    if candidate.passage.where == "title" and scene.event in SETTLED:
        return ruling  # titles tell what a deal costs over all its years, and not how many they are
    times = _times_usual(candidate, scene)
    if times is None or not _FAR <= times <= _FARTHEST:
        return ruling
    return Ruling(Role.DEMANDED, "far above what is paid in a year: demanded", ruling.cost)


def by_rise(candidate: Candidate, ruling: Ruling, scene: Scene) -> Ruling:
    """The ruling of a percentage, or another one where a host is said to give far more, or to be asked for a little.

    Only where the topic tells what its payer pays in a year: shares of an economy are another matter.
    """
    if candidate.kind is MULTIPLE and ruling.role in _KEPT:
        return Ruling(Role.DEMANDED, "no deal has multiplied what is paid: demanded", ruling.cost)
    value = candidate.amount.value
    steep = value >= _STEEP and not candidate.amount.by_word and _is_rise(candidate, ruling)
    slight = _SLIGHT[0] < value <= _SLIGHT[1] and ruling.role is Role.DEMANDED and ruling.cost >= _SURE
    if candidate.kind is not PERCENT or not (steep or slight) or ruling.cue == "cap":
        return ruling
    if candidate.passage.hits.any("of_economy", candidate.end, candidate.end + 2):
        return ruling
    payer = payer_of(candidate, scene).who
    if not any(track.usual and track.payer == payer for track in scene.tracks):
        return ruling
    if steep:
        return Ruling(Role.DEMANDED, "more than any deal raised what is paid by: demanded", ruling.cost)
    role = Role.AGREED if scene.event in SETTLED else Role.OFFERED
    return Ruling(role, f"no more than deals raise what is paid by: {role.value}", ruling.cost)


def _is_rise(candidate: Candidate, ruling: Ruling) -> bool:
    """Whether a percentage is told to be one that something rises by, rather than a share of a cost."""
    hits, start = candidate.passage.hits, candidate.start
    led = any(0 <= start - hit.end <= _BY_GAP for hit in hits.within("rise_by", start - _BY_SPAN, start))
    if ruling.role is Role.PAID:
        return led
    around = start - _RISE_BEFORE, candidate.end + _RISE_AFTER
    whole = candidate.amount.value >= _WHOLE
    return ruling.role in _GIVEN and (whole or led or hits.among(_RISES).count(*around) > 0)


def _times_usual(candidate: Candidate, scene: Scene) -> float | None:
    """How many times what its payer pays in a year a sum in another currency is, where that is known."""
    currency = candidate.amount.currency or ""
    usual = {track.payer: track.usual[currency] for track in scene.tracks if currency in track.usual}
    known = usual.get(payer_of(candidate, scene).who) if usual else None
    return candidate.amount.value / known if known else None
