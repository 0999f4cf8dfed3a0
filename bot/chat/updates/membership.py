"""The bot's own comings and goings: added to a group, removed or blocked, and a group that becomes a supergroup."""

import asyncio
import logging

from telegram import ChatMember, ChatMemberUpdated, Update
from telegram.ext import ContextTypes

from bot.chat.context import ChatContext
from bot.chat.delivery.messenger import answer
from bot.chat.languages.translator import translator
from bot.chat.people import speaker_for
from bot.chat.render.help import greeting
from bot.chat.render.notice import say
from bot.chat.updates.door import CLOSED, Door
from bot.model import ChatType

_log = logging.getLogger(__name__)

_OUTSIDE = frozenset({ChatMember.LEFT, ChatMember.BANNED})
_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


class Membership:
    """Keeps subscriptions and watches true to where the bot is."""

    def __init__(self, context: ChatContext, door: Door) -> None:
        self._context = context
        self._door = door

    async def on_my_chat_member(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Handles a change of the bot's status in a chat (https://core.telegram.org/bots/api#chatmemberupdated)."""
        change = update.my_chat_member
        if change is None:
            return
        if _is_outside(change.new_chat_member):
            await self._left(change)
        elif _is_outside(change.old_chat_member) and change.chat.type in _GROUPS:
            await self._joined(change)

    async def on_migrate(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Handles a group that became a supergroup: a message in either one names the id of the other."""
        message = update.effective_message
        if message is None:
            return
        if message.migrate_to_chat_id:
            await self._move(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self._move(message.migrate_from_chat_id, message.chat.id)

    async def _left(self, change: ChatMemberUpdated) -> None:
        if await asyncio.to_thread(self._forget, change.chat.id):
            _log.info("chat %s removed or blocked the bot: no alerts, no watches any more", change.chat.id)

    def _forget(self, chat_id: int) -> bool:
        """Whether it had alerts or watches, in any topic of it."""
        store, now = self._context.store, self._context.now()
        ids = [chat_id, *(topic.id for topic in store.outbox.topics_of(chat_id))]
        unsubscribed = [store.outbox.unsubscribe(one, now) for one in ids]
        gone = [store.watches.forget(one, now) for one in ids]
        return any(unsubscribed) or any(gone)

    async def _joined(self, change: ChatMemberUpdated) -> None:
        """Greets once, and strangers not at all.

        A group that became a supergroup, or was here before and is subscribed, needs no greeting.
        """
        known = await asyncio.to_thread(self._context.store.outbox.chat, change.chat.id)
        if not await self._door.lets_in(change.chat.id, change.from_user.id):
            await answer(change.get_bot(), change.chat.id, say(speaker_for(change.from_user).say(CLOSED)))
        elif known is None or not known.subscribed:
            t = translator(known.language) if known and known.language else speaker_for(change.from_user)
            await answer(change.get_bot(), change.chat.id, greeting(self._context.topic, t))

    async def _move(self, old: int, new: int) -> None:
        await asyncio.to_thread(self._context.store.outbox.move_chat, old, new)
        _log.info("chat %s is now %s", old, new)


def _is_outside(member: ChatMember) -> bool:
    """Not in the chat: gone, banned, or restricted without being a member."""
    return member.status in _OUTSIDE or getattr(member, "is_member", True) is False
