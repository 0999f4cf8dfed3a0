"""How things stand: the counts and troubles that ``/status`` and ``burdenwatch check`` tell."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, select

from bot.model import DeliveryKind, Feed, FeedState, FeedTroubles, Role, StoreStatus
from bot.store.database.tables import articles, chats, entries, feeds, figures, outbox, stories
from bot.store.feeds.claims import may_be_polled
from bot.store.feeds.columns import to_feed
from bot.store.feeds.domain_limits import held
from bot.store.feeds.rows import is_shown, with_holds
from bot.store.feeds.shown import forgotten
from bot.store.outbox.queue import owed
from bot.store.outbox.row_state import RowState

GAPS_SHOWN = timedelta(days=7)


def status(connection: Connection, now: datetime) -> StoreStatus:
    counts = connection.execute(select(feeds.c.state, func.count()).where(is_shown()).group_by(feeds.c.state))
    per_state = dict(counts.all())
    waiting = outbox.c.state.in_((RowState.OWED.value, RowState.LEASED.value))
    # An edit is no message, and neither is an alert that went out in a digest.
    is_message = and_(outbox.c.kind != DeliveryKind.EDIT.value, ~_in_digest())
    lately = and_(outbox.c.settled > now - timedelta(hours=24), is_message)
    trouble = feed_troubles(connection, now)
    return StoreStatus(
        feeds={state: per_state.get(state.value, 0) for state in FeedState},
        due_now=_count(connection, feeds, may_be_polled(now)),
        last_poll=connection.scalar(select(func.max(feeds.c.last_polled))),
        articles=_count(connection, entries) + forgotten(connection),
        on_topic=_count(connection, articles, articles.c.on_topic),
        stories=_count(connection, stories, stories.c.merged_into.is_(None)),
        subscribers=_count(connection, chats, chats.c.subscribed),
        owed=owed(connection),
        oldest_owed=connection.scalar(select(func.min(outbox.c.created)).where(waiting)),
        sent_24h=_count(connection, outbox, outbox.c.state == RowState.SENT.value, lately),
        failing=trouble.failing,
        gaps=trouble.gaps,
        held=trouble.held,
        silent=trouble.silent,
    )


def feed_troubles(connection: Connection, now: datetime) -> FeedTroubles:
    """What the status tells of feeds that do not work as they should; of an archive of any size as quickly."""
    active = feeds.c.state == FeedState.ACTIVE.value
    failing = with_holds().where(active, feeds.c.errors > 0).order_by(feeds.c.errors.desc(), feeds.c.id)
    gaps = with_holds().where(active, feeds.c.last_gap > now - GAPS_SHOWN).order_by(feeds.c.last_gap.desc(), feeds.c.id)
    silent = with_holds().where(active, feeds.c.silent).order_by(feeds.c.last_news.asc().nulls_last(), feeds.c.id)
    return FeedTroubles(
        failing=_feeds(connection, failing),
        gaps=_feeds(connection, gaps),
        held=held(connection, now),
        silent=_feeds(connection, silent),
    )


def figures_by_role(connection: Connection) -> dict[Role, int]:
    """How many figures the reports have in each role: by the index, of an archive of any size."""
    rows = connection.execute(select(figures.c.role, func.count()).group_by(figures.c.role))
    return {Role(role): number for role, number in rows}


def _feeds(connection: Connection, query: Select[*tuple[Any, ...]]) -> tuple[Feed, ...]:
    return tuple(to_feed(row, row.domain_hold) for row in connection.execute(query))


def _in_digest() -> ColumnElement[bool]:
    return and_(outbox.c.kind == DeliveryKind.ALERT.value, outbox.c.replies_to.is_not(None))


def _count(connection: Connection, table: FromClause, *conditions: Any) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0
