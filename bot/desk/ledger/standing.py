"""The figures that stand on a track: what was last demanded, offered and agreed, of the kind that the track is about.

That is a year's contribution, or where there is none, as in an alliance, spending as a share of GDP. Another kind of
sum (a fund for one year's wages, a surcharge, all years of a deal together) is no lesser and no greater demand than the
last one, so it does not take its place; neither does what one report alone puts into a role that others do not.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.ledger.compare import YARDSTICK
from bot.desk.ledger.grouping import CONVERTED, NEAR, is_near
from bot.desk.ledger.holding import is_of_nobody_in_office, is_of_today
from bot.desk.ledger.rows import LedgerRow
from bot.model import Baseline, BaselineFigure, Convert, Hedge, Kind, Measure, Party, Period, Role
from bot.phrases.amounts import Base

SAME_NEWS = timedelta(days=14)
"""Asks and offers first reported within so long are of one turn: its sum then stands before its percentage."""

NEARLY = 0.1
"""4.7 billion and 5 billion are one demand, counted and rounded."""

SPAN = {Role.DEMANDED: (0.7, 15.0)}
SPAN_ELSE = (0.5, 3.0)
"""What may be a year's contribution, as a share of the yearly sum that the track is known by."""


class YearlySum(Struct, frozen=True):
    """The yearly sum that a track is known by, which tells what else may be a year's contribution."""

    value: float
    currency: str


def standing_rows(
    rows: Sequence[LedgerRow],
    track: str | None,
    baseline: Baseline,
    convert: Convert,
    *,
    settled: date | None = None,
    today: date | None = None,
    parties: Sequence[Party] = (),
) -> tuple[LedgerRow, ...]:
    """The row of each role that stands on a track, of the ledger's rows of that track.

    ``settled`` is the day of the last deal that reports tell of, should they tell of it before its sum. With ``today``
    a claim that is none of today (see ``holding``) stands where there is no other.
    """
    yearly = yearly_sum(rows, track, baseline)
    elsewhere = RolesBySize(rows, convert)
    fitting = [row for row in rows if may_stand(row, yearly, convert) and not elsewhere.is_at_odds(row)]
    agreed = latest_agreed([row for row in fitting if row.role is Role.AGREED])
    open_rows = unanswered(fitting, agreed, settled)
    asked = [role for role in Role if role.traits.is_position and role.traits.is_claim]
    claims = [claim_of_today([row for row in open_rows if row.role is role], today, parties) for role in asked]
    return tuple(row for row in (*claims, agreed) if row is not None)


def claim_of_today(rows: Sequence[LedgerRow], today: date | None, parties: Sequence[Party]) -> LedgerRow | None:
    """What was demanded or offered last, and is still; of what no longer is, the last one where nothing else stands.

    What somebody said who holds no office stands nowhere.
    """
    kept = [row for row in rows if not is_of_nobody_in_office(row, parties, today)]
    return latest_claim([row for row in kept if is_of_today(row, parties, today)]) or latest_claim(kept)


def unanswered(rows: Iterable[LedgerRow], agreed: LedgerRow | None, settled: date | None = None) -> list[LedgerRow]:
    """What was first told since the last deal: what was asked and offered before is answered by it, and stands no more.

    A deal is one on what stands as agreed, from when two outlets have its sum; one on something else (the wages of a
    year) answers no demand. Where no sum of any deal is known, the last deal answers what was asked.
    """
    if agreed is None:
        return [row for row in rows if settled is None or row.first_seen.date() >= settled]
    told = agreed.first_stated.date if agreed.first_stated else agreed.first_seen.date()
    days = [told] if agreed.outlets > 1 else []
    if settled is not None and settled >= told - SAME_NEWS:
        days.append(settled)
    return [row for row in rows if not days or row.first_seen.date() >= max(days)]


