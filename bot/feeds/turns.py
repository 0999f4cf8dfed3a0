"""Whose turn it is: few requests at once to one registrable domain, a gap between them, and none once it says stop.

Waiting for a turn does not count against a feed's own time-out.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from yarl import URL

from bot.feeds.domains import registrable
from bot.feeds.policy import FetchPolicy

PATIENCE = 4.0
"""Total time-outs that a feed waits for its turn at a domain that is busy with other feeds."""

MOST_IDLE = 2048
"""Domains remembered before those are forgotten that nobody waits for."""


class NotAskedError(Exception):
    """Nothing was sent, through no fault of the feed; it is due as before. The text is a sentence."""


class Line:
    """Those who wait at one domain."""

    def __init__(self, at_once: int, gap: float) -> None:
        self.turns = asyncio.Semaphore(at_once)
        self.gate = asyncio.Lock()
        """One by one, where there is a gap to keep."""
        self.gap = gap
        self.next_start = 0.0
        """Of the next request, by the loop's clock."""
        self.limits = 0
        """How often the domain limited us; whoever waited while it did goes home."""
        self.people = 0


class _Place:
    """One of the places in all: given back once, after a while at the latest."""

    __slots__ = ("_later", "_places")

    def __init__(self, places: asyncio.Semaphore, seconds: float) -> None:
        self._places: asyncio.Semaphore | None = places
        self._later = asyncio.get_running_loop().call_later(seconds, self.give_back)

    def give_back(self) -> None:
        self._later.cancel()
        if self._places is not None:
            self._places.release()
            self._places = None


class Turns:
    """Turns at a domain and in all."""

    def __init__(self, policy: FetchPolicy) -> None:
        self._policy = policy
        self._lines: dict[str, Line] = {}
        self._total = asyncio.Semaphore(policy.total)

    @asynccontextmanager
    async def take(self, url: URL) -> AsyncIterator[Line]:
        """Wait for a turn and hold it. Raises NotAskedError where the domain is too busy, or limits us meanwhile."""
        line = self._line(url)
        limits = line.limits
        line.people += 1
        try:
            # The domain's turn comes first: who waits for a slow domain must not use up the turns of the others.
            await self._wait(line.turns)
            try:
                if line.gap > 0:
                    await self._keep_gap(line)
                await self._wait(self._total)
                place = _Place(self._total, self._policy.slow_after)
                try:
                    if line.limits != limits:
                        raise NotAskedError("was not asked, because its domain has just asked to be left alone")
                    yield line
                finally:
                    place.give_back()
            finally:
                line.turns.release()
        finally:
            line.people -= 1

    async def _wait(self, turns: asyncio.Semaphore) -> None:
        """Take one of the turns. One that is free needs no time-out, which would cost more than all the rest."""
        if not turns.locked():
            await turns.acquire()
            return
        try:
            async with asyncio.timeout(PATIENCE * self._policy.total_timeout):
                await turns.acquire()
        except TimeoutError:
            raise NotAskedError("was not asked, because its host keeps other feeds waiting; later again") from None

    async def _keep_gap(self, line: Line) -> None:
        clock = asyncio.get_running_loop().time
        async with line.gate:
            await asyncio.sleep(line.next_start - clock())
            # From when it did wake up: a busy loop must not let those behind it go all at once.
            line.next_start = clock() + line.gap

    def _line(self, url: URL) -> Line:
        host = url.raw_host or ""
        # The replay's own server needs no sparing, and shares its address with nobody.
        own = (host, url.port) in self._policy.allowed_hosts
        name = f"{host}:{url.port}" if own else registrable(host)
        if name not in self._lines and len(self._lines) >= MOST_IDLE:
            self._forget_idle()
        return self._lines.setdefault(name, Line(self._policy.per_host, 0.0 if own else self._policy.host_gap))

    def _forget_idle(self) -> None:
        now = asyncio.get_running_loop().time()
        self._lines = {name: line for name, line in self._lines.items() if line.people or line.next_start > now}
