"""A wall clock that is put under real jobs of APScheduler, on both databases; the monotonic clock is left as it is."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot.store import open_store
from bot.worker import heartbeat
from bot.worker.factories import StartError
from bot.worker.heartbeat import Clock, Heartbeat
from bot.worker.jobs import Jobs
from bot.worker.watching import watch
from tests.store.build import add_feed, plan
from tests.worker.test_jobs import until


async def test_ticks_go_on_when_the_wall_clock_goes_back_and_when_it_is_right_again(
    migrated_url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "EVERY", 0.02)
    caplog.set_level(logging.INFO, "bot")
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        ticks += 1

    async def some_more() -> None:
        before = ticks
        await until(lambda: ticks > before + 3)

    stop, clock, jobs = asyncio.Event(), Clock(), Jobs()
    with open_store(migrated_url, worker="test") as store:
        jobs.add("ticking", tick, seconds=0.05, at_once=True)
        jobs.start()
        beating = asyncio.create_task(Heartbeat(store, jobs, clock).run(stop))
        await some_more()
        with time_machine.travel(datetime.now(UTC) - timedelta(hours=1, seconds=30), tick=True):
            await some_more()
            await until(lambda: len(caplog.messages) == 1 + (store.dialect == "postgresql"))
            # PostgreSQL's server has its own clock, which is right.
            right = clock() - datetime.now(UTC)
            assert (right > timedelta(minutes=59)) is (store.dialect == "postgresql")
        await some_more()
        await until(lambda: clock() - datetime.now(UTC) < timedelta(seconds=1))
        with time_machine.travel(datetime.now(UTC) + timedelta(days=1, seconds=30), tick=True):
            await some_more()
        await some_more()
        stop.set()
        await beating
        jobs.stop()
    steps = [line.partition(":")[0].partition(",")[0] for line in caplog.messages if "database" not in line]
    assert steps == [
        "the clock went back by 1 h",
        "the clock went ahead by 1 h",
        "the clock went ahead by 24 h",
        "the clock went back by 24 h",
    ]


@pytest.fixture
def path(sqlite_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "test.db"
    path.write_bytes(sqlite_template.read_bytes())
    return path


async def test_what_is_kept_is_brought_nearer_once_a_lock_is_gone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "EVERY", 0.02)
    monkeypatch.setattr("bot.store.database.engine.BUSY_SECONDS", 0.01)
    told: list[timedelta] = []
    done = 0

    def noting(now: datetime, before: datetime) -> timedelta:
        nonlocal done
        told.append(before - now)
        apart = bring_near(now, before)
        done += 1
        return apart

    stop, jobs = asyncio.Event(), Jobs()
    with open_store(f"sqlite:///{path}", worker="test") as store, closing(sqlite3.connect(path)) as other:
        bring_near = store.bring_near
        monkeypatch.setattr(store, "bring_near", noting)
        jobs.start()
        beating = asyncio.create_task(Heartbeat(store, jobs, Clock()).run(stop))
        await asyncio.sleep(0.05)
        other.execute("BEGIN IMMEDIATE")
        with time_machine.travel(datetime.now(UTC) - timedelta(hours=1, seconds=30), tick=True):
            await until(lambda: len(told) > 2)
            assert done == 0
            other.rollback()
            await until(lambda: done == 1)
            await asyncio.sleep(0.1)
            stop.set()
            await beating
        jobs.stop()
    assert done == 1
    assert {by // timedelta(hours=1) for by in told} == {1}


async def test_a_poll_that_ends_after_the_clock_was_put_right_is_found_too(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "EVERY", 0.02)
    monkeypatch.setattr(heartbeat, "LOOK_EVERY", 0.1)
    stop, jobs, now = asyncio.Event(), Jobs(), datetime.now(UTC)
    with open_store(migrated_url, worker="test") as store:
        jobs.start()
        beating = asyncio.create_task(Heartbeat(store, jobs, Clock()).run(stop))
        await asyncio.sleep(0.1)
        # It began while the clock was a day ahead, and nobody sees a step any more.
        number = add_feed(store, "late")
        at = now + timedelta(days=1)
        store.intake.apply(plan(number, last_polled=at, next_due=at + timedelta(minutes=10)), at)

        def waits() -> timedelta:
            found = store.feeds.get(number)
            assert found is not None
            assert found.next_due is not None
            return found.next_due - now

        await until(lambda: waits() < timedelta(minutes=11))
        assert waits() > timedelta(minutes=9), "its server is not asked too early"
        stop.set()
        await beating
        jobs.stop()


async def test_for_a_while_after_a_step_it_looks_more_often(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "EVERY", 0.02)
    monkeypatch.setattr(heartbeat, "LOOK_SOON", 0.05)
    looks = 0

    def counted(now: datetime, before: datetime) -> timedelta:
        nonlocal looks
        looks += 1
        return bring_near(now, before)

    stop, jobs = asyncio.Event(), Jobs()
    with open_store(f"sqlite:///{path}", worker="test") as store:
        bring_near = store.bring_near
        monkeypatch.setattr(store, "bring_near", counted)
        jobs.start()
        beating = asyncio.create_task(Heartbeat(store, jobs, Clock()).run(stop))
        await asyncio.sleep(0.3)
        assert looks == 0, "nothing happened, and the minute is not over"
        with time_machine.travel(datetime.now(UTC) + timedelta(days=1), tick=True):
            await until(lambda: looks > 0)
        await until(lambda: looks > 4)
        stop.set()
        await beating
        jobs.stop()


async def test_beat_and_watch_outlive_whatever_goes_wrong_in_the_database(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(heartbeat, "EVERY", 0.02)
    monkeypatch.setattr(heartbeat, "LOOK_EVERY", 0.05)
    stop = asyncio.Event()

    def told() -> list[str]:
        return [line for line in ("kept times", "looked after") if any(line in message for message in caplog.messages)]

    with open_store(f"sqlite:///{path}", worker="test") as store:

        def broken(*_: object) -> None:
            with store._database.write() as connection:
                connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b'), ('a', 'c')")

        monkeypatch.setattr(store, "bring_near", broken)
        monkeypatch.setattr(store, "look", broken)
        beating = asyncio.create_task(Heartbeat(store, Jobs(), Clock()).run(stop))
        watching = asyncio.create_task(watch(store, stop, every=0.02))
        await until(lambda: len(told()) == 2)
        assert not beating.done()
        assert not watching.done()
        stop.set()
        await asyncio.gather(beating, watching)


async def test_a_worker_whose_database_a_newer_program_migrates_ends_with_a_sentence(database_url: str) -> None:
    with open_store(database_url, worker="old") as store:
        store.migrate()
        watching = asyncio.create_task(watch(store, asyncio.Event(), every=0.02))
        assert await asyncio.to_thread(store.newer_revision) is None
        assert not watching.done()
        with store._database.write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(StartError, match=r"newer version of burdenwatch \(revision 9999\), .* update the program"):
            await asyncio.wait_for(watching, 20)
