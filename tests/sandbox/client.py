"""A client of the sandbox's control API, for tests: be the users, order faults, see what the bot asked for."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any

import aiohttp

JsonObject = dict[str, Any]

YOU = 1_000_001
"""The chat (and user) that every sandbox has from its first start."""


class SandboxClient:
    """``async with SandboxClient(sandbox.url) as client: ...``; an error of the control API raises AssertionError."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    async def __aenter__(self) -> "SandboxClient":
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def call(self, method: str, path: str, body: JsonObject | None = None) -> Any:
        """Any request of the control API: ``await client.call("POST", "/api/replay", {"paused": True})``."""
        sent = None if method == "GET" else (body or {})
        async with self._session.request(method, self.url + path, json=sent) as response:
            answer = await response.json()
            assert response.status == 200, f"{method} {path}: {response.status} {answer}"
            return answer

    # chats

    async def state(self) -> JsonObject:
        answer: JsonObject = await self.call("GET", "/api/state")
        return answer

    async def create_chat(self, kind: str = "private", title: str = "Reader", **more: Any) -> JsonObject:
        """A chat of a type with the bot in it; ``opened=False`` for a private one whose user never wrote."""
        answer: JsonObject = await self.call("POST", "/api/chats", {"type": kind, "title": title, **more})
        return answer

    async def create_chats(self, count: int, kind: str = "private", title: str = "Reader") -> list[int]:
        """The ids of so many new chats."""
        answer = await self.call("POST", "/api/chats", {"type": kind, "title": title, "count": count})
        return [chat["id"] for chat in answer["chats"]]

    async def set_bot(self, chat_id: int, status: str) -> JsonObject:
        answer: JsonObject = await self.call("POST", f"/api/chats/{chat_id}/bot", {"status": status})
        return answer

    async def block(self, chat_id: int) -> None:
        """Block the bot, or throw it out of a group or channel."""
        await self.set_bot(chat_id, "kicked")

    async def unblock(self, chat_id: int) -> None:
        await self.set_bot(chat_id, "member")

    async def migrate(self, chat_id: int) -> int:
        """Upgrade a group; the supergroup's id."""
        return int((await self.call("POST", f"/api/chats/{chat_id}/migrate"))["id"])

    # messages

    async def say(self, chat_id: int, text: str, **more: Any) -> JsonObject:
        """A user's message; ``reply_to=ID``, ``user={"id": 5, "first_name": "Ann"}``."""
        answer: JsonObject = await self.call("POST", f"/api/chats/{chat_id}/messages", {"text": text, **more})
        return answer

    async def press(self, chat_id: int, message_id: int, data: str, **more: Any) -> None:
        body = {"message_id": message_id, "data": data, **more}
        await self.call("POST", f"/api/chats/{chat_id}/press", body)

    async def ask_inline(self, chat_id: int, query: str, offset: str = "", **more: Any) -> str:
        """A user types ``@bot QUERY`` in a chat; the id of the inline query."""
        body = {"query": query, "offset": offset, **more}
        return str((await self.call("POST", f"/api/chats/{chat_id}/inline", body))["query_id"])

    async def choose(self, chat_id: int, query_id: str, result_id: str) -> JsonObject:
        """The user sends a result of the answer; the message."""
        body = {"query_id": query_id, "result_id": result_id}
        answer: JsonObject = await self.call("POST", f"/api/chats/{chat_id}/choose", body)
        return answer

    async def messages(self, chat_id: int, after: int = 0) -> list[JsonObject]:
        """Everything in a chat since a message id, oldest first."""
        answer = await self.call("GET", f"/api/chats/{chat_id}/messages?after={after}")
        found: list[JsonObject] = answer["messages"]
        return found

    async def wait_message(
        self,
        chat_id: int,
        matching: str | Callable[[JsonObject], bool] = "",
        *,
        after: int = 0,
        sender: str = "bot",
        seconds: float = 10.0,
    ) -> JsonObject:
        """The first message that matches a regular expression (in its text) or a predicate, once it is there."""
        fits = matching if callable(matching) else lambda m: re.search(matching, m["text"]) is not None
        deadline = time.monotonic() + seconds
        while True:
            found = await self.messages(chat_id, after)
            for message in found:
                if message["from"] == sender and fits(message):
                    return message
            texts = [message["text"] for message in found]
            assert time.monotonic() < deadline, f"no message fits {matching!r} in chat {chat_id}: {texts}"
            await asyncio.sleep(0.03)

    async def ask(self, chat_id: int, text: str, matching: str | Callable[[JsonObject], bool] = "", **more: Any) -> str:
        """Say something and return the text of the first answer that matches."""
        said = await self.say(chat_id, text)
        answer = await self.wait_message(chat_id, matching, after=said["id"], **more)
        return str(answer["text"])

    # faults and requests

    async def fault(self, method: str, kind: str, times: int = 1, **more: Any) -> None:
        """Order a fault; ``retry_after=``, ``chat_id=``, ``description=``, ``after=True`` (it takes effect first)."""
        await self.call("POST", "/api/faults", {"method": method, "kind": kind, "times": times, **more})

    async def clear_faults(self) -> None:
        await self.call("DELETE", "/api/faults")

    async def requests(self, method: str | None = None) -> list[JsonObject]:
        """The bot's requests so far."""
        answer: list[JsonObject] = await self.call("GET", "/api/requests" + (f"?method={method}" if method else ""))
        return answer

    async def wait_request(self, method: str, *, count: int = 1, seconds: float = 10.0) -> list[JsonObject]:
        """The requests of a method once there are so many."""
        deadline = time.monotonic() + seconds
        while len(found := await self.requests(method)) < count:
            assert time.monotonic() < deadline, f"{len(found)} requests of {method}, not {count}"
            await asyncio.sleep(0.03)
        return found

    @asynccontextmanager
    async def events(self, after: int | None = None) -> AsyncIterator[AsyncIterator[JsonObject]]:
        """The stream of events: ``async with client.events() as events: event = await anext(events)``."""
        query = "" if after is None else f"?after={after}"
        async with self._session.get(f"{self.url}/api/events{query}") as response:
            assert response.status == 200

            async def read() -> AsyncIterator[JsonObject]:
                async for line in response.content:
                    if line.startswith(b"data: "):
                        yield json.loads(line[6:])

            yield read()
