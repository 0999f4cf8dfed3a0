"""A database that cannot be written: kept in memory from the first failure to the next write that succeeds."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from bot.store import Store, StoreError, open_store
from tests.store.build import NOW

FULL = "the database cannot be written: its disk is full, so make room there"
LOCKED = "the database cannot be written: another program holds it locked"


@pytest.fixture
def url(tmp_path: Path) -> str:
    with open_store(f"sqlite:///{tmp_path / 'one.db'}", worker="w") as store:
        store.migrate()
    return f"sqlite:///{tmp_path / 'one.db'}?timeout=0.05"


def sentences(store: Store) -> list[str]:
    return [trouble.sentence for trouble in store.database_troubles(NOW)]


def test_a_full_database_is_told_until_something_is_written_again(url: str) -> None:
    with open_store(url, worker="w") as store:
        # One connection is enough for one thread, and the limit is the connection's own.
        with store._database.read() as connection:
            most = int(connection.exec_driver_sql("PRAGMA max_page_count=1").scalar() or 0)
        assert sentences(store) == []
        with pytest.raises(StoreError, match="database or disk is full"):
            store.put("a", "x" * 100_000)
        assert sentences(store) == [FULL]
        # Nothing was there to write, which says nothing of the disk.
        assert store.feeds.release_all() == 0
        assert sentences(store) == [FULL]
        with store._database.read() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count={most + 1000}")
        store.put("a", "x" * 100_000)
        assert sentences(store) == []


def test_a_lock_is_a_failure_once_it_is_waited_for_in_vain(url: str, tmp_path: Path) -> None:
    with open_store(url, worker="w") as store, closing(sqlite3.connect(tmp_path / "one.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="database is locked"):
            store.put("a", "b")
        assert sentences(store) == [LOCKED]
        assert store.get("a") is None
        store.look(NOW)
        assert sentences(store) == [LOCKED]
        other.rollback()
        store.look(NOW)
        assert sentences(store) == []


def test_the_beginning_stays_while_it_lasts(url: str, tmp_path: Path) -> None:
    with open_store(url, worker="w") as store, closing(sqlite3.connect(tmp_path / "one.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(2):
            with pytest.raises(StoreError):
                store.put("a", "b")
        (first,) = store.database_troubles(NOW)
        (later,) = store.database_troubles(NOW + timedelta(hours=1))
        assert first.since < NOW
        # Reckoned by the clock that never steps: an hour that only the wall clock has passed is no hour.
        assert later.since - first.since > timedelta(minutes=59)


def test_a_lock_that_the_write_gets_past_is_none(migrated_url: str, tmp_path: Path) -> None:
    with open_store(migrated_url, worker="w") as store:
        store.put("a", "b")
        assert sentences(store) == []


def test_a_server_that_went_away_is_told_without_its_address(postgres_url: str) -> None:
    with open_store(postgres_url, worker="w") as store:
        store.migrate()

        def broken() -> None:
            with store._database.write() as connection:
                connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

        with pytest.raises(StoreError):
            broken()
        assert sentences(store) == ["the database cannot be written: its server cannot be reached"]
        # A transaction without a change is no sign that all is well.
        assert store.feeds.release_all() == 0
        assert len(sentences(store)) == 1
        store.look(NOW)
        assert sentences(store) == []
        with psycopg.connect(postgres_url) as connection:
            assert connection.execute("SELECT count(*) FROM meta WHERE key = 'last look'").fetchone() == (1,)


def test_a_server_that_became_read_only_is_a_trouble_and_no_fault_of_ours(postgres_url: str) -> None:
    with open_store(postgres_url, worker="w") as store:
        store.migrate()
    with open_store(f"{postgres_url}%20-cdefault_transaction_read_only%3Don", worker="w") as store:
        with pytest.raises(StoreError, match="read-only transaction"):
            store.put("a", "b")
        with pytest.raises(StoreError, match="read-only transaction"):
            store.bring_near(NOW, NOW)
        assert sentences(store) == [
            "the database cannot be written: its server is read-only, such as a standby after a failover"
        ]
        assert store.look(NOW) == ""
        assert len(sentences(store)) == 1
