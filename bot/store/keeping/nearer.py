"""Times that are kept for later, after the wall clock went back: nothing waits longer than it was meant to.

A feed's row tells by itself that a clock ahead of ours wrote it: its last poll lies in the future. Its wait begins
anew, so that no server is asked too early. Of workers that share a machine the first to notice does it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, bindparam, func, or_, select, update

from bot.desk.delivery.ringing import digest_comes
from bot.desk.delivery.settle import LONGEST_FLOOD_WAIT, LONGEST_HOLD
from bot.desk.intake.cadence import RETRY_CAP
from bot.desk.intake.websub import LONGEST as LONGEST_RENEWAL
from bot.store.database.statements import insert_new
from bot.store.database.tables import chats, domains, feeds, holds, meta, outbox, subscriptions
from bot.store.outbox.chats import to_chat
from bot.store.outbox.row_state import RowState

NO_STEP = timedelta(0)
SLACK = timedelta(seconds=5)
"""The clocks of workers may be so far apart without anybody's being wrong."""
APART = timedelta(minutes=1)
"""As SLACK, of ours and the database server's, which may be slow to answer."""
SHARED_SLACK = 2 * APART
"""As SLACK, of two workers on different machines, each of which may be APART from the server."""
SAME_STEP = timedelta(seconds=20)
"""As long as workers may take to notice one."""
LONGEST_LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(seconds=RETRY_CAP * 1.15)
"""A Retry-After with jitter: no feed is left unasked for longer."""
LONGEST_TO_SEND = timedelta(seconds=LONGEST_FLOOD_WAIT + 1)
DIGEST_WITHIN = timedelta(hours=25)
"""A day, of which a change of clocks may make an hour more."""
_STEP = "clock went back"


def apart(connection: Connection, now: datetime) -> timedelta:
    """How far the server's clock is ahead of ours; 0 where that is next to nothing, and on SQLite."""
    if connection.dialect.name == "sqlite":
        return NO_STEP
    difference = connection.scalars(select(func.clock_timestamp())).one() - now
    return difference if abs(difference) > APART else NO_STEP


def bring_near(connection: Connection, now: datetime, before: datetime, gap: float) -> None:
    """What was due ``before`` is due now, and nothing waits longer than it was meant to.

    ``before`` is what the clock would say but for its step back, or ``now`` where nobody saw one. ``gap``: seconds
    that a worker keeps a domain for itself after a request. Call while holding the intake lock.
    """
    if before > now and _was_noticed(connection, now, before):
        return
    # What a worker on another machine wrote a moment ago is no sign of a wrong clock.
    slack = SHARED_SLACK if connection.dialect.name == "postgresql" and before == now else SLACK
    _bring_feeds(connection, now, before, slack)
    _bring_leases(connection, now, timedelta(seconds=gap))
    _bring_messages(connection, now, before, slack)
    _bring_digests(connection, now)
    _bring_renewals(connection, now, before)


def _was_noticed(connection: Connection, now: datetime, before: datetime) -> bool:
    """Whether another worker of this machine has seen the same step; else it is noted for them."""
    noted = connection.scalar(select(meta.c.value).where(meta.c.key == _STEP))
    if noted is not None:
        then, from_then = map(datetime.fromisoformat, noted.split())
        if abs(then - now) < SAME_STEP and abs(from_then - before) < SAME_STEP:
            return True
    value = f"{now.isoformat()} {before.isoformat()}"
    connection.execute(insert_new(connection, meta).values(key=_STEP, value=value))
    connection.execute(update(meta).where(meta.c.key == _STEP).values(value=value))
    return False


def _bring_feeds(connection: Connection, now: datetime, before: datetime, slack: timedelta) -> None:
    """And the holds of domains: each was made with the last poll of one of its feeds."""
    c = feeds.c
    odd = or_(
        c.last_polled > now + slack, *(_is_odd(at, now, before, LONGEST_WAIT) for at in (c.next_due, c.hold_until))
    )
    query = select(c.id, c.domain, c.last_polled, c.next_due, c.hold_until).where(odd).order_by(c.id)
    ahead: dict[str, timedelta] = {}
    rows = []
    for row in connection.execute(query.with_for_update()):
        by = _ahead(row.last_polled, now, slack)
        ahead[row.domain] = max(by, ahead.get(row.domain, NO_STEP))
        due, hold = (at and _nearer(at, now, before, by, LONGEST_WAIT) for at in (row.next_due, row.hold_until))
        rows.append({"row": row.id, "next_due": due, "hold_until": hold, "last_polled": now if by else row.last_polled})
    _write(connection, feeds, feeds.c.id, rows)
    until = domains.c.hold_until
    late = until > now if any(ahead.values()) else _is_odd(until, now, before, LONGEST_WAIT)
    _rewrite(
        connection,
        until,
        domains.c.name,
        late,
        lambda at, name: _nearer(at, now, before, ahead.get(name, NO_STEP), LONGEST_WAIT),
    )


