"""The port that strangers reach: so many connections at once, and a deadline for the head of a request.

aiohttp has neither. Where connections are taken without end, the process runs out of files: nobody is answered any
more, and asyncio says so hundreds of times a second. So each of aiohttp's protocols is wrapped in one that counts.
"""

import asyncio
import logging
import resource
from collections import Counter
from typing import Any, cast

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.phrases.wording import count

log = logging.getLogger(__name__)

HEAD_WITHIN = 10.0
"""Seconds that the head of a request may take, from its first byte, and for the first one from the connection on."""
KEEP_ALIVE = 75.0
"""Seconds that a connection may wait for its next request: more than the 60 of the usual reverse proxies, which would
else send a request into a connection that we are just closing."""
LINGERING = 2.0
"""Seconds for which the rest of a body that was refused is read and thrown away, so that the answer arrives."""
LAST_ANSWERS = 2.0
"""Seconds that requests under way have left when the door is closed."""

MOST = 256
"""Connections at once, and never more than a quarter of the files that the process may have open."""


def most_connections() -> int:
    """How many connections the process can bear at once, beside its feeds, its database and Telegram."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft == resource.RLIM_INFINITY else max(1, min(MOST, soft // 4))


class Door:
    """A listening aiohttp server for the open web.

    Where all places are taken, whoever has waited longest with no whole request makes room for the next, and one
    address gets at most half of the places.
    """

    def __init__(self, app: web.Application, *, most: int | None = None, head_within: float = HEAD_WITHIN) -> None:
        """``app`` is not started yet; ``most`` is ``most_connections()`` by default, ``head_within`` in seconds."""
        app.middlewares.append(self._at_work)
        self._runner = web.AppRunner(
            app,
            access_log=None,
            keepalive_timeout=KEEP_ALIVE,
            lingering_time=LINGERING,
            shutdown_timeout=LAST_ANSWERS,
        )
        self._most = most or most_connections()
        self._head_within = head_within
        self._server: asyncio.Server | None = None
        self._visitors: dict[asyncio.BaseTransport | None, _Visitor] = {}
        self._waiting: dict[_Visitor, None] = {}
        """Those without a request under way, the longest first."""
        self._peers: Counter[str] = Counter()
        self._crowded = False
        """It was said that all places are taken."""
        self.port = 0

    async def open(self, host: str, port: int) -> None:
        """Listen. Raises OSError where the port cannot be used."""
        await self._runner.setup()
        serve: Any = self._runner.server  # there is one by now
        loop = asyncio.get_running_loop()
        # asyncio takes as many as the backlog in one turn of the loop, and a few turns pass until one that was shown
        # the door has given its file back.
        backlog = max(1, min(64, self._most // 4))
        try:
            self._server = await loop.create_server(
                lambda: _Visitor(self, serve(), self._head_within), host, port, backlog=backlog
            )
        except BaseException:
            await self.close()
            raise
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Listen no more, and end all connections."""
        if self._server is not None:
            self._server.close()
            self._server = None
        await self._runner.cleanup()

    # --- For the visitors

    def enter(self, visitor: "_Visitor") -> None:
        """A new connection; somebody may have to go for it, or it has to go itself."""
        if self._peers[visitor.peer] >= max(1, self._most // 2):
            self._make_room(visitor, [other for other in self._waiting if other.peer == visitor.peer])
        elif len(self._visitors) >= self._most:
            self._make_room(visitor, list(self._waiting))
        self._visitors[visitor.transport] = visitor
        self._waiting[visitor] = None
        self._peers[visitor.peer] += 1

    def leave(self, visitor: "_Visitor") -> None:
        """The connection has ended, or is about to; a second call does nothing."""
        if self._visitors.pop(visitor.transport, None) is None:
            return
        self._waiting.pop(visitor, None)
        self._peers[visitor.peer] -= 1
        if not self._peers[visitor.peer]:
            del self._peers[visitor.peer]
        if len(self._visitors) < self._most // 4:
            self._crowded = False

    def _make_room(self, visitor: "_Visitor", waiting: "list[_Visitor]") -> None:
        if not self._crowded:
            self._crowded = True
            log.warning(
                "the port has %s, the last from %s; of those that ask for nothing the oldest are closed for new ones",
                count(len(self._visitors), "connection"),
                visitor.peer,
            )
        going = waiting[0] if waiting else visitor
        self.leave(going)
        going.end()

    @web.middleware
    async def _at_work(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A whole head has come, and its connection is nobody's to close until the answer is made."""
        visitor = self._visitors.get(request.transport)
        if visitor is None:
            return await handler(request)
        self._waiting.pop(visitor, None)
        visitor.heard()
        try:
            return await handler(request)
        finally:
            visitor.at_work = False
            if request.transport in self._visitors:
                self._waiting[visitor] = None


class _Visitor(asyncio.Protocol):
    """One connection: all that happens to it is passed on to aiohttp's own protocol."""

    def __init__(self, door: Door, inner: asyncio.Protocol, head_within: float) -> None:
        self._door = door
        self._inner = inner
        self._head_within = head_within
        self._deadline: asyncio.TimerHandle | None = None
        self.transport: asyncio.Transport | None = None
        self.peer = ""
        """The address, without the port."""
        self.at_work = False
        """A request is being answered."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # of a TCP socket it is one
        self.peer = _address(self.transport.get_extra_info("peername"))
        self._inner.connection_made(transport)
        self._expect_head()
        self._door.enter(self)

    def data_received(self, data: bytes) -> None:
        if self._deadline is None and not self.at_work:
            self._expect_head()
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_deadline()
        self._door.leave(self)
        self._inner.connection_lost(exc)

    def heard(self) -> None:
        """The head is there."""
        self._forget_deadline()
        self.at_work = True

    def end(self) -> None:
        """Close the connection. One that takes no answers would never end by itself."""
        self._forget_deadline()
        if self.transport is not None and self.transport.get_write_buffer_size():
            self.transport.abort()
        elif self.transport is not None:
            self.transport.close()

    def _expect_head(self) -> None:
        self._deadline = asyncio.get_running_loop().call_later(self._head_within, self.end)

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def _address(peer: Any) -> str:
    return str(peer[0]) if isinstance(peer, tuple) and peer else str(peer)
