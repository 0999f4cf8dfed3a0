"""How an item's figures went over time, for a chart: of the item of a track that reports tell most of, in one unit.

That is what was demanded, offered, agreed and paid for a year; or what is spent on defence, as a share of GDP; or how
many troops are stationed, and how many are to leave.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.answers.positions.comparable import Comparable, as_yearly_sum, upper_end
from bot.desk.answers.positions.items import Item, item_of
from bot.desk.answers.positions.sides import CLAIMS, SIDES, positions
from bot.desk.answers.positions.stands import ItemStand, Position
from bot.desk.answers.positions.units import currency_of
from bot.desk.ledger.rows import LedgerRow
from bot.desk.ledger.standing import NEARLY, SAME_NEWS, RolesBySize, latest_agreed, may_stand, rate_day, yearly_sum
from bot.model import Baseline, BaselineFigure, Convert, Hedge, Kind, Party, Role
from bot.phrases.amounts import Base

DRAWN = (Item.CONTRIBUTION, Item.SPENDING, Item.TROOPS)
"""Items that have a chart; that of troops has those that are to leave, too."""

_FEWEST = 2
"""Days with a figure, for a chart; one that was told twice is on two."""

_AROUND = (0.5, 1.5)
"""What may be all troops of a country, as a share of the number that most outlets tell."""


class Point(Struct, frozen=True):
    day: date
    """Of a demand or an offer the first report; of what was agreed or paid the first day of its year, if told."""
    value: float
    outlets: int
    row: LedgerRow
    until: date | None = None
    """Of a number that may be told for years: when it was last told."""

    @property
    def faint(self) -> bool:
        """One outlet alone tells it, or somebody claims that it was agreed or paid."""
        return self.outlets == 1 or (self.row.role.traits.is_payment and not self.row.stated)

    @property
    def holds(self) -> bool:
        """It was agreed, and holds until the next that was."""
        return self.row.role is Role.AGREED and not self.faint


class Trend(Struct, frozen=True):
    """One item of a track over time."""

    track: str
    item: Item
    currency: str | None
    """Of sums."""
    points: dict[Role | Item, tuple[Point, ...]]
    """Of each role, or of troops of each item, by day; what cannot be put in the unit is left out."""
    stands: tuple[Position, ...]
    """Who stands where now, as everywhere else, as far as it is drawn."""
    baseline: tuple[tuple[BaselineFigure, float], ...]
    """The baseline's figures in the same unit."""
    day: date
    """The baseline's."""

    @property
    def all_points(self) -> list[Point]:
        return [point for points in self.points.values() for point in points]

    @property
    def is_drawable(self) -> bool:
        """Whether enough is known for a chart."""
        return sum(2 if point.until and point.until > point.day else 1 for point in self.all_points) >= _FEWEST


def best_trend_of(
    rows: Sequence[LedgerRow],
    track: str,
    payer: str | None,
    baseline: Baseline,
    convert: Convert,
    *,
    today: date | None = None,
    parties: Sequence[Party] = (),
) -> Trend:
    """Of the items that have a chart the one that most outlets tell of; of equals the first.

    ``payer`` is the track's country; none for an alliance, whose members' own shares are not the alliance's. Sums
    are in the currency of the deal: one that goes on unchanged does not move because a rate did. With ``today`` a claim
    of that day stands before one that is none any more, as in ``positions``.
    """
    mine = [row for row in rows if row.track == track]
    found = _trends(mine, track, payer, baseline, convert)
    best = max(found, key=lambda trend: (trend.is_drawable, _told(trend)))
    return _with_stands(best, positions(mine, track, baseline, convert, today=today, parties=parties))


def can_be_drawn(
    rows: Sequence[LedgerRow], track: str, payer: str | None, baseline: Baseline, convert: Convert
) -> bool:
    """Whether ``best_trend_of`` the same is drawable, in a part of the time."""
    mine = [row for row in rows if row.track == track]
    return any(trend.is_drawable for trend in _trends(mine, track, payer, baseline, convert))


def _trends(
    rows: Sequence[LedgerRow], track: str, payer: str | None, baseline: Baseline, convert: Convert
) -> Iterator[Trend]:
    yield _sums(rows, track, baseline, convert, currency_of(rows, track, baseline))
    yield _spending(rows, track, payer, baseline)
    yield _troops(rows, track, baseline)


