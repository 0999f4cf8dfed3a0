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
    """In the unit of the item's gap."""
    move: Move | None
    """None where it cannot be compared with what the baseline has."""
    since: BaselineFigure | None
    """The baseline's figure of the same role."""
    ratio: float | None
    """The latest over the baseline's."""


class Gap(Struct, frozen=True):
    """The distance between what is asked and what is offered, or else what was agreed."""

    of: Role
    to: Role
    amount: float
    """In ``currency``; without one in the item's unit, percentage points for percentages."""
    currency: str | None
    ratio: float
    """What is asked over the other."""
    on: date
    """The day whose exchange rates count: the last one on which a report has either."""
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
