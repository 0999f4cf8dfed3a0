"""A forward proxy on loopback (RFC 9110: absolute-form and CONNECT), with its own names and, if wanted, a password."""

import asyncio
import re
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests.feeds.site import answer


@dataclass
class ForwardProxy:
    """Use as an async context manager. ``names`` maps the host that it is asked for to a port of this machine."""

    names: dict[str, int] = field(default_factory=dict)
    user: str = ""
    """``name:password`` that it wants."""
    asked: list[str] = field(default_factory=list)
    """Method and target of each request, as they came."""
    heads: list[str] = field(default_factory=list)
    port: int = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
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

    @property
    def url(self) -> str:
        return f"http://{self.user}{'@' if self.user else ''}127.0.0.1:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection is enough."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, _ = head.split("\r\n")[0].split(" ")
        self.asked.append(f"{method} {target}")
        self.heads.append(head)
        if self.user and f"Basic {b64encode(self.user.encode()).decode()}\r\n" not in head:
            writer.write(answer(407, b"", ("Proxy-Authenticate", "Basic"), ("Connection", "close")))
            return
        tunnel = method == "CONNECT"
        parts = urlsplit(f"//{target}" if tunnel else target)
        port = self.names.get(parts.hostname or "")
        if port is None:
            writer.write(answer(502, b"no such host", ("Connection", "close")))
            return
        there, here = await asyncio.open_connection("127.0.0.1", port)
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await self._carry(reader, writer, there, here)
            else:
                here.write(_origin_form(head, target, parts.path or "/", parts.query) + await _body(reader, head))
                said = (await there.readuntil(b"\r\n\r\n")).decode("latin-1")
                writer.write(said.replace("\r\n", "\r\nConnection: close\r\n", 1).encode("latin-1"))
                writer.write(await _body(there, said))
                await writer.drain()
        finally:
            here.close()

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there: asyncio.StreamReader,
        here: asyncio.StreamWriter,
    ) -> None:
        """Until either side has had enough."""
        ways = [asyncio.ensure_future(_copy(reader, here)), asyncio.ensure_future(_copy(there, writer))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)


def _origin_form(head: str, target: str, path: str, query: str) -> bytes:
    lines = [line for line in head.split("\r\n") if not line.lower().startswith("proxy-")]
    return "\r\n".join(lines).replace(target, f"{path}?{query}" if query else path, 1).encode("latin-1")


async def _body(reader: asyncio.StreamReader, head: str) -> bytes:
    """What follows a head that tells its length, as all here do."""
    found = re.search(r"^content-length: (\d+)", head, re.IGNORECASE | re.MULTILINE)
    return await reader.readexactly(int(found[1])) if found else b""


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await source.read(65536):
            sink.write(piece)
            await sink.drain()
