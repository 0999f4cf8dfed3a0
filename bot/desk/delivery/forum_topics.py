"""Forum topics of a Telegram group: each is a chat of its own to us, at an address made of the group and the thread.

A group's "General" topic has no thread, and is the group (https://core.telegram.org/bots/api#message).
"""

from msgspec import Struct

from bot.model import TELEGRAM, Chat


class Target(Struct, frozen=True):
    """Where a message to a chat of Telegram's goes."""

    chat_id: int
    """Telegram's."""
    thread_id: int | None = None
    """``message_thread_id``; None for what is no topic."""


def topic_address(group_id: int, thread_id: int) -> str:
    """``-1001234567890/12``."""
    return f"{group_id}/{thread_id}"


def target_of(chat: Chat) -> Target:
    """Where messages to a chat go; the chat itself where it is no topic."""
    if not is_topic(chat):
        return Target(chat.id)
    group, _, thread = chat.address.partition("/")
    return Target(int(group), int(thread))


def is_topic(chat: Chat) -> bool:
    """Telegram's other chats have no address."""
    return bool(chat.address) and chat.channel == TELEGRAM
