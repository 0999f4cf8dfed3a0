"""How many commands a person may send within a minute, so that nobody takes the bot from everybody else."""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.chat.commands.button_press import acknowledge
from bot.chat.delivery.side_work import Place
from bot.chat.languages.translator import Translator
from bot.chat.people import is_operator, is_private, speaker_for
from bot.chat.render.notice import say
from bot.chat.updates.inline import refuse
from bot.chat.updates.routing import command_in

PER_MINUTE = 30
"""Commands, presses of buttons and inline queries, as many as a hasty reader needs."""
MOST_PEOPLE = 10_000
"""Who is remembered, the latest; a minute knows fewer."""

_MINUTE = 60.0


@dataclass(slots=True)
class _Spent:
    since: float
    asked: int = 0


class Quota:
    """Counts what each asks, within a minute that begins with the first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds that only go forward."""
        self._clock = clock
        self._people: OrderedDict[int, _Spent] = OrderedDict()

    def take(self, who: int) -> float | None:
        """None where the person may go on; else the seconds to wait, and 0 where that has been said."""
        now = self._clock()
        spent = self._people.get(who)
        if spent is None or now - spent.since >= _MINUTE:
            spent = self._people[who] = _Spent(now)
            self._people.move_to_end(who)
            if len(self._people) > MOST_PEOPLE:
                self._people.popitem(last=False)
        spent.asked += 1
        if spent.asked <= PER_MINUTE:
            return None
        return spent.since + _MINUTE - now if spent.asked == PER_MINUTE + 1 else 0.0

    def __len__(self) -> int:
        return len(self._people)


class Gate:
    """Handlers that come before all others, and keep from them what is too much."""

    def __init__(self, quota: Quota, operators: frozenset[int], commands: Collection[str]) -> None:
        """``operators`` ask as much as they like. ``commands``: the names of ours."""
        self._quota = quota
        self._commands = commands
        self._operators = operators

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Raises ApplicationHandlerStop for a message that is not to be answered."""
        message = update.effective_message
        if message is None or is_operator(message, self._operators):
            return
        typed = command_in(message, context.bot.username)
        if not is_private(message) and (typed is None or typed.name not in self._commands):
            return  # another bot's business
        wait = self._quota.take(_sender(message))
        if wait is None:
            return
        if wait:
            await Place.of(message).say(say(_enough(wait, speaker_for(message.from_user))))
        raise ApplicationHandlerStop

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Raises ApplicationHandlerStop for a press that is not to be answered."""
        query = update.callback_query
        if query is None or query.from_user.id in self._operators:
            return
        wait = self._quota.take(query.from_user.id)
        if wait is None:
            return
        if wait:
            await acknowledge(query, _enough(wait, speaker_for(query.from_user)))
        raise ApplicationHandlerStop

    async def on_inline_query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Raises ApplicationHandlerStop for an inline query that is not to be answered."""
        query = update.inline_query
        if query is None or query.from_user.id in self._operators:
            return
        wait = self._quota.take(query.from_user.id)
        if wait is None:
            return
        if wait:
            one, many = "Too many requests. Go on in {number} second", "Too many requests. Go on in {number} seconds"
            await refuse(query, speaker_for(query.from_user).plural(one, many, max(1, round(wait))), wait)
        raise ApplicationHandlerStop


def _sender(message: Message) -> int:
    """The person; of an anonymous administrator the group, of a channel's post the channel."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else message.chat.id


def _enough(wait: float, t: Translator) -> str:
    sentence = "I answer {most} requests a minute from one person, and these were more."
    again = t.plural("Please go on in {number} second.", "Please go on in {number} seconds.", max(1, round(wait)))
    return f"{t.say(sentence, most=str(PER_MINUTE))}{t.gap}{again}"
