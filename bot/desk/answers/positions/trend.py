"""How an item's figures went over time, for a chart: demanded, offered, agreed and paid in one unit."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from bot.desk.answers.positions.comparable import Comparable, as_yearly_sum
from bot.desk.answers.positions.sides import CLAIMS, SIDES
from bot.desk.ledger.rows import LedgerRow
from bot.desk.ledger.standing import RolesBySize, latest_agreed, may_stand, yearly_sum
from bot.model import Baseline, BaselineFigure, Convert, Kind, Role
from bot.phrases.amounts import Base


class Point(Struct, frozen=True):
    day: date
    """Of a demand or an offer the first report; of what was agreed or paid the first day of its year, if told."""
    value: float
    outlets: int
    row: LedgerRow


class Trend(Struct, frozen=True):
    """One track's yearly contribution over time."""

    track: str
    currency: str
    points: dict[Role, tuple[Point, ...]]
    """Of each role, by day; what cannot be made a year's sum in the currency is left out."""
    baseline: tuple[tuple[BaselineFigure, float], ...]
    """The baseline's yearly figures in the same unit."""
    day: date
    """The baseline's."""


def trend_of(rows: Sequence[LedgerRow], track: str, baseline: Baseline, convert: Convert, currency: str) -> Trend:
    """The trend of what may be a year's contribution, and no other report puts otherwise; see ``standing``."""
    mine = [row for row in rows if row.track == track]
    known, elsewhere = yearly_sum(mine, track, baseline), RolesBySize(mine, convert)
    fitting = [
        row
        for row in mine
        if known is not None
        and row.base is not Base.GDP
        and may_stand(row, known, convert)
        and not elsewhere.is_at_odds(row)
    ]
    sums = [row for row in fitting if row.role is Role.AGREED and row.kind is Kind.MONEY and row.outlets > 1]
    points = {role: _points([row for row in fitting if row.role is role], sums, convert, currency) for role in SIDES}
    return Trend(track, currency, points, _of_baseline(track, baseline, convert, currency), baseline.date)


def _points(
    rows: Sequence[LedgerRow], agreed: Sequence[LedgerRow], convert: Convert, currency: str
) -> tuple[Point, ...]:
    """Sums, and of what is asked or offered also the rises, reckoned on the last sum agreed before."""
    found = []
    for row in rows:
        if row.kind is not Kind.MONEY and (row.role not in CLAIMS or row.outlets < 2):
            continue
        raises = latest_agreed([one for one in agreed if one.first_seen < row.first_seen])
        day = _day(row)
        like = as_yearly_sum(row, currency, min(day, row.first_seen.date()), convert, raises=raises, years=row.years)
        if isinstance(like, Comparable):
            found.append(Point(day, like.value, row.outlets, row))
    return tuple(sorted(found, key=lambda point: (point.day, point.value)))


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
