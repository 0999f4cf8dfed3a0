"""Statements that the driver takes as they are written: those of the intake, of which every report needs a score.

SQLAlchemy's layers took as long over them as the drivers and SQLite. What they do for all others is left to the caller:
times go in by ``moment`` and come out by ``instant``, text is made ``storable``, and SQLite's booleans are numbers.
"""

import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

from bot.store.database.statements import Speaks
from bot.store.database.types import as_text, in_utc

Values = Mapping[str, object]
Rows = list[tuple[Any, ...]]

_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")


class Statement:
    """A statement of both databases, with parameters as ``:name``."""

    __slots__ = ("texts",)

    def __init__(self, sqlite: str, postgresql: str | None = None) -> None:
        """The text for SQLite, and for PostgreSQL where that is another one."""
        self.texts = {"sqlite": sqlite, "postgresql": _PARAMETER.sub(r"%(\1)s", postgresql or sqlite)}


class Order(NamedTuple):
    """A statement with its values; or, on SQLite, with those of each row that it is executed for."""

    statement: Statement
    values: Values | Sequence[Values]


def ask(connection: Connection, statement: Statement, values: Values) -> Rows:
    """The rows that a statement gives. Raises SQLAlchemy's DBAPIError, as its own ``execute`` does."""
    return ask_all(connection, Order(statement, values))[0]


def ask_all(connection: Connection, *orders: Order) -> list[Rows]:
    """Executes statements in their order; the rows that each gives.

    Raises as ``ask``.
    """
    if not orders:
        return []
    driver: Any = connection.connection.dbapi_connection
    module = connection.dialect.loaded_dbapi
    try:
        if connection.dialect.name == "sqlite":
            return [_on_sqlite(driver, *order) for order in orders]
        return _on_postgresql(driver, module, orders)
    except module.Error as problem:
        raise _translated(connection, driver, orders, problem) from problem


class Answer:
    """The rows of a statement; reading them sends the statement if it still waits."""

    __slots__ = ("_exchange", "_rows")

    def __init__(self, exchange: "Exchange") -> None:
        self._exchange = exchange
        self._rows: Rows | None = None

    @property
    def rows(self) -> Rows:
        if self._rows is None:
            self._exchange.send()
        assert self._rows is not None  # noqa: S101  # each statement that is sent is answered
        return self._rows

    def came(self, rows: Rows) -> None:
        self._rows = rows


class Exchange:
    """What is said to a database in one transaction: statements wait until an answer is needed, and go together.

    They are executed in the order in which they were asked. Whoever makes one sends what waits at the end.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[tuple[Order, Answer]] = []

    @property
    def connection(self) -> Connection:
        """The connection for statements of SQLAlchemy. Sends what waits first."""
        self.send()
        return self._connection

    @property
    def dialect(self) -> Dialect:
        return self._connection.dialect

    def ask(self, order: Order) -> Answer:
        answer = Answer(self)
        self._waiting.append((order, answer))
        return answer

    def say(self, orders: Iterable[Order]) -> None:
        """Queues statements whose answers nobody needs."""
        for order in orders:
            self.ask(order)

    def send(self) -> None:
        """Sends what waits. Raises as ``ask_all``."""
        waiting, self._waiting = self._waiting, []
        found = ask_all(self._connection, *(order for order, _ in waiting))
        for (_, answer), rows in zip(waiting, found, strict=True):
            answer.came(rows)


def _on_sqlite(driver: Any, statement: Statement, values: Values | Sequence[Values]) -> Rows:
    if isinstance(values, Mapping):
        return list(driver.execute(statement.texts["sqlite"], values))
    driver.executemany(statement.texts["sqlite"], values)
    return []


def _on_postgresql(driver: Any, module: Any, orders: Sequence[Order]) -> list[Rows]:
    """One message and one answer: to send a short statement and wait took longer than all else of it.

    Several can stand in one message only where their values are put in before:
    https://www.psycopg.org/psycopg3/docs/advanced/cursors.html#client-side-binding-cursors
    """
    pairs = [(statement.texts["postgresql"], values) for statement, values in orders]
    if len(pairs) == 1:
        return [_rows(driver.execute(*pairs[0]))]
    cursor = module.ClientCursor(driver)
    cursor.execute(";".join(itertools.starmap(cursor.mogrify, pairs)))
    found = [_rows(cursor)]
    while cursor.nextset():
        found.append(_rows(cursor))
    return found


def _rows(cursor: Any) -> Rows:
    rows: Rows = cursor.fetchall() if cursor.pgresult.nfields else []
    return rows


def _translated(connection: Connection, driver: Any, orders: Sequence[Order], problem: Exception) -> BaseException:
    """The error as SQLAlchemy raises it; a lost connection is not given to anybody again."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(problem, driver, None)  # type: ignore[arg-type]  # it is the driver's own Error
    if lost:
        connection.invalidate(problem)
    text = ";".join(one.statement.texts[dialect.name] for one in orders)
    return DBAPIError.instance(
        text,
        None,
        problem,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )


def inserting(table: str, columns: Sequence[str], otherwise: str = "") -> Statement:
    """What inserts rows by ``for_rows``, and ``otherwise`` on a conflict. Only words of our own may be put in."""
    names = '"' + '", "'.join(columns) + '"'
    return Statement(
        f"INSERT INTO {table} ({names}) VALUES (:{', :'.join(columns)}) {otherwise}",  # noqa: S608
        f"INSERT INTO {table} ({names}) SELECT {names} "  # noqa: S608
        f"FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json)) {otherwise}",
    )


def for_rows(to: Speaks, statement: Statement, rows: Sequence[Values]) -> Order:
    """The statement for each of some rows; PostgreSQL's takes them all at once, as ``:rows`` in JSON."""
    if to.dialect.name == "sqlite":
        return Order(statement, rows)
    return Order(statement, {"rows": msgspec.json.encode(rows).decode()})


def spelt(to: Speaks, values: Iterable[object]) -> str:
    """A list as one value: JSON for SQLite, and for PostgreSQL an array as it is written.

    See https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO: psycopg took longer to write them than for all
    else of a statement.
    """
    return json.dumps(list(values)) if to.dialect.name == "sqlite" else "{" + ",".join(map(_element, values)) + "}"


def _element(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "NULL" if value is None else str(value)


def moment(to: Speaks, value: datetime | None) -> object:
    """Converts a time to what the driver takes. Raises NaiveDatetimeError."""
    return as_text(value) if to.dialect.name == "sqlite" else in_utc(value)
