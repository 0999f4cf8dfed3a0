"""Connections to SQLite: tuned, and all of them to one file."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.database.open_file import OpenFile

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    # In pages of 4 KB, and in KB. New entries fall all over the indices: with the defaults (1,000; 2,000) a first round
    # over ten thousand feeds wrote the same pages out again and again, and took a twentieth longer.
    "wal_autocheckpoint=4000",
    "cache_size=-4000",
)


def set_up(engine: Engine, file: OpenFile | None, *, reading: bool) -> None:
    """What each new connection is given; ``reading``: it refuses to write."""
    if file is not None:
        _hold_to(engine, file)

    def tune(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # sqlite3 would open transactions of its own accord; ours begin in Database.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, *(["query_only=ON"] if reading else [])):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", tune)


def _hold_to(engine: Engine, file: OpenFile) -> None:
    """Has all connections be to one file: where it was removed, SQLite itself would make an empty one."""

    def never_make(dialect: Any, record: Any, arguments: list[Any], named: dict[str, Any]) -> None:
        arguments[0], named["uri"] = file.uri, True

    def same(connection: Any, _: ConnectionPoolEntry) -> None:
        if not file.note_opened():
            connection.close()
            raise sqlite3.OperationalError("another file is at its path")

    event.listen(engine, "do_connect", never_make)
    event.listen(engine, "connect", same)


def copy(engine: Engine, target: Path) -> None:
    """All that is committed, into an empty file, by a connection that is open: https://sqlite.org/backup.html.

    Raises sqlite3.Error, or SQLAlchemy's DBAPIError where no connection is.
    """
    with closing(engine.raw_connection()) as pooled, closing(sqlite3.connect(target, isolation_level=None)) as into:
        # Nobody has use for half a copy.
        into.execute("PRAGMA journal_mode=OFF")
        source: Any = pooled.driver_connection
        source.backup(into)
