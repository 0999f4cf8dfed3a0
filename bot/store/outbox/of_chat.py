"""What one chat was owed, and is; the alert of before that it is sent as a test; and all that is kept of it, told and
removed: whatever table has rows of chats, or rows of such rows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select

from bot.model import Chat, ChatRow, DeliveryKind
from bot.store.archive import articles
from bot.store.database.tables import chats, messages, metadata, outbox
from bot.store.database.tables import doors as door_table
from bot.store.outbox import chats as chat_rows
from bot.store.outbox import queue
from bot.store.outbox.approving import approvals
from bot.store.outbox.opening import doors
from bot.store.outbox.row_state import RowState
from bot.store.outbox.watching import watches

_o = outbox.c
_TELLING = (
    DeliveryKind.ALERT.value,
    DeliveryKind.TURN.value,
    DeliveryKind.CORRECTION.value,
    DeliveryKind.WATCH.value,
)


def rows_about(connection: Connection, chat_id: int, article_id: int, story_id: int) -> list[ChatRow]:
    """What a chat was told or is to be told of a report, or by another report of its story; the oldest first."""
    about = or_(_o.article_id == article_id, _o.story_id == story_id, _o.notice.like(f"turn {story_id} %"))
    query = select(outbox).where(_o.chat_id == chat_id, about, _o.kind.in_(_TELLING)).order_by(_o.id)
    found = [
        ChatRow(DeliveryKind(row.kind), row.state, row.article_id, row.reason or "", row.not_before, row.settled)
        for row in connection.execute(query)
    ]
    if any(row.article_id == article_id for row in found):
        return found
    mine = select(messages.c.message_id).where(messages.c.chat_id == chat_id, messages.c.article_id == article_id)
    if connection.execute(mine.limit(1)).first() is None:
        return found
    return [ChatRow(DeliveryKind.ALERT, RowState.SENT.value, article_id, "", None, None), *found]


def owe_test(connection: Connection, chat: Chat, now: datetime) -> int | None:
    """Owes a chat the newest alert of before, once within a minute; the report, None where there is none."""
    article_id = articles.newest_alerted(connection)
    if article_id is None:
        return None
    chat_rows.make_known(connection, chat)
    minute = f"test {now:%Y-%m-%d %H:%M}"
    queue.owe_line(connection, chat.id, "", now, occasion=minute, kind=DeliveryKind.TEST, article_id=article_id)
    return article_id


ChatData = Mapping[str, Sequence[Mapping[str, object]]]
"""Table -> its rows, column by column, as JSON takes them; only tables that have any."""


def told(connection: Connection, chat_id: int) -> ChatData:
    """Everything in the database that is of a chat."""
    found = {}
    for table in metadata.sorted_tables:
        mine = _of_chat(table, chat_id)
        if mine is not None:
            query = select(table).where(mine).order_by(*table.primary_key.columns)
            rows = doors.told(connection, chat_id) if table is door_table else connection.execute(query).mappings()
            found[table.name] = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return {name: rows for name, rows in found.items() if rows}


def forget(connection: Connection, chat_id: int, now: datetime) -> int:
    """Removes all of it, what is owed and its doors included; returns how many rows that were, but for those of doors'
    own chats. Call while having one's turn."""
    for door_id in list(doors.chats_of(connection, chat_id)):
        forget(connection, door_id, now)
    gone = sum(map(len, told(connection, chat_id).values()))
    approvals.forget(connection, chat_id, now)
    watches.forget(connection, chat_id, now)  # whoever holds them against entries is told
    for table in reversed(metadata.sorted_tables):
        mine = _of_chat(table, chat_id)
        if mine is not None:
            connection.execute(delete(table).where(mine))
    return gone


def _of_chat(table: Table[Any], chat_id: int) -> ColumnElement[bool] | None:
    """Of the rows of a table: that they are the chat's, by its number or by a row of it that they are of; None where
    none can be.
    """
    if table is chats:
        return chats.c.id == chat_id
    if table is door_table:
        return or_(door_table.c.chat_id == chat_id, door_table.c.door_id == chat_id)
    if "chat_id" in table.c:
        own: ColumnElement[bool] = table.c.chat_id == chat_id
        return own
    owners = []
    for key in table.foreign_keys:
        theirs = None if key.column.table is chats else _of_chat(key.column.table, chat_id)
        if theirs is not None:
            owners.append(key.parent.in_(select(key.column).where(theirs)))
    return or_(*owners) if owners else None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
