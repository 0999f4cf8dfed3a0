"""What each command answers: asks the archive, hands what it says to the renderers. Synchronous, run in a thread.

A new command is a method here, a row in ``menu`` and a line in ``Answers.table``.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.chat.commands.alerts import alerts
from bot.chat.commands.course import CourseAnswers
from bot.chat.commands.ledger import LedgerAnswers
from bot.chat.commands.ledger_cache import LedgerRows
from bot.chat.commands.search import SearchAnswers
from bot.chat.commands.stories import StoryCommands
from bot.chat.context import ChatContext
from bot.chat.logs import one_line
from bot.chat.render import Rendered, help, notice  # noqa: A004  # the room's own module, not the builtin
from bot.chat.render.baseline import baseline
from bot.chat.render.latest import NEWEST, latest
from bot.chat.render.operators.sources import beside_replay, sources
from bot.chat.render.status import status, unread
from bot.chat.render.why import article_figures, how, reasoned, unknown_alert, why
from bot.chat.typed import arguments
from bot.model import Article, Chat

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as it came in."""

    chat: Chat
    """As the update names it; the archive may know its time zone."""
    words: str = ""
    """What was typed after the command."""
    reply_to: int | None = None
    """The message that the command replies to."""
    operator: bool = False


class Answers:
    """The commands, each from what was asked to a message."""

    def __init__(self, context: ChatContext) -> None:
        self._context = context
        self._archive = context.archive
        rows = LedgerRows(context)
        self.ledger = LedgerAnswers(context, rows)
        self.course = CourseAnswers(context, rows)
        self.find = SearchAnswers(context)
        self._stories = StoryCommands(context).table()

    def table(self) -> Mapping[str, Callable[[Asked], Rendered]]:
        """Name of a command -> what answers it."""
        return {
            "start": self.start,
            "help": self.help,
            "subscribe": self.subscribe,
            "unsubscribe": self.unsubscribe,
            "latest": self.latest,
            **{name: partial(self._of_course, name) for name in self.course.table()},
            **{name: partial(self._to_stories, name) for name in self._stories},
            "figures": self.figures,
            "compare": self.compare,
            "search": self.search,
            "baseline": self.baseline,
            "sources": self.sources,
            "status": self.status,
            "why": self.why,
            "timezone": self.timezone,
            "alerts": self.alerts,
            "chats": self.chats,
        }

    def prepare(self) -> None:
        """Makes ready what the first reader would wait for, a third of a second with a large archive: what answers read
        of it is kept, and so are tables and patterns."""
        self.course.summary("")
        self.ledger.figures("")

    def start(self, asked: Asked) -> Rendered:
        known = self._archive.chat(asked.chat.id)
        subscribed = known is not None and known.subscribed
        return help.start(self._context.topic, subscribed=subscribed, replay=self._context.replay)

    def help(self, asked: Asked) -> Rendered:
        return help.commands(operator=asked.operator)

    def subscribe(self, asked: Asked) -> Rendered:
        zone = self._zone(asked)
        chat = replace(asked.chat, subscribed=True, time_zone=zone, since=self._now())
        return help.subscribed(changed=self._archive.subscribe(chat, self._now()), zone=zone)

    def unsubscribe(self, asked: Asked) -> Rendered:
        return help.unsubscribed(changed=self._archive.unsubscribe(asked.chat.id, self._now()))

    def latest(self, asked: Asked) -> Rendered:
        newest = self._archive.articles(limit=NEWEST)
        return latest(newest, self._context.topic, now=self._now(), zone=self._zone(asked))

    def summary(self, asked: Asked) -> Rendered:
        return self.course.summary(asked.words)

    def _of_course(self, name: str, asked: Asked) -> Rendered:
        return self.course.table()[name](asked.words)

    def _to_stories(self, name: str, asked: Asked) -> Rendered:
        return self._stories[name](asked.words)

    def figures(self, asked: Asked) -> Rendered:
        return self.ledger.figures(asked.words)

    def compare(self, asked: Asked) -> Rendered:
        return self.ledger.compare()

    def search(self, asked: Asked) -> Rendered:
        return self.find.search(asked.words)

    def baseline(self, asked: Asked) -> Rendered:
        return baseline(self._context.topic.baseline)

    def sources(self, asked: Asked) -> Rendered:
        return sources(self._archive.feeds(), now=self._now(), replay=self._context.replay)

    def status(self, asked: Asked) -> Rendered:
        now, about = self._now(), self._context
        troubles = self._archive.database_troubles(now)
        try:
            return status(
                self._archive.status(now),
                troubles,
                now=now,
                zone=self._zone(asked),
                started=about.started,
                version=about.version,
                replay=about.replay,
                live=beside_replay(self._archive.feeds()) if about.replay else 0,
            )
        except Exception as problem:  # the archive's own errors are not known here, and any of them is the answer
            log.warning("/status: the database cannot be read: %s", one_line(f"{type(problem).__name__}: {problem}"))
            return unread(troubles, now=now, zone=about.default_zone, started=about.started, version=about.version)

    def why(self, asked: Asked) -> Rendered:
        if asked.reply_to is None:
            return how()
        article = self._archive.sent_article(asked.chat.id, asked.reply_to)
        if article is None:
            return unknown_alert()
        return self.why_of(article, asked)

    def why_of(self, article: Article, asked: Asked) -> Rendered:
        """The words and figures of one report."""
        versions = self._archive.versions([article.id]).get(article.id, ())
        tell = self._context.reasons
        return why(
            article,
            self._context.topic,
            now=self._now(),
            zone=self._zone(asked),
            versions=versions,
            reasons=tell(article, reasoned(article)) if tell else (),
        )

    def figures_of(self, article: Article, asked: Asked) -> Rendered:
        """Every figure of one report with its standing."""
        topic, convert = self._context.topic, self._context.convert
        return article_figures(article, topic, convert, now=self._now(), zone=self._zone(asked))

    def timezone(self, asked: Asked) -> Rendered:
        if not asked.words.strip():
            example = "/timezone Asia/Seoul"
            return notice.try_this(f"Times in this chat are shown in {self._zone(asked)}.", example)
        zone = arguments.time_zone(asked.words)
        if not self._archive.set_time_zone(asked.chat.id, zone):
            return notice.try_this("This chat is not subscribed yet, so there is nothing to set.", "/subscribe")
        now = self._now().astimezone(arguments.zone_or_utc(zone))
        return notice.say(f"Times are shown in {zone} from now on: it is {now:%H:%M} there.")

    def alerts(self, asked: Asked) -> Rendered:
        return alerts(self._context, asked.chat, asked.words)

    def chats(self, asked: Asked) -> Rendered:
        return help.chats(self._archive.chats(), now=self._now())

    def _zone(self, asked: Asked) -> str:
        return self._context.zone_of(asked.chat.id)

    def _now(self) -> datetime:
        return self._context.now()
