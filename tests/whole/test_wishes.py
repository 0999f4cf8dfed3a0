"""Chats that want other things get other alerts, by the worker as it is; what waits for quiet hours outlives a kill."""

import asyncio
from datetime import timedelta

from bot.model import Manner
from bot.store import open_store
from bot.worker.factories import utc_now
from tests.sandbox.client import YOU, SandboxClient
from tests.whole.conftest import Build
from tests.whole.reports import BREAK_OFF, JAPAN_DEAL, OLD, OTHER


async def test_two_chats_get_what_each_wants_and_a_third_when_its_quiet_hours_end(
    house: Build, database_url: str
) -> None:
    built = await house({"Morning Paper": "morning"})
    stand, users, worker = built.stand, built.users, built.worker
    stand.items["morning"] = [OLD, OTHER]
    await worker.start()
    korea, japan, sleeper = YOU, *(await users.create_chats(2))
    assert "all news of South Korea" in await users.ask(korea, "/subscribe korea", "Rings")
    assert "all news of Japan" in await users.ask(japan, "/subscribe japan", "Rings")
    await users.ask(sleeper, "/subscribe", "Subscribed")
    assert "without a sound" in await users.ask(japan, "/alerts silent", "Rings")
    hour = (utc_now() - timedelta(minutes=30)).strftime("%H:%M")
    until = (utc_now() + timedelta(hours=3)).strftime("%H:%M")
    await users.ask(sleeper, f"/alerts quiet {hour}-{until}", "quiet")
    await worker.wait_log("1 on the topic, no alerts owed")

    stand.items["morning"] = [JAPAN_DEAL, BREAK_OFF, OLD, OTHER]
    await users.wait_message(korea, "walks out", seconds=30)
    await users.wait_message(japan, "sign deal", seconds=30)
    with open_store(database_url, worker="test") as store:
        while store.outbox.owed():
            await asyncio.sleep(0.05)
    await worker.kill()
    await worker.start()
    assert await _titles(users, korea) == ["walks out"]
    assert await _titles(users, japan) == ["sign deal"]
    assert await _titles(users, sleeper) == []
    asked = [one["params"] for one in await users.requests("sendMessage")]
    assert {int(one["chat_id"]) for one in asked if "disable_notification" in one} == {japan}

    with open_store(database_url, worker="test") as store:
        assert store.outbox.owed() == 0
        store.outbox.set_manner(sleeper, Manner())
        assert store.outbox.set_digest_anew(sleeper, utc_now()) == 2
    together = await users.wait_message(sleeper, "2 stories", seconds=30)
    assert "walks out" in together["text"]
    assert "sign deal" in together["text"]


async def _titles(users: SandboxClient, chat: int) -> list[str]:
    await asyncio.sleep(0.5)  # what would come would have come by now
    told = [one["text"] for one in await users.messages(chat) if one["from"] == "bot"]
    return [words for text in told for words in ("walks out", "sign deal") if words in text]
