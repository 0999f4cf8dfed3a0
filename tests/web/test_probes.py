"""``/livez`` and ``/readyz`` over real HTTP, beside a health check whose database tests break or hang."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.store import StoreError
from bot.web import Health
from bot.web.probes import Probes
from tests.web.test_health import START, Status
from tests.web.wire import visitors


@dataclass
class Bench:
    """What a worker stands on; ``get`` asks its probes."""

    now: datetime = START
    told: Status = Status()
    broken: bool = False
    telegram: str | None = None
    looks: int = 0
    answers: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def status(self, now: datetime) -> Status:
        self.looks += 1
        self.answers.wait()
        if self.broken:
            raise StoreError("the server closed the connection, user=me")
        return self.told

    def database_troubles(self, now: datetime) -> tuple[()]:
        return ()

    async def get(self, path: str) -> tuple[int, dict[str, Any]]:
        async with aiohttp.ClientSession() as session, session.get(self.url + path) as response:
            assert response.headers["Cache-Control"] == "no-store"
            return response.status, await response.json()


@asynccontextmanager
async def serving(made: Bench, within: float) -> AsyncIterator[None]:
    made.answers.set()
    health = Health(made, now=lambda: made.now)
    health.add_routes(Probes(health.verdict, lambda: made.telegram, within=within).routes())
    await health.start("127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{health.port}"
    yield
    made.answers.set()
    await health.stop()


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    async with serving(made, within=30.0):
        yield made


async def test_all_is_well(bench: Bench) -> None:
    assert await bench.get("/livez") == (200, {"live": True})
    assert await bench.get("/readyz") == (200, {"ready": True, "reasons": []})


async def test_what_stands_still_or_does_not_answer_is_a_reason_each(bench: Bench) -> None:
    bench.told = Status(owed=3, oldest_owed=START)
    bench.now = START + timedelta(minutes=16)
    bench.telegram = "Telegram has given no good answer for over a minute (calls)"
    code, body = await bench.get("/readyz")
    assert (code, body["ready"]) == (503, False)
    assert body["reasons"] == ["messages owed: 3, the oldest for over 15 minutes", bench.telegram]
    assert (await bench.get("/livez"))[0] == 200


async def test_a_database_that_is_away_is_a_reason_without_its_details(bench: Bench) -> None:
    bench.broken = True
    assert await bench.get("/readyz") == (
        503,
        {"ready": False, "reasons": ["the database does not answer; the log says why"]},
    )
    assert (await bench.get("/livez"))[0] == 200


async def test_a_database_that_hangs_is_looked_at_once_and_said_in_time() -> None:
    bench = Bench()
    async with serving(bench, within=0.2):
        bench.answers.clear()
        for _ in range(5):
            code, body = await bench.get("/readyz")
            assert (code, body["reasons"]) == (503, ["the database has not answered for 0.2 s"])
        assert (await bench.get("/livez"))[0] == 200
        assert bench.looks == 1, "each look that hangs would take a thread from the store"
        bench.answers.set()


async def test_strangers_who_ask_and_hang_up_share_one_look_with_the_host(bench: Bench) -> None:
    bench.answers.clear()
    port = int(bench.url.rpartition(":")[2])
    request = b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n"
    for _ in range(3):
        async with visitors(port, 30, request):
            await asyncio.sleep(0.05)
    asking = [asyncio.create_task(bench.get(path)) for path in ("/healthz", "/readyz")]
    await asyncio.sleep(0.1)
    bench.answers.set()
    assert [status for status, _ in await asyncio.gather(*asking)] == [200, 200]
    assert bench.looks <= 3, "the look that hung, and at most one for each who came after it"


async def test_healthz_is_as_it_was(bench: Bench) -> None:
    bench.telegram = "Telegram has given no good answer for over a minute (calls)"
    code, body = await bench.get("/healthz")
    assert (code, body) == (200, {"ok": True, "reason": None, "owed": 0, "last_poll": START.isoformat()})
    assert datetime.fromisoformat(body["last_poll"]).tzinfo == UTC
