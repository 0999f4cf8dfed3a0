"""What is owed to chats: rows are rung in, claimed under a lease, and settled.

Delivery is at least once: a row whose sender dies is handed out again when its lease has run out. One row of a chat is
out at a time, the oldest first, so that a slow chat holds up no other and its messages keep their order.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, literal, or_, select, update

from bot.model import Chat, ChatType, Delivery, DeliveryKind, Settlement
from bot.store import chats as chat_rows
from bot.store.statements import insert_new
from bot.store.tables import chats, holds, outbox, stories
from bot.store.types import UtcDateTime, storable

ALL_CHATS = "all chats"
"""The name of the hold that a flood wait puts on everything."""


class RowState(StrEnum):
    OWED = "owed"
    LEASED = "leased"
    SENT = "sent"
    CLOSED = "closed"


_OPEN = (RowState.OWED.value, RowState.LEASED.value)


def ring(connection: Connection, story_id: int, article_id: int, now: datetime) -> int:
    """Owes every subscribed chat an alert, but for those that had one of this story; returns how many."""
    connection.execute(update(stories).where(stories.c.id == story_id).values(alerted=True))
    values = {
        "kind": literal(DeliveryKind.ALERT.value),
        "story_id": literal(story_id),
        "article_id": literal(article_id),
        "text": literal(""),
        "state": literal(RowState.OWED.value),
        "attempts": literal(0),
        "not_before": literal(now, UtcDateTime),
        "created": literal(now, UtcDateTime),
    }
    subscribers = select(chats.c.id, *values.values()).where(chats.c.subscribed).order_by(chats.c.id)
    alerts = insert_new(connection, outbox).from_select(["chat_id", *values], subscribers)
    return connection.execute(alerts, execution_options={"preserve_rowcount": True}).rowcount


def notify(
    connection: Connection, operators: Collection[int], text: str, now: datetime, *, occasion: str | None = None
) -> None:
    """Owes each operator a line, once for one occasion; without one, unless the same line is owed already."""
    for chat_id in sorted(set(operators)):
        _know_operator(connection, chat_id)
        if occasion is None and _is_owed(connection, chat_id, text):
            continue
        values = {
            "chat_id": chat_id,
            "kind": DeliveryKind.OPERATOR.value,
            "notice": occasion,
            "text": text,
            "state": RowState.OWED.value,
            "attempts": 0,
            "not_before": now,
            "created": now,
        }
        connection.execute(insert_new(connection, outbox).values(**values))


def _know_operator(connection: Connection, chat_id: int) -> None:
    # Telegram's id of a private chat is the user's id; an operator need not subscribe.
    values = {"type": ChatType.PRIVATE.value, "title": "", "subscribed": False, "time_zone": chat_rows.UNCHOSEN_ZONE}
    connection.execute(insert_new(connection, chats).values(id=chat_id, **values))


def _is_owed(connection: Connection, chat_id: int, text: str) -> bool:
    same = select(outbox.c.id).where(
        outbox.c.chat_id == chat_id, outbox.c.state.in_(_OPEN), outbox.c.text == storable(text)
    )
    return connection.execute(same.limit(1)).first() is not None


def claim(connection: Connection, now: datetime, limit: int, lease: timedelta, worker: str) -> list[Delivery]:
    """Rows to send now, at most one for each chat, the oldest first; none while a hold lasts."""
    if connection.execute(select(holds.c.name).where(holds.c.until > now)).first() is not None:
        return []
    close_unwanted(connection, now)
    oldest = select(func.min(outbox.c.id)).where(outbox.c.state.in_(_OPEN)).group_by(outbox.c.chat_id)
    due = and_(outbox.c.state == RowState.OWED.value, outbox.c.not_before <= now)
    wanted = or_(outbox.c.kind == DeliveryKind.OPERATOR.value, chats.c.subscribed)
    query = (
        select(outbox, *(column.label(f"chat_{column.name}") for column in chats.c if column is not chats.c.id))
        .join_from(outbox, chats)
        .where(outbox.c.id.in_(oldest), or_(due, _abandoned(now)), wanted)
        .order_by(outbox.c.created, outbox.c.id)
        .limit(limit)
        .with_for_update(of=outbox, skip_locked=True)
    )
    claimed = [_to_delivery(row) for row in connection.execute(query)]
    if claimed:
        mine = update(outbox).where(outbox.c.id.in_([delivery.id for delivery in claimed]))
        connection.execute(mine.values(state=RowState.LEASED.value, leased_by=worker, lease_until=now + lease))
    return claimed


def _abandoned(now: datetime) -> ColumnElement[bool]:
    return and_(outbox.c.state == RowState.LEASED.value, outbox.c.lease_until <= now)


def close_unwanted(connection: Connection, now: datetime) -> None:
    """Closes the alerts of chats that unsubscribed after they were rung."""
    query = (
        select(outbox.c.id)
        .join_from(outbox, chats)
        .where(
            or_(outbox.c.state == RowState.OWED.value, _abandoned(now)),
            outbox.c.kind == DeliveryKind.ALERT.value,
            ~chats.c.subscribed,
        )
        # Rows that another worker is settling just now are its business.
        .with_for_update(of=outbox, skip_locked=True)
    )
    ids = list(connection.scalars(query))
    if ids:
        _close(connection, outbox.c.id.in_(ids), "unsubscribed", now)


def _close(connection: Connection, which: ColumnElement[bool], reason: str, now: datetime) -> None:
    closed = {"state": RowState.CLOSED.value, "leased_by": None, "lease_until": None}
    connection.execute(update(outbox).where(which).values(**closed, reason=reason, settled=now))


def settle(connection: Connection, settlement: Settlement, now: datetime, worker: str) -> None:
    """Records what came of a send, for its row, its chat and all chats. A row that is gone is let be."""
    query = select(outbox.c.id, outbox.c.chat_id).where(outbox.c.id == settlement.delivery_id).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        return
    chat_id = row.chat_id if settlement.chat_id is None else settlement.chat_id
    _record(connection, settlement, now, worker)
    if settlement.hold_all_until is not None:
        hold(connection, settlement.hold_all_until)
    if settlement.unsubscribe:
        chat_rows.unsubscribe(connection, chat_id)
        owed = and_(outbox.c.chat_id == chat_id, outbox.c.state == RowState.OWED.value)
        _close(connection, owed, settlement.reason, now)
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
            still_ours = and_(mine, outbox.c.state == RowState.LEASED.value, outbox.c.leased_by == worker)
            again = {"state": RowState.OWED.value, "attempts": outbox.c.attempts + 1}
            when = settlement.not_before or now
            connection.execute(update(outbox).where(still_ours).values(**free, **again, not_before=when))
        case "closed":
            _close(connection, and_(mine, outbox.c.state != RowState.SENT.value), settlement.reason, now)


def hold(connection: Connection, until: datetime) -> None:
    """Nothing is sent before; a hold that lasts longer stays."""
    connection.execute(insert_new(connection, holds).values(name=ALL_CHATS, until=until))
    shorter = update(holds).where(holds.c.name == ALL_CHATS, holds.c.until < until)
    connection.execute(shorter.values(until=until))


def release_leases(connection: Connection) -> int:
    claimed = update(outbox).where(outbox.c.state == RowState.LEASED.value)
    free = {"state": RowState.OWED.value, "leased_by": None, "lease_until": None}
    return connection.execute(claimed.values(**free)).rowcount


def owed(connection: Connection) -> int:
    count = select(func.count()).select_from(outbox).where(outbox.c.state.in_(_OPEN))
    return connection.scalar(count) or 0


def _to_delivery(row: Row[*tuple[Any, ...]]) -> Delivery:
    chat = Chat(
        id=row.chat_id,
        type=ChatType(row.chat_type),
        title=row.chat_title,
        subscribed=row.chat_subscribed,
        time_zone=row.chat_time_zone,
        since=row.chat_since,
    )
    return Delivery(
        id=row.id,
        chat=chat,
        kind=DeliveryKind(row.kind),
        article_id=row.article_id,
        text=row.text,
        attempts=row.attempts,
        created=row.created,
    )
