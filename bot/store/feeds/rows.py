"""The polling side: which feeds there are. Which are due is told in ``claims``, how a row is read in ``columns``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

from bot.model import Feed, FeedKind, FeedOrigin, FeedSource, FeedState
from bot.store.database.engine import take_turns
from bot.store.database.tables import domains, feeds
from bot.store.feeds.columns import FEED, to_feed
from bot.store.feeds.domain_limits import DomainLimits

FRESH: Mapping[str, Any] = {"errors": 0, "last_error": None, "next_due": None, "last_news": None}
"""How a feed begins, and begins again. That it was silent is kept, so that nobody is told of it twice."""

_c = feeds.c
_SAID = (_c.id, _c.url, _c.kind, _c.listed, _c.origin, _c.moved_to, _c.domain, _c.state, _c.paused_by_hand)
"""What the configuration is held against."""


def sync(connection: Connection, sources: Sequence[FeedSource], now: datetime, limits: DomainLimits) -> tuple[int, int]:
    """Makes the feeds those of the configuration; returns how many were added (or named again) and paused."""
    take_turns(connection)
    _move_replay(connection, sources)
    # Ten thousand rows with all of their columns took 10 MB.
    stored = {row.url: row for row in connection.execute(select(*_SAID))}
    own = {url: row for url, row in stored.items() if is_operators(row)}
    for row in own.values():
        # All else of an operator's feed is the operator's; how domains are told apart is the configuration's.
        domain = domain_of(limits, FeedKind(row.kind), row.moved_to or row.url)
        if domain != row.domain:
            connection.execute(update(feeds).where(feeds.c.id == row.id).values(domain=domain))
    wanted = {source.url: source for source in sources if source.url not in own}
    added = sum(enlist(connection, source, stored.get(url), now, limits) for url, source in wanted.items())
    dropped = [row for url, row in stored.items() if row.listed and url not in wanted | own]
    for row in dropped:
        state = FeedState.GONE if row.state == FeedState.GONE.value else FeedState.PAUSED
        connection.execute(update(feeds).where(feeds.c.id == row.id).values(listed=False, state=state.value))
    return added, len(dropped)


def _move_replay(connection: Connection, sources: Sequence[FeedSource]) -> None:
    """Gives feeds of the replay their present address: on another port they are the same, known by their path."""
    here = {urlsplit(source.url).path: source.url for source in sources if source.kind is FeedKind.REPLAY}
    if not here:
        return
    rows = connection.execute(select(feeds).order_by(feeds.c.last_polled.desc().nulls_last())).all()
    taken = {row.url for row in rows}
    for row in rows:
        url = here.get(urlsplit(row.url).path) if row.kind == FeedKind.REPLAY.value else None
        if url is not None and url not in taken:
            taken.add(url)
            connection.execute(update(feeds).where(feeds.c.id == row.id).values(url=url))


def is_operators(row: Row[*tuple[Any, ...]]) -> bool:
    """An operator added it, and has not removed it."""
    return bool(row.listed) and row.origin == FeedOrigin.OPERATOR.value


def is_shown() -> ColumnElement[bool]:
    """Neither removed by the operator who added it, nor of a replay that is over. Those rows are kept for the articles
    that came from them."""
    stays = and_(feeds.c.origin != FeedOrigin.OPERATOR.value, feeds.c.kind != FeedKind.REPLAY.value)
    return or_(feeds.c.listed, stays)


def enlist(
    connection: Connection,
    source: FeedSource,
    row: Row[*tuple[Any, ...]] | None,
    now: datetime,
    limits: DomainLimits,
    origin: FeedOrigin = FeedOrigin.TOPIC,
) -> bool:
    """Write what is said about a feed, whose row is ``row``; whether it is new, or named again."""
    moved_to = row.moved_to if row is not None and row.listed else None
    about = {
        "outlet": source.outlet,
        "language": source.language,
        "country": source.country,
        "kind": source.kind.value,
        "listed": True,
        "moved_to": moved_to,
        "domain": domain_of(limits, source.kind, moved_to or source.url),
        "origin": origin.value,
        "folder": "\n".join(source.folder),
    }
    paused = row is not None and row.paused_by_hand
    active = {"state": (FeedState.PAUSED if paused else FeedState.ACTIVE).value, **FRESH}
    if row is None:
        fixed = {"url": source.url, "title": "", "polled_once": False, "interval": 0.0, "item_count": 0, "added": now}
        connection.execute(insert(feeds).values(**about, **active, **fixed))
        return True
    # Dropped and named again: it gets a fresh start, even where it was gone.
    again = {} if row.listed else active
    connection.execute(update(feeds).where(feeds.c.id == row.id).values(**about, **again))
    return not row.listed


def domain_of(limits: DomainLimits, kind: FeedKind, url: str) -> str:
    """The replay's feeds are on our own server, which needs no sparing."""
    return "" if kind is FeedKind.REPLAY else limits.domain_of(url)


def with_holds() -> Any:
    """Feeds with what holds their domain."""
    return select(*FEED, domains.c.hold_until.label("domain_hold")).join_from(
        feeds, domains, feeds.c.domain == domains.c.name, isouter=True
    )


def count_active(connection: Connection) -> int:
    """The feeds that are polled when they are due."""
    active = select(func.count()).select_from(feeds).where(is_shown(), feeds.c.state == FeedState.ACTIVE.value)
    return connection.scalar(active) or 0


def all_feeds(connection: Connection) -> list[Feed]:
    return [
        to_feed(row, row.domain_hold) for row in connection.execute(with_holds().where(is_shown()).order_by(feeds.c.id))
    ]


def one(connection: Connection, feed_id: int) -> Feed | None:
    row = connection.execute(with_holds().where(feeds.c.id == feed_id)).one_or_none()
    return None if row is None else to_feed(row, row.domain_hold)
