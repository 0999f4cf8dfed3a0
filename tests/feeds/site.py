"""A web site on loopback that says exactly the bytes a test wants, proper or not, and remembers what it was asked."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

RSS_TYPE = ("Content-Type", "application/rss+xml; charset=utf-8")


@dataclass(frozen=True)
class Request:
    target: str
    headers: dict[str, str]
    """Lower-case name -> value; latin-1, so that every byte is one character."""
    connection: int
    """1 for the first connection that the site saw."""


Script = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]
Route = bytes | list[bytes] | Script
"""The same bytes for everybody; one after another (the last one stays); or whatever a coroutine writes."""


def answer(status: int = 200, body: bytes = b"", *headers: tuple[str, str], reason: str = "Some Reason") -> bytes:
    """A whole response with its length."""
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers)]
    if status != 304:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def rss(
    *items: str, channel: str = "<title>A feed</title>", head: str = '<?xml version="1.0" encoding="UTF-8"?>'
) -> str:
    """An RSS 2.0 document; items are what stands between ``<item>`` and ``</item>``."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0"><channel>{channel}{inside}</channel></rss>'


ITEM = "<title>Talks resume in Seoul</title><link>https://news.example/1</link><guid>one</guid>"
FEED = rss(ITEM).encode()


@dataclass
class Site:
    """Use as an async context manager. ``routes`` maps a target (path and query) to what it answers."""

    routes: dict[str, Route] = field(default_factory=dict)
    host: str = "127.0.0.1"
    requests: list[Request] = field(default_factory=list)
    port: int = 0
    connections: int = 0
    sent: int = 0
    """Bytes that scripts report as written."""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self.host, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self._tasks: set[asyncio.Task[None]] = set()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def url(self, target: str = "/") -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{target}"

    def asked(self, target: str) -> list[Request]:
        return [request for request in self.requests if request.target == target]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            await self._talk(self.connections, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _talk(self, connection: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            pairs = [line.split(": ", 1) for line in head[1:] if line]
            request = Request(head[0].split(" ")[1], {name.lower(): value for name, value in pairs}, connection)
            self.requests.append(request)
            route = self.routes.get(request.target, answer(404))
            if isinstance(route, list):
                route = route.pop(0) if len(route) > 1 else route[0]
            if not isinstance(route, bytes):
                await route(request, writer)
                return
            writer.write(route)
            await writer.drain()
