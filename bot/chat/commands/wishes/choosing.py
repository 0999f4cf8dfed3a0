"""What a chat wants, changed and told: what /subscribe and /alerts do with countries, kinds and quiet hours."""

from msgspec.structs import replace

from bot.chat.commands.command import Families
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.wishes.sentence import is_plain, rings, rings_by
from bot.chat.render.wishes.subscriptions import Listed, key_of, name_of
from bot.chat.typed.wishes import WishWords
from bot.desk.delivery.interests import chosen
from bot.desk.delivery.subscriptions import by
from bot.model import Alerts, Chat, Interest, Manner


class Choosing:
    """Changes what chats want, which are known."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._chats, self._subscriptions = families.context.store.outbox, families.context.store.subscriptions

    def subscribe(self, here: Chat) -> Chat:
        """Subscribes a chat as an update names it; what it chose when it was here before stays."""
        zone, now = self._context.zone_of(here.id), self._context.now()
        wanted = replace(here, subscribed=True, time_zone=zone, since=now)
        self._chats.subscribe(wanted, now)
        known = self._chats.chat(here.id) or wanted
        return self.set_interest(known, replace(known.interest, paused=False)) if known.interest.paused else known

    def choose(self, chat: Chat, typed: WishWords) -> Chat:
        """The chat hears of what was typed, instead of what it heard of before; its muted outlets stay muted."""
        interest = chosen(replace(chat.interest, paused=False), {track.key for track in typed.tracks}, set(typed.kinds))
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
        now, several = self._context.now(), self.several(chat)
        return rings(chat, words.tracks, now, zone=zone, muted=muted, several=several, t=t, parties=words.parties)

    def listed(self, chat: Chat, t: Translator = ENGLISH) -> list[Listed]:
        """The chat's subscriptions, as they are told in their list."""
        words, now = self._context.topic.vocabulary, self._context.now()
        zone = chat.time_zone or self._context.default_zone
        return [
            Listed(
                key_of(one),
                name_of(one, t),
                rings_by(by(chat, one), words.tracks, now, zone=zone, t=t, parties=words.parties),
                one.paused,
            )
            for one in self._subscriptions.of_chat(chat.id)
        ]

    def several(self, chat: Chat) -> list[Chat]:
        """The chat as it would be with each of its subscriptions alone; none where it has but one."""
        those = self._subscriptions.of_chat(chat.id)
        return [by(chat, one) for one in those] if len(those) > 1 else []

    def has_weight(self, chat: Chat, weight: Alerts) -> bool:
        """Whether any subscription of the chat that is not paused rings at once for what has such weight."""
        return any(one.alerts is weight and not one.interest.paused for one in self.several(chat) or [chat])

    def more(self, chat: Chat, t: Translator = ENGLISH) -> str:
        """The sentence, where there is more to say than which alerts the chat gets; else ""."""
        muted = len(self._chats.muted_stories(chat.id, self._context.now()))
        return "" if is_plain(chat, muted) and not self.several(chat) else self.sentence(chat, t)
