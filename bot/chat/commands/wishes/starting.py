"""/start: what the bot is, alerts in three taps, and in one by a link (``t.me/BOT?start=korea``)."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.roles.invites import INVITED
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.languages.names import track_in_list
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered, help  # noqa: A004  # the room's own module, not the builtin
from bot.chat.render.notice import try_this
from bot.chat.render.wishes import first_steps
from bot.chat.typed.bad_argument import shown
from bot.chat.typed.wishes import WishWords, wish_words
from bot.chat.typed.zones import SUGGESTED, zone_in_words
from bot.desk.delivery.interests import chosen
from bot.model import Alerts, Chat, ChatType, Party, Track


class Steps(Struct, frozen=True):
    """What a button of a newcomer has chosen."""

    key: str
    track: Track | None
    """None for all countries."""
    weight: Alerts | None = None
    zone: str = ""

    def where(self, t: Translator, parties: Sequence[Party]) -> str:
        return track_in_list(self.track, t, parties) if self.track else ""


class Starting:
    """What leads to alerts."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._chats = families.context.store.outbox
        self._choosing = families.of(Choosing)

    def start(self, asked: CommandRequest) -> Rendered:
        """What the bot is; of a link with a country or a kind of news, alerts of these at once."""
        known, t = self._chats.chat(asked.chat.id), asked.t
        subscribed = known is not None and known.subscribed
        typed = wish_words(asked.words.replace("_", " "), self._context.topic.vocabulary.tracks)
        if typed.narrows and not typed.rest:
            return self._by_link(asked, typed, known if subscribed else None)
        unread = (
            ""
            if not asked.words.strip() or asked.words.startswith(INVITED)
            else t.say("“{typed}” is no country and no kind of news here.", typed=shown(asked.words))
        )
        words = self._context.topic.vocabulary
        return help.start(
            self._context.topic, subscribed=subscribed, replay=self._context.replay, unread=unread,
            buttons=() if subscribed else first_steps.countries(words.tracks, t, words.parties), t=t,
        )  # fmt: skip

    def _by_link(self, asked: CommandRequest, typed: WishWords, known: Chat | None) -> Rendered:
        """In a group anybody may press a link, and only its administrators subscribe."""
        if known is not None:
            return first_steps.kept(self._choosing.sentence(known, asked.t), asked.t)
        if asked.chat.type is not ChatType.PRIVATE:
            told = asked.t.say("An administrator gets these alerts for this chat.")
            return try_this(told, f"/subscribe {asked.words}", asked.t)
        chat = self._choosing.choose(self._choosing.subscribe(asked.chat), typed)
        return self._begun(chat, asked.t)

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``begin:COUNTRY``, ``begin:COUNTRY:WEIGHT`` and ``begin:COUNTRY:WEIGHT:ZONE``."""
        return {first_steps.BEGIN: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        await pressed.replace_message(lambda: self._step(pressed))

    def _step(self, pressed: ButtonPress) -> Rendered:
        """Raises Outdated."""
        steps, here, t = self._steps(pressed.words), pressed.here, pressed.t
        known = self._chats.chat(here.id)
        if known is not None and known.subscribed:
            return first_steps.kept(self._choosing.sentence(known, t), t)
        where = steps.where(t, self._context.topic.vocabulary.parties)
        if steps.weight is None:
            return first_steps.weights(where, steps.key, t)
        if not steps.zone:
            return first_steps.zones(where, steps.key, steps.weight, t)
        return self._subscribed(here, steps, steps.weight, t)

    def _subscribed(self, here: Chat, steps: Steps, weight: Alerts, t: Translator) -> Rendered:
        self._chats.set_time_zone(here, steps.zone)
        chat = self._choosing.subscribe(here)
        keys = {steps.track.key} if steps.track else set()
        self._choosing.set_interest(chat, chosen(chat.interest, keys, set()))
        self._chats.set_alerts(chat.id, weight, first_steps.DIGEST_AT)
        return self._begun(self._chats.chat(chat.id) or chat, t)

    def _begun(self, chat: Chat, t: Translator) -> Rendered:
        zone = chat.time_zone or self._context.default_zone
        return first_steps.begun(self._choosing.sentence(chat, t), zone=zone_in_words(zone, t), t=t)

    def _steps(self, words: str) -> Steps:
        key, weight, zone, *more = [*words.split(":"), "", ""]
        track = next((one for one in self._context.topic.vocabulary.tracks if one.key == key), None)
        unread = any(more) or (track is None and key != first_steps.EVERY)
        if unread or (weight and weight not in set(Alerts)) or (zone and zone not in SUGGESTED):
            raise Outdated
        return Steps(key, track, Alerts(weight) if weight else None, zone)
