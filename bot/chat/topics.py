"""Which of our chats an update is about: a forum topic is one of its own."""

import asyncio
from typing import Any

from telegram import MaybeInaccessibleMessage, Message, User

from bot.chat.context import ChatContext
from bot.chat.people import chat_of
from bot.model import Chat, ChatType


def thread_of(message: MaybeInaccessibleMessage) -> int | None:
    """The topic of a forum that a message is in; None elsewhere. Threads of replies are no topics."""
    if not isinstance(message, Message) or message.chat.type != ChatType.SUPERGROUP or not message.is_topic_message:
        return None
    return message.message_thread_id


def in_thread(thread_id: int | None) -> dict[str, Any]:
    """What has the Bot API send to a topic."""
    return {} if thread_id is None else {"message_thread_id": thread_id}


def replied(message: Message) -> int | None:
    """The message that one replies to. In a topic, what is no reply comes as one to the topic's first message."""
    target = message.reply_to_message
    return None if target is None or target.forum_topic_created else target.message_id


async def chat_here(message: MaybeInaccessibleMessage, context: ChatContext, asker: User | None) -> Chat:
    """The chat or topic that a message is in, in the language of who asks; a topic is known to the store from then on.

    Raises what the store does.
    """
    chat, thread = chat_of(message.chat, context.default_zone, asker), thread_of(message)
    if thread is None:
        return chat
    return await asyncio.to_thread(context.store.outbox.topic_of, chat, thread, _name(message))


def _name(message: MaybeInaccessibleMessage) -> str:
    """The topic's, where the update tells it; else ""."""
    first = message.reply_to_message if isinstance(message, Message) else None
    return first.forum_topic_created.name if first and first.forum_topic_created else ""