def trend_of(rows: Sequence[LedgerRow], track: str, baseline: Baseline, convert: Convert, currency: str) -> Trend:
    """The trend of what may be a year's contribution, and no other report puts otherwise; see ``standing``."""
    mine = [row for row in rows if row.track == track]
    sums = _sums(mine, track, baseline, convert, currency)
    return _with_stands(sums, positions(mine, track, baseline, convert))


def since(trend: Trend, first: date) -> Trend | None:
    """What came from a day on, with what held on that day; None where nothing came."""
    if not any(max(point.day, point.until or point.day) >= first for point in trend.all_points):
        return None
    return replace(trend, points={key: _from(points, first) for key, points in trend.points.items()})


def until(trend: Trend, last: date) -> Trend:
    """What came up to a day, and who stands where as it is now."""
    return replace(trend, points={key: _up_to(points, last) for key, points in trend.points.items()})


def _up_to(points: Sequence[Point], last: date) -> tuple[Point, ...]:
    those = (point for point in points if point.day <= last)
    return tuple(replace(point, until=min(point.until, last)) if point.until else point for point in those)


def _from(points: Sequence[Point], first: date) -> tuple[Point, ...]:
    held = max((point.day for point in points if point.holds and point.day < first), default=None)
    return tuple(
        point
        for point in points
        if max(point.day, point.until or point.day) >= first or (point.holds and point.day == held)
    )


def _told(trend: Trend) -> int:
    return sum(point.outlets for point in trend.all_points if not point.faint)


def _with_stands(trend: Trend, told: Sequence[ItemStand]) -> Trend:
    items = (Item.TROOPS, Item.LEAVING) if trend.item is Item.TROOPS else (trend.item,)
    found = {stand.item: stand.positions for stand in told}
    drawn = {point.row.key for point in trend.all_points}
    stands = tuple(position for item in items for position in found.get(item, ()) if position.row.key in drawn)
    return replace(trend, stands=stands)


# --- Sums


def _deals(points: Sequence[Point]) -> tuple[Point, ...]:
    """What was agreed, each deal once: its first reports have it rounded, or in another currency."""
    return tuple(one for one in points if not any(_is_deal_of(one, other) for other in points))


def _is_deal_of(one: Point, known: Point) -> bool:
    together = abs(one.row.first_seen - known.row.first_seen) <= SAME_NEWS
    return together and one.outlets < known.outlets and abs(one.value - known.value) <= NEARLY * known.value


def _sums(rows: Sequence[LedgerRow], track: str, baseline: Baseline, convert: Convert, currency: str) -> Trend:
    known, elsewhere = yearly_sum(rows, track, baseline), RolesBySize(rows, convert)
    fitting = [
        row
        for row in rows
        if known is not None
        and row.base is not Base.GDP
        and may_stand(row, known, convert)
        and not elsewhere.is_at_odds(row)
    ]
    sums = [row for row in fitting if row.role is Role.AGREED and row.kind is Kind.MONEY and row.outlets > 1]
    points: dict[Role | Item, tuple[Point, ...]] = {
        role: _points([row for row in fitting if row.role is role], sums, baseline, convert, currency) for role in SIDES
    }
    of_baseline = _of_baseline(track, baseline, convert, currency)
    points[Role.AGREED] = _deals(points[Role.AGREED])
    return Trend(track, Item.CONTRIBUTION, currency, points, (), of_baseline, baseline.date)


def _points(
    rows: Sequence[LedgerRow], agreed: Sequence[LedgerRow], baseline: Baseline, convert: Convert, currency: str
) -> tuple[Point, ...]:
    """Sums, and of what is asked or offered also the rises, reckoned on the last sum agreed before."""
    found = []
    for row in rows:
        if row.kind is not Kind.MONEY and (row.role not in CLAIMS or row.outlets < 2):
            continue
        raises = latest_agreed([one for one in agreed if one.first_seen < row.first_seen])
        like = as_yearly_sum(row, currency, rate_day(row, baseline), convert, raises=raises, years=row.years)
        if isinstance(like, Comparable):
            found.append(Point(_day(row), like.value, row.outlets, row))
    return _by_day(found)


