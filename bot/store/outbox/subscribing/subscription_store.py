"""``SubscriptionStore``: what chats subscribe to, each by its name."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.later import Later
from bot.model import ChatSubscription, SubscriptionRefusal
from bot.store.database.engine import Database, take_turns

if TYPE_CHECKING:
    from bot.store.outbox import chats, digests
    from bot.store.outbox.subscribing import subscriptions
else:
    # A round of polling without news has no use for them.
    chats = Later("bot.store.outbox.chats")
    digests = Later("bot.store.outbox.digests")
    subscriptions = Later("bot.store.outbox.subscribing.subscriptions")


class SubscriptionStore:
    """``Store.subscriptions``. Each method is one short transaction, and may raise what ``Store`` says.

    What changes them takes turns with polls: else a report would find the chat in no group of readers.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_chat(self, chat_id: int, *, shut: bool = False) -> list[ChatSubscription]:
        """The first one, and the others in the order in which they were made; none where the chat is not subscribed.

        ``shut``: of that, too, as of a door that is to be opened.
        """
        with self._database.read() as connection:
            chat = chats.one(connection, chat_id)
            return subscriptions.of_chat(connection, chat) if chat is not None and (chat.subscribed or shut) else []

    def further(self) -> dict[int, int]:
        """How many each chat has beside its first one, of those that have any."""
        with self._database.read() as connection:
            return subscriptions.further(connection)

    def add(self, chat_id: int, wanted: ChatSubscription) -> ChatSubscription | SubscriptionRefusal:
        """Keeps one more of a chat that is subscribed, with a number; or tells why not."""
        with self._database.write() as connection:
            take_turns(connection)
            chat = chats.one(connection, chat_id)
            return SubscriptionRefusal.FULL if chat is None else subscriptions.add(connection, chat, wanted)

    def keep(self, chat_id: int, changed: ChatSubscription, now: datetime) -> int:
        """Keeps what one wants by now, its name aside; returns how many reports waited, and come now."""
        with self._database.write() as connection:
            take_turns(connection)
            chat = chats.one(connection, chat_id)
            if chat is None or not subscriptions.keep(connection, chat, changed):
                return 0
            return digests.set_anew(connection, chat_id, now)

    def remove(self, chat_id: int, number: int, now: datetime) -> int | None:
        """Ends one; returns how many reports waited, and come now, None where the chat has no such one, or no other."""
        with self._database.write() as connection:
            take_turns(connection)
            chat = chats.one(connection, chat_id)
            if chat is None or not subscriptions.remove(connection, chat, number):
                return None
            return digests.set_anew(connection, chat_id, now)

    def forget(self, chat_id: int) -> None:
        """Leaves a chat its first one alone, without a name and not paused."""
        with self._database.write() as connection:
            take_turns(connection)
            subscriptions.forget(connection, chat_id)

    def name_first(self, chat_id: int, name: str) -> None:
        """Names the first one of a chat; no other one has the name."""
        with self._database.write() as connection:
            take_turns(connection)
            subscriptions.name_first(connection, chat_id, name)
