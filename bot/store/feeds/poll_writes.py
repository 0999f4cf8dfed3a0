"""What polls leave on their feeds' rows: validators, pace and health, many feeds with one statement.

The statements are put together once, because that costs more than to execute them. Most polls bring nothing new, and of
those only the times are written.

Past SQLAlchemy, which takes 3 to 4 times as long over a feed's row; see ``tests.bench.bench_direct``.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import bindparam, update

from bot.model import Feed, FeedKind, FeedState, FeedUpdate
from bot.store.database.direct import Exchange, Order, Statement, moment, spelt
from bot.store.database.statements import Speaks
from bot.store.database.tables import feeds
from bot.store.database.types import as_text, in_utc, storable
from bot.store.feeds import subscriptions
from bot.store.feeds.columns import POLLED, POLLED_COLUMNS, decode_hints, polled_values
from bot.store.feeds.domain_limits import DomainLimits
from bot.store.feeds.rows import domain_of


class FeedRow(NamedTuple):
    """A row of ``feeds``, as far as a poll looks at it."""

    id: int
    url: str
    kind: str
    outlet: str
    language: str
    domain: str
    moved_to: str | None
    hints: str | None
    state: str
    errors: int
    silent: bool
    polled_once: bool
    noted: str | datetime | None
    """As the driver gives it."""


_OF_FEEDS = f"SELECT {', '.join(FeedRow._fields)} FROM feeds WHERE id"  # noqa: S608  # our own names
_FEEDS = Statement(
    f"{_OF_FEEDS} IN (SELECT value FROM json_each(:ids))",  # noqa: S608  # our own names
    f"{_OF_FEEDS} = ANY(CAST(:ids AS integer[]))",
)


def of_feeds(to: Speaks, ids: Sequence[int]) -> Order:
    """Feeds by their ids: the rows are those of ``FeedRow``."""
    return Order(_FEEDS, {"ids": spelt(to, ids)})


# A feed that the configuration dropped during the poll stays paused.
_GUARDED = {"state": f"CASE WHEN state = '{FeedState.PAUSED}' THEN state ELSE :state END"}
"""What is written in the columns that do not take what the poll says, whatever was in them."""
_NEW = ", ".join(f"{name} = {_GUARDED.get(name, f':{name}')}" for name in POLLED_COLUMNS)
# A plan that comes late, after the lease ran out and another worker polled, must not undo what that one wrote. Whoever
# still has the lease writes whatever the time: where the clock went back during the poll, the one before looks later.
_IN_TIME = "(leased_by = :worker OR last_polled IS NULL OR last_polled <="
_WRITE = Statement(
    f"UPDATE feeds SET {_NEW}, "  # noqa: S608  # our own names
    "item_count = CASE WHEN last_polled = :last_polled THEN item_count ELSE item_count + :new_items END, "
    f"leased_by = NULL, lease_until = NULL WHERE id = :feed AND {_IN_TIME} :last_polled)"
)
# For feeds of which nothing else is new. All in one statement: a row at a time, SQLAlchemy took most of the time.
_PASS = Statement(
    "UPDATE feeds SET last_polled = json_extract(p.value, '$[1]'), next_due = json_extract(p.value, '$[2]'), "  # noqa: S608  # our own words
    "leased_by = NULL, lease_until = NULL FROM json_each(:passes) AS p WHERE feeds.id = json_extract(p.value, "
    f"'$[0]') AND {_IN_TIME} json_extract(p.value, '$[1]'))",
    "UPDATE feeds SET last_polled = p.polled, next_due = p.due, leased_by = NULL, lease_until = NULL FROM unnest("  # noqa: S608  # our own words
    "CAST(:ids AS integer[]), CAST(:polled AS timestamptz[]), CAST(:due AS timestamptz[])) AS p (id, polled, due) "
    f"WHERE feeds.id = p.id AND {_IN_TIME} p.polled)",
)
_c = feeds.c
_ONE = _c.id == bindparam("of_feed")
_polled = bindparam("new_last_polled", type_=_c.last_polled.type)
_COUNT = update(feeds).where(_ONE).values(item_count=_c.item_count + bindparam("new_item_count"))
_HEARD = update(feeds).where(_ONE).values(last_news=bindparam("heard", type_=_c.last_news.type), silent=False)
# A hub may have confirmed during the poll, so it is left alone but for this.
_FORGET_HUB = update(feeds).where(_ONE, _c.last_polled == _polled).values(push_until=None)
_MOVE = update(feeds).where(_ONE, _c.last_polled == _polled).values(domain=bindparam("new_domain"))


_TIMES = {"last_polled", "next_due"}
_told = attrgetter(*(field for field in POLLED if field not in _TIMES))


def passes(change: FeedUpdate, found: Feed | None) -> bool:
    """Whether a poll changes nothing of its feed's row but when it was polled and when it is due next."""
    special = change.pushed or change.new_items or change.notice or change.hub_missed or change.domain_hold_until
    if found is None or special:
        return False
    return bool(_told(change) == _told(found))


