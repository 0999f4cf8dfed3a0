"""Doors: which address beside Telegram is whose, and whether it is open. What is owed to it is owed to its chat."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, update

from bot.model import Chat, Confirmed, Door, DoorRefused, DoorState
from bot.store.database.tables import chats, doors
from bot.store.outbox import chats as chat_rows

MOST_OF_CHAT = 10
MOST_OF_ALL = 1000

_d = doors.c


def add(
    connection: Connection,
    owner: Chat,
    door: Chat,
    secret: str,
    now: datetime,
    *,
    confirm_by: datetime | None = None,
    most_of_chat: int = MOST_OF_CHAT,
) -> Door | DoorRefused:
    """Keeps a door of a chat that is known, and opens it where it need not be confirmed.

    One that has ended, or was never open, makes room for itself. Call while having one's turn.
    """
    known = at(connection, door.id)
    if known is not None and known.state not in {DoorState.ENDED, DoorState.UNCONFIRMED}:
        return DoorRefused.SAME
    connection.execute(delete(doors).where(_d.door_id == door.id))
    mine = connection.scalar(select(func.count()).select_from(doors).where(_d.chat_id == owner.id)) or 0
    if mine >= most_of_chat:
        return DoorRefused.CHAT_FULL
    if (connection.scalar(select(func.count()).select_from(doors)) or 0) >= MOST_OF_ALL:
        return DoorRefused.ALL_FULL
    state = DoorState.OPEN if confirm_by is None else DoorState.UNCONFIRMED
    values = {"chat_id": owner.id, "door_id": door.id, "secret": secret, "state": state.value, "made": now}
    connection.execute(insert(doors).values(**values, confirm_by=confirm_by))
    if state is DoorState.OPEN:
        chat_rows.subscribe(connection, door, now)
    made = at(connection, door.id)
    assert made is not None  # noqa: S101  # it was made just now
    return made


def find(connection: Connection, *, owner_id: int | None = None) -> list[Door]:
    """Those of a chat, or all; in the order in which they were made."""
    query = _query() if owner_id is None else _query().where(_d.chat_id == owner_id)
    return [_door(row) for row in connection.execute(query.order_by(_d.id))]


def numbered(connection: Connection, number: int) -> Door | None:
    return _one(connection, _d.id == number)


def at(connection: Connection, door_id: int) -> Door | None:
    """The door that a chat is."""
    return _one(connection, _d.door_id == door_id)


def set_state(connection: Connection, door: Door, state: DoorState, now: datetime) -> Door:
    """The door as it is then; only where it is open it is subscribed."""
    connection.execute(update(doors).where(_d.id == door.id).values(state=state.value))
    if state is DoorState.OPEN:
        chat_rows.subscribe(connection, door.chat, now)
    else:
        chat_rows.unsubscribe(connection, door.chat.id)
    return numbered(connection, door.id) or door


def confirm(connection: Connection, door: Door, now: datetime) -> Confirmed:
    """Opens a door that waits for it. Call while having one's turn."""
    if door.state is not DoorState.UNCONFIRMED or door.confirm_by is None:
        return Confirmed.BEFORE if door.state is not DoorState.ENDED else Confirmed.LATE
    if door.confirm_by <= now:
        return Confirmed.LATE
    connection.execute(update(doors).where(_d.id == door.id).values(state=DoorState.OPEN.value, confirm_by=None))
    chat_rows.subscribe(connection, door.chat, now)
    return Confirmed.NOW


def unconfirmed(connection: Connection, now: datetime) -> list[Door]:
    """Those that nobody has confirmed in time."""
    late = _query().where(_d.state == DoorState.UNCONFIRMED.value, _d.confirm_by <= now)
    return [_door(row) for row in connection.execute(late)]


def end(connection: Connection, door_id: int, reason: str) -> tuple[int, str] | None:
    """Notes of a chat that takes no more that its door has ended; whom to tell what, None where it is no door."""
    door = at(connection, door_id)
    if door is None or door.state is DoorState.ENDED:
        return None
    mark_ended(connection, door, reason)
    told = f"Door {door.id} ({door.chat.channel}, {door.chat.title}) has ended, and gets nothing any more: {reason}."
    return door.owner_id, f"{told}\n/doors shows yours; add it again when it is mended."


def mark_ended(connection: Connection, door: Door, reason: str) -> None:
    ended = {"state": DoorState.ENDED.value, "reason": reason, "confirm_by": None}
    connection.execute(update(doors).where(_d.id == door.id).values(**ended))


def told(connection: Connection, owner_id: int) -> list[Mapping[str, Any]]:
    """What is kept of a chat's doors, without what would open them."""
    return [
        {
            "id": door.id,
            "chat_id": door.owner_id,
            "channel": door.chat.channel,
            "address": door.chat.title,
            "secret": "(kept, not shown)",
            "state": door.state.value,
            "reason": door.reason,
            "made": door.made,
            "confirm_by": door.confirm_by,
        }
        for door in find(connection, owner_id=owner_id)
    ]


def chats_of(connection: Connection, owner_id: int) -> Iterator[int]:
    """The chats that a chat's doors are, and the chat itself where it is one."""
    yield from connection.scalars(select(_d.door_id).where(_d.chat_id == owner_id))


def _one(connection: Connection, which: ColumnElement[bool]) -> Door | None:
    row = connection.execute(_query().where(which)).one_or_none()
    return None if row is None else _door(row)


def _query() -> Select[*tuple[Any, ...]]:
    columns = (column.label(f"chat_{column.name}") for column in chats.c)
    own = (_d.id, _d.chat_id.label("owner_id"), _d.secret, _d.state, _d.reason, _d.made, _d.confirm_by)
    return select(*own, *columns).join_from(doors, chats, chats.c.id == _d.door_id)


def _door(row: Row[*tuple[Any, ...]]) -> Door:
    chat = chat_rows.to_chat(row, "chat_")
    return Door(row.id, row.owner_id, chat, row.secret, DoorState(row.state), row.reason, row.made, row.confirm_by)
