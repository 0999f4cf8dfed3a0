"""What the bot is and what it can do, how it is, who is subscribed, and the newest reports."""

import logging
from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import Audience, CommandRequest, Families
from bot.chat.logs import one_line
from bot.chat.render import Rendered, help, notice  # noqa: A004  # the room's own module, not the builtin
from bot.chat.render.baseline import baseline
from bot.chat.render.latest import NEWEST, latest
from bot.chat.render.operators.sources import beside_replay, pages_of_sources, sources
from bot.chat.render.paging import GO
from bot.chat.render.status import status, status_without_database
from bot.chat.typed import arguments
from bot.chat.typed.pages import NoSuchPage, checked_page, pages_of, take_page

_log = logging.getLogger(__name__)

MOST_LATEST = 40
"""Pages of /latest."""


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
        everybody, operators = (
            [one for one in self._families.commands.values() if one.is_for_operators is theirs]
            for theirs in (False, True)
        )
        return help.commands(everybody, operators if asked.operator else ())

    def subscribe(self, asked: CommandRequest) -> Rendered:
        zone = self._zone(asked)
        chat = replace(asked.chat, subscribed=True, time_zone=zone, since=self._now())
        return help.after_subscribe(changed=self._store.outbox.subscribe(chat, self._now()), zone=zone)

    def unsubscribe(self, asked: CommandRequest) -> Rendered:
        return help.after_unsubscribe(changed=self._store.outbox.unsubscribe(asked.chat.id, self._now()))

    def latest(self, asked: CommandRequest) -> Rendered:
        words, page = take_page(asked.words)
        # One more than the page shows tells whether there is another; what is older than the last page is in /timeline.
        found = self._store.archive.articles(limit=min(page, MOST_LATEST) * NEWEST + 1)
        last = min(pages_of(len(found), NEWEST), MOST_LATEST)
        checked_page(page, last, "latest", words)
        start, topic = (page - 1) * NEWEST, self._context.topic
        shown, more = found[start : start + NEWEST], page < last
        return latest(shown, topic, now=self._now(), zone=self._zone(asked), page=page, more=more)

    def baseline(self, asked: CommandRequest) -> Rendered:
        return baseline(self._context.topic.baseline)

    def sources(self, asked: CommandRequest) -> Rendered:
        words, page = take_page(asked.words)
        feeds = self._store.feeds.all()
        checked_page(page, pages_of_sources(feeds), "sources", words)
        return sources(feeds, now=self._now(), replay=self._context.replay, page=page)

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
            return notice.try_this(f"Times in this chat are shown in {self._zone(asked)}.", example)
        zone = arguments.time_zone(asked.words)
        if not self._store.outbox.set_time_zone(asked.chat.id, zone):
            return notice.try_this("This chat is not subscribed yet, so there is nothing to set.", "/subscribe")
        self._store.outbox.set_digest_anew(asked.chat.id, self._now())
        now = self._now().astimezone(arguments.zone_or_utc(zone))
        return notice.say(f"Times are shown in {zone} from now on: it is {now:%H:%M} there.")

    def chats(self, asked: CommandRequest) -> Rendered:
        words, page = take_page(asked.words)
        known = self._store.outbox.chats()
        checked_page(page, pages_of(len(known), help.CHATS_PER_PAGE), "chats", words)
        return help.chats(known, now=self._now(), page=page)

    def chat_buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``chats:pPAGE``, for operators."""
        return {help.CHATS: self._turn_chats}

    async def _turn_chats(self, pressed: ButtonPress) -> None:
        await pressed.replace_message(lambda: self._page_of_chats(pressed))

    def _page_of_chats(self, pressed: ButtonPress) -> Rendered:
        try:
            return self.chats(pressed.as_request(pressed.words))
        except NoSuchPage as problem:  # some have left since
            return self.chats(pressed.as_request(problem.last))

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``go:COMMAND:WORDS``."""
        return {GO: self._go}

    async def _go(self, pressed: ButtonPress) -> None:
        """Answers a command, one that everybody may ask, in the place of the message."""
        name, _, words = pressed.words.partition(":")
        command = self._families.commands.get(name)
        if command is None or command.audience is not Audience.EVERYBODY:
            raise Outdated
        await pressed.replace_message(lambda: self._page(name, words, pressed))

    def _page(self, name: str, words: str, pressed: ButtonPress) -> Rendered:
        """What a command answers; the last page, where the list has become shorter than the button knew."""
        try:
            return self._families.message_of(name, pressed.as_request(words))
        except NoSuchPage as problem:
            return self._families.message_of(name, pressed.as_request(problem.last))

    def _zone(self, asked: CommandRequest) -> str:
        return self._context.zone_of(asked.chat.id)

    def _now(self) -> datetime:
        return self._context.now()
