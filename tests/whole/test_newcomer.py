"""A newcomer's first minute: no token, no account, no network; and a second start that remembers."""

import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.store import open_store
from tests.sandbox.client import YOU, SandboxClient
from tests.sandbox.judge import judge
from tests.whole.process import ROOT, WorkerProcess


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
async def newcomer(tmp_path: Path) -> AsyncIterator[tuple[WorkerProcess, SandboxClient]]:
    port = free_port()
    worker = WorkerProcess(tmp_path, {"PORT": str(port), "REPLAY_SECONDS": "0.5"}, ("--sandbox",))
    async with SandboxClient(f"http://127.0.0.1:{port}") as client:
        yield worker, client
    await worker.close()


async def test_alerts_with_figures_within_a_minute_and_a_restart_that_keeps_everything(
    newcomer: tuple[WorkerProcess, SandboxClient],
) -> None:
    worker, client = newcomer
    await worker.start_fresh(ready="send /subscribe")
    async with aiohttp.ClientSession() as session:
        async with session.get(client.url) as page:
            assert page.status == 200
            assert 'href="/dashboard"' in await page.text()
        async with session.get(f"{client.url}/dashboard") as page:
            assert "Where each country stands" in await page.text()
        known = f"{client.url}/bot1000000:sandbox-sandbox-sandbox/getMe"
        async with session.post(known) as refusal:
            assert refusal.status == 401, "no token that stands in the source opens it"
    replay = (await client.state())["replay"]
    assert not replay["begun"], "it waits for its first reader"
    await client.ask(YOU, "/subscribe", "Subscribed")
    alert = await client.wait_message(YOU, r"(?s)demanded|agreed|offered|paid", seconds=60)
    assert {button["text"] for row in alert["buttons"] for button in row} == {
        "Open", "Figures", "Why", "Mute", "Snooze a day", "Snooze a week",
    }  # fmt: skip
    await client.wait_message(YOU, r"break|broke|walk|cut short|talks", seconds=60)

    for command in ("/summary", "/figures"):
        said = await client.say(YOU, command)
        answer = await client.wait_message(YOU, after=said["id"])
        links = [entity for entity in answer["entities"] if entity["type"] == "text_link"]
        assert links, f"{command} opens to its sources"
    refused = judge(await client.requests())

    before = await client.messages(YOU)
    told = (await client.state())["replay"]["sent"]
    with open_store(f"sqlite:///{worker.folder / 'sandbox.db'}", worker="test") as store:
        feeds = store.feeds.all()
    await worker.terminate()
    port = free_port()
    worker.settings = dict(worker.settings) | {"PORT": str(port)}
    client.url = f"http://127.0.0.1:{port}"
    await worker.start_fresh(ready="send /subscribe")
    assert (await client.messages(YOU))[: len(before)] == before
    replay = (await client.state())["replay"]
    assert replay["begun"]
    assert replay["sent"] >= told
    assert "Subscribers: 1" in await client.ask(YOU, "/status", "Subscribers")
    assert refused == []
    await client.call("POST", "/api/replay", {"seconds": 0.1})
    assert await client.wait_message(YOU, after=(await client.messages(YOU))[-1]["id"], seconds=60)
    with open_store(f"sqlite:///{worker.folder / 'sandbox.db'}", worker="test") as store:
        assert [(feed.id, urlsplit(feed.url).port) for feed in store.feeds.all()] == [(feed.id, port) for feed in feeds]
    assert re.search(r"WARNING|ERROR|Traceback", worker.log) is None, "feeds of the other port are not asked in vain"


async def test_another_topic_is_another_folder(newcomer: tuple[WorkerProcess, SandboxClient]) -> None:
    worker, client = newcomer
    ferry = ROOT / "tests" / "topics" / "ferry"
    worker.settings = dict(worker.settings) | {"BURDENWATCH_TOPIC": str(ferry), "ENCODER": "on"}
    await worker.start_fresh(ready="send /subscribe")
    assert "night ferry" in await client.ask(YOU, "/start")
    await client.ask(YOU, "/subscribe", "Subscribed")
    alert = await client.wait_message(YOU, "Stockholm lowers its demand", seconds=30)
    assert "€6m a year demanded" in alert["text"]
    assert "33% below the €9m demanded" in alert["text"]
    assert "€9m" in await client.ask(YOU, "/baseline")
    assert "Night ferry" in await client.ask(YOU, "/figures demanded")
    assert "soup" not in str(await client.messages(YOU))


async def test_a_second_worker_on_the_same_database_is_refused(newcomer: tuple[WorkerProcess, SandboxClient]) -> None:
    worker, _ = newcomer
    await worker.start_fresh(ready="send /subscribe")
    second = WorkerProcess(
        worker.folder / "second",
        dict(worker.settings) | {"DATA_DIR": str(worker.folder), "PORT": "0"},
        ("--sandbox",),
    )
    second.folder.mkdir()
    with pytest.raises(AssertionError, match="another worker"):
        await second.start_fresh(seconds=20)
    assert second.exit_code == 3
