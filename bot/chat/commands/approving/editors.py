"""/editor: a chat whose editors approve what a channel posts, and the buttons by which they do.

Who is an administrator of the channel says so, and decides; Telegram is asked each time. That the chat itself is a
group, run by others, changes nothing about that, but that its own administrators alone may make it one of editors.
"""

import asyncio
import re
from collections.abc import Awaitable, Mapping

from telegram import Bot, error

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler, is_id
from bot.chat.commands.command import CommandRequest, Families, NotHere
from bot.chat.languages.times import day
from bot.chat.languages.translator import Translator
from bot.chat.people import Untold, chat_of, is_administrator
from bot.chat.render import Rendered
from bot.chat.render.notice import say
from bot.chat.render.wishes import approvals
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.chat.typed.zones import zone_or_utc
from bot.model import Awaiting, Chat, ChatType, Decision

_EXAMPLE = "/editor @channel"
_NAME = re.compile(r"(?:(?:https?://)?t\.me/|@)(?P<name>[A-Za-z]\w{3,31})", re.ASCII)
_NUMBER = re.compile(r"-100\d{5,13}", re.ASCII)
_OFF = frozenset({"off", "none", "no", "stop"})


class Editors:
    """The editors of channels."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._store = families.context.store

    def editor(self, asked: CommandRequest) -> Rendered | Awaitable[Rendered | None]:
        """What waits here, or whose posts are approved here from now on. Raises BadArgument and NotHere."""
        words, t = asked.words.split(), asked.t
        ends = bool(words) and words[0].casefold() in _OFF
        typed = " ".join(words[1:] if ends else words)
        named = _channel_in(typed) if words else None
        if asked.chat.type is ChatType.CHANNEL:
            sentence = "Send this in the chat where editors are to decide, and not in the channel itself."
            return say(t.say(sentence))
        if named is None:
            return self._listed(asked.chat.id, asked.t)
        if asked.place is None:
            raise NotHere
        if asked.asker is None:
            return say(t.say("Send this under your own name: I have to see that you administer the channel."))
        return self._set(named, asked.place.bot, asked.asker, asked, ends=ends)

    async def _set(self, named: str | int, bot: Bot, asker: int, asked: CommandRequest, *, ends: bool) -> Rendered:
        """Raises BadArgument."""
        t = asked.t
        try:
            found = await bot.get_chat(named)
            channel = chat_of(found, self._context.default_zone)
            may = channel.type is ChatType.CHANNEL and await is_administrator(bot, channel.id, asker)
        except (error.BadRequest, error.Forbidden):
            sentence = "I am in no channel {typed}. Add me to it as an administrator first."
            raise BadArgument(sentence, _EXAMPLE, typed=shown(str(named))) from None
        except Untold as problem:
            return say(t.whole(str(problem)))
        if channel.type is not ChatType.CHANNEL:
            sentence = "{typed} is no channel, and posts of channels alone wait for editors."
            raise BadArgument(sentence, _EXAMPLE, typed=shown(str(named)))
        if not may:
            return say(t.say("Only administrators of {channel} may say who approves its posts.", channel=channel.title))
        return await asyncio.to_thread(self._changed, channel, None if ends else asked.chat, t)

    def _changed(self, channel: Chat, editor: Chat | None, t: Translator) -> Rendered:
        waited = self._store.approvals.set_editor(channel, editor, self._context.now())
        known = self._store.outbox.chat(channel.id)
        subscribed = known is not None and known.subscribed
        return approvals.changed(channel, is_set=editor is not None, waited=waited, subscribed=subscribed, t=t)

    def _listed(self, here: int, t: Translator) -> Rendered:
        those = self._store.approvals.waiting(here)
        waiting = [(one.channel.title, self._headline(one), self._until(one, here, t)) for one in those]
        return approvals.listed(self._store.approvals.channels_of(here), waiting, t)

    def _headline(self, one: Awaiting) -> str:
        article = self._store.archive.article(one.article_id) if one.article_id is not None else None
        return article.title if article is not None else ""

    def _until(self, one: Awaiting, here: int, t: Translator) -> str:
        there = one.until.astimezone(zone_or_utc(self._context.zone_of(here)))
        return t.say("{day}, {clock}", day=day(there, t), clock=f"{there:%H:%M %Z}")

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``editor:post:ROW``, ``editor:drop:ROW`` and ``editor:off:CHANNEL``."""
        return {approvals.EDITOR: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        """Raises Outdated and Untold."""
        verb, _, number = pressed.words.partition(":")
        if verb == approvals.OFF:
            await self._end(pressed, number)
            return
        if verb not in {approvals.POST, approvals.DROP} or not is_id(number):
            raise Outdated
        channel = await asyncio.to_thread(self._store.approvals.channel_of, int(number), pressed.here.id)
        if channel is None:
            raise Outdated
        if not await is_administrator(pressed.bot, channel.id, pressed.query.from_user.id):
            told = pressed.t.say("Only administrators of {channel} may decide on its posts.", channel=channel.title)
            await pressed.acknowledge(told)
            return
        came = await asyncio.to_thread(self._decide, int(number), pressed.here.id, verb == approvals.POST)
        if came is Decision.GONE:
            raise Outdated
        told = approvals.decided(came, channel, pressed.t)
        if came in {Decision.WAS_POSTED, Decision.WAS_DROPPED}:
            await pressed.acknowledge(told)
            return
        words = pressed.message.text or ""
        await pressed.replace_message(lambda: approvals.settled(told, words))

    async def _end(self, pressed: ButtonPress, number: str) -> None:
        """Raises Outdated and Untold."""
        those = await asyncio.to_thread(self._store.approvals.channels_of, pressed.here.id)
        channel = next((one for one in those if str(one.id) == number), None)
        if channel is None:
            raise Outdated
        if not await is_administrator(pressed.bot, channel.id, pressed.query.from_user.id):
            sentence = "Only administrators of {channel} may say who approves its posts."
            await pressed.acknowledge(pressed.t.say(sentence, channel=channel.title))
            return
        ended = channel
        await pressed.replace_message(lambda: self._changed(ended, None, pressed.t))

    def _decide(self, number: int, here: int, posts: bool) -> Decision:
        return self._store.approvals.decide(number, here, self._context.now(), posts=posts)


def _channel_in(typed: str) -> str | int:
    """A channel's @name or its number, as the Bot API takes them. Raises BadArgument."""
    if named := _NAME.fullmatch(typed):
        return f"@{named['name']}"
    if _NUMBER.fullmatch(typed):
        return int(typed)
    if not typed:
        raise BadArgument("Say which channel, by its @name or its number.", "/editor off @channel")
    sentence = "“{typed}” is neither a channel's @name nor its number, such as -1001234567890."
    raise BadArgument(sentence, _EXAMPLE, typed=shown(typed))
