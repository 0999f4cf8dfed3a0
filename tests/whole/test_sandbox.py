"""The sandbox by its worker: a group with a topic a country, and a replay that begins anew from the page."""

import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.store import open_store
from tests.sandbox.client import SandboxClient
from tests.sandbox.judge import judge
from tests.whole.process import WorkerProcess
from tests.whole.test_newcomer import free_port


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[tuple[WorkerProcess, SandboxClient]]:
    port = free_port()
    worker = WorkerProcess(tmp_path, {"PORT": str(port), "REPLAY_SECONDS": "60"}, ("--sandbox",))
    async with SandboxClient(f"http://127.0.0.1:{port}") as client:
        await worker.start(ready="send /subscribe")
        yield worker, client
    await worker.close()


async def rung(client: SandboxClient, group: int, topic: int, *, after: int) -> Any:
    """The first alert in a topic of those after a message."""
    return await client.wait_message(
        group, lambda one: one.get("thread") == topic and len(one["buttons"]) > 1, after=after, seconds=60
    )


async def test_alerts_by_topic_and_once_more_after_the_replay_begins_anew_at_a_day(
    sandbox: tuple[WorkerProcess, SandboxClient],
) -> None:
    worker, client = sandbox
    group = int((await client.create_chat("supergroup", "Alliance desk"))["id"])
    topics = {}
    for name in ("Korea", "Japan"):
        topics[name] = int((await client.call("POST", f"/api/chats/{group}/topics", {"name": name}))["topic"])
        said = await client.say(group, f"/subscribe {name}", topic=topics[name])
        answer = await client.wait_message(group, "Rings", after=said["id"])
        assert answer["thread"] == topics[name], "an answer comes where the question was asked"
    await client.call("POST", "/api/replay", {"seconds": 0.1})
    for name, words in (("Korea", "Korea|Seoul"), ("Japan", "Japan|Tokyo")):
        assert re.search(words, (await rung(client, group, topics[name], after=0))["text"])
    asked = [one["params"] for one in await client.requests("sendMessage") if "message_thread_id" in one["params"]]
    assert {int(one["message_thread_id"]) for one in asked} == set(topics.values())
    refused = judge(await client.requests())
    last = (await client.messages(group))[-1]["id"]

    await client.call("POST", "/api/replay", {"paused": True})
    status = await client.call("POST", "/api/replay", {"from": "2021-02-10"})
    assert status["anew"]
    await worker.wait_log("the replay begins anew at 2021-02-10")
    status = await again(client)
    assert (status["from"], status["paused"], status["seconds"]) == ("2021-02-10", False, 0.1)
    korea = await rung(client, group, topics["Korea"], after=last)
    assert korea["id"] > last
    assert [one["service"] for one in await client.messages(group) if one["id"] <= last] == [
        {"forum_topic_created": {"name": name, "icon_color": 7322096}} for name in topics
    ]
    with open_store(f"sqlite:///{worker.folder / 'sandbox.db'}", worker="test") as store:
        articles = store.archive.articles(limit=500)
    assert articles[-1].published.year == 2018, "what came before the day is known, though no feed is that long"
    assert len({one.url for one in articles}) == len(articles), "and nothing is known twice"
    refused += judge(await client.requests())
    assert refused == []
    assert re.search(r"WARNING|ERROR|Traceback", worker.log) is None, worker.log
    assert await worker.terminate() < 8
    assert worker.exit_code == 0


async def again(client: SandboxClient) -> Any:
    """The replay's status once the worker that follows has told a report."""
    deadline = time.monotonic() + 30
    while True:
        try:
            status = (await client.state())["replay"]
            if not status["anew"] and status["on"]:
                return status
        except OSError:
            pass  # nobody listens meanwhile
        assert time.monotonic() < deadline
