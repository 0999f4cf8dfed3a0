"""Which feeds brought an address, and what is left of what they said."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, select

from bot.model import Sighting
from bot.store.database.tables import entries, feeds, passed_over
from bot.store.database.types import key

_MOST = 20


def at(connection: Connection, addresses: Collection[str]) -> list[Sighting]:
    """The entries at any of the addresses, each in the spelling that feeds' links are kept in; the first seen first."""
    of_feed = and_(passed_over.c.feed_id == entries.c.feed_id, passed_over.c.link == entries.c.link)
    query = (
        select(
            feeds.c.outlet, entries.c.seen, entries.c.article_id,
            passed_over.c.title, passed_over.c.text, passed_over.c.language,
        )
        .join_from(entries, feeds, isouter=True)
        .outerjoin(passed_over, of_feed)
        .where(entries.c.link.in_([key(one) for one in addresses if one]))
        .order_by(entries.c.seen, entries.c.id)
        .limit(_MOST)
    )  # fmt: skip
    return [
        Sighting(row.outlet or "", row.seen, row.article_id, row.title or "", row.text or "", row.language or "")
        for row in connection.execute(query)
    ]
