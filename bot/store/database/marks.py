"""Marks by which workers notice that what they keep in memory of stories and readings no longer holds."""

from sqlalchemy import Connection, select, text

from bot.store.database.tables import meta

_CHANGED = text(
    "INSERT INTO meta (key, value) VALUES (:key, '1') "
    "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(meta.value AS bigint) + 1 AS text)"
)
_MARK = select(meta.c.value).where(meta.c.key == "stories")
READINGS = select(meta.c.value).where(meta.c.key == "readings")


def changed(connection: Connection) -> None:
    """To be called by whoever changes a story otherwise than by filing a report in it: all workers read them anew."""
    connection.execute(_CHANGED, {"key": "stories"})


def reread(connection: Connection) -> None:
    """To be called by whoever changes what was read of reports: all workers read all of them anew."""
    changed(connection)
    connection.execute(_CHANGED, {"key": "readings"})


def marked(connection: Connection) -> str | None:
    """The mark of ``changed``: while it stays the same, what was read of the reports' stories and words still holds."""
    return connection.scalar(_MARK)
