"""/digest: what waits for a chat's digest comes now; where nothing does, what is new of a period, by pages."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from msgspec.structs import replace

from bot.chat.commands.button_press import ButtonPress, PressHandler
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.delivery.story_contexts import StoryContexts
from bot.chat.languages.times import day
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered
from bot.chat.render.digest import come_now, digest_part, in_digest_order
from bot.chat.render.html import Button
from bot.chat.render.notice import say, try_this
from bot.chat.render.paging import typed_again
from bot.chat.render.retold.periods import span_label, within
from bot.chat.render.words import tracks_in_words
from bot.chat.typed import arguments
from bot.chat.typed.bad_argument import BadArgument
from bot.chat.typed.pages import NoSuchPage, take_page
from bot.chat.typed.periods import Span
from bot.model import Alerts, Article, Manner

DIGEST = "digest"
"""Of the buttons' data."""
DAY = Span("the last day", timedelta(days=1))
MOST_REPORTS = 500
EXAMPLE = "/digest 7d"


class DigestCommands:
    """The digest now. Methods raise BadArgument."""

    def __init__(self, families: Families) -> None:
        context = self._context = families.context
        self._chats, self._archive = context.store.outbox, context.store.archive
        self._choosing = families.of(Choosing)
        self._stories = StoryContexts(context.store.archive, context.topic, context.convert)

    def digest(self, asked: CommandRequest) -> Rendered:
        """Has what waits for the chat's digest sent; of a period, and where there is no digest, shows what is new."""
        known = self._chats.chat(asked.chat.id)
        has_digest = known is not None and known.subscribed and self._choosing.has_weight(known, Alerts.DIGEST)
        may_wait = has_digest or (known is not None and known.subscribed and known.manner != Manner())
        if asked.words.strip() or not may_wait:
            return self.page(asked)
        waiting = self._chats.digest_now(asked.chat.id, self._context.now())
        if waiting:
            return say(come_now(waiting, asked.t))
        if not has_digest:
            return self.page(asked)
        return try_this(asked.t.say("Nothing waits for the digest. What came in the last day:"), "/digest 1d", asked.t)

    def page(self, asked: CommandRequest) -> Rendered:
        """A part of what is new of a period, of the last day by default: each story's newest report."""
        words, page = take_page(asked.words)
        now = self._context.today()
        typed = arguments.summary_words(words, self._context.topic.vocabulary.tracks, EXAMPLE, now.date())
        span, key = typed.span or DAY, typed.track.key if typed.track else None
        if span.begins(now) > now:
            raise BadArgument("{day} is still to come.", EXAMPLE, day=partial(day, span.begins(now)))
        until = span.ends(now) + timedelta(microseconds=1)
        of_all = self._archive.articles(since=span.begins(now), until=until, track=key, limit=MOST_REPORTS)
        found = [one for one in of_all if typed.includes(one.reading.track)]
        waiting = in_digest_order({one.story_id: one for one in found[::-1]}.values(), self._context.topic)
        if not waiting:
            t, topic = asked.t, self._context.topic
            where = tracks_in_words(typed.named, topic, t)
            words = t.say("Nothing new[ about {where}] {within}.", where=where, within=within(span, t))
            return try_this(words, "/latest", t)
        return self._part(waiting, typed_again(typed), page, asked, span)

    def _part(self, waiting: list[Article], words: str, page: int, asked: CommandRequest, span: Span) -> Rendered:
        """Where a page begins, those before it tell. Raises NoSuchPage."""
        told, number, zone, t = 0, 0, self._context.zone_of(asked.chat.id), asked.t
        while number < page and told < len(waiting):
            before, number = told, number + 1
            part = digest_part(
                ((one, self._stories.of(one)) for one in waiting[told:]),
                self._context.topic,
                now=self._context.now(),
                zone=zone,
                before=told,
                of=len(waiting),
                heading=_heading(span, t),
                t=t,
            )
            told = before + part.stories
        if number < page or page < 1:
            raise NoSuchPage(page, number, "digest", words)
        turning = [Button(f"‹ {t.say('Before')}", data=f"{DIGEST}:{words} p{page - 1}")] if page > 1 else []
        turning += [Button(f"{t.say('More')} ›", data=f"{DIGEST}:{words} p{page + 1}")] if told < len(waiting) else []
        return replace(part.words, buttons=(*part.words.buttons, tuple(turning))) if turning else part.words

    def buttons(self) -> Mapping[str, PressHandler]:
        """The handler of ``digest:WORDS``."""
        return {DIGEST: self._turn}

    async def _turn(self, pressed: ButtonPress) -> None:
        await pressed.replace_message(lambda: self._turned(pressed))

    def _turned(self, pressed: ButtonPress) -> Rendered:
        """The page; the last one, where there are fewer than the button knew."""
        try:
            return self.page(pressed.as_request(pressed.words))
        except NoSuchPage as problem:
            return self.page(pressed.as_request(problem.last))


def _heading(span: Span, t: Translator) -> str:
    """``Digest of the last 7 days``, ``Digest since 1 Mar 2024``."""
    return t.say("Digest of {period}" if span.since is None else "Digest {period}", period=span_label(span, t))
