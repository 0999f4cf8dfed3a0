"""What a channel is owed waits in the state ``asked`` until an editor has pressed Post; until then nobody may claim it.

It is asked about once it would be sent, in the same transaction as it is claimed; the request is a row of the editor's
chat. A press moves the one row from ``asked`` to ``owed`` or ``closed``, so that the second of two finds nothing to
move, and a worker that dies between the press and the post finds the row owed. What is posted is put together when it
is sent, as all alerts are, with whatever edits came while it waited.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, select, update

from bot.model import Awaiting, Chat, ChatType, Decision, DeliveryKind
from bot.store.database.statements import insert_new
from bot.store.database.tables import chats, outbox
from bot.store.outbox import chats as chat_rows
from bot.store.outbox import digests
from bot.store.outbox.row_state import RowState
from bot.store.outbox.subscribing import subscriptions

PATIENCE = timedelta(hours=24)
"""How long an editor may take."""
LATE, DROPPED, ENDED = "no editor decided in time", "an editor dropped it", "its editor is no more"
"""Why a row is closed."""

_o = outbox.c
_ASKED = _o.state == RowState.ASKED.value
_POSTS = (
    DeliveryKind.ALERT.value,
    DeliveryKind.TURN.value,
    DeliveryKind.CORRECTION.value,
    DeliveryKind.WATCH.value,
)
"""What an editor is asked about. Edits keep up the counts of what was posted; tests and broadcasts somebody sent."""


def set_editor(connection: Connection, channel: Chat, editor: Chat | None, now: datetime) -> int:
    """From now on a channel's posts wait for the editors in a chat; with None they wait for nobody.

    What waits already goes to the new editor, or is dropped where there is none; returns how much that is. Call while
    having one's turn.
    """
    chat_rows.make_known(connection, channel)
    if editor is not None:
        chat_rows.make_known(connection, editor)
    number = None if editor is None else editor.id
    connection.execute(update(chats).where(chats.c.id == channel.id).values(editor=number, title=channel.title))
    waiting = update(outbox).where(_ASKED, _o.chat_id == channel.id)
    if editor is None:
        closed = {"state": RowState.CLOSED.value, "reason": ENDED, "settled": now}
        return connection.execute(waiting.values(**closed)).rowcount
    return connection.execute(waiting.values(state=RowState.OWED.value, not_before=now)).rowcount


def channels_of(connection: Connection, editor_id: int) -> list[Chat]:
    """The channels whose posts are approved in a chat."""
    rows = connection.execute(select(chats).where(chats.c.editor == editor_id).order_by(chats.c.title, chats.c.id))
    return [chat_rows.to_chat(row) for row in rows]


def ask(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]], now: datetime) -> bool:
    """Has what is about to be claimed wait, where an editor has not approved it yet; whether any of it has to."""
    asked = [_ask(connection, row, now) for row in rows if row.chat_editor is not None and not row.approved]
    return any(asked)


def _ask(connection: Connection, row: Row[*tuple[Any, ...]], now: datetime) -> bool:
    if row.kind == DeliveryKind.DIGEST.value:
        # One press would decide on them all: each comes to the editor by itself.
        digests.take_apart(connection, row, now)
        return True
    if row.kind not in _POSTS:
        return False
    asked = {"state": RowState.ASKED.value, "not_before": now + PATIENCE}
    connection.execute(update(outbox).where(_o.id == row.id).values(**asked))
    _tell(connection, row.chat_editor, f"approve {row.id}", row.article_id, now)
    return True


def expire(connection: Connection, now: datetime) -> None:
    """Closes what nobody decided on in time, and has the editors told so."""
    late = and_(_ASKED, _o.not_before <= now)
    query = select(_o.id, _o.article_id, chats.c.editor).join_from(outbox, chats).where(late).order_by(_o.id)
    for row in connection.execute(query.with_for_update(of=outbox, skip_locked=True)).all():
        closed = {"state": RowState.CLOSED.value, "reason": LATE, "settled": now}
        connection.execute(update(outbox).where(_o.id == row.id).values(**closed))
        if row.editor is not None:
            _tell(connection, row.editor, f"expired {row.id}", row.article_id, now)


def decide(connection: Connection, number: int, editor_id: int, now: datetime, *, posts: bool) -> Decision:
    """What an editor's press comes to; only the first one of a row moves it."""
    mine = and_(_o.id == number, _ASKED, _o.not_before > now, _o.chat_id.in_(_channels(editor_id)))
    posted = {"state": RowState.OWED.value, "approved": True, "not_before": now}
    dropped = {"state": RowState.CLOSED.value, "reason": DROPPED, "settled": now}
    if connection.execute(update(outbox).where(mine).values(**(posted if posts else dropped))).rowcount:
        return Decision.POSTED if posts else Decision.DROPPED
    query = select(_o.approved, _o.state, _o.reason).where(_o.id == number, _o.chat_id.in_(_channels(editor_id)))
    row = connection.execute(query).one_or_none()
    if row is None:
        return Decision.GONE
    if row.approved:
        return Decision.WAS_POSTED
    if row.reason == DROPPED:
        return Decision.WAS_DROPPED
    return Decision.LATE if row.reason == LATE or row.state == RowState.ASKED.value else Decision.GONE


def channel_of(connection: Connection, number: int, editor_id: int) -> Chat | None:
    """The channel that a row is owed to, where its posts are approved in a chat."""
    which = and_(_o.id == number, chats.c.editor == editor_id)
    row = connection.execute(select(chats).join_from(outbox, chats).where(which)).one_or_none()
    return None if row is None else chat_rows.to_chat(row)


def waiting(connection: Connection, editor_id: int) -> list[Awaiting]:
    """What waits for the editors in a chat, the oldest first."""
    columns = (_o.id.label("row_id"), _o.article_id, _o.not_before, *chats.c)
    query = select(*columns).join_from(outbox, chats).where(_ASKED, chats.c.editor == editor_id).order_by(_o.id)
    return [
        Awaiting(row.row_id, chat_rows.to_chat(row), row.article_id, row.not_before)
        for row in connection.execute(query)
    ]


def forget(connection: Connection, editor_id: int, now: datetime) -> None:
    """Of a chat that is forgotten: its channels get nothing any more, rather than what nobody has approved."""
    for channel in channels_of(connection, editor_id):
        set_editor(connection, channel, None, now)
        chat_rows.unsubscribe(connection, channel.id)
        subscriptions.forget(connection, channel.id)


def _tell(connection: Connection, editor_id: int, notice: str, article_id: int | None, now: datetime) -> None:
    kind = ChatType.PRIVATE if editor_id > 0 else ChatType.SUPERGROUP
    chat_rows.know(connection, Chat(editor_id, kind, "", subscribed=False, time_zone=chat_rows.UNCHOSEN_ZONE))
    row = {
        "chat_id": editor_id,
        "kind": DeliveryKind.APPROVAL.value,
        "article_id": article_id,
        "notice": notice,
        "text": "",
    }
    fresh = {"state": RowState.OWED.value, "attempts": 0, "not_before": now, "created": now}
    connection.execute(insert_new(connection, outbox).values(**row, **fresh))
    # A chat that was the editor before is asked again.
    again = and_(_o.chat_id == editor_id, _o.notice == notice, _o.state.in_(("sent", "closed")))
    connection.execute(update(outbox).where(again).values(**fresh, message_id=None, settled=None, reason=None))


def _channels(editor_id: int) -> Any:
    return select(chats.c.id).where(chats.c.editor == editor_id).scalar_subquery()
