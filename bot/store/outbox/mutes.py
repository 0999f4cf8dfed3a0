"""Stories that chats have muted: what they turn to, and what is denied of them, is told there no more."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, literal, or_, select, true, update

from bot.model import DeliveryKind
from bot.store.database.statements import insert_new
from bot.store.database.tables import chats, muted_stories, outbox
from bot.store.outbox.row_state import RowState

_m = muted_stories.c


def mute(connection: Connection, chat_id: int, story_id: int, now: datetime) -> bool:
    """Whether the story was not muted there before. What the chat is owed of it is closed, but for edits of messages
    that it has: these make no sound."""
    values = {"chat_id": chat_id, "story_id": story_id, "made": now}
    muted = connection.execute(
        insert_new(connection, muted_stories).values(**values), execution_options={"preserve_rowcount": True}
    ).rowcount
    about = or_(
        and_(outbox.c.story_id == story_id, outbox.c.kind == DeliveryKind.ALERT.value),
        outbox.c.notice.like(f"turn {story_id} %"),
        outbox.c.notice == f"answer {story_id}",
    )
    waiting = outbox.c.state.in_((RowState.OWED.value, RowState.HELD.value))
    closed = {"state": RowState.CLOSED.value, "settled": now, "reason": "its story is muted"}
    connection.execute(update(outbox).where(outbox.c.chat_id == chat_id, waiting, about).values(**closed))
    return muted > 0


def unmute(connection: Connection, chat_id: int, story_id: int | None) -> int:
    """How many stories were muted there that are not any more; all of them where none is named."""
    mine = _m.chat_id == chat_id
    which = mine if story_id is None else and_(mine, _m.story_id == story_id)
    return connection.execute(delete(muted_stories).where(which)).rowcount


def of_chat(connection: Connection, chat_id: int) -> list[int]:
    """The stories that a chat has muted, the last one first."""
    query = select(_m.story_id).where(_m.chat_id == chat_id).order_by(_m.made.desc(), _m.story_id.desc())
    return list(connection.scalars(query))


def not_muted(connection: Connection, story_ids: Collection[int]) -> ColumnElement[bool]:
    """Of chats: that they have muted none of these stories."""
    any_muted = select(_m.chat_id).where(_m.story_id.in_(story_ids)).limit(1)
    if connection.execute(any_muted).first() is None:
        return true()
    return ~exists().where(_m.chat_id == chats.c.id, _m.story_id.in_(story_ids))


def move(connection: Connection, old: int, new: int) -> None:
    """A chat's id is another one now."""
    theirs = select(literal(new), _m.story_id, _m.made).where(_m.chat_id == old)
    _copy(connection, theirs)
    connection.execute(delete(muted_stories).where(_m.chat_id == old))


def merge(connection: Connection, kept: int, gone: int) -> None:
    """Who muted a story that is part of another now has muted that."""
    split(connection, gone, kept)
    connection.execute(delete(muted_stories).where(_m.story_id == gone))


def split(connection: Connection, whole: int, part: int) -> None:
    """Who muted a story has muted what is split from it too."""
    _copy(connection, select(_m.chat_id, literal(part), _m.made).where(_m.story_id == whole))


def _copy(connection: Connection, rows: object) -> None:
    statement = insert_new(connection, muted_stories).from_select(["chat_id", "story_id", "made"], rows)  # type: ignore[arg-type]
    connection.execute(statement)
