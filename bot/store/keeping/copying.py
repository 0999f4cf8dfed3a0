"""All that one database holds, into another one that is empty: SQLite to PostgreSQL, back, and from like to like.

One transaction makes the tables, fills them and compares: a copy that breaks off leaves nothing. The source is read as
it was at one moment, and may be worked on meanwhile. The full-text index is another one in each database, and is made
again; all else goes as it is, numbers included.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, insert, inspect, select, text, tuple_

from bot.store.archive import indexing
from bot.store.archive.derived import OnProgress, no_progress
from bot.store.database import migrate
from bot.store.database.engine import Database, StoreError
from bot.store.database.tables import meta, metadata

BATCH = 200
"""Rows in memory at a time: articles may have hundreds of kilobytes of text each."""

OURS = frozenset({*metadata.tables, "alembic_version", "search"})


class NotEmptyError(StoreError):
    """Something is there already, which a copy would mix with or replace."""


class UnequalError(StoreError):
    """The copy is not what was copied, so it was not kept."""


def nothing(connection: Connection) -> None:
    """What is done before a copy into a database that is empty."""


def copy(
    source: Database,
    target: Database,
    on_progress: OnProgress = no_progress,
    *,
    before: Callable[[Connection], None] = nothing,
) -> dict[str, int]:
    """Copies everything; by the name of its table how many rows that were.

    ``before`` is done first, in the same transaction. Raises StoreError, of which NotEmptyError and UnequalError are
    two; the target is then as it was.
    """
    if migrate.pending(source):
        raise StoreError(f"The database {source.shown} is of an older version; run `burdenwatch migrate` on it first")
    target.make()
    with snapshot(source) as there, target.write() as here:
        before(here)
        migrate.upgrade(target, here)
        if any(number for name, number in counts(here).items() if name != meta.name):
            raise NotEmptyError(f"The database {target.shown} is not empty")
        here.execute(delete(meta))
        expected = counts(there)
        for table in metadata.sorted_tables:
            _copy_table(there, here, table, expected[table.name], on_progress)
        _go_on_numbering(here)
        indexing.remake(here, on_progress)
        _compare(target, expected, counts(here))
        return expected


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """For what reads for long: it sees one moment, and keeps nobody waiting. Raises StoreError."""
    with database.read(settings=True) as connection:
        if database.dialect == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield connection


def counts(connection: Connection) -> dict[str, int]:
    """The rows of each of our tables that there are."""
    there = set(inspect(connection).get_table_names())
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
        if table.name in there
    }


def is_empty(database: Database) -> bool:
    """Whether nothing would be lost with it; of a file also that no other program's tables are in it.

    Raises StoreError.
    """
    with database.read() as connection:
        if any(number for name, number in counts(connection).items() if name != meta.name):
            return False
        strange = set(inspect(connection).get_table_names()) - OURS
    return database.dialect == "postgresql" or not {name for name in strange if not name.startswith("search_")}


def put_aside(connection: Connection, schema: str) -> None:
    """PostgreSQL: what is there goes into a schema of its own, with its indices and numbering, and out of the way."""
    quoted = connection.dialect.identifier_preparer.quote
    connection.execute(text(f"CREATE SCHEMA {quoted(schema)}"))
    for name in sorted(OURS & set(inspect(connection).get_table_names())):
        connection.execute(text(f"ALTER TABLE {quoted(name)} SET SCHEMA {quoted(schema)}"))


def _copy_table(there: Connection, here: Connection, table: Table[Any], total: int, on_progress: OnProgress) -> None:
    done = 0
    on_progress(table.name, done, total)
    for rows in _batches(there, table):
        here.execute(insert(table), [dict(row._mapping) for row in rows])
        done += len(rows)
        on_progress(table.name, done, total)


def _batches(connection: Connection, table: Table[Any]) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """All rows in the order of their keys, each batch asked for by where the one before ended."""
    keys = list(table.primary_key.columns)
    query = select(table).order_by(*keys).limit(BATCH)
    rows = connection.execute(query).all()
    while rows:
        yield rows
        last = [rows[-1]._mapping[key] for key in keys]
        after = keys[0] > last[0] if len(keys) == 1 else tuple_(*keys) > tuple_(*last)
        rows = connection.execute(query.where(after)).all()


def _go_on_numbering(connection: Connection) -> None:
    """PostgreSQL's sequences know nothing of numbers that were given; SQLite goes on after the highest by itself."""
    if connection.dialect.name == "sqlite":
        return
    for table in metadata.sorted_tables:
        if (column := table.autoincrement_column) is not None:
            following = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(sequence, following, False)))


def _compare(target: Database, expected: Mapping[str, int], found: Mapping[str, int]) -> None:
    # The index notes in meta which version made it, which an archive without one may not have had.
    others = [name for name in expected if expected[name] != found[name] and name != meta.name]
    if others:
        unequal = ", ".join(f"{name} {found[name]} instead of {expected[name]}" for name in others)
        raise UnequalError(f"The copy in {target.shown} has other numbers of rows and was not kept: {unequal}")