def passing_by(to: Speaks, changes: Sequence[FeedUpdate], worker: str) -> list[Order]:
    """The statement that writes when feeds were polled, by ``worker``, and are due next."""
    if not changes:
        return []
    if to.dialect.name == "sqlite":
        rows = [(one.id, as_text(one.last_polled), as_text(one.next_due)) for one in changes]
        return [Order(_PASS, {"passes": json.dumps(rows), "worker": worker})]
    columns = {
        "ids": spelt(to, (one.id for one in changes)),
        "polled": spelt(to, (in_utc(one.last_polled) for one in changes)),
        "due": spelt(to, (in_utc(one.next_due) for one in changes)),
        "worker": worker,
    }
    return [Order(_PASS, columns)]


def write_feeds(
    exchange: Exchange, polls: Iterable[tuple[FeedUpdate, FeedRow]], limits: DomainLimits, now: datetime, worker: str
) -> None:
    """Write what polls by ``worker`` leave on the rows of their feeds, which are as they were before."""
    changes = list(polls)
    # What a hub sent leaves the feed's pace, validators and lease as they are: a poll may be under way.
    pushed = [change for change, _ in changes if change.pushed]
    _many(exchange, _COUNT, [{"of_feed": one.id, "new_item_count": one.new_items} for one in pushed])
    _many(exchange, _HEARD, [{"of_feed": one.id, "heard": now} for one in pushed if one.new_items])
    written: list[dict[str, Any]] = []
    for change, row in changes:
        if change.pushed:
            continue
        hinted = decode_hints(row.hints)
        # Where no hub was named and none is, there is nothing to look up, which took a tenth of a first round.
        if change.hints != hinted and (change.hints.hub or hinted.hub):
            subscriptions.follow(exchange.connection, row.id, change.hints, now)
        written.append(_values(exchange, change) | {"worker": worker})
    exchange.say(Order(_WRITE, values) for values in written)
    for change, row in changes:
        one = {"of_feed": change.id, "new_last_polled": change.last_polled}
        if change.hub_missed:
            exchange.connection.execute(_FORGET_HUB, one)
        if change.moved_to != row.moved_to and not change.pushed:
            domain = domain_of(limits, FeedKind(row.kind), change.moved_to or row.url)
            exchange.connection.execute(_MOVE, one | {"new_domain": domain})


def _values(to: Speaks, change: FeedUpdate) -> dict[str, Any]:
    told = polled_values(change) | {"feed": change.id, "new_items": change.new_items}
    return {name: _plain(to, value) for name, value in told.items()}


def _plain(to: Speaks, value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    return moment(to, value) if isinstance(value, datetime) else value


def _many(exchange: Exchange, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        exchange.connection.execute(statement, rows)
