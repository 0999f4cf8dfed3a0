"""A Bot API server on loopback that keeps to the letter of the limits, and can be made unreliable.

It knows the methods that the worker needs, counts every message by chat, and refuses with 429 whatever would be more
than thirty in any rolling second (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
"""

import asyncio
import random
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from types import TracebackType

from aiohttp import web

MOST_A_SECOND = 30
FAULTS = ("500", "500 after", "silence", "silence after", "reset", "reset after", "429")
"""What can happen to a send; ``after``: the message has arrived by then."""


@dataclass(slots=True)
class StrictTelegram:
    """``async with StrictTelegram() as telegram``; times are of ``time.monotonic``, in seconds."""

    faulty: float = 0.0
    """The part of sends that something happens to."""
    delay: float = 0.0
    """Seconds before each answer."""
    slow: frozenset[int] = frozenset()
    """Chats that are told to wait thirty seconds, whenever they are written to."""
    silent: bool = False
    """Nothing is answered, whatever is asked, until it is put right."""
    seed: int = 1
    url: str = ""
    arrived: list[float] = field(default_factory=list)
    """When each message came that was taken."""
    taken: Counter[tuple[int, str]] = field(default_factory=Counter)
    """How often each chat got this message."""
    refused: int = 0
    """Answers of 429 for the bot as a whole."""
    faults: Counter[str] = field(default_factory=Counter)
    _recent: deque[float] = field(default_factory=deque)
    _runner: web.AppRunner | None = None
    _chance: random.Random = field(default_factory=random.Random)

    async def __aenter__(self) -> "StrictTelegram":
        self._chance.seed(self.seed)
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        while self.silent:  # who has hung up meanwhile is not served: the handler is cancelled
            await asyncio.sleep(0.1)
        now = time.monotonic()
        said = {key: str(value) for key, value in (await request.post()).items()}
        match request.match_info["method"].lower():
            case "getme":
                return _fine({"id": 424242, "is_bot": True, "first_name": "Bench", "username": "bench_bot"})
            case "getupdates":
                await asyncio.sleep(float(said.get("timeout", "0")))
                return _fine([])
            case "sendmessage":
                return await self._send(request, int(said["chat_id"]), said["text"], now)
            case "editmessagetext":
                return await self._edit(int(said["chat_id"]), int(said["message_id"]), said["text"], now)
        return _fine(True)

    async def _send(self, request: web.Request, chat: int, text: str, now: float) -> web.StreamResponse:
        if chat in self.slow:
            return _refusal(30)
        if self._too_many(now):
            return _refusal(1)
        fault = self._chance.choice(FAULTS) if self._chance.random() < self.faulty else ""
        if fault:
            self.faults[fault] += 1
        if not fault or fault.endswith(" after"):
            self.arrived.append(now)
            self.taken[chat, text] += 1
        await asyncio.sleep(self.delay)
        return await self._answer(request, fault.removesuffix(" after"), _message(chat, len(self.arrived), text))

    async def _edit(self, chat: int, number: int, text: str, now: float) -> web.StreamResponse:
        if self._too_many(now):
            return _refusal(1)
        await asyncio.sleep(self.delay)
        return _fine(_message(chat, number, text))

    def _too_many(self, now: float) -> bool:
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= MOST_A_SECOND:
            self.refused += 1
            return True
        self._recent.append(now)
        return False

    async def _answer(self, request: web.Request, fault: str, message: object) -> web.StreamResponse:
        match fault:
            case "500":
                return web.json_response({"ok": False, "error_code": 500, "description": "Internal"}, status=500)
            case "429":
                return _refusal(1)
            case "silence":
                await asyncio.sleep(60)
            case "reset":
                assert request.transport is not None
                request.transport.abort()
        return _fine(message)


def _fine(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refusal(seconds: int) -> web.Response:
    words = f"Too Many Requests: retry after {seconds}"
    said = {"ok": False, "error_code": 429, "description": words, "parameters": {"retry_after": seconds}}
    return web.json_response(said, status=429)


def _message(chat: int, number: int, text: str) -> dict[str, object]:
    return {"message_id": number, "date": 1_790_000_000, "chat": {"id": chat, "type": "private"}, "text": text}
