"""The words of entries off the topic, kept for some days, so that /why can tell what they lack."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert

from bot.model import NewArticle
from bot.store.database.tables import passed_over

KEPT = timedelta(days=7)
"""Who misses a report asks within days, and nobody asks of most."""
LONGEST_TITLE, LONGEST_TEXT = 300, 1500
"""Characters; a report says in its beginning what it is about."""


def row_of(new: NewArticle, feed_id: int, link: str, now: datetime) -> dict[str, Any]:
    """A row of ``passed_over``; ``link``: the key of the entry's."""
    entry = new.entry
    return {
        "feed_id": feed_id,
        "link": link,
        "title": entry.title[:LONGEST_TITLE],
        "text": entry.text[:LONGEST_TEXT],
        "language": entry.language or "",
        "seen": now,
    }


def note(connection: Connection, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    """Keeps them, and drops what was kept for long enough."""
    connection.execute(_OLD, {"before": now - KEPT})
    connection.execute(_KEEP, rows)


_OLD = delete(passed_over).where(passed_over.c.seen < bindparam("before"))
_KEEP = insert(passed_over)
