"""/export and its buttons: a file of figures, stories or reports, made one at a time and sent as a document."""

import asyncio
from functools import partial

from telegram import Bot, ReplyParameters, Update
from telegram.ext import ContextTypes

from bot.chat.arguments import BadArgument
from bot.chat.callbacks import TOO_OLD, acknowledge
from bot.chat.export import ExportAnswers, ExportWords
from bot.chat.messenger import answer, patiently
from bot.chat.render import Rendered
from bot.chat.render.exported import nothing, too_large, usage

LARGEST = 45 << 20
"""Bytes; Telegram takes no document of bots above 50 MB (https://core.telegram.org/bots/api#senddocument)."""


class Exports:
    """Makes files and sends them."""

    def __init__(self, answers: ExportAnswers) -> None:
        self._answers = answers
        self._turn = asyncio.Lock()  # a file takes a second of the processor, and a chat may ask for many

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler of presses of ``export:WORDS``."""
        query = update.callback_query
        if query is None:
            return
        try:
            asked = self._answers.words((query.data or "").partition(":")[2])
        except BadArgument:
            asked = None
        if query.message is None or asked is None:
            await acknowledge(query, TOO_OLD)
            return
        await acknowledge(query, "Making the file …")
        chat, message = query.message.chat.id, query.message.message_id
        words = await self._send(query.get_bot(), chat, asked, message)
        if words is not None:
            await answer(query.get_bot(), chat, words, reply_to=message)

    async def on_command(self, words: str, bot: Bot, chat_id: int) -> Rendered | None:
        """Sends the file; words, where nothing was asked for or there is nothing to send. Raises BadArgument."""
        if not words.strip():
            return usage()
        return await self._send(bot, chat_id, self._answers.words(words), None)

    async def _send(self, bot: Bot, chat_id: int, asked: ExportWords, reply_to: int | None) -> Rendered | None:
        async with self._turn:
            file = await asyncio.to_thread(self._answers.file, asked)
        if not file.rows:
            return nothing(asked.what)
        if len(file.content) > LARGEST:
            return too_large()
        older = f" They come with until:{file.back_to:%Y-%m-%d}" if file.back_to else ""
        quote = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
        sending = partial(
            bot.send_document,
            chat_id,
            file.content,
            filename=file.name,
            caption=file.caption + older,
            reply_parameters=quote,
        )
        await patiently(sending)
        return None
