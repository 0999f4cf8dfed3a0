"""Long work (a picture, a file) done beside the updates, so that its slot goes to whoever asks next.

One at a time is under way for a chat, and few for all. At the worker's end python-telegram-bot waits for those under
way, as it does for updates, and ends them where they take too long.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Self

from msgspec import Struct
from telegram import Bot, Message, ReplyParameters, Update
from telegram.ext import Application

from bot.chat.delivery.messenger import answer
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.people import is_private
from bot.chat.render import Rendered
from bot.chat.render.notice import say
from bot.chat.topics import thread_of

AT_ONCE = 8
"""Under way at once, floods of Telegram's that they wait out included."""
MOST = 64
"""Chats whose picture or file is under way or waits for its turn."""

BUSY = "I am making a picture or a file for this chat. Please ask for the next one when it is here."
CROWDED = "Many chats wait for a picture or a file just now. Please ask again in a minute."


class Place(Struct, frozen=True):
    """Where a picture or a file goes, or what is said instead."""

    bot: Bot
    chat_id: int
    message_id: int | None
    """The message that asked for it, where others may have come in between."""
    thread: int | None = None
    """The topic of a forum."""

    @classmethod
    def of(cls, message: Message) -> Self:
        """Where to answer a message: in groups and channels as a quote, so that it is clear whose answer it is."""
        quoted = None if is_private(message) else message.message_id
        return cls(message.get_bot(), message.chat.id, quoted, thread_of(message))

    @property
    def quote(self) -> ReplyParameters | None:
        return ReplyParameters(self.message_id, allow_sending_without_reply=True) if self.message_id else None

    async def say(self, words: Rendered) -> None:
        """Sends a message there. Raises telegram.error.TelegramError."""
        await answer(self.bot, self.chat_id, words, reply_to=self.message_id, thread=self.thread)


class SideWork:
    """Runs long work outside of the update that asked for it."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """The application's error handlers hear of what goes wrong, as if it had happened in the update."""
        self._application = application
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._told: dict[int, bool] = {}
        """Chats that have one under way; whether they have heard so."""

    def begin(
        self,
        update: Update,
        place: Place,
        work: Callable[[], Awaitable[None]],
        *,
        once: bool = True,
        t: Translator = ENGLISH,
    ) -> Rendered | None:
        """Starts the work; or a sentence why not, said ``once`` to a chat while its work is under way: a message for
        each command would fill the chat. A press is answered anyway.
        """
        chat_id = place.chat_id
        if chat_id in self._told:
            told, self._told[chat_id] = self._told[chat_id], True
            return None if told and once else say(t.say(BUSY))
        if len(self._told) >= MOST:
            return say(t.say(CROWDED))
        self._told[chat_id] = False
        self._application.create_task(self._run(chat_id, work), update=update, name=f"aside {chat_id}")
        return None

    async def _run(self, chat_id: int, work: Callable[[], Awaitable[None]]) -> None:
        try:
            async with self._turns:
                await work()
        finally:
            del self._told[chat_id]
