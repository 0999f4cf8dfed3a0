"""What a chat is rung for (``/alerts``), why an alert rang (``/why``), and the buttons under alerts."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from bot.chat.commands.button_press import ButtonPress, Outdated, PressHandler, is_id
from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.diagnosis.why_not import WhyNot
from bot.chat.commands.wishes.choosing import Choosing
from bot.chat.delivery.story_contexts import StoryContexts
from bot.chat.languages.times import day, digest_days, weekday
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render import Rendered
from bot.chat.render.alert import FIGURES, WHY
from bot.chat.render.digest import come_now
from bot.chat.render.html import bold, code, compose, joined, said, text
from bot.chat.render.notice import try_this
from bot.chat.render.paging import OPEN
from bot.chat.render.report_card import report_card
from bot.chat.render.why import article_figures, figures_with_reasons, unknown_alert, why, why_usage
from bot.chat.typed.addresses import is_address
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.bad_argument import shown
from bot.chat.typed.wishes import languages_words, manner_words
from bot.chat.typed.zones import zone_in_words, zone_or_utc
from bot.desk.delivery.digest import clock_of
from bot.desk.delivery.digest_days import take_days
from bot.desk.delivery.interests import with_languages
from bot.desk.delivery.ringing import digest_comes
from bot.model import EVERY_DAY, Alerts, Article, Chat, Correction

EXAMPLE = "/alerts digest 8:00"
_WAYS = ("all", "critical", "digest 8:00", "digest 8:00 weekdays", "digest mon 9:00")
_MANNERS = ("quiet 22:00-7:00", "quiet off", "most 5", "silent", "loud", "languages ko en")
_WEEKLY = re.compile(r"\bweekly\b", re.IGNORECASE)
_WORDS = {
    Alerts.ALL: {"all", "everything", "now"},
    Alerts.CRITICAL: {"critical", "urgent"},
    Alerts.DIGEST: {"digest", "daily"},
}

_OFF = frozenset({"off", "none", "no", "stop"})


class Wish(Struct, frozen=True):
    """What a chat wants, as ``Chat`` has it."""

    alerts: Alerts
    digest_at: str
    digest_days: str


def alert_wish(words: str, chat: Chat) -> Wish:
    """What was typed; of a digest whose time is named without days it is every day, and the days without a time leave
    the chat's time. Raises BadArgument.
    """
    days, rest = take_days(words)
    # "daily 8:00" and "weekly on Sundays" say what they are without the word.
    is_digest = words.strip().lower().startswith(("daily", "weekly"))
    mode, at = alerts_words(f"digest {rest}" if is_digest else rest or words, chat.digest_at)
    if mode is not Alerts.DIGEST and days:
        raise BadArgument("Only a digest has days.", "/alerts digest 8:00 weekdays")
    if mode is Alerts.DIGEST and days is None:
        if _WEEKLY.search(words):
            raise BadArgument("Say on which day the digest comes.", "/alerts digest mon 9:00")
        days = EVERY_DAY if rest.partition(" ")[2] else chat.digest_days
    return Wish(mode, at, days or chat.digest_days)


def alerts_words(words: str, before: str) -> tuple[Alerts, str]:
    """What was typed but for days, and when the digest comes (``08:00``), by default as ``before``.

    Raises BadArgument.
    """
    head, _, rest = words.strip().lower().partition(" ")
    mode = next((mode for mode, names in _WORDS.items() if head in names), None)
    if mode is None and head in _OFF:
        raise BadArgument("Nothing was changed: /unsubscribe ends the alerts.", "/unsubscribe")
    if mode is None:
        sentence = "“{typed}” cannot be chosen. Alerts are all, critical, or a digest."
        raise BadArgument(sentence, EXAMPLE, typed=shown(words))
    if not rest.strip():
        return mode, before
    if mode is not Alerts.DIGEST:
        raise BadArgument("Only a digest has a time.", EXAMPLE)
    clock = clock_of(rest.strip().removeprefix("at ").strip())
    if clock is None:
        sentence = "“{typed}” is neither a time, such as 8:00 or 6 pm, nor a day."
        raise BadArgument(sentence, EXAMPLE, typed=shown(rest))
    return mode, f"{clock:%H:%M}"


class AlertCommands:
    """The commands about alerts."""

    def __init__(self, families: Families) -> None:
        self._families, self._context = families, families.context
        self._archive, self._chats = self._context.store.archive, self._context.store.outbox
        self._stories = StoryContexts(self._archive, self._context.topic, self._context.convert)
        self._choosing = families.of(Choosing)

    def alerts(self, asked: CommandRequest) -> Rendered:
        """Tells what the chat is rung for, or changes it. Raises BadArgument."""
        known, t = self._chats.chat(asked.chat.id), asked.t
        if known is None or not known.subscribed:
            return try_this(t.say("This chat gets no alerts yet."), "/subscribe", t)
        if not asked.words.strip():
            ways, manners = (joined(", ", [code(f"/alerts {way}") for way in those]) for those in (_WAYS, _MANNERS))
            how = [said(t, "Change it: {lines}", lines=ways), said(t, "And how: {lines}", lines=manners)]
            return compose([self.told(known, t), *how])
        languages = languages_words(asked.words)
        if languages is not None:
            return self.changed(self._choosing.set_interest(known, with_languages(known.interest, languages)), 0, t)
        manner = manner_words(asked.words, known.manner)
        if manner is not None:
            if manner.cap != known.manner.cap and manner.cap and not self._choosing.has_weight(known, Alerts.ALL):
                raise BadArgument(
                    "Here great events alone ring by themselves, and none of them is held back. A number a day is for "
                    "chats that every story rings in.",
                    "/alerts all",
                )
            return self.changed(replace(known, manner=manner), self._choosing.set_manner(known, manner), t)
        return self.change(known, alert_wish(asked.words, known), t)

    def change(self, known: Chat, wish: Wish, t: Translator = ENGLISH) -> Rendered:
        """Keeps what a chat that is subscribed wants, and says so."""
        come = self.set_wish(known, wish)
        wanted = replace(known, alerts=wish.alerts, digest_at=wish.digest_at, digest_days=wish.digest_days)
        return self.changed(wanted, come, t)

    def set_wish(self, known: Chat, wish: Wish) -> int:
        """Keeps what a chat that is subscribed wants; returns how many reports waited, and come now."""
        self._chats.set_alerts(known.id, wish.alerts, wish.digest_at, wish.digest_days)
        return self._chats.set_digest_anew(known.id, self._context.now())

    def changed(self, chat: Chat, come: int, t: Translator = ENGLISH) -> Rendered:
        """The answer to a change, after which so many reports that waited come at once."""
        lines = [bold(t.say("Changed.")) + t.gap + self.told(chat, t)]
        if come:
            lines.append(text(come_now(come, t)))
        return compose(lines)

    def told(self, chat: Chat, t: Translator = ENGLISH) -> str:
        """Which alerts the chat gets, and when its digest comes."""
        more, is_digest = self._choosing.more(chat, t), self._choosing.has_weight(chat, Alerts.DIGEST)
        if more:
            comes = t.say("The next digest comes {time}. Now: /digest", time=self._next_digest(chat, t))
            return f"{more}{t.gap}{comes}" if is_digest else more
        match chat.alerts:
            case Alerts.ALL:
                return t.say(
                    "Each story with something new in it is sent here at once, and so is every turn in one that was."
                )
            case Alerts.CRITICAL:
                return t.say(
                    "Only deals, break-offs, signatures and record demands are sent here. For everything else there "
                    "are /latest and /summary."
                )
            case Alerts.DIGEST:
                return t.say(
                    "Deals, break-offs, signatures and record demands are sent here at once; everything else comes as "
                    "a digest, {days} at {clock} ({zone}), next {time}. Now: /digest",
                    days=digest_days(chat.digest_days, t),
                    clock=chat.digest_at,
                    zone=zone_in_words(chat.time_zone or self._context.default_zone, t),
                    time=self._next_digest(chat, t),
                )

    def _next_digest(self, chat: Chat, t: Translator) -> str:
        """``Wednesday, 25 Nov 2026, 08:30 KST``."""
        zone = chat.time_zone or self._context.default_zone
        local = digest_comes(replace(chat, time_zone=zone), self._context.now()).astimezone(zone_or_utc(zone))
        clock = f"{local:%H:%M %Z}"
        return t.say("{weekday}, {day}, {clock}", weekday=weekday(local, t), day=day(local, t), clock=clock)

    def why(self, asked: CommandRequest) -> Rendered:
        """Why the alert rang that the command replies to, or a report by its number; of an address, why it did not.

        Raises BadArgument.
        """
        number = asked.words.strip().removeprefix("#")
        if is_address(number):
            return self._families.of(WhyNot).at(number, asked)
        if number:
            article = self._archive.article(int(number)) if is_id(number) else None
            if article is None:
                raise BadArgument(
                    "“{typed}” is neither a number of a report nor the address of one.",
                    "/why https://en.yna.co.kr/view/AEN20191119000100325",
                    typed=shown(number),
                )
            return self.why_of(article, asked)
        if asked.reply_to is None:
            return why_usage(asked.t)
        article = self._archive.sent_article(asked.chat.id, asked.reply_to)
        return unknown_alert(asked.t) if article is None else self.why_of(article, asked)

    def buttons(self) -> dict[str, PressHandler]:
        """The handlers of ``figures:REPORT``, ``why:REPORT`` and ``open:REPORT``."""
        tellers = {FIGURES: self.figures_of, WHY: self.why_of, OPEN: self.card_of}
        return {word: partial(self._press, tell) for word, tell in tellers.items()}

    async def _press(self, tell: Callable[[Article, CommandRequest], Rendered], pressed: ButtonPress) -> None:
        await pressed.reply(lambda: tell(self._article(pressed.words), pressed.as_request()))

    def _article(self, number: str) -> Article:
        article = self._archive.article(int(number)) if is_id(number) else None
        if article is None:
            raise Outdated
        return article

    def why_of(self, article: Article, asked: CommandRequest) -> Rendered:
        """Why one report rang: its words and figures."""
        versions = self._archive.versions([article.id]).get(article.id, ())
        tell = self._context.reasons
        return why(
            article,
            self._context.topic,
            now=self._context.now(),
            zone=self._context.zone_of(asked.chat.id),
            versions=versions,
            reasons=tell(article, figures_with_reasons(article)) if tell else (),
            corrections=self._corrections(article),
            t=asked.t,
        )

    def card_of(self, article: Article, asked: CommandRequest) -> Rendered:
        """One report as its alert has it, with what leads on from it."""
        topic, convert, zone = self._context.topic, self._context.convert, self._context.zone_of(asked.chat.id)
        context = self._stories.of(article)
        return report_card(article, topic, convert, now=self._context.now(), zone=zone, context=context, t=asked.t)

    def figures_of(self, article: Article, asked: CommandRequest) -> Rendered:
        """Every figure of one report with its standing."""
        topic, convert, zone = self._context.topic, self._context.convert, self._context.zone_of(asked.chat.id)
        return article_figures(
            article,
            topic,
            convert,
            now=self._context.now(),
            zone=zone,
            corrections=self._corrections(article),
            t=asked.t,
        )

    def _corrections(self, article: Article) -> Sequence[Correction]:
        return self._archive.corrections([article.id]).get(article.id, ())
