"""What the bot is and what it can do, how it is, who is subscribed, and the newest reports."""

import logging
from collections.abc import Mapping
from datetime import datetime

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler
from bot.chat.commands.command import Audience, Command, CommandRequest, Families
from bot.chat.commands.details import DETAILS
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.languages.translator import NAMES, fitting, translator
from bot.chat.logs import one_line
from bot.chat.render import Rendered, help, notice  # noqa: A004  # the room's own module, not the builtin
from bot.chat.render.answers.dashboard import dashboard
from bot.chat.render.baseline import baseline
from bot.chat.render.latest import latest
from bot.chat.render.operators.sources import beside_replay, pages_of_sources, sources
from bot.chat.render.paging import GO
from bot.chat.render.status import status, status_without_database
from bot.chat.typed import arguments
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.bad_argument import shown
from bot.chat.typed.pages import NoSuchPage, checked_page, pages_of, take_page
from bot.chat.typed.questions import nearest_name
from bot.chat.typed.zones import time_zone, zone_in_words, zone_or_utc
from bot.model import ChatType

_log = logging.getLogger(__name__)

MOST_LATEST = 40
"""Pages of /latest."""


class General:
    """The commands that belong to no other family, and the buttons that answer a command in place."""

    def __init__(self, families: Families) -> None:
        self._families = families
        self._context = families.context
        self._store = families.context.store

    def help(self, asked: CommandRequest) -> Rendered:
        """All commands, or one of them. Raises BadArgument."""
        if asked.words.strip():
            return help.one_command(command := self._command(asked), DETAILS.get(command.name, ""), asked.t)
        everybody, operators = (
            [one for one in self._families.commands.values() if one.is_for_operators is theirs]
            for theirs in (False, True)
        )
        # Where others are they are not answered, and others need not know of them.
        here = asked.operator and asked.chat.type is ChatType.PRIVATE
        return help.commands(everybody, operators if here else (), asked.t)

    def _command(self, asked: CommandRequest) -> Command:
        """The command that is asked about. Raises BadArgument."""
        name = asked.words.split()[0].lstrip("/").casefold()
        known = {
            one.name: one for one in self._families.commands.values() if asked.operator or not one.is_for_operators
        }
        if name not in known:
            near = nearest_name(name, known)
            example = f"/help {near}" if near else "/help"
            raise BadArgument("There is no command {command}.", example, command=f"/{shown(name[:32])}")
        return known[name]

    def latest(self, asked: CommandRequest) -> Rendered:
        """The newest reports by pages: as many as were asked for, of the countries that were named.

        Raises BadArgument.
        """
        words, page = take_page(asked.words)
        wanted, store = arguments.latest_words(words, self._context.topic.vocabulary.tracks), self._store.archive
        # One more than the page shows tells whether there is another; what is older than the last page is in /timeline.
        most = min(page, MOST_LATEST) * wanted.number + 1
        keys: list[str | None] = [track.key for track in wanted.tracks] or [None]
        each = [one for key in keys for one in store.articles(track=key, limit=most)]
        found = sorted(each, key=lambda one: (one.published, one.id), reverse=True)[:most]
        last = min(pages_of(len(found), wanted.number), MOST_LATEST)
        checked_page(page, last, "latest", words)
        shown_now = found[(page - 1) * wanted.number : page * wanted.number]
        topic, more = self._context.topic, page < last
        return latest(
            shown_now, topic, asked=wanted, now=self._now(), zone=self._zone(asked), page=page, more=more, t=asked.t
        )

    def baseline(self, asked: CommandRequest) -> Rendered:
        return baseline(self._context.topic, asked.t)

    def sources(self, asked: CommandRequest) -> Rendered:
        page, feeds = _page_alone(asked, "sources"), self._store.feeds.all()
        checked_page(page, pages_of_sources(feeds), "sources", "")
        return sources(feeds, now=self._now(), replay=self._context.replay, page=page, t=asked.t)

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
                here=self._rings_here(asked),
                t=asked.t,
            )
        except Exception as problem:  # the store's own errors are not known here, and any of them is the answer
            _log.warning("/status: the database cannot be read: %s", one_line(f"{type(problem).__name__}: {problem}"))
            return status_without_database(
                troubles, now=now, zone=about.default_zone, started=about.started, version=about.version, t=asked.t
            )

    def _rings_here(self, asked: CommandRequest) -> str:
        """What rings in the chat, "" where nothing does."""
        known = self._store.outbox.chat(asked.chat.id)
        if known is None or not known.subscribed:
            return ""
        told = self._families.of(Choosing).sentence(known, asked.t)
        if asked.t.is_english:
            return told.replace("Rings", "Rings here", 1)
        return asked.t.say("In this chat: {rings}", rings=told)

    def timezone(self, asked: CommandRequest) -> Rendered:
        t = asked.t
        if not asked.words.strip():
            told = t.say("Times in this chat are shown in {zone}.", zone=zone_in_words(self._zone(asked), t))
            return notice.try_this(told, "/timezone Asia/Seoul", t)
        zone = time_zone(asked.words)
        self._store.outbox.set_time_zone(asked.chat, zone)
        self._store.outbox.set_digest_anew(asked.chat.id, self._now())
        now = self._now().astimezone(zone_or_utc(zone))
        sentence = "Times are shown in {zone} from now on: it is {clock} there."
        return notice.say(t.say(sentence, zone=zone_in_words(zone, t), clock=f"{now:%H:%M}"))

    def language(self, asked: CommandRequest) -> Rendered:
        """Tells in which language the bot speaks, or changes it. Raises BadArgument."""
        if not asked.words.strip():
            t, names = asked.t, ", ".join(NAMES.values())
            told = t.say(
                "Alerts and answers come in {language} here. There are {names}.",
                language=NAMES[t.language],
                names=names,
            )
            return notice.try_this(told, "/language ko", t)
        typed = asked.words.strip().casefold()
        code = next((code for code, own in NAMES.items() if typed == own.casefold()), fitting(typed))
        if not code:
            names = ", ".join(NAMES.values())
            raise BadArgument("“{typed}” is none of {names}.", "/language ko", typed=shown(asked.words), names=names)
        self._store.outbox.set_language(asked.chat, code)
        return notice.say(translator(code).say("Alerts and answers come in English from now on."))

    def dashboard(self, asked: CommandRequest) -> Rendered:
        """Where the dashboard is, by a button: in private chats as a Mini App where it has https."""
        return dashboard(self._context.dashboard, in_private=asked.chat.type is ChatType.PRIVATE, t=asked.t)

    def chats(self, asked: CommandRequest) -> Rendered:
        page, known = _page_alone(asked, "chats"), self._store.outbox.chats()
        checked_page(page, pages_of(len(known), help.CHATS_PER_PAGE), "chats", "")
        tracks, further = self._context.topic.vocabulary.tracks, self._store.subscriptions.further()
        return help.chats(known, tracks, further, now=self._now(), page=page, t=asked.t)

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


def _page_alone(asked: CommandRequest, command: str) -> int:
    """The page that was typed behind a command that takes nothing else. Raises BadArgument."""
    words, page = take_page(asked.words)
    if words.strip():
        sentence = "{command} takes a page behind it, such as p2, and not “{typed}”."
        raise BadArgument(sentence, f"/{command}", command=f"/{command}", typed=shown(words))
    return page
