"""Renders one owed row and sends it; and the one way in which any message of ours is posted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any, assert_never

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    error,
)
from telegram.constants import ParseMode

from bot.chat.context import ChatContext
from bot.chat.logs import one_line
from bot.chat.outcomes import is_markup_trouble, outcome_of, seconds
from bot.chat.render import Button, Rendered
from bot.chat.render.alert import alert
from bot.chat.render.notice import notice
from bot.model import Delivery, DeliveryKind, NotSent, Rejected, SendOutcome, Sent

_log = logging.getLogger(__name__)

_PATIENCE = 15.0
"""Seconds of flood waits that the answer to a command waits out."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram wants them, or None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, url=b.url, callback_data=b.data) for b in row] for row in rows]
    )


async def post(bot: Bot, chat_id: int, message: Rendered, *, reply_to: int | None = None) -> Message:
    """Sends the message as HTML, or once more as plain text if Telegram does not take its markup.

    Raises telegram.error.TelegramError for everything else that goes wrong.
    """
    common: dict[str, Any] = {"chat_id": chat_id, "link_preview_options": _NO_PREVIEW}
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


async def answer(bot: Bot, chat_id: int, message: Rendered, *, reply_to: int | None = None) -> None:
    """Posts what somebody waits for, as patiently as ``patiently`` is.

    Raises telegram.error.TelegramError as ``post`` does.
    """
    await patiently(lambda: post(bot, chat_id, message, reply_to=reply_to))


async def patiently(call: Callable[[], Awaitable[object]]) -> None:
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
    change = partial(
        bot.edit_message_text,
        words.html,
        message.chat.id,
        message.message_id,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(words.buttons),
        link_preview_options=_NO_PREVIEW,
    )
    try:
        await patiently(change)
    except error.BadRequest as problem:
        if "not modified" not in str(problem).lower():
            raise


class Messenger:
    """Sends deliveries; every trouble comes back as a ``SendOutcome``."""

    def __init__(self, bot: Bot, context: ChatContext) -> None:
        self._bot = bot
        self._context = context

    async def send(self, delivery: Delivery) -> SendOutcome:
        """Renders the row as things stand now, and sends it.

        Never raises, but for asyncio.CancelledError.
        """
        try:
            message = await self._rendered(delivery)
            if message is None:
                return Rejected("the report is no longer in the archive")
            sent = await post(self._bot, delivery.chat.id, message)
        except error.TelegramError as problem:
            return outcome_of(problem)
        except Exception as problem:  # a bug or a database out of reach must not end the loop, and the row stays owed
            return NotSent(f"{type(problem).__name__}: {one_line(str(problem))}")
        return Sent(sent.message_id)

    async def _rendered(self, delivery: Delivery) -> Rendered | None:
        match delivery.kind:
            case DeliveryKind.OPERATOR:
                return notice(delivery.text)
            case DeliveryKind.ALERT:
                return await self._alert(delivery)
            case _:
                assert_never(delivery.kind)

    async def _alert(self, delivery: Delivery) -> Rendered | None:
        if delivery.article_id is None:
            return None
        article = await asyncio.to_thread(self._context.archive.article, delivery.article_id)
        if article is None:
            return None
        return alert(article, self._context.topic, self._context.convert, now=self._now(), zone=delivery.chat.time_zone)

    def _now(self) -> datetime:
        return self._context.now()
