"""Stories that chats have muted: what they turn to, and what is denied of them, is told there no more, or not until a
time."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, literal, or_, select, true, update

from bot.model import DeliveryKind
from bot.store.database.statements import insert_new
from bot.store.database.tables import chats, muted_stories, outbox
from bot.store.outbox.row_state import RowState

_m = muted_stories.c


def mute(connection: Connection, chat_id: int, story_id: int, now: datetime, until: datetime | None) -> bool:
    """Whether the story was not muted there before, or not until then. What the chat is owed of it is closed, but for
    edits of messages that it has: these make no sound."""
    connection.execute(delete(muted_stories).where(_m.chat_id == chat_id, _m.until <= now))
    values = {"chat_id": chat_id, "story_id": story_id, "made": now, "until": until}
    muted = connection.execute(
        insert_new(connection, muted_stories).values(**values), execution_options={"preserve_rowcount": True}
    ).rowcount
    if not muted:
        mine = update(muted_stories).where(_m.chat_id == chat_id, _m.story_id == story_id)
        other = mine.where(_m.until.is_distinct_from(until)).values(until=until)
        muted = connection.execute(other).rowcount
    about = or_(
        and_(outbox.c.story_id == story_id, outbox.c.kind == DeliveryKind.ALERT.value),
        outbox.c.notice.like(f"turn {story_id} %"),
        outbox.c.notice == f"answer {story_id}",
    )
    waiting = outbox.c.state.in_((RowState.OWED.value, RowState.HELD.value, RowState.ASKED.value))
    closed = {"state": RowState.CLOSED.value, "settled": now, "reason": "its story is muted"}
    connection.execute(update(outbox).where(outbox.c.chat_id == chat_id, waiting, about).values(**closed))
    return muted > 0


def unmute(connection: Connection, chat_id: int, story_id: int | None) -> int:
    """How many stories were muted there that are not any more; all of them where none is named."""
    mine = _m.chat_id == chat_id
    which = mine if story_id is None else and_(mine, _m.story_id == story_id)
    return connection.execute(delete(muted_stories).where(which)).rowcount


def of_chat(connection: Connection, chat_id: int, now: datetime) -> dict[int, datetime | None]:
    """The stories that a chat has muted, the last one first, and until when; None for good."""
    mine = and_(_m.chat_id == chat_id, _still(now))
    query = select(_m.story_id, _m.until).where(mine).order_by(_m.made.desc(), _m.story_id.desc())
    return {row.story_id: row.until for row in connection.execute(query)}


def not_muted(connection: Connection, story_ids: Collection[int], now: datetime) -> ColumnElement[bool]:
    """Of chats: that they have muted none of these stories."""
    muted = and_(_m.story_id.in_(story_ids), _still(now))
    if connection.execute(select(_m.chat_id).where(muted).limit(1)).first() is None:
        return true()
    return ~exists().where(_m.chat_id == chats.c.id, muted)


def _still(now: datetime) -> ColumnElement[bool]:
    return or_(_m.until.is_(None), _m.until > now)


def move(connection: Connection, old: int, new: int) -> None:
    """A chat's id is another one now."""
    theirs = select(literal(new), _m.story_id, _m.made, _m.until).where(_m.chat_id == old)
    _copy(connection, theirs)
    connection.execute(delete(muted_stories).where(_m.chat_id == old))


def merge(connection: Connection, kept: int, gone: int) -> None:
    """Who muted a story that is part of another now has muted that."""
    split(connection, gone, kept)
    connection.execute(delete(muted_stories).where(_m.story_id == gone))


def split(connection: Connection, whole: int, part: int) -> None:
    """Who muted a story has muted what is split from it too."""
    _copy(connection, select(_m.chat_id, literal(part), _m.made, _m.until).where(_m.story_id == whole))


def _copy(connection: Connection, rows: object) -> None:
    statement = insert_new(connection, muted_stories).from_select(["chat_id", "story_id", "made", "until"], rows)  # type: ignore[arg-type]
    connection.execute(statement)
