"""The doors' keeper: what is typed becomes an address of a channel, and is tried before a door is kept."""

from collections.abc import Sequence

from bot.chat.context import ChatContext
from bot.chat.delivery.channels import Channel, chat_at, recognised
from bot.chat.doors import addresses, webhook
from bot.chat.doors.mail import tokens
from bot.chat.doors.mail.mail_sender import UNSET, MailSender
from bot.chat.doors.posting import DoorSender, in_words
from bot.chat.languages.translator import translator
from bot.chat.ports import DoorPlace
from bot.chat.typed.bad_argument import BadArgument
from bot.model import Chat, Door, NotMailed


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
        if channel.confirms:
            if self._context.mail is None:
                raise BadArgument("This bot sends no e-mail yet: who runs it sets SMTP_HOST first.", addresses.EXAMPLE)
            key = self._context.store.get(tokens.KEY) or ""
            return DoorPlace(
                channel.name,
                address,
                channel.shown(address),
                tokens.new_secret(),
                confirm_within=tokens.CONFIRM_WITHIN,
                counted_as=tokens.mark(key, address),
            )
        secret = webhook.new_secret() if channel.signs else ""
        return DoorPlace(channel.name, address, channel.shown(address), secret)

    def chat_of(self, words: str, owner: Chat, zone: str) -> Chat:
        """Raises BadArgument."""
        chat = chat_at(words, self._context.store.outbox, self._channels, zone=zone, owner=owner.id)
        if chat is None:
            raise addresses.refusal(words)
        return chat

    async def greet(self, place: DoorPlace, language: str, *, trusted: bool) -> str:
        sender = self._channel(place.channel).sender(self._context)
        if not isinstance(sender, DoorSender):
            return ""
        return in_words(await sender.hello(place.address, place.secret, translator(language), trusted=trusted))

    async def ask(self, door: Door, place: DoorPlace, language: str) -> NotMailed | None:
        sender = self._channel(place.channel).sender(self._context)
        return await sender.ask(door, place.counted_as, language) if isinstance(sender, MailSender) else UNSET

    def _channel(self, name: str) -> Channel:
        return next(one for one in self._channels if one.name == name)
