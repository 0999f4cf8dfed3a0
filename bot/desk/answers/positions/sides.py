"""Each side's latest position on an item, the gap between the sides, and how they moved since the baseline."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from bot.desk.answers.positions.comparable import (
    Comparable,
    Incomparable,
    as_share_of_before,
    as_yearly_sum,
    exchanged,
    unconverted,
)
from bot.desk.answers.positions.gaps import gap_between, gap_of
from bot.desk.answers.positions.items import Item, item_of
from bot.desk.answers.positions.soldiers import soldiers
from bot.desk.answers.positions.stands import Gap, ItemStand, Move, Position
from bot.desk.answers.positions.units import unit_of
from bot.desk.ledger.compare import RATES_APART, SAME
from bot.desk.ledger.holding import remark_on
from bot.desk.ledger.rows import LedgerRow
from bot.desk.ledger.standing import (
    SAME_NEWS,
    RolesBySize,
    claim_of_today,
    is_superseded,
    is_whole_sum,
    latest_agreed,
    latest_claim,
    latest_paid,
    may_stand,
    rate_day,
    retold,
    unanswered,
    yearly_sum,
)
from bot.model import Baseline, BaselineFigure, Convert, Kind, Party, Role

SIDES = tuple(role for role in Role if role.traits.side)
"""In the order in which they are shown."""
CLAIMS = tuple(role for role in SIDES if role.traits.is_claim)


def positions(
    rows: Sequence[LedgerRow],
    track: str | None,
    baseline: Baseline,
    convert: Convert,
    *,
    today: date | None = None,
    parties: Sequence[Party] = (),
    settled: date | None = None,
) -> tuple[ItemStand, ...]:
    """Of one track's rows, each item that there is anything to say on, in the order of ``Item``.

    A figure in an unclear role is nobody's position. With ``today`` a position that is none of that day says so, and
    makes no gap; see ``holding``. ``settled`` is the day of the last deal, which answers what was asked before it.
    """
    mine = [row for row in rows if row.track == track and row.role is not Role.UNCLEAR]
    desk = _TrackItems(mine, track, baseline, convert, today, parties, settled)
    found = [desk.contribution(), desk.increase(), desk.length(), *desk.troops(), desk.spending()]
    return tuple(one for one in found if one.positions)


class _TrackItems:
    """Computes the items of one track."""

    def __init__(
        self,
        rows: Sequence[LedgerRow],
        track: str | None,
        baseline: Baseline,
        convert: Convert,
        today: date | None,
        parties: Sequence[Party],
        settled: date | None,
    ) -> None:
        self._rows, self._track, self._baseline, self._convert = rows, track, baseline, convert
        self._today, self._parties, self._settled = today, parties, settled
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
        on = self._baseline.date
        likes = [
            as_yearly_sum(end, end.currency or "", on, self._convert, raises=None, years=None) for end in ends if end
        ]
        sums = [like for like in likes if isinstance(like, Comparable)]
        if len(sums) < len(ends):
            return None
        found = gap_of(Role.DEMANDED, Role.AGREED, sums[0], sums[1], on, self._convert)
        return found if isinstance(found, Gap) else None

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
        """Troops that are there, that are to leave and that are to come."""
        found = soldiers(self._rows)
        for item, row in ((Item.TROOPS, found.there), (Item.LEAVING, found.leaving), (Item.COMING, found.coming)):
            yield self._stand(item, {row.role: row} if row else {})

    def spending(self) -> ItemStand:
        rows = [row for row in self._of(Item.SPENDING) if row.as_much > 1]
        agreed = _latest_of([row for row in rows if row.stated], Role.AGREED)
        return self._stand(Item.SPENDING, self._latest(rows, agreed, agreed))

    def _of(self, item: Item) -> list[LedgerRow]:
        return [row for row in self._rows if item_of(row) is item and not row.is_refuted]

    def _latest(
        self, rows: Sequence[LedgerRow], deal: LedgerRow | None, agreed: LedgerRow | None
    ) -> dict[Role, LedgerRow]:
        """Of each role the row that stands; what was asked before the deal is answered by it."""
        claims = unanswered(rows, deal, self._settled)
        paid = latest_paid([row for row in rows if row.role is Role.PAID])
        if paid is not None and self._today is not None and is_superseded(paid, agreed, self._today):
            paid = None
        found = {role: _latest_of(rows, role) for role in SIDES} | {Role.AGREED: agreed, Role.PAID: paid}
        of_role = {role: [row for row in claims if row.role is role] for role in CLAIMS}
        found |= {role: claim_of_today(those, self._today, self._parties) for role, those in of_role.items()}
        return {role: row for role in SIDES if (row := found[role]) is not None}

    # --- Like with like

    def _stand(self, item: Item, latest: dict[Role, LedgerRow]) -> ItemStand:
        told = [self._position(item, role, row) for role, row in latest.items()]
        told.sort(key=lambda one: SIDES.index(one.role) if one.role in SIDES else len(SIDES))
        gap, obstacle = self._gap(told, item)
        return ItemStand(self._track, item, tuple(told), gap, obstacle)

    def _position(self, item: Item, role: Role, row: LedgerRow) -> Position:
        row = retold(row, self._rows)
        like, since = self._like(item, row), self._since(item, role)
        common: Comparable | Incomparable | None = None
        if role is Role.AGREED and isinstance(like, Comparable):
            common = exchanged(like, self._unit, self._day(row), self._convert)
        ratio = self._ratio(item, row, since) if since else None
        new = Move.NEW if self._has_baseline(item) else None
        move = self._move(item, row, since, ratio) if since else new
        return Position(
            role,
            row,
            like,
            move,
            since,
            ratio,
            common if isinstance(common, Comparable) and common is not like else None,
            remark_on(row, self._parties, self._today) if self._today else "",
            self._before(row) if move is Move.REVERSED else None,
        )

    def _day(self, row: LedgerRow) -> date:
        return rate_day(row, self._baseline)

    def _like(self, item: Item, row: LedgerRow) -> Comparable | Incomparable:
        match item:
            case Item.CONTRIBUTION:
                if row.kind is Kind.MONEY and row.period is None and self._yearly is None:
                    return Incomparable("a sum of which no report says that it is a year's")
                raises = self._raises(row)
                currency = row.currency or (raises.currency if raises else None) or ""
                return as_yearly_sum(row, currency, self._day(row), self._convert, raises=raises, years=row.years)
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
            and is_whole_sum(one)
            and one.outlets > 1
            and one.first_seen < row.first_seen
            and may_stand(one, self._yearly, self._convert)
        ]
        return latest_agreed(sums) or self._since(Item.CONTRIBUTION, Role.AGREED)

    def _gap(self, told: Sequence[Position], item: Item) -> tuple[Gap | None, str]:
        """Between the demand of today and the other side; nothing where none is asked, or nothing stands against it.

        It is in the currency of the other side. Where the demand is in another, it goes at the rate of its own day, so
        that no gap moves because a rate did.
        """
        by_role = {one.role: one for one in told if one.is_of_today or one.role not in CLAIMS}
        claim, other = by_role.get(Role.DEMANDED), _other(by_role, item)
        if claim is None or other is None:
            return None, ""
        return gap_between(claim, other, item, self._day(claim.row), self._convert)

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
        """Of the row to the baseline's figure, in its currency at the rate of one day.

        None where both are of a deal and only that rate may part them.
        """
        like = self._like(item, row)
        known = as_share_of_before(since) if item is Item.INCREASE else unconverted(since)
        if not isinstance(like, Comparable) or not known.value:
            return None
        same = exchanged(like, since.currency or "", self._day(row), self._convert) if like.currency else like
        if isinstance(same, Incomparable):
            return None
        ratio = same.value / known.value
        by_rate = like.currency != since.currency and row.role not in CLAIMS and item is Item.CONTRIBUTION
        return None if by_rate and abs(ratio - 1) <= RATES_APART else ratio

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


def _other(by_role: Mapping[Role, Position], item: Item) -> Position | None:
    """What a demand is held against: the offer, or else what was agreed, or paid for a later year.

    A rise that was agreed before is on another base than one that is asked now.
    """
    if item is Item.INCREASE:
        return by_role.get(Role.OFFERED)
    agreed, paid = by_role.get(Role.AGREED), by_role.get(Role.PAID)
    if agreed is None or (paid is not None and (paid.row.year or 0) > (agreed.row.year or date.max.year)):
        agreed = paid
    return by_role.get(Role.OFFERED) or agreed
