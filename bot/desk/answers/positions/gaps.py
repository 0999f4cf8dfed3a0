"""The gap between what is asked and the other side, in the other side's currency and at one rate at most."""

from datetime import date

from bot.desk.answers.positions.comparable import Comparable, Incomparable, exchanged
from bot.desk.answers.positions.items import Item
from bot.desk.answers.positions.stands import Gap, Position
from bot.model import Convert, Role


def gap_between(claim: Position, other: Position, item: Item, on: date, convert: Convert) -> tuple[Gap | None, str]:
    """The gap between two positions, or why there is none. ``on`` is the claim's day, whose rate counts if any does."""
    for one in (claim, other):
        if isinstance(one.like, Incomparable):
            return None, f"what is {one.role} is not compared: {one.like.reason}"
    if not isinstance(claim.like, Comparable) or not isinstance(other.like, Comparable):
        return None, ""
    scale = 100 if item is Item.INCREASE else 1
    found = gap_of(claim.role, other.role, claim.like, other.like, on, convert, scale=scale)
    if isinstance(found, Incomparable):
        return None, f"what is {claim.role} is not compared: {found.reason}"
    return found, ""


def gap_of(
    of: Role, to: Role, claim: Comparable, other: Comparable, on: date, convert: Convert, *, scale: int = 1
) -> Gap | Incomparable | None:
    """The gap between two sums, in the currency of the second; None where that is nothing."""
    same = exchanged(claim, other.currency, on, convert) if other.currency else claim
    if isinstance(same, Incomparable):
        return same
    if not other.value:
        return None
    amount, ratio = (same.value - other.value) * scale, same.value / other.value
    day = on if same.currency != claim.currency else None
    return Gap(of, to, amount, other.currency, ratio, (claim, other), day, same.steps + other.steps)
