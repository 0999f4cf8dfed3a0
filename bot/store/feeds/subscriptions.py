"""Feeds at their WebSub hubs: what a feed's document asks for, and what the hub made of it."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from bot.model import Feed, FeedState, Hints, Subscription, SubscriptionState
from bot.store.database.tables import feeds, subscriptions
from bot.store.feeds.columns import FEED, to_feed

_COLUMNS = tuple(column.label(f"sub_{column.name}") for column in subscriptions.c)


def follow(connection: Connection, feed_id: int, hints: Hints, now: datetime) -> None:
    """Makes the feed's subscription that of the hub and topic that its document names."""
    row = connection.execute(select(subscriptions).where(subscriptions.c.feed_id == feed_id)).one_or_none()
    named = bool(hints.hub and hints.topic)
    if row is not None and named and (row.hub, row.topic) == (hints.hub, hints.topic):
        return
    if row is not None:
        connection.execute(delete(subscriptions).where(subscriptions.c.feed_id == feed_id))
        connection.execute(update(feeds).where(feeds.c.id == feed_id).values(push_until=None))
    if named:
        connection.execute(
            insert(subscriptions).values(
                feed_id=feed_id,
                hub=hints.hub,
                topic=hints.topic,
                token=secrets.token_urlsafe(24),
                secret=secrets.token_urlsafe(32),
                state=SubscriptionState.WANTED.value,
                next_try=now,
                failures=0,
            )
        )


def by_token(connection: Connection, token: str) -> tuple[Feed, Subscription] | None:
    """The subscription that a callback's address stands for, of an active feed."""
    query = _joined().where(subscriptions.c.token == token, feeds.c.state == FeedState.ACTIVE.value)
    row = connection.execute(query).one_or_none()
    return None if row is None else (to_feed(row), _to_subscription(row))


def claim(connection: Connection, now: datetime, limit: int, lease: timedelta) -> list[Subscription]:
    """Those whose hub is to be asked now; not handed out again before the lease's end."""
    due = (
        _joined()
        .where(subscriptions.c.next_try <= now, feeds.c.state == FeedState.ACTIVE.value)
        .order_by(subscriptions.c.next_try, subscriptions.c.feed_id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=subscriptions)
    )
    found = [_to_subscription(row) for row in connection.execute(due)]
    if found:
        mine = subscriptions.c.feed_id.in_([one.feed_id for one in found])
        connection.execute(update(subscriptions).where(mine).values(next_try=now + lease))
    return found


def save(connection: Connection, changed: Subscription) -> None:
    """Writes what came of asking the hub; nothing where the feed has another subscription by now."""
    same = subscriptions.c.feed_id == changed.feed_id, subscriptions.c.token == changed.token
    values = {
        "state": changed.state.value,
        "lease_until": changed.lease_until,
        "next_try": changed.next_try,
        "failures": changed.failures,
    }
    connection.execute(update(subscriptions).where(*same).values(**values))


def trust(connection: Connection, feed_id: int, until: datetime | None) -> None:
    """Until when the feed's polling may be slow."""
    connection.execute(update(feeds).where(feeds.c.id == feed_id).values(push_until=until))


def _joined() -> Any:
    return select(*FEED, *_COLUMNS).join_from(feeds, subscriptions)


def _to_subscription(row: Row[*tuple[Any, ...]]) -> Subscription:
    return Subscription(
        feed_id=row.sub_feed_id,
        hub=row.sub_hub,
        topic=row.sub_topic,
        token=row.sub_token,
        secret=row.sub_secret,
        state=SubscriptionState(row.sub_state),
        lease_until=row.sub_lease_until,
        next_try=row.sub_next_try,
        failures=row.sub_failures,
    )
