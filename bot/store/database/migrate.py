"""Bringing a database to the newest tables: Alembic, run in-process from the packaged folder, without any ini file.

Alembic takes a tenth of a second and 10 MB to load, so that is done only where something is to be done.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.store.database.engine import Database, StoreError

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent / "migrations"

_MIGRATION_LOCK = 7_201_120
"""PostgreSQL's advisory lock held while migrating."""

_STAMPED = "CREATE INDEX ix_entries_feed_id_seen ON entries (feed_id, seen) WHERE stamp IS NOT NULL"
_OWED = (
    "CREATE INDEX ix_outbox_chat_id_state_id ON outbox (chat_id, state, id)",
    "CREATE INDEX ix_outbox_state_id ON outbox (state, id)",
    "DROP INDEX IF EXISTS ix_outbox_state_chat_id_id",
)


def pending(database: Database) -> list[str]:
    """The revisions that the database lacks, oldest first. Raises StoreError for one of a newer program."""
    with database.read() as connection:
        return _missing(database, connection)


def is_empty(database: Database) -> bool:
    """Whether the database was never migrated at all. Raises StoreError."""
    with database.read() as connection:
        return not inspect(connection).has_table("alembic_version")


def migrate(database: Database) -> list[str]:
    """Applies what is pending, all of it or nothing, and returns the names of the revisions.

    Workers that start together take turns; the later ones find nothing to do. Raises StoreError.
    """
    with database.write() as connection:
        return upgrade(database, connection)


def upgrade(database: Database, connection: Connection) -> list[str]:
    """``migrate`` within a transaction that does more."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    missing = _missing(database, connection)
    _mend_strays(connection)
    if missing:
        from alembic import command

        command.upgrade(_config(connection), "head")
    return missing


def newer_revision(database: Database) -> str | None:
    """The database's revision where it is none of ours, as a newer program has migrated it; else None.

    Costs one short statement, for whoever asks again and again.
    """
    with database.read() as connection:
        heads = set(connection.scalars(text("SELECT version_num FROM alembic_version")))
    return ", ".join(sorted(heads - {path.stem.removeprefix("r") for path in _revision_files()})) or None


def _revision_files() -> list[Path]:
    return list((_FOLDER / "versions").glob("r*.py"))


def _strays(connection: Connection) -> list[str]:
    """The revisions that the database passed before they were what they are now, oldest first.

    Five were changed, or put in between, within minutes of being on main (the latest, 0025, at 0027): who updated in
    these minutes has the number and not the tables.
    """
    there = inspect(connection)
    if not there.has_table("alembic_version"):
        return []
    reached = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if reached is None:
        return []
    indices = {index["name"] for table in ("entries", "outbox") for index in there.get_indexes(table)}
    lacks: dict[str, Callable[[], bool]] = {
        "0001": lambda: "ix_outbox_chat_id_state_id" not in indices,
        "0011": lambda: "ix_entries_feed_id_seen" not in indices,
        "0015": lambda: not there.has_table("messages"),
        "0025": lambda: all(column["name"] != "great" for column in there.get_columns("outbox")),
        "0027": lambda: all(column["name"] != "language" for column in there.get_columns("chats")),
    }
    return [revision for revision, is_lacking in lacks.items() if revision <= reached and is_lacking()]


def _mend_strays(connection: Connection) -> None:
    """Gives the database what it lacks of revisions that it passed already."""
    strays = _strays(connection)
    if not strays:
        return
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(_FOLDER))
    with Operations.context(MigrationContext.configure(connection)):
        for revision in strays:
            if statements := {"0001": _OWED, "0011": (_STAMPED,)}.get(revision):
                for statement in statements:
                    connection.execute(text(statement))
            elif (script := scripts.get_revision(revision)) is not None:
                script.module.upgrade()


def _is_newest(connection: Connection) -> bool:
    """Whether the database is at the last of our revisions, whose files are named after them."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    newest = max(path.stem for path in _revision_files())
    return list(connection.scalars(text("SELECT version_num FROM alembic_version"))) == [newest.removeprefix("r")]


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # ConfigParser reads a % in a path as the start of a placeholder.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _missing(database: Database, connection: Connection) -> list[str]:
    if _is_newest(connection):
        return []
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    heads = MigrationContext.configure(connection).get_current_heads()
    scripts = ScriptDirectory(str(_FOLDER))
    if not set(heads) <= {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(
            f"The database {database.shown} is of a newer version of burdenwatch (revision {', '.join(heads)}); "
            "update the program, or give DATABASE_URL another database"
        )
    return [script.revision for script in reversed(list(scripts.iterate_revisions("head", heads or "base")))]
