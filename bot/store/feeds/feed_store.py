"""``FeedStore``: which feeds there are, who polls them when, and their subscriptions at WebSub hubs."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.later import Later
from bot.model import Feed, FeedSource, FeedState, Subscription
from bot.store.database.engine import Database
from bot.store.feeds import claims, rows
from bot.store.feeds.domain_limits import DomainLimits, held, reserve

if TYPE_CHECKING:
    from bot.store.feeds import operators, subscriptions
else:
    # A round of polling without news has no use for them.
    operators = Later("bot.store.feeds.operators")
    subscriptions = Later("bot.store.feeds.subscriptions")


class FeedStore:
    """``Store.feeds``. Each method is one short transaction, and may raise what ``Store`` says."""

    def __init__(self, database: Database, worker: str, limits: DomainLimits) -> None:
        """``worker`` is whom feeds are claimed for."""
        self._database = database
        self._worker = worker
        self._limits = limits

    def sync(self, sources: Sequence[FeedSource], now: datetime) -> tuple[int, int]:
        """Makes the feeds those of the configuration; returns how many were added and how many paused.

        A feed that is named again starts afresh. One of the sandbox's replay is known by its path, on whatever port.
        """
        with self._database.write() as connection:
            return rows.sync(connection, sources, now, self._limits)

    def add(self, sources: Sequence[FeedSource], now: datetime) -> list[str]:
        """Makes feeds the operator's, which ``sync`` leaves alone; the addresses of those not followed before."""
        with self._database.write() as connection:
            return operators.add(connection, sources, now, self._limits)

    def remove(self, feed_id: int) -> bool:
        """Stops following an operator's feed, and keeps its articles; False where it is not an operator's."""
        with self._database.write() as connection:
            return operators.remove(connection, feed_id)

    def pause(self, source: FeedSource, now: datetime) -> bool:
        """Stops polling a feed, known by its address, until ``resume``; False where it was paused by hand before.

        One that is not stored yet is taken in as the topic's.
        """
        with self._database.write() as connection:
            return operators.pause(connection, source, now, self._limits)

    def resume(self, feed_id: int) -> FeedState:
        """Polls a feed again, as soon as no Retry-After holds it; PAUSED where the configuration does not name it."""
        with self._database.write() as connection:
            return operators.resume(connection, feed_id)

    def all(self) -> list[Feed]:
        with self._database.read() as connection:
            return rows.all_feeds(connection)

    def count_active(self) -> int:
        """How many feeds are polled when they are due."""
        with self._database.read() as connection:
            return rows.count_active(connection)

    def get(self, feed_id: int) -> Feed | None:
        with self._database.read() as connection:
            return rows.one(connection, feed_id)

    def claim_due(
        self,
        now: datetime,
        limit: int,
        lease: timedelta,
        *,
        everything: bool = False,
        polled_before: datetime | None = None,
        after: int = 0,
    ) -> list[Feed]:
        """The feeds to poll now, the longest due first, claimed until they are polled, released, or the lease ends.

        ``everything`` takes active feeds that are not due as well, but none before its Retry-After, or that of its
        domain, has run out. ``polled_before`` leaves out those polled at that time or later, and ``after`` those
        whose ids are no higher.
        """
        with self._database.write() as connection:
            return claims.claim_due(
                connection,
                now,
                limit,
                lease,
                self._worker,
                everything=everything,
                limits=self._limits,
                polled_before=polled_before,
                after=after,
            )

    def held(self, now: datetime) -> dict[str, datetime]:
        """The registrable domains that asked to be left alone, and until when."""
        with self._database.read() as connection:
            return held(connection, now)

    def reserve(self, domain: str, now: datetime) -> float:
        """Takes a registrable domain for a request of this worker and returns 0.0; or, where another worker asked it
        less than a gap ago, the seconds to wait. On SQLite there is no other worker."""
        if self._database.dialect == "sqlite" or self._limits.gap <= 0:
            return 0.0
        with self._database.write() as connection:
            return reserve(connection, domain, now, self._worker, self._limits.gap)

    def release(self, feed_id: int) -> None:
        """Gives back a feed that this worker claimed and did not poll."""
        with self._database.write() as connection:
            claims.release(connection, feed_id, self._worker)

    def release_all_but(self, kept: Collection[int]) -> int:
        """Gives back what this worker claimed, but for these feeds: after a claim of which it never heard."""
        with self._database.write() as connection:
            return claims.release_all_but(connection, kept, self._worker)

    def release_all(self) -> int:
        """Gives back every claimed feed: for the worker that has just become the only one."""
        with self._database.write() as connection:
            return claims.release_all(connection)

    def release_those_of_the_dead(self, is_gone: Callable[[str], bool]) -> int:
        """Gives back what other workers claimed that are connected no more, and of whom ``is_gone``, by their names, is
        true; PostgreSQL only, which knows."""
        with self._database.write() as connection:
            return claims.release_those_of_the_dead(connection, lambda name: name != self._worker and is_gone(name))

    def subscription(self, token: str) -> tuple[Feed, Subscription] | None:
        """What a hub's callback is about; None where nothing active is."""
        with self._database.read() as connection:
            return subscriptions.by_token(connection, token)

    def claim_subscriptions(self, now: datetime, limit: int, lease: timedelta) -> list[Subscription]:
        """The subscriptions to ask a hub for, or to renew, now; handed out again only after the lease."""
        with self._database.write() as connection:
            return subscriptions.claim(connection, now, limit, lease)

    def save_subscription(self, changed: Subscription) -> None:
        """How things stand with a hub; nothing where the feed has another one by now."""
        with self._database.write() as connection:
            subscriptions.save(connection, changed)

    def trust_hub(self, feed_id: int, until: datetime | None) -> None:
        """Until when the feed's polling may be slow, because its hub tells us of news."""
        with self._database.write() as connection:
            subscriptions.trust(connection, feed_id, until)
