"""A file that is removed, moved or replaced while it is open; and one that is gone at the next start."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import Store, StoreError, open_store
from tests.store.build import NOW, OPERATOR, chat

BESIDE = ("", "-wal", "-shm")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "one.db"


@pytest.fixture
def worker(path: Path) -> Iterator[Store]:
    """It runs, and one chat is subscribed."""
    with open_store(f"sqlite:///{path}", worker="w", operators=[OPERATOR]) as store:
        store.migrate()
        store.acquire()
        store.remember()
        store.outbox.subscribe(chat(1), NOW)
        yield store


def remove(path: Path, *suffixes: str) -> None:
    for suffix in suffixes:
        path.with_name(f"{path.name}{suffix}").unlink()


def chats_in(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [number for (number,) in connection.execute("SELECT id FROM chats WHERE subscribed ORDER BY id")]


@pytest.mark.parametrize("suffixes", [("",), BESIDE, (*BESIDE, ".lock")])
def test_a_file_that_was_removed_is_put_back_with_all_that_was_written_meanwhile(
    worker: Store, path: Path, suffixes: tuple[str, ...]
) -> None:
    remove(path, *suffixes)
    worker.outbox.subscribe(chat(2), NOW)
    told = worker.look(NOW)
    assert f"The file of the database, {path}, was removed or moved away while the worker ran" in told
    worker.outbox.subscribe(chat(3), NOW)
    assert chats_in(path) == [1, 2, 3]
    assert [delivery.text for delivery in worker.outbox.claim_owed(NOW, 9, -NOW.resolution)] == [f"{told}."]
    assert (worker.look(NOW), worker.database_troubles(NOW)) == ("", ())
    assert sorted(p.name for p in path.parent.iterdir() if p.name.startswith(".")) == []
    with open_store(f"sqlite:///{path}", worker="second") as second, pytest.raises(StoreError, match="another worker"):
        second.acquire()


def test_a_folder_that_was_removed_is_made_again(worker: Store, path: Path) -> None:
    for file in path.parent.iterdir():
        file.unlink()
    path.parent.rmdir()
    assert "nothing is lost" in worker.look(NOW)
    assert chats_in(path) == [1]
    assert (path.parent / "remembered-one.db.txt").exists()


def test_a_file_that_was_moved_away_is_written_anew_and_the_moved_one_left(worker: Store, path: Path) -> None:
    moved = path.rename(path.with_name("moved.db"))
    assert "nothing is lost" in worker.look(NOW)
    worker.outbox.subscribe(chat(2), NOW)
    assert chats_in(path) == [1, 2]
    assert not path.samefile(moved)


def test_the_end_puts_it_back_as_well(worker: Store, path: Path) -> None:
    remove(path, *BESIDE)
    worker.close()
    assert chats_in(path) == [1]


def test_a_file_that_somebody_else_put_there_is_left_alone_and_the_open_one_kept_beside(
    worker: Store, path: Path
) -> None:
    theirs = path.with_name("theirs")
    theirs.write_text("precious")
    theirs.replace(path)
    kept = path.with_name("one.db.rescued")
    assert f"What the worker has is kept in {kept}" in worker.look(NOW)
    assert chats_in(kept) == [1]
    (trouble,) = worker.database_troubles(NOW)
    assert trouble.sentence.startswith("another file is in the place of the database")
    assert str(path.parent) not in trouble.sentence
    assert worker.look(NOW) == ""
    worker.outbox.subscribe(chat(2), NOW)
    worker.close()
    assert path.read_text() == "precious"
    assert chats_in(kept) == [1, 2]


@pytest.mark.parametrize("looked", [True, False])
def test_another_database_that_is_put_there_is_not_written_into(worker: Store, path: Path, looked: bool) -> None:
    """An older copy, which the next start goes over to; before the worker's first look as well."""
    theirs = path.with_name("theirs")
    with open_store(f"sqlite:///{theirs}", worker="w") as other:
        other.migrate()
        other.outbox.subscribe(chat(7), NOW)
    if looked:
        assert worker.look(NOW) == ""
    for number in range(100):
        worker.put(f"key {number}", "x" * 3000)
    theirs.replace(path)
    assert "What the worker has is kept in" in worker.look(NOW)
    assert chats_in(path) == [7]
    with closing(sqlite3.connect(path)) as other_program:
        other_program.execute("UPDATE meta SET value = 'theirs'")
        worker.outbox.subscribe(chat(2), NOW)
        assert worker.look(NOW) == ""
        other_program.commit()
        worker.close()
    assert chats_in(path) == [7]
    assert chats_in(path.with_name("one.db.rescued")) == [1, 2]
    with open_store(f"sqlite:///{path}", worker="w") as store:
        store.acquire()
        assert [one.id for one in store.outbox.chats()] == [7]


