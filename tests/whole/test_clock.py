"""A wall clock that is put while the worker runs: polling and sending go on, then and when it is right again."""

import asyncio
import signal

import pytest

from tests.sandbox.client import YOU
from tests.whole.conftest import Build
from tests.whole.newsstand import Newsstand
from tests.whole.reports import BREAK_OFF, OLD


async def asked_again(stand: Newsstand, seconds: float = 40.0) -> None:
    """Asked by a poll that began after this call, and once more."""
    before = stand.asked["morning"]
    async with asyncio.timeout(seconds):
        while stand.asked["morning"] < before + 2:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("put", [signal.SIGUSR1, signal.SIGUSR2], ids=["an hour back", "a day ahead"])
async def test_polling_and_sending_go_on_when_the_clock_is_put_and_put_right(house: Build, put: signal.Signals) -> None:
    built = await house({"Morning Paper": "morning"})
    stand, users, worker = built.stand, built.users, built.worker
    worker.module = "tests.whole.put_clock"
    stand.items["morning"] = [OLD]
    await worker.start()
    await users.ask(YOU, "/subscribe")
    await worker.wait_log("Morning Paper: 5 new, 1 on the topic, no alerts owed")

    worker.send_signal(put)
    await asked_again(stand)
    stand.items["morning"] = [BREAK_OFF, OLD]
    await users.wait_message(YOU, "walks out", seconds=40)
    worker.send_signal(put)
    await asked_again(stand)

    assert worker.log.count("the clock went back by") == 1
    assert worker.log.count("the clock went ahead by") == 1
    assert "Traceback" not in worker.log
    assert await worker.terminate() < 10
