"""The poller's end of the parser processes: what is quick is read on the spot, the rest where it can be killed.

There are two lanes, so that bodies that hang hold nobody but themselves. In the first a body has a second, ten times
what a feed needs, and the shortest goes first. What takes longer begins anew in the second lane, and so does at once
what took long the last time; its process is there only while it is needed.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count

from msgspec.structs import replace

from bot.feeds.ask.body import Body
from bot.feeds.process.frames import ParseReply, ParseRequest, decode_reply, frame
from bot.feeds.process.parent import START, EndedError, KillableProcess, NotStartedError, OverdueError

FIRST = 1.0
"""Seconds in the first lane, or half of the deadline where that is less."""

IDLE = 10.0
"""Seconds without work after which the second lane's process ends."""

PATIENCE = 60.0
"""Seconds that a body waits for the second lane: well within the lease that its feed is claimed under."""

MOST_SLOW = 1000
"""Addresses remembered for taking long."""


class ParserError(Exception):
    """The parser gave no answer for this body; the text is a sentence. The next body gets a new process."""


class _Lane:
    """One process and those who wait for it."""

    def __init__(self, seconds: float, idle: float | None = None) -> None:
        self.seconds = seconds
        self.process = KillableProcess("bot.feeds.parse.parser_process", decode_reply, deadline=seconds, idle=idle)
        self._taken = False
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = count()

    async def ask(self, request: ParseRequest, body: Body | None) -> ParseReply:
        """Raises what the process does."""
        if body is None:
            return await self.process.ask(frame(request))
        return await self.process.ask(frame(replace(request, body=b"", more=body.size)), body.pieces())

    @asynccontextmanager
    async def turn(self, size: int) -> AsyncIterator[None]:
        """Wait for a turn, and hold it; the shortest body goes first."""
        if self._taken:
            turn = asyncio.get_running_loop().create_future()
            heappush(self._waiting, (size, next(self._numbers), turn))
            try:
                await turn
            except asyncio.CancelledError:
                if not turn.cancelled():
                    self._pass_on()  # cancelled when it had just got its turn
                raise
        self._taken = True
        try:
            yield
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            *_, turn = heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._taken = False


class ParserProcess:
    """Parses the bodies of all feeds; its processes are started with the first body that needs them."""

    def __init__(self, deadline: float) -> None:
        """``deadline``: seconds that a body may take."""
        first = min(FIRST, deadline / 2)
        self._first = _Lane(first)
        self._second = _Lane(deadline - first, idle=IDLE)
        self._slow: dict[str, None] = {}

    @property
    def pid(self) -> int | None:
        """The id of the first lane's process, while there is one."""
        return self._first.process.pid

    async def parse(self, request: ParseRequest, body: Body | None = None) -> ParseReply:
        """What the parser makes of a body. Raises ParserError where it hangs, dies or gives up.

        A small body of a known shape is read right here: that cannot take long, and most feeds are no more. A long
        one is handed over as ``body``, and the request has its beginning only.
        """
        if body is None:
            # Here, since a round in which nothing is new parses nothing.
            from bot.feeds.parse.reply import quick_reply

            quick = quick_reply(request)
            if quick is not None:
                return quick
        try:
            reply = await self._parsed(request, body)
        except EndedError:
            raise ParserError("made the parser end without an answer; it is started again") from None
        except NotStartedError:
            raise ParserError(f"was not parsed: the parser did not start within {START:g} s") from None
        if reply.fault:
            raise ParserError(f"made the parser give up ({reply.fault})")
        return reply

    async def _parsed(self, request: ParseRequest, body: Body | None) -> ParseReply:
        size = len(request.body) if body is None else body.size
        spent = 0.0
        if request.url not in self._slow:
            try:
                async with self._first.turn(size):
                    return await self._first.ask(request, body)
            except OverdueError:
                spent = self._first.seconds
                self._note_slow(request.url)
        try:
            async with asyncio.timeout(PATIENCE) as patience, self._second.turn(size):
                patience.reschedule(None)
                return await self._second.ask(request, body)
        except OverdueError:
            seconds = spent + self._second.seconds
            raise ParserError(f"takes more than {seconds:g} s to parse, which was broken off") from None
        except TimeoutError:
            raise ParserError("was not parsed: other feeds keep the parser busy; it is asked again later") from None

    def _note_slow(self, url: str) -> None:
        while len(self._slow) >= MOST_SLOW:
            del self._slow[next(iter(self._slow))]
        self._slow[url] = None

    async def close(self) -> None:
        """End the processes and wait for them."""
        await self._first.process.close()
        await self._second.process.close()