def _bring_leases(connection: Connection, now: datetime, gap: timedelta) -> None:
    """Whoever has them keeps them for a whole lease at the most."""
    for column, longest in (
        (feeds.c.lease_until, LONGEST_LEASE),
        (outbox.c.lease_until, LONGEST_LEASE),
        (domains.c.next_allowed, gap),
    ):
        end = now + longest
        connection.execute(update(column.table).where(column > end).values({column: end}))


def _bring_messages(connection: Connection, now: datetime, before: datetime, slack: timedelta) -> None:
    c = outbox.c
    is_open = c.state.in_((RowState.OWED.value, RowState.LEASED.value))
    query = select(c.id, c.created, c.not_before).where(is_open, c.not_before > now)
    rows = [
        {"row": row.id, "not_before": _nearer(row.not_before, now, before, by, LONGEST_TO_SEND)}
        for row in connection.execute(query.order_by(c.id).with_for_update())
        if (by := max(before - now, _ahead(row.created, now, slack))) or row.not_before > now + LONGEST_TO_SEND
    ]
    _write(connection, outbox, c.id, rows)
    longest = timedelta(seconds=LONGEST_HOLD)
    late = _to_bring(holds.c.until, now, before, longest)
    _rewrite(
        connection,
        holds.c.until,
        holds.c.name,
        late,
        lambda at, _: min(_nearer(at, now, before, before - now, longest), now + longest),
    )


def _bring_digests(connection: Connection, now: datetime) -> None:
    """A digest keeps its days and its time of the day, as its reader chose them."""
    c = outbox.c
    held = and_(c.state == RowState.HELD.value, c.not_before > now + DIGEST_WITHIN)
    chat = (column.label(f"chat_{column.name}") for column in chats.c)
    late = select(c.id, c.not_before, *chat)
    late = late.join_from(outbox, chats).where(held).order_by(c.id).with_for_update(of=outbox)
    rows = [
        {"row": row.id, "not_before": when}
        for row in connection.execute(late)
        if (when := digest_comes(to_chat(row, "chat_"), now)) < row.not_before
    ]
    _write(connection, outbox, c.id, rows)


def _bring_renewals(connection: Connection, now: datetime, before: datetime) -> None:
    """A hub that is asked too early minds less than a subscription that runs out."""
    c = subscriptions.c
    late = _to_bring(c.next_try, now, before, LONGEST_RENEWAL)
    _rewrite(
        connection, c.next_try, c.feed_id, late, lambda at, _: _nearer(at, now, before, before - now, LONGEST_RENEWAL)
    )


def _is_odd(at: ColumnElement[Any], now: datetime, before: datetime, longest: timedelta) -> ColumnElement[bool]:
    return or_(and_(at > now, at <= before), at > now + longest)


def _to_bring(at: ColumnElement[Any], now: datetime, before: datetime, longest: timedelta) -> ColumnElement[bool]:
    """After a step all that waits; else, each minute, only what waits for too long."""
    return at > now if before > now else at > now + longest


def _ahead(written: datetime | None, now: datetime, slack: timedelta) -> timedelta:
    """How far the clock was ahead by which something was written."""
    return written - now if written is not None and written - now > slack else NO_STEP


def _nearer(at: datetime, now: datetime, before: datetime, by: timedelta, longest: timedelta) -> datetime:
    """The time by our clock of what a clock that was ahead wrote; now, where it was past or no wait is so long."""
    if at <= now:
        return at
    if at <= before or at - by > now + longest:
        return now
    return max(at - by, now)


def _rewrite(
    connection: Connection,
    at: Column[Any],
    number: Column[Any],
    late: ColumnElement[bool],
    nearer: Callable[[datetime, Any], datetime],
) -> None:
    """What ``nearer`` makes of the ``late`` times of a table, by each row's ``number``; only changes are written."""
    query = select(number, at).where(late).order_by(number).with_for_update()
    changed = [(row, to) for row, was in connection.execute(query) if (to := nearer(was, row)) != was]
    _write(connection, at.table, number, [{"row": row, at.name: to} for row, to in changed])


def _write(connection: Connection, table: Table, number: ColumnElement[Any], rows: list[dict[str, Any]]) -> None:
    """Each row's values; ``row`` is what its ``number`` is."""
    if rows:
        values = {name: bindparam(f"to_{name}", type_=table.c[name].type) for name in rows[0] if name != "row"}
        named = [{f"to_{name}" if name != "row" else name: value for name, value in row.items()} for row in rows]
        connection.execute(update(table).where(number == bindparam("row")).values(values), named)
