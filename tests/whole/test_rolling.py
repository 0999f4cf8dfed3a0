"""Three workers on one PostgreSQL, restarted one after another while feeds bring reports and chats are owed them."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from bot.model import Chat, ChatType
from bot.store import Store, open_store
from bot.worker.factories import utc_now
from tests.sandbox.client import SandboxClient
from tests.whole.newsstand import Newsstand
from tests.whole.process import TOKEN, WorkerProcess, make_topic
from tests.whole.reports import BREAK_OFF, JAPAN_DEAL, OLD

CHATS = 400
RATE = 40
"""Messages a second, so that sends are under way at each restart."""

Start = Callable[[], Awaitable[list[WorkerProcess]]]


@pytest.fixture
async def three(stand: Newsstand, users: SandboxClient, postgres_url: str, tmp_path: Path) -> AsyncIterator[Start]:
    """Starts three workers that share a database and nothing else."""
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": users.url,
        "DATABASE_URL": postgres_url,
        "BURDENWATCH_TOPIC": str(make_topic(tmp_path, {"Morning Paper": stand.feed("morning")})),
        "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
        "POLL_FLOOR": "1",
        "HOST_GAP": "0",
        "FULL_TEXT": "off",
        "PORT": "0",
        "SEND_RATE": str(RATE),
    }
    workers: list[WorkerProcess] = []

    async def start() -> list[WorkerProcess]:
        for name in ("one", "two", "three"):
            (tmp_path / name).mkdir()
            workers.append(WorkerProcess(tmp_path / name, settings))
            await workers[-1].start()
        return workers

    yield start
    for worker in workers:
        await worker.close()


@pytest.mark.timeout(240)
async def test_restarted_one_after_another_they_lose_nothing_and_send_nothing_twice(
    three: Start, stand: Newsstand, users: SandboxClient, postgres_url: str
) -> None:
    chats = await users.create_chats(CHATS)
    with open_store(postgres_url, worker="test") as store:
        store.migrate()
        for chat in chats:
            store.outbox.subscribe(Chat(chat, ChatType.PRIVATE, f"Reader {chat}", subscribed=True), utc_now())
        stand.items["morning"] = [OLD]
        workers = await three()
        await until(lambda: all(feed.polled_once for feed in store.feeds.all()))
        stand.items["morning"] = [BREAK_OFF, OLD]
        await until(lambda: store.outbox.owed() > 0)
        gaps = []
        for number, worker in enumerate(workers):
            if number == 1:
                stand.items["morning"] = [JAPAN_DEAL, BREAK_OFF, OLD]
            owed = store.outbox.owed()
            began = time.monotonic()
            assert await worker.terminate() < 10
            assert worker.exit_code == 0
            if owed:
                left = store.outbox.owed()
                await until(partial(_goes_on, store, left))
                gaps.append(time.monotonic() - began)
            await worker.start()
        await until(lambda: len(store.archive.articles()) == 3 and not store.outbox.owed())
    print("seconds from SIGTERM until messages went on:", [round(gap, 1) for gap in gaps])  # noqa: T201  # the figure
    got = [[message["text"] for message in await users.messages(chat)] for chat in chats]
    for words in ("walks out", "Japan and US sign"):
        assert {sum(words in text for text in texts) for texts in got} == {1}
    logs = [log.read_text(encoding="utf-8") for worker in workers for log in worker.folder.glob("worker-*.log")]
    assert any("this worker is the sender now: " in log for log in logs)


def _goes_on(store: Store, left: int) -> bool:
    return (owed := store.outbox.owed()) == 0 or owed != left


async def until(what: Callable[[], bool], seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(what):
            await asyncio.sleep(0.05)
