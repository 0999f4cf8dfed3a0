"""Faults to order, and the pace that Telegram keeps."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.sandbox import Limits, Sandbox
from bot.sandbox.memory.limits import Pace
from tests.sandbox.client import YOU, SandboxClient
from tests.sandbox.conftest import TOKEN


async def test_retry_after(bot: Bot, client: SandboxClient) -> None:
    await client.fault("sendMessage", "429", retry_after=7)
    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(YOU, "x")
    assert wait.value.retry_after == timedelta(seconds=7)
    await bot.send_message(YOU, "through")
    (failed, _) = await client.requests("sendMessage")
    assert (failed["status"], failed["ok"]) == (429, False)
    assert [m["text"] for m in await client.messages(YOU)] == ["through"]


async def test_refusals(bot: Bot, client: SandboxClient) -> None:
    channel = (await client.create_chat("channel", "News"))["id"]
    await client.fault("*", "403", times=2)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(YOU, "x")
    with pytest.raises(Forbidden, match="bot was kicked from the channel chat"):
        await bot.send_message(channel, "x")
    await client.fault("sendmessage", "400", description="can't parse entities: odd")
    with pytest.raises(BadRequest, match="Can't parse entities: odd"):
        await bot.send_message(YOU, "x")
    await client.fault("getMe", "400")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_me()


@pytest.mark.parametrize(
    ("kind", "error", "says"),
    [("502", NetworkError, "Bad Gateway"), ("not_json", TelegramError, "Invalid server response"),
     ("drop", NetworkError, "Server disconnected"), ("stall", TimedOut, "Timed out")],
)  # fmt: skip
@pytest.mark.parametrize("after", [False, True])
async def test_broken_answers(
    bot: Bot, client: SandboxClient, kind: str, error: type[TelegramError], says: str, after: bool
) -> None:
    await client.fault("sendMessage", kind, after=after)
    with pytest.raises(error, match=says):
        await bot.send_message(YOU, "x", read_timeout=0.3)
    assert [m["text"] for m in await client.messages(YOU)] == (["x"] if after else [])
    await bot.send_message(YOU, "next")


async def test_a_fault_for_one_chat(bot: Bot, client: SandboxClient) -> None:
    ann, ben = await client.create_chats(2)
    await client.fault("sendMessage", "403", chat_id=ben)
    await bot.send_message(ann, "x")
    with pytest.raises(Forbidden):
        await bot.send_message(ben, "x")
    await bot.send_message(ben, "x")


async def test_a_migration_on_the_way(bot: Bot, client: SandboxClient) -> None:
    group = (await client.create_chat("group", "Desk"))["id"]
    await client.fault("sendMessage", "migrate", chat_id=group)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group, "x")
    await bot.send_message(moved.value.new_chat_id, "x")
    with pytest.raises(ChatMigrated):
        await bot.send_message(group, "x")
    await client.fault("sendMessage", "migrate")
    with pytest.raises(BadRequest, match="Chat not found"):  # a private chat cannot become anything
        await bot.send_message(YOU, "x")


async def test_faults_can_be_seen_and_taken_back(bot: Bot, client: SandboxClient) -> None:
    await client.fault("sendMessage", "502", times=3)
    expected = {"method": "sendmessage", "kind": "502", "times": 3, "chat_id": None, "after": False}
    assert await client.call("GET", "/api/faults") == {"faults": [expected]}
    await client.clear_faults()
    await bot.send_message(YOU, "x")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"kind": "500"}, "kind must be one of"),
        ({"kind": "502", "times": 0}, "times must be a whole number from 1"),
        ({"kind": "502", "method": 5}, "method must be a string"),
        ({"kind": "429", "retry_after": "soon"}, "retry_after must be a whole number"),
        ({"kind": "502", "chat_id": "x"}, "chat_id must be a whole number"),
        ({"kind": "migrate", "after": True}, "a migration happens before the effect"),
        ({"kind": "502", "often": 3}, "unknown: often"),
    ],
)
async def test_faults_refused(client: SandboxClient, body: dict[str, object], reason: str) -> None:
    with pytest.raises(AssertionError, match=reason):
        await client.call("POST", "/api/faults", body)


def test_a_chat_has_its_burst_and_then_one_a_second() -> None:
    pace = Pace(Limits(overall=0, per_group=0, chat_burst=3))
    assert [pace.take(1, group=False, now=100.0) for _ in range(4)] == [0, 0, 0, 1]
    assert pace.take(2, group=False, now=100.0) == 0
    assert pace.take(1, group=False, now=100.5) == 1
    assert pace.take(1, group=False, now=101.0) == 0
    assert pace.take(1, group=False, now=101.0) == 1


def test_a_group_has_twenty_a_minute() -> None:
    pace = Pace(Limits(overall=0, per_chat=0))
    assert [pace.take(-1, group=True, now=0.0) for _ in range(21)] == [0] * 20 + [3]
    assert pace.take(-1, group=True, now=3.0) == 0
    assert [pace.take(1, group=False, now=3.0) for _ in range(21)] == [0] * 21


def test_all_chats_together_have_thirty_a_second() -> None:
    pace = Pace(Limits(per_group=0))
    assert [pace.take(n, group=False, now=0.0) for n in range(31)] == [0] * 30 + [1]
    assert [pace.take(n, group=False, now=0.5) for n in range(50, 66)] == [0] * 15 + [1]
    assert pace.take(99, group=False, now=3600.0) == 0


def test_a_refusal_takes_nothing() -> None:
    pace = Pace(Limits(overall=10, per_chat=1, chat_burst=1, per_group=0))
    assert pace.take(1, group=False, now=0.0) == 0
    assert [pace.take(1, group=False, now=0.0) for _ in range(20)] == [1] * 20
    assert [pace.take(n, group=False, now=0.0) for n in range(2, 11)] == [0] * 9


async def test_the_default_pace_over_http() -> None:
    sandbox = Sandbox(token=TOKEN)
    await sandbox.start("127.0.0.1", 0)
    async with SandboxClient(sandbox.url) as client, Bot(TOKEN, base_url=f"{sandbox.url}/bot") as bot:
        results = await asyncio.gather(*(bot.send_message(YOU, str(n)) for n in range(8)), return_exceptions=True)
        refused = [result for result in results if isinstance(result, RetryAfter)]
        assert len(refused) == 3
        assert len(await client.messages(YOU)) == 5
        await bot.send_chat_action(YOU, "typing")
    await sandbox.stop()
