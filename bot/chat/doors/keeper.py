"""The doors' keeper: what is typed becomes an address of a channel, and is tried before a door is kept."""

from collections.abc import Sequence

from bot.chat.context import ChatContext
from bot.chat.delivery.channels import Channel, chat_at, recognised
from bot.chat.doors import addresses, webhook
from bot.chat.doors.posting import DoorSender, in_words
from bot.chat.ports import DoorPlace
from bot.model import Chat


class Keeper:
    """Fulfils ``DoorKeeper`` with the registry of channels."""

    def __init__(self, channels: Sequence[Channel], context: ChatContext, *, atom: str = "") -> None:
        """``context``: with what makes requests; ``atom``: where feed readers find the news."""
        self._channels = channels
        self._context = context
        self._atom = atom

    @property
    def atom(self) -> str:
        return self._atom

    def place_of(self, words: str, *, trusted: bool) -> DoorPlace:
        """Raises BadArgument."""
        found = recognised(words, self._channels)
        if found is None:
            raise addresses.refusal(words)
        channel, address = found
        if not trusted:
            addresses.refuse_open(address)
        return DoorPlace(
            channel.name,
            address,
            channel.shown(address),
            secret=webhook.new_secret() if channel.signs else "",
        )

    def chat_of(self, words: str, owner: Chat, zone: str) -> Chat:
        """Raises BadArgument."""
        chat = chat_at(words, self._context.store.outbox, self._channels, zone=zone, owner=owner.id)
        if chat is None:
            raise addresses.refusal(words)
        return chat

    async def greet(self, place: DoorPlace, *, trusted: bool) -> str:
        channel = next(one for one in self._channels if one.name == place.channel)
        sender = channel.sender(self._context)
        if not isinstance(sender, DoorSender):
            return ""
        return in_words(await sender.hello(place.address, place.secret, trusted=trusted))
