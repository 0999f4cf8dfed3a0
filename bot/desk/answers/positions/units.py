"""The currencies that sums are compared in: of one track that of its deals, of several tracks one for all."""

from collections.abc import Sequence

from bot.desk.ledger.rows import LedgerRow
from bot.desk.ledger.standing import yearly_sum
from bot.model import Baseline, Role


def unit_of(baseline: Baseline) -> str:
    """The currency that the tracks are compared in with one another: that of the baseline's demand."""
    asked = [f.currency for f in baseline.figures if f.role is Role.DEMANDED and f.currency]
    return next(iter(asked or [f.currency for f in baseline.figures if f.currency]), "USD") or "USD"


def currency_of(rows: Sequence[LedgerRow], track: str | None, baseline: Baseline) -> str:
    """The currency of a track's deals, which no rate moves; where none is known, that of ``unit_of``."""
    known = yearly_sum([row for row in rows if row.track == track], track, baseline)
    return known.currency if known else unit_of(baseline)
