"""``OutboxStore``: the chats, and the messages that are owed to them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.desk.delivery.forum_topics import topic_address
from bot.later import Later
from bot.model import EVERY_DAY, TELEGRAM, Alerts, Chat, ChatRow, Delivery, Interest, Invitation, Manner, Settlement
from bot.store.database.engine import Database, take_turns

if TYPE_CHECKING:
    from bot.store.outbox import chats, digests, guests, mutes, of_chat, queue, wishes
    from bot.store.outbox.subscribing import subscriptions
else:
    # A round of polling without news has no use for them.
    chats = Later("bot.store.outbox.chats")
    digests = Later("bot.store.outbox.digests")
    guests = Later("bot.store.outbox.guests")
    mutes = Later("bot.store.outbox.mutes")
    of_chat = Later("bot.store.outbox.of_chat")
    queue = Later("bot.store.outbox.queue")
    subscriptions = Later("bot.store.outbox.subscribing.subscriptions")
    wishes = Later("bot.store.outbox.wishes")


class OutboxStore:
    """``Store.outbox``. Each method is one short transaction, and may raise what ``Store`` says.

    What changes a chat's wishes takes turns with polls: else a report would find the chat in no group of readers.
    """

    def __init__(self, database: Database, worker: str) -> None:
        """``worker`` is whom messages are claimed for."""
        self._database = database
        self._worker = worker

    def subscribe(self, chat: Chat, now: datetime) -> bool:
        """Whether the chat was not subscribed before. Its time zone is kept where it has been here before."""
        with self._database.write() as connection:
            return chats.subscribe(connection, chat, now)

    def unsubscribe(self, chat_id: int, now: datetime) -> bool:
        """Whether the chat was subscribed before; alerts still owed to it are closed, and of several subscriptions its
        first one alone is left for when it comes back."""
        with self._database.write() as connection:
            changed = chats.unsubscribe(connection, chat_id)
            subscriptions.forget(connection, chat_id)
            queue.close_alerts(connection, chat_id, now)
            return changed

    def chat(self, chat_id: int) -> Chat | None:
        with self._database.read() as connection:
            return chats.one(connection, chat_id)

    def chat_at(self, channel: str, address: str, *, title: str, zone: str) -> Chat:
        """The chat at an address of a channel, made where there is none, and subscribed by ``subscribe`` alone.

        ``title``: how the address is shown; ``zone``: an IANA name. Both are for a chat that is made.
        """
        with self._database.write() as connection:
            return chats.at(connection, channel, address, title, zone)

    def topic_of(self, group: Chat, thread_id: int, name: str) -> Chat:
        """The forum topic of a group, as an update names both; made where the store has none, and not subscribed then.

        ``name``: the topic's; "" where the update does not tell it.
        """
        address = topic_address(group.id, thread_id)
        with self._database.read() as connection:
            known = chats.addressed(connection, TELEGRAM, address)
        if known is None:
            with self._database.write() as connection:
                known = chats.topic(connection, group, address, name)
        title = f"{group.title} · {name}" if name else known.title
        return replace(known, title=title, subscribed=False, time_zone=group.time_zone)

    def topics_of(self, group_id: int) -> list[Chat]:
        """The forum topics of a group that are known."""
        with self._database.read() as connection:
            return chats.topics(connection, group_id)

    def chats(self, subscribed: bool = True) -> list[Chat]:
        """The chats that are subscribed, or those that are not."""
        with self._database.read() as connection:
            return chats.find(connection, subscribed)

    def move_chat(self, old: int, new: int) -> None:
        """A group has become a supergroup with another id; everything of it goes along."""
        with self._database.write() as connection:
            chats.move(connection, old, new)

    def set_time_zone(self, chat: Chat, zone: str) -> None:
        """Of any chat, subscribed or not. ``zone`` is an IANA name, checked by the caller."""
        with self._database.write() as connection:
            take_turns(connection)
            chats.set_time_zone(connection, chat, zone)

    def set_language(self, chat: Chat, language: str) -> None:
        """Of any chat, subscribed or not. ``language`` is one of the bot's, checked by the caller."""
        with self._database.write() as connection:
            take_turns(connection)
            chats.set_language(connection, chat, language)

    def set_alerts(self, chat_id: int, alerts: Alerts, digest_at: str, digest_days: str = EVERY_DAY) -> bool:
        """Whether the chat is known. ``digest_at`` is a time of its clock, ``08:00``; the days are as ``EVERY_DAY``."""
        with self._database.write() as connection:
            take_turns(connection)
            return chats.set_alerts(connection, chat_id, alerts, digest_at, digest_days)

    def set_interest(self, chat_id: int, interest: Interest) -> bool:
        """What a chat hears of from now on; whether it is known."""
        with self._database.write() as connection:
            take_turns(connection)
            return wishes.set_interest(connection, chat_id, interest)

    def set_manner(self, chat_id: int, manner: Manner) -> bool:
        """How a chat is told from now on; whether it is known."""
        with self._database.write() as connection:
            take_turns(connection)
            return wishes.set_manner(connection, chat_id, manner)

    def set_preferred(self, chat_id: int, outlets: tuple[str, ...]) -> bool:
        """Whose reports a chat's alerts name from now on; whether it is known."""
        with self._database.write() as connection:
            return wishes.set_preferred(connection, chat_id, outlets)

    def mute_story(self, chat_id: int, story_id: int, now: datetime, until: datetime | None = None) -> bool:
        """A chat, which is known, hears no more of a story, or not until then; whether that is anything new."""
        with self._database.write() as connection:
            take_turns(connection)
            return mutes.mute(connection, chat_id, story_id, now, until)

    def unmute_stories(self, chat_id: int, story_id: int | None = None) -> int:
        """A chat hears of a muted story again, or of all of them; how many were muted."""
        with self._database.write() as connection:
            take_turns(connection)
            return mutes.unmute(connection, chat_id, story_id)

    def muted_stories(self, chat_id: int, now: datetime) -> dict[int, datetime | None]:
        """The stories that a chat has muted, the last one first, and until when; None for good."""
        with self._database.read() as connection:
            return mutes.of_chat(connection, chat_id, now)

    def set_digest_anew(self, chat_id: int, now: datetime) -> int:
        """What waits for a chat's digest comes when it comes by now, after its alerts or its time zone were set.

        Returns how many reports come at once, since the chat wants no digest any more.
        """
        with self._database.write() as connection:
            return digests.set_anew(connection, chat_id, now)

    def digest_now(self, chat_id: int, now: datetime) -> int:
        """What waits for a chat's digest comes now; returns how many reports that are."""
        with self._database.write() as connection:
            return digests.come_now(connection, chat_id, now)

    def rows_about(self, chat_id: int, article_id: int, story_id: int) -> list[ChatRow]:
        """What a chat was or is to be told of a report, or by another report of its story; the oldest first."""
        with self._database.read() as connection:
            return of_chat.rows_about(connection, chat_id, article_id, story_id)

    def owe_test(self, chat: Chat, now: datetime) -> int | None:
        """Owes a chat the newest alert of before, once within a minute; the report, None where there is none."""
        with self._database.write() as connection:
            return of_chat.owe_test(connection, chat, now)

    def kept_of(self, chat_id: int) -> "of_chat.ChatData":
        """Everything that is kept of a chat, by table."""
        with self._database.read() as connection:
            return of_chat.told(connection, chat_id)

    def forget(self, chat_id: int, now: datetime) -> int:
        """Removes everything that is kept of a chat, what is owed included; returns how many rows that were."""
        with self._database.write() as connection:
            take_turns(connection)
            return of_chat.forget(connection, chat_id, now)

    def invite(self, token: str, operator: int, now: datetime, *, expires: datetime, uses: int) -> Invitation:
        """Keeps an invitation, its token as a hash alone."""
        with self._database.write() as connection:
            return guests.invite(connection, token, operator, now, expires=expires, uses=uses)

    def redeem(self, token: str, chat: Chat, now: datetime) -> bool:
        """Whether a chat is a guest: by an invitation that stands, of which that takes one, or as it was before."""
        with self._database.write() as connection:
            return guests.redeem(connection, token, chat, now)

    def is_guest(self, ids: Collection[int]) -> bool:
        """Whether any of some chats came by an invitation."""
        with self._database.read() as connection:
            return guests.is_guest(connection, ids)

    def invitations(self, now: datetime) -> list[Invitation]:
        """Those that somebody can still come by."""
        with self._database.read() as connection:
            return guests.standing(connection, now)

    def end_invitation(self, number: int, now: datetime) -> bool:
        """Nobody comes by an invitation any more; whether it stood."""
        with self._database.write() as connection:
            return guests.end(connection, number, now)

    def broadcast(self, text: str, now: datetime, occasion: str) -> int:
        """Owes every subscriber what the operator says, once for one occasion; returns how many chats that are."""
        with self._database.write() as connection:
            return queue.broadcast(connection, text, now, occasion)

    def note_operators(self, ids: Sequence[int], text: str, now: datetime) -> None:
        """Owes each operator a line, unless the same line is still owed."""
        with self._database.write() as connection:
            queue.notify(connection, ids, text, now)

    def claim_owed(self, now: datetime, limit: int, lease: timedelta, channel: str = TELEGRAM) -> list[Delivery]:
        """Messages to send by a channel, the oldest first: at most one for each chat, none to one that has one out."""
        with self._database.write() as connection:
            return queue.claim(connection, now, limit, lease, self._worker, channel)

    def settle(self, settlement: Settlement, now: datetime) -> None:
        """Records what came of a send."""
        with self._database.write() as connection:
            queue.settle(connection, settlement, now, self._worker)

    def release_leases(self) -> int:
        """Gives back every claimed message: for the worker that has just become the only sender; returns how many."""
        with self._database.write() as connection:
            return queue.release_leases(connection)

    def owed(self) -> int:
        """How many messages are still to be sent."""
        with self._database.read() as connection:
            return queue.owed(connection)
