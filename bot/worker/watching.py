"""A watch on the database for the worker's whole life: is its file there, can it be written again, is it still ours?"""

import asyncio
import logging
from contextlib import suppress

from bot.store import Store
from bot.worker.factories import StartError, utc_now

log = logging.getLogger(__name__)

EVERY = 5.0
"""Seconds between two looks: how long a file that was removed is missing, as a rule."""


async def watch(store: Store, stopping: asyncio.Event, *, every: float = EVERY) -> None:
    """Look at the database until ``stopping`` is set.

    Raises StartError once a newer program has migrated it: what this one would go on to write lacks what the newer one
    asks for. Until it is seen, nothing breaks, as migrations only add to tables.
    """
    while not stopping.is_set():
        try:
            if told := await asyncio.to_thread(store.look, utc_now()):
                log.warning(told)
            if revision := await asyncio.to_thread(store.newer_revision):
                raise StartError(
                    f"the database was brought up to date by a newer version of burdenwatch (revision {revision}), so "
                    "this worker has ended in order and nothing is lost; update the program here, too, and start it"
                )
        except StartError:
            raise
        except Exception as problem:  # whatever it is, the worker's other work must go on
            kind = type(problem).__name__
            log.warning("the database could not be looked after: %s: %s; again in %g s", kind, problem, every)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), every)
