"""What only one worker of several does, such as sending: done here while this worker has the role, and never beside
another that has it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.store import Store

log = logging.getLogger(__name__)

SENDER = "sender"
LISTENER = "telegram listener"
EVERY = 5.0
"""Seconds between two looks at who has a role: how long a dead worker's role stands empty at the most."""


async def while_mine(
    store: Store,
    role: str,
    work: Callable[[], Awaitable[None]],
    stop: asyncio.Event,
    *,
    taken: Callable[[], object] = lambda: None,
    every: float = EVERY,
) -> None:
    """Wait for a role, call ``taken`` in a thread, and do the work until ``stop`` is set; begin again if it is lost.

    ``work`` ends by itself once ``stop`` is set, and is cancelled where the role is lost. What it raises passes
    through. On SQLite the only worker has every role at once.
    """
    while not stop.is_set():
        if not await asyncio.to_thread(store.try_role, role):
            await _pause(stop, every)
            continue
        await asyncio.to_thread(taken)
        log.debug("this worker is the %s", role)
        if not await _work_while_held(store, role, work, stop, every):
            return
        log.warning("the role of %s is lost with its connection to the database; it is asked for again", role)


async def _work_while_held(
    store: Store, role: str, work: Callable[[], Awaitable[None]], stop: asyncio.Event, every: float
) -> bool:
    """Whether the role was lost; False where the work came to its end."""
    task = asyncio.ensure_future(work())
    try:
        while True:
            done, _ = await asyncio.wait({task}, timeout=every)
            if done:
                await task
                return False
            if not stop.is_set() and not await asyncio.to_thread(store.try_role, role):
                return True
    finally:
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
