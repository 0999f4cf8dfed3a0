"""The buttons under summaries, timelines and the calendar: they turn the page in place, or send the calendar's file."""

import asyncio

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.chat.commands.alert_buttons import TOO_OLD, acknowledge
from bot.chat.commands.course import CourseAnswers
from bot.chat.context import ChatContext
from bot.chat.delivery.messenger import patiently, revise
from bot.chat.render.files.ics import FILE_NAME
from bot.chat.render.paging import FILE
from bot.chat.typed.arguments import BadArgument

CAPTION = "The dates to come, for your calendar. Later files change the same entries."


class CourseButtons:
    """Answers presses of ``go:COMMAND:WORDS`` and ``ics:WORDS``."""

    def __init__(self, context: ChatContext, course: CourseAnswers) -> None:
        self._context = context
        self._course = course
        self._table = course.table()

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler of these callback queries."""
        query = update.callback_query
        if query is None:
            return
        if not isinstance(query.message, Message):
            await acknowledge(query, TOO_OLD)
            return
        what, _, rest = (query.data or "").partition(":")
        try:
            if what == FILE:
                await self._send_file(query, query.message, rest)
            else:
                await self._go(query, query.message, *rest.split(":", 1))
        except BadArgument:
            await acknowledge(query, TOO_OLD)

    async def _go(self, query: CallbackQuery, message: Message, command: str, words: str = "") -> None:
        if command not in self._table:
            raise BadArgument("", "")
        made = await asyncio.to_thread(self._table[command], words)
        await acknowledge(query, None)
        await revise(query.get_bot(), message, made)

    async def _send_file(self, query: CallbackQuery, message: Message, words: str) -> None:
        content = await asyncio.to_thread(self._course.calendar_file, words)
        await acknowledge(query, None)
        bot, where = query.get_bot(), message.chat.id
        await patiently(lambda: bot.send_document(where, content, filename=FILE_NAME, caption=CAPTION))
