"""Bringing a database to the newest tables: Alembic, run in-process from the packaged folder, without any ini file.

Alembic takes a tenth of a second and 10 MB to load, so that is done only where something is to be done.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.store.database.engine import Database, StoreError

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent / "migrations"

_MIGRATION_LOCK = 7_201_120
"""PostgreSQL's advisory lock held while migrating."""


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
    if missing:
        from alembic import command

        command.upgrade(_config(connection), "head")
    return missing


def _is_newest(connection: Connection) -> bool:
    """Whether the database is at the last of our revisions, whose files are named after them."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    newest = max(path.stem for path in (_FOLDER / "versions").glob("r*.py"))
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
