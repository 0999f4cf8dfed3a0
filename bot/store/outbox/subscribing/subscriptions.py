"""The subscriptions of chats: the first one of each is of its own row, and the others have rows here.

Reports find them by what they want, as they find chats, and not by whose they are: ``bot.store.outbox.readers``.
"""

from collections.abc import Collection
from typing import Any

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, func, insert, select, update

from bot.desk.delivery.subscriptions import name_key
from bot.model import Alerts, Chat, ChatSubscription, Interest, SubscriptionRefusal
from bot.store.database.direct import ask
from bot.store.database.tables import chat_subscriptions, chats
from bot.store.database.types import storable
from bot.store.outbox import wishes

MOST = 10
"""Of a chat, its first one among them."""

_s = chat_subscriptions.c


def of_chat(connection: Connection, chat: Chat) -> list[ChatSubscription]:
    """All of a chat's: the first one, and the others in the order in which they were made."""
    rows = connection.execute(select(chat_subscriptions).where(_s.chat_id == chat.id).order_by(_s.id))
    return [_first(chat), *(_of_row(row, chat) for row in rows)]


def further(connection: Connection) -> dict[int, int]:
    rows = connection.execute(select(_s.chat_id, func.count().label("number")).group_by(_s.chat_id))
    return {row.chat_id: row.number for row in rows}


def add(connection: Connection, chat: Chat, wanted: ChatSubscription) -> ChatSubscription | SubscriptionRefusal:
    """Keeps one more of a chat that is subscribed, with a number; or tells why not."""
    own = of_chat(connection, chat)
    if any(name_key(one.name) == name_key(wanted.name) for one in own):
        return SubscriptionRefusal.NAME
    if len(own) >= MOST:
        return SubscriptionRefusal.FULL
    named = insert(chat_subscriptions).values(chat_id=chat.id, **_names(wanted), **_values(wanted))
    return replace(wanted, number=connection.execute(named.returning(_s.id)).scalar_one())


def keep(connection: Connection, chat: Chat, changed: ChatSubscription) -> bool:
    """Keeps what one wants by now, its name aside; whether the chat has it."""
    if changed.number:
        mine = update(chat_subscriptions).where(_s.chat_id == chat.id, _s.id == changed.number)
        return connection.execute(mine.values(**_values(changed))).rowcount > 0
    _keep_first(connection, chat, changed)
    return True


def remove(connection: Connection, chat: Chat, number: int) -> bool:
    """Whether the chat had it and has another one left. Where it was the first, the next one is from now on."""
    own = of_chat(connection, chat)
    if len(own) == 1 or all(one.number != number for one in own):
        return False
    goes = number or own[1].number
    if not number:
        _keep_first(connection, chat, own[1])
        connection.execute(update(chats).where(chats.c.id == chat.id).values(called=own[1].name))
    connection.execute(delete(chat_subscriptions).where(_s.id == goes))
    return True


def name_first(connection: Connection, chat_id: int, name: str) -> None:
    connection.execute(update(chats).where(chats.c.id == chat_id).values(called=storable(name)))


def forget(connection: Connection, chat_id: int) -> None:
    """A chat that ends all of them has its first one alone when it comes back, without a name and not paused."""
    connection.execute(delete(chat_subscriptions).where(_s.chat_id == chat_id))
    text = connection.scalar(select(chats.c.interest).where(chats.c.id == chat_id)) or ""
    interest = replace(wishes.from_text(text), paused=False)
    mine = update(chats).where(chats.c.id == chat_id)
    connection.execute(mine.values(called="", interest=wishes.as_text(interest)))


def move(connection: Connection, old: int, new: int) -> None:
    """They go on in a chat with another id; of two with one name that chat's own stays."""
    called = connection.scalar(select(chats.c.called).where(chats.c.id == new)) or ""
    theirs = [name_key(called), *connection.scalars(select(_s.name_key).where(_s.chat_id == new))]
    connection.execute(delete(chat_subscriptions).where(_s.chat_id == old, _s.name_key.in_(theirs)))
    connection.execute(update(chat_subscriptions).where(_s.chat_id == old).values(chat_id=new))


def weights(connection: Connection, chat: Chat) -> set[Alerts]:
    """What rings at once, by any that is not paused."""
    return {one.alerts for one in of_chat(connection, chat) if not one.paused}


def all_interests(connection: Connection) -> dict[str, Interest]:
    """What any of them wants, by the texts, but for first ones; what that costs goes by how many texts there are."""
    return {text: wishes.from_text(text) for (text,) in ask(connection, _INTERESTS, {})}


def chats_with(interests: Collection[str], weights: Collection[Alerts] = tuple(Alerts)) -> Select[int]:
    """The ids of chats that have one beside their first that wants any of these, and rings for what has such weight."""
    return select(_s.chat_id).where(_s.interest.in_(interests), _s.alerts.in_([str(one) for one in weights]))


def has_any(interests: Collection[str]) -> ColumnElement[bool]:
    """Of chats, looked up one by one: as ``chats_with``."""
    return exists().where(_s.chat_id == chats.c.id, _s.interest.in_(interests))


def has_more(chat_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a chat has any beside its first one."""
    return exists().where(_s.chat_id == chat_id)


def _first(chat: Chat) -> ChatSubscription:
    return ChatSubscription(0, chat.called, chat.interest, chat.alerts, chat.manner.silent)


def _of_row(row: Row[*tuple[Any, ...]], chat: Chat) -> ChatSubscription:
    interest = replace(wishes.from_text(row.interest), muted=chat.interest.muted)
    return ChatSubscription(row.id, row.name, interest, Alerts(row.alerts), row.silent)


def _names(one: ChatSubscription) -> dict[str, str]:
    return {"name": storable(one.name), "name_key": storable(name_key(one.name))}


def _values(one: ChatSubscription) -> dict[str, object]:
    """The columns of one beside the first; whose outlets are muted its chat's row tells."""
    interest = wishes.as_text(replace(one.interest, muted=()))
    return {"interest": interest, "alerts": one.alerts.value, "silent": one.silent}


def _keep_first(connection: Connection, chat: Chat, wanted: ChatSubscription) -> None:
    values = {"interest": wishes.as_text(wanted.interest), "alerts": wanted.alerts.value, "silent": wanted.silent}
    connection.execute(update(chats).where(chats.c.id == chat.id).values(**values))


_INTERESTS = wishes.interests_in("chat_subscriptions")