def _day(row: LedgerRow) -> date:
    told = row.first_seen.date()
    if row.role in {Role.AGREED, Role.PAID} and row.year is not None and abs(row.year - told.year) <= 10:
        return date(row.year, 1, 1)
    return told


def _of_baseline(
    track: str, baseline: Baseline, convert: Convert, currency: str
) -> tuple[tuple[BaselineFigure, float], ...]:
    found = []
    for figure in baseline.figures:
        if figure.track == track and figure.kind is Kind.MONEY and figure.role in SIDES:
            like = as_yearly_sum(figure, currency, baseline.date, convert, raises=None, years=None)
            if isinstance(like, Comparable):
                found.append((figure, like.value))
    return tuple(found)


# --- Shares of GDP


def _spending(rows: Sequence[LedgerRow], track: str, payer: str | None, baseline: Baseline) -> Trend:
    mine = [row for row in rows if item_of(row) is Item.SPENDING and row.payer in {None, payer} and not row.is_refuted]
    points: dict[Role | Item, tuple[Point, ...]] = {
        role: _by_day(Point(_day_of_goal(row), upper_end(row), row.outlets, row) for row in _wholes(mine, role))
        for role in SIDES
    }
    return Trend(track, Item.SPENDING, None, points, (), (), baseline.date)


def _wholes(rows: Sequence[LedgerRow], role: Role) -> list[LedgerRow]:
    """The figures in a role, of what was agreed without the parts: smaller ones that came with a larger."""
    mine = [row for row in rows if row.role is role]
    if role is not Role.AGREED:
        return mine
    return [row for row in mine if not any(_is_part(row, whole) for whole in mine)]


def _is_part(row: LedgerRow, whole: LedgerRow) -> bool:
    together = abs(row.first_seen - whole.first_seen) <= SAME_NEWS
    return together and row.value < whole.value and row.outlets <= whole.outlets


def _day_of_goal(row: LedgerRow) -> date:
    """When a goal was set, where it was set before it was first told; its year may lie ahead."""
    told = row.first_seen.date()
    return date(row.year, 1, 1) if row.role is Role.AGREED and row.year and row.year < told.year else told


# --- Troops


def _troops(rows: Sequence[LedgerRow], track: str, baseline: Baseline) -> Trend:
    """Troops as two outlets tell them at the least, in the neighbourhood of what most do, and those that are to leave.

    "34,500 to leave" where 35,000 are stationed is the force itself; of the numbers of one order the most told is all
    of it.
    """
    told = [row for row in rows if row.kind is Kind.TROOPS and row.outlets > 1 and not row.is_refuted]
    stationed = [row for row in told if item_of(row) is Item.TROOPS and row.hedge is not Hedge.UP_TO]
    most = max(stationed, key=lambda row: (row.outlets, row.last_seen, row.value), default=None)
    points: dict[Role | Item, tuple[Point, ...]] = {Item.TROOPS: (), Item.LEAVING: ()}
    if most is not None:
        low, high = (most.value * end for end in _AROUND)
        forces = [row for row in stationed if low <= row.value <= high]
        least = min(row.value for row in forces) * (1 - NEARLY)
        leaving = [row for row in told if item_of(row) is Item.LEAVING and upper_end(row) < least]
        points[Item.TROOPS] = _by_day(_lasting(row) for row in forces)
        points[Item.LEAVING] = _by_day(
            Point(row.first_seen.date(), upper_end(row), row.outlets, row) for row in _orders(leaving)
        )
    return Trend(track, Item.TROOPS, None, points, (), (), baseline.date)


def _lasting(row: LedgerRow) -> Point:
    return Point(row.first_seen.date(), upper_end(row), row.outlets, row, row.last_seen.date())


def _orders(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    """Of the numbers that were first told on one day the one that most outlets tell."""
    days: dict[date, list[LedgerRow]] = {}
    for row in rows:
        days.setdefault(row.first_seen.date(), []).append(row)
    return [max(those, key=lambda row: (row.outlets, row.value)) for those in days.values()]


def _by_day(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda point: (point.day, point.value)))
