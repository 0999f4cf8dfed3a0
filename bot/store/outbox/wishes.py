"""What chats want to hear of, as the database has it: interests as text, by which all chats of one wish are found."""

import msgspec
from sqlalchemy import Connection, update

from bot.model import Interest, Manner
from bot.store.database.direct import Statement, ask
from bot.store.database.tables import chats
from bot.store.database.types import storable

_EVERYTHING = Interest()
_decode = msgspec.json.Decoder(Interest).decode
_decode_outlets = msgspec.json.Decoder(tuple[str, ...]).decode


def as_text(interest: Interest) -> str:
    """The one text of an interest; "" for everything."""
    return "" if interest == _EVERYTHING else msgspec.json.encode(interest).decode()


def from_text(text: str) -> Interest:
    return _decode(text) if text else _EVERYTHING


def set_interest(connection: Connection, chat_id: int, interest: Interest) -> bool:
    """Whether the chat is known."""
    mine = update(chats).where(chats.c.id == chat_id)
    return connection.execute(mine.values(interest=as_text(interest))).rowcount > 0


def set_manner(connection: Connection, chat_id: int, manner: Manner) -> bool:
    """Whether the chat is known."""
    mine = update(chats).where(chats.c.id == chat_id)
    return connection.execute(mine.values(**msgspec.structs.asdict(manner))).rowcount > 0


def set_preferred(connection: Connection, chat_id: int, outlets: tuple[str, ...]) -> bool:
    """Whether the chat is known."""
    mine = update(chats).where(chats.c.id == chat_id)
    return connection.execute(mine.values(preferred=outlets_as_text(outlets))).rowcount > 0


def outlets_as_text(outlets: tuple[str, ...]) -> str:
    return storable(msgspec.json.encode(outlets).decode()) if outlets else ""


def outlets_from_text(text: str) -> tuple[str, ...]:
    return _decode_outlets(text) if text else ()


def interests_in(table: str, sqlite: str = "true", postgresql: str = "true") -> Statement:
    """The statement that finds the texts of interests in a table, of the rows for which a condition of our own holds.

    Each is looked up behind the one before it, so that what it costs goes by how many there are, and not by how many
    rows have them: https://wiki.postgresql.org/wiki/Loose_indexscan. Past SQLAlchemy, as every report asks.
    """
    return Statement(*(_LOOSE.format(table=table, where=where) for where in (sqlite, postgresql)))


def all_interests(connection: Connection) -> dict[str, Interest]:
    """The interests that any subscriber has, by their texts."""
    return {text: from_text(text) for (text,) in ask(connection, _INTERESTS, {})}


_LOOSE = (
    "WITH RECURSIVE found (interest) AS (SELECT min(interest) FROM {table} WHERE {where} UNION ALL "
    "SELECT (SELECT min(t.interest) FROM {table} AS t WHERE {where} AND t.interest > found.interest) "
    "FROM found WHERE found.interest IS NOT NULL) SELECT interest FROM found WHERE interest IS NOT NULL"
)
_INTERESTS = interests_in("chats", "subscribed = 1", "subscribed")
