"""Small helpers for statements that more than one module of the store writes."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import Connection, Dialect, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

CHUNK = 1000
"""Values in one IN list; databases take some tens of thousands of parameters."""


def insert_new(connection: Connection, table: Table[Any]) -> "postgresql.Insert | sqlite.Insert":
    """An INSERT that leaves out the rows whose key is there already."""
    # Here, since PostgreSQL's dialect takes 50 ms to load, and most databases are SQLite's.
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table).on_conflict_do_nothing()


class Speaks(Protocol):
    """What tells the dialect that a statement is written for: a connection or an ``Exchange``."""

    @property
    def dialect(self) -> Dialect: ...


def listed(to: Speaks, values: Collection[object]) -> object:
    """A list as one parameter of a statement written out for the database: JSON for SQLite, an array for PostgreSQL.

    SQLAlchemy makes up a parameter for each value of an IN list, and to do that costs more than most statements.
    """
    return json.dumps(list(values)) if to.dialect.name == "sqlite" else list(values)


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
