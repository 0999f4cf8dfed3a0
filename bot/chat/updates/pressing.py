"""From a pressed button to what its family of commands does about it, and who may press."""

import asyncio

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
from bot.chat.people import Untold, may_press_for_chat, speaker_for
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
        if query.message is None:
            await acknowledge(query, speaker_for(query.from_user).say(TOO_OLD))
            return
        about = self._families.context
        here = await chat_here(query.message, about, query.from_user)
        t = await asyncio.to_thread(about.translator_of, here)
        words = (query.data or "").partition(":")[2]
        try:
            await self._press(ButtonPress(query, query.message, words, update, self._aside, here, t))
        except (BadArgument, NotHere, Outdated):
            await acknowledge(query, t.say(TOO_OLD))
        except Untold as problem:
            await acknowledge(query, t.whole(str(problem)))

    async def _press(self, pressed: ButtonPress) -> None:
        """Raises BadArgument, NotHere, Outdated and Untold."""
        query, message = pressed.query, pressed.below
        word = (query.data or "").partition(":")[0]
        if word not in self._buttons:
            raise Outdated
        command, press = self._buttons[word]
        if command.is_for_operators:
            if not isinstance(message, Message) or message.chat.type != ChatType.PRIVATE:
                raise Outdated
            if query.from_user.id not in self._families.context.operators:
                await acknowledge(query, pressed.t.say(FOR_OPERATORS))
                return
        if command.buttons_change and not await self._may_change(query, message):
            await acknowledge(query, pressed.t.say(FOR_ADMINISTRATORS))
            return
        await press(pressed)

    async def _may_change(self, query: CallbackQuery, message: MaybeInaccessibleMessage) -> bool:
        operators = self._families.context.operators
        return await may_press_for_chat(query.get_bot(), message.chat, query.from_user, operators)


def _buttons_of(command: Command, families: Families) -> dict[str, PressHandler]:
    try:
        return dict(command.buttons(families.of)) if command.buttons else {}
    except NotHere:
        return {}