def yearly_sum(rows: Iterable[LedgerRow], track: str | None, baseline: Baseline) -> YearlySum | None:
    """The baseline's, else what most outlets give as paid or agreed for a year, two at the least."""
    known: BaselineFigure | LedgerRow | None = next(
        (f for f in baseline.figures if f.track == track and f.kind is Kind.MONEY and f.role is Role.AGREED), None
    )
    if known is None:
        sums = (r for r in rows if is_whole_sum(r) and r.role.traits.is_payment and r.period is Period.YEAR)
        known = max((row for row in sums if row.outlets > 1), key=lambda row: (row.outlets, row.value), default=None)
    if known is None or known.currency is None:
        return None
    return YearlySum(known.value, known.currency)


def may_stand(row: LedgerRow, yearly: YearlySum | None, convert: Convert) -> bool:
    """Whether a row is of the kind that the track is about, and was not taken back."""
    if row.is_refuted:
        return False
    if row.kind is Kind.PERCENT:
        wanted = (Base.RISE, Measure.INCREASE) if yearly else (Base.GDP, Measure.LEVEL)
        return row.base is wanted[0] and row.measure in {None, wanted[1]}
    if not is_whole_sum(row) or row.period is Period.TOTAL:
        return False
    if row.as_much == 1 and row.period is None:
        return False
    if yearly is None:
        return row.as_much > 1
    value = max(row.value, row.value_max or 0)
    if row.currency is None:
        return False
    same = convert(value, row.currency, yearly.currency, row.first_seen.date())
    low, high = SPAN.get(row.role, SPAN_ELSE)
    return same is not None and low <= same / yearly.value <= high


def is_whole_sum(row: LedgerRow) -> bool:
    """Whether it is money, and no change, part, share, gap or total."""
    return row.kind is Kind.MONEY and row.measure in {None, Measure.LEVEL}


def rate_day(row: LedgerRow, baseline: Baseline) -> date:
    """The one day at whose rate a sum is put into another currency, so that it does not move when others are told.

    It is the day of the first report; of a sum that the baseline has, the baseline's.
    """
    kept = (one for one in baseline.figures if one.track == row.track and one.role is YARDSTICK.get(row.role))
    for one in kept:
        if (one.kind, one.currency) == (row.kind, row.currency) and is_near(one.value, row.value):
            return baseline.date
    return row.first_seen.date()


class RolesBySize:
    """The figures of a track by their size, to tell whether others have one of them in another role."""

    def __init__(self, rows: Iterable[LedgerRow], convert: Convert) -> None:
        self._convert = convert
        self._of: defaultdict[tuple[Kind, Measure | None, str | None], list[LedgerRow]] = defaultdict(list)
        for row in rows:
            # Only such a one can be at odds with what one outlet has; an unclear role is no other role.
            if row.outlets > 1 and row.role is not Role.UNCLEAR:
                self._of[row.kind, row.measure, row.currency].append(row)
        for some in self._of.values():
            some.sort(key=_value)

    def is_at_odds(self, row: LedgerRow) -> bool:
        """Whether one outlet has it as an ask or an offer, and more have the same figure in another role."""
        if row.outlets > 1 or row.role is Role.AGREED:
            return False
        return any(other.role is not row.role for other in self._same(row))

    def _same(self, row: LedgerRow) -> Iterator[LedgerRow]:
        """The same figure: near it, or in another currency near it at the rate of the day."""
        for (kind, measure, currency), rows in self._of.items():
            if kind is not row.kind or measure is not row.measure:
                continue
            value, within = row.value, NEAR
            if currency != row.currency:
                if currency is None or row.currency is None:
                    continue
                converted = self._convert(value, row.currency, currency, row.first_seen.date())
                if converted is None:
                    continue
                value, within = converted, CONVERTED
            # A share of the larger of the two is at most so much of this one.
            most = abs(value) * within / (1 - within) * 1.001
            some = rows[bisect_left(rows, value - most, key=_value) : bisect_right(rows, value + most, key=_value)]
            yield from (one for one in some if is_near(value, one.value, within))


_value = attrgetter("value")


