"""A wall clock that is put while the worker runs: polling and sending go on, then and when it is right again."""

import asyncio

import pytest

from tests.sandbox.client import YOU
from tests.whole.conftest import Build
from tests.whole.newsstand import Newsstand
from tests.whole.put_clock import DAY_AHEAD, HOUR_BACK
from tests.whole.reports import BREAK_OFF, OLD


async def asked_again(stand: Newsstand) -> None:
    """Asked by a poll that began after this call, and not by one that was under way."""
    before = stand.asked["morning"]
    async with asyncio.timeout(90):
        while stand.asked["morning"] < before + 2:
            await asyncio.sleep(0.05)


@pytest.mark.timeout(300)
async def test_polling_and_sending_go_on_when_the_clock_is_put_and_put_right(house: Build) -> None:
    built = await house({"Morning Paper": "morning"})
    stand, users, worker = built.stand, built.users, built.worker
    worker.module = "tests.whole.put_clock"
    stand.items["morning"] = [OLD]
    await worker.start_fresh()
    await users.ask(YOU, "/subscribe")
    await worker.wait_log("Morning Paper: 5 new, 1 on the topic, no alerts owed")

    worker.send_signal(HOUR_BACK)
    await worker.wait_log("the clock went back by")
    stand.items["morning"] = [BREAK_OFF, OLD]
    await users.wait_message(YOU, "walks out", seconds=90)
    for put in (HOUR_BACK, DAY_AHEAD, DAY_AHEAD):  # the second time each puts it right
        worker.send_signal(put)
        await asked_again(stand)

    assert worker.log.count("the clock went back by") == 2
    assert worker.log.count("the clock went ahead by") == 2
    assert "Traceback" not in worker.log
    assert await worker.terminate() < 10
