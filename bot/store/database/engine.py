"""Addresses, connections and transactions: where SQLite and PostgreSQL differ, and where their errors become ours."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import StatementError as FailedStatement
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from bot.store.database import sqlite
from bot.store.database.alive import hand_out_live_ones
from bot.store.database.direct import Exchange, Order, Statement, ask_all
from bot.store.database.gate import Gate
from bot.store.database.open_file import OpenFile
from bot.store.database.statements import Speaks
from bot.store.database.troubles import Lasting, of_write
from bot.store.database.types import NaiveDatetimeError

BUSY_SECONDS = 15
"""How long a writer to SQLite waits for another one's short transaction."""

CONNECT_SECONDS = 10

CONNECTED_AS = "burdenwatch "
"""What PostgreSQL is told of a connection, before the worker's name."""

_INTAKE_LOCK = 7_201_119
"""PostgreSQL's advisory lock of ``take_turns``; the number only has to be our own."""

_NO_MODULE = re.compile(r"no such module: (\w+)")
"""What SQLite says where it was built without FTS5 (https://sqlite.org/fts5.html#compiling_and_using_fts5)."""

_REFUSED = {"25006", "25P03", "42501"}
"""PostgreSQL's codes for what passes, or its operator sets right, and that psycopg takes for faults of ours: it is
read-only, ended a transaction that was idle, or gives its user too few rights
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""

_OTHER_TABLES = ("no such table", "no such column", "has no column", "undefinedtable", "undefinedcolumn")
"""What SQLite's messages and the names of psycopg's errors say where the tables are not those of this version."""


class StoreError(Exception):
    """The database cannot be used; the message says which one (without its password), why, and what to do."""


def shown(url: str) -> str:
    """An address as messages may show it: no password, wherever it stands and whatever it is made of."""
    masked = re.sub(r"(://[^:/?#@]*):.*@", r"\1:***@", url)
    return re.sub(r"(?i)([?&][^=&]*password[^=&]*=)[^&]*", r"\1***", masked)


def parse_url(url: str) -> URL:
    """The address as SQLAlchemy takes it; ``postgres://``, as hosts give it, is understood. Raises StoreError."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # Neither SQLAlchemy's message nor the address is shown: nobody knows which piece of it is the password.
        raise StoreError(
            "The database address cannot be read; use sqlite:///path/to/file.db or "
            "postgres://user:password@host:5432/name (with %40 for an @ in the password, %2F for a /)"
        ) from None
    if parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"} and not (parsed.database or "").startswith("file:"):
        return parsed.set(drivername="sqlite")
    raise StoreError(
        f"The database address {shown(url)} is of no known kind; use sqlite:///path/to/file.db or "
        "postgres://user@host/name"
    )


def no_room_for(url: str) -> str | None:
    """Why an SQLite file that is not there could not be made; None where it could. Makes nothing. Raises StoreError."""
    folder = Path(str(parse_url(url).database)).resolve().parent
    while not folder.exists():
        folder = folder.parent
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return None
    return f"The database {shown(url)} cannot be made: nothing may be written in {folder}"


