"""Troubles of the database that last, kept in memory: they can be told when nothing can be read or written."""

import sqlite3
import threading
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.model import StoreTrouble

_CAUSES = {
    "SQLITE_FULL": "its disk is full, so make room there",
    "SQLITE_BUSY": "another program holds it locked",
    "SQLITE_READONLY": "it may only be read, so look at the rights of its file and folder",
    "SQLITE_IOERR": "the disk reports an error, or has no room",
    "SQLITE_CANTOPEN": "its file cannot be opened",
}
"""What SQLite's codes, and those that begin so, say in plain words: https://sqlite.org/rescode.html."""

_STATES = {
    "25006": "its server is read-only, such as a standby after a failover",
    "25P03": "its server ended a transaction that was idle for too long",
    "42501": "its user lacks the rights, so look at what it is granted",
}
"""The same for PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html."""


class Lasting:
    """One trouble that lasts until it is over. May be used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since = 0.0
        self._sentence = ""

    @property
    def lasts(self) -> bool:
        return bool(self._sentence)

    def note(self, sentence: str) -> None:
        """Notes that the trouble is there. A new sentence replaces the one before."""
        with self._lock:
            self._since = self._since if self._sentence else monotonic()
            self._sentence = sentence

    def over(self) -> None:
        self._sentence = ""

    def told(self, now: datetime) -> tuple[StoreTrouble, ...]:
        """The trouble, if there is one. Its beginning is reckoned back from ``now``, whatever the clock did since."""
        with self._lock:
            if not self._sentence:
                return ()
            return (StoreTrouble(now - timedelta(seconds=monotonic() - self._since), self._sentence),)


def of_write(problem: BaseException | None) -> str:
    """What keeps the database from being written, for anybody to read: no address and no name of this machine."""
    return f"the database cannot be written: {_cause(problem)}"


def _cause(problem: BaseException | None) -> str:
    if isinstance(problem, PoolTimeout):
        return "it is too busy"
    if isinstance(problem, DBAPIError) and isinstance(problem.orig, sqlite3.Error):
        name = getattr(problem.orig, "sqlite_errorname", "")
        return next((words for code, words in _CAUSES.items() if name.startswith(code)), "the log says why")
    if isinstance(problem, DBAPIError) and (state := getattr(problem.orig, "sqlstate", None)) in _STATES:
        return _STATES[state]
    if isinstance(problem, DBAPIError) and (problem.statement is None or problem.connection_invalidated):
        return "its server cannot be reached"
    return "the log says why"
