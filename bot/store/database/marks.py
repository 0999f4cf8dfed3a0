"""Marks by which workers notice that what they keep in memory, of stories, readings and watches, no longer holds."""

from sqlalchemy import Connection, select, text

from bot.store.database.direct import Statement, ask
from bot.store.database.tables import meta

_CHANGED = text(
    "INSERT INTO meta (key, value) VALUES (:key, '1') "
    "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(meta.value AS bigint) + 1 AS text)"
)
_MARK = select(meta.c.value).where(meta.c.key == "stories")
READINGS = select(meta.c.value).where(meta.c.key == "readings")
_WATCHES = Statement("SELECT value FROM meta WHERE key = 'watches'")


def changed(connection: Connection) -> None:
    """Makes all workers read the stories anew. Call after a change of a story other than a report filed in it."""
    connection.execute(_CHANGED, {"key": "stories"})


def reread(connection: Connection) -> None:
    """Makes all workers read all reports anew. Call after a change of a stored reading."""
    changed(connection)
    connection.execute(_CHANGED, {"key": "readings"})


def marked(connection: Connection) -> str | None:
    """The mark of ``changed``: while it stays the same, what was read of the reports' stories and words still holds."""
    return connection.scalar(_MARK)


def watches_changed(connection: Connection) -> None:
    """Makes all workers read the watches anew. Call after a change of which are held against entries."""
    connection.execute(_CHANGED, {"key": "watches"})


def watches_marked(connection: Connection) -> str | None:
    """The mark of ``watches_changed``; None where nobody ever had a watch."""
    found: list[tuple[str]] = ask(connection, _WATCHES, {})
    return found[0][0] if found else None
