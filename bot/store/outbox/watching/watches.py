"""The queries that chats have new entries held against: which there are, and what becomes of them with their chat."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from bot.model import DeliveryKind, Paused, Watch, WatchRefusal, WatchRefused
from bot.store.database.marks import watches_changed
from bot.store.database.tables import outbox, watch_hits, watches
from bot.store.database.types import storable
from bot.store.outbox.row_state import RowState

_w = watches.c
_ACTIVE = _w.paused == Paused.NO.value


class Limits(Struct, frozen=True):
    """How many watches are kept."""

    chat: int = 20
    all: int = 10_000
    """Of all chats: as many as a report is known to be held against within a millisecond."""


def name_key(name: str) -> str:
    """What a name is found by."""
    return " ".join(name.casefold().split())


def add(
    connection: Connection, chat_id: int, name: str, query: str, meaning: str, now: datetime, limits: Limits
) -> Watch | WatchRefused:
    """Keeps a watch of a chat that is known, unless it has one like it, or there are too many.

    ``meaning``: the query in the plainest spelling.
    """
    name, query, meaning = map(storable, (name, query, meaning))
    own = of_chat(connection, chat_id)
    alike = select(_w.id).where(_w.chat_id == chat_id, _w.meaning == meaning)
    same = connection.scalar(alike)
    for one in own:
        if name_key(one.name) == name_key(name):
            return WatchRefused(WatchRefusal.NAME, one)
        if one.id == same:
            return WatchRefused(WatchRefusal.SAME, one)
    if len(own) >= limits.chat:
        return WatchRefused(WatchRefusal.CHAT_FULL)
    if (connection.scalar(select(func.count()).select_from(watches)) or 0) >= limits.all:
        return WatchRefused(WatchRefusal.ALL_FULL)
    values = {
        "chat_id": chat_id,
        "name": name,
        "name_key": name_key(name),
        "query": query,
        "meaning": meaning,
        "made": now,
        "paused": Paused.NO.value,
        "hits": 0,
        "on_day": 0,
    }
    number = connection.execute(insert(watches).values(**values).returning(_w.id)).scalar_one()
    watches_changed(connection)
    return Watch(number, chat_id, name, query, now)


def of_chat(connection: Connection, chat_id: int) -> list[Watch]:
    """In the order in which they were made."""
    rows = connection.execute(select(watches).where(_w.chat_id == chat_id).order_by(_w.id))
    return [to_watch(row) for row in rows]


def active(connection: Connection) -> dict[int, str]:
    """The queries that entries are held against, by their ids."""
    return {row.id: row.query for row in connection.execute(select(_w.id, _w.query).where(_ACTIVE).order_by(_w.id))}


def names(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """The names of those that are still there."""
    found = select(_w.id, _w.name).where(_w.id.in_(ids)).order_by(_w.id)
    return {row.id: row.name for row in connection.execute(found)}


def found(connection: Connection, chat_id: int, article_id: int) -> list[str]:
    """The names of the chat's watches that a report answered, in the order in which they were made."""
    hit = select(watch_hits.c.watch_id).where(watch_hits.c.article_id == article_id)
    return list(connection.scalars(select(_w.name).where(_w.chat_id == chat_id, _w.id.in_(hit)).order_by(_w.id)))


def set_paused(connection: Connection, chat_id: int, watch_id: int, paused: Paused) -> Watch | None:
    """The watch as it is then, which begins to count its day anew; None where the chat has none of the id."""
    mine = update(watches).where(_w.chat_id == chat_id, _w.id == watch_id)
    row = connection.execute(mine.values(paused=paused.value, on_day=0).returning(*watches.c)).one_or_none()
    if row is None:
        return None
    watches_changed(connection)
    return to_watch(row)


def remove(connection: Connection, chat_id: int, watch_id: int) -> Watch | None:
    """The watch that is there no more; None where the chat has none of the id."""
    mine = (_w.chat_id == chat_id) & (_w.id == watch_id)
    row = connection.execute(select(watches).where(mine)).one_or_none()
    if row is None:
        return None
    _delete(connection, mine)
    return to_watch(row)


def forget(connection: Connection, chat_id: int, now: datetime) -> int:
    """Removes all watches of a chat, and what is still owed for them; returns how many there were."""
    owed = update(outbox).where(
        outbox.c.chat_id == chat_id,
        outbox.c.state.in_((RowState.OWED.value, RowState.HELD.value, RowState.ASKED.value)),
        outbox.c.kind == DeliveryKind.WATCH.value,
    )
    closed = {"state": RowState.CLOSED.value, "reason": "the chat's watches were removed", "settled": now}
    connection.execute(owed.values(**closed))
    return _delete(connection, _w.chat_id == chat_id)


def stop(connection: Connection, chat_id: int) -> None:
    """Pauses what a chat watches for that takes no message."""
    mine = update(watches).where(_w.chat_id == chat_id, _ACTIVE)
    if connection.execute(mine.values(paused=Paused.REFUSED.value)).rowcount:
        watches_changed(connection)


def move(connection: Connection, old: int, new: int) -> None:
    """The watches go on in a chat with another id; of two with one name that chat's own stays."""
    theirs = select(_w.name_key).where(_w.chat_id == new).scalar_subquery()
    _delete(connection, (_w.chat_id == old) & _w.name_key.in_(theirs))
    connection.execute(update(watches).where(_w.chat_id == old).values(chat_id=new))


def _delete(connection: Connection, which: ColumnElement[bool]) -> int:
    ids = list(connection.scalars(select(_w.id).where(which)))
    if ids:
        connection.execute(delete(watch_hits).where(watch_hits.c.watch_id.in_(ids)))
        connection.execute(delete(watches).where(_w.id.in_(ids)))
        watches_changed(connection)
    return len(ids)


def to_watch(row: Row[*tuple[Any, ...]]) -> Watch:
    return Watch(row.id, row.chat_id, row.name, row.query, row.made, row.hits, row.last_hit, Paused(row.paused))
