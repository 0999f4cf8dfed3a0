"""One worker works in a role at a time, and another takes over from it."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from bot.store import Store, open_store
from bot.worker.leadership import SENDER, work_in_role


class Work:
    """Notes who works, and ends with its worker."""

    def __init__(self, stop: asyncio.Event) -> None:
        self.stop = stop
        self.begun = 0
        self.now = False
        self.taken = 0

    async def __call__(self) -> None:
        self.begun += 1
        self.now = True
        try:
            await self.stop.wait()
        finally:
            self.now = False

    def take(self) -> None:
        self.taken += 1


def worker(store: Store) -> tuple[Work, asyncio.Task[None]]:
    stop = asyncio.Event()
    work = Work(stop)
    return work, asyncio.create_task(work_in_role(store, SENDER, work, stop, taken=work.take, every=0.05))


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not what():
            await asyncio.sleep(0.01)


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What an operator reads about roles at the usual level of the log."""
    return [record.getMessage() for record in caplog.records if record.name == "bot.worker.leadership"]


async def test_the_second_worker_waits_until_the_first_ends(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with open_store(postgres_url, worker="second") as other:
        with open_store(postgres_url, worker="first") as store:
            first, first_task = worker(store)
            await until(lambda: first.now)
            second, second_task = worker(other)
            await asyncio.sleep(0.2)
            assert (first.begun, second.begun) == (1, 0)
            first.stop.set()
            await first_task
        await until(lambda: second.now)
        assert (second.begun, second.taken) == (1, 1)
        assert said(caplog) == [
            "first is the sender; this worker takes over when it ends",
            "this worker is the sender now: first, which was it, has ended or lost its connection",
        ]
        second.stop.set()
        await second_task


async def test_a_worker_that_lost_its_role_stops_and_asks_again(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with open_store(postgres_url, worker="cut off") as store:
        work, task = worker(store)
        await until(lambda: work.now)
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE application_name = 'burdenwatch cut off'"
            )
        await until(lambda: work.begun == 2 and work.now)
        assert work.taken == 2
        assert [line for line in said(caplog) if line.startswith("this worker")] == ["this worker is the sender"]
        work.stop.set()
        await task


async def test_on_sqlite_the_work_begins_at_once(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'test.db'}", worker="w") as store:
        work, task = worker(store)
        await until(lambda: work.now)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not work.now


async def test_a_fault_of_the_work_passes_through(tmp_path: Path) -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    with open_store(f"sqlite:///{tmp_path / 'test.db'}", worker="w") as store, pytest.raises(ZeroDivisionError):
        await work_in_role(store, SENDER, broken, asyncio.Event())
