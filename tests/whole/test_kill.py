"""The worker killed at twenty moments of a fan-out: every chat has the alert, and few have it twice."""

import asyncio
import random

import pytest

from bot.chat.delivery.outbox import IN_FLIGHT
from bot.model import Chat, ChatType
from bot.store import Store, open_store
from bot.worker.factories import utc_now
from tests.whole.conftest import Build
from tests.whole.reports import BREAK_OFF, OLD

CHATS = 1_000
KILLS = 20
RATE = 80
"""Messages a second, so that the fan-out lasts longer than the kills."""


@pytest.mark.timeout(300)
async def test_twenty_kills_lose_nothing_and_repeat_little(house: Build, database_url: str) -> None:
    built = await house({"Morning Paper": "morning"}, SEND_RATE=str(RATE))
    stand, users, worker = built.stand, built.users, built.worker
    chats = await users.create_chats(CHATS)
    with open_store(database_url, worker="test") as store:
        store.migrate()
        for chat in chats:
            store.outbox.subscribe(Chat(chat, ChatType.PRIVATE, f"Reader {chat}", subscribed=True), utc_now())
    stand.items["morning"] = [OLD]
    await worker.start()
    await worker.wait_log("Morning Paper: 5 new, 1 on the topic, no alerts owed")
    stand.items["morning"] = [BREAK_OFF, OLD]
    await worker.wait_log("alerts owed")

    moments = random.Random(20191119)
    with open_store(database_url, worker="test") as store:
        for _ in range(KILLS):
            await _let_some_through(store, moments.uniform(0.0, 0.7))
            await worker.kill()
            await worker.start()
        while store.outbox.owed():
            await asyncio.sleep(0.2)

    got = [len([m for m in await users.messages(chat) if "walks out" in m["text"]]) for chat in chats]
    assert min(got) == 1
    repeats = sum(got) - CHATS
    print(f"repeats after {KILLS} kills over {CHATS} chats: {repeats}")  # noqa: T201  # the measured figure
    assert repeats <= KILLS * IN_FLIGHT


async def _let_some_through(store: Store, seconds: float) -> None:
    """Wait for the fan-out to go on after a restart, then a random while longer."""
    before = store.outbox.owed()
    deadline = asyncio.get_running_loop().time() + 10
    while store.outbox.owed() == before and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.02)
    await asyncio.sleep(seconds)
