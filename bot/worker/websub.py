"""WebSub from room to room: hubs are asked, their confirmations kept, and what they send goes the way of a poll."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.desk.intake import websub
from bot.feeds import NotAskedError, Poller
from bot.model import Feed, Subscription
from bot.store import Store
from bot.web.websub import callback
from bot.worker.intake.polling import Polling

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Hubs asked in one tick."""
CLAIM = timedelta(minutes=10)


class Hubs:
    """The worker's side of the callbacks, and the tick that asks and renews; needs a public address."""

    def __init__(
        self,
        store: Store,
        poller: Poller,
        polling: Polling,
        *,
        public_url: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._poller = poller
        self._polling = polling
        self._public_url = public_url
        self._now = now

    async def tick(self) -> None:
        """Ask the hubs whose turn it is."""
        due = await asyncio.to_thread(self._store.feeds.claim_subscriptions, self._now(), AT_ONCE, CLAIM)
        await asyncio.gather(*(self._ask(subscription) for subscription in due))

    async def confirm(self, token: str, topic: str, lease: float | None) -> bool:
        """Notes that a hub granted a subscription: from now on polling is a net. False where there is no such one."""
        found = await self._find(token, topic)
        if found is None:
            return False
        feed, subscription = found
        granted = websub.with_lease(subscription, self._now(), lease)
        await asyncio.to_thread(self._store.feeds.save_subscription, granted)
        await asyncio.to_thread(self._store.feeds.trust_hub, feed.id, granted.lease_until)
        log.info("%s: its hub tells us of news until %s", feed.outlet, granted.lease_until)
        return True

    async def deny(self, token: str, topic: str) -> bool:
        """Notes that a hub refused or ended one: the feed is polled at its usual pace. False where there is none."""
        found = await self._find(token, topic)
        if found is None:
            return False
        feed, subscription = found
        await asyncio.to_thread(self._store.feeds.save_subscription, websub.with_refusal(subscription, self._now()))
        await asyncio.to_thread(self._store.feeds.trust_hub, feed.id, None)
        log.info("%s: its hub refuses the subscription; it is polled as before", feed.outlet)
        return True

    async def knows_token(self, token: str) -> bool:
        """Whether a message with this token is one that we asked for."""
        return await asyncio.to_thread(self._store.feeds.subscription, token) is not None

    async def deliver(self, token: str, body: bytes, signature: str, content_type: str) -> bool:
        """Takes in news, if the signature says that they are the hub's. False where there is no subscription."""
        found = await asyncio.to_thread(self._store.feeds.subscription, token)
        if found is None:
            return False
        feed, subscription = found
        if not websub.is_signed(body, signature, subscription.secret):
            log.warning("%s: a message without its hub's signature was ignored", feed.outlet)
            return True
        if await self._polling.push(feed, body, content_type):
            await asyncio.to_thread(self._store.feeds.trust_hub, feed.id, subscription.lease_until)
        return True

    async def _ask(self, subscription: Subscription) -> None:
        await asyncio.to_thread(self._store.feeds.save_subscription, websub.with_request(subscription, self._now()))
        try:
            trouble = await self._poller.subscribe(
                subscription, callback(self._public_url, subscription.token), websub.LEASE.total_seconds()
            )
        except NotAskedError as reason:
            trouble = str(reason)
        if trouble is not None:
            log.warning("the hub of feed %d %s", subscription.feed_id, trouble)

    async def _find(self, token: str, topic: str) -> tuple[Feed, Subscription] | None:
        found = await asyncio.to_thread(self._store.feeds.subscription, token)
        return found if found is not None and found[1].topic == topic else None
