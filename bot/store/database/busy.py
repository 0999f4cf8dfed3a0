"""Whether something else holds SQLite's write lock just now, told without waiting as long for it as a writer does."""

import sqlite3
from contextlib import closing
from urllib.parse import quote

from bot.store.database.engine import parse_url

SECONDS = 1.0
"""Short transactions end in less, and nobody need hear of them."""


def is_locked(url: str) -> bool:
    """Whether the database at an address is a SQLite file that cannot be written because of somebody else's lock.

    False for what is not there or cannot be used at all: opening it says why. Raises StoreError for no address.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        return False
    address = f"file:{quote(str(parsed.database))}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=SECONDS, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as problem:
        # Extended codes have the plain one in their last byte: https://sqlite.org/rescode.html
        return problem.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    except sqlite3.DatabaseError:
        return False
    return False
