"""The database in trouble under a running worker: said in /status and at /healthz, mended, and nothing lost."""

import asyncio
import resource
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.sandbox.client import YOU
from tests.whole.conftest import OPERATOR, Build, House
from tests.whole.test_newcomer import free_port

BESIDE = ("", "-wal", "-shm")
NO_LIMIT = resource.RLIM_INFINITY
PAGE = 4096
"""Bytes; in the log each has a header too."""
FAILS = "the database cannot be written: the disk reports an error, or has no room (since"
REMOVED = "was removed or moved away while the worker ran"
LOCKED = "the database cannot be written: another program holds it locked (since"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def settings(path: Path, port: int) -> dict[str, str]:
    """A worker that does not wait long for a lock."""
    return {"DATABASE_URL": f"sqlite:///{path}?timeout=0.2", "PORT": str(port)}


@pytest.fixture
def database_url(path: Path) -> str:
    """These are troubles of SQLite's file."""
    return f"sqlite:///{path}"


def remove(path: Path) -> None:
    for suffix in BESIDE:
        path.with_name(f"{path.name}{suffix}").unlink()


def content(path: Path) -> str | None:
    return path.read_text() if path.exists() else None


async def healthz(port: int) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        return answer.status, await answer.json()


async def until_told(port: int, words: str, seconds: float = 60.0) -> None:
    """Wait until /healthz is 503 and says so."""
    deadline = time.monotonic() + seconds
    while words not in str((told := await healthz(port))[1]["reason"]):
        assert time.monotonic() < deadline, f"no {words!r} at /healthz: {told}"
        await asyncio.sleep(0.1)
    assert (told[0], told[1]["ok"]) == (503, False)


async def until_well(port: int, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while (told := await healthz(port))[0] != 200:
        assert time.monotonic() < deadline, f"still wrong: {told}"
        await asyncio.sleep(0.1)


async def write_in_vain(house: House) -> None:
    """A command that has to write something."""
    said = await house.users.say(YOU, "/timezone Asia/Seoul")
    answer = await house.users.wait_message(YOU, after=said["id"], seconds=30)
    assert "went wrong" in answer["text"]


async def test_what_keeps_the_database_from_being_written_or_read_is_told_while_it_lasts(
    house: Build, path: Path, port: int, settings: dict[str, str]
) -> None:
    built = await house({}, **settings)
    users, worker = built.users, built.worker
    await worker.start()
    await users.ask(YOU, "/subscribe")

    # The disk is full for this process alone: the first page that is written to the database's log is too much.
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (PAGE, NO_LIMIT))
    await write_in_vain(built)
    await until_told(port, FAILS, seconds=0.0)
    status = await users.ask(YOU, "/status")
    assert f"1 thing is wrong\n⚠ {FAILS}" in status
    assert "Subscribers: 1" in status
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (NO_LIMIT, NO_LIMIT))
    await until_well(port)
    assert "All is well." in await users.ask(YOU, "/status")

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await write_in_vain(built)
        await until_told(port, LOCKED, seconds=0.0)
        assert f"⚠ {LOCKED}" in await users.ask(YOU, "/status")
        other.execute("ROLLBACK")
        await until_well(port)

        other.execute("ALTER TABLE feeds RENAME TO away")
        await until_told(port, "the database does not answer", seconds=0.0)
        status = await users.ask(YOU, "/status")
        assert "· up " in status
        assert "⚠ the database cannot be read; the log says why" in status
        other.execute("ALTER TABLE away RENAME TO feeds")
    await until_well(port)
    assert "shown in Asia/Seoul" in await users.ask(YOU, "/timezone Asia/Seoul")


async def test_a_file_that_is_removed_is_back_within_a_minute_and_without_it_no_worker_starts(
    house: Build, path: Path, settings: dict[str, str]
) -> None:
    built = await house({}, **settings)
    users, worker = built.users, built.worker
    await worker.start()
    await users.ask(OPERATOR, "/subscribe")
    remove(path)
    notice = await users.wait_message(OPERATOR, REMOVED, seconds=60)
    assert "nothing is lost" in notice["text"]
    await worker.wait_log(REMOVED)
    await worker.kill()
    await worker.start()
    assert "Subscribers: 1" in await users.ask(YOU, "/status", "· up ")

    await worker.kill()
    remove(path)
    with pytest.raises(AssertionError, match="is gone or empty, and there was one before; put it back from a backup"):
        await worker.start()
    assert worker.exit_code == 3
    assert content(path) is None


async def test_another_file_in_its_place_is_told_and_left_alone(
    house: Build, path: Path, port: int, settings: dict[str, str]
) -> None:
    built = await house({}, **settings)
    await built.worker.start()
    await built.users.ask(YOU, "/subscribe")
    path.with_name("theirs").write_text("precious")
    path.with_name("theirs").replace(path)
    await until_told(port, "another file is in the place of the database, whose contents are kept as test.db.rescued")
    status = await built.users.ask(YOU, "/status", "· up ")
    assert "⚠ another file is in the place of the database" in status
    await built.worker.terminate()
    assert content(path) == "precious"
    with closing(sqlite3.connect(path.with_name("test.db.rescued"))) as kept:
        assert kept.execute("SELECT id FROM chats WHERE subscribed").fetchall() == [(YOU,)]
