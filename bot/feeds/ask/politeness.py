"""Whose turn it is: few requests at once to one registrable domain, a gap between them, and none once it says stop.

Waiting for a turn does not count against a feed's own time-out.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from yarl import URL

from bot.feeds.ask.domains import registrable_domain
from bot.feeds.ask.policy import FetchPolicy

PATIENCE = 4.0
"""Total time-outs that a feed waits for its turn at a domain that is busy with other feeds."""

MOST_IDLE = 2048
"""Domains remembered before those are forgotten that nobody waits for."""


class NotAskedError(Exception):
    """Nothing was sent, through no fault of the feed; it is due as before. The text is a sentence."""


class DomainQueue:
    """The requests that wait at one domain."""

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


class Places:
    """The places for requests to all domains. A request that is slow gives its place to another, and goes on beside it.

    One timer for all of them, because one each would cost more than to take a place.
    """

    def __init__(self, number: int, slow_after: float) -> None:
        """``slow_after``: seconds."""
        self._free = asyncio.Semaphore(number)
        self._slow_after = slow_after
        self._taken: dict[object, float] = {}
        """Who has a place -> since when, the longest first."""
        self._timer: asyncio.TimerHandle | None = None

    async def take(self) -> object:
        """Wait for a place, which comes free in any case; for ``give_back``."""
        await self._free.acquire()
        who = object()
        loop = asyncio.get_running_loop()
        self._taken[who] = loop.time()
        if self._timer is None:
            self._timer = loop.call_later(self._slow_after, self._pass_on)
        return who

    def give_back(self, who: object) -> None:
        if self._taken.pop(who, None) is not None:
            self._free.release()

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _pass_on(self) -> None:
        """Take the places of those who are slow."""
        loop = asyncio.get_running_loop()
        slow = loop.time() - self._slow_after
        for who, since in list(self._taken.items()):
            if since > slow:
                self._timer = loop.call_at(since + self._slow_after, self._pass_on)
                return
            self.give_back(who)
        self._timer = None


class Turns:
    """Gives requests their turns, at a domain and among all."""

    def __init__(self, policy: FetchPolicy) -> None:
        self._policy = policy
        self._lines: dict[str, DomainQueue] = {}
        self._places = Places(policy.total, policy.slow_after)

    def close(self) -> None:
        """Lets nobody take a turn any more."""
        self._places.close()

    @asynccontextmanager
    async def take(self, url: URL) -> AsyncIterator[DomainQueue]:
        """Wait for a turn and hold it. Raises NotAskedError where the domain is too busy, or limits us meanwhile."""
        line = self._line(url)
        limits = line.limits
        line.people += 1
        try:
            # The domain's turn comes first: who waits for a slow domain must not use up the turns of the others.
            await self._wait(line)
            try:
                if line.gap > 0:
                    await self._keep_gap(line)
                place = await self._places.take()
                try:
                    if line.limits != limits:
                        raise NotAskedError("was not asked, because its domain has just asked to be left alone")
                    yield line
                finally:
                    self._places.give_back(place)
            finally:
                line.turns.release()
        finally:
            line.people -= 1

    async def _wait(self, line: DomainQueue) -> None:
        """For one of the domain's turns. One that is free needs no time-out: that would cost more than all the rest."""
        if not line.turns.locked():
            await line.turns.acquire()
            return
        try:
            async with asyncio.timeout(PATIENCE * self._policy.total_timeout):
                await line.turns.acquire()
        except TimeoutError:
            raise NotAskedError("was not asked, because its host keeps other feeds waiting; later again") from None

    async def _keep_gap(self, line: DomainQueue) -> None:
        clock = asyncio.get_running_loop().time
        async with line.gate:
            await asyncio.sleep(line.next_start - clock())
            # From when it did wake up: a busy loop must not let those behind it go all at once.
            line.next_start = clock() + line.gap

    def _line(self, url: URL) -> DomainQueue:
        host = url.raw_host or ""
        # The replay's own server needs no sparing, and shares its address with nobody.
        own = str(url) in self._policy.own_feeds
        name = f"{host}:{url.port}" if own else registrable_domain(host)
        line = self._lines.get(name)
        if line is None:
            if len(self._lines) >= MOST_IDLE:
                self._forget_idle()
            line = self._lines[name] = DomainQueue(self._policy.per_host, 0.0 if own else self._policy.host_gap)
        return line

    def _forget_idle(self) -> None:
        now = asyncio.get_running_loop().time()
        self._lines = {name: line for name, line in self._lines.items() if line.people or line.next_start > now}
