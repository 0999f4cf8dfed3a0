"""The buttons under alerts and figures: each press is answered at once, and its answer comes as a reply to them."""

import asyncio
import logging

from telegram import CallbackQuery, Update, error
from telegram.ext import ContextTypes

from bot.chat.commands.answers import Answers, Asked
from bot.chat.context import ChatContext
from bot.chat.delivery.messenger import answer
from bot.chat.logs import one_line
from bot.chat.people import chat_of
from bot.chat.render import Rendered
from bot.chat.render.alert import FIGURES, WHY
from bot.chat.render.answers.positions import HOW

_log = logging.getLogger(__name__)

TOO_OLD = "This button no longer works."


class Callbacks:
    """Answers presses of Figures, Why and How computed."""

    def __init__(self, context: ChatContext, answers: Answers) -> None:
        self._context = context
        self._answers = answers

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler of every callback query."""
        query = update.callback_query
        if query is None:
            return
        if query.message is None:
            await acknowledge(query, TOO_OLD)
            return
        asked = Asked(chat_of(query.message.chat, self._context.default_zone))
        words = await asyncio.to_thread(self._answer, query.data or "", asked)
        await acknowledge(query, None if words else TOO_OLD)
        if words:
            await answer(query.get_bot(), query.message.chat.id, words, reply_to=query.message.message_id)

    def _answer(self, pressed: str, asked: Asked) -> Rendered | None:
        what, _, about = pressed.partition(":")
        if what == HOW:
            return self._answers.ledger.how(about)
        article = self._context.archive.article(int(about)) if what in {FIGURES, WHY} and is_id(about) else None
        if article is None:
            return None
        return self._answers.why_of(article, asked) if what == WHY else self._answers.figures_of(article, asked)


def is_id(number: str) -> bool:
    """Digits that a database takes as a key."""
    return number.isascii() and number.isdigit() and len(number) <= 15


async def acknowledge(query: CallbackQuery, words: str | None) -> None:
    """Ends the button's spinner; Telegram refuses that for presses older than a minute or so, which is no harm."""
    try:
        await query.answer(words)
    except error.BadRequest as problem:
        _log.info("a button's press could not be acknowledged: %s", one_line(str(problem)))
