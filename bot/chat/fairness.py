"""Whose update is handled next: of one chat one at a time, so that no chat has all the slots."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

AT_ONCE = 8
"""Updates handled at once, each of another chat."""
MOST_WAITING = 1024
"""Updates taken from Telegram that wait for their chat or for a slot; the rest stays with Telegram."""


class FairUpdates(BaseUpdateProcessor):
    """Handles the updates of one chat in their order, and of several chats side by side.

    Telegram takes a message a second for a chat, and an answer waits for that in its slot. With slots for all alike,
    thirty commands of one stranger had another chat wait sixteen seconds for /help.
    """

    __slots__ = ("_slots", "_turns")

    def __init__(self) -> None:
        super().__init__(MOST_WAITING)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        """By chat; kept by those who have or await the turn, and by nobody else."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the update's handlers when it is its chat's turn."""
        chat = update.effective_chat.id if isinstance(update, Update) and update.effective_chat else 0
        turn = self._turns.setdefault(chat, asyncio.Lock())
        async with turn, self._slots:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to free."""
