"""What a chat wants, changed and told: what /subscribe and /alerts do with countries, kinds and quiet hours."""

from msgspec.structs import replace

from bot.chat.commands.command import Families
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.wishes.sentence import is_plain, rings
from bot.chat.typed.wishes import WishWords
from bot.desk.delivery.interests import chosen
from bot.model import Chat, Interest, Manner


class Choosing:
    """Changes what chats want, which are known."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._chats = families.context.store.outbox

    def subscribe(self, here: Chat) -> Chat:
        """Subscribes a chat as an update names it; what it chose when it was here before stays."""
        zone, now = self._context.zone_of(here.id), self._context.now()
        wanted = replace(here, subscribed=True, time_zone=zone, since=now)
        self._chats.subscribe(wanted, now)
        return self._chats.chat(here.id) or wanted

    def choose(self, chat: Chat, typed: WishWords) -> Chat:
        """The chat hears of what was typed, instead of what it heard of before; its muted outlets stay muted."""
        interest = chosen(chat.interest, {track.key for track in typed.tracks}, set(typed.kinds))
        return self.set_interest(chat, interest)

    def set_interest(self, chat: Chat, interest: Interest) -> Chat:
        self._chats.set_interest(chat.id, interest)
        return replace(chat, interest=interest)

    def set_manner(self, chat: Chat, manner: Manner) -> int:
        """Returns how many reports waited, and come now."""
        self._chats.set_manner(chat.id, manner)
        return self._chats.set_digest_anew(chat.id, self._context.now())

    def sentence(self, chat: Chat, t: Translator = ENGLISH) -> str:
        """What rings in the chat."""
        words = self._context.topic.vocabulary
        zone = chat.time_zone or self._context.default_zone
        muted = len(self._chats.muted_stories(chat.id, self._context.now()))
        now = self._context.now()
        return rings(chat, words.tracks, now, zone=zone, muted=muted, t=t, parties=words.parties)

    def more(self, chat: Chat, t: Translator = ENGLISH) -> str:
        """The sentence, where there is more to say than which alerts the chat gets; else ""."""
        muted = len(self._chats.muted_stories(chat.id, self._context.now()))
        return "" if is_plain(chat, muted) else self.sentence(chat, t)
