"""A running sandbox, a control client and an unpatched python-telegram-bot for every test of the room."""

import socket
import time
from collections.abc import AsyncIterator, Callable

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox import Limits, Sandbox
from tests.sandbox.client import SandboxClient

TOKEN = "42:sandbox-token"


@pytest.fixture(autouse=True)
def timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot's own way out of its deprecation of whole seconds in RetryAfter."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


class Clock:
    """The time of day, and as many seconds ahead as a test wants."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sandbox(clock: Clock) -> AsyncIterator[Sandbox]:
    """In memory, without limits."""
    running = Sandbox(token=TOKEN, limits=Limits.off(), webhooks=True, webhook_retry=0.02, clock=clock)
    await running.start("127.0.0.1", 0)
    yield running
    await running.stop()


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as running:
        yield running


@pytest.fixture
def make_bot(sandbox: Sandbox) -> Callable[[], Bot]:
    def make() -> Bot:
        request = HTTPXRequest(read_timeout=5, connection_pool_size=8)
        return Bot(TOKEN, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot", request=request)

    return make


@pytest.fixture
async def bot(make_bot: Callable[[], Bot]) -> AsyncIterator[Bot]:
    async with make_bot() as running:
        yield running


@pytest.fixture
def unused_port() -> int:
    """A loopback port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
