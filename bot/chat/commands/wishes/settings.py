"""/settings: the one message that shows and changes what rings in a chat, by its buttons."""

from collections.abc import Mapping

from msgspec.structs import replace

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered
from bot.chat.render.wishes import settings
from bot.chat.typed.bad_argument import BadArgument
from bot.chat.typed.wishes import most_words, quiet_words
from bot.chat.typed.zones import SUGGESTED
from bot.desk.delivery.digest import clock_of
from bot.desk.delivery.interests import chosen, with_languages
from bot.model import EVERY_DAY, Alerts, Chat, Interest, NewsKind


class SettingsCommands:
    """The settings of a chat."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._chats = families.context.store.outbox
        self._choosing = families.of(Choosing)
        self._setters = {
            settings.TRACKS: self._set_tracks,
            settings.KINDS: self._set_kinds,
            settings.ALERTS: self._set_alerts,
            settings.QUIET: self._set_quiet,
            settings.MOST: self._set_most,
            settings.SOUND: self._set_sound,
            settings.ZONE: self._set_zone,
            settings.MUTED: self._unmute,
            settings.LANGUAGES: self._set_languages,
        }

    def settings(self, asked: CommandRequest) -> Rendered:
        """The first screen."""
        return self._screen("", asked.chat, asked.t)

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``set:SCREEN`` and ``set:SCREEN:VALUE``."""
        return {settings.SET: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        await pressed.replace_message(lambda: self._pressed(pressed))

    def _pressed(self, pressed: ButtonPress) -> Rendered:
        """Raises Outdated and BadArgument for what no button says."""
        name, _, value = pressed.words.partition(":")
        here, t = pressed.here, pressed.t
        if name == settings.SUBSCRIBED and value:
            self._set_subscribed(here, value)
            return self._screen("", here, t)
        known = self._chats.chat(here.id)
        if not value or known is None or not known.subscribed:
            return self._screen(name, here, t)
        if name not in self._setters:
            raise Outdated
        return self._screen(name, here, t, self._setters[name](known, value))

    def _screen(self, name: str, here: Chat, t: Translator, come: int = 0) -> Rendered:
        chat = self._chats.chat(here.id) or replace(here, subscribed=False)
        zone = chat.time_zone or self._context.default_zone
        muted = len(self._chats.muted_stories(chat.id, self._context.now()))
        words = self._context.topic.vocabulary
        sentence = self._choosing.sentence(chat, t)
        view = settings.View(chat, words.tracks, sentence, zone, muted, come, t, words.parties)
        return settings.screen(name, view)

    # --- What a button sets: each returns how many reports waited, and come now

    def _set_subscribed(self, here: Chat, value: str) -> None:
        now = self._context.now()
        if value == "no":
            self._chats.unsubscribe(here.id, now)
        else:
            self._choosing.subscribe(here)

    def _set_tracks(self, chat: Chat, value: str) -> int:
        keys = {track.key for track in self._context.topic.vocabulary.tracks}
        tracks = _changed(set(chat.interest.tracks), value, keys)
        return self._set_interest(chat, chosen(chat.interest, tracks, set(chat.interest.kinds)))

    def _set_kinds(self, chat: Chat, value: str) -> int:
        kinds = _changed({str(kind) for kind in chat.interest.kinds}, value, {str(kind) for kind in NewsKind})
        return self._set_interest(chat, chosen(chat.interest, set(chat.interest.tracks), set(map(NewsKind, kinds))))

    def _set_languages(self, chat: Chat, value: str) -> int:
        languages = _changed(set(chat.interest.languages), value, set(settings.OFFERED))
        return self._set_interest(chat, with_languages(chat.interest, languages))

    def _set_interest(self, chat: Chat, interest: Interest) -> int:
        self._choosing.set_interest(chat, interest)
        return 0

    def _set_alerts(self, chat: Chat, value: str) -> int:
        alerts, clock, days = chat.alerts, chat.digest_at, chat.digest_days
        if value.startswith("at ") and (time := clock_of(value[3:])) is not None:
            clock = f"{time:%H:%M}"
        elif value.startswith("on ") and value[3:] and set(value[3:]) <= set(EVERY_DAY):
            days = value[3:]
        elif value in set(Alerts):
            alerts = Alerts(value)
        else:
            raise Outdated
        self._chats.set_alerts(chat.id, alerts, clock, days)
        return self._chats.set_digest_anew(chat.id, self._context.now())

    def _set_quiet(self, chat: Chat, value: str) -> int:
        manner = chat.manner
        if value.startswith(settings.PASS):
            return self._choosing.set_manner(chat, replace(manner, great_pass=value.endswith("yes")))
        wanted = quiet_words(value, manner)
        passing = manner.great_pass and bool(wanted.quiet)
        return self._choosing.set_manner(chat, replace(wanted, great_pass=passing))

    def _set_most(self, chat: Chat, value: str) -> int:
        return self._choosing.set_manner(chat, replace(chat.manner, cap=most_words(value)))

    def _set_sound(self, chat: Chat, value: str) -> int:
        return self._choosing.set_manner(chat, replace(chat.manner, silent=value == "off"))

    def _set_zone(self, chat: Chat, value: str) -> int:
        if value not in SUGGESTED:
            raise BadArgument("No button has this zone.", "/timezone Asia/Seoul")
        self._chats.set_time_zone(chat, value)
        return self._chats.set_digest_anew(chat.id, self._context.now())

    def _unmute(self, chat: Chat, value: str) -> int:
        self._chats.unmute_stories(chat.id)
        return self._set_interest(chat, replace(chat.interest, muted=()))


def _changed(mine: set[str], value: str, known: set[str]) -> set[str]:
    """The choice after ``+KR``, ``-KR`` or ``all``. Raises Outdated."""
    if value == settings.EVERY:
        return set()
    if value[:1] not in {"+", "-"} or value[1:] not in known | mine:
        raise Outdated
    return mine | {value[1:]} if value[0] == "+" else mine - {value[1:]}
