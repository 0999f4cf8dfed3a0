"""Each side's latest position on an item, the gap between the sides, and how they moved since the baseline."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from msgspec.structs import replace

from bot.desk.answers.positions.comparable import (
    Comparable,
    Incomparable,
    as_share_of_before,
    as_yearly_sum,
    unconverted,
)
from bot.desk.answers.positions.items import Item, item_of
from bot.desk.answers.positions.stands import Gap, ItemStand, Move, Position
from bot.desk.ledger.compare import SAME
from bot.desk.ledger.rows import LedgerRow
from bot.desk.ledger.standing import (
    SAME_NEWS,
    RolesBySize,
    latest_agreed,
    latest_claim,
    may_stand,
    unanswered,
    yearly_sum,
)
from bot.model import Baseline, BaselineFigure, Convert, Kind, Role

T = TypeVar("T")

SIDES = tuple(role for role in Role if role.traits.side)
"""In the order in which they are shown."""
CLAIMS = tuple(role for role in SIDES if role.traits.is_claim)

LATELY = timedelta(days=180)
"""How far back from the newest report a number of troops is still told as today's."""


def positions(
    rows: Sequence[LedgerRow], track: str | None, baseline: Baseline, convert: Convert
) -> tuple[ItemStand, ...]:
    """Of one track's rows, each item that there is anything to say on, in the order of ``Item``.

    A figure in an unclear role is nobody's position.
    """
    mine = [row for row in rows if row.track == track and row.role is not Role.UNCLEAR]
    desk = _TrackItems(mine, track, baseline, convert)
    found = [desk.contribution(), desk.increase(), desk.length(), *desk.troops(), desk.spending()]
    return tuple(one for one in found if one.positions)


def unit_of(baseline: Baseline) -> str:
    """The currency that sums are compared in, of every track: that of the baseline's demand."""
    asked = [f.currency for f in baseline.figures if f.role is Role.DEMANDED and f.currency]
    return next(iter(asked or [f.currency for f in baseline.figures if f.currency]), "USD") or "USD"


