"""The migrations: they end in the very tables that the code uses, and know a newer database when they meet one."""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.store import StoreError, open_store
from bot.store.tables import metadata

REVISIONS = [
    *("0001", "0002", "0003", "0004", "0005", "0008", "0009", "0010", "0011", "0012", "0013", "0014", "0015", "0016")
]


def test_a_fresh_database_ends_in_the_tables_of_the_code(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        assert store.pending() == REVISIONS
        assert store.migrate() == REVISIONS
        with store._database.read() as connection:
            context = MigrationContext.configure(connection, opts={"include_name": _is_no_index})
            assert compare_metadata(context, metadata) == []


def _is_no_index(name: str | None, kind: str, parents: object) -> bool:
    """All but the full-text index, which is another kind of table in each database, and told in SQL."""
    return kind != "table" or not (name or "").startswith("search")


def test_migrating_again_does_nothing(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        store.migrate()
        assert store.pending() == []
        assert store.migrate() == []


def test_workers_that_start_together_take_turns(database_url: str) -> None:
    done: list[list[str]] = []

    def start(name: str) -> None:
        with open_store(database_url, worker=name) as store:
            done.append(store.migrate())

    threads = [threading.Thread(target=start, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [[], [], [], REVISIONS]


def test_a_database_of_a_newer_program_is_refused(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        store.migrate()
        with store._database.write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        for attempt in (store.migrate, store.pending):
            with pytest.raises(StoreError, match=r"newer version of burdenwatch \(revision 9999\); update the program"):
                attempt()


def test_a_migration_that_fails_leaves_nothing(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        with store._database.write() as connection:
            # The last of the tables is in the way, so that those before it are made in vain.
            connection.exec_driver_sql("CREATE TABLE figures (id INTEGER)")
        with pytest.raises(Exception, match="already exists"):
            store.migrate()
        with store._database.write() as connection:
            connection.exec_driver_sql("DROP TABLE figures")
        assert store.migrate() == REVISIONS
