"""The chats: who subscribes, by which channel, in which time zone, and what becomes of one whose id changes."""

from datetime import datetime
from typing import Any

from msgspec.structs import asdict, replace
from sqlalchemy import Connection, Row, Select, and_, delete, exists, func, insert, literal, or_, select, update

from bot.desk.delivery.forum_topics import topic_address
from bot.model import TELEGRAM, Alerts, Chat, ChatType, Interest, Manner
from bot.store.database.engine import take_turns
from bot.store.database.statements import insert_new
from bot.store.database.tables import chats, complaints, doors, guests, messages, outbox
from bot.store.outbox import mutes, wishes
from bot.store.outbox.subscribing import subscriptions
from bot.store.outbox.watching import watches

OTHERS = -(2**53)
"""Ids of chats that are not Telegram's, and of forum topics, are below, given downwards: Telegram's have 52 bits and a
sign (https://core.telegram.org/bots/api#chat)."""

UNCHOSEN_ZONE = ""
"""The time zone of a chat that is only known because it was owed a line."""


def one(connection: Connection, chat_id: int) -> Chat | None:
    row = connection.execute(select(chats).where(chats.c.id == chat_id)).one_or_none()
    return None if row is None else to_chat(row)


def find(connection: Connection, subscribed: bool) -> list[Chat]:
    query = select(chats).where(chats.c.subscribed == subscribed).order_by(chats.c.id)
    return [to_chat(row) for row in connection.execute(query)]


def at(
    connection: Connection, channel: str, address: str, title: str, zone: str, kind: ChatType = ChatType.ADDRESS
) -> Chat:
    """The chat at an address, made where there is none: not subscribed, with an id that no other chat had."""
    found = addressed(connection, channel, address)
    if found is not None:
        return found
    # Or two of them would be given the same id.
    take_turns(connection)
    lowest = connection.scalar(select(func.min(chats.c.id))) or 0
    values = {
        "id": min(lowest, OTHERS) - 1,
        "type": kind.value,
        "title": title,
        "subscribed": False,
        "time_zone": zone,
        "channel": channel,
        "address": address,
    }
    connection.execute(insert_new(connection, chats).values(**values))
    return to_chat(connection.execute(_addressed(channel, address)).one())


def addressed(connection: Connection, channel: str, address: str) -> Chat | None:
    row = connection.execute(_addressed(channel, address)).one_or_none()
    return None if row is None else to_chat(row)


def _addressed(channel: str, address: str) -> Select[*tuple[Any, ...]]:
    return select(chats).where(chats.c.address == address, chats.c.channel == channel)


def topic(connection: Connection, group: Chat, address: str, name: str) -> Chat:
    """The forum topic at an address, made where there is none, with the clock of its group."""
    known = one(connection, group.id)
    title = f"{group.title} · {name}" if name else f"{group.title} · topic {address.partition('/')[2]}"
    zone = known.time_zone if known is not None else UNCHOSEN_ZONE
    return at(connection, TELEGRAM, address, title, zone, ChatType.SUPERGROUP)


def topics(connection: Connection, group_id: int) -> list[Chat]:
    """The topics of a group that are known."""
    within = chats.c.address.like(topic_address(group_id, 0)[:-1] + "%")
    rows = connection.execute(select(chats).where(within, chats.c.channel == TELEGRAM).order_by(chats.c.id.desc()))
    return [to_chat(row) for row in rows]


def know(connection: Connection, chat: Chat) -> None:
    """Notes a chat that is to be told something without having subscribed; one that is known stays as it is."""
    values = {"type": chat.type.value, "title": chat.title, "subscribed": False, "time_zone": UNCHOSEN_ZONE}
    connection.execute(insert_new(connection, chats).values(id=chat.id, **values))


def subscribe(connection: Connection, chat: Chat, now: datetime) -> bool:
    """Whether it changed anything. A chat that comes back keeps its time zone and language, where it has them."""
    make_known(connection, chat)
    mine = update(chats).where(chats.c.id == chat.id)
    connection.execute(mine.values(type=chat.type.value, title=chat.title))
    connection.execute(mine.where(chats.c.time_zone == UNCHOSEN_ZONE).values(time_zone=chat.time_zone))
    connection.execute(mine.where(chats.c.language == "").values(language=chat.language))
    return connection.execute(mine.where(~chats.c.subscribed).values(subscribed=True, since=now)).rowcount > 0


def unsubscribe(connection: Connection, chat_id: int) -> bool:
    """Whether it changed anything."""
    mine = update(chats).where(chats.c.id == chat_id, chats.c.subscribed)
    return connection.execute(mine.values(subscribed=False, since=None)).rowcount > 0


def make_known(connection: Connection, chat: Chat) -> None:
    """Not subscribed, where it is not known yet."""
    values = {
        "id": chat.id,
        "type": chat.type.value,
        "title": chat.title,
        "subscribed": False,
        "time_zone": chat.time_zone,
        "since": None,
        "channel": chat.channel,
        "address": chat.address or None,
        "language": chat.language,
    }
    connection.execute(insert_new(connection, chats).values(**values))


def set_time_zone(connection: Connection, chat: Chat, zone: str) -> None:
    """A chat that is not known yet is from then on, and not subscribed."""
    make_known(connection, chat)
    connection.execute(update(chats).where(chats.c.id == chat.id).values(time_zone=zone))


def set_language(connection: Connection, chat: Chat, language: str) -> None:
    """A chat that is not known yet is from then on, and not subscribed."""
    make_known(connection, chat)
    connection.execute(update(chats).where(chats.c.id == chat.id).values(language=language))


