"""Plans become rows, in one transaction: what is new is stored and rung, what is known is skipped."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from msgspec import Struct

from bot.model import Plan
from bot.store.database.direct import Exchange
from bot.store.database.engine import turn
from bot.store.feeds.after_poll import passes, passing_by
from bot.store.feeds.domain_limits import DomainLimits, asked, domains_of
from bot.store.intake.facts import AtHand
from bot.store.intake.seen import Asked


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


class Circumstances(Struct, frozen=True):
    """What every plan is applied under."""

    now: datetime
    operators: Collection[int]
    limits: DomainLimits
    worker: str


class Undecided(Struct, frozen=True):
    """A poll whose entries may belong to stories: it is decided when those before it are applied, and nobody comes
    between looking at the stories and applying, so that no story is opened or rung twice."""

    asked: Asked
    """What its plan may be about."""
    decide: Callable[[AtHand], Plan]
    articles: int = 0
    """How many it is likely to file."""


def apply(
    exchange: Exchange, turns: Sequence[Plan | Undecided], under: Circumstances, at_hand: AtHand
) -> list[Applied]:
    """Stores what is new, owes the alerts, and last of all writes the feeds' rows. Applied twice, it changes nothing.

    Raises StoreError where a feed of which there is something to say is not in the database.
    """
    exchange.say(turn(exchange))
    telling = [one for one in turns if isinstance(one, Undecided) or not passes(one.feed, one.found)]
    told = {}
    if telling:
        from bot.store.intake.plans import take  # most polls tell nothing

        told = {id(one): taken for one, taken in zip(telling, take(exchange, telling, under, at_hand), strict=True)}
    passing = [one for one in turns if isinstance(one, Plan) and id(one) not in told]
    exchange.say(passing_by(exchange, [plan.feed for plan in passing]))
    if under.limits.gap > 0 and exchange.dialect.name == "postgresql":
        plans = [*passing, *(plan for plan, _ in told.values())]
        polled = [plan.feed.feed_id for plan in plans if not plan.feed.pushed]
        asked(exchange.connection, domains_of(exchange.connection, polled), under.now, under.worker, under.limits.gap)
    return [told[id(one)][1] if id(one) in told else NOTHING for one in turns]
