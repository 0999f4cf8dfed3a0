"""The operators' commands about feeds, their buttons, and the lists of feeds that they send.

Whoever comes here is an operator in a private chat; ``bot.chat.updates`` sees to that.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from telegram import Document, MessageEntity
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler, is_id
from bot.chat.commands.command import CommandRequest, Families, NotHere
from bot.chat.delivery.messenger import answer, call_patiently, revise
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render import Rendered
from bot.chat.render.notice import say, try_this, unreadable
from bot.chat.render.operators import feed_changes, feeds
from bot.chat.render.retold.elsewhere import retold
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.bad_argument import shown
from bot.model import Added, Feed, FeedRefused, FeedState, Followed, Refusal, Several

LARGEST_LIST = 16 * 1024 * 1024
"""Bytes; Telegram itself hands bots no file above 20 MB (https://core.telegram.org/bots/api#getfile)."""


class FeedCommands:
    """The commands about feeds: each returns its message, or None where that is sent already."""

    def __init__(self, families: Families) -> None:
        """Raises NotHere where nobody is an operator."""
        if families.context.desk is None:
            raise NotHere
        self._context, self._desk = families.context, families.context.desk

    async def feeds(self, asked: CommandRequest) -> Rendered:
        return await self.page(asked, 1)

    async def page(self, asked: CommandRequest, number: int) -> Rendered:
        """The feeds, or those that go by what was typed; of a single one all there is to know."""
        words, zone = asked.words.strip(), self._context.zone_of(asked.chat.id)
        found = await asyncio.to_thread(self._desk.find, words) if words else await asyncio.to_thread(self._desk.feeds)
        if words and not found:
            raise BadArgument("No feed goes by “{typed}”.", "/feeds", typed=shown(words))
        if words and len(found) == 1:
            return self.card(found[0], asked)
        return feeds.listing(found, page=number, words=words, now=self._context.now(), zone=zone, t=asked.t)

    async def add(self, asked: CommandRequest) -> Rendered:
        if not asked.words.strip():
            raise BadArgument("Say which: the address of a feed, or of a site that has one.", "/addfeed www.yna.co.kr")
        if len(asked.words.split()) > 1:
            first = asked.words.split()[0]
            example = f"/addfeed {first}" if "." in first else "/addfeed www.yna.co.kr"
            told = "One feed at a time: “{typed}” is more than an address."
            raise BadArgument(told, example, typed=shown(asked.words))
        if asked.place is not None:
            with suppress(TelegramError):  # it only shows that somebody is at work
                await asked.place.bot.send_chat_action(asked.place.chat_id, ChatAction.TYPING)
        return await self.follow(asked.words.split()[0], asked)

    async def follow(self, url: str, asked: CommandRequest) -> Rendered:
        """Asks an address and follows what is there."""
        try:
            came = await self._desk.add(url)
        except FeedRefused as refusal:
            return _refused(refusal, asked.t)
        now = self._context.now()
        match came:
            case Added():
                return feed_changes.feed_added(came, now=now, replay=self._context.replay, t=asked.t)
            case Followed():
                return self.card(came.feed, asked, asked.t.say("This feed is followed already."))
            case Several():
                return feed_changes.candidates(came.feeds, asked.t)

    async def remove(self, asked: CommandRequest) -> Rendered:
        return await self._on_one(asked, "remove", self.ask_back)

    async def pause(self, asked: CommandRequest) -> Rendered:
        return await self._on_one(asked, "pause", self.halt)

    async def resume(self, asked: CommandRequest) -> Rendered:
        return await self._on_one(asked, "resume", self.wake)

    async def export(self, asked: CommandRequest) -> None:
        """Sends the feeds as a file. Raises NotHere on a terminal."""
        if asked.place is None:
            raise NotHere
        bot, where = asked.place.bot, asked.place.chat_id
        given = await asyncio.to_thread(self._desk.give_list)
        caption = feed_changes.list_caption(given, asked.t)
        name = feed_changes.FILE_NAME
        await call_patiently(lambda: bot.send_document(where, given.content, filename=name, caption=caption))

    async def take_list(self, document: Document, t: Translator = ENGLISH) -> Rendered:
        """Follows the feeds of a list that was sent as a file."""
        if not _is_list(document):
            told = "Of files I take lists of feeds only: send one that ends in .opml."
            return try_this(t.say(told), "/exportfeeds", t)
        if (document.file_size or 0) > LARGEST_LIST:
            told = "A list of feeds has at most {number} MiB; this file is larger."
            return say(t.say(told, number=str(LARGEST_LIST >> 20)))
        file = await document.get_file()
        content = bytes(await file.download_as_bytearray())
        try:
            return feed_changes.list_followed(await asyncio.to_thread(self._desk.take_list, content), t)
        except FeedRefused as refusal:
            name = _short(document.file_name) if document.file_name else t.say("The file")
            return say(t.say("{file} was not taken in: {reason}.", file=name, reason=retold(str(refusal), t)))

    # --- What is done to one feed

    def card(self, feed: Feed, asked: CommandRequest, done: str = "") -> Rendered:
        """``done``: what was just done to it, in a sentence of the chat's language."""
        zone = self._context.zone_of(asked.chat.id)
        return feeds.card(feed, now=self._context.now(), zone=zone, done=done, t=asked.t)

    async def feed_of_button(self, number: int) -> Feed | None:
        """The feed of a button; None where it was removed since."""
        return next(iter(await asyncio.to_thread(self._desk.find, str(number))), None)

    async def ask_back(self, feed: Feed, asked: CommandRequest) -> Rendered:
        return (
            feed_changes.confirm_removal(feed, asked.t)
            if feeds.is_added_by_operator(feed)
            else feed_changes.topics_own_feed(feed, asked.t)
        )

    async def drop(self, feed: Feed, asked: CommandRequest) -> Rendered:
        try:
            await asyncio.to_thread(self._desk.remove, feed)
        except FeedRefused:
            return feed_changes.topics_own_feed(feed, asked.t)
        return feed_changes.feed_removed(feed, asked.t)

    async def halt(self, feed: Feed, asked: CommandRequest) -> Rendered:
        new = await asyncio.to_thread(self._desk.pause, feed)
        return await self._again(feed, asked, asked.t.say("Paused." if new else "It was paused already."))

    async def wake(self, feed: Feed, asked: CommandRequest) -> Rendered:
        if feed.state is FeedState.ACTIVE:
            return self.card(feed, asked, asked.t.say("It is active already."))
        try:
            state = await asyncio.to_thread(self._desk.resume, feed)
        except FeedRefused as refusal:
            told = "{reason}, so nobody asks it. Adding it makes it yours."
            reason = retold(str(refusal), asked.t)
            return try_this(asked.t.say(told, reason=reason), f"/addfeed {feed.url}", asked.t)
        done = "Resumed." if state is FeedState.ACTIVE else "Resumed for when the topic's feeds are polled again."
        return await self._again(feed, asked, asked.t.say(done))

    async def show(self, feed: Feed, asked: CommandRequest) -> Rendered:
        return self.card(feed, asked)

    async def _again(self, feed: Feed, asked: CommandRequest, done: str) -> Rendered:
        """The feed as it is after the change."""
        return self.card(await self.feed_of_button(feed.id) or feed, asked, done)

    async def _on_one(
        self, asked: CommandRequest, verb: str, do: Callable[[Feed, CommandRequest], Awaitable[Rendered]]
    ) -> Rendered:
        words = asked.words.strip()
        if not words:
            sentence = "Say which: its number in /feeds, its name or its address."
            raise BadArgument(sentence, f"/{verb}feed 12")
        found = await asyncio.to_thread(self._desk.find, words)
        if not found:
            raise BadArgument("No feed goes by “{typed}”.", "/feeds", typed=shown(words))
        if len(found) == 1:
            return await do(found[0], asked)
        return feed_changes.choose_feed(found, verb, words, asked.t)


class FeedButtons:
    """What presses of ``feeds:VERB:NUMBER`` do: each changes the message that it is under."""

    def __init__(self, families: Families) -> None:
        """Raises NotHere where nobody is an operator."""
        commands = self._commands = families.of(FeedCommands)
        self._verbs: Mapping[str, Callable[[Feed, CommandRequest], Awaitable[Rendered]]] = {
            "show": commands.show,
            "pause": commands.halt,
            "resume": commands.wake,
            "remove": commands.ask_back,
            "drop": commands.drop,
        }

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``feeds:VERB:NUMBER``."""
        return {feeds.FEEDS: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        verb, _, rest = pressed.words.partition(":")
        number, _, words = rest.partition(":")
        asked = pressed.as_request(words, operator=True)
        if not is_id(number):
            raise Outdated
        if verb == "page":
            await pressed.acknowledge()
            await revise(pressed.bot, pressed.message, await self._page(asked, int(number)))
        elif verb == "add":
            await self._add(pressed, int(number), asked)
        elif do := self._verbs.get(verb):
            await self._change(pressed, int(number), asked, do)
        else:
            raise Outdated

    async def _change(
        self,
        pressed: ButtonPress,
        number: int,
        asked: CommandRequest,
        do: Callable[[Feed, CommandRequest], Awaitable[Rendered]],
    ) -> None:
        feed = await self._commands.feed_of_button(number)
        if feed is None:
            await pressed.acknowledge(pressed.t.say("This feed is no longer followed."))
            return
        await pressed.acknowledge()
        await revise(pressed.bot, pressed.message, await do(feed, asked))

    async def _page(self, asked: CommandRequest, number: int) -> Rendered:
        try:
            return await self._commands.page(asked, number)
        except BadArgument as problem:  # they were removed since
            return unreadable(problem, asked.t)

    async def _add(self, pressed: ButtonPress, number: int, asked: CommandRequest) -> None:
        """The choice stays where it is, since several may be wanted; its address is the link in that line."""
        links = [entity.url for entity in pressed.message.entities if entity.type == MessageEntity.TEXT_LINK]
        if not 0 < number <= len(links):
            raise Outdated
        await pressed.acknowledge(pressed.t.say("Asking it …"))
        await answer(pressed.bot, asked.chat.id, await self._commands.follow(str(links[number - 1]), asked))


def _refused(refusal: FeedRefused, t: Translator) -> Rendered:
    told = f"{retold(str(refusal), t)}{t.stop}"
    return try_this(told, "/addfeed www.yna.co.kr", t) if refusal.reason is Refusal.ADDRESS else say(told)


def _is_list(document: Document) -> bool:
    name = (document.file_name or "").lower()
    return name.endswith((".opml", ".xml")) or "opml" in (document.mime_type or "")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else line[:59] + "…"
