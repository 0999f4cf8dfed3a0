"""When polls begin and end, and what becomes of one that fails; what they go through stands in ``pipeline``.

A feed's poll is a task of its own, so that one that hangs holds nobody but itself.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.feeds import NotAskedError, Poller
from bot.model import Feed, PollFailed, Trouble
from bot.store import Store, StoreError
from bot.topic import TopicError
from bot.worker.intake.deciding import judge_without_topic
from bot.worker.intake.fulltext import FullText
from bot.worker.intake.pipeline import LEASE, Pipeline
from bot.worker.intake.reports import FeedReport, RoundReport
from bot.worker.intake.unstored import Unstored

if TYPE_CHECKING:
    from bot.desk.intake.novelty import Judge
    from bot.reading import Reader
    from bot.worker.intake.late_reader import LateReader

log = logging.getLogger(__name__)

SLOW = 5.0
"""Seconds after which a poll no longer counts among those that others wait for."""
IN_DOUBT = 30.0
"""Seconds after a claim that failed: a server that stands still, or comes back, may carry it out as late as that."""
MOST = 4
"""Times the limit: polls under way in all, with those that are slow."""


class _Begun(Struct, frozen=True):
    """A poll under way."""

    feed_id: int
    at: float
    """By the loop's clock."""


class Polling:
    """Polls feeds that are due; at most ``limit`` at once, those apart that have become slow."""

    def __init__(
        self,
        store: Store,
        poller: Poller,
        reader: "Reader | LateReader",
        *,
        floor: float,
        limit: int = 64,
        lease: timedelta = LEASE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        rang: Callable[[], None] = lambda: None,
        full_text: FullText | None = None,
        judge: "Callable[[], Judge]" = judge_without_topic,
        haste: Callable[[], float] = lambda: 1.0,
        ended: Callable[[FeedReport], None] = lambda report: None,
    ) -> None:
        """``floor``: seconds between two polls of a feed at the least. ``rang`` is called when alerts became owed.

        ``full_text`` gets the articles of entries that want them, if they are to be got. ``judge`` tells what is new.
        ``haste`` tells how many times as often as usual feeds are to be asked just now. ``ended`` hears of each poll.

        ``lease``: how long another worker waits before it takes up the feeds of one that died.
        """
        self._store = store
        self._pipeline = Pipeline(
            store,
            poller,
            reader,
            floor=floor,
            now=now,
            lease=lease,
            rang=rang,
            full_text=full_text,
            judge=judge,
            haste=haste,
        )
        self._full_text = full_text
        self._limit = limit
        self._now = now
        self._ended = ended
        self._tasks: dict[asyncio.Task[None], _Begun] = {}
        self._unstored = Unstored(floor, lease.total_seconds())
        self._in_doubt = 0.0
        """Until then, by the loop's clock, feeds may be ours of which we never heard."""
        self._unusable: TopicError | None = None
        """Why no entry can be read."""

    async def tick(self) -> None:
        """Start a poll for every feed that is due, as far as there is room; return at once."""
        room = self._room()
        if room <= 0:
            return
        try:
            await self._free_unstored()
            await self._free_unheard()
            claimed = await self._pipeline.claim(room)
        except Exception:
            self._in_doubt = asyncio.get_running_loop().time() + IN_DOUBT
            raise
        for feed in claimed:
            self._begin(feed)

    async def _free_unstored(self) -> None:
        """Raises StoreError where the database is still out of use; the next tick tries again."""
        now = asyncio.get_running_loop().time()
        for feed_id in self._unstored.due(now):
            await asyncio.to_thread(self._store.feeds.release, feed_id)
            self._unstored.released(feed_id)

    async def _free_unheard(self) -> None:
        """A claim may be committed and its answer be lost: then nobody polls its feeds, and nobody else may."""
        if asyncio.get_running_loop().time() < self._in_doubt:
            kept = self._unstored.waiting() | {begun.feed_id for begun in self._tasks.values()}
            if freed := await asyncio.to_thread(self._store.feeds.release_all_but, kept):
                log.info("given back what a claim that failed had claimed all the same: feeds: %d", freed)

    def _room(self) -> int:
        """Polls that may begin: those of feeds that hang or drip, or at their articles, wait, and hold up nobody."""
        slow = asyncio.get_running_loop().time() - SLOW
        at_pages = self._full_text.at_pages if self._full_text else ()
        brisk = sum(1 for begun in self._tasks.values() if begun.at > slow and begun.feed_id not in at_pages)
        return min(self._limit - brisk, MOST * self._limit - len(self._tasks))

    async def round(
        self, *, everything: bool = False, done: Callable[[FeedReport], None] = lambda report: None
    ) -> RoundReport:
        """Poll once what is due (or every feed that a Retry-After does not hold) and wait for all of it.

        Raises TopicError where an entry had to be read, and what a late reader is made of cannot be used; that feed is
        asked again.
        """
        total = RoundReport()
        begun = self._now() if everything else None
        seen: set[int] = set()
        again: list[Feed] = []
        ended: asyncio.Queue[FeedReport | None] = asyncio.Queue()
        under_way, few, last = 0, self._limit // 2, 0
        while True:
            if under_way <= few:
                room = self._limit - under_way
                due = await self._pipeline.claim(room, everything=everything, polled_before=begun, after=last)
                if not due and not under_way and not last:
                    break
                # Where everything is asked, feeds come in the order of their ids: a claim begins where the one before
                # ended, and does not walk past all that were polled. What was busy then is looked for from the start.
                last = due[-1].id if everything and len(due) == room else 0
                # Where there are fewer than room for, a domain may be busy with what is under way: ask again later.
                few = self._limit // 2 if len(due) == room else (under_way + len(due)) // 8
                # Claimed again, because nothing was stored of its poll; kept, so that the next claim is of others.
                again += [feed for feed in due if feed.id in seen]
                fresh = [feed for feed in due if feed.id not in seen]
                seen |= {feed.id for feed in fresh}
                for feed in fresh:
                    self._begin(feed, ended)
                under_way += len(fresh)
            if not under_way:
                continue
            report = await ended.get()
            under_way -= 1
            if self._unusable is not None:
                await self.close()
                raise self._unusable
            if report is not None:
                total.add(report)
                done(report)
        for feed in again:
            await asyncio.to_thread(self._store.feeds.release, feed.id)
        return total

    def _begin(self, feed: Feed, ended: "asyncio.Queue[FeedReport | None] | None" = None) -> None:
        """Start a poll; its report goes to ``ended``."""

        async def poll() -> None:
            report = await self._guarded(feed)
            if report is not None:
                self._ended(report)
            if ended is not None:
                ended.put_nowait(report)

        self._unstored.released(feed.id)
        task = asyncio.create_task(poll(), name=f"poll {feed.url}")
        self._tasks[task] = _Begun(feed.id, asyncio.get_running_loop().time())
        task.add_done_callback(self._tasks.pop)

    async def push(self, feed: Feed, body: bytes, content_type: str) -> bool:
        """Take in what a WebSub hub sent; False where it is no feed, or the feed had no good poll yet."""
        return await self._pipeline.push(feed, body, content_type)

    async def close(self) -> None:
        """End the polls under way. Nothing of them was committed, so their feeds are simply due again."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._pipeline.close()

    async def _guarded(self, feed: Feed) -> FeedReport | None:
        """One poll; a bug in it costs this feed this poll, is logged, and counts as an error of the feed."""
        try:
            report = await self._pipeline.poll(feed)
        except NotAskedError as reason:
            log.debug("%s %s", feed.outlet, reason)
            await self._give_back(feed)
            return None
        except asyncio.CancelledError:
            await self._give_back(feed)
            raise
        except TopicError as problem:
            self._unusable = problem
            await self._give_back(feed)
            return None
        except StoreError as problem:
            # Whoever finds the database out of use says so. The feed stays claimed for a while: to ask its server over
            # and over for what cannot be stored helps nobody.
            log.debug("%s: %s", feed.outlet, problem)
            self._unstored.note(feed.id, asyncio.get_running_loop().time())
            return None
        except Exception:
            log.exception("poll of %s failed inside burdenwatch; please report this", feed.url)
            return await self._note_fault(feed)
        self._unstored.stored(feed.id)
        return report

    async def _give_back(self, feed: Feed) -> None:
        """A feed that cannot be given back now comes free when its lease ends."""
        with suppress(StoreError):
            await asyncio.to_thread(self._store.feeds.release, feed.id)

    async def _note_fault(self, feed: Feed) -> FeedReport | None:
        """After a bug: wait longer before this feed is asked again, so that it cannot spin."""
        outcome = PollFailed(Trouble.PARSER, "burdenwatch itself failed on this feed; its log has the details")
        try:
            return await self._pipeline.take_in(feed, outcome)
        except Exception:
            log.exception("the fault of %s could not be stored", feed.url)
            return None
