"""The items that are negotiated: what a row of the ledger is about."""

from enum import StrEnum

from bot.desk.ledger.rows import LedgerRow
from bot.model import Kind, Measure
from bot.phrases.amounts import Base


class Item(StrEnum):
    """An item that the sides hold positions on; ``OTHER`` is everything that can be compared with nothing."""

    CONTRIBUTION = "contribution"
    """A year's contribution."""
    INCREASE = "increase"
    """By how much more than before, as a percentage or a multiple."""
    LENGTH = "length"
    """Of the deal."""
    TROOPS = "troops"
    """That are stationed."""
    LEAVING = "leaving"
    """Troops that are to leave."""
    COMING = "coming"
    """Troops that are to come."""
    SPENDING = "spending"
    """On defence, as a share of GDP."""
    OTHER = "other"


_BY_BASE = {
    (Base.GDP, Measure.LEVEL): Item.SPENDING,
    (Base.GDP, None): Item.SPENDING,
    (Base.RISE, Measure.INCREASE): Item.INCREASE,
    (Base.RISE, None): Item.INCREASE,
}

_BY_FATE = {measure: Item.OTHER for measure in Measure if measure.is_of_troops} | {
    Measure.LEAVING: Item.LEAVING,
    Measure.COMING: Item.COMING,
}


def item_of(row: LedgerRow) -> Item:
    """By kind, base and measure alone: whether a sum is a year's contribution or some other one, the track's sums tell.

    See ``standing``.
    """
    match row.kind:
        case Kind.MONEY:
            return Item.CONTRIBUTION
        case Kind.PERCENT:
            return _BY_BASE.get((row.base, row.measure), Item.OTHER) if row.base else Item.OTHER
        case Kind.MULTIPLE:
            return Item.INCREASE if row.role.traits.is_position else Item.OTHER
        case Kind.YEARS:
            return Item.LENGTH
        case Kind.TROOPS:
            return _BY_FATE.get(row.measure, Item.TROOPS) if row.measure else Item.TROOPS
        case _:
            return Item.OTHER
