"""A button that somebody pressed, and what is done about it: acknowledged at once, then its message changed or replied
to."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from msgspec import Struct
from telegram import Bot, CallbackQuery, MaybeInaccessibleMessage, Message, Update, error

from bot.chat.commands.command import CommandRequest, Work
from bot.chat.delivery.messenger import revise
from bot.chat.delivery.side_work import Place, SideWork
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.logs import one_line
from bot.chat.render import Rendered
from bot.chat.topics import thread_of
from bot.model import Chat

_log = logging.getLogger(__name__)

TOO_OLD = "This button no longer works."
FOR_ADMINISTRATORS = "This is for the administrators of this chat."
FOR_OPERATORS = "This is for the bot's operators."


PressHandler = Callable[["ButtonPress"], Awaitable[None]]
"""What a family does about a press."""


class Outdated(Exception):  # noqa: N818  # what the user is told, not a failure of ours
    """The button no longer works."""


class ButtonPress(Struct, frozen=True):
    """A press. What its family does about it raises Outdated or BadArgument where the button no longer works."""

    query: CallbackQuery
    below: MaybeInaccessibleMessage
    """The message that the button is under."""
    words: str
    """The button's data behind its first colon."""
    update: Update
    aside: SideWork
    here: Chat
    """The chat, or the topic of a forum, that the message is in."""
    t: Translator = ENGLISH
    """Speaks the language of the answer, as ``ChatContext.translator_of`` the chat."""

    @property
    def bot(self) -> Bot:
        return self.query.get_bot()

    @property
    def message(self) -> Message:
        """The message with its words. Raises Outdated where Telegram does not show it any more."""
        if not isinstance(self.below, Message):
            raise Outdated
        return self.below

    def as_request(self, words: str = "", *, operator: bool = False) -> CommandRequest:
        """The words as if they were typed behind a command in the same chat."""
        place = Place(self.bot, self.below.chat.id, None, thread_of(self.below))
        return CommandRequest(self.here, words, operator=operator, place=place, t=self.t)

    async def acknowledge(self, words: str | None = None) -> None:
        """Ends the button's spinner."""
        await acknowledge(self.query, words)

    async def replace_message(self, make: Callable[[], Rendered]) -> None:
        """Replaces the message by what ``make`` returns; that is called in a thread."""
        message = self.message
        made = await asyncio.to_thread(make)
        await self.acknowledge()
        await revise(self.bot, message, made)

    async def reply(self, make: Callable[[], Rendered]) -> None:
        """Replies to the message with what ``make`` returns; that is called in a thread."""
        made = await asyncio.to_thread(make)
        await self.acknowledge()
        await self._place.say(made)

    @property
    def _place(self) -> Place:
        """In reply to the message."""
        return Place(self.bot, self.below.chat.id, self.below.message_id, thread_of(self.below))

    async def begin(self, work: Work, words: str) -> None:
        """Starts long work and says the words meanwhile, or why it cannot start."""
        refused = self.aside.begin(self.update, self._place, partial(work.do, self._place), once=False, t=self.t)
        await self.acknowledge(refused.plain if refused else words)


def is_id(number: str) -> bool:
    """Whether digits are a number that a database takes as a key."""
    return number.isascii() and number.isdigit() and len(number) <= 15 and int(number) < 2**31


async def acknowledge(query: CallbackQuery, words: str | None) -> None:
    """Ends a button's spinner; Telegram refuses that for presses older than a minute or so, which is no harm."""
    try:
        await query.answer(words)
    except error.BadRequest as problem:
        _log.info("a button's press could not be acknowledged: %s", one_line(str(problem)))
