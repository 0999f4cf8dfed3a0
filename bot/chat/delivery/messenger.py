"""Telegram's row of the channels; and the one way in which any message of ours is posted there."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    WebAppInfo,
    error,
)
from telegram.constants import ParseMode

from bot.chat.context import ChatContext
from bot.chat.delivery.outcomes import is_markup_trouble, is_unchanged, outcome_of, seconds
from bot.chat.delivery.sending import Outgoing, Sender
from bot.chat.logs import one_line
from bot.chat.render import Button, Rendered
from bot.chat.topics import in_thread
from bot.desk.delivery.forum_topics import target_of
from bot.model import SendOutcome, Sent

_log = logging.getLogger(__name__)

_PATIENCE = 15.0
"""Seconds of flood waits that the answer to a command waits out."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram wants them, or None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    b.label, url=b.url, callback_data=b.data, web_app=WebAppInfo(b.app) if b.app else None
                )
                for b in row
            ]
            for row in rows
        ]
    )


async def post(
    bot: Bot,
    chat_id: int,
    message: Rendered,
    *,
    reply_to: int | None = None,
    thread: int | None = None,
    silent: bool = False,
) -> Message:
    """Sends the message as HTML, or once more as plain text if Telegram does not take its markup.

    ``thread``: the topic of a forum; ``silent``: it comes without a sound.

    Raises telegram.error.TelegramError for everything else that goes wrong.
    """
    common: dict[str, Any] = {"chat_id": chat_id, "link_preview_options": NO_PREVIEW, **in_thread(thread)}
    if silent:
        common["disable_notification"] = True
    if reply_to is not None:
        common["reply_parameters"] = ReplyParameters(reply_to, allow_sending_without_reply=True)
    try:
        return await bot.send_message(
            text=message.html, parse_mode=ParseMode.HTML, reply_markup=keyboard(message.buttons), **common
        )
    except error.BadRequest as problem:
        if not is_markup_trouble(problem):
            raise
        _log.warning("Telegram refused the markup of a message; sending it plain: %s", one_line(str(problem)))
    return await bot.send_message(text=message.plain, **common)


async def answer(
    bot: Bot, chat_id: int, message: Rendered, *, reply_to: int | None = None, thread: int | None = None
) -> None:
    """Posts what somebody waits for, as ``call_patiently`` makes calls.

    Raises telegram.error.TelegramError as ``post`` does.
    """
    await call_patiently(lambda: post(bot, chat_id, message, reply_to=reply_to, thread=thread))


async def call_patiently(call: Callable[[], Awaitable[object]]) -> None:
    """Makes a call that nothing else would make again; short flood waits are waited out.

    Raises telegram.error.RetryAfter where they come to too much, and whatever else the call raises.
    """
    left = _PATIENCE
    while True:
        try:
            await call()
        except error.RetryAfter as flood:
            wait = max(seconds(flood.retry_after), 1.0)
            left -= wait
            if left < 0:
                raise
            await asyncio.sleep(wait)
        else:
            return


async def revise(bot: Bot, message: Message, words: Rendered) -> None:
    """Puts other words and buttons in the place of a message of ours; the same ones are no trouble.

    Raises telegram.error.TelegramError for what else goes wrong.
    """
    try:
        await call_patiently(lambda: edit(bot, message.chat.id, message.message_id, words))
    except error.BadRequest as problem:
        if not is_unchanged(problem):
            raise


async def edit(bot: Bot, chat_id: int, message_id: int, words: Rendered) -> None:
    """Changes a message of ours. Raises telegram.error.TelegramError, also where it says the very same already."""
    await bot.edit_message_text(
        words.html,
        chat_id,
        message_id,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(words.buttons),
        link_preview_options=NO_PREVIEW,
    )


class Messenger(Sender):
    """Sends by Telegram."""

    edits = replies = True

    def __init__(self, bot: Bot, context: ChatContext) -> None:
        super().__init__(context)
        self._bot = bot

    async def deliver(self, message: Outgoing) -> SendOutcome:
        target, silent = target_of(message.delivery.chat), message.delivery.chat.manner.silent
        chat_id, thread, reply_to = target.chat_id, target.thread_id, message.replies_to
        try:
            if message.replaces is not None:
                return await self._edit(chat_id, message.replaces, message.words)
            sent = await post(self._bot, chat_id, message.words, reply_to=reply_to, thread=thread, silent=silent)
        except error.TelegramError as problem:
            return outcome_of(problem)
        return Sent(sent.message_id)

    async def _edit(self, chat_id: int, message_id: int, words: Rendered) -> Sent:
        """Raises telegram.error.TelegramError for what goes wrong, but for a message that says so already."""
        try:
            await edit(self._bot, chat_id, message_id, words)
        except error.BadRequest as problem:
            if not is_unchanged(problem):
                raise
        return Sent(message_id)
