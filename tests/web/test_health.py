"""``/healthz`` over real HTTP: ok, what stands still, a database that does not answer, and a port that is taken."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.model import Chat, ChatType, FeedKind, FeedSource, StoreTrouble
from bot.store import StoreError, open_store
from bot.web import Health

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Status:
    """How the store stands."""

    owed: int = 0
    oldest_owed: datetime | None = None
    due_now: int = 0
    last_poll: datetime | None = START


@dataclass(slots=True)
class Bench:
    """A health check with a clock and a status that tests turn; ``get`` asks it."""

    now: datetime = START
    told: Status = Status()
    broken: bool = False
    wrong: tuple[StoreTrouble, ...] = ()
    url: str = ""

    def status(self, now: datetime) -> Status:
        assert now == self.now
        if self.broken:
            raise StoreError("the server closed the connection, user=me")
        return self.told

    def database_troubles(self, now: datetime) -> Sequence[StoreTrouble]:
        return self.wrong

    async def get(self, path: str = "/healthz") -> tuple[int, dict[str, Any]]:
        async with aiohttp.ClientSession() as session, session.get(self.url + path) as response:
            assert response.status == 404 or response.headers["Cache-Control"] == "no-store"
            return response.status, await response.json() if response.status != 404 else {}


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    health = Health(made, now=lambda: made.now)
    await health.start("127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{health.port}"
    yield made
    await health.stop()


async def test_all_is_well(bench: Bench) -> None:
    assert await bench.get() == (200, {"ok": True, "reason": None, "owed": 0, "last_poll": START.isoformat()})


async def test_a_worker_that_never_polled_yet_is_well(bench: Bench) -> None:
    bench.told = Status(last_poll=None)
    assert await bench.get() == (200, {"ok": True, "reason": None, "owed": 0, "last_poll": None})


async def test_what_is_owed_for_a_little_while_is_no_trouble(bench: Bench) -> None:
    bench.told = Status(owed=1000, oldest_owed=START)
    bench.now = START + 15 * MINUTE
    code, body = await bench.get()
    assert (code, body["ok"], body["owed"]) == (200, True, 1000)


async def test_delivery_that_stands_still_is_503(bench: Bench) -> None:
    bench.told = Status(owed=3, oldest_owed=START)
    bench.now = START + 16 * MINUTE
    code, body = await bench.get()
    assert (code, body["ok"]) == (503, False)
    assert body["reason"] == "messages owed: 3, the oldest for over 15 minutes"


async def test_polling_that_stands_still_is_503(bench: Bench) -> None:
    bench.told = Status(due_now=40)
    bench.now = START + 16 * MINUTE
    code, body = await bench.get()
    assert (code, body["reason"]) == (503, "feeds due: 40, and none was polled for over 15 minutes")
    bench.told = replace(bench.told, last_poll=bench.now - MINUTE)
    assert (await bench.get())[0] == 200
    bench.told = Status(due_now=0)
    assert (await bench.get())[0] == 200


async def test_both_are_said(bench: Bench) -> None:
    bench.told = Status(owed=1, oldest_owed=START, due_now=2, last_poll=None)
    bench.now = START + 16 * MINUTE
    assert (await bench.get())[1]["reason"].count(";") == 1


async def test_a_start_after_a_long_stop_has_its_time(bench: Bench) -> None:
    day_ago = START - timedelta(days=1)
    bench.told = Status(owed=3, oldest_owed=day_ago, due_now=40, last_poll=day_ago)
    bench.now = START + 5 * MINUTE
    assert (await bench.get())[0] == 200
    bench.now = START + 16 * MINUTE
    assert (await bench.get())[0] == 503


async def test_a_database_that_does_not_answer_is_503_without_its_details(bench: Bench) -> None:
    bench.broken = True
    code, body = await bench.get()
    assert (code, body) == (
        503,
        {"ok": False, "reason": "the database does not answer; the log says why", "owed": None, "last_poll": None},
    )
    bench.broken = False
    assert (await bench.get())[0] == 200


async def test_a_trouble_of_the_database_is_503_whether_it_can_be_read_or_not(bench: Bench) -> None:
    bench.wrong = (StoreTrouble(START, "the database cannot be written: its disk is full"),)
    told = "the database cannot be written: its disk is full (since 2026-11-24 12:00 UTC)"
    code, body = await bench.get()
    assert (code, body["ok"], body["reason"], body["owed"]) == (503, False, told, 0)
    bench.broken = True
    code, body = await bench.get()
    assert (code, body["reason"]) == (503, f"{told}; the database does not answer; the log says why")


async def test_it_answers_while_all_threads_that_are_shared_wait_for_something(bench: Bench) -> None:
    shared, over = ThreadPoolExecutor(1), threading.Event()
    asyncio.get_running_loop().set_default_executor(shared)
    waiting = asyncio.create_task(asyncio.to_thread(over.wait))
    assert (await bench.get())[0] == 200
    assert not waiting.done()
    over.set()
    await waiting


async def test_there_is_nothing_else(bench: Bench) -> None:
    assert (await bench.get("/"))[0] == 404


async def test_a_taken_port_is_an_oserror_and_leaves_nothing_open(bench: Bench) -> None:
    second = Health(bench, now=lambda: bench.now)
    with pytest.raises(OSError, match="address already in use"):
        await second.start("127.0.0.1", int(bench.url.rpartition(":")[2]))
    await second.stop()
    assert (await bench.get())[0] == 200


async def test_after_the_end_nobody_answers() -> None:
    bench = Bench()
    health = Health(bench, now=lambda: bench.now)
    await health.start("127.0.0.1", 0)
    bench.url = f"http://127.0.0.1:{health.port}"
    await health.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await bench.get()


async def test_a_real_store_is_such_a_source(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'test.db'}", worker="test") as store:
        store.migrate()
        store.outbox.note_operators([7], "a notice", START)
        store.outbox.subscribe(Chat(7, ChatType.PRIVATE, "Seven", subscribed=True), START)
        store.feeds.sync([FeedSource("https://a.example/", "A", "en", "KR", FeedKind.NEWSPAPER)], START)
        now = [START]
        health = Health(store, now=lambda: now[0])
        await health.start("127.0.0.1", 0)
        bench = Bench(url=f"http://127.0.0.1:{health.port}")
        assert (await bench.get())[0] == 200
        now[0] = START + 16 * MINUTE
        code, body = await bench.get()
        assert (code, body["owed"]) == (503, 1)
        assert body["reason"].startswith("messages owed: 1")
        assert "feeds due: 1" in body["reason"]
        await health.stop()