def set_alerts(connection: Connection, chat_id: int, alerts: Alerts, digest_at: str, digest_days: str) -> bool:
    """Whether the chat is known."""
    values = {"alerts": alerts.value, "digest_at": digest_at, "digest_days": digest_days}
    return connection.execute(update(chats).where(chats.c.id == chat_id).values(**values)).rowcount > 0


def move(connection: Connection, old: int, new: int) -> None:
    """The chat goes on under another id, with all that was and is owed to it; a chat that is there already takes it in.

    See https://core.telegram.org/bots/api#responseparameters (migrate_to_chat_id).
    """
    # An alert rung for the old id just now would be left without its chat.
    take_turns(connection)
    before, there = one(connection, old), one(connection, new)
    if before is None or old == new:
        return
    after = replace(before, id=new, type=ChatType.SUPERGROUP) if there is None else _merged(before, there)
    values = {
        "type": after.type.value,
        "title": after.title,
        "subscribed": after.subscribed,
        "time_zone": after.time_zone,
        "language": after.language,
        "editor": after.editor,
        "called": after.called,
        "preferred": wishes.outlets_as_text(after.preferred),
        "since": after.since,
        "alerts": after.alerts.value,
        "digest_at": after.digest_at,
        "digest_days": after.digest_days,
        "interest": wishes.as_text(after.interest),
        **asdict(after.manner),
    }
    if there is None:
        connection.execute(insert(chats).values(id=new, **values))
    else:
        connection.execute(update(chats).where(chats.c.id == new).values(**values))
        _drop_doubles(connection, old, new)
    connection.execute(update(outbox).where(outbox.c.chat_id == old).values(chat_id=new))
    known = select(literal(new), messages.c.message_id, messages.c.article_id).where(messages.c.chat_id == old)
    connection.execute(insert_new(connection, messages).from_select(["chat_id", "message_id", "article_id"], known))
    connection.execute(delete(messages).where(messages.c.chat_id == old))
    mutes.move(connection, old, new)
    _move_guests(connection, old, new)
    _move_complaints(connection, old, new)
    connection.execute(update(doors).where(doors.c.chat_id == old).values(chat_id=new))
    connection.execute(update(chats).where(chats.c.editor == old).values(editor=new))
    watches.move(connection, old, new)
    subscriptions.move(connection, old, new)
    connection.execute(delete(chats).where(chats.c.id == old))


def _move_guests(connection: Connection, old: int, new: int) -> None:
    theirs = select(literal(new), guests.c.invitation_id, guests.c.since).where(guests.c.chat_id == old)
    connection.execute(insert_new(connection, guests).from_select(["chat_id", "invitation_id", "since"], theirs))
    connection.execute(delete(guests).where(guests.c.chat_id == old))


def _move_complaints(connection: Connection, old: int, new: int) -> None:
    """What both have reported stays the new id's."""
    theirs = complaints.alias("theirs")
    same = and_(
        theirs.c.chat_id == new,
        theirs.c.article_id == complaints.c.article_id,
        theirs.c.subject == complaints.c.subject,
    )
    mine = complaints.c.chat_id == old
    connection.execute(delete(complaints).where(mine, exists().where(same)))
    connection.execute(update(complaints).where(mine).values(chat_id=new))


def _merged(before: Chat, there: Chat) -> Chat:
    """The chat that is there, subscribed where either was, and with the time zone of the one that chose one."""
    moments = [chat.since for chat in (before, there) if chat.since is not None]
    return replace(
        there,
        title=there.title or before.title,
        subscribed=before.subscribed or there.subscribed,
        time_zone=before.time_zone if there.time_zone in {UNCHOSEN_ZONE, "UTC"} else there.time_zone,
        language=there.language or before.language,
        since=min(moments, default=None),
        alerts=before.alerts if there.alerts is Alerts.ALL else there.alerts,
        digest_at=there.digest_at if there.alerts is Alerts.DIGEST else before.digest_at,
        digest_days=there.digest_days if there.alerts is Alerts.DIGEST else before.digest_days,
        interest=before.interest if there.interest == Interest() else there.interest,
        called=there.called or before.called,
        preferred=there.preferred or before.preferred,
        manner=before.manner if there.manner == Manner() else there.manner,
    )


def _drop_doubles(connection: Connection, old: int, new: int) -> None:
    """Of two rows about one thing, one for each id, keeps the one that was sent, or else the new id's."""
    ours, theirs = outbox.alias("ours"), outbox.alias("theirs")
    alike = and_(ours.c.story_id == theirs.c.story_id, ours.c.kind == theirs.c.kind)
    same = or_(alike, ours.c.notice == theirs.c.notice)
    pairs = select(ours.c.id, ours.c.state, theirs.c.id, theirs.c.state).where(
        ours.c.chat_id == old, theirs.c.chat_id == new, same
    )
    for our_id, our_state, their_id, their_state in connection.execute(pairs).all():
        double = their_id if our_state == "sent" and their_state != "sent" else our_id
        connection.execute(delete(outbox).where(outbox.c.id == double))


def to_chat(row: Row[*tuple[Any, ...]], prefix: str = "") -> Chat:
    """The chat of a row, whose columns may have a word before their names."""

    def value(name: str) -> Any:
        return getattr(row, f"{prefix}{name}")

    return Chat(
        id=value("id"),
        type=ChatType(value("type")),
        title=value("title"),
        subscribed=value("subscribed"),
        time_zone=value("time_zone"),
        language=value("language"),
        since=value("since"),
        alerts=Alerts(value("alerts")),
        digest_at=value("digest_at"),
        digest_days=value("digest_days"),
        channel=value("channel"),
        address=value("address") or "",
        interest=wishes.from_text(value("interest")),
        manner=Manner(value("quiet"), value("great_pass"), value("silent"), value("cap")),
        editor=value("editor"),
        called=value("called"),
        preferred=wishes.outlets_from_text(value("preferred")),
    )
