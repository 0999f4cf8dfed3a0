"""Everything from one database into another, each way; or nothing, where anything is in the way."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from bot.store import Store, StoreError, open_store
from bot.store.database.engine import Database
from bot.store.database.tables import articles, chats, entries, ledger, metadata, outbox
from bot.store.keeping import copying
from bot.store.keeping.copying import NotEmptyError, UnequalError, copy
from bot.store.keeping.holding import holding
from tests.store.build import HOUR, NOW, new, plan
from tests.store.filled import fill, rows, said


@contextmanager
def database(url: str) -> Iterator[Database]:
    with closing(Database(url, worker="test")) as opened:
        yield opened


@pytest.fixture
def full(tmp_path: Path, sqlite_template: Path) -> Iterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "full.db")
    with open_store(f"sqlite:///{tmp_path / 'full.db'}", worker="test") as store:
        fill(store)
        yield store


def test_an_address_of_another_channel_goes_along_and_its_id_is_not_given_again(full: Store, postgres_url: str) -> None:
    mine = full.outbox.chat_at("file", "/srv/news", title="news", zone="UTC")
    with open_store(postgres_url, worker="test") as there:
        copy(full._database, there._database)
        assert there.outbox.chat_at("file", "/srv/news", title="", zone="UTC") == mine
        assert there.outbox.chat_at("file", "/srv/more", title="", zone="UTC").id == mine.id - 1


def test_all_of_it_goes_to_postgresql_and_back(
    full: Store, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "BATCH", 7)
    before, answers = rows(full._database), said(full)
    assert {name for name, found in before.items() if not found} == set()
    heard: list[tuple[str, int, int]] = []
    back = f"sqlite:///{tmp_path / 'back.db'}"
    with database(postgres_url) as there, database(back) as home:
        counts = copy(full._database, there, lambda *told: heard.append(told))
        assert rows(there) == before
        assert counts == {name: len(found) for name, found in before.items()}
        assert {done == total for name, done, total in heard if name == "articles"} == {False, True}
        with there.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM search").scalar() == len(full.archive.articles())
        copy(there, home)
        assert rows(home) == before
        assert holding(there) == holding(home) == holding(full._database)
    for url in (postgres_url, back):
        with open_store(url, worker="test") as store:
            assert store.migrate() == []
            assert said(store) == answers
            assert rows(store._database) == before
            _goes_on(store, before)


def _goes_on(store: Store, before: dict[str, list[tuple[object, ...]]]) -> None:
    """What comes now gets numbers that nothing had, and is found."""
    feed_id = next(feed.id for feed in store.feeds.all())
    applied = store.intake.apply(plan(feed_id, new("after", ring=True), new("off", on_topic=False)), NOW + HOUR)
    assert applied.rung == 3
    with store._database.read() as connection:
        for table in (articles, entries, outbox):
            highest = connection.scalar(select(func.max(table.c.id)))
            assert highest == max(row[0] for row in before[table.name]) + {articles: 1, entries: 2, outbox: 3}[table]  # type: ignore[type-var, operator]  # ids


def test_nothing_is_mixed_with_what_is_there(full: Store, migrated_url: str) -> None:
    with open_store(migrated_url, worker="test") as store:
        store.migrate()
        store.put("mode", "telegram")
        assert copying.is_empty(store._database)
        with store._database.write() as connection:
            connection.execute(insert(ledger), [_entry()])
        assert not copying.is_empty(store._database)
        before = rows(store._database)
        with pytest.raises(NotEmptyError, match="is not empty"):
            copy(full._database, store._database)
        assert rows(store._database) == before


def _entry() -> dict[str, object]:
    told = {"digest": "d", "kind": "money", "role": "paid", "value": 1.0, "last_seen": NOW, "outlets": 1, "told": "{}"}
    return dict(told)


def test_a_copy_that_breaks_off_leaves_no_table_behind(full: Store, database_url: str) -> None:
    def breaks_off(name: str, done: int, total: int) -> None:
        if name == "outbox" and done:
            raise StoreError("the power went")

    with database(database_url) as target:
        with pytest.raises(StoreError, match="the power went"):
            copy(full._database, target, breaks_off)
        with target.read() as connection:
            assert copying.counts(connection) == {}
        copy(full._database, target)
        assert rows(target) == rows(full._database)


def test_a_copy_with_other_numbers_of_rows_is_not_kept(
    full: Store, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = copying._batches
    monkeypatch.setattr(copying, "_batches", lambda there, table: iter(()) if table is chats else batches(there, table))
    monkeypatch.setattr(copying, "metadata", _but_what_needs_chats())
    with database(postgres_url) as target:
        with pytest.raises(UnequalError, match="chats 0 instead of 4"):
            copy(full._database, target)
        with target.read() as connection:
            assert copying.counts(connection) == {}


_NEED_CHATS = {
    "outbox", "messages", "complaints", "muted_stories", "watches", "watch_hits", "guests", "doors",
    "chat_subscriptions",
}  # fmt: skip


class _but_what_needs_chats:  # noqa: N801  # stands in for the metadata
    sorted_tables = tuple(table for table in metadata.sorted_tables if table.name not in _NEED_CHATS)


def test_an_older_source_is_refused(tmp_path: Path, postgres_url: str) -> None:
    refusal = "older version; run `burdenwatch migrate` on it first"
    (tmp_path / "old.db").touch()
    with (
        database(f"sqlite:///{tmp_path / 'old.db'}") as source,
        database(postgres_url) as target,
        pytest.raises(StoreError, match=refusal),
    ):
        copy(source, target)


def test_what_is_written_meanwhile_is_not_torn(full: Store, tmp_path: Path) -> None:
    """A worker subscribes a chat while the copy is under way: the copy is of before."""
    before = rows(full._database)

    def busy(name: str, done: int, total: int) -> None:
        if name == "feeds" and not done:
            full.put("meanwhile", "yes")

    with database(f"sqlite:///{tmp_path / 'copy.db'}") as target:
        copy(full._database, target, busy)
        assert rows(target) == before
    assert full.get("meanwhile") == "yes"


def test_what_was_there_can_be_put_aside(full: Store, postgres_url: str) -> None:
    with open_store(postgres_url, worker="test") as store:
        store.migrate()
        fill(store)
        aside = rows(store._database)
        copy(full._database, store._database, before=lambda connection: copying.put_aside(connection, "before_test"))
        assert rows(store._database) == rows(full._database)
        store._database.close()
    with database(postgres_url.partition("options")[0] + "options=-csearch_path%3Dbefore_test") as old:
        assert rows(old) == aside
        with old.write() as connection:
            connection.exec_driver_sql("DROP SCHEMA before_test CASCADE")
