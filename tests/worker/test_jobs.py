"""The worker's jobs on APScheduler: their end, their faults, and a database out of use."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import Store, open_store
from bot.worker import jobs as module
from bot.worker.jobs import Jobs


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not what():
            await asyncio.sleep(0.01)


@pytest.fixture
async def jobs() -> Jobs:
    return Jobs()


async def test_a_job_cut_short_by_the_end_is_no_fault(jobs: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    begun, cut = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cut.set()

    jobs.add("waiting", work, seconds=60, at_once=True)
    jobs.start()
    await begun.wait()
    jobs.stop()
    await cut.wait()
    await asyncio.sleep(0)
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_jobs_own_fault_is_logged_under_its_name(jobs: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        raise ZeroDivisionError

    jobs.add("counting", work, seconds=60, at_once=True)
    jobs.start()
    await until(lambda: bool(caplog.records))
    jobs.stop()
    (record,) = caplog.records
    assert record.getMessage().startswith('Job "counting (trigger: every 60 s')
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


async def test_a_job_that_is_due_while_it_runs_is_left_out_without_a_word(
    jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    begun, other = 0, 0
    go_on = asyncio.Event()

    async def work() -> None:
        nonlocal begun
        begun += 1
        await go_on.wait()

    async def ticks() -> None:
        nonlocal other
        other += 1

    jobs.add("slow", work, seconds=0.02, at_once=True)
    jobs.add("quick", ticks, seconds=0.02)
    jobs.start()
    await until(lambda: other == 8)
    assert begun == 1
    go_on.set()
    await until(lambda: begun > 1)
    jobs.stop()
    assert caplog.records == []


@pytest.fixture
def locked(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Store, sqlite3.Connection]]:
    """A store that does not wait for locks, and a connection of somebody else's that has taken one."""
    monkeypatch.setattr("bot.store.database.engine.BUSY_SECONDS", 0.01)
    path = tmp_path / "test.db"
    path.write_bytes(sqlite_template.read_bytes())
    with open_store(f"sqlite:///{path}", worker="test") as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield store, other


async def test_a_lock_costs_a_line_with_a_back_off_and_no_traceback(
    jobs: Jobs,
    locked: tuple[Store, sqlite3.Connection],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.15)
    caplog.set_level(logging.INFO, "bot")
    store, other = locked
    asked = 0

    async def claim() -> None:
        nonlocal asked
        asked += 1
        await asyncio.to_thread(store.feeds.claim_due, datetime.now(UTC), 1, timedelta(minutes=5))

    jobs.add("polling", claim, seconds=0.01, at_once=True)
    jobs.start()
    await until(lambda: len(caplog.records) == 4)
    assert asked == 4, "no try in between"
    other.rollback()
    await until(lambda: "again in" not in caplog.messages[-1])
    after = asked
    await until(lambda: asked > after + 2)
    jobs.stop()
    assert [line.partition("locked; ")[2] for line in caplog.messages[:4]] == [
        "again in 0.05 s",
        "again in 0.1 s",
        "again in 0.15 s",
        "again in 0.15 s",
    ]
    assert caplog.messages[0].startswith("polling: The database sqlite:///")
    assert caplog.messages[-1] == "polling: the database can be used again"
    assert not [record for record in caplog.records if record.exc_info]
