"""From a pressed button to what its family of commands does about it, and who may press."""

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.ext import ContextTypes

from bot.chat.commands.button_press import (
    FOR_ADMINISTRATORS,
    FOR_OPERATORS,
    TOO_OLD,
    ButtonPress,
    Outdated,
    PressHandler,
    acknowledge,
)
from bot.chat.commands.command import Command, Families, NotHere
from bot.chat.delivery.side_work import SideWork
from bot.chat.people import Untold, may_press_for_chat
from bot.chat.topics import chat_here
from bot.chat.typed.arguments import BadArgument
from bot.model import ChatType


class Presses:
    """Answers presses of all buttons of ours."""

    def __init__(self, families: Families, aside: SideWork) -> None:
        self._families, self._aside = families, aside
        self._buttons: dict[str, tuple[Command, PressHandler]] = {}
        for command in families.commands.values():
            self._buttons |= {word: (command, press) for word, press in _buttons_of(command, families).items()}

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler of every callback query."""
        query = update.callback_query
        if query is None:
            return
        try:
            await self._press(query, update)
        except (BadArgument, NotHere, Outdated):
            await acknowledge(query, TOO_OLD)
        except Untold as problem:
            await acknowledge(query, str(problem))

    async def _press(self, query: CallbackQuery, update: Update) -> None:
        """Raises BadArgument, NotHere, Outdated and Untold."""
        word, _, words = (query.data or "").partition(":")
        if query.message is None or word not in self._buttons:
            raise Outdated
        command, press = self._buttons[word]
        about = self._families.context
        if command.is_for_operators:
            if not isinstance(query.message, Message) or query.message.chat.type != ChatType.PRIVATE:
                raise Outdated
            if query.from_user.id not in about.operators:
                await acknowledge(query, FOR_OPERATORS)
                return
        if command.buttons_change and not await self._may_change(query, query.message):
            await acknowledge(query, FOR_ADMINISTRATORS)
            return
        here = await chat_here(query.message, about, query.from_user)
        await press(ButtonPress(query, query.message, words, update, self._aside, here))

    async def _may_change(self, query: CallbackQuery, message: MaybeInaccessibleMessage) -> bool:
        operators = self._families.context.operators
        return await may_press_for_chat(query.get_bot(), message.chat, query.from_user, operators)


def _buttons_of(command: Command, families: Families) -> dict[str, PressHandler]:
    try:
        return dict(command.buttons(families.of)) if command.buttons else {}
    except NotHere:
        return {}
