"""The operator's hand on the feeds: adding and removing own ones, pausing and resuming any."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.model import FeedOrigin, FeedSource, FeedState
from bot.store.database.engine import take_turns
from bot.store.database.tables import feeds
from bot.store.feeds.domain_limits import DomainLimits
from bot.store.feeds.rows import FRESH, enlist, is_operators


def add(connection: Connection, sources: Sequence[FeedSource], now: datetime, limits: DomainLimits) -> list[str]:
    """Make feeds the operator's; the addresses of those that were not followed before, in their order.

    One that is followed already, be it at the address that it has moved to, is left as it is. One that was removed, or
    that the topic has dropped, begins afresh with what is known of it.
    """
    take_turns(connection)
    stored = {row.url: row for row in connection.execute(select(feeds))}
    taken = {row.moved_to for row in stored.values() if row.listed and row.moved_to}
    added: list[str] = []
    for source in sources:
        row = stored.get(source.url)
        if source.url in taken or (row is not None and row.listed):
            continue
        if row is not None:
            connection.execute(update(feeds).where(feeds.c.id == row.id).values(paused_by_hand=False))
            row = connection.execute(select(feeds).where(feeds.c.id == row.id)).one()
        enlist(connection, source, row, now, limits, FeedOrigin.OPERATOR)
        taken.add(source.url)
        added.append(source.url)
    return added


def remove(connection: Connection, feed_id: int) -> bool:
    """Stop following a feed that an operator added; False for any other. Its articles stay."""
    take_turns(connection)
    row = connection.execute(select(feeds).where(feeds.c.id == feed_id)).one_or_none()
    if row is None or not is_operators(row):
        return False
    gone = {"listed": False, "state": FeedState.PAUSED.value, "paused_by_hand": False, "folder": ""}
    connection.execute(update(feeds).where(feeds.c.id == feed_id).values(**gone))
    return True


def pause(connection: Connection, source: FeedSource, now: datetime, limits: DomainLimits) -> bool:
    """Stop polling a feed until it is resumed; whether that is new. One of the topic's need not be stored yet."""
    take_turns(connection)
    row = connection.execute(select(feeds).where(feeds.c.url == source.url)).one_or_none()
    if row is None:
        enlist(connection, source, None, now, limits)
    elif row.paused_by_hand:
        return False
    halted = {"state": FeedState.PAUSED.value, "paused_by_hand": True}
    connection.execute(update(feeds).where(feeds.c.url == source.url).values(**halted))
    return True


def resume(connection: Connection, feed_id: int) -> FeedState:
    """Poll a paused feed, or one that was gone, again; the state that it has now.

    It stays paused where nobody names it: the topic's, while the sandbox replays. A Retry-After still holds.
    """
    take_turns(connection)
    row = connection.execute(select(feeds).where(feeds.c.id == feed_id)).one()
    state = FeedState.ACTIVE if row.listed else FeedState(row.state)
    fresh = FRESH if row.listed and row.state != FeedState.ACTIVE.value else {}
    values = {"state": state.value, "paused_by_hand": False, **fresh}
    connection.execute(update(feeds).where(feeds.c.id == feed_id).values(**values))
    return state
