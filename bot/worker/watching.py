"""A watch on the database for the worker's whole life: is its file there, can it be written again?"""

import asyncio
import logging
from contextlib import suppress

from bot.store import Store
from bot.worker.factories import utc_now

log = logging.getLogger(__name__)

EVERY = 5.0
"""Seconds between two looks: how long a file that was removed is missing, as a rule."""


async def watch(store: Store, stopping: asyncio.Event, *, every: float = EVERY) -> None:
    """Look at the database until ``stopping`` is set."""
    while not stopping.is_set():
        try:
            if told := await asyncio.to_thread(store.look, utc_now()):
                log.warning(told)
        except Exception as problem:  # whatever it is, the worker's other work must go on
            kind = type(problem).__name__
            log.warning("the database could not be looked after: %s: %s; again in %g s", kind, problem, every)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), every)
