"""Who does what only one worker may do: advisory locks of PostgreSQL, each held as long as its connection lives."""

import threading
from contextlib import suppress

from sqlalchemy import Connection, text

from bot.store.database.engine import CONNECTED_AS, Database, StoreError

# The schema is part of the name, so that installations in schemas of one database do not lock each other out.
_KEY = "hashtextextended(:name || ' in ' || coalesce(current_schema(), ''), 7201123)"

# The key of such a lock is shown in two halves (https://www.postgresql.org/docs/current/view-pg-locks.html).
_HOLDER = f"""
    SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (classid::bigint << 32) | objid::bigint = {_KEY}
"""  # noqa: S608  # all of it stands here


class Roles:
    """The roles of one worker. On SQLite, where a worker is alone, it has them all."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._held: set[str] = set()

    def try_role(self, name: str, *, shared: bool = False) -> bool:
        """Whether this worker has the role now: taken if it is free, and confirmed if it was taken before.

        False, too, where the connection that held it is lost; another worker may have it by then. ``shared``: any
        number of workers have it so, while none has it for itself.
        """
        if self._database.dialect != "postgresql":
            return True
        with self._lock:
            try:
                return self._try(name, "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock")
            except StoreError:
                self._drop()
                return False

    def holder(self, name: str) -> str | None:
        """The name of the worker that has the role, where there is one and the database tells. Raises StoreError."""
        if self._database.dialect != "postgresql":
            return None
        with self._database.read() as connection:
            connected_as = connection.scalar(text(_HOLDER), {"name": name})
        return None if connected_as is None else str(connected_as).removeprefix(CONNECTED_AS)

    def close(self) -> None:
        """Give all roles up."""
        with self._lock:
            self._drop()

    def _try(self, name: str, lock: str) -> bool:
        with self._database.translated():
            if self._connection is None:
                self._connection = self._database.lasting()
            if name in self._held:
                self._connection.execute(text("SELECT 1"))
                return True
            got = self._connection.scalar(text(f"SELECT {lock}({_KEY})"), {"name": name})
        if got:
            self._held.add(name)
        return bool(got)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        self._held.clear()
        if connection is None:
            return
        if not connection.invalidated:
            # The server notices a closed connection in its own time; asked to, it frees the locks before it answers.
            with suppress(StoreError), self._database.translated():
                connection.execute(text("SELECT pg_advisory_unlock_all()"))
        # Back in the pool a connection that could not be asked would keep its locks.
        connection.invalidate()
        connection.close()
