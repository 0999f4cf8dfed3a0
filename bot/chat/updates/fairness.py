"""Whose update is handled next: of one chat one at a time, so that no chat has all the slots."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Coroutine
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_log = logging.getLogger(__name__)

AT_ONCE = 8
"""Updates handled at once, each of another chat."""
MOST_WAITING = 1024
"""Updates that are under way or wait for their chat or for a slot. python-telegram-bot takes more than that from
Telegram, and keeps them in its tasks until there is a place among these: nothing holds Telegram back."""
MOST_OF_ONE = 64
"""Of them of one chat; what comes beyond is dropped, or one busy group would have all the places."""
_TOLD_AGAIN = 60.0
"""Seconds between two lines about one chat."""


class FairUpdates(BaseUpdateProcessor):
    """Handles the updates of one chat in their order, and of several chats side by side.

    Telegram takes a message a second for a chat, and an answer waits for that in its slot. With slots for all alike,
    thirty commands of one stranger had another chat wait sixteen seconds for /help.
    """

    __slots__ = ("_slots", "_told", "_turns", "_waiting")

    def __init__(self) -> None:
        super().__init__(MOST_WAITING)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        """By chat; kept by those who have or await the turn, and by nobody else."""
        self._waiting: Counter[int] = Counter()
        """By chat: updates under way and waiting."""
        self._told: dict[int, float] = {}
        """By chat: when the log last had a line about it."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the update's handlers when it is its chat's turn; drop what is too much of one chat."""
        chat = _whose(update)
        if self._waiting[chat] >= MOST_OF_ONE and _is_talk(update):
            self._drop(chat, coroutine)
            return
        self._waiting[chat] += 1
        turn = self._turns.setdefault(chat, asyncio.Lock())
        try:
            async with turn, self._slots:
                await coroutine
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat]

    def _drop(self, chat: int, coroutine: Awaitable[Any]) -> None:
        if isinstance(coroutine, Coroutine):
            coroutine.close()  # or Python warns that nobody awaited it
        now = asyncio.get_running_loop().time()
        self._told = {other: told for other, told in self._told.items() if now - told < _TOLD_AGAIN}
        if chat not in self._told:
            self._told[chat] = now
            _log.info("chat %d sends more than is answered: what comes beyond %d waiting is dropped", chat, MOST_OF_ONE)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to free."""


def _whose(update: object) -> int:
    """The chat's id; of an inline query that of whoever asks, which is that of the private chat with the bot."""
    if not isinstance(update, Update):
        return 0
    if update.inline_query is not None:
        return update.inline_query.from_user.id
    return update.effective_chat.id if update.effective_chat else 0


def _is_talk(update: object) -> bool:
    """Whether the chat only misses an answer without it: not where the bot was blocked, or the chat has another id."""
    if not isinstance(update, Update) or update.my_chat_member:
        return False
    message = update.message
    return message is None or not (message.migrate_to_chat_id or message.migrate_from_chat_id)
