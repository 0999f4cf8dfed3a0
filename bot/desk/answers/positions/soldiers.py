"""Which soldiers are there on a track by the latest reports, and which are to leave or to come."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from bot.desk.answers.positions.items import Item, item_of
from bot.desk.ledger.rows import LedgerRow
from bot.model import Kind

LATELY = timedelta(days=180)
"""How far back from the newest report a number of troops is still told as today's."""


class Soldiers(Struct, frozen=True):
    there: LedgerRow | None
    """The force, as most outlets give it lately. What somebody claims, and nobody states, is none."""
    leaving: LedgerRow | None
    """What was ordered last, and not stopped."""
    coming: LedgerRow | None

    @property
    def rows(self) -> tuple[LedgerRow, ...]:
        return tuple(row for row in (self.there, self.leaving, self.coming) if row is not None)


def soldiers(rows: Sequence[LedgerRow]) -> Soldiers:
    """Of the rows of one track."""
    told = [row for row in rows if row.kind is Kind.TROOPS and not row.is_refuted and not row.is_over]
    forces = [row for row in told if item_of(row) is Item.TROOPS and (row.stated or not row.actors)]
    moves = [row for row in told if item_of(row) in {Item.LEAVING, Item.COMING}]
    most = max(_lately(forces, forces), key=lambda row: (row.outlets, row.last_seen, row.value), default=None)
    lately = _lately(moves, [*forces, *moves])
    return Soldiers(most, _last(lately, Item.LEAVING), _last(lately, Item.COMING))


def _lately(rows: Sequence[LedgerRow], all_of_them: Sequence[LedgerRow]) -> list[LedgerRow]:
    newest = max((row.last_seen for row in all_of_them), default=None)
    return [row for row in rows if newest and row.last_seen >= newest - LATELY]


def _last(rows: Sequence[LedgerRow], item: Item) -> LedgerRow | None:
    mine = [row for row in rows if item_of(row) is item]
    return max(mine, key=lambda row: (row.first_seen.date(), row.outlets, row.value), default=None)
