"""What the chat needs of the archive, as protocols: the store fulfils them, and so does the tests' archive in memory.

Every method is synchronous, short and safe to call from any thread; handlers call them through ``asyncio.to_thread``.
"""

from datetime import datetime, timedelta
from typing import Protocol

from bot.model import Article, Chat, Delivery, Feed, Settlement, StoreStatus


class OwedRows(Protocol):
    """The outbox as the delivery loop sees it."""

    def claim_owed(self, now: datetime, limit: int, lease: timedelta) -> list[Delivery]: ...
    def settle(self, s: Settlement, now: datetime) -> None: ...


class Reports(Protocol):
    """What rendering an alert needs."""

    def article(self, id: int) -> Article | None: ...  # noqa: A002  # the store's own name for it


class Archive(Reports, Protocol):
    """Everything that commands ask for and change."""

    def subscribe(self, chat: Chat, now: datetime) -> bool: ...
    def unsubscribe(self, chat_id: int, now: datetime) -> bool: ...
    def chat(self, chat_id: int) -> Chat | None: ...
    def chats(self, subscribed: bool = True) -> list[Chat]: ...
    def move_chat(self, old: int, new: int) -> None: ...
    def set_time_zone(self, chat_id: int, zone: str) -> bool: ...
    def feeds(self) -> list[Feed]: ...
    def articles(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        track: str | None = None,
        limit: int | None = None,
        on_topic: bool = True,
    ) -> list[Article]: ...
    def sent_article(self, chat_id: int, message_id: int) -> Article | None: ...
    def status(self, now: datetime) -> StoreStatus: ...
