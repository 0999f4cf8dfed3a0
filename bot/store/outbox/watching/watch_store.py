"""``WatchStore``: the queries that chats have every new entry held against."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from bot.later import Later
from bot.model import Chat, Paused, Watch, WatchRefused
from bot.store.database.engine import Database, take_turns
from bot.store.database.marks import watches_marked

if TYPE_CHECKING:
    from bot.store.outbox import chats
    from bot.store.outbox.watching import watches
else:
    # A round of polling has no use for them where nobody has a watch.
    chats = Later("bot.store.outbox.chats")
    watches = Later("bot.store.outbox.watching.watches")


class WatchStore:
    """``Store.watches``. Each method is one short transaction, and may raise what ``Store`` says.

    What changes them takes its turn with polls, which owe messages about watches.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, chat: Chat, name: str, query: str, meaning: str, now: datetime) -> Watch | WatchRefused:
        """Keeps a watch, or tells why not. ``meaning``: the query in the plainest spelling, by which two are the same.

        The chat need not be subscribed.
        """
        with self._database.write() as connection:
            take_turns(connection)
            chats.make_known(connection, chat)
            return watches.add(connection, chat.id, name, query, meaning, now, watches.Limits())

    def of_chat(self, chat_id: int) -> list[Watch]:
        """In the order in which they were made."""
        with self._database.read() as connection:
            return watches.of_chat(connection, chat_id)

    def set_paused(self, chat_id: int, watch_id: int, paused: Paused) -> Watch | None:
        """The watch as it is then; None where the chat has none of the id."""
        with self._database.write() as connection:
            take_turns(connection)
            return watches.set_paused(connection, chat_id, watch_id, paused)

    def remove(self, chat_id: int, watch_id: int) -> Watch | None:
        """The watch that is there no more; None where the chat has none of the id."""
        with self._database.write() as connection:
            take_turns(connection)
            return watches.remove(connection, chat_id, watch_id)

    def forget(self, chat_id: int, now: datetime) -> int:
        """Removes all watches of a chat, and what is still owed for them; returns how many there were."""
        with self._database.write() as connection:
            take_turns(connection)
            return watches.forget(connection, chat_id, now)

    def names(self, ids: Collection[int]) -> dict[int, str]:
        """The names of those watches that are still there."""
        with self._database.read() as connection:
            return watches.names(connection, ids)

    def found(self, chat_id: int, article_id: int) -> list[str]:
        """The names of the chat's watches that a report answered."""
        with self._database.read() as connection:
            return watches.found(connection, chat_id, article_id)

    def mark(self) -> str | None:
        """While it stays the same, so does ``active``; None where nobody ever had a watch."""
        with self._database.read() as connection:
            return watches_marked(connection)

    def active(self) -> tuple[str | None, dict[int, str]]:
        """The mark, and the queries that entries are held against, by the ids of their watches."""
        with self._database.read() as connection:
            # First the mark: what changes between the two is noticed again.
            return watches_marked(connection), watches.active(connection)
