"""Forgetting what is old: once an hour, in small steps with pauses, by one worker of several."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot.phrases.wording import count, list_in_words
from bot.store import Pruned, Store, StoreError

log = logging.getLogger(__name__)

EVERY = 3600.0
"""Seconds between two looks for what is old."""
KEEPER = "keeper"
"""The role of the worker that does it."""
PAUSE = 0.2
"""Seconds between two steps, in which polls and sends have the database to themselves."""


class Retention:
    """Forgets what the database has kept for so many days; see ``bot.store.keeping.prune``."""

    def __init__(self, store: Store, days: int, now: Callable[[], datetime], *, pause: float = PAUSE) -> None:
        self._store = store
        self._days = days
        self._now = now
        self._pause = pause
        self._step: asyncio.Future[Pruned | None] | None = None

    async def tick(self) -> None:
        """Forget what is old by now, unless another worker does; a database that fails is a line in the log."""
        try:
            if await asyncio.to_thread(self._store.try_role, KEEPER):
                await self._forget()
        except StoreError as problem:
            log.warning("what is old is not forgotten yet, and tried again later: %s", problem)

    async def _forget(self) -> None:
        steps = self._store.prune(self._now() - timedelta(days=self._days))
        total = Pruned()
        while (done := await self._next(steps)) is not None:
            total += done
            await asyncio.sleep(self._pause)
        if total != Pruned():
            log.info("older than %s and gone: %s", count(self._days, "day"), _in_words(total))

    async def _next(self, steps: Iterator[Pruned]) -> Pruned | None:
        self._step = asyncio.ensure_future(asyncio.to_thread(next, steps, None))
        return await asyncio.shield(self._step)

    async def close(self) -> None:
        """Wait for the step that is under way: it has the database, which closes next."""
        if self._step is not None:
            await asyncio.wait({self._step})


def _in_words(total: Pruned) -> str:
    parts = [
        count(total.messages, "settled message") if total.messages else "",
        count(total.entries, "entry", "entries") + " that no feed shows" if total.entries else "",
        "the words of " + count(total.versions, "old version") if total.versions else "",
    ]
    return list_in_words([part for part in parts if part])
