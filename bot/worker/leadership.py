"""The roles of workers: what only one of several does, such as sending, is done while this worker has the role, and
never beside another that has it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.store import Store, StoreError

log = logging.getLogger(__name__)

SENDER = "sender"
LISTENER = "telegram listener"
KEEPING = "keeping"
"""What workers share, and a restore or a move has for itself: none of them starts meanwhile."""
EVERY = 5.0
"""Seconds between two looks at who has a role: how long a dead worker's role stands empty at the most."""


async def work_in_role(
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
    log_taken = log.debug
    before: str | None = None
    while not stop.is_set():
        if not await asyncio.to_thread(store.try_role, role):
            log_taken = log.info
            before = await _who_has_it(store, role, before)
            await _pause(stop, every)
            continue
        try:
            await asyncio.to_thread(taken)
        except StoreError as problem:
            log.warning("%s: %s; again in %g s", role, problem, every)
            await _pause(stop, every)
            continue
        came = f" now: {before}, which was it, has ended or lost its connection" if before else ""
        log_taken("this worker is the %s%s", role, came)
        if not await _work_while_held(store, role, work, stop, every):
            return
        log.warning("the role of %s is lost with its connection to the database; it is asked for again", role)
        log_taken, before = log.info, None


async def _who_has_it(store: Store, role: str, before: str | None) -> str | None:
    """The worker to take over from, said once; the one known before where nobody has it, or nobody can tell."""
    try:
        found = await asyncio.to_thread(store.role_holder, role)
    except StoreError:
        return before
    if found is not None and found != before:
        log.info("%s is the %s; this worker takes over when it ends", found, role)
    return found or before


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
