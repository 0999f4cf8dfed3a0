"""A newsstand, a Telegram, and a worker between them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sandbox import Limits, Sandbox
from tests.sandbox.client import SandboxClient
from tests.sandbox.judge import judge
from tests.whole.newsstand import Newsstand
from tests.whole.process import TOKEN, WorkerProcess, make_topic

OPERATOR = 1_000_001


@dataclass(frozen=True, slots=True)
class House:
    """Everything that a whole-way test needs; ``worker`` is not started yet."""

    stand: Newsstand
    users: SandboxClient
    worker: WorkerProcess


Build = Callable[..., Awaitable[House]]


@pytest.fixture
async def stand() -> AsyncIterator[Newsstand]:
    async with Newsstand() as running:
        yield running


@pytest.fixture
async def users() -> AsyncIterator[SandboxClient]:
    """A Telegram without its limits, so that tests go as fast as the worker; the outside judge reads every request."""
    sandbox = Sandbox(token=TOKEN, limits=Limits.off())
    await sandbox.start("127.0.0.1", 0)
    async with SandboxClient(sandbox.url) as client:
        yield client
        refused = judge(await client.requests())
    await sandbox.stop()
    assert refused == [], "the outside judge (aiogram's types, teremok's rules) refuses what the bot asked"


@pytest.fixture
async def telegram() -> AsyncIterator[str]:
    """The address of a Telegram for tests that send nothing, without the judge, who takes seconds to load."""
    sandbox = Sandbox(token=TOKEN, limits=Limits.off())
    await sandbox.start("127.0.0.1", 0)
    yield sandbox.url
    await sandbox.stop()


@pytest.fixture
async def house(stand: Newsstand, users: SandboxClient, database_url: str, tmp_path: Path) -> AsyncIterator[Build]:
    """Makes the house with feeds (outlet -> name on the newsstand) and further settings."""
    workers: list[WorkerProcess] = []

    async def build(feeds: dict[str, str], **settings: str) -> House:
        topic = make_topic(tmp_path, {outlet: stand.feed(name) for outlet, name in feeds.items()})
        worker = WorkerProcess(
            tmp_path,
            {
                "TELEGRAM_TOKEN": TOKEN,
                "TELEGRAM_API_URL": users.url,
                "DATABASE_URL": database_url,
                "BURDENWATCH_TOPIC": str(topic),
                "OPERATOR_IDS": str(OPERATOR),
                "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
                "POLL_FLOOR": "1",
                "HOST_GAP": "0",
                "FULL_TEXT": "off",
                "PORT": "0",
            }
            | settings,
        )
        workers.append(worker)
        return House(stand, users, worker)

    yield build
    for worker in workers:
        await worker.close()
