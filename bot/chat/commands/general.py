"""What the bot is and what it can do, how it is, who is subscribed, and the newest reports."""

import logging
from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from bot.chat.commands.alerts import alerts_in_words, alerts_words
from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import Audience, Command, CommandRequest, Families
from bot.chat.commands.details import DETAILS
from bot.chat.logs import one_line
from bot.chat.render import Rendered, help, notice  # noqa: A004  # the room's own module, not the builtin
from bot.chat.render.baseline import baseline
from bot.chat.render.latest import latest
from bot.chat.render.operators.sources import beside_replay, sources
from bot.chat.render.paging import GO
from bot.chat.render.status import status, status_without_database
from bot.chat.typed import arguments
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.bad_argument import shown
from bot.chat.typed.questions import nearest_name
from bot.chat.typed.zones import time_zone, zone_in_words, zone_or_utc
from bot.model import Alerts, Chat

_log = logging.getLogger(__name__)


class General:
    """The commands that belong to no other family, and the buttons that answer a command in place."""

    def __init__(self, families: Families) -> None:
        self._families = families
        self._context = families.context
        self._store = families.context.store

    def start(self, asked: CommandRequest) -> Rendered:
        known = self._store.outbox.chat(asked.chat.id)
        subscribed = known is not None and known.subscribed
        return help.start(self._context.topic, subscribed=subscribed, replay=self._context.replay)

    def help(self, asked: CommandRequest) -> Rendered:
        """All commands, or one of them. Raises BadArgument."""
        if asked.words.strip():
            return help.one_command(command := self._command(asked), DETAILS.get(command.name, ""))
        everybody, operators = (
            [one for one in self._families.commands.values() if one.is_for_operators is theirs]
            for theirs in (False, True)
        )
        return help.commands(everybody, operators if asked.operator else ())

    def _command(self, asked: CommandRequest) -> Command:
        """The command that is asked about. Raises BadArgument."""
        name = asked.words.split()[0].lstrip("/").casefold()
        known = {
            one.name: one for one in self._families.commands.values() if asked.operator or not one.is_for_operators
        }
        if name not in known:
            near = nearest_name(name, known)
            raise BadArgument(f"There is no command /{name[:32]}.", f"/help {near}" if near else "/help")
        return known[name]

    def subscribe(self, asked: CommandRequest) -> Rendered:
        """Subscribes the chat, to the alerts that are named. Raises BadArgument, and changes nothing then."""
        before = self._store.outbox.chat(asked.chat.id) or asked.chat
        wanted = self._wanted(asked.words, before) if asked.words.strip() else None
        zone = self._zone(asked)
        chat = replace(asked.chat, subscribed=True, time_zone=zone, since=self._now())
        changed = self._store.outbox.subscribe(chat, self._now())
        if wanted is not None:
            self._store.outbox.set_alerts(chat.id, *wanted)
        told = alerts_in_words(*wanted, zone) if wanted is not None else ""
        return help.after_subscribe(changed=changed, zone=zone_in_words(zone), alerts=told)

    @staticmethod
    def _wanted(words: str, before: Chat) -> tuple[Alerts, str]:
        try:
            return alerts_words(words, before.digest_at)
        except BadArgument:
            raise BadArgument(
                f"Nothing was changed: alerts cannot be narrowed to “{shown(words)}”. /subscribe brings all of them, "
                "and /subscribe critical only deals, break-offs, signatures and record demands.",
                "/subscribe",
            ) from None

    def unsubscribe(self, asked: CommandRequest) -> Rendered:
        """Ends the alerts. Raises BadArgument, and changes nothing then."""
        if asked.words.strip():
            raise BadArgument(
                f"Nothing was changed: /unsubscribe ends all alerts of this chat, and not only “{shown(asked.words)}”.",
                "/unsubscribe",
            )
        return help.after_unsubscribe(changed=self._store.outbox.unsubscribe(asked.chat.id, self._now()))

    def latest(self, asked: CommandRequest) -> Rendered:
        """The newest reports: as many as were asked for, of the countries that were named. Raises BadArgument."""
        wanted = arguments.latest_words(asked.words, self._context.topic.vocabulary.tracks)
        keys: list[str | None] = [track.key for track in wanted.tracks] or [None]
        found = [one for key in keys for one in self._store.archive.articles(track=key, limit=wanted.number)]
        newest = sorted(found, key=lambda one: (one.published, one.id), reverse=True)[: wanted.number]
        return latest(newest, self._context.topic, asked=wanted, now=self._now(), zone=self._zone(asked))

    def baseline(self, asked: CommandRequest) -> Rendered:
        return baseline(self._context.topic.baseline)

    def sources(self, asked: CommandRequest) -> Rendered:
        return sources(self._store.feeds.all(), now=self._now(), replay=self._context.replay)

    def status(self, asked: CommandRequest) -> Rendered:
        now, about = self._now(), self._context
        troubles = self._store.database_troubles(now)
        try:
            return status(
                self._store.status(now),
                troubles,
                now=now,
                zone=self._zone(asked),
                started=about.started,
                version=about.version,
                replay=about.replay,
                live=beside_replay(self._store.feeds.all()) if about.replay else 0,
            )
        except Exception as problem:  # the store's own errors are not known here, and any of them is the answer
            _log.warning("/status: the database cannot be read: %s", one_line(f"{type(problem).__name__}: {problem}"))
            return status_without_database(
                troubles, now=now, zone=about.default_zone, started=about.started, version=about.version
            )

    def timezone(self, asked: CommandRequest) -> Rendered:
        if not asked.words.strip():
            example = "/timezone Asia/Seoul"
            return notice.try_this(f"Times in this chat are shown in {zone_in_words(self._zone(asked))}.", example)
        zone = time_zone(asked.words)
        self._store.outbox.set_time_zone(asked.chat, zone)
        now = self._now().astimezone(zone_or_utc(zone))
        return notice.say(f"Times are shown in {zone_in_words(zone)} from now on: it is {now:%H:%M} there.")

    def chats(self, asked: CommandRequest) -> Rendered:
        return help.chats(self._store.outbox.chats(), now=self._now())

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``go:COMMAND:WORDS``."""
        return {GO: self._go}

    async def _go(self, pressed: ButtonPress) -> None:
        """Answers a command, one that everybody may ask, in the place of the message."""
        name, _, words = pressed.words.partition(":")
        command = self._families.commands.get(name)
        if command is None or command.audience is not Audience.EVERYBODY:
            raise Outdated
        await pressed.replace_message(lambda: self._families.message_of(name, pressed.as_request(words)))

    def _zone(self, asked: CommandRequest) -> str:
        return self._context.zone_of(asked.chat.id)

    def _now(self) -> datetime:
        return self._context.now()
