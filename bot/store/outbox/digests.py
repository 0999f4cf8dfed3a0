"""The digest: alerts that wait for it are told together, at the chat's time, by one row of their chat.

What does not fit one message comes in parts: each settles the reports that it told of, and the row is owed again.
"""

from datetime import datetime
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.desk.delivery.ringing import Wait, waits_until
from bot.model import DeliveryKind, Settlement
from bot.store.database.statements import insert_new
from bot.store.database.tables import outbox
from bot.store.outbox import chats as chat_rows
from bot.store.outbox.row_state import RowState
from bot.store.outbox.subscribing import subscriptions

MOST = 200
"""Reports that are handed out for a part of a digest, the first ones: far more than one message takes."""
_WATCH = DeliveryKind.WATCH.value
"""What watches found waits too, and comes by itself."""


def owe(connection: Connection, now: datetime) -> None:
    """Owes a digest to every chat for whose alerts the time has come, unless one is under way."""
    waiting = connection.execute(_query_of_waiting(), {"now": now})
    rows = [
        {
            "chat_id": row.chat_id,
            "kind": DeliveryKind.DIGEST.value,
            "notice": f"digest {row.newest}",
            "text": "",
            "state": RowState.OWED.value,
            "attempts": 0,
            "not_before": now,
            "created": now,
        }
        for row in waiting
    ]
    if rows:
        connection.execute(insert_new(connection, outbox), rows)


@cache
def _query_of_waiting() -> Select[*tuple[Any, ...]]:
    """The chats for whose alerts the time has come; made once, as each claim asks it."""
    due = and_(outbox.c.state == RowState.HELD.value, outbox.c.not_before <= bindparam("now"), outbox.c.kind != _WATCH)
    other = outbox.alias("other")
    under_way = exists().where(
        other.c.chat_id == outbox.c.chat_id,
        other.c.kind == DeliveryKind.DIGEST.value,
        other.c.state.in_((RowState.OWED.value, RowState.LEASED.value)),
    )
    newest = func.max(outbox.c.id).label("newest")
    return select(outbox.c.chat_id, newest).where(due, ~under_way).group_by(outbox.c.chat_id)


class Waiting(Struct, frozen=True):
    """What a digest has to tell, as ``Delivery`` has it."""

    articles: tuple[int, ...] = ()
    told: int = 0
    left: int = 0


def waiting_for(connection: Connection, row: Row[*tuple[Any, ...]]) -> Waiting:
    """What a digest has to tell; nothing for other rows."""
    if row.kind != DeliveryKind.DIGEST.value:
        return Waiting()
    query = select(outbox.c.article_id).where(_waited(row), outbox.c.article_id.is_not(None)).order_by(outbox.c.id)
    articles = tuple(number for number in connection.scalars(query) if number is not None)
    gone = select(func.count()).where(outbox.c.chat_id == row.chat_id, outbox.c.replies_to == row.id)
    return Waiting(articles[:MOST], connection.scalar(gone) or 0, max(0, len(articles) - MOST))


def settle(connection: Connection, row: Row[*tuple[Any, ...]], settlement: Settlement, now: datetime) -> bool:
    """What became of a part of a digest became of the alerts in it; an edit or a reply finds its message by
    ``replies_to``. Whether that was all that waited for the digest.
    """
    sent = settlement.state == "sent"
    values = {
        "state": (RowState.SENT if sent else RowState.CLOSED).value,
        "reason": settlement.reason,
        "message_id": settlement.message_id,
        "replies_to": row.id,
        "settled": now,
    }
    told = _waited(row) if settlement.told is None else and_(_waited(row), outbox.c.article_id.in_(settlement.told))
    connection.execute(update(outbox).where(told).values(**values))
    return connection.execute(select(outbox.c.id).where(_waited(row)).limit(1)).first() is None


def put_off(connection: Connection, row: Row[*tuple[Any, ...]], until: datetime) -> bool:
    """A digest that has told of nothing yet comes at another time, made anew; whether it can."""
    told = and_(outbox.c.chat_id == row.chat_id, outbox.c.replies_to == row.id)
    if connection.execute(select(outbox.c.id).where(told).limit(1)).first() is not None:
        return False
    connection.execute(update(outbox).where(_waited(row)).values(not_before=until))
    connection.execute(delete(outbox).where(outbox.c.id == row.id))
    return True


def take_apart(connection: Connection, row: Row[*tuple[Any, ...]], now: datetime) -> None:
    """What waited for a digest is owed by itself, and the digest is not."""
    again = {"state": RowState.OWED.value, "not_before": now, "reason": None}
    connection.execute(update(outbox).where(_waited(row)).values(**again))
    connection.execute(delete(outbox).where(outbox.c.id == row.id))


def owe_next_part(connection: Connection, row: Row[*tuple[Any, ...]], now: datetime, worker: str) -> None:
    """Owes the digest again for what is left; unless another worker has taken it over, who tells that."""
    mine = and_(outbox.c.id == row.id, outbox.c.leased_by == worker, outbox.c.state == RowState.LEASED.value)
    again = {"state": RowState.OWED.value, "attempts": 0, "not_before": now, "leased_by": None, "lease_until": None}
    connection.execute(update(outbox).where(mine).values(**again))


def come_now(connection: Connection, chat_id: int, now: datetime) -> int:
    """The chat's digest is due now; returns for how many reports."""
    held = and_(outbox.c.chat_id == chat_id, outbox.c.state == RowState.HELD.value)
    connection.execute(update(outbox).where(held, outbox.c.not_before > now).values(not_before=now))
    return connection.scalar(select(func.count()).where(held)) or 0


def set_anew(connection: Connection, chat_id: int, now: datetime) -> int:
    """What waits in a chat comes when it comes by what the chat wants by now; at once, where it waits for nothing any
    more.

    Returns how many reports come at once.
    """
    chat = chat_rows.one(connection, chat_id)
    if chat is None:
        return come_now(connection, chat_id, now)
    held = and_(outbox.c.chat_id == chat_id, outbox.c.state == RowState.HELD.value)
    weights = subscriptions.weights(connection, chat)
    for wait in Wait:
        # What was held before there was anything else to wait for has no reason.
        mine = outbox.c.reason == wait.value
        mine = or_(mine, outbox.c.reason.is_(None)) if wait is Wait.DIGEST else mine
        late = and_(held, outbox.c.not_before > now, mine)
        connection.execute(update(outbox).where(late).values(not_before=waits_until(chat, wait, now, weights)))
    return connection.scalar(select(func.count()).where(held, outbox.c.not_before <= now)) or 0


def _waited(row: Row[*tuple[Any, ...]]) -> ColumnElement[bool]:
    """The alerts that waited when the digest was made, and wait still."""
    return and_(
        outbox.c.chat_id == row.chat_id,
        outbox.c.state == RowState.HELD.value,
        outbox.c.not_before <= row.created,
        outbox.c.kind != _WATCH,
    )
