"""Polls that wait at a time are done in one go, in a thread: one transaction for many of them.

A transaction and a thread for each feed cost more than all the rest of a poll that found nothing. So while one batch is
committed the next gathers. A feed's validators are still written in the transaction that writes its entries.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Generic, TypeVar

from bot.phrases.wording import count
from bot.store import StoreError

log = logging.getLogger(__name__)

MOST = 64
"""Polls of one transaction: others write to the database as well, and should not wait long."""

GATHER = 0.1
"""Seconds that a batch waits for others while polls are under way: no reader notices, and a transaction for a dozen
polls costs nearly as much as one for all of them."""

Poll = TypeVar("Poll")
Result = TypeVar("Result")


class Batches(Generic[Poll, Result]):
    """Does one batch of polls after another, each in a thread."""

    def __init__(self, work: Callable[[Sequence[Poll]], Sequence[Result]]) -> None:
        """``work`` does a batch, all of it or nothing, and returns what came of each of its polls."""
        self._work = work
        self._waiting: list[tuple[Poll, asyncio.Future[Result]]] = []
        self._coming = 0
        self._gathered = asyncio.Event()
        self._working: asyncio.Task[None] | None = None

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """A context in which batches wait for one more poll, which is under way and may come soon."""
        self._coming += 1
        try:
            yield
        finally:
            self._coming -= 1

    async def put(self, poll: Poll) -> Result:
        """Return what came of it when its batch is done. Raises what went wrong with this one poll."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((poll, done))
        if self._is_batch():
            self._gathered.set()
        if self._working is None:
            self._working = asyncio.create_task(self._until_none_waits(), name="take in polls")
        return await done

    async def close(self) -> None:
        """Wait for the batch that is being done."""
        if self._working is not None:
            await self._working

    async def _until_none_waits(self) -> None:
        try:
            while self._waiting:
                await self._gather()
                batch = [(poll, done) for poll, done in self._waiting[:MOST] if not done.done()]
                del self._waiting[:MOST]
                results = await asyncio.to_thread(self._do, [poll for poll, _ in batch])
                for (_, done), result in zip(batch, results, strict=True):
                    if done.done():
                        continue  # its poll was cancelled meanwhile
                    if isinstance(result, Exception):
                        done.set_exception(result)
                    else:
                        done.set_result(result)
        finally:
            self._working = None

    def _is_batch(self) -> bool:
        return len(self._waiting) >= MOST or not self._coming

    async def _gather(self) -> None:
        """Wait until a batch is full or nobody comes, and no longer than a moment."""
        self._gathered.clear()
        if not self._is_batch():
            with suppress(TimeoutError):
                async with asyncio.timeout(GATHER):
                    await self._gathered.wait()

    # --- In the thread

    def _do(self, batch: Sequence[Poll]) -> Sequence[Result | Exception]:
        """The polls together; or, where anything goes wrong, one by one, so that it costs only the one it is about."""
        if len(batch) > 1:
            try:
                return self._work(batch)
            except Exception:  # noqa: S110  # it comes up again, alone
                pass
        results: list[Result | Exception] = []
        for poll in batch:
            # Two that fail alone tell that it is the database: each of the rest would wait as long for a lock.
            results.append(_lost(results[-2:]) or self._do_alone(poll))
        lost = [result for result in results if isinstance(result, StoreError)]
        if lost:
            log.warning("%s not stored, asked again later: %s", count(len(lost), "poll"), lost[-1])
        return results

    def _do_alone(self, poll: Poll) -> Result | Exception:
        try:
            return self._work([poll])[0]
        except Exception as problem:
            return problem


def _lost(last: Sequence[object]) -> StoreError | None:
    """What two polls in a row failed of, where that is the database."""
    problems = [one for one in last if isinstance(one, StoreError)]
    return problems[0] if len(problems) == 2 else None
