"""/start: what the bot is, alerts in three taps, and in one by a link (``t.me/BOT?start=korea``)."""

from collections.abc import Mapping

from msgspec import Struct

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.roles.invites import INVITED
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.render import Rendered, help  # noqa: A004  # the room's own module, not the builtin
from bot.chat.render.notice import try_this
from bot.chat.render.wishes import first_steps
from bot.chat.typed.bad_argument import shown
from bot.chat.typed.wishes import WishWords, wish_words
from bot.chat.typed.zones import SUGGESTED, zone_in_words
from bot.desk.delivery.interests import chosen
from bot.model import Alerts, Chat, ChatType, Track


class Steps(Struct, frozen=True):
    """What a button of a newcomer has chosen."""

    key: str
    track: Track | None
    """None for all countries."""
    weight: Alerts | None = None
    zone: str = ""

    @property
    def where(self) -> str:
        return self.track.name if self.track else ""


class Starting:
    """What leads to alerts."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._chats = families.context.store.outbox
        self._choosing = families.of(Choosing)

    def start(self, asked: CommandRequest) -> Rendered:
        """What the bot is; of a link with a country or a kind of news, alerts of these at once."""
        known = self._chats.chat(asked.chat.id)
        subscribed = known is not None and known.subscribed
        typed = wish_words(asked.words.replace("_", " "), self._context.topic.vocabulary.tracks)
        if typed.narrows and not typed.rest:
            return self._by_link(asked, typed, known if subscribed else None)
        unread = (
            ""
            if not asked.words.strip() or asked.words.startswith(INVITED)
            else f"“{shown(asked.words)}” is no country and no kind of news here."
        )
        tracks = self._context.topic.vocabulary.tracks
        return help.start(self._context.topic, subscribed=subscribed, replay=self._context.replay, unread=unread,
                          buttons=() if subscribed else first_steps.countries(tracks))  # fmt: skip

    def _by_link(self, asked: CommandRequest, typed: WishWords, known: Chat | None) -> Rendered:
        """In a group anybody may press a link, and only its administrators subscribe."""
        if known is not None:
            return first_steps.kept(self._choosing.sentence(known))
        if asked.chat.type is not ChatType.PRIVATE:
            return try_this("An administrator gets these alerts for this chat.", f"/subscribe {asked.words}")
        chat = self._choosing.choose(self._choosing.subscribe(asked.chat), typed)
        return self._begun(chat)

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``begin:COUNTRY``, ``begin:COUNTRY:WEIGHT`` and ``begin:COUNTRY:WEIGHT:ZONE``."""
        return {first_steps.BEGIN: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        await pressed.replace_message(lambda: self._step(pressed))

    def _step(self, pressed: ButtonPress) -> Rendered:
        """Raises Outdated."""
        steps, here = self._steps(pressed.words), pressed.as_request().chat
        known = self._chats.chat(here.id)
        if known is not None and known.subscribed:
            return first_steps.kept(self._choosing.sentence(known))
        if steps.weight is None:
            return first_steps.weights(steps.where, steps.key)
        if not steps.zone:
            return first_steps.zones(steps.where, steps.key, steps.weight)
        return self._subscribed(here, steps, steps.weight)

    def _subscribed(self, here: Chat, steps: Steps, weight: Alerts) -> Rendered:
        self._chats.set_time_zone(here, steps.zone)
        chat = self._choosing.subscribe(here)
        keys = {steps.track.key} if steps.track else set()
        self._choosing.set_interest(chat, chosen(chat.interest, keys, set()))
        self._chats.set_alerts(chat.id, weight, first_steps.DIGEST_AT)
        return self._begun(self._chats.chat(chat.id) or chat)

    def _begun(self, chat: Chat) -> Rendered:
        zone = chat.time_zone or self._context.default_zone
        return first_steps.begun(self._choosing.sentence(chat), zone=zone_in_words(zone))

    def _steps(self, words: str) -> Steps:
        key, weight, zone, *more = [*words.split(":"), "", ""]
        track = next((one for one in self._context.topic.vocabulary.tracks if one.key == key), None)
        unread = any(more) or (track is None and key != first_steps.EVERY)
        if unread or (weight and weight not in set(Alerts)) or (zone and zone not in SUGGESTED):
            raise Outdated
        return Steps(key, track, Alerts(weight) if weight else None, zone)
