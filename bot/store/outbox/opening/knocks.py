"""How often addresses were asked whether news may go there: a stranger must not fill a mailbox with the question.

What is counted is a hash, and for thirty days, so that who is forgotten has the same limits after it.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from bot.model import KnockRefused
from bot.store.database.tables import knocks

DAY, MONTH = timedelta(days=1), timedelta(days=30)
OF_CHAT = 5
"""Questions that a chat may have asked within a day."""
OF_ADDRESS, OF_ADDRESS_LATER = 2, 5
"""Questions to one address within a day, and within thirty days, whoever has them asked."""
OF_ALL = 100
"""Questions within a day in all, but for operators'."""

_EVERYBODY = "all"
_k = knocks.c


def knock(connection: Connection, owner_id: int | None, address: str, now: datetime) -> KnockRefused | None:
    """Counts a question that is asked now, or tells why it is not to be. Call while having one's turn.

    ``owner_id``: as in ``DoorStore.knock``.
    """
    connection.execute(delete(knocks).where(_k.at <= now - MONTH, ~_k.never))
    asked = _of(address)
    if _counted(connection, asked, _k.never):
        return KnockRefused.NEVER
    recent = _k.at > now - DAY
    if _counted(connection, asked, recent) >= OF_ADDRESS or _counted(connection, asked) >= OF_ADDRESS_LATER:
        return KnockRefused.ADDRESS
    counted = [asked]
    if owner_id is not None:
        chat = hashlib.sha256(f"chat {owner_id}".encode()).hexdigest()[:32]
        if _counted(connection, chat, recent) >= OF_CHAT:
            return KnockRefused.CHAT
        if _counted(connection, _EVERYBODY, recent) >= OF_ALL:
            return KnockRefused.ALL
        counted += [chat, _EVERYBODY]
    connection.execute(insert(knocks), [{"of": one, "at": now} for one in counted])
    return None


def forgive(connection: Connection, address: str) -> None:
    """Counts the last question to an address no more: nobody got it."""
    last = select(func.max(_k.id)).where(_k.of == _of(address), ~_k.never).scalar_subquery()
    connection.execute(delete(knocks).where(_k.id == last))


def never(connection: Connection, address: str, now: datetime) -> None:
    """The address is not to be asked again."""
    if not _counted(connection, _of(address), _k.never):
        connection.execute(insert(knocks).values(of=_of(address), at=now, never=True))


def _counted(connection: Connection, of: str, *which: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(knocks).where(_k.of == of, *which)) or 0


def _of(address: str) -> str:
    return f"address {address}"
