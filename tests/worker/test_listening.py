"""The end of listening, with a Telegram that breaks off at that moment."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.chat import build_application
from bot.worker.listening import call_quietly, listen
from tests.chat.builders import TOKEN, context
from tests.chat.shelf import Shelf

BOT = {"id": 4242, "is_bot": True, "first_name": "Bot", "username": "test_bot"}


@dataclass
class Telegram:
    """Knows as much of the Bot API as listening needs, and can break every connection off."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""
    _open: set[asyncio.Transport] = field(default_factory=set)

    async def serve(self, request: web.Request) -> web.Response:
        assert isinstance(request.transport, asyncio.Transport)
        self._open.add(request.transport)
        method = request.match_info["method"].lower()
        if method == "getupdates":
            self.asked.set()
            await asyncio.sleep(float(str((await request.post()).get("timeout", 0))))
        return web.json_response({"ok": True, "result": {"getme": BOT, "getupdates": []}.get(method, True)})

    def break_off(self) -> None:
        for connection in self._open:
            connection.abort()
        self._open.clear()


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    telegram = Telegram()
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", telegram.serve)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    telegram.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield telegram
    await runner.cleanup()


@pytest.mark.parametrize("turns", range(1, 5))
async def test_a_telegram_that_breaks_off_at_the_end_leaves_no_traceback(
    telegram: Telegram, caplog: pytest.LogCaptureFixture, turns: int
) -> None:
    """``turns``: of the event loop between the break and the end; the library meets with both at once after some."""
    application = build_application(TOKEN, telegram.url, context(Shelf()), read_timeout=5)
    stopping = asyncio.Event()
    listening = asyncio.create_task(listen(application, TOKEN, frozenset(), stopping))
    await asyncio.wait_for(telegram.asked.wait(), 30)
    await asyncio.sleep(0.02)
    telegram.break_off()
    for _ in range(turns):
        await asyncio.sleep(0)
    stopping.set()
    await listening
    await call_quietly(application.shutdown)
    gc.collect()  # whose exception nobody wanted is found out when it is thrown away
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
