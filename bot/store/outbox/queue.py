"""What is owed to chats: rows are rung in, claimed under a lease, and settled.

Delivery is at least once: a row whose sender dies is handed out again when its lease has run out. One row of a chat is
out at a time, the oldest first, so that a slow chat holds up no other and its messages keep their order.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    select,
    true,
    update,
)

from bot.model import Chat, ChatType, Delivery, DeliveryKind, Settlement
from bot.store.database.statements import insert_new
from bot.store.database.tables import chats, holds, outbox
from bot.store.database.types import UtcDateTime, storable
from bot.store.outbox import chats as chat_rows
from bot.store.outbox import digests, quiet
from bot.store.outbox.approving import approvals
from bot.store.outbox.opening import doors
from bot.store.outbox.row_state import RowState
from bot.store.outbox.subscribing import subscriptions
from bot.store.outbox.watching import watches

_OPEN = (RowState.OWED.value, RowState.LEASED.value)
_LATE = (DeliveryKind.EDIT.value, DeliveryKind.BROADCAST.value)
"""What goes when nothing else is owed: a broadcast to thousands of chats would hold up their alerts for minutes."""


def _with_chat() -> Select[*tuple[Any, ...]]:
    told = outbox.alias("told")
    own = (column.label(f"chat_{column.name}") for column in chats.c if column is not chats.c.id)
    several = subscriptions.has_more(outbox.c.chat_id).label("several")
    message = told.c.message_id.label("told_message_id"), told.c.great.label("told_great")
    with_chat = select(outbox, *message, several, *own).join_from(outbox, chats)
    return with_chat.outerjoin(told, told.c.id == outbox.c.replies_to)


# Made once: each channel's loop asks every two seconds, and making these anew was half of what that cost.
_WITH_CHAT = _with_chat()
"""Rows with their chats, and with the messages that they change or reply to."""
_OTHER = outbox.alias("other")
_TO_ANYBODY = tuple(kind.value for kind in DeliveryKind if not kind.needs_subscription)


def notify(
    connection: Connection,
    operators: Collection[int],
    text: str,
    now: datetime,
    *,
    occasion: str | None = None,
    kind: DeliveryKind = DeliveryKind.OPERATOR,
) -> None:
    """Owes each operator a line, once for one occasion; without one, unless the same line is owed already."""
    for chat_id in sorted(set(operators)):
        # Telegram's id of a private chat is the user's id; an operator need not subscribe.
        chat_rows.know(connection, Chat(chat_id, ChatType.PRIVATE, "", False, chat_rows.UNCHOSEN_ZONE))
        if occasion is None and _is_owed(connection, chat_id, text):
            continue
        owe_line(connection, chat_id, text, now, occasion=occasion, kind=kind)


def owe_line(
    connection: Connection,
    chat_id: int,
    text: str,
    now: datetime,
    *,
    occasion: str | None,
    kind: DeliveryKind,
    article_id: int | None = None,
) -> None:
    """Owes a chat that is known a line, once for one occasion."""
    row = {
        "chat_id": chat_id,
        "kind": kind.value,
        "article_id": article_id,
        "notice": occasion,
        "text": text,
        "state": RowState.OWED.value,
        "attempts": 0,
        "not_before": now,
        "created": now,
    }
    connection.execute(insert_new(connection, outbox).values(**row))


def broadcast(connection: Connection, text: str, now: datetime, occasion: str) -> int:
    """Owes every subscriber a line, once for one occasion; returns how many chats that are."""
    values = {
        "kind": literal(DeliveryKind.BROADCAST.value),
        "notice": literal(occasion),
        "text": literal(storable(text)),
        "state": literal(RowState.OWED.value),
        "attempts": literal(0),
        "not_before": literal(now, UtcDateTime),
        "created": literal(now, UtcDateTime),
    }
    told = select(chats.c.id, *values.values()).where(chats.c.subscribed).order_by(chats.c.id)
    statement = insert_new(connection, outbox).from_select(["chat_id", *values], told)
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def _is_owed(connection: Connection, chat_id: int, text: str) -> bool:
    same = select(outbox.c.id).where(
        outbox.c.chat_id == chat_id, outbox.c.state.in_(_OPEN), outbox.c.text == storable(text)
    )
    return connection.execute(same.limit(1)).first() is not None


def claim(
    connection: Connection, now: datetime, limit: int, lease: timedelta, worker: str, channel: str
) -> list[Delivery]:
    """Rows to send by a channel, at most one for each chat, the oldest first, and edits last; none while it is held.

    What a chat that unsubscribed was still owed is closed instead; what is owed where quiet hours have begun since
    waits for their end.
    """
    held = select(holds.c.name).where(holds.c.name == channel, holds.c.until > now)
    if connection.execute(held).first() is not None:
        return []
    _take_back(connection, now)
    quiet.release(connection, now)
    approvals.expire(connection, now)
    digests.owe(connection, now)
    rows = _pick(connection, now, limit, channel)
    while _put_aside(connection, rows, now):
        rows = _pick(connection, now, limit, channel)
    if rows:
        mine = update(outbox).where(outbox.c.id.in_([row.id for row in rows]))
        connection.execute(mine.values(state=RowState.LEASED.value, leased_by=worker, lease_until=now + lease))
    return [_to_delivery(row, digests.waiting_for(connection, row)) for row in rows]


def _put_aside(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]], now: datetime) -> bool:
    """Closes what is not wanted any more, and leaves what must not ring now to wait; whether there was any of it."""
    unwanted = [row.id for row in rows if row.kind not in _TO_ANYBODY and not row.chat_subscribed]
    if unwanted:
        _close(connection, outbox.c.id.in_(unwanted), "unsubscribed", now)
        return True
    # What an editor has just had posted is posted, be it quiet by then or not.
    unasked = [row for row in rows if not row.approved]
    return quiet.hold_back(connection, unasked, now) or approvals.ask(connection, unasked, now)


def _take_back(connection: Connection, now: datetime) -> None:
    """Rows whose lease has run out are owed again; whoever had them may still settle them until they are claimed."""
    abandoned = (
        select(outbox.c.id)
        .where(outbox.c.state == RowState.LEASED.value, outbox.c.lease_until <= now)
        # What another worker is settling just now is not abandoned.
        .with_for_update(skip_locked=True)
    )
    ids = list(connection.scalars(abandoned))
    if ids:
        again = update(outbox).where(outbox.c.id.in_(ids))
        connection.execute(again.values(state=RowState.OWED.value, lease_until=None))


def _pick(connection: Connection, now: datetime, limit: int, channel: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """The oldest open row of each chat, where it is due and none is out, with its chat; ``_LATE`` after all else."""
    rows = _due(connection, now, limit, channel, late=False)
    # Of edits there may be thousands: where there is room for none, nobody looks through them.
    return [*rows, *(_due(connection, now, limit - len(rows), channel, late=True) if len(rows) < limit else ())]


def _due(
    connection: Connection, now: datetime, limit: int, channel: str, *, late: bool
) -> Sequence[Row[*tuple[Any, ...]]]:
    """What is late holds up nothing: it waits on purpose, and goes when its chat is owed nothing else."""
    first: dict[int, Row[*tuple[Any, ...]]] = {}
    for row in connection.execute(_query_of_due(late=late), {"now": now, "most": limit, "by_channel": channel}):
        first.setdefault(row.chat_id, row)
    return list(first.values())


@cache
def _query_of_due(*, late: bool) -> Select[*tuple[Any, ...]]:
    """Made once: to make it, of sixty columns, takes longer than a claim of which nothing comes."""
    before = and_(_OTHER.c.kind.not_in(_LATE), true() if late else _OTHER.c.id < outbox.c.id)
    out = _OTHER.c.state == RowState.LEASED.value
    waits = exists().where(
        _OTHER.c.chat_id == outbox.c.chat_id, _OTHER.c.state.in_(_OPEN), _OTHER.c.id != outbox.c.id, before | out
    )
    return (
        _WITH_CHAT.where(outbox.c.state == RowState.OWED.value, outbox.c.not_before <= bindparam("now"), ~waits)
        .where(
            chats.c.channel == bindparam("by_channel"),
            outbox.c.kind.in_(_LATE) if late else outbox.c.kind.not_in(_LATE),
        )
        .order_by(outbox.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(of=outbox, skip_locked=True)
    )


def one(connection: Connection, number: int) -> tuple[Delivery, RowState] | None:
    """A row as it would be sent, and how far it is."""
    row = connection.execute(_WITH_CHAT.where(outbox.c.id == number)).one_or_none()
    return None if row is None else (_to_delivery(row, digests.waiting_for(connection, row)), RowState(row.state))


def close_alerts(connection: Connection, chat_id: int, now: datetime) -> None:
    """A chat that unsubscribes is owed no alert any more; what is being sent just now may still come."""
    owed = and_(
        outbox.c.chat_id == chat_id,
        outbox.c.state.in_((RowState.OWED.value, RowState.HELD.value, RowState.ASKED.value)),
        outbox.c.kind.not_in(_TO_ANYBODY),
    )
    _close(connection, owed, "unsubscribed", now)


def _close(connection: Connection, which: ColumnElement[bool], reason: str, now: datetime) -> None:
    closed = {"state": RowState.CLOSED.value, "leased_by": None, "lease_until": None}
    connection.execute(update(outbox).where(which).values(**closed, reason=reason, settled=now))


def settle(connection: Connection, settlement: Settlement, now: datetime, worker: str) -> None:
    """Records what came of a send, for its row, its chat and all chats. A row that is gone is let be."""
    columns = outbox.c.id, outbox.c.chat_id, outbox.c.kind, outbox.c.created
    query = select(*columns).where(outbox.c.id == settlement.delivery_id).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        return
    chat_id = row.chat_id if settlement.chat_id is None else settlement.chat_id
    is_digest = row.kind == DeliveryKind.DIGEST.value and settlement.state != "owed"
    if row.kind == DeliveryKind.EDIT.value and settlement.state == "sent":
        _record_edit(connection, settlement, now, worker)
    elif is_digest and not digests.settle(connection, row, settlement, now):
        digests.owe_next_part(connection, row, now, worker)
    else:
        _record(connection, settlement, now, worker)
    if settlement.hold_all_until is not None:
        hold(connection, row.chat_id, settlement.hold_all_until)
    if settlement.unsubscribe:
        chat_rows.unsubscribe(connection, chat_id)
        subscriptions.forget(connection, chat_id)
        owed = and_(
            outbox.c.chat_id == chat_id,
            outbox.c.state.in_((RowState.OWED.value, RowState.HELD.value, RowState.ASKED.value)),
        )
        _close(connection, owed, settlement.reason, now)
        watches.stop(connection, chat_id)
        if (told := doors.end(connection, chat_id, settlement.reason.removeprefix("unsubscribed: "))) is not None:
            owner_id, words = told
            owe_line(connection, owner_id, words, now, occasion=None, kind=DeliveryKind.OPERATOR)
    if settlement.move_to is not None:
        chat_rows.move(connection, chat_id, settlement.move_to)


def _record(connection: Connection, settlement: Settlement, now: datetime, worker: str) -> None:
    mine = outbox.c.id == settlement.delivery_id
    free = {"reason": settlement.reason, "leased_by": None, "lease_until": None}
    match settlement.state:
        case "sent":
            sent = {"state": RowState.SENT.value, "message_id": settlement.message_id, "settled": now}
            connection.execute(update(outbox).where(mine, outbox.c.message_id.is_(None)).values(**free, **sent))
        case "owed":
            # Whoever took the row over, after the lease ran out, sends it now: it is not ours to put back.
            still_ours = and_(mine, outbox.c.state.in_(_OPEN), outbox.c.leased_by == worker)
            again = {"state": RowState.OWED.value, "attempts": outbox.c.attempts + 1}
            when = settlement.not_before or now
            connection.execute(update(outbox).where(still_ours).values(**free, **again, not_before=when))
        case "closed":
            _close(connection, and_(mine, outbox.c.state != RowState.SENT.value), settlement.reason, now)


def _record_edit(connection: Connection, settlement: Settlement, now: datetime, worker: str) -> None:
    """An edit has no message of its own, and is owed again by then where more has come since it was claimed."""
    ours = and_(
        outbox.c.id == settlement.delivery_id,
        outbox.c.state == RowState.LEASED.value,
        outbox.c.leased_by == worker,
    )
    free = {"reason": settlement.reason, "leased_by": None, "lease_until": None}
    connection.execute(update(outbox).where(ours).values(**free, state=RowState.SENT.value, settled=now))


def hold(connection: Connection, chat_id: int, until: datetime) -> None:
    """Nothing goes out by the chat's channel before; a hold that lasts longer stays."""
    channel = connection.scalar(select(chats.c.channel).where(chats.c.id == chat_id))
    connection.execute(insert_new(connection, holds).values(name=channel, until=until))
    shorter = update(holds).where(holds.c.name == channel, holds.c.until < until)
    connection.execute(shorter.values(until=until))


def release_leases(connection: Connection) -> int:
    claimed = update(outbox).where(outbox.c.state == RowState.LEASED.value)
    free = {"state": RowState.OWED.value, "leased_by": None, "lease_until": None}
    return connection.execute(claimed.values(**free)).rowcount


def owed(connection: Connection) -> int:
    count = select(func.count()).select_from(outbox).where(outbox.c.state.in_(_OPEN))
    return connection.scalar(count) or 0


def _to_delivery(row: Row[*tuple[Any, ...]], waiting: digests.Waiting) -> Delivery:
    return Delivery(
        id=row.id,
        chat=chat_rows.to_chat(row, "chat_"),
        kind=DeliveryKind(row.kind),
        article_id=row.article_id,
        text=row.text,
        attempts=row.attempts,
        created=row.created,
        message_id=row.told_message_id,
        articles=waiting.articles,
        told=waiting.told,
        left=waiting.left,
        notice=row.notice or "",
        great=bool(row.told_great) if row.kind == DeliveryKind.EDIT.value else row.great,
        several=bool(row.several),
    )