class Database:
    """One database and its pool of connections; any thread may ask for a transaction."""

    def __init__(self, url: str, *, worker: str, reading: bool = False) -> None:
        """Opens no connection yet. ``reading``: nothing is to be written, which SQLite then refuses."""
        self._url = parse_url(url)
        self.shown = shown(url)
        self.dialect = self._url.get_backend_name()
        self.file = self._file()
        self.failing = Lasting()
        """Why writing fails, from the first write that failed to the next one that succeeds."""
        self._gate = Gate() if self.file else None
        self._engine = self._sqlite(reading) if self.dialect == "sqlite" else self._postgresql(worker)
        self._closed = False
        event.listen(self._engine, "checkin", self._close_late)

    def _close_late(self, _: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        # ``dispose`` closes what lies in the pool. What comes back after it would lie in one that nobody closes.
        if self._closed:
            entry.close()

    @contextmanager
    def read(self, *, settings: bool = False) -> Iterator[Connection]:
        """A transaction that only reads. Raises StoreError.

        On PostgreSQL each statement sees what is committed by then, as it would within a transaction; one is only begun
        for whoever has ``settings`` of his own to make (SET LOCAL), which end with it.
        """
        with self._transaction() as connection:
            if settings or self.dialect == "sqlite":
                connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept at the end, or nothing where anything raises.

        Raises StoreError where the database fails, NaiveDatetimeError for a time without a zone.
        """
        with self._writing() as connection:
            ask_all(connection, _BEGIN)
            yield connection

    @contextmanager
    def exchange(self) -> Iterator[Exchange]:
        """As ``write``, for statements that go together, with the beginning and what else waits at the end."""
        with self._writing() as connection:
            exchange = Exchange(connection)
            exchange.say([_BEGIN])
            yield exchange
            exchange.send()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Whoever asks for it begins it, and not the driver, nor SQLAlchemy's event, for which each statement asks."""
        passing = self._gate.passing() if self._gate else nullcontext()
        with passing, self.translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Keeps in mind that writing fails, until something is written again: a transaction that found nothing to
        write says nothing of a full disk."""
        written = False
        try:
            with self._transaction() as connection:
                failing = self.failing.lasts
                before = _changes(connection) if failing else None
                yield connection
                written = failing and _changes(connection) != before
        except StoreError as problem:
            if problem.__cause__ is not None:
                self.failing.note(of_write(problem.__cause__))
            raise
        if written:
            self.failing.over()

    def check(self) -> None:
        """Raises StoreError where the database cannot be reached."""
        with self.read() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Closes all connections: those in use by another thread when it gives them back."""
        self._closed = True
        self._engine.dispose()

    def make(self) -> None:
        """An SQLite file that is not there yet, with its folder. Raises StoreError."""
        if self.file is None:
            return
        try:
            self.file.make_folder()
        except OSError as problem:
            raise StoreError(f"The folder of {self.shown} cannot be made: {problem.strerror}") from problem
        try:
            self.file.make()
        except OSError as problem:
            raise StoreError(f"The file of {self.shown} cannot be made: {problem.strerror}") from problem

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """Waits until no transaction of this process is open and lets none begin. Raises TimeoutError."""
        with self._gate.alone(seconds) if self._gate else nullcontext():
            yield

    def copy(self, target: Path) -> None:
        """All that is committed, from the open SQLite file, wherever that is by now, into an empty one. For who is
        alone. Raises StoreError or sqlite3.Error."""
        with self.translated():
            sqlite.copy(self._engine, target)

    def reopen(self) -> None:
        """Goes over to the file that is at the path now. For who is alone. Raises StoreError."""
        if self.file is not None:
            self.file.forget()
        self._engine.dispose()
        with self.translated():
            self._engine.connect().close()

    def _refuse_unknown_options(self) -> None:
        """Raises StoreError for what stands behind the ? of a PostgreSQL address and is no option of libpq's."""
        from psycopg import ProgrammingError as UnknownOption
        from psycopg.conninfo import make_conninfo

        try:
            make_conninfo("", **{name: str(value) for name, value in self._url.query.items()})
        except UnknownOption as problem:
            raise StoreError(
                f"The database address {self.shown} has an {str(problem).strip()}; leave it out, or see libpq's list "
                "of parameters"
            ) from None

    def _file(self) -> OpenFile | None:
        """The SQLite file; None in memory and for PostgreSQL."""
        if self.dialect != "sqlite" or self._url.database in {None, "", ":memory:"}:
            return None
        return OpenFile(Path(str(self._url.database)))

    def _sqlite(self, reading: bool) -> Engine:
        # One connection is the whole of a database in memory; a pool of one makes the threads take turns on it.
        # Each has a cache of pages: in turns all would fill theirs, so the one that was used last is used next.
        sizes: dict[str, Any] = {"pool_use_lifo": True} if self.file else {"pool_size": 1, "max_overflow": 0}
        arguments: dict[str, Any] = {"check_same_thread": False}
        if "timeout" not in self._url.query:
            arguments["timeout"] = BUSY_SECONDS
        engine = create_engine(self._url, poolclass=QueuePool, connect_args=arguments, hide_parameters=True, **sizes)
        sqlite.set_up(engine, self.file, reading=reading)
        return engine

    def _postgresql(self, worker: str) -> Engine:
        self._refuse_unknown_options()
        arguments: dict[str, Any] = {"application_name": f"{CONNECTED_AS}{worker}"[:63]}
        if "connect_timeout" not in self._url.query:
            arguments["connect_timeout"] = CONNECT_SECONDS
        # Transactions begin in Database: a message less for each of those that only ask one thing.
        arguments["autocommit"] = True
        # Poolers such as PgBouncer hand a prepared statement to a server that never saw it.
        arguments["prepare_threshold"] = None
        engine = create_engine(self._url, pool_size=5, max_overflow=5, connect_args=arguments, hide_parameters=True)
        hand_out_live_ones(engine)
        return engine

    def lasting(self) -> Connection:
        """A connection outside any transaction, for as long as the caller keeps it. Errors are not translated."""
        return self._engine.connect()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Database errors become StoreError."""
        try:
            yield
        except PoolTimeout as problem:
            raise StoreError(f"The database {self.shown} is too busy: no connection came free in time") from problem
        except DBAPIError as problem:
            if not _is_weather(problem):
                raise
            raise StoreError(self._sentence(problem)) from problem
        except FailedStatement as problem:
            if isinstance(problem.orig, NaiveDatetimeError):
                raise problem.orig from None
            raise

    def _sentence(self, problem: DBAPIError) -> str:
        if _lacks_table(problem):
            return f"The database {self.shown} lacks its tables or is of an older version; run `burdenwatch migrate`"
        cause = " ".join(str(problem.orig).split())
        if self.dialect == "sqlite" and (lacking := _NO_MODULE.fullmatch(cause)):
            return (
                f"This Python's SQLite ({sqlite3.sqlite_version}) was built without its module {lacking[1]}, in which "
                f"{self.shown} keeps what /search looks in; run another build of Python (python.org's have it), "
                "or give DATABASE_URL a PostgreSQL"
            )
        if self._url.password:
            cause = cause.replace(str(self._url.password), "***")
        if self.dialect == "postgresql" and (problem.statement is None or problem.connection_invalidated):
            return (
                f"The database {self.shown} cannot be reached ({_without_advice(cause)}). "
                "Is the address right, and does the server run?"
            )
        return f"The database {self.shown} cannot be used: {cause}"


def _without_advice(cause: str) -> str:
    """What libpq says went wrong, without the question that it adds, which the sentence around it asks."""
    return re.sub(r"\s*Is the server running[^?]*\?", "", cause).rstrip(" .;")


def _is_weather(problem: DBAPIError) -> bool:
    """Whether it is the database's state and not our statement: away, locked, full, read-only, not there."""
    weather = isinstance(problem, OperationalError | InterfaceError) or type(problem) is DatabaseError
    return weather or getattr(problem.orig, "sqlstate", None) in _REFUSED or _lacks_table(problem)


def _lacks_table(problem: DBAPIError) -> bool:
    if not isinstance(problem, OperationalError | ProgrammingError) or problem.connection_invalidated:
        return False
    words = f"{type(problem.orig).__name__} {problem.orig}".lower()
    return problem.statement is not None and any(sign in words for sign in _OTHER_TABLES)


def _changes(connection: Connection) -> object:
    """A number that changes when the transaction writes."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        return driver.total_changes
    return connection.exec_driver_sql("SELECT txid_current_if_assigned()").scalar()


def take_turns(connection: Connection) -> None:
    """Lets one transaction at a time add entries or move chats, so that what two workers do at once is done once.

    SQLite's writers take turns anyway. Held until the transaction ends.
    """
    ask_all(connection, *turn(connection))


def turn(to: Speaks) -> list[Order]:
    """The statement that takes the intake lock; none on SQLite.

    Statements behind it in one message see what earlier holders have committed.
    """
    return [Order(_TURN, {"key": _INTAKE_LOCK})] if to.dialect.name == "postgresql" else []


# A transaction that reads first and writes later cannot wait for its lock: SQLite fails it at once. So writers take the
# lock at the start, where they do wait.
_BEGIN = Order(Statement("BEGIN IMMEDIATE", "BEGIN"), {})
_TURN = Statement("SELECT pg_advisory_xact_lock(:key)")