class _TrackItems:
    """Computes the items of one track."""

    def __init__(self, rows: Sequence[LedgerRow], track: str | None, baseline: Baseline, convert: Convert) -> None:
        self._rows, self._track, self._baseline, self._convert = rows, track, baseline, convert
        self._yearly = yearly_sum(rows, track, baseline)
        self._unit = unit_of(baseline)
        self._elsewhere = RolesBySize(rows, convert)
        self._sums = self._contribution()
        """Of each role the row that stands for a year's contribution."""

    def _contribution(self) -> dict[Role, LedgerRow]:
        fitting = [
            row
            for row in self._rows
            if item_of(row) is not Item.SPENDING
            and may_stand(row, self._yearly, self._convert)
            and not self._elsewhere.is_at_odds(row)
        ]
        agreed = latest_agreed([row for row in fitting if row.role is Role.AGREED])
        return self._latest(fitting, agreed, agreed)

    def contribution(self) -> ItemStand:
        return replace(self._stand(Item.CONTRIBUTION, self._sums), before=self._baseline_gap())

    def _baseline_gap(self) -> Gap | None:
        ends = [self._since(Item.CONTRIBUTION, role) for role in (Role.DEMANDED, Role.AGREED)]
        on, unit = self._baseline.date, self._unit
        likes = [as_yearly_sum(end, unit, on, self._convert, raises=None, years=None) for end in ends if end]
        sums = [like for like in likes if isinstance(like, Comparable)]
        if len(sums) < len(ends):
            return None
        high, low = sums
        ratio = high.value / low.value
        return Gap(Role.DEMANDED, Role.AGREED, high.value - low.value, unit, ratio, on, high.steps + low.steps)

    def increase(self) -> ItemStand:
        """Positions on the rise. Rows that already stand for a side's contribution, for want of a sum, are left out."""
        shown = {row.key for row in self._sums.values()}
        rows = [row for row in self._of(Item.INCREASE) if row.outlets > 1 and row.key not in shown]
        deal = self._sums.get(Role.AGREED)
        if deal is None:
            return self._stand(Item.INCREASE, {})
        of_deal = [row for row in rows if row.stated and row.first_seen >= deal.first_seen - SAME_NEWS]
        return self._stand(Item.INCREASE, self._latest(rows, deal, _latest_of(of_deal, Role.AGREED)))

    def length(self) -> ItemStand:
        """Positions on the length of the deal that stands, as the reports with its sum give it."""
        deal = self._sums.get(Role.AGREED)
        rows = [row for row in self._of(Item.LENGTH) if deal and row.value == deal.years and row.value_max is None]
        told = max(rows, key=lambda row: (row.outlets, row.last_seen), default=None)
        return self._stand(Item.LENGTH, {told.role: told} if told else {})

    def troops(self) -> Iterable[ItemStand]:
        """Troops stationed, as most outlets give them lately, and troops to leave, as last reported."""
        told = [row for row in self._rows if row.kind is Kind.TROOPS and not row.is_refuted]
        rows = [row for row in told if row.outlets > 1] or (told if self._has_baseline(Item.TROOPS) else [])
        newest = max((row.last_seen for row in rows), default=None)
        lately = [row for row in rows if newest and row.last_seen >= newest - LATELY]
        stationed = [row for row in lately if item_of(row) is Item.TROOPS]
        leaving = [row for row in lately if item_of(row) is Item.LEAVING]
        most = max(stationed, key=lambda row: (row.outlets, row.last_seen, row.value), default=None)
        yield self._stand(Item.TROOPS, {most.role: most} if most else {})
        last = max(leaving, key=lambda row: (row.first_seen.date(), row.outlets, row.value), default=None)
        yield self._stand(Item.LEAVING, {last.role: last} if last else {})

    def spending(self) -> ItemStand:
        rows = [row for row in self._of(Item.SPENDING) if row.outlets > 1]
        agreed = _latest_of([row for row in rows if row.stated], Role.AGREED)
        return self._stand(Item.SPENDING, self._latest(rows, agreed, agreed))

    def _of(self, item: Item) -> list[LedgerRow]:
        return [row for row in self._rows if item_of(row) is item and not row.is_refuted]

    def _latest(
        self, rows: Sequence[LedgerRow], deal: LedgerRow | None, agreed: LedgerRow | None
    ) -> dict[Role, LedgerRow]:
        """Of each role the row that stands; what was asked before the deal is answered by it."""
        claims = unanswered(rows, deal)
        found = {role: _latest_of(rows, role) for role in SIDES} | {Role.AGREED: agreed}
        found |= {role: latest_claim([row for row in claims if row.role is role]) for role in CLAIMS}
        return {role: row for role in SIDES if (row := found[role]) is not None}

    # --- Like with like

    def _stand(self, item: Item, latest: dict[Role, LedgerRow]) -> ItemStand:
        claim, other = latest.get(Role.DEMANDED), _other(latest, item)
        newer = max((row.last_seen.date() for row in (claim, other) if row), default=None)
        told = [self._position(item, role, row, newer or row.last_seen.date()) for role, row in latest.items()]
        told.sort(key=lambda one: SIDES.index(one.role) if one.role in SIDES else len(SIDES))
        gap, obstacle = _gap(told, item, newer)
        return ItemStand(self._track, item, tuple(told), gap, obstacle)

    def _position(self, item: Item, role: Role, row: LedgerRow, on: date) -> Position:
        like = self._like(item, row, self._unit, on)
        since = self._since(item, role)
        if since is None:
            return Position(role, row, like, Move.NEW if self._has_baseline(item) else None, None, None)
        ratio = self._ratio(item, row, since)
        return Position(role, row, like, self._move(item, row, since, ratio), since, ratio)

    def _like(self, item: Item, row: LedgerRow, currency: str, on: date) -> Comparable | Incomparable:
        match item:
            case Item.CONTRIBUTION:
                return as_yearly_sum(row, currency, on, self._convert, raises=self._raises(row), years=row.years)
            case Item.INCREASE:
                return as_share_of_before(row)
            case _:
                return unconverted(row)

    def _raises(self, row: LedgerRow) -> LedgerRow | BaselineFigure | None:
        """The last sum agreed before a percentage was told: what it raises."""
        if row.kind is Kind.MONEY or self._yearly is None:
            return None
        sums = [
            one
            for one in self._rows
            if one.role is Role.AGREED
            and one.kind is Kind.MONEY
            and one.outlets > 1
            and one.first_seen < row.first_seen
            and may_stand(one, self._yearly, self._convert)
        ]
        return latest_agreed(sums) or self._since(Item.CONTRIBUTION, Role.AGREED)

    def _since(self, item: Item, role: Role) -> BaselineFigure | None:
        role = Role.AGREED if role is Role.PAID else role
        return next((f for f in self._baseline.figures if self._is_like(f, item) and f.role is role), None)

    def _has_baseline(self, item: Item) -> bool:
        return any(self._is_like(figure, item) for figure in self._baseline.figures)

    def _is_like(self, figure: BaselineFigure, item: Item) -> bool:
        items = {Kind.MONEY: Item.CONTRIBUTION, Kind.MULTIPLE: Item.INCREASE, Kind.TROOPS: Item.TROOPS}
        return (
            figure.track == self._track
            and items.get(figure.kind) is item
            and figure.role not in {Role.ESTIMATE, Role.CONVERSION}
        )

    def _ratio(self, item: Item, row: LedgerRow, since: BaselineFigure) -> float | None:
        """Of the row to the baseline's figure, in its currency at the rate of the day when the row was first told."""
        like = self._like(item, row, since.currency or "", row.first_seen.date())
        known = as_share_of_before(since) if item is Item.INCREASE else unconverted(since)
        return like.value / known.value if isinstance(like, Comparable) and known.value else None

    def _move(self, item: Item, row: LedgerRow, since: BaselineFigure, ratio: float | None) -> Move | None:
        if ratio is None:
            return None
        if abs(ratio - 1) <= SAME:
            return Move.SAME
        before = self._before(row)
        was = self._ratio(item, before, since) if before else None
        if was is not None and abs(was - 1) > SAME and (was > 1) is not (ratio > 1):
            return Move.REVERSED
        return Move.UP if ratio > 1 else Move.DOWN

    def _before(self, row: LedgerRow) -> LedgerRow | None:
        """The position of the same role before the latest, since the baseline."""
        if row.role not in CLAIMS or self._yearly is None or row.kind is not Kind.MONEY:
            return None
        earlier = [
            one
            for one in self._rows
            if one.role is row.role
            and one.kind is row.kind
            and self._baseline.date <= one.first_seen.date() < row.first_seen.date()
            and may_stand(one, self._yearly, self._convert)
            and not self._elsewhere.is_at_odds(one)
        ]
        return latest_claim(earlier)


