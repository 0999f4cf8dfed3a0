"""Who asks, and what they may change: in groups administrators and operators, in private chats the person, in channels
whoever posts there (only administrators can)."""

import logging

from telegram import Bot, ChatFullInfo, ChatMember, Message, User, error
from telegram import Chat as TelegramChat

from bot.chat.languages.translator import Translator, fitting, translator
from bot.chat.logs import one_line
from bot.model import Chat, ChatType

_log = logging.getLogger(__name__)

_TRUSTED = frozenset({ChatMember.ADMINISTRATOR, ChatMember.OWNER})


UNTOLD = (
    "Telegram does not say just now who is an administrator here, so nothing was changed. Please try again in a moment."
)


class Untold(Exception):  # noqa: N818  # what the user is told, not a failure of ours
    """Telegram cannot be asked who is an administrator; ``str()`` says so to the user."""

    def __init__(self) -> None:
        super().__init__(UNTOLD)


def chat_of(chat: "TelegramChat | ChatFullInfo", default_zone: str, asker: User | None = None) -> Chat:
    """The update's chat in our own words; its language is that of who asks, where it is one of the bot's."""
    title = chat.title or chat.full_name or (f"@{chat.username}" if chat.username else "")
    return Chat(chat.id, ChatType(chat.type), title, subscribed=False, time_zone=default_zone,
                language=fitting(asker.language_code if asker else None))  # fmt: skip


def speaker_for(person: User | None) -> Translator:
    """Who speaks a person's Telegram language, where nothing is to be asked of the store; else English."""
    return translator(fitting(person.language_code if person else None))


def is_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE


def is_operator(message: Message, operators: frozenset[int]) -> bool:
    """Whether the sender is one of the operators, by user id."""
    return message.from_user is not None and message.from_user.id in operators


async def may_change_chat(bot: Bot, message: Message, operators: frozenset[int]) -> bool:
    """Whether the sender may change subscription and time zone for the whole chat.

    Raises Untold.
    """
    chat = message.chat
    if chat.type in {ChatType.PRIVATE, ChatType.CHANNEL} or is_operator(message, operators):
        return True
    if message.sender_chat is not None:  # an administrator who stays anonymous posts as the group itself
        return message.sender_chat.id == chat.id
    return message.from_user is not None and await is_administrator(bot, chat.id, message.from_user.id)


async def may_press_for_chat(bot: Bot, chat: TelegramChat, user: User, operators: frozenset[int]) -> bool:
    """Whether somebody who presses a button may change things for the whole chat by it.

    Raises Untold.
    """
    if chat.type == ChatType.PRIVATE or user.id in operators:
        return True
    return await is_administrator(bot, chat.id, user.id)


async def is_administrator(bot: Bot, chat_id: int, user_id: int) -> bool:
    """Whether a user is an administrator of a chat.

    Raises Untold.
    """
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except (error.BadRequest, error.Forbidden):  # Telegram does not say who that is: no administrator that we know
        return False
    except error.TelegramError as problem:
        _log.warning("who is an administrator of chat %s could not be asked: %s", chat_id, one_line(str(problem)))
        raise Untold from problem
    return member.status in _TRUSTED
