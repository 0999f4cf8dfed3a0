"""The buttons under a search: they turn its page in place. The query is read from the message that they are under."""

import asyncio

from telegram import Message, Update
from telegram.constants import MessageEntityType
from telegram.ext import ContextTypes

from bot.chat.commands.alert_buttons import TOO_OLD, acknowledge, is_id
from bot.chat.commands.search import SearchAnswers, without
from bot.chat.delivery.messenger import revise
from bot.chat.render.answers.search import UNTIL
from bot.chat.typed.arguments import BadArgument


class SearchButtons:
    """Answers presses of ``find:PAGE`` and ``find:until:DATE``."""

    def __init__(self, answers: SearchAnswers) -> None:
        self._answers = answers

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler of these callback queries."""
        query = update.callback_query
        if query is None:
            return
        typed = _query_of(query.message) if isinstance(query.message, Message) else ""
        words = _turned(typed, (query.data or "").partition(":")[2])
        if not isinstance(query.message, Message) or not words:
            await acknowledge(query, TOO_OLD)
            return
        try:
            made = await asyncio.to_thread(self._answers.search, words)
        except BadArgument:
            await acknowledge(query, TOO_OLD)
            return
        await acknowledge(query, None)
        await revise(query.get_bot(), query.message, made)


def _query_of(message: Message) -> str:
    """What was typed, which the first line shows in letters of one width."""
    found = message.parse_entities([MessageEntityType.CODE])
    return min(found.items(), key=lambda one: one[0].offset)[1] if found else ""


def _turned(typed: str, where: str) -> str:
    """What is asked for by a button; "" where it is none of ours."""
    what, _, day = where.partition(":")
    if not typed or not (is_id(where) or what == UNTIL):
        return ""
    return f"{without(typed, UNTIL)} {UNTIL}:{day}" if what == UNTIL else f"{typed} page:{where}"
