"""How the tally of a figure over all reports changes when one of them is edited."""

from collections.abc import Hashable
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from bot.desk.ledger.entries import TALLIES, LedgerTally, Place

H = TypeVar("H", bound=Hashable)


def tell_the_same(one: LedgerTally, other: LedgerTally) -> bool:
    """Whether two versions of a report tell the same of a figure, whatever place it has in each."""
    return _bare(one) == _bare(other)


def _bare(told: LedgerTally) -> tuple[object, ...]:
    there = (told.stated, told.denied, told.refuted, told.corrected)
    places = [*map(bool, there), sorted(told.conversions)]
    counts = [getattr(told, tally) for tally in TALLIES.values()]
    return told.reports, told.first_seen, told.last_seen, told.outlets, told.actors, counts, places


def moved_tally(total: LedgerTally, now: LedgerTally, article_id: int) -> LedgerTally:
    """The tally of many reports once the figure stands elsewhere in one, whose own tally is ``now``."""

    def there(places: tuple[Place, ...], its: tuple[Place, ...]) -> tuple[Place, ...]:
        return tuple(its[0] if place.article_id == article_id and its else place for place in places)

    stated = total.stated
    if stated is not None and stated.article_id == article_id:
        stated = now.stated
    conversions = {
        name: now.conversions.get(name, one) if one.place.article_id == article_id else one
        for name, one in total.conversions.items()
    }
    return replace(
        total,
        places=there(total.places, now.places),
        denied=there(total.denied, now.denied),
        refuted=there(total.refuted, now.refuted),
        corrected=there(total.corrected, now.corrected),
        stated=stated,
        conversions=conversions,
    )


class OtherReports(NamedTuple):
    """What all reports with a figure but one tell, as far as their total does not show it."""

    last_seen: datetime
    has_outlet: bool
    """One of them is of its outlet."""
    actors: dict[str, datetime]
    """Whom they name as the source, of those that it names, and since when."""


def tally_without(total: LedgerTally, its: LedgerTally, article_id: int, others: OtherReports) -> LedgerTally | None:
    """The tally of many reports without one; None where that takes a count: the report is the first of something."""
    places = (*total.places, *total.denied, *total.corrected, *(one.place for one in total.conversions.values()))
    stated = (total.stated,) if total.stated else ()
    if its.first_seen <= total.first_seen or any(one.article_id == article_id for one in (*places, *stated)):
        return None
    try:
        left: dict[str, Any] = {tally: _less(getattr(total, tally), getattr(its, tally)) for tally in TALLIES.values()}
    except KeyError:
        return None
    return replace(
        total,
        reports=total.reports - 1,
        last_seen=others.last_seen,
        outlets=total.outlets if others.has_outlet else total.outlets - its.outlets,
        actors={name: since for name, since in total.actors.items() if name not in its.actors} | others.actors,
        **left,
    )


def _less(counts: dict[H, int], fewer: dict[H, int]) -> dict[H, int]:
    """Raises KeyError where there were not as many."""
    left = dict(counts)
    for name, number in fewer.items():
        left[name] -= number
        if left[name] < 0:
            raise KeyError(name)
        if not left[name]:
            del left[name]
    return left
