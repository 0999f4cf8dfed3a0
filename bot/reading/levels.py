"""What a sum is by its size, where no word right beside it tells: nobody has paid five times what is usual.

A topic may tell what its payer pays in a year (``usual`` in ``topic.toml``). A sum in another currency that is far
above it is asked for, whatever word stands somewhere before it, and one about as large is paid where no word tells. A
word right beside a sum is believed as it is, and so is a sum over several years.
"""

from bot.model import Kind, Period, Role
from bot.reading.candidates import Candidate
from bot.reading.occasions import SETTLED
from bot.reading.payers import payer_of
from bot.reading.scene import UNCUED, Ruling, Scene

_FAR, _FARTHEST = 2.2, 6.0  # times what is usual; above it are totals, buildings, economies
_LEAST, _MOST = 0.7, 1.15  # about what is usual
_SURE = 0.8  # the most that a word costs that is believed as it is
_SURE_AGREED = 2.0  # of a word of agreeing
_SPENT = frozenset({Role.PAID, Role.AGREED})


def by_level(candidate: Candidate, ruling: Ruling, period: Period | None, scene: Scene) -> Ruling:
    """The ruling of a sum, or another one where it says that far more than usual was paid."""
    if ruling.cost >= UNCUED and ruling.role is Role.DEMANDED and candidate.kind is Kind.MONEY:
        times = _times_usual(candidate, scene)
        usual = times is not None and _LEAST <= times <= _MOST
        return Ruling(Role.PAID, "about what is paid in a year: paid", ruling.cost) if usual else ruling
    unsure = ruling.cost >= (_SURE_AGREED if ruling.cue == "agreed" else _SURE) or (
        ruling.role is Role.PAID and not ruling.cue
    )
    if candidate.kind is not Kind.MONEY or ruling.role not in _SPENT or not unsure or period is Period.TOTAL:
        return ruling
    if candidate.passage.where == "title" and scene.event in SETTLED:
        return ruling  # titles tell what a deal costs over all its years, and not how many they are
    times = _times_usual(candidate, scene)
    if times is None or not _FAR <= times <= _FARTHEST:
        return ruling
    return Ruling(Role.DEMANDED, "far above what is paid in a year: demanded", ruling.cost)


def _times_usual(candidate: Candidate, scene: Scene) -> float | None:
    """How many times what its payer pays in a year a sum in another currency is, where that is known."""
    currency = candidate.amount.currency or ""
    usual = {track.payer: track.usual[currency] for track in scene.tracks if currency in track.usual}
    known = usual.get(payer_of(candidate, scene).who) if usual else None
    return candidate.amount.value / known if known else None
