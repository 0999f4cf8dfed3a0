"""The transaction in which polls are decided and applied, one after another."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from bot.model import Article, Convert, FeedUpdate, Plan, PollFacts
from bot.store.database.direct import Exchange
from bot.store.database.engine import turn
from bot.store.feeds.domain_limits import DomainLimits, asked, domains_of
from bot.store.feeds.poll_writes import passes, passing_by

if TYPE_CHECKING:
    from bot.desk.intake.stories import Rarity
    from bot.store.intake.plans import TellingPolls
    from bot.store.intake.story_cache import KnownStories


class Applied(Struct, frozen=True):
    """What a plan came to."""

    stored: int
    """Entries not known before, on the topic or not."""
    on_topic: int
    """Articles kept in full."""
    rung: int
    """Alerts that chats are now owed."""
    article_ids: tuple[int, ...]


NOTHING = Applied(stored=0, on_topic=0, rung=0, article_ids=())


class Intake:
    """The open transaction. Nobody else files a report until it ends, so that no story is opened or rung twice."""

    def __init__(
        self, exchange: Exchange, polls: Sequence[PollFacts], now: datetime, stories: "Callable[[], KnownStories]"
    ) -> None:
        """``polls``: those to be applied, so that what is known of their entries is asked with one statement; of others
        it is asked poll by poll. ``stories`` is called where something is on the topic."""
        self._exchange = exchange
        self._polls = polls
        self._now = now
        self._ask_stories = stories
        self._remembered: KnownStories | None = None
        self._telling: TellingPolls | None = None
        self._passing: list[FeedUpdate] = []
        self._asked_now: list[int] = []
        exchange.say(turn(exchange))

    def facts(self, poll: PollFacts, convert: Convert) -> "tuple[PollFacts, Rarity]":
        """The poll with the stories that its entries may join, as the polls applied before it left them, and with what
        was known of its figures and dates; and how rare signs are, which the next call changes.

        Sums in other currencies count as like where they are at the rate of the report's day, as ``convert`` has it.
        """
        # Here, since it loads what judges, and most polls bring nothing to judge.
        from bot.desk.intake.news import held_against
        from bot.store.intake.known_figures import background

        self._begin_telling()  # what it asks goes along
        since, readings = held_against(poll, self._now)
        known = background(self._exchange, readings, since.date(), convert)
        stories, rarity = self._stories().since(self._exchange, since)
        return replace(poll, stories=tuple(stories), background=known()), rarity

    def apply(self, plan: Plan) -> Applied:
        """Store what is new and owe the alerts; applied twice, a plan changes nothing."""
        if not plan.feed.pushed:
            self._asked_now.append(plan.feed.id)
        if passes(plan.feed, plan.found):
            self._passing.append(plan.feed)
            return NOTHING
        return self._begin_telling().take(plan)

    def finish(self, operators: Collection[int], limits: DomainLimits, worker: str) -> None:
        """Last of all write the feeds' rows, many with one statement.

        Raises StoreError where a feed of which there is something to say is not in the database.
        """
        if self._telling is not None:
            self._telling.finish(operators, limits, worker)
        self._exchange.say(passing_by(self._exchange, self._passing, worker))
        if limits.gap > 0 and self._exchange.dialect.name == "postgresql":
            connection = self._exchange.connection
            asked(connection, domains_of(connection, self._asked_now), self._now, worker, limits.gap)

    def forget(self) -> None:
        """The transaction failed: what was remembered of it is not in the database."""
        if self._remembered is not None:
            self._remembered.forget()

    def _begin_telling(self) -> "TellingPolls":
        if self._telling is None:
            from bot.store.intake.plans import TellingPolls  # most polls tell nothing

            self._telling = TellingPolls(self._exchange, self._polls, self._now, self._filed)
        return self._telling

    def _filed(self, article: Article) -> None:
        self._stories().filed(article)

    def _stories(self) -> "KnownStories":
        if self._remembered is None:
            self._remembered = self._ask_stories()
        return self._remembered
