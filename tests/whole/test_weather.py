"""Bad feeds and a bad Telegram: the rest goes on, each trouble is one line, and nothing owed is lost."""

import asyncio
import json
import re

import aiohttp
import pytest

from bot.store import open_store
from tests.sandbox.client import YOU
from tests.whole.conftest import Build
from tests.whole.newsstand import HUGE
from tests.whole.reports import BREAK_OFF, OLD, OTHER


@pytest.mark.timeout(150)
async def test_bad_feeds_do_not_hold_up_the_good_ones(house: Build) -> None:
    built = await house(
        {
            "Hanging Gazette": "hang",
            "Huge Herald": "huge",
            "Page Post": "html",
            "Broken Bugle": "broken",
            "Good News": "good",
        }
    )
    stand, users, worker = built.stand, built.users, built.worker
    stand.items = {"good": [OLD], "broken": [OTHER]}
    await worker.start()
    await users.ask(YOU, "/subscribe")
    await worker.wait_log("Good News: 5 new, 1 on the topic")
    stand.items["good"] = [BREAK_OFF, OLD]
    await users.wait_message(YOU, "walks out", seconds=20)
    assert "Hanging Gazette:" not in worker.log, "the alert came while the hanging feed still hung"

    await worker.wait_log("Hanging Gazette:", seconds=60)
    await worker.wait_log("Huge Herald:", seconds=60)
    await worker.wait_log("Page Post:", seconds=60)
    assert 0 < stand.asked["huge blocks"] * 65536 < stand.asked["huge"] * HUGE / 4, (
        "the body was cut off, not read to its end"
    )
    status = await users.ask(YOU, "/status")
    for outlet in ("Hanging Gazette", "Huge Herald", "Page Post"):
        assert sum(outlet in line for line in status.splitlines()) == 1, status
        assert len([line for line in worker.log.splitlines() if f" {outlet}:" in line]) >= 1
    assert "Good News" not in status
    assert re.search(r"Broken Bugle: [56] new, 0 on the topic", worker.log), "the good entries were taken"


@pytest.mark.parametrize("trouble", ["429", "502", "not_json", "drop", "stall"])
async def test_a_bad_telegram_loses_nothing(house: Build, database_url: str, trouble: str) -> None:
    built = await house({"Morning Paper": "morning"}, TELEGRAM_TIMEOUT="2")
    stand, users, worker = built.stand, built.users, built.worker
    stand.items["morning"] = [OLD]
    await worker.start()
    await users.ask(YOU, "/subscribe")
    await worker.wait_log("Morning Paper: 5 new, 1 on the topic, no alerts owed")
    await users.fault("sendMessage", trouble)
    stand.items["morning"] = [BREAK_OFF, OLD]

    await users.wait_message(YOU, "walks out", seconds=40)

    with open_store(database_url, worker="test") as store:
        while store.outbox.owed():
            await asyncio.sleep(0.1)
    assert len([m for m in await users.messages(YOU) if "walks out" in m["text"]]) == 1


METRICS = "a-token-of-the-whole-way"


async def test_a_chat_that_blocks_the_bot_costs_the_others_nothing(house: Build, unused_tcp_port: int) -> None:
    built = await house(
        {"Morning Paper": "morning"}, PORT=str(unused_tcp_port), METRICS_TOKEN=METRICS, LOG_FORMAT="json"
    )
    stand, users, worker = built.stand, built.users, built.worker
    stand.items["morning"] = [OLD]
    await worker.start()
    other = (await users.create_chat(title="Other"))["id"]
    for chat in (YOU, other):
        await users.ask(chat, "/subscribe")
    await worker.wait_log("Morning Paper: 5 new, 1 on the topic, no alerts owed")
    await users.fault("sendMessage", "403", chat_id=YOU)
    stand.items["morning"] = [BREAK_OFF, OLD]
    await users.wait_message(other, "walks out", seconds=30)
    while "Subscribers: 1" not in await users.ask(other, "/status", "Subscribers"):
        await asyncio.sleep(0.2)
    assert not [m for m in await users.messages(YOU) if "walks out" in m["text"]]
    lines = [json.loads(line) for line in worker.log.splitlines()]
    assert {"start.ready", "poll.news", "send.failed"} <= {line["event"] for line in lines}
    told = await metrics(unused_tcp_port)
    assert 'burdenwatch_sends_total{channel="telegram",outcome="sent"} 1.0' in told
    assert 'burdenwatch_sends_total{channel="telegram",outcome="forbidden"} 1.0' in told
    assert 'burdenwatch_polls_total{outcome="news"} 2.0' in told
    assert "burdenwatch_subscribers 1.0" in told


async def metrics(port: int) -> list[str]:
    shown = {"Authorization": f"Bearer {METRICS}"}
    async with (
        aiohttp.ClientSession(headers=shown) as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        assert answer.status == 200
        return (await answer.text()).splitlines()


async def test_a_telegram_that_is_not_there_does_not_stop_the_polling(house: Build, unused_tcp_port: int) -> None:
    built = await house({"Morning Paper": "morning"}, TELEGRAM_API_URL=f"http://127.0.0.1:{unused_tcp_port}")
    built.stand.items["morning"] = [OLD]
    await built.worker.start()
    await built.worker.wait_log("Morning Paper: 5 new, 1 on the topic, no alerts owed")
    await built.worker.wait_log("Telegram does not answer")
    assert await built.worker.terminate() < 10
