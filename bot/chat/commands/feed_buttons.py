"""The buttons under what operators are shown of the feeds: each changes the message that it is under."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import CallbackQuery, Message, MessageEntity, Update
from telegram.ext import ContextTypes

from bot.chat.commands.alert_buttons import TOO_OLD, acknowledge, is_id
from bot.chat.commands.answers import Asked
from bot.chat.commands.feeds import FeedCommands
from bot.chat.context import ChatContext
from bot.chat.delivery.messenger import answer, revise
from bot.chat.people import chat_of
from bot.chat.render import Rendered
from bot.chat.render.notice import try_this
from bot.chat.typed.arguments import BadArgument
from bot.model import ChatType, Feed


class FeedButtons:
    """Answers presses of ``feeds:VERB:NUMBER``."""

    def __init__(self, context: ChatContext, commands: FeedCommands) -> None:
        self._context = context
        self._commands = commands
        self._verbs: Mapping[str, Callable[[Feed, Asked], Awaitable[Rendered]]] = {
            "show": commands.show,
            "pause": commands.halt,
            "resume": commands.wake,
            "remove": commands.ask_back,
            "drop": commands.drop,
        }

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler of these callback queries."""
        query = update.callback_query
        if query is None:
            return
        message = query.message
        if not isinstance(message, Message) or message.chat.type != ChatType.PRIVATE:
            await acknowledge(query, TOO_OLD)
        elif query.from_user.id not in self._context.operators:
            await acknowledge(query, "This is for the bot's operators.")
        else:
            await self._press(query, message)

    async def _press(self, query: CallbackQuery, message: Message) -> None:
        _, verb, rest = (query.data or "").split(":", 2)
        number, _, words = rest.partition(":")
        asked = Asked(chat_of(message.chat, self._context.default_zone), words, operator=True)
        if not is_id(number):
            await acknowledge(query, TOO_OLD)
        elif verb == "page":
            await acknowledge(query, None)
            await revise(query.get_bot(), message, await self._page(asked, int(number)))
        elif verb == "add":
            await self._add(query, message, int(number), asked)
        elif (do := self._verbs.get(verb)) and (feed := await self._commands.known(int(number))):
            await acknowledge(query, None)
            await revise(query.get_bot(), message, await do(feed, asked))
        else:
            await acknowledge(query, "This feed is no longer followed." if verb in self._verbs else TOO_OLD)

    async def _page(self, asked: Asked, number: int) -> Rendered:
        try:
            return await self._commands.page(asked, number)
        except BadArgument as problem:  # they were removed since
            return try_this(str(problem), problem.example)

    async def _add(self, query: CallbackQuery, message: Message, number: int, asked: Asked) -> None:
        """The choice stays where it is, since several may be wanted; its address is the link in that line."""
        links = [entity.url for entity in message.entities if entity.type == MessageEntity.TEXT_LINK]
        if not 0 < number <= len(links):
            await acknowledge(query, TOO_OLD)
            return
        await acknowledge(query, "Asking it …")
        await answer(query.get_bot(), message.chat.id, await self._commands.follow(str(links[number - 1]), asked))
