"""The composition root's own small parts; the whole of it is started in tests/whole."""

import asyncio

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.worker.opening import utc_now
from bot.worker.service import ending_quietly


async def test_a_job_cut_short_by_the_end_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    begun, cut = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cut.set()

    scheduler = AsyncIOScheduler()
    scheduler.add_job(ending_quietly(work), "interval", seconds=60, next_run_time=utc_now())
    scheduler.start()
    await begun.wait()
    scheduler.shutdown(wait=False)
    await cut.wait()
    await asyncio.sleep(0)
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_jobs_own_fault_comes_through() -> None:
    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ending_quietly(work)()
