"""What rows of soldiers tell of one another: one order told in two numbers, and one that was stopped.

What was to leave and did not is history, whatever the reports of before say; so is what the force was to be cut to.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.desk.ledger.grouping import is_near
from bot.model import Kind, Measure

if TYPE_CHECKING:
    from bot.desk.ledger.rows import LedgerRow, Source

ROUNDED = 0.01
"""Apart by so much at the most two numbers of one order are: 11,900 soldiers are nearly 12,000."""
ONE_TURN = timedelta(days=14)
"""First told so soon after another they are of one turn of events."""
ONE_PLAN = timedelta(days=60)
"""How long after an order it is still called a plan, and apart from it what a force is to be cut to is told."""

_ONE_ORDER = frozenset({Measure.LEAVING, Measure.WEIGHED, Measure.KEPT, Measure.COMING})
_MOVES = frozenset({Measure.LEAVING, Measure.COMING})
FORCES, ORDERED, PLANNED, OVER, REFUTED = range(5)
"""In the order in which they are shown."""


def settled(rows: Iterable["LedgerRow"]) -> list["LedgerRow"]:
    """The rows, those of soldiers once for each order, with the reports that an order was stopped."""
    found: list[LedgerRow] = []
    troops: defaultdict[str | None, list[LedgerRow]] = defaultdict(list)
    for row in rows:
        (troops[row.track] if row.kind is Kind.TROOPS else found).append(row)
    for those in troops.values():
        found += _with_halts(_each_once(those))
    return found


def stage(row: "LedgerRow") -> int:
    """How near a row of soldiers is to what is: the force that is there, what is ordered, what is only said."""
    if row.is_refuted:
        return REFUTED
    if row.is_over:
        return OVER
    if row.measure in _MOVES:
        return ORDERED
    return PLANNED if row.measure is not None and row.measure.is_of_troops else FORCES


def upper_end(row: "LedgerRow") -> float:
    return max(row.value, row.value_max or row.value)


# --- An order that is told twice


def _each_once(rows: Sequence["LedgerRow"]) -> list["LedgerRow"]:
    """Rows of one order joined, under the number that most outlets have."""
    found: list[LedgerRow] = []
    for row in sorted(rows, key=_weight):
        same = next((at for at, known in enumerate(found) if _is_one_order(known, row)), None)
        if same is None:
            found.append(row)
        else:
            found[same] = _joined(found[same], row)
    return found


def _weight(row: "LedgerRow") -> tuple[object, ...]:
    return row.measure is Measure.WEIGHED, -row.outlets, row.first_seen, row.value, str(row.value_max)


def _is_one_order(known: "LedgerRow", row: "LedgerRow") -> bool:
    if known.measure not in _ONE_ORDER or not is_near(upper_end(known), upper_end(row), ROUNDED):
        return False
    if known.measure is row.measure:
        return abs(known.first_seen - row.first_seen) <= ONE_TURN
    # What is ordered is weighed no more, whatever reports call it.
    is_order = known.measure is Measure.LEAVING and row.measure is Measure.WEIGHED
    return is_order and known.first_seen <= row.first_seen <= known.last_seen + ONE_PLAN and not row.denials


def _joined(row: "LedgerRow", other: "LedgerRow") -> "LedgerRow":
    outlets = {source.outlet for source in row.sources}
    return replace(
        row,
        actors=tuple(dict.fromkeys((*row.actors, *other.actors))),
        stated=row.stated or other.stated,
        first_seen=min(row.first_seen, other.first_seen),
        last_seen=max(row.last_seen, other.last_seen),
        sources=_in_turn((*row.sources, *other.sources)),
        outlets=row.outlets + len({source.outlet for source in other.sources} - outlets),
        reports=row.reports + other.reports,
        denials=_in_turn((*row.denials, *other.denials)),
        refutals=_in_turn((*row.refutals, *other.refutals)),
        corrections=_in_turn((*row.corrections, *other.corrections)),
        first_stated=min(filter(None, (row.first_stated, other.first_stated)), key=_dated, default=None),
    )


def _in_turn(sources: Iterable["Source"]) -> tuple["Source", ...]:
    """The first report of each outlet, the first one first."""
    found: dict[str, Source] = {}
    for source in sorted(sources, key=_dated):
        found.setdefault(source.outlet, source)
    return tuple(found.values())


def _dated(source: "Source") -> date:
    return source.date


# --- An order that was stopped


def _with_halts(rows: Sequence["LedgerRow"]) -> list["LedgerRow"]:
    """The rows, each order with the reports that it was stopped; these are no row of their own then."""
    halts = [row for row in rows if row.measure is Measure.KEPT]
    if not halts:
        return list(rows)
    found = [replace(row, halts=halt.sources) if (halt := _halt_of(row, halts)) else row for row in rows]
    orders = [row for row in found if row.halts and row.measure in {Measure.LEAVING, Measure.WEIGHED}]
    told = [source for row in orders for source in row.halts]
    kept = [row for row in found if row.measure is not Measure.KEPT or not set(row.sources) <= set(told)]
    return [row if row.halts or row.is_refuted else _with_plan(row, orders) for row in kept]


def _halt_of(row: "LedgerRow", halts: Sequence["LedgerRow"]) -> "LedgerRow | None":
    if row.measure not in {Measure.LEAVING, Measure.WEIGHED} or row.is_refuted:
        return None
    later = (one for one in halts if row.last_seen <= one.last_seen and row.first_seen < one.last_seen)
    return next((one for one in later if is_near(upper_end(one), upper_end(row), ROUNDED)), None)


def _with_plan(row: "LedgerRow", orders: Sequence["LedgerRow"]) -> "LedgerRow":
    """What a force was to be cut to by an order, and some of those who were to leave by it: they fell with it."""
    if row.measure not in {Measure.STAYING, Measure.LEAVING}:
        return row
    if row.measure is Measure.LEAVING:
        orders = [one for one in orders if upper_end(one) > upper_end(row)]
    apart = {one.key: abs(one.first_seen - row.first_seen) for one in orders}
    of_plan = [one for one in orders if apart[one.key] <= ONE_PLAN and row.last_seen.date() <= one.halts[0].date]
    order = min(of_plan, key=lambda one: (apart[one.key], -one.outlets), default=None)
    return replace(row, halts=order.halts) if order else row
