"""What chats want to hear of, as the database has it: interests as text, by which all chats of one wish are found."""

import msgspec
from sqlalchemy import Connection, func, select, update

from bot.model import Interest, Manner
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


def all_interests(connection: Connection) -> dict[str, Interest]:
    """The interests that any subscriber has, by their texts.

    Each is looked up behind the one before it, so that what it costs goes by how many there are, and not by how many
    chats have them: https://wiki.postgresql.org/wiki/Loose_indexscan.
    """
    return {text: from_text(text) for text in connection.scalars(_INTERESTS)}


_least = select(func.min(chats.c.interest).label("interest")).where(chats.c.subscribed)
_each = _least.cte("each", recursive=True)
_following = _least.where(chats.c.interest > _each.c.interest).scalar_subquery()
_all = _each.union_all(select(_following).where(_each.c.interest.is_not(None)))
_INTERESTS = select(_all.c.interest).where(_all.c.interest.is_not(None))