def _latest_of(rows: Iterable[LedgerRow], role: Role) -> LedgerRow | None:
    return latest_agreed([row for row in rows if row.role is role])


def _other(by_role: Mapping[Role, T], item: Item) -> T | None:
    """What a demand is held against: the offer, or else what was agreed, or paid.

    A rise that was agreed before is on another base than one that is asked now.
    """
    roles = (Role.OFFERED,) if item is Item.INCREASE else SIDES
    return next((by_role[role] for role in roles if role in by_role and role is not Role.DEMANDED), None)


def _gap(told: Sequence[Position], item: Item, on: date | None) -> tuple[Gap | None, str]:
    """Between the demand and the other side; nothing where nothing is asked, or nothing stands against it."""
    by_role = {one.role: one for one in told}
    claim, other = by_role.get(Role.DEMANDED), _other(by_role, item)
    if claim is None or other is None or on is None:
        return None, ""
    high, low = claim.like, other.like
    for one, like in ((claim, high), (other, low)):
        if isinstance(like, Incomparable):
            return None, f"what is {one.role} is not compared: {like.reason}"
    if not isinstance(high, Comparable) or not isinstance(low, Comparable) or not low.value:
        return None, ""
    scale = 100 if item is Item.INCREASE else 1
    amount, ratio = (high.value - low.value) * scale, high.value / low.value
    return Gap(claim.role, other.role, amount, high.currency, ratio, on, high.steps + low.steps), ""
