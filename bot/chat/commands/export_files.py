"""/export and its buttons: a file of figures, stories or reports, made one at a time and sent as a document."""

import asyncio
from functools import partial

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.chat.commands.alert_buttons import TOO_OLD, acknowledge
from bot.chat.commands.export import ExportAnswers, ExportWords
from bot.chat.delivery.aside import Aside, Place
from bot.chat.delivery.messenger import patiently
from bot.chat.render import Rendered
from bot.chat.render.files.exported import nothing, too_large, usage
from bot.chat.typed.arguments import BadArgument

LARGEST = 45 << 20
"""Bytes; Telegram takes no document of bots above 50 MB (https://core.telegram.org/bots/api#senddocument)."""


class Exports:
    """Makes files and sends them."""

    def __init__(self, answers: ExportAnswers, aside: Aside) -> None:
        self._answers, self._aside = answers, aside
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
        place = Place(query.get_bot(), query.message.chat.id, query.message.message_id)
        words = self._aside.begin(update, place, partial(self._send, place, asked), once=False)
        await acknowledge(query, words.plain if words else "Making the file …")

    def on_command(self, words: str, update: Update, message: Message) -> Rendered | None:
        """Begins with the file; words, where nothing was asked for or it cannot begin. Raises BadArgument."""
        if not words.strip():
            return usage()
        place = Place.of(message)
        return self._aside.begin(update, place, partial(self._send, place, self._answers.words(words)))

    async def _send(self, place: Place, asked: ExportWords) -> None:
        """The file; or words, where there is nothing to send."""
        async with self._turn:
            file = await asyncio.to_thread(self._answers.file, asked)
        if not file.rows:
            await place.say(nothing(asked.what))
            return
        if len(file.content) > LARGEST:
            await place.say(too_large())
            return
        older = f" They come with until:{file.back_to:%Y-%m-%d}" if file.back_to else ""
        sending = partial(
            place.bot.send_document,
            place.chat_id,
            file.content,
            filename=file.name,
            caption=file.caption + older,
            reply_parameters=place.quote,
        )
        await patiently(sending)
