"""/mute and /unmute: a story by a reply to its alert, by its number or by a button; an outlet by its name."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice

from msgspec.structs import replace as replace_of

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler, is_id
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.commands.wishes.outlets import named, outlet_of
from bot.chat.languages.times import day
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered
from bot.chat.render.notice import try_this
from bot.chat.render.wishes import mutes
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.chat.typed.zones import zone_or_utc
from bot.desk.delivery.interests import with_outlet
from bot.model import Article, Chat, Interest

MOST_OUTLETS = 20
MOST_BYTES = 1500
"""Of their names together: PostgreSQL indexes 2,704 bytes at the most."""
_ALL = frozenset({"all", "everything"})
_SPAN = re.compile(r"(?P<story>#?\d+)?\s*(?:for\s+)?(?:an?\s+|one\s+|1\s+)?(?P<span>day|week)", re.IGNORECASE)


class MuteCommands:
    """What rings in the chat no more. Methods raise BadArgument."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._archive, self._chats = families.context.store.archive, families.context.store.outbox
        self._choosing = families.of(Choosing)

    def mute(self, asked: CommandRequest) -> Rendered:
        """Mutes a story or an outlet; shows what is muted where none is named."""
        chat, t = self._subscribed(asked), asked.t
        if chat is None:
            return try_this(t.say("This chat gets no alerts yet."), "/subscribe", t)
        span, rest = _take_span(asked.words)
        story = self._story(replace(asked, words=rest), f"/mute {span}".strip())
        if story is not None and span:
            return mutes.snoozed(story, self._snooze(chat, story, span, t), t)
        if story is not None:
            return mutes.muted(story, changed=self._mute(chat, story), t=t)
        if span:
            sentence = "Say which story: reply to its alert with {line}."
            raise BadArgument(sentence, f"/mute 12 {span}", line=f"/mute {span}")
        if not asked.words.strip():
            return self._listed(chat, t)
        outlet = outlet_of(self._context, asked.words.strip(), "/mute")
        interest = with_outlet(chat.interest, outlet, muted=True)
        if len(interest.muted) > MOST_OUTLETS or len("".join(interest.muted).encode()) > MOST_BYTES:
            sentence = "A chat mutes {number} outlets at the most, fewer of long names; /unmute lists them."
            raise BadArgument(sentence, "/unmute", number=str(MOST_OUTLETS))
        self._prefer_no_more(chat, outlet)
        return mutes.outlet_muted(outlet, self._set(chat, interest, t), t)

    def unmute(self, asked: CommandRequest) -> Rendered:
        """Undoes that; shows what is muted where nothing is named."""
        chat, words, t = self._chats.chat(asked.chat.id) or asked.chat, asked.words.strip(), asked.t
        story = self._story(asked, "/unmute")
        if story is not None:
            return mutes.unmuted(story, changed=self._chats.unmute_stories(chat.id, story.story_id) > 0, t=t)
        if not words:
            return self._listed(chat, t)
        if words.casefold() in _ALL:
            stories, outlets = self._chats.unmute_stories(chat.id), len(chat.interest.muted)
            everything = replace_of(chat.interest, muted=())
            return mutes.all_unmuted(stories, outlets, self._set(chat, everything, t), t)
        outlet = named(words, chat.interest.muted)
        if len(outlet) != 1:
            raise BadArgument("“{typed}” is not muted here; /unmute lists what is.", "/unmute", typed=shown(words))
        sentence = self._set(chat, with_outlet(chat.interest, outlet[0], muted=False), t)
        return mutes.outlet_unmuted(outlet[0], sentence, t)

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``mute:REPORT``, ``mute:REPORT:day`` and ``mute:REPORT:week``."""
        return {mutes.MUTE: self._press}

    async def _press(self, pressed: ButtonPress) -> None:
        await pressed.acknowledge(await asyncio.to_thread(self._pressed, pressed))

    def _pressed(self, pressed: ButtonPress) -> str:
        """What the person is told; raises Outdated."""
        number, _, span = pressed.words.partition(":")
        article = self._archive.article(int(number)) if is_id(number) else None
        if article is None or (span and span not in mutes.SNOOZES):
            raise Outdated
        chat, t = self._subscribed(pressed.as_request()), pressed.t
        if chat is None:
            return t.say("This chat gets no alerts: there is nothing to mute.")
        undo = f"/unmute_{article.story_id}"
        if span:
            until = self._snooze(chat, article, span, t)
            sentence = "Snoozed until {time}: nothing of this story till then. To undo: {command}"
            return t.say(sentence, time=until, command=undo)
        if self._mute(chat, article):
            return t.say("Muted: this chat hears no more of this story. To undo: {command}", command=undo)
        return t.say("Muted already: this chat hears no more of this story. To undo: {command}", command=undo)

    def _subscribed(self, asked: CommandRequest) -> Chat | None:
        known = self._chats.chat(asked.chat.id)
        return known if known is not None and known.subscribed else None

    def _mute(self, chat: Chat, article: Article) -> bool:
        return self._chats.mute_story(chat.id, article.story_id, self._context.now())

    def _snooze(self, chat: Chat, article: Article, span: str, t: Translator) -> str:
        """Mutes a story for a while; returns until when, by the chat's clock."""
        now = self._context.now()
        self._chats.mute_story(chat.id, article.story_id, now, now + mutes.SNOOZES[span])
        return self._when(chat, now + mutes.SNOOZES[span], t)

    def _when(self, chat: Chat, moment: datetime, t: Translator) -> str:
        there = moment.astimezone(zone_or_utc(chat.time_zone or self._context.default_zone))
        return t.say("{day}, {clock}", day=day(there, t), clock=f"{there:%H:%M %Z}")

    def _set(self, chat: Chat, interest: Interest, t: Translator) -> str:
        self._choosing.set_interest(chat, interest)
        return self._choosing.sentence(self._chats.chat(chat.id) or chat, t)

    def _prefer_no_more(self, chat: Chat, outlet: str) -> None:
        """What is muted is not named."""
        kept = tuple(one for one in chat.preferred if one.casefold() != outlet.casefold())
        if kept != chat.preferred:
            self._chats.set_preferred(chat.id, kept)

    def _story(self, asked: CommandRequest, command: str) -> Article | None:
        """A report of the story that is meant, by its number or by the alert that is replied to; None for neither."""
        number = asked.words.strip().removeprefix("#")
        if is_id(number):
            found = self._archive.articles(story=int(number), limit=1)
            if not found:
                raise BadArgument("There is no story {number}; /timeline has their numbers.", command, number=number)
            return found[0]
        if number or asked.reply_to is None:
            return None
        article = self._archive.sent_article(asked.chat.id, asked.reply_to)
        if article is None:
            sentence = "That message is not one of my alerts. Reply to one with {line}."
            raise BadArgument(sentence, command, line=command)
        return article

    def _listed(self, chat: Chat, t: Translator) -> Rendered:
        stories = self._chats.muted_stories(chat.id, self._context.now())
        newest: list[tuple[Article, str]] = []
        for one, until in islice(stories.items(), mutes.MOST_LISTED):
            found = self._archive.articles(story=one, limit=1)
            newest += [(found[0], self._when(chat, until, t) if until else "")] if found else []
        return mutes.listed_mutes(newest, len(stories), chat.interest.muted, t)


def _take_span(words: str) -> tuple[str, str]:
    """For how long a story is to be muted, "" for good, and the words before that; an outlet may be named The Week."""
    found = _SPAN.fullmatch(words.strip())
    return (found["span"].lower(), found["story"] or "") if found else ("", words)
