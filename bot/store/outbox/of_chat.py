"""What one chat was owed, and is; and the alert of before that it is sent to see that alerts arrive."""

from datetime import datetime

from sqlalchemy import Connection, or_, select

from bot.model import Chat, ChatRow, DeliveryKind
from bot.store.archive import articles
from bot.store.database.tables import messages, outbox
from bot.store.outbox import chats as chat_rows
from bot.store.outbox import queue
from bot.store.outbox.row_state import RowState

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
    queue.owe_lines(connection, {chat.id: ""}, now, occasion=minute, kind=DeliveryKind.TEST, article_id=article_id)
    return article_id
