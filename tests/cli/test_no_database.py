"""Verbs that only read make no database and change none; what is made is its owner's alone."""

import os
import shutil
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store, open_store
from tests.cli.conftest import Program

READING = [
    ["summary"], ["timeline"], ["story", "1"], ["asof", "2019-11-19"], ["calendar"], ["figures"], ["compare"],
    ["search", "korea"], ["export"], ["chart"], ["stories"], ["stories", "list"], ["feeds"],
    ["feeds", "list", "--json"],
]  # fmt: skip


@pytest.fixture
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("verb", READING, ids=" ".join)
def test_without_a_database_a_reading_verb_says_so_and_makes_none(program: Program, verb: list[str]) -> None:
    address = f"sqlite:///{program.folder}/nowhere/x.db"
    ran = program(*verb, DATABASE_URL=address)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(
        f"error: There is no database at {address}; burdenwatch run makes one and collects reports"
    )
    assert everything(program.folder) == []


@pytest.mark.parametrize("verb", [["summary"], ["feeds"]])
def test_an_empty_database_is_none(program: Program, postgres_url: str, verb: list[str]) -> None:
    ran = program(*verb, DATABASE_URL=postgres_url)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error: There is nothing in the database postgresql://")
    with open_store(postgres_url, worker="test") as store:
        assert len(store.pending()) > 1


def test_an_older_database_is_left_as_it_is(program: Program, database_url: str) -> None:
    with open_store(database_url, worker="test") as store:
        store.migrate()
        with store._database.write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0013'")
    ran = program("summary", DATABASE_URL=database_url)
    assert ran.code == 3
    assert "is of an older version of burdenwatch; run `burdenwatch migrate`, or start the worker" in ran.err
    with open_store(database_url, worker="test") as store:
        assert store.pending() == [
            "0014",
            "0015",
            "0016",
            "0017",
            "0018",
            "0019",
            "0020",
            "0021",
            "0022",
            "0023",
            "0024",
            "0025",
            "0026",
            "0027",
            "0028",
            "0029",
            "0030",
            "0031",
        ]


def test_a_newer_database_is_left_as_it_is_and_the_sentence_says_what_to_do(
    program: Program, database_url: str
) -> None:
    with open_store(database_url, worker="test") as store:
        store.migrate()
        with store._database.write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for verb in (["run"], ["summary"], ["migrate"]):
        ran = program(*verb, DATABASE_URL=database_url)
        assert (ran.code, ran.out) == (3, "")
        assert (
            "is of a newer version of burdenwatch (revision 9999); update the program, or give DATABASE_URL" in ran.err
        )
    with open_store(database_url, worker="test") as store:
        assert store.newer_revision() == "9999"


def test_what_another_version_read_out_of_the_articles_is_not_answered_from(program: Program, seeded: Store) -> None:
    seeded.put("ledger", "0")
    assert "run `burdenwatch migrate`" in program("figures").err
    assert program("migrate").code == 0
    assert program("figures").code == 0


def test_a_verb_that_reads_leaves_no_file_behind(program: Program, sqlite_template: Path) -> None:
    shutil.copy(sqlite_template, program.folder / "one.db")
    before = (program.folder / "one.db").read_bytes()
    assert program("summary", DATABASE_URL="sqlite:///one.db").code == 0
    assert everything(program.folder) == ["one.db"]
    assert (program.folder / "one.db").read_bytes() == before


@pytest.mark.parametrize("verb", [["check"], ["feeds", "export"]])
def test_verbs_that_need_no_database_make_none(program: Program, verb: list[str]) -> None:
    assert program(*verb).code == 0
    assert everything(program.folder) == []


def test_check_says_where_a_database_cannot_be_made(program: Program) -> None:
    program.file("notes", "no folder")
    ran = program("check", DATABASE_URL="sqlite:///notes/deep/x.db")
    assert ran.code == 1
    assert "FAIL database The database sqlite:///notes/deep/x.db cannot be made: nothing may be written in " in ran.out


def test_check_says_where_a_database_was(program: Program, sandbox_store: Store) -> None:
    sandbox_store.remember()
    sandbox_store.close()
    (program.folder / "data" / "sandbox.db").unlink()
    ran = program("check")
    assert ran.code == 1
    assert "FAIL database The database sqlite:///data/sandbox.db is gone or empty, and there was one before" in ran.out
    for verb in (["run"], ["poll", "--once"], ["migrate"], ["summary"]):
        told = program(*verb)
        assert (told.code, told.out) == (3, "")
        assert "remove" in told.err
    assert not (program.folder / "data" / "sandbox.db").exists()


def test_fresh_begins_anew_on_purpose(program: Program, sandbox_store: Store, usual_umask: None) -> None:
    sandbox_store.remember()
    sandbox_store.close()
    with socket.create_server(("127.0.0.1", 0)) as taken:  # what is in the way then
        assert "cannot listen" in program("run", "--fresh", PORT=str(taken.getsockname()[1])).err
    made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (program.folder / "data").iterdir()}
    names = ["sandbox.db", "sandbox-chats.db", "sandbox.db.lock", "remembered-sandbox.db.txt"]
    assert made == dict.fromkeys(names, 0o600)


def test_a_folder_that_is_made_is_its_owners_alone(program: Program, usual_umask: None) -> None:
    assert program("migrate", DATA_DIR="kept/here").code == 0
    here = program.folder / "kept" / "here"
    assert stat.S_IMODE(here.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in here.iterdir()} == {0o600}


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_an_env_file_that_others_can_read_is_named(program: Program, mode: int) -> None:
    program.file(".env", "LOG_LEVEL=INFO\n")
    (program.folder / ".env").chmod(mode)
    ran = program("check")
    assert ran.code == 1
    assert "FAIL secrets  .env can be read by others on this machine; close it to them: chmod 600 .env" in ran.out
    (program.folder / ".env").chmod(0o600)
    ran = program("check")
    assert ran.code == 0
    assert "secrets" not in ran.out


def test_the_worker_warns_of_an_env_file_that_others_can_read(program: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:  # the worker ends there
        program.file(".env", f"PORT={taken.getsockname()[1]}\n")
        (program.folder / ".env").chmod(0o644)
        ran = program("run")
    assert ".env can be read by others on this machine; close it to them: chmod 600 .env" in ran.err
