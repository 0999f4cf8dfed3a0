"""Addresses and failures: what is understood, and that an error says what to do and never a password."""

import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.store import Store, StoreError, open_store
from bot.store.database.engine import parse_url, shown
from tests.store.build import LEASE, NOW, chat, source
from tests.store.database.test_migrations import REVISIONS

SECRET = "s3cret"


@pytest.mark.parametrize(
    "url",
    ["postgres://u:p@db.test:5432/x", "postgresql://u:p@db.test:5432/x", "postgresql+psycopg://u:p@db.test:5432/x"],
)
def test_every_spelling_of_postgresql_goes_to_psycopg(url: str) -> None:
    parsed = parse_url(url)
    assert parsed.drivername == "postgresql+psycopg"
    assert (parsed.host, parsed.port, parsed.database) == ("db.test", 5432, "x")


def test_an_address_as_hosts_give_it_opens(postgres_url: str) -> None:
    with open_store(postgres_url.replace("postgresql://", "postgres://"), worker="w") as store:
        assert store.dialect == "postgresql"
        assert store.migrate() == REVISIONS


def test_the_folder_of_a_relative_sqlite_address_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store("sqlite:///data/deep/bot.db", worker="w") as store:
        assert store.dialect == "sqlite"
    assert (tmp_path / "data" / "deep" / "bot.db").exists()


def test_sqlite_is_tuned_as_promised(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'x.db'}", worker="w") as store, store._database.write() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert values == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 15000}


def test_a_database_in_memory_keeps_its_rows_between_transactions() -> None:
    with open_store("sqlite://", worker="w") as store:
        store.migrate()
        store.acquire()
        store.outbox.subscribe(chat(), NOW)
        assert [one.id for one in store.outbox.chats()] == [1]


def test_a_connection_in_use_while_the_store_is_closed_is_closed_when_it_is_given_back(database_url: str) -> None:
    store = open_store(database_url, worker="w")
    with store._database.read() as connection:
        driver: Any = connection.connection.driver_connection
        store.close()
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    with pytest.raises(Exception, match="closed"):
        driver.execute("SELECT 1")


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("postgres://bot:s3cret@db.test/x", "postgres://bot:***@db.test/x"),
        ("postgres://bot:s3cret/@x@db.test/x", "postgres://bot:***@db.test/x"),
        ("postgres://db.test/x?user=bot&password=s3cret", "postgres://db.test/x?user=bot&password=***"),
        ("postgres://bot@db.test/x", "postgres://bot@db.test/x"),
        ("sqlite:////srv/a:b@c.db", "sqlite:////srv/a:b@c.db"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, masked: str) -> None:
    assert shown(url) == masked


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            f"postgres://bot:{SECRET}@127.0.0.1:1/x",
            r"postgres://bot:\*\*\*@127.0.0.1:1/x cannot be reached \(.*refused[^?]*\)\. Is the addr",
        ),
        (f"postgres://bot:{SECRET}/x", r"cannot be read; use sqlite:///.*%2F for a /"),
        (f"postgres://bot:{SECRET}@127.0.0.1:port/x", "cannot be read"),
        (f"mysql://bot:{SECRET}@127.0.0.1/x", "is of no known kind; use sqlite:///"),
        (f"{SECRET}", "cannot be read"),
        ("sqlite:////proc/no/such.db", r"The folder of sqlite:////proc/no/such.db cannot be made: .*[Nn]o such"),
        ("sqlite:////", "cannot be used: unable to open database file"),
    ],
)
def test_an_unusable_address_says_what_to_do_and_never_the_password(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        open_store(url, worker="w")
    if "://" in url:
        assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(StoreError, match=r"notes.txt cannot be used: file is not a database"):
        open_store(f"sqlite:///{path}", worker="w")


def test_a_database_without_tables_asks_for_migrate(database_url: str) -> None:
    with open_store(database_url, worker="w") as store:
        with pytest.raises(StoreError, match="lacks its tables or is of an older version; run `burdenwatch migrate`"):
            store.outbox.owed()
        with pytest.raises(StoreError, match="run `burdenwatch migrate`"):
            store.feeds.sync([source()], NOW)


def test_a_sqlite_without_its_full_text_index_is_told_apart(tmp_path: Path) -> None:
    """Every build here has FTS5, so the module that SQLite lacks is another one, which it says in the same words."""
    with open_store(f"sqlite:///{tmp_path / 'a.db'}", worker="w") as store:
        message = r"built without its module fts9, in which sqlite:///.*a\.db keeps .*; run another build .* PostgreSQL"
        with pytest.raises(StoreError, match=message), store._database.write() as connection:
            connection.exec_driver_sql("CREATE VIRTUAL TABLE search USING fts9(words)")


def test_a_transaction_that_breaks_in_the_middle_leaves_nothing(store: Store) -> None:
    def breaks() -> None:
        with store._database.write() as connection:
            connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('a', 'b')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        breaks()
    assert store.get("a") is None


def test_tables_of_another_version_ask_for_migrate(store: Store) -> None:
    with store._database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE meta RENAME COLUMN value TO content")
    try:
        with pytest.raises(StoreError, match="is of an older version; run `burdenwatch migrate`"):
            store.get("a")
        with pytest.raises(StoreError, match="is of an older version; run `burdenwatch migrate`"):
            store.put("a", "b")
    finally:
        with store._database.write() as connection:
            connection.exec_driver_sql("ALTER TABLE meta RENAME COLUMN content TO value")


def test_a_store_outlives_the_connections_that_its_server_dropped(postgres_url: str) -> None:
    with open_store(postgres_url, worker="w") as store, open_store(postgres_url, worker="other") as other:
        store.migrate()
        dropped = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name = %s"
        with other._database.read() as connection:
            assert connection.exec_driver_sql(dropped, ("burdenwatch w",)).scalar() == 1
        assert store.outbox.owed() == 0


def test_a_connection_that_was_closed_here_is_replaced(postgres_url: str) -> None:
    with open_store(postgres_url, worker="w") as store:
        store.migrate()
        with store._database.read() as connection:
            raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.close()
        assert store.outbox.owed() == 0


def test_a_connection_lost_in_the_middle_is_told_and_leaves_nothing(postgres_url: str) -> None:
    def breaks(store: Store) -> None:
        with store._database.write() as connection:
            connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('a', 'b')")
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    with open_store(postgres_url, worker="w") as store:
        store.migrate()
        with pytest.raises(StoreError, match="cannot be reached"):
            breaks(store)
        assert store.get("a") is None


def test_a_writer_waits_for_another_one(migrated_url: str) -> None:
    """Claiming reads first and writes later; of many at once none is told that the database is locked."""
    with open_store(migrated_url, worker="a") as first, open_store(migrated_url, worker="b") as second:
        first.feeds.sync([source(str(number)) for number in range(8)], NOW)

        def work(store: Store) -> int:
            claimed = [feed.id for _ in range(40) for feed in store.feeds.claim_due(NOW, 1, -LEASE)]
            return len(claimed)

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(work, (first, second, first, second))) == [40] * 4


def test_small_settings_are_kept_and_overwritten(store: Store) -> None:
    assert store.get("schema") is None
    store.put("schema", "1")
    store.put("schema", "2")
    assert store.get("schema") == "2"


def test_an_option_that_postgresql_has_not_is_named_before_it_is_asked() -> None:
    with pytest.raises(StoreError, match='invalid connection option "foo"; leave it out') as caught:
        open_store(f"postgres://127.0.0.1:1/db?password={SECRET}&foo=bar", worker="w")
    assert SECRET not in "".join(traceback.format_exception(caught.value))
