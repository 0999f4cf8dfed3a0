"""The Atom addresses under a crowd: one feed is made for all who ask, one at a time, and not for everybody."""

import asyncio
import threading
from datetime import UTC, datetime

import aiohttp

from bot.model import NoFeed
from bot.web import Health
from bot.web.atom import KEPT, MOST_WAITING, AtomAddresses
from tests.web.test_health import START
from tests.web.test_probes import Bench


class Slow:
    """Makes a feed once it may, and counts."""

    def __init__(self) -> None:
        self.may = threading.Event()
        self.made: list[tuple[str, str]] = []

    def feed(self, country: str, query: str, address: str) -> bytes | NoFeed:
        self.made.append((country, query))
        self.may.wait(20)
        return f"<feed>{address}</feed>".encode()


async def test_a_crowd_has_one_feed_made_and_too_many_come_again() -> None:
    slow = Slow()
    addresses = AtomAddresses(slow, now=lambda: datetime.now(UTC))
    bench = Bench()
    health = Health(bench, now=lambda: START)
    health.add_routes(addresses.routes())
    await health.start("127.0.0.1", 0)
    url = f"http://127.0.0.1:{health.port}"
    async with aiohttp.ClientSession() as session:

        async def get(path: str) -> int:
            async with session.get(url + path) as response:
                await response.read()
                return response.status

        waiting = [asyncio.create_task(get("/atom/korea")) for _ in range(MOST_WAITING)]
        while addresses._waiting < MOST_WAITING:
            await asyncio.sleep(0.01)
        assert await get("/atom/japan") == 503
        slow.may.set()
        assert set(await asyncio.gather(*waiting)) == {200}
        assert slow.made == [("korea", "")]
        for number in range(KEPT):
            assert await get(f"/atom?q=word{number}") == 200
        assert await get("/atom/korea") == 200
        assert slow.made.count(("korea", "")) == 2, "those asked for last are kept"
        assert len(slow.made) == KEPT + 2
    await health.stop()
    addresses.close()
