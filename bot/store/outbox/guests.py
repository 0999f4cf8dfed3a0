"""Invitations, and the chats that came by them."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update

from bot.model import Chat, Invitation
from bot.store.database.statements import insert_new
from bot.store.database.tables import guests, invitations
from bot.store.outbox import chats as chat_rows

_i = invitations.c


def invite(
    connection: Connection, token: str, operator: int, now: datetime, *, expires: datetime, uses: int
) -> Invitation:
    """Keeps an invitation by what its token hashes to. A token has more bits than anybody guesses, so no salt is
    needed.
    """
    values = {
        "token_hash": _hash(token),
        "made_by": operator,
        "made": now,
        "expires": expires,
        "uses": uses,
        "used": 0,
    }
    number = connection.execute(insert(invitations).values(**values).returning(_i.id)).scalar_one()
    return Invitation(number, expires, uses, 0)


def redeem(connection: Connection, token: str, chat: Chat, now: datetime) -> bool:
    """Whether the chat is in: by an invitation that stands, of which that takes one, or as it was before."""
    if is_guest(connection, [chat.id]):
        return True
    stands = (_i.token_hash == _hash(token)) & (_i.expires > now) & (_i.used < _i.uses)
    taken = update(invitations).where(stands).values(used=_i.used + 1).returning(_i.id)
    number = connection.execute(taken).scalar_one_or_none()
    if number is None:
        return False
    chat_rows.make_known(connection, chat)
    connection.execute(insert_new(connection, guests).values(chat_id=chat.id, invitation_id=number, since=now))
    return True


def is_guest(connection: Connection, ids: Collection[int]) -> bool:
    """Whether any of the chats came by an invitation."""
    return connection.execute(select(guests.c.chat_id).where(guests.c.chat_id.in_(ids)).limit(1)).first() is not None


def standing(connection: Connection, now: datetime) -> list[Invitation]:
    """The invitations that somebody can still come by."""
    query = select(invitations).where(_i.expires > now, _i.used < _i.uses).order_by(_i.id)
    return [Invitation(row.id, row.expires, row.uses, row.used) for row in connection.execute(query)]


def end(connection: Connection, number: int, now: datetime) -> bool:
    """Nobody comes by an invitation any more; whether it stood."""
    ended = update(invitations).where(_i.id == number, _i.expires > now, _i.used < _i.uses).values(expires=now)
    return connection.execute(ended).rowcount > 0


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
