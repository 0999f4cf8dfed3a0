"""Where the sides stand on one item: their positions, the gap between them, and how each has moved."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from bot.desk.answers.positions.comparable import Comparable, Incomparable
from bot.desk.answers.positions.items import Item
from bot.desk.ledger.rows import LedgerRow
from bot.model import BaselineFigure, Role


class Move(StrEnum):
    """How a position moved from the baseline's figure of the same role to the latest."""

    SAME = "same"
    UP = "up"
    DOWN = "down"
    REVERSED = "reversed"
    """The position before was on the other side of the baseline."""
    NEW = "new"
    """The baseline has no figure of this role."""


class Position(Struct, frozen=True):
    """What a side holds, or what was agreed or paid."""

    role: Role
    row: LedgerRow
    like: Comparable | Incomparable
    """A year's sum in its own currency, or the figure in the item's unit."""
    move: Move | None
    """None where it cannot be compared with what the baseline has."""
    since: BaselineFigure | None
    """The baseline's figure of the same role."""
    ratio: float | None
    """The latest over the baseline's."""
    common: Comparable | None = None
    """A deal in the currency that all tracks are compared in, at the rate of one day; None where it is in that one."""
    remark: str = ""
    """What must be said of one that is none of today: ``last reported 6 years ago``; see ``holding``."""

    previous: LedgerRow | None = None
    """Of a claim that is on the other side of the baseline than the one before it, that one."""

    @property
    def is_of_today(self) -> bool:
        return not self.remark


class Gap(Struct, frozen=True):
    """The distance between what is asked and what is offered, or else what was agreed."""

    of: Role
    to: Role
    amount: float
    """In ``currency``, that of the other side; without one in the item's unit, percentage points for percentages."""
    currency: str | None
    ratio: float
    """What is asked over the other."""
    ends: tuple[Comparable, Comparable]
    """What is asked, and the other, each in its own currency."""
    on: date | None
    """The day whose exchange rate puts what is asked into the other's currency; None where both are in one."""
    steps: tuple[str, ...] = ()
    """How the two were made comparable."""


class ItemStand(Struct, frozen=True):
    """One item of a track."""

    track: str | None
    item: Item
    positions: tuple[Position, ...]
    gap: Gap | None
    obstacle: str
    """Why the two sides are not compared, where both have a position; else ""."""
    before: Gap | None = None
    """The gap in the baseline."""
