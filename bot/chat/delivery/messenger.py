"""Renders one owed row and sends it; and the one way in which any message of ours is posted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
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
from bot.chat.delivery.outcomes import is_markup_trouble, is_unchanged, outcome_of, seconds
from bot.chat.delivery.story_contexts import StoryCounts
from bot.chat.logs import one_line
from bot.chat.render import Button, Rendered
from bot.chat.render.alert import alert
from bot.chat.render.digest import correction, digest
from bot.chat.render.notice import notice
from bot.model import Article, Delivery, DeliveryKind, NotSent, Rejected, SendOutcome, Sent

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
    try:
        await patiently(lambda: edit(bot, message.chat.id, message.message_id, words))
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
        link_preview_options=_NO_PREVIEW,
    )


class Messenger:
    """Sends deliveries; every trouble comes back as a ``SendOutcome``."""

    def __init__(self, bot: Bot, context: ChatContext) -> None:
        self._bot = bot
        self._context = context
        self._counts = StoryCounts(context.archive, context.topic, context.convert)

    async def send(self, delivery: Delivery) -> SendOutcome:
        """Renders the row as things stand now, and sends it.

        Never raises, but for asyncio.CancelledError.
        """
        try:
            message = await asyncio.to_thread(self._rendered, delivery)
            if message is None:
                return Rejected("the report is no longer in the archive")
            if delivery.kind is DeliveryKind.EDIT:
                return await self._edit(delivery, message)
            sent = await post(self._bot, delivery.chat.id, message, reply_to=delivery.message_id)
        except error.TelegramError as problem:
            return outcome_of(problem)
        except Exception as problem:  # a bug or a database out of reach must not end the loop, and the row stays owed
            return NotSent(f"{type(problem).__name__}: {one_line(str(problem))}", unasked=True)
        return Sent(sent.message_id)

    async def _edit(self, delivery: Delivery, message: Rendered) -> SendOutcome:
        """Raises telegram.error.TelegramError for what goes wrong, but for a message that says so already."""
        if delivery.message_id is None:
            return Rejected("its alert did not go out")
        try:
            await edit(self._bot, delivery.chat.id, delivery.message_id, message)
        except error.BadRequest as problem:
            if not is_unchanged(problem):
                raise
        return Sent(delivery.message_id)

    # --- In a thread

    def _rendered(self, delivery: Delivery) -> Rendered | None:
        if delivery.kind is DeliveryKind.OPERATOR:
            return notice(delivery.text)
        if delivery.kind is DeliveryKind.DIGEST:
            return self._digest(delivery)
        article = self._article(delivery.article_id)
        return None if article is None else self._report(delivery, article)

    def _report(self, delivery: Delivery, article: Article) -> Rendered:
        topic, convert, zone = self._context.topic, self._context.convert, delivery.chat.time_zone
        match delivery.kind:
            case DeliveryKind.ALERT | DeliveryKind.EDIT | DeliveryKind.TURN:
                carried = self._counts.of(article)
                return alert(article, topic, convert, now=self._now(), zone=zone, carried=carried)
            case DeliveryKind.CORRECTION:
                return correction(article, topic, now=self._now(), zone=zone)
            case DeliveryKind.DIGEST | DeliveryKind.OPERATOR:
                raise AssertionError(delivery.kind)
            case _:
                assert_never(delivery.kind)

    def _digest(self, delivery: Delivery) -> Rendered | None:
        articles = [found for number in delivery.articles if (found := self._article(number)) is not None]
        if not articles:
            return None
        told = [(article, self._counts.of(article)) for article in articles]
        return digest(told, self._context.topic, now=self._now(), zone=delivery.chat.time_zone)

    def _article(self, number: int | None) -> Article | None:
        return None if number is None else self._context.archive.article(number)

    def _now(self) -> datetime:
        return self._context.now()
