"""Edits of alerts that went out: one row of a chat and story, owed again whenever the story's counts have changed.

Many echoes within a short time are one edit: the row waits a while, and what comes meanwhile is in it when it is made.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, exists, literal, select, update

from bot.model import DeliveryKind
from bot.store.database.direct import Exchange, Order, Statement, spelt
from bot.store.database.statements import insert_new
from bot.store.database.tables import chats, outbox
from bot.store.database.types import UtcDateTime
from bot.store.outbox.row_state import RowState

FIRST = timedelta(minutes=1)
"""From an echo to the edit of a message that was not edited yet."""
AGAIN = timedelta(minutes=5)
"""The same of one that was: counts are no news, and edits wear on the limits that messages have."""
EDITABLE = timedelta(hours=48)
"""How long after an alert its counts are kept up: in some kinds of chats Telegram lets nobody edit for longer."""


_GONE_OUT = f"{RowState.SENT.value}', '{RowState.LEASED.value}"
_ALERTED = Statement(
    "SELECT o.id FROM json_each(:stories) AS s CROSS JOIN outbox AS o ON o.story_id = s.value "  # noqa: S608
    f"WHERE o.kind = '{DeliveryKind.ALERT.value}' AND o.state IN ('{_GONE_OUT}') LIMIT 1",
    "SELECT o.id FROM outbox AS o WHERE o.story_id = ANY(CAST(:stories AS integer[])) "  # noqa: S608
    f"AND o.kind = '{DeliveryKind.ALERT.value}' AND o.state IN ('{_GONE_OUT}') LIMIT 1",
)


def may_be_owed(exchange: Exchange, story_ids: Collection[int]) -> bool:
    """Whether an alert of these stories went out, or is going out just now."""
    return bool(exchange.ask(Order(_ALERTED, {"stories": spelt(exchange, story_ids)})).rows)


def owe(connection: Connection, story_ids: Collection[int], now: datetime) -> None:
    """Owes an edit of every alert of these stories that went out, or is going out just now."""
    alert = and_(outbox.c.kind == DeliveryKind.ALERT.value, outbox.c.story_id.in_(sorted(set(story_ids))))
    told = and_(
        alert,
        # One that is still owed is put together when it is sent, and needs no edit.
        outbox.c.state.in_((RowState.SENT.value, RowState.LEASED.value)),
        outbox.c.replies_to.is_(None),
        outbox.c.settled.is_(None) | (outbox.c.settled > now - EDITABLE),
    )
    _again(connection, story_ids, now)
    values = {
        "kind": literal(DeliveryKind.EDIT.value),
        "text": literal(""),
        "state": literal(RowState.OWED.value),
        "attempts": literal(0),
        "not_before": literal(now + FIRST, UtcDateTime),
        "created": literal(now, UtcDateTime),
    }
    own = (outbox.c.chat_id, outbox.c.story_id, outbox.c.article_id, outbox.c.id)
    readers = select(*own, *values.values()).join_from(outbox, chats).where(told, chats.c.subscribed)
    columns = ["chat_id", "story_id", "article_id", "replies_to", *values]
    connection.execute(insert_new(connection, outbox).from_select(columns, readers.order_by(outbox.c.id)))


def owe_turns(connection: Connection, article_id: int, now: datetime) -> None:
    """Owes an edit of every turn that told of a report and went out, or is going out just now."""
    o = outbox.c
    told = and_(
        o.kind == DeliveryKind.TURN.value,
        o.article_id == article_id,
        o.state.in_((RowState.SENT.value, RowState.LEASED.value)),
        o.settled.is_(None) | (o.settled > now - EDITABLE),
    )
    readers = select(o.id, o.chat_id).join_from(outbox, chats).where(told, chats.c.subscribed).order_by(o.id)
    for number, chat_id in connection.execute(readers).all():
        values = {
            "chat_id": chat_id,
            "kind": DeliveryKind.EDIT.value,
            "notice": f"edit {number}",
            "article_id": article_id,
            "replies_to": number,
            "text": "",
        }
        fresh = {"state": RowState.OWED.value, "attempts": 0, "not_before": now + FIRST, "created": now}
        free = {"leased_by": None, "lease_until": None}
        connection.execute(insert_new(connection, outbox).values(**values, **fresh))
        mine = and_(o.chat_id == chat_id, o.notice == values["notice"])
        connection.execute(update(outbox).where(mine).values(**fresh, **free))


def _again(connection: Connection, story_ids: Collection[int], now: datetime) -> None:
    """Owes again the edits that were made, and those that are being made, which may miss what came just now."""
    alert = outbox.alias("alert")
    fresh = exists().where(alert.c.id == outbox.c.replies_to, alert.c.settled > now - EDITABLE)
    made = and_(
        outbox.c.kind == DeliveryKind.EDIT.value,
        outbox.c.story_id.in_(sorted(set(story_ids))),
        outbox.c.state.in_((RowState.SENT.value, RowState.LEASED.value)),
        fresh,
    )
    changed = {"state": RowState.OWED.value, "attempts": 0, "not_before": now + AGAIN, "created": now}
    free = {"leased_by": None, "lease_until": None}
    connection.execute(update(outbox).where(made).values(**changed, **free))
