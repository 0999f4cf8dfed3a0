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
from bot.chat.render import Rendered
from bot.chat.render.notice import try_this
from bot.chat.render.wishes import mutes
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.chat.typed.zones import zone_or_utc
from bot.desk.delivery.interests import with_outlet
from bot.model import Article, Chat, Interest
from bot.phrases.wording import day, list_in_words

MOST_OUTLETS = 20
MOST_BYTES = 1500
"""Of their names together: PostgreSQL indexes 2,704 bytes at the most."""
_NEWEST = 500
"""Reports whose outlets are known beside those of the feeds."""
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
        chat = self._subscribed(asked)
        if chat is None:
            return try_this("This chat gets no alerts yet.", "/subscribe")
        span, rest = _take_span(asked.words)
        story = self._story(replace(asked, words=rest), f"/mute {span}".strip())
        if story is not None and span:
            return mutes.snoozed(story, self._snooze(chat, story, span))
        if story is not None:
            return mutes.muted(story, changed=self._mute(chat, story))
        if span:
            raise BadArgument(f"Say which story: reply to its alert with /mute {span}.", f"/mute 12 {span}")
        if not asked.words.strip():
            return self._listed(chat)
        outlet = self._outlet(asked.words.strip())
        interest = with_outlet(chat.interest, outlet, muted=True)
        if len(interest.muted) > MOST_OUTLETS or len("".join(interest.muted).encode()) > MOST_BYTES:
            sentence = f"A chat mutes {MOST_OUTLETS} outlets at the most, fewer of long names; /unmute lists them."
            raise BadArgument(sentence, "/unmute")
        return mutes.outlet_muted(outlet, self._set(chat, interest))

    def unmute(self, asked: CommandRequest) -> Rendered:
        """Undoes that; shows what is muted where nothing is named."""
        chat, words = self._chats.chat(asked.chat.id) or asked.chat, asked.words.strip()
        story = self._story(asked, "/unmute")
        if story is not None:
            return mutes.unmuted(story, changed=self._chats.unmute_stories(chat.id, story.story_id) > 0)
        if not words:
            return self._listed(chat)
        if words.casefold() in _ALL:
            stories, outlets = self._chats.unmute_stories(chat.id), len(chat.interest.muted)
            everything = replace_of(chat.interest, muted=())
            return mutes.all_unmuted(stories, outlets, self._set(chat, everything))
        outlet = _named(words, chat.interest.muted)
        if len(outlet) != 1:
            raise BadArgument(f"“{shown(words)}” is not muted here; /unmute lists what is.", "/unmute")
        return mutes.outlet_unmuted(outlet[0], self._set(chat, with_outlet(chat.interest, outlet[0], muted=False)))

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
        chat = self._subscribed(pressed.as_request())
        if chat is None:
            return "This chat gets no alerts: there is nothing to mute."
        if span:
            until = self._snooze(chat, article, span)
            return f"Snoozed until {until}: nothing of this story till then. To undo: /unmute_{article.story_id}"
        done = "Muted" if self._mute(chat, article) else "Muted already"
        return f"{done}: this chat hears no more of this story. To undo: /unmute_{article.story_id}"

    def _subscribed(self, asked: CommandRequest) -> Chat | None:
        known = self._chats.chat(asked.chat.id)
        return known if known is not None and known.subscribed else None

    def _mute(self, chat: Chat, article: Article) -> bool:
        return self._chats.mute_story(chat.id, article.story_id, self._context.now())

    def _snooze(self, chat: Chat, article: Article, span: str) -> str:
        """Mutes a story for a while; returns until when, by the chat's clock."""
        now = self._context.now()
        self._chats.mute_story(chat.id, article.story_id, now, now + mutes.SNOOZES[span])
        return self._when(chat, now + mutes.SNOOZES[span])

    def _when(self, chat: Chat, moment: datetime) -> str:
        there = moment.astimezone(zone_or_utc(chat.time_zone or self._context.default_zone))
        return f"{day(there)}, {there:%H:%M %Z}"

    def _set(self, chat: Chat, interest: Interest) -> str:
        return self._choosing.sentence(self._choosing.set_interest(chat, interest))

    def _story(self, asked: CommandRequest, command: str) -> Article | None:
        """A report of the story that is meant, by its number or by the alert that is replied to; None for neither."""
        number = asked.words.strip().removeprefix("#")
        if is_id(number):
            found = self._archive.articles(story=int(number), limit=1)
            if not found:
                raise BadArgument(f"There is no story {number}; /timeline has their numbers.", command)
            return found[0]
        if number or asked.reply_to is None:
            return None
        article = self._archive.sent_article(asked.chat.id, asked.reply_to)
        if article is None:
            raise BadArgument(f"That message is not one of my alerts. Reply to one with {command}.", command)
        return article

    def _listed(self, chat: Chat) -> Rendered:
        stories = self._chats.muted_stories(chat.id, self._context.now())
        newest: list[tuple[Article, str]] = []
        for one, until in islice(stories.items(), mutes.MOST_LISTED):
            found = self._archive.articles(story=one, limit=1)
            newest += [(found[0], self._when(chat, until) if until else "")] if found else []
        return mutes.listed(newest, len(stories), chat.interest.muted)

    def _outlet(self, typed: str) -> str:
        """The outlet that goes by these words, or by a part of its name."""
        known = {feed.outlet for feed in self._context.store.feeds.all()}
        known |= {article.outlet for article in self._archive.articles(limit=_NEWEST)}
        found = _named(typed, known)
        if not found:
            raise BadArgument(f"No outlet here goes by “{shown(typed)}”; /sources lists them.", "/sources")
        if len(found) > 1:
            raise BadArgument(f"“{shown(typed)}” may be {list_in_words(found[:5])}.", f"/mute {found[0]}")
        return found[0]


def _take_span(words: str) -> tuple[str, str]:
    """For how long a story is to be muted, "" for good, and the words before that; an outlet may be named The Week."""
    found = _SPAN.fullmatch(words.strip())
    return (found["span"].lower(), found["story"] or "") if found else ("", words)


def _named(typed: str, outlets: set[str] | tuple[str, ...]) -> list[str]:
    """The outlet of this name, in any case; else those that have the words in theirs."""
    wanted = " ".join(typed.casefold().split())
    exact = [one for one in outlets if one.casefold() == wanted]
    return sorted(exact[:1] or [one for one in outlets if wanted and wanted in one.casefold()])
