"""Which entries feeds still show, noted once a day for each feed: what is shown no more may be forgotten one day.

A feed that answers that nothing changed shows what it showed before, so only documents are noted. An entry that its
feed's last note does not have was not in the document then.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, text, update

from bot.model import Plan
from bot.store.database.statements import chunks
from bot.store.database.tables import entries, feeds, meta
from bot.store.database.types import instant, key

EVERY = timedelta(days=1)
"""Between two notes of a feed: to write them with each poll would cost more than all else of a poll without news."""

_FORGOTTEN = "entries forgotten"
_e = entries.c
_COUNT = text(
    "INSERT INTO meta (key, value) VALUES (:key, CAST(:more AS text)) "
    "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(meta.value AS bigint) + CAST(:more AS bigint) AS text)"
)


def due(polls: Iterable[tuple[Plan, str | datetime | None]], now: datetime) -> list[Plan]:
    """The polls whose known entries are to be noted, of some with the time of their feed's last note.

    What a hub sends is a part of a document, and where nothing is known of one it may be another page.
    """
    return [
        plan
        for plan, noted in polls
        if plan.known and not plan.feed.pushed and (noted is None or now - instant(noted) >= EVERY)
    ]


def note(connection: Connection, plans: Sequence[Plan], now: datetime) -> None:
    """Note the known entries of polls. Of those that articles were made of nothing is noted: they stay."""
    for plan in plans:
        # Links by their own index: SQLite would rather walk all entries of the feed.
        by_guid, by_link = _e.feed_id == plan.feed.id, _e.feed_id + 0 == plan.feed.id
        for column, own, names in ((_e.guid, by_guid, plan.known), (_e.link, by_link, plan.known_links)):
            for some in chunks(sorted(map(key, names))):
                there = update(entries).where(own, column.in_(some), _e.article_id.is_(None))
                connection.execute(there.values(shown=now))
    connection.execute(update(feeds).where(feeds.c.id.in_([plan.feed.id for plan in plans])).values(noted=now))


def forgotten(connection: Connection) -> int:
    """How many entries were seen once and are gone by now."""
    return int(connection.scalar(select(meta.c.value).where(meta.c.key == _FORGOTTEN)) or 0)


def count_forgotten(connection: Connection, more: int) -> None:
    connection.execute(_COUNT, {"key": _FORGOTTEN, "more": more})
