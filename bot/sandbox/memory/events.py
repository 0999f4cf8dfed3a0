"""What the page hears of: numbered events, kept for a while, handed to any number of readers."""

import asyncio
import time
from collections import deque
from typing import Any

Event = tuple[int, dict[str, Any]]

KEPT = 5_000


class Events:
    """Publishes events and lets readers wait for those after a number.

    Numbers start at the clock's milliseconds, so that a page that outlives a restart never waits for a number that the
    new process has yet to reach.
    """

    def __init__(self) -> None:
        self.last = int(time.time() * 1000)
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._news = asyncio.Event()

    def publish(self, event: dict[str, Any]) -> None:
        self.last += 1
        self._kept.append((self.last, event))
        self._news.set()
        self._news = asyncio.Event()

    def since(self, after: int) -> list[Event]:
        """Events above a number; one that says ``reset`` where some of them are gone: read /api/state again."""
        first = self._kept[0][0] if self._kept else self.last + 1
        if after < first - 1:
            return [(self.last, {"type": "reset"})]
        return [event for event in self._kept if event[0] > after]

    async def wait(self, after: int, seconds: float) -> list[Event]:
        """As ``since``, once there is something or that many seconds are over."""
        if found := self.since(after):
            return found
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return []
        return self.since(after)

    def wake(self) -> None:
        """Lets every reader look up, as when the server stops."""
        self._news.set()
        self._news = asyncio.Event()
