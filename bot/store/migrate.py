"""Bringing a database to the newest tables: Alembic, run in-process from the packaged folder, without any ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.store.engine import Database, StoreError

_FOLDER = Path(__file__).parent / "migrations"

_MIGRATION_LOCK = 7_201_120
"""PostgreSQL's advisory lock of whoever migrates."""


def pending(database: Database) -> list[str]:
    """The revisions that the database lacks, oldest first. Raises StoreError for one of a newer program."""
    with database.read() as connection:
        return _missing(database, connection)


def migrate(database: Database) -> list[str]:
    """Applies what is pending, all of it or nothing, and returns the names of the revisions.

    Workers that start together take turns; the later ones find nothing to do. Raises StoreError.
    """
    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        missing = _missing(database, connection)
        if missing:
            command.upgrade(_config(connection), "head")
    return missing


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    # ConfigParser reads a % in a path as the start of a placeholder.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _missing(database: Database, connection: Connection) -> list[str]:
    heads = MigrationContext.configure(connection).get_current_heads()
    scripts = ScriptDirectory(str(_FOLDER))
    if not set(heads) <= {script.revision for script in scripts.walk_revisions()}:
        raise StoreError(
            f"The database {database.shown} is of a newer version of burdenwatch (revision {', '.join(heads)}); "
            "update the program, or give DATABASE_URL another database"
        )
    return [script.revision for script in reversed(list(scripts.iterate_revisions("head", heads or "base")))]
