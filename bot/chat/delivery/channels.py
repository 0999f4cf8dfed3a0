"""The registry of channels: what the delivery loop must know of a way to readers, a row each."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct

from bot.chat.context import ChatContext
from bot.chat.delivery.outbox import Outbox
from bot.chat.delivery.pacing import Pacing
from bot.chat.delivery.sending import Sender
from bot.chat.ports import Addresses, OwedByChannel
from bot.model import Chat, Delivery, SendOutcome, Settlement

LONGEST_ADDRESS = 500
"""Characters, before its owner's id; PostgreSQL indexes 2,704 bytes at the most."""


class Channel(Struct, frozen=True):
    """A row of the registry."""

    name: str
    """In lower case, as the chats table has it; what was sent before is of that name, so it stays."""
    sender: Callable[[ChatContext], Sender]
    """What sends, made once at the worker's start."""
    pace: Callable[[], Pacing]
    """How fast, in all and to each address."""
    recognise: Callable[[str], str | None] = lambda words: None
    """The address that somebody typed, in the one spelling that is kept; None for what is none of this channel's. Of a
    channel whose chats come by themselves, as Telegram's do, nobody types any."""
    shown: Callable[[str], str] = str
    """An address as lists and logs may show it: without the secrets in it."""
    signs: bool = False
    """Its messages are signed with a secret of each address, which its owner is told once."""
    confirms: bool = False
    """Whoever reads at an address has to say that news may come, before any does."""
    one_server: bool = True
    """All of its addresses are at one server: while that takes nothing, nothing is sent."""


def recognised(words: str, channels: Iterable[Channel]) -> tuple[Channel, str] | None:
    """The channel that knows an address, and the address as it keeps it."""
    for channel in channels:
        address = channel.recognise(words)
        if address is not None and len(address) <= LONGEST_ADDRESS:
            return channel, address
    return None


def chat_at(
    words: str, addresses: Addresses, channels: Iterable[Channel], *, zone: str, owner: int | None = None
) -> Chat | None:
    """The chat at an address of one of the channels, made where the store has none; None for what is no address.

    ``zone``: IANA name of the time zone of a chat that is made. It is subscribed like any other chat. ``owner``: the
    chat that it is of; another's chat at the same address is another one.
    """
    found = recognised(words, channels)
    if found is None:
        return None
    channel, address = found
    kept = address if owner is None else f"{address} {owner}"
    return addresses.chat_at(channel.name, kept, title=channel.shown(address), zone=zone)


def address_of(chat: Chat) -> str:
    """Where a chat is, without whose it is: no address has a blank."""
    return chat.address.partition(" ")[0]


class _ChannelRows(Struct, frozen=True):
    """The outbox as the loop of one channel sees it."""

    owed: OwedByChannel
    channel: str

    def claim_owed(self, now: datetime, limit: int, lease: timedelta) -> list[Delivery]:
        return self.owed.claim_owed(now, limit, lease, self.channel)

    def settle(self, s: Settlement, now: datetime) -> None:
        self.owed.settle(s, now)


class Deliveries:
    """A delivery loop for each channel: none waits for another's limits, outages and slow answers."""

    def __init__(
        self,
        channels: Iterable[Channel],
        owed: OwedByChannel,
        context: ChatContext,
        ended: Callable[[str, SendOutcome], None] = lambda channel, outcome: None,
    ) -> None:
        """``ended`` hears of each send, with its channel's name."""
        self._loops = [
            Outbox(
                _ChannelRows(owed, one.name),
                one.sender(context),
                one.pace(),
                now=context.now,
                has_outages=one.one_server,
                ended=partial(ended, one.name),
            )
            for one in channels
        ]

    def wake(self) -> None:
        """Something new is owed: all look at once. To be called in the loop's thread."""
        for loop in self._loops:
            loop.wake()

    async def run(self, stop: asyncio.Event) -> None:
        """Sends until ``stop`` is set, as ``Outbox.run`` does."""
        async with asyncio.TaskGroup() as together:
            for loop in self._loops:
                together.create_task(loop.run(stop))
