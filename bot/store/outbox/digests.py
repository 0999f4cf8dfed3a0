"""The digest: alerts that wait for it are told together, once a day, by one row of their chat."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, select, update

from bot.model import DeliveryKind, Settlement
from bot.store.database.statements import insert_new
from bot.store.database.tables import outbox
from bot.store.outbox.row_state import RowState

MOST = 40
"""Reports that one digest tells of, the first ones; what is left comes with the next."""


def owe(connection: Connection, now: datetime) -> None:
    """Owes a digest to every chat for whose alerts the time has come, unless one is under way."""
    due = and_(outbox.c.state == RowState.HELD.value, outbox.c.not_before <= now)
    other = outbox.alias("other")
    under_way = exists().where(
        other.c.chat_id == outbox.c.chat_id,
        other.c.kind == DeliveryKind.DIGEST.value,
        other.c.state.in_((RowState.OWED.value, RowState.LEASED.value)),
    )
    newest = func.max(outbox.c.id).label("newest")
    waiting = connection.execute(select(outbox.c.chat_id, newest).where(due, ~under_way).group_by(outbox.c.chat_id))
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


def articles_of(connection: Connection, row: Row[*tuple[Any, ...]]) -> tuple[int, ...]:
    """The ids of the articles in a digest; empty for other rows."""
    if row.kind != DeliveryKind.DIGEST.value:
        return ()
    query = select(outbox.c.article_id).where(outbox.c.id.in_(_held(row)), outbox.c.article_id.is_not(None))
    return tuple(number for number in connection.scalars(query.order_by(outbox.c.id)) if number is not None)


def settle(connection: Connection, row: Row[*tuple[Any, ...]], settlement: Settlement, now: datetime) -> None:
    """What became of a digest became of the alerts in it; an edit or a reply finds its message by ``replies_to``."""
    sent = settlement.state == "sent"
    values = {
        "state": (RowState.SENT if sent else RowState.CLOSED).value,
        "reason": settlement.reason,
        "message_id": settlement.message_id,
        "replies_to": row.id,
        "settled": now,
    }
    connection.execute(update(outbox).where(outbox.c.id.in_(_held(row))).values(**values))


def _held(row: Row[*tuple[Any, ...]]) -> Any:
    """The alerts that waited when the digest was made, the first ones."""
    return select(outbox.c.id).where(_waited(row)).order_by(outbox.c.id).limit(MOST).scalar_subquery()


def _waited(row: Row[*tuple[Any, ...]]) -> ColumnElement[bool]:
    return and_(
        outbox.c.chat_id == row.chat_id, outbox.c.state == RowState.HELD.value, outbox.c.not_before <= row.created
    )
