"""Doors that wait for their readers' word: an address is asked only so often, and opened by whoever reads there."""

import asyncio

from bot.chat.commands.command import CommandRequest
from bot.chat.context import ChatContext
from bot.chat.delivery.channels import address_of
from bot.chat.ports import DoorKeeper, DoorPlace
from bot.chat.render import Rendered
from bot.chat.render.retold.elsewhere import retold
from bot.chat.render.wishes import doors as render
from bot.chat.typed.bad_argument import BadArgument
from bot.model import Door, DoorState, KnockRefused, MailFault, NotMailed

EXAMPLE = "/doors add name@example.org"
_THERE = frozenset({DoorState.OPEN, DoorState.PAUSED})


class Confirming:
    """Asks addresses."""

    def __init__(self, context: ChatContext) -> None:
        self._context = context
        self._doors = context.store.doors

    def knock(self, place: DoorPlace, asked: CommandRequest) -> None:
        """Counts that the address is asked, unless it has a door of the chat's. Raises BadArgument where it may not
        be."""
        mine = [door for door in self._doors.of_chat(asked.chat.id) if door.chat.channel == place.channel]
        if any(door.state in _THERE and address_of(door.chat) == place.address for door in mine):
            return
        owner_id = None if asked.operator else asked.chat.id
        refused = self._doors.knock(owner_id, place.counted_as, self._context.now())
        if refused is not None:
            raise _not_asked(refused)

    async def ask(self, keeper: DoorKeeper, door: Door, place: DoorPlace, asked: CommandRequest) -> Rendered:
        """Raises BadArgument where the question cannot be sent; then there is no door."""
        trouble = await keeper.ask(door, place, asked.t.language)
        if trouble is None:
            return render.to_confirm(door, place.confirm_within, asked.t)
        await asyncio.to_thread(self._take_back, door, place, trouble)
        raise BadArgument("Nothing was added: {trouble}.", EXAMPLE, trouble=lambda t: retold(trouble.sentence, t))

    def _take_back(self, door: Door, place: DoorPlace, trouble: NotMailed) -> None:
        self._doors.remove(door.id, self._context.now())
        # That an address is none is an answer, and who asks for one after the other has had as many as may be.
        if trouble.fault is not MailFault.READER and not trouble.perhaps:
            self._doors.forgive(place.counted_as)


def _not_asked(why: KnockRefused) -> BadArgument:
    match why:
        case KnockRefused.CHAT:
            return BadArgument("Five addresses were asked for you within a day; more can be later.", "/doors")
        case KnockRefused.ADDRESS:
            return BadArgument("This address was asked often enough of late; it can be again some day.", "/doors")
        case KnockRefused.NEVER:
            return BadArgument("Whoever reads at this address wants no mail of this bot.", "/doors")
        case KnockRefused.ALL:
            return BadArgument("This bot has asked as many addresses as it may in a day; try it tomorrow.", "/doors")