def test_a_log_that_belongs_to_the_file_that_was_put_there_stays(worker: Store, path: Path) -> None:
    theirs = path.with_name("theirs")
    assert worker.look(NOW) == ""
    with closing(sqlite3.connect(theirs)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE chats (id INTEGER, subscribed BOOLEAN)")
        other.execute("INSERT INTO chats VALUES (7, 1)")
        other.commit()
        for suffix in BESIDE:
            theirs.with_name(f"theirs{suffix}").replace(path.with_name(f"one.db{suffix}"))
    worker.look(NOW)
    worker.close()
    assert chats_in(path) == [7]


@pytest.mark.parametrize("gone", [True, False])
def test_operators_hear_once_that_nothing_can_be_kept(tmp_path: Path, sqlite_template: Path, gone: bool) -> None:
    """Whether nothing is at the path or another file. Beside a name as long as this no other file can be made."""
    path = tmp_path / f"{'x' * 243}.db"
    path.write_bytes(sqlite_template.read_bytes())
    with open_store(f"sqlite:///{path}", worker="w", operators=[OPERATOR]) as worker:
        worker.acquire()
        worker.outbox.subscribe(chat(1), NOW)
        assert worker.look(NOW) == ""
        path.unlink()
        if not gone:
            path.write_text("theirs")
        told = [worker.look(NOW) for _ in range(3)]
        says = (
            "is gone, and cannot be written back" if gone else "is another one, and what the worker has cannot be kept"
        )
        assert says in told[0]
        assert told[1:] == ["", ""]
        owed = worker.outbox.claim_owed(NOW, 9, -NOW.resolution)
        assert [delivery.text for delivery in owed] == [f"{told[0]}."]


def test_where_it_cannot_be_put_back_that_is_said_until_it_can(worker: Store, path: Path) -> None:
    folder = path.parent
    moved = folder.rename(folder.with_name("away"))
    folder.write_text("no folder")
    assert "is gone, and cannot be written back" in worker.look(NOW)
    assert worker.look(NOW) == ""
    (trouble,) = worker.database_troubles(NOW)
    assert trouble.sentence == "the file of the database is gone, and cannot be written back; the log says why"
    folder.unlink()
    assert "nothing is lost" in worker.look(NOW)
    assert worker.database_troubles(NOW) == ()
    assert chats_in(path) == [1]
    assert (moved / "one.db").exists()


def test_another_worker_that_has_begun_there_is_not_disturbed(worker: Store, path: Path) -> None:
    remove(path, *BESIDE, ".lock")
    (path.parent / "remembered-one.db.txt").unlink()
    with open_store(f"sqlite:///{path}", worker="second") as second:
        second.migrate()
        second.acquire()
        remove(path, *BESIDE)
        assert "another worker runs on this database" in worker.look(NOW)
        assert not path.exists()


@pytest.mark.parametrize("empty", [False, True])
def test_a_start_without_the_database_that_was_there_says_so(worker: Store, path: Path, empty: bool) -> None:
    worker.close()
    path.unlink()
    if empty:
        path.touch()
    message = (
        r"kept/one\.db is gone or empty, and there was one before; "
        r"put it back.*restore FILE\)\. To.*remove .*remembered-one\.db\.txt"
    )
    with pytest.raises(StoreError, match=message):
        open_store(f"sqlite:///{path}", worker="w")
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE else_s (id INTEGER)")
    with open_store(f"sqlite:///{path}", worker="w") as store, pytest.raises(StoreError, match=message):
        store.migrate()
    path.unlink()
    (path.parent / "remembered-one.db.txt").unlink()
    with open_store(f"sqlite:///{path}", worker="w") as store:
        store.migrate()
        assert store.outbox.chats() == []


def test_another_database_of_burdenwatch_is_taken_as_it_is(worker: Store, path: Path, tmp_path: Path) -> None:
    """A backup, or one from another machine."""
    worker.close()
    with open_store(f"sqlite:///{tmp_path / 'backup.db'}", worker="w") as other:
        other.migrate()
        other.outbox.subscribe(chat(7), NOW)
    (tmp_path / "backup.db").replace(path)
    with open_store(f"sqlite:///{path}", worker="w") as store:
        store.remember()
        assert [one.id for one in store.outbox.chats()] == [7]
        assert (path.parent / "remembered-one.db.txt").read_text().strip() == store.get("archive id")


def test_files_are_their_owners_alone(path: Path) -> None:
    before = os.umask(0o022)
    try:
        with open_store(f"sqlite:///{path}", worker="w") as store:
            store.migrate()
            store.acquire()
            store.remember()
            store.put("a", "b")
            remove(path, *BESIDE)
            store.look(NOW)
            store.put("a", "c")
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    names = ["one.db", "one.db-shm", "one.db-wal", "one.db.lock", "remembered-one.db.txt"]
    assert modes == dict.fromkeys(names, 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
