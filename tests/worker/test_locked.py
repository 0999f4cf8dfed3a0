"""A SQLite file that somebody else has locked: a start waits for it, and polls that cannot be stored are a line."""

import asyncio
import logging
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.feeds import FetchPolicy, Poller
from bot.model import Feed, FeedKind, FeedSource, PollOutcome
from bot.settings import load
from bot.store import Store, open_store
from bot.worker import factories
from bot.worker.factories import wait_until_unlocked
from bot.worker.foreground import _ends
from bot.worker.intake.polling import Polling
from bot.worker.leadership import SENDER, work_in_role
from tests.feeds.conftest import LOOPBACK, USER_AGENT
from tests.shared import reader
from tests.whole.newsstand import Newsstand
from tests.whole.process import TOKEN, WorkerProcess, make_topic


@pytest.fixture
def path(sqlite_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "burdenwatch.db"
    path.write_bytes(sqlite_template.read_bytes())
    return path


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody else's connection, which has locked nothing yet."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


@pytest.fixture
def store(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store that does not wait for locks."""
    monkeypatch.setattr("bot.store.database.engine.BUSY_SECONDS", 0.01)
    with open_store(f"sqlite:///{path}", worker="test") as opened:
        yield opened


@pytest.fixture
async def worker(path: Path, unused_tcp_port: int) -> WorkerProcess:
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": f"http://127.0.0.1:{unused_tcp_port}",
        "BURDENWATCH_TOPIC": str(make_topic(path.parent, {})),
        "PORT": "0",
    }
    return WorkerProcess(path.parent, settings)


async def test_a_start_waits_for_a_lock_says_so_once_and_a_hang_up_ends_it_in_order(
    worker: WorkerProcess, other: sqlite3.Connection
) -> None:
    other.execute("BEGIN IMMEDIATE")
    try:
        await worker.start(ready="is locked by another program; waiting for it, 5 minutes at the most")
        await asyncio.sleep(2.5)  # it looks more than once
        other.rollback()
        await worker.wait_log("burdenwatch follows")
        assert worker.log.count("is locked") == 1
        assert worker.log.count("the database is free; starting") == 1
        assert await worker.terminate(signal.SIGHUP) < 10
        assert worker.exit_code == 0
        assert "ending: sends under way are finished first" in worker.log
    finally:
        await worker.close()


async def test_a_start_that_waits_for_a_lock_can_be_ended(worker: WorkerProcess, other: sqlite3.Connection) -> None:
    other.execute("BEGIN IMMEDIATE")
    try:
        await worker.start(ready="is locked by another program")
        await worker.terminate()
        assert worker.exit_code == 0
        assert "burdenwatch follows" not in worker.log
        assert "Traceback" not in worker.log
    finally:
        await worker.close()


async def test_a_lock_that_stays_is_not_waited_for_for_ever(
    path: Path, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(factories, "LONGEST_LOCK", 0.1)
    settings = load({"TELEGRAM_TOKEN": TOKEN, "DATABASE_URL": f"sqlite:///{path}"})
    await wait_until_unlocked(settings, asyncio.Event())
    assert caplog.messages == []
    other.execute("BEGIN IMMEDIATE")
    await wait_until_unlocked(settings, asyncio.Event())
    assert [line.partition(";")[0] for line in caplog.messages] == [
        f"the database sqlite:///{path} is locked by another program"
    ]


@pytest.mark.parametrize("name", ["nowhere.db", "notes.txt"])
async def test_what_is_no_lock_is_not_waited_for(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("Dear diary, " * 100)
    await wait_until_unlocked(load({"DATABASE_URL": f"sqlite:///{tmp_path / name}"}), asyncio.Event())
    assert not (tmp_path / "nowhere.db").exists()


class Locking(Poller):
    """Polls; and when the answers are there, somebody locks the database."""

    other: sqlite3.Connection

    async def poll(self, feed: Feed) -> PollOutcome:
        outcome = await super().poll(feed)
        if not self.other.in_transaction:
            self.other.execute("BEGIN IMMEDIATE")
        return outcome


async def test_polls_that_cannot_be_stored_are_one_line_and_asked_again_when_their_lease_ends(
    store: Store, other: sqlite3.Connection, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0
    begin = store.intake.begin

    def counting(*arguments: object) -> object:
        nonlocal tries
        tries += 1
        return begin(*arguments)  # type: ignore[arg-type]  # whatever they are

    monkeypatch.setattr(store.intake, "begin", counting)
    caplog.set_level(logging.INFO, "bot")
    now = datetime.now(UTC)
    async with Newsstand() as stand, Locking(FetchPolicy(USER_AGENT, private_networks=LOOPBACK)) as poller:
        poller.other = other
        names = [f"paper{number}" for number in range(12)]
        store.feeds.sync([FeedSource(stand.feed(name), name, "en", "KR", FeedKind.NEWSPAPER) for name in names], now)
        polling = Polling(store, poller, reader(), floor=600)
        await polling.tick()
        while any(task.get_name().startswith("poll ") for task in asyncio.all_tasks()):
            await asyncio.sleep(0.01)
        await polling.close()
        other.rollback()
    assert 1 <= len(caplog.messages) <= 12
    assert all("not stored, asked again later: The database" in line for line in caplog.messages)
    assert not [record for record in caplog.records if record.exc_info]
    assert tries <= 3 * len(caplog.messages), "the rest of a batch is not tried"
    assert [feed.errors for feed in store.feeds.all()] == [0] * 12
    assert len(store.feeds.claim_due(now + timedelta(minutes=6), 20, timedelta(minutes=5))) == 12


async def test_a_role_that_is_taken_during_a_lock_is_a_line_and_taken_when_it_is_over(
    store: Store, other: sqlite3.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()

    other.execute("BEGIN IMMEDIATE")
    task = asyncio.create_task(
        work_in_role(store, SENDER, work, asyncio.Event(), taken=store.outbox.release_leases, every=0.05)
    )
    async with asyncio.timeout(20):
        while not caplog.messages:
            await asyncio.sleep(0.01)
        other.rollback()
        await begun.wait()
        await task
    assert caplog.messages[0].startswith("sender: The database sqlite:///")


def test_a_hang_up_is_left_alone_where_nohup_had_it_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        assert _ends() == [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        assert _ends() == [signal.SIGINT, signal.SIGTERM]
    finally:
        signal.signal(signal.SIGHUP, before)
