"""/settings: the one message that shows and changes what rings in a chat, by its buttons."""

from collections.abc import Mapping

from msgspec.structs import replace

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered
from bot.chat.render.wishes import settings
from bot.chat.render.wishes.subscriptions import key_of
from bot.chat.typed.bad_argument import BadArgument
from bot.chat.typed.wishes import most_words, quiet_words
from bot.chat.typed.zones import SUGGESTED
from bot.desk.delivery.digest import clock_of
from bot.desk.delivery.interests import chosen, with_languages
from bot.desk.delivery.subscriptions import by
from bot.model import EVERY_DAY, Alerts, Chat, ChatSubscription, Manner, NewsKind

_SAID = {settings.REMOVE: {"yes"}, settings.PAUSE: {"yes", "no"}}
"""What buttons say that do something to one of several subscriptions."""


class SettingsCommands:
    """The settings of a chat."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._chats, self._subscriptions = families.context.store.outbox, families.context.store.subscriptions
        self._choosing = families.of(Choosing)

    def settings(self, asked: CommandRequest) -> Rendered:
        """The first screen."""
        return self._screen("", asked.chat, asked.t)

    def subscriptions(self, asked: CommandRequest) -> Rendered:
        """The screen of all subscriptions."""
        return self._screen(settings.SUBSCRIPTIONS, asked.chat, asked.t)

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``set:SCREEN`` and ``set:SCREEN:VALUE``; of one subscription ``set:SCREEN@KEY``."""
        return {settings.SET: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        await pressed.replace_message(lambda: self._pressed(pressed))

    def _pressed(self, pressed: ButtonPress) -> Rendered:
        """Raises Outdated and BadArgument for what no button says."""
        screen, _, value = pressed.words.partition(":")
        name, _, key = screen.partition("@")
        here, t = pressed.here, pressed.t
        if name == settings.SUBSCRIBED and value:
            self._set_subscribed(here, value)
            return self._screen("", here, t)
        known = self._chats.chat(here.id)
        if known is None or not known.subscribed:
            return self._screen(name, here, t)
        if key:
            return self._pressed_of(key, name, value, known, t)
        return self._screen(name, here, t, self._set(name, known, value) if value else 0)

    def _screen(
        self, name: str, here: Chat, t: Translator, come: int = 0, one: ChatSubscription | None = None
    ) -> Rendered:
        """``one``: the subscription that the screen is of, where the chat has several."""
        chat = self._chats.chat(here.id) or replace(here, subscribed=False)
        zone = chat.time_zone or self._context.default_zone
        muted = len(self._chats.muted_stories(chat.id, self._context.now()))
        words = self._context.topic.vocabulary
        listed, key = self._choosing.listed(chat, t), key_of(one) if one is not None else ""
        sentence = self._choosing.sentence(chat, t)
        if one is not None:
            sentence = next((told.told for told in listed if told.key == key), sentence)
        shown = by(chat, one) if one is not None else chat
        view = settings.View(shown, words.tracks, sentence, zone, muted, come, t, words.parties, listed, key)
        return settings.screen(name, view)

    # --- One of several subscriptions

    def _pressed_of(self, key: str, name: str, value: str, known: Chat, t: Translator) -> Rendered:
        """What was pressed on the screen of one subscription; the list, where that is there no more."""
        one = next((one for one in self._subscriptions.of_chat(known.id) if key_of(one) == key), None)
        if one is None:
            return self._screen(settings.SUBSCRIPTIONS, known, t)
        now = self._context.now()
        if value not in _SAID.get(name, {value}):
            raise Outdated
        if name == settings.REMOVE:
            come = self._subscriptions.remove(known.id, one.number, now) or 0
            return self._screen(settings.SUBSCRIPTIONS, known, t, come)
        if name == settings.PAUSE:
            paused = replace(one, interest=replace(one.interest, paused=value == "yes"))
            return self._screen(settings.SUBSCRIPTIONS, known, t, self._subscriptions.keep(known.id, paused, now))
        if name not in settings.OF_ONE:
            raise Outdated
        if not value:
            return self._screen(name, known, t, one=one)
        before = by(known, one)
        after = self._changed(name, before, value)
        if (after.digest_at, after.digest_days) != (before.digest_at, before.digest_days):
            self._chats.set_alerts(known.id, known.alerts, after.digest_at, after.digest_days)
        changed = replace(one, interest=after.interest, alerts=after.alerts, silent=after.manner.silent)
        come = self._subscriptions.keep(known.id, changed, now)
        return self._screen(settings.ONE if name == settings.SOUND else name, known, t, come, changed)

    # --- What a button sets

    def _set_subscribed(self, here: Chat, value: str) -> None:
        now = self._context.now()
        if value == "no":
            self._chats.unsubscribe(here.id, now)
        else:
            self._choosing.subscribe(here)

    def _set(self, name: str, chat: Chat, value: str) -> int:
        """Keeps what a button says of the chat; returns how many reports waited, and come now."""
        if name == settings.ZONE:
            return self._set_zone(chat, value)
        if name == settings.MUTED:
            self._chats.unmute_stories(chat.id)
            self._choosing.set_interest(chat, replace(chat.interest, muted=()))
            return 0
        after = self._changed(name, chat, value)
        if after.interest != chat.interest:
            self._choosing.set_interest(chat, after.interest)
        if after.manner != chat.manner:
            return self._choosing.set_manner(chat, after.manner)
        if after != replace(chat, interest=after.interest):
            self._chats.set_alerts(chat.id, after.alerts, after.digest_at, after.digest_days)
            return self._chats.set_digest_anew(chat.id, self._context.now())
        return 0

    def _set_zone(self, chat: Chat, value: str) -> int:
        if value not in SUGGESTED:
            raise BadArgument("No button has this zone.", "/timezone Asia/Seoul")
        self._chats.set_time_zone(chat, value)
        return self._chats.set_digest_anew(chat.id, self._context.now())

    def _changed(self, name: str, chat: Chat, value: str) -> Chat:
        """The chat as a button says. Raises Outdated and BadArgument."""
        match name:
            case settings.TRACKS:
                keys = {track.key for track in self._context.topic.vocabulary.tracks}
                tracks = _changed(set(chat.interest.tracks), value, keys)
                return replace(chat, interest=chosen(chat.interest, tracks, set(chat.interest.kinds)))
            case settings.KINDS:
                kinds = _changed({str(kind) for kind in chat.interest.kinds}, value, {str(kind) for kind in NewsKind})
                wanted = chosen(chat.interest, set(chat.interest.tracks), set(map(NewsKind, kinds)))
                return replace(chat, interest=wanted)
            case settings.LANGUAGES:
                languages = _changed(set(chat.interest.languages), value, set(settings.OFFERED))
                return replace(chat, interest=with_languages(chat.interest, languages))
            case settings.ALERTS:
                return _with_alerts(chat, value)
            case settings.QUIET:
                return replace(chat, manner=_with_quiet(chat.manner, value))
            case settings.MOST:
                return replace(chat, manner=replace(chat.manner, cap=most_words(value)))
            case settings.SOUND:
                return replace(chat, manner=replace(chat.manner, silent=value == "off"))
            case _:
                raise Outdated


def _with_alerts(chat: Chat, value: str) -> Chat:
    """A weight, ``at 8:00``, or ``on 12345``. Raises Outdated."""
    if value.startswith("at ") and (time := clock_of(value[3:])) is not None:
        return replace(chat, digest_at=f"{time:%H:%M}")
    if value.startswith("on ") and value[3:] and set(value[3:]) <= set(EVERY_DAY):
        return replace(chat, digest_days=value[3:])
    if value not in set(Alerts):
        raise Outdated
    return replace(chat, alerts=Alerts(value))


def _with_quiet(manner: Manner, value: str) -> Manner:
    """Hours, or whether great events pass them. Raises BadArgument."""
    if value.startswith(settings.PASS):
        return replace(manner, great_pass=value.endswith("yes"))
    wanted = quiet_words(value, manner)
    return replace(wanted, great_pass=manner.great_pass and bool(wanted.quiet))


def _changed(mine: set[str], value: str, known: set[str]) -> set[str]:
    """The choice after ``+KR``, ``-KR`` or ``all``. Raises Outdated."""
    if value == settings.EVERY:
        return set()
    if value[:1] not in {"+", "-"} or value[1:] not in known | mine:
        raise Outdated
    return mine | {value[1:]} if value[0] == "+" else mine - {value[1:]}
