"""A sandbox Telegram, and the bot driven by hand in front of it: python-telegram-bot as it is, over loopback."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.chat import ChatContext, build_application
from bot.chat.commands.command import Command
from bot.chat.commands.registry import COMMANDS
from bot.chat.updates.application import ALLOWED_UPDATES, BotApplication
from bot.sandbox import Limits, Sandbox
from tests.chat.builders import TOKEN, context
from tests.chat.shelf import Shelf

Json = dict[str, Any]

_PATIENCE = 30.0


@dataclass
class Phone:
    """The users' side, through the sandbox's control API."""

    url: str
    session: aiohttp.ClientSession
    seen: dict[int, int] = field(default_factory=dict)
    """Chat -> the last message read."""

    async def call(self, method: str, path: str, body: Json | None = None) -> Any:
        async with self.session.request(method, f"{self.url}/api{path}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def add(self, kind: str, title: str = "Somewhere") -> int:
        chat = await self.call("POST", "/chats", {"type": kind, "title": title})
        return int(chat["id"])

    async def type(self, chat: int, text: str, **more: Any) -> int:
        message = await self.call("POST", f"/chats/{chat}/messages", {"text": text} | more)
        return int(message["id"])

    async def press(self, chat: int, message: int, data: str) -> None:
        await self.call("POST", f"/chats/{chat}/press", {"message_id": message, "data": data})

    async def inline(self, chat: int, query: str, offset: str = "", **more: Any) -> Json:
        """Types an inline query and returns what the bot answers, its results and button read from JSON."""
        body = {"query": query, "offset": offset} | more
        asked = (await self.call("POST", f"/chats/{chat}/inline", body))["query_id"]
        answer: Json = await until(lambda: self._answered(asked))
        return answer | {"id": asked}

    async def _answered(self, asked: str) -> Json | None:
        found = [one for one in await self.requests("answerInlineQuery") if one["params"]["inline_query_id"] == asked]
        if not found or not found[-1]["ok"]:
            return None
        params: Json = found[-1]["params"]
        return params | {name: json.loads(params[name]) for name in ("results", "button") if name in params}

    async def choose(self, chat: int, query_id: str, result_id: str) -> Json:
        body = {"query_id": query_id, "result_id": result_id}
        message: Json = await self.call("POST", f"/chats/{chat}/choose", body)
        return message

    async def fault(self, kind: str, method: str = "sendMessage", **more: Any) -> None:
        await self.call("POST", "/faults", {"method": method, "kind": kind} | more)

    async def messages(self, chat: int) -> list[Json]:
        """What the bot has said in the chat."""
        found = await self.call("GET", f"/chats/{chat}/messages")
        return [message for message in found["messages"] if message["from"] == "bot"]

    async def answer(self, chat: int) -> Json:
        """The bot's next message in the chat."""
        message: Json = await until(lambda: self._next(chat))
        return message

    async def ask(self, chat: int, text: str, **more: Any) -> str:
        """Types and returns the text of the answer."""
        await self.type(chat, text, **more)
        return str((await self.answer(chat))["text"])

    async def _next(self, chat: int) -> Json | None:
        after = self.seen.get(chat, 0)
        found = [message for message in await self.messages(chat) if message["id"] > after]
        if not found:
            return None
        self.seen[chat] = found[0]["id"]
        return found[0]

    async def requests(self, method: str) -> list[Json]:
        return [one for one in await self.call("GET", "/requests") if one["method"].lower() == method.lower()]


async def until(look: Callable[[], Any]) -> Any:
    """The first value that ``look`` (plain or async) gives which is true; fails after some seconds."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            value = look()
            if asyncio.iscoroutine(value):
                value = await value
            if value:
                return value
            await asyncio.sleep(0.01)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    telegram = Sandbox(token=TOKEN, state=None, limits=Limits.off())
    await telegram.start("127.0.0.1", 0)
    yield telegram
    await telegram.stop()


@pytest.fixture
async def phone(sandbox: Sandbox) -> AsyncIterator[Phone]:
    async with aiohttp.ClientSession() as session:
        yield Phone(sandbox.url, session)


@pytest.fixture
def around(shelf: Shelf) -> ChatContext:
    return context(shelf)


@asynccontextmanager
async def running(
    url: str, around: ChatContext, commands: Sequence[Command] = COMMANDS
) -> AsyncIterator[BotApplication]:
    """The application, polling, as the worker drives it."""
    application = build_application(TOKEN, url, around, read_timeout=5, commands=commands)
    await application.initialize()
    assert application.updater is not None
    await application.start()
    await application.updater.start_polling(timeout=5, allowed_updates=ALLOWED_UPDATES)
    try:
        yield application
    finally:
        await application.updater.stop()
        await application.stop()
        await application.shutdown()


@pytest.fixture
async def bot(sandbox: Sandbox, around: ChatContext) -> AsyncIterator[BotApplication]:
    async with running(sandbox.url, around) as application:
        yield application


@pytest.fixture
async def sender(sandbox: Sandbox, around: ChatContext) -> AsyncIterator[BotApplication]:
    """The application, able to send but not polling."""
    application = build_application(TOKEN, sandbox.url, around, read_timeout=0.5)
    await application.initialize()
    yield application
    await application.shutdown()


@pytest.fixture
async def patient(sandbox: Sandbox, around: ChatContext) -> AsyncIterator[BotApplication]:
    """As ``sender``, but it waits for answers as long as a busy machine takes."""
    application = build_application(TOKEN, sandbox.url, around, read_timeout=30)
    await application.initialize()
    yield application
    await application.shutdown()
