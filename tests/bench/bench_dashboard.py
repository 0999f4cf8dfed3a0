"""What the dashboard's pages take: the server for each, a browser for the first words, and the chat beside a crowd.

    python -m tests.bench.bench_dashboard DATABASE_URL [--browser]

``DATABASE_URL`` is of any archive, that of ``bench_answers --keep`` for a large one; it is only read, but brought up to
date before. The times are of the whole answer over HTTP on loopback, in milliseconds: the first one, and the median of
five that are made anew. ``--browser`` opens each page in Chromium at a phone's width, in a new profile, and prints the
time from asking to the first words (first-contentful-paint). At the end come /summary and /figures in this process,
alone and while pages are made without a pause.
"""

import argparse
import asyncio
import itertools
import statistics
import time
from collections.abc import Awaitable, Callable

from aiohttp import ClientSession, web
from playwright.async_api import async_playwright

from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.registry import COMMANDS
from bot.chat.context import ChatContext
from bot.chat.updates.application import prepare
from bot.dashboard import Access, Dashboard, Entrance
from bot.model import Chat, ChatType
from bot.rates import Rates
from bot.store import Store, open_store
from bot.topic import load
from bot.worker.foreground import freeze_garbage
from tests.bench.large_archive import NOW, say
from tests.dashboard.test_browser import PAINTED
from tests.sandbox.browser import PHONE, chromium

PAGES = (
    "", "?country=kr", "/ledger", "/ledger?country=jp&role=demanded", "/chart", "/timeline", "/timeline?page=4",
    "/stories/100", "/reports/100", "/calendar", "/search?q=troops", "/search?q=%22cost+sharing%22", "/feeds",
)  # fmt: skip
ROUNDS = 5
TERMINAL = Chat(1, ChatType.PRIVATE, "bench", subscribed=False)


def families_of(store: Store) -> Families:
    context = ChatContext(
        store=store, topic=load(), convert=Rates().convert, now=lambda: NOW, operators=frozenset(), default_zone="UTC",
        started=NOW, version="bench", replay=False, dashboard="",
    )  # fmt: skip
    return Families(context, COMMANDS)


async def measure(url: str, *, with_browser: bool) -> None:
    with open_store(url, worker="bench") as store:
        store.migrate()
        families = families_of(store)
        prepare(families)
        freeze_garbage()
        # Nothing is kept, and nobody asks too much: each page is made anew.
        ticks = itertools.count(0.0, 100.0)
        entrance = Entrance(Access.OPEN, "1:bench", now=lambda: NOW)
        dashboard = Dashboard(families, entrance, clock=lambda: next(ticks))
        app = web.Application()
        app.add_routes(dashboard.routes())
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            root = f"http://127.0.0.1:{runner.addresses[0][1]}/dashboard"
            async with ClientSession() as client:
                await _pages(client, root)
                await _beside(families, client, root)
            if with_browser:
                await _painted(root)
        finally:
            await runner.cleanup()
            dashboard.close()


async def _get(client: ClientSession, address: str) -> int:
    async with client.get(address) as answer:
        return len(await answer.read())


async def _timed(call: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await call()
    return (time.perf_counter() - started) * 1000


async def _pages(client: ClientSession, root: str) -> None:
    for path in PAGES:
        first = await _timed(lambda path=path: _get(client, root + path))  # type: ignore[misc]  # of the loop
        again = [await _timed(lambda path=path: _get(client, root + path)) for _ in range(ROUNDS)]  # type: ignore[misc]
        size = await _get(client, root + path)
        say(f"  {path or '/':<36}{statistics.median(again):8.1f} ms (the first {first:.0f}), {size / 1000:.0f} kB")


async def _beside(families: Families, client: ClientSession, root: str) -> None:
    """What the chat takes alone, and while the dashboard has all that it bears to do."""

    async def answers() -> list[float]:
        took = []
        for _ in range(ROUNDS):
            for name in ("summary", "figures"):
                ask = CommandRequest(TERMINAL)
                took.append(await _timed(lambda name=name, ask=ask: asyncio.to_thread(families.message_of, name, ask)))  # type: ignore[misc]
        return took

    alone = await answers()
    crowd = [asyncio.create_task(_without_pause(client, root, path)) for path in PAGES[:8]]
    await asyncio.sleep(0.5)
    beside = await answers()
    for one in crowd:
        one.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)
    say(f"  /summary and /figures: {statistics.median(alone):.0f} ms alone, the longest {max(alone):.0f}")
    say(f"  beside eight who ask for pages without a pause: {statistics.median(beside):.0f} ms, {max(beside):.0f}")


async def _without_pause(client: ClientSession, root: str, path: str) -> None:
    while True:
        await _get(client, root + path)


async def _painted(root: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for path in PAGES:
            took = []
            for _ in range(3):
                context = await browser.new_context(viewport=PHONE)
                page = await context.new_page()
                await page.goto(root + path)
                took.append(float(await page.evaluate(PAINTED)))
                await context.close()
            say(f"  {path or '/':<36}{statistics.median(took):8.0f} ms to the first words, the longest {max(took):.0f}")
        await browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("database")
    parser.add_argument("--browser", action="store_true")
    asked = parser.parse_args()
    asyncio.run(measure(asked.database, with_browser=asked.browser))


if __name__ == "__main__":
    main()
