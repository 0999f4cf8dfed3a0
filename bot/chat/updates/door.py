"""Who may use the bot at all: everybody, or where a list is set who is on it, operators, and who was invited."""

import asyncio
import logging
from collections.abc import Collection

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.chat.commands.button_press import acknowledge
from bot.chat.commands.roles.invites import INVITED
from bot.chat.context import ChatContext
from bot.chat.people import chat_of, is_private, speaker_for
from bot.chat.render import Rendered
from bot.chat.render.notice import say
from bot.chat.updates.inline import refuse
from bot.chat.updates.routing import CommandText, command_in, reply

_log = logging.getLogger(__name__)

CLOSED = "This bot is for people who were invited; ask who runs it for an invitation."
CLOSED_SHORT = "This bot is for people who were invited"
"""The same on a button above inline results, which takes 64 characters."""
REFUSED_FOR = 60.0
"""Seconds until a stranger's inline query is heard again."""
ENDED = "This invitation has ended, or was used up; ask who sent it for another one."


class Door:
    """Handlers that come before those that answer, and keep strangers from them."""

    def __init__(self, context: ChatContext, commands: Collection[str]) -> None:
        """``commands``: the names of ours."""
        self._context = context
        self._commands = commands

    async def lets_in(self, *ids: int) -> bool:
        """Whether a user or a chat of these ids may use the bot."""
        allowed = self._context.allowed
        if not allowed or not (allowed | self._context.operators).isdisjoint(ids):
            return True
        return await asyncio.to_thread(self._context.store.outbox.is_guest, ids)

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Raises ApplicationHandlerStop for a stranger's message, who gets one sentence; lets in who brings an
        invitation."""
        message = update.effective_message
        if message is None or not self._context.allowed:
            return
        typed = command_in(message, context.bot.username)
        if not is_private(message) and (typed is None or typed.name not in self._commands):
            return  # another bot's business
        if await self.lets_in(*_ids(message)) or await self._redeemed(message, typed):
            return
        await reply(message, _refusal(message, typed))
        raise ApplicationHandlerStop

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Raises ApplicationHandlerStop for a stranger's press."""
        query = update.callback_query
        if query is None:
            return
        chat = [query.message.chat.id] if query.message is not None else []
        if not await self.lets_in(query.from_user.id, *chat):
            await acknowledge(query, speaker_for(query.from_user).say(CLOSED))
            raise ApplicationHandlerStop

    async def on_inline_query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Raises ApplicationHandlerStop for a stranger's inline query, which finds nothing."""
        query = update.inline_query
        if query is not None and not await self.lets_in(query.from_user.id):
            await refuse(query, speaker_for(query.from_user).say(CLOSED_SHORT), REFUSED_FOR)
            raise ApplicationHandlerStop

    async def _redeemed(self, message: Message, typed: CommandText | None) -> bool:
        if typed is None or typed.name != "start" or not typed.words.startswith(INVITED):
            return False
        chat = chat_of(message.chat, self._context.default_zone)
        now, token = self._context.now(), typed.words
        came = await asyncio.to_thread(self._context.store.outbox.redeem, token, chat, now)
        if came:
            _log.info("chat %s came by an invitation", chat.id)
        return came


def _ids(message: Message) -> list[int]:
    """The chat, and the person, unless he speaks for a chat."""
    person = message.from_user if message.sender_chat is None else None
    return [message.chat.id, *([person.id] if person is not None else [])]


def _refusal(message: Message, typed: CommandText | None) -> Rendered:
    t = speaker_for(message.from_user)
    if typed is not None and typed.name == "start" and typed.words.startswith(INVITED):
        return say(t.say(ENDED))
    number = t.say("Your number, for them: {number}.", number=str(message.chat.id)) if is_private(message) else ""
    return say(f"{t.say(CLOSED)}{t.gap}{number}")
