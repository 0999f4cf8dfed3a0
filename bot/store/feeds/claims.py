"""Which feeds may be polled now, and which worker polls them: claims under a lease.

The statements are put together once for each way of asking: that cost a round more than to execute them.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    String,
    Update,
    and_,
    bindparam,
    column,
    func,
    literal,
    or_,
    select,
    table,
    text,
    update,
)

from bot.model import Feed, FeedState
from bot.store.database.engine import CONNECTED_AS
from bot.store.database.tables import feeds
from bot.store.database.types import UtcDateTime
from bot.store.feeds.columns import FEED, to_feed
from bot.store.feeds.domain_limits import DomainLimits, Moment, asked, not_held, shared_out

_CLAIM_LOCK = 7_201_121
"""PostgreSQL's advisory lock held while feeds are handed out by domain."""

_NOW = bindparam("at", type_=UtcDateTime())
_LEASE = {"leased_by": bindparam("for_worker"), "lease_until": bindparam("lease_end", type_=UtcDateTime())}
_CLAIM: Update = update(feeds).where(feeds.c.id.in_(bindparam("ids", expanding=True))).values(_LEASE)


def may_be_polled(now: Moment, *, everything: bool = False) -> ColumnElement[bool]:
    """Active, due, not claimed, and held by no Retry-After, its own or its domain's.

    ``everything`` does not ask whether it is due.
    """
    # Where everything is asked the rows are to be walked in the order of their ids. SQLite would rather look all active
    # feeds up in an index and sort them, for every claim anew, so it is shown no column that the index is on.
    state = feeds.c.state.concat("") if everything else feeds.c.state
    free = and_(
        state == FeedState.ACTIVE.value,
        or_(feeds.c.lease_until.is_(None), feeds.c.lease_until <= now),
        or_(feeds.c.hold_until.is_(None), feeds.c.hold_until <= now),
        not_held(now),
    )
    return free if everything else and_(free, or_(feeds.c.next_due.is_(None), feeds.c.next_due <= now))


@cache
def _due(*, everything: bool, before: bool, share: int) -> Any:
    """The query of a claim; ``share``: feeds of a domain that a worker has at once, 0 where no gap is kept."""
    free = and_(feeds.c.id > bindparam("after", type_=Integer()), may_be_polled(_NOW, everything=everything))
    if before:
        polled_before = bindparam("polled_before", type_=UtcDateTime())
        free = and_(free, or_(feeds.c.last_polled.is_(None), feeds.c.last_polled < polled_before))
    if share:
        free = feeds.c.id.in_(shared_out(free, _NOW, bindparam("worker"), share))
    # Where all are asked none is more due than another. In the order of their list, feeds of one site meet less often
    # than by chance, and half as many connections are opened.
    order = () if everything else (feeds.c.next_due.asc().nulls_first(),)
    due = select(*FEED, feeds.c.domain).where(free).order_by(*order, feeds.c.id)
    return due.limit(bindparam("most", type_=Integer())).with_for_update(skip_locked=True)


def claim_due(
    connection: Connection,
    now: datetime,
    limit: int,
    lease: timedelta,
    worker: str,
    *,
    everything: bool,
    limits: DomainLimits,
    polled_before: datetime | None,
    after: int,
) -> list[Feed]:
    """The feeds to poll now, the longest due first, under a lease so that no other worker polls them."""
    shared = limits.gap > 0
    by_domain = shared and connection.dialect.name == "postgresql"
    if by_domain:
        # Two that choose at once would both find a domain idle.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CLAIM_LOCK})
    due = _due(everything=everything, before=polled_before is not None, share=limits.share if shared else 0)
    values = {"at": now, "polled_before": polled_before, "worker": worker, "most": limit, "after": after}
    rows = connection.execute(due, values).all()
    if by_domain:
        asked(connection, {row.domain for row in rows}, now, worker, limits.gap)
    claimed = [to_feed(row) for row in rows]
    if claimed:
        ids = [feed.id for feed in claimed]
        connection.execute(_CLAIM, {"ids": ids, "for_worker": worker, "lease_end": now + lease})
    return claimed


def release(connection: Connection, feed_id: int, worker: str) -> None:
    mine = update(feeds).where(feeds.c.id == feed_id, feeds.c.leased_by == worker)
    connection.execute(mine.values(leased_by=None, lease_until=None))


def release_all_but(connection: Connection, kept: Collection[int], worker: str) -> int:
    others = update(feeds).where(feeds.c.leased_by == worker, feeds.c.id.not_in(kept))
    return connection.execute(others.values(leased_by=None, lease_until=None)).rowcount


def release_all(connection: Connection) -> int:
    claimed = update(feeds).where(feeds.c.lease_until.is_not(None))
    return connection.execute(claimed.values(leased_by=None, lease_until=None)).rowcount


def release_those_of_the_dead(connection: Connection, is_gone: Callable[[str], bool]) -> int:
    """PostgreSQL alone knows who is connected; it keeps the first 63 characters of what a connection is called.

    That somebody is not connected is no proof: a pooler calls its connections otherwise. ``is_gone`` has the last word.
    """
    called = func.left(literal(CONNECTED_AS) + feeds.c.leased_by, 63)
    connected = select(func.coalesce(column("application_name", String), "")).select_from(table("pg_stat_activity"))
    absent = select(feeds.c.leased_by).where(feeds.c.lease_until.is_not(None), called.not_in(connected)).distinct()
    dead = [name for name in connection.scalars(absent) if name is not None and is_gone(name)]
    theirs = update(feeds).where(feeds.c.leased_by.in_(dead))
    return connection.execute(theirs.values(leased_by=None, lease_until=None)).rowcount
