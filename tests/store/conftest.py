"""A migrated, empty store on each database, and a second worker on the same one."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from bot.store import Store, open_store
from bot.store.tables import metadata
from tests.store.build import OPERATOR


def _migrated(url: str) -> str:
    with open_store(url, worker="template") as opened:
        opened.migrate()
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy: migrating for each of some hundred tests takes longer than the tests."""
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A migrated schema to empty."""
    name = f"template_{uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
    return _migrated(f"{postgres_server}&options=-csearch_path%3D{name}")


@pytest.fixture(params=["sqlite", "postgres"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated and empty database: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        return f"sqlite:///{tmp_path / 'test.db'}"
    url: str = request.getfixturevalue("postgres_template")
    tables = sql.SQL(", ").join(sql.Identifier(name) for name in ("search", *metadata.tables))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
    return url


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    with open_store(migrated_url, worker="first", operators=[OPERATOR]) as opened:
        yield opened


@pytest.fixture
def other(store: Store, migrated_url: str) -> Iterator[Store]:
    """A second worker's store on the database of ``store``."""
    with open_store(migrated_url, worker="second") as opened:
        yield opened
