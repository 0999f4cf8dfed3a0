"""Which entries feeds still show, noted once a day for each feed: what is shown no more may be forgotten one day.

A feed that answers that nothing changed shows what it showed before, so only documents are noted. An entry that its
feed's last note does not have was not in the document then.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, text

from bot.model import Plan
from bot.store.database.direct import Order, Statement, instant, moment, spelt
from bot.store.database.statements import Speaks
from bot.store.database.tables import meta
from bot.store.database.types import key

EVERY = timedelta(days=1)
"""Between two notes of a feed: to write them with each poll would cost more than all else of a poll without news."""

_FORGOTTEN = "entries forgotten"

# Of entries that articles were made of nothing is noted: they stay.
_BY_GUID = Statement(
    "UPDATE entries SET shown = :now WHERE id IN (SELECT e.id FROM json_each(:asked) AS a CROSS JOIN entries AS e "
    "ON e.feed_id = json_extract(a.value, '$[0]') AND e.guid = json_extract(a.value, '$[1]') "
    "WHERE e.article_id IS NULL)",
    "UPDATE entries AS e SET shown = :now FROM unnest(CAST(:feeds AS integer[]), CAST(:keys AS text[])) AS a (feed, k) "
    "WHERE e.feed_id = a.feed AND e.guid = a.k AND e.article_id IS NULL",
)
_BY_LINK = Statement(
    "UPDATE entries SET shown = :now WHERE id IN (SELECT e.id FROM json_each(:asked) AS a CROSS JOIN entries AS e "
    "ON e.link = json_extract(a.value, '$[1]') WHERE e.feed_id = json_extract(a.value, '$[0]') "
    "AND e.article_id IS NULL)",
    "UPDATE entries AS e SET shown = :now FROM unnest(CAST(:feeds AS integer[]), CAST(:keys AS text[])) AS a (feed, k) "
    "WHERE e.link = a.k AND e.feed_id = a.feed AND e.article_id IS NULL",
)
_NOTED = Statement(
    "UPDATE feeds SET noted = :now WHERE id IN (SELECT value FROM json_each(:feeds))",
    "UPDATE feeds SET noted = :now WHERE id = ANY(CAST(:feeds AS integer[]))",
)
_COUNT = text(
    "INSERT INTO meta (key, value) VALUES (:key, CAST(:more AS text)) "
    "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(meta.value AS bigint) + CAST(:more AS bigint) AS text)"
)


def noting(to: Speaks, polls: Iterable[tuple[Plan, str | datetime | None]], now: datetime) -> Iterator[Order]:
    """What notes the known entries of polls, each with the time of its feed's last note, as the driver gives it.

    What a hub sends is a part of a document, and where nothing is known of one it may be another page.
    """
    due = [
        plan
        for plan, noted in polls
        if plan.known and not plan.feed.pushed and (noted is None or now - instant(noted) >= EVERY)
    ]
    if due:
        yield _order(to, _BY_GUID, [(plan.feed.id, key(guid)) for plan in due for guid in plan.known], now)
        links = [(plan.feed.id, key(link)) for plan in due for link in plan.known_links]
        yield _order(to, _BY_LINK, links, now)
        feeds = spelt(to, (plan.feed.id for plan in due))
        yield Order(_NOTED, {"feeds": feeds, "now": moment(to, now)})


def _order(to: Speaks, statement: Statement, asked: list[tuple[int, str]], now: datetime) -> Order:
    if to.dialect.name == "sqlite":
        return Order(statement, {"asked": json.dumps(asked), "now": moment(to, now)})
    feeds, keys = (spelt(to, (one[place] for one in asked)) for place in (0, 1))
    return Order(statement, {"feeds": feeds, "keys": keys, "now": moment(to, now)})


def forgotten(connection: Connection) -> int:
    """How many entries were seen once and are gone by now."""
    return int(connection.scalar(select(meta.c.value).where(meta.c.key == _FORGOTTEN)) or 0)


def count_forgotten(connection: Connection, more: int) -> None:
    connection.execute(_COUNT, {"key": _FORGOTTEN, "more": more})