def latest_claim(rows: Sequence[LedgerRow]) -> LedgerRow | None:
    """What was demanded or offered last. A figure is as new as the first report of it: repeats are background.

    What one outlet alone reports does not take the place of what several go on reporting, nor does what is nearly the
    same sum.
    """
    rows = [row for row in rows if not any(_holds_against(other, row) for other in rows)]
    newest = max((row.first_seen for row in rows), default=None)
    recent = [row for row in rows if newest is not None and row.first_seen >= newest - SAME_NEWS]
    return max(
        recent,
        key=lambda row: (
            row.kind is Kind.MONEY,
            row.first_seen.date(),
            row.outlets,
            row.period is Period.YEAR,
            row.value,
            row.bound is Hedge.UP_TO,  # of as much what claims less
        ),
        default=None,
    )


def _holds_against(known: LedgerRow, row: LedgerRow) -> bool:
    if known.outlets <= row.outlets or known.last_seen < row.first_seen:
        return False
    nearly = known.currency == row.currency and known.kind is row.kind and is_near(known.value, row.value, NEARLY)
    return row.outlets == 1 or nearly


def latest_agreed(rows: Sequence[LedgerRow]) -> LedgerRow | None:
    """What was agreed for the latest year, a sum before a percentage.

    What a report states as fact comes before what somebody claims to have been agreed. Years ahead by more than two are
    of a deal's later terms, or of no deal; a figure without a year counts for that of its first report. Of one year's
    figures those are out that nobody has told since several outlets began to tell another.
    """
    best = max((_standing_of(row) for row in rows), default=None)
    of_year = [row for row in rows if _standing_of(row) == best]
    told_since = max((row.first_seen for row in of_year if row.outlets > 1), default=None)
    live = [row for row in of_year if told_since is None or row.last_seen >= told_since]
    return max(live, key=lambda row: (row.outlets, row.first_seen, row.value), default=None)


def retold(row: LedgerRow, rows: Iterable[LedgerRow]) -> LedgerRow:
    """A sum that was agreed or paid as it was told last: told again as the other of the two it is as new."""
    if not row.role.traits.is_payment or row.kind is not Kind.MONEY:
        return row
    same = (one.last_seen for one in rows if _is_told_again(row, one))
    return replace(row, last_seen=max(same, default=row.last_seen))


def _is_told_again(row: LedgerRow, other: LedgerRow) -> bool:
    is_like = other.role.traits.is_payment and is_whole_sum(other) and not other.is_refuted
    return is_like and row.currency == other.currency and is_near(row.value, other.value)


def latest_paid(rows: Sequence[LedgerRow]) -> LedgerRow | None:
    """What was paid for the latest year. Who pays may well say how much: what several outlets tell is no mere claim."""
    best = max((_paid_of(row) for row in rows), default=None)
    of_year = [row for row in rows if _paid_of(row) == best]
    return max(of_year, key=lambda row: (row.outlets, row.first_seen, row.value), default=None)


def is_due(row: LedgerRow) -> bool:
    """Whether a sum told as paid is for a year that had not begun when it was told last."""
    return row.role is Role.PAID and row.year is not None and row.year > row.last_seen.year


def is_superseded(paid: LedgerRow, agreed: LedgerRow | None, today: date) -> bool:
    """Whether a later year has begun for which a sum was agreed, in whatever currency."""
    return agreed is not None and year_of(paid) < year_of(agreed) <= today.year


def year_of(row: LedgerRow) -> int:
    """The year that a sum is for, or that of its first report."""
    return row.year or row.first_seen.year


def _paid_of(row: LedgerRow) -> tuple[bool, bool, int]:
    return row.kind is Kind.MONEY, row.stated or row.outlets > 1, min(year_of(row), row.first_seen.year + 2)


def _standing_of(row: LedgerRow) -> tuple[bool, bool, int]:
    return row.kind is Kind.MONEY, row.stated, min(year_of(row), row.first_seen.year + 2)
