"""What polls leave on their feeds' rows: validators, pace and health, many feeds with one statement.

The statements are put together once, because that costs more than to execute them. Most polls bring nothing new, and of
those only the times are written.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, or_, text, update

from bot.model import Feed, FeedKind, FeedState, FeedUpdate
from bot.store import subscriptions
from bot.store.feeds import decode_hints, domain_of, encode_hints
from bot.store.limits import DomainLimits
from bot.store.tables import feeds
from bot.store.types import as_text

FeedRow = Row[*tuple[Any, ...]]
"""A row of ``feeds``, or of those columns that a poll looks at."""

_AS_TOLD = (
    "etag", "last_modified", "body_hash", "polled_once", "last_polled", "next_due", "interval", "errors", "last_error",
    "title", "hold_until", "moved_to", "redirect_target", "redirect_seen", "hints", "gaps", "last_gap",
    "last_news", "patience", "silent",
)  # fmt: skip
"""Columns that take what the poll says, whatever was in them."""

_c = feeds.c
_ONE = _c.id == bindparam("of_feed")
_polled = bindparam("new_last_polled", type_=_c.last_polled.type)

_WRITE = (
    # A plan that comes late, after the lease ran out and another worker polled, must not undo what that one wrote.
    update(feeds)
    .where(_ONE, or_(_c.last_polled.is_(None), _c.last_polled <= _polled))
    .values(
        {name: bindparam(f"new_{name}", type_=_c[name].type) for name in _AS_TOLD}
        | {
            # A feed that the configuration dropped during the poll stays paused.
            "state": case((_c.state == FeedState.PAUSED.value, _c.state), else_=bindparam("new_state")),
            "item_count": case(
                (_c.last_polled == _polled, _c.item_count), else_=_c.item_count + bindparam("new_item_count")
            ),
            "leased_by": None,
            "lease_until": None,
        }
    )
)
# For feeds of which nothing else is new. All in one statement: a row at a time, SQLAlchemy took most of the time.
_PASS = {
    "sqlite": text(
        "UPDATE feeds SET last_polled = json_extract(p.value, '$[1]'), next_due = json_extract(p.value, '$[2]'), "
        "leased_by = NULL, lease_until = NULL FROM json_each(:passes) AS p WHERE feeds.id = json_extract(p.value, "
        "'$[0]') AND (last_polled IS NULL OR last_polled <= json_extract(p.value, '$[1]'))"
    ),
    "postgresql": text(
        "UPDATE feeds SET last_polled = p.polled, next_due = p.due, leased_by = NULL, lease_until = NULL FROM unnest("
        "CAST(:ids AS integer[]), CAST(:polled AS timestamptz[]), CAST(:due AS timestamptz[])) AS p (id, polled, due) "
        "WHERE feeds.id = p.id AND (last_polled IS NULL OR last_polled <= p.polled)"
    ),
}
_COUNT = update(feeds).where(_ONE).values(item_count=_c.item_count + bindparam("new_item_count"))
_HEARD = update(feeds).where(_ONE).values(last_news=bindparam("heard", type_=_c.last_news.type), silent=False)
# A hub may have confirmed during the poll, so it is left alone but for this.
_FORGET_HUB = update(feeds).where(_ONE, _c.last_polled == _polled).values(push_until=None)
_MOVE = update(feeds).where(_ONE, _c.last_polled == _polled).values(domain=bindparam("new_domain"))


_told = attrgetter(
    "validators", "body_hash", "polled_once", "interval", "errors", "last_error", "title", "state", "hold_until",
    "moved_to", "redirect_target", "redirect_seen", "hints", "gaps", "last_gap", "last_news", "patience", "silent",
)  # fmt: skip


def passes(change: FeedUpdate, found: Feed | None) -> bool:
    """Whether a poll found nothing that its feed's row should say, but when it was and when the next one is due."""
    special = change.pushed or change.new_items or change.notice or change.hub_missed or change.domain_hold_until
    if found is None or special:
        return False
    return bool(_told(change) == _told(found))


def write_passes(connection: Connection, changes: Iterable[FeedUpdate]) -> None:
    """Write when feeds were polled and are due next."""
    rows = [(one.feed_id, one.last_polled, one.next_due) for one in changes]
    if not rows:
        return
    dialect = connection.dialect.name
    if dialect == "sqlite":
        passes = json.dumps([(feed_id, as_text(polled), as_text(due)) for feed_id, polled, due in rows])
        connection.execute(_PASS[dialect], {"passes": passes})
        return
    columns = map(list, zip(*rows, strict=True))
    connection.execute(_PASS[dialect], dict(zip(("ids", "polled", "due"), columns, strict=True)))


def write_feeds(
    connection: Connection, polls: Iterable[tuple[FeedUpdate, FeedRow]], limits: DomainLimits, now: datetime
) -> None:
    """Write what polls leave on the rows of their feeds, which are as they were before."""
    changes = list(polls)
    # What a hub sent leaves the feed's pace, validators and lease as they are: a poll may be under way.
    pushed = [change for change, _ in changes if change.pushed]
    _many(connection, _COUNT, [{"of_feed": one.feed_id, "new_item_count": one.new_items} for one in pushed])
    _many(connection, _HEARD, [{"of_feed": one.feed_id, "heard": now} for one in pushed if one.new_items])
    written: list[dict[str, Any]] = []
    for change, row in changes:
        if change.pushed:
            continue
        values = _values(change, row)
        # Where no hub was named and none is, there is nothing to look up, which took a tenth of a first round.
        if values["new_hints"] != row.hints and (change.hints.hub or decode_hints(row.hints).hub):
            subscriptions.follow(connection, row.id, change.hints, now)
        written.append(values)
    _many(connection, _WRITE, written)
    for change, row in changes:
        one = {"of_feed": change.feed_id, "new_last_polled": change.last_polled}
        if change.hub_missed:
            connection.execute(_FORGET_HUB, one)
        if change.moved_to != row.moved_to and not change.pushed:
            domain = domain_of(limits, FeedKind(row.kind), change.moved_to or row.url)
            connection.execute(_MOVE, one | {"new_domain": domain})


def _values(change: FeedUpdate, row: FeedRow) -> dict[str, Any]:
    same_hints = change.hints == decode_hints(row.hints)
    return {
        "of_feed": change.feed_id,
        "new_etag": change.validators.etag,
        "new_last_modified": change.validators.last_modified,
        "new_body_hash": change.body_hash,
        "new_polled_once": change.polled_once,
        "new_last_polled": change.last_polled,
        "new_next_due": change.next_due,
        "new_interval": change.interval,
        "new_errors": change.errors,
        "new_last_error": change.last_error,
        "new_title": change.title,
        "new_hold_until": change.hold_until,
        "new_moved_to": change.moved_to,
        "new_redirect_target": change.redirect_target,
        "new_redirect_seen": change.redirect_seen,
        "new_hints": row.hints if same_hints else encode_hints(change.hints),
        "new_gaps": change.gaps,
        "new_last_gap": change.last_gap,
        "new_last_news": change.last_news,
        "new_patience": change.patience,
        "new_silent": change.silent,
        "new_state": change.state.value,
        "new_item_count": change.new_items,
    }


def _many(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)
