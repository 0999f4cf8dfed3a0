"""One poll's way from room to room: claim, ask, read, decide, commit. It orders the calls and decides nothing.

A feed's poll is a task of its own, so that one that hangs holds nobody but itself.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.feeds import NotAskedError, Poller
from bot.model import Feed, PollFailed, Trouble, Unchanged
from bot.phrases.wording import count
from bot.store import Store, StoreError
from bot.topic import TopicError
from bot.worker.intake.batching import FeedReport, TakingIn, no_topic
from bot.worker.intake.fulltext import FullText

if TYPE_CHECKING:
    from bot.desk.intake.novelty import Judge
    from bot.reading import Reader
    from bot.worker.intake.late import LateReader

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Longer than any poll may take: a feed is handed out again only after its worker died."""


SLOW = 5.0
"""Seconds after which a poll no longer counts among those that others wait for."""
MOST = 4
"""Times the limit: polls under way in all, with those that are slow."""


class _Begun(Struct, frozen=True):
    """A poll under way."""

    feed_id: int
    at: float
    """By the loop's clock."""


@dataclass(slots=True)
class RoundReport:
    """The sum of a round; of its polls only the failed ones are kept, since there may be tens of thousands."""

    feeds: int = 0
    not_modified: int = 0
    unchanged: int = 0
    """Answered with the same bytes, but not with a 304."""
    new: int = 0
    matched: int = 0
    rung: int = 0
    errors: list[FeedReport] = field(default_factory=list)

    def add(self, report: FeedReport) -> None:
        self.feeds += 1
        self.new += report.new
        self.matched += report.matched
        self.rung += report.rung
        if isinstance(report.outcome, PollFailed):
            self.errors.append(report)
        elif isinstance(report.outcome, Unchanged):
            self.not_modified += report.outcome.not_modified
            self.unchanged += not report.outcome.not_modified


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
        judge: "Callable[[], Judge]" = no_topic,
        haste: Callable[[], float] = lambda: 1.0,
    ) -> None:
        """``floor``: seconds between two polls of a feed at the least. ``rang`` is called when alerts became owed.

        ``full_text`` gets the articles of entries that want them, if they are to be got. ``judge`` tells what is new.
        ``haste`` tells how many times as often as usual feeds are to be asked just now.

        ``lease``: how long another worker waits before it takes up the feeds of one that died.
        """
        self._store = store
        self._poller = poller
        self._asking = 0
        """Polls under way whose answer is not there yet."""
        self._taking_in = TakingIn(
            store,
            reader,
            floor=floor,
            now=now,
            full_text=full_text,
            coming=lambda: self._asking,
            judge=judge,
            haste=haste,
        )
        self._limit = limit
        self._lease = lease
        self._now = now
        self._rang = rang
        self._tasks: dict[asyncio.Task[None], _Begun] = {}
        self._unusable: TopicError | None = None
        """Why no entry can be read."""

    async def tick(self) -> None:
        """Start a poll for every feed that is due, as far as there is room; return at once."""
        room = self._room()
        if room <= 0:
            return
        for feed in await self._claim(room):
            self._begin(feed)

    def _room(self) -> int:
        """Polls that may begin: those of feeds that hang or drip, or at their articles, wait, and hold up nobody."""
        slow = asyncio.get_running_loop().time() - SLOW
        brisk = sum(
            1 for begun in self._tasks.values() if begun.at > slow and begun.feed_id not in self._taking_in.at_pages
        )
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
                due = await self._claim(room, everything=everything, polled_before=begun, after=last)
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
            await asyncio.to_thread(self._store.release_feed, feed.id)
        return total

    async def _claim(
        self, room: int, *, everything: bool = False, polled_before: datetime | None = None, after: int = 0
    ) -> list[Feed]:
        return await asyncio.to_thread(
            lambda: self._store.claim_due(
                self._now(), room, self._lease, everything=everything, polled_before=polled_before, after=after
            )
        )

    def _begin(self, feed: Feed, ended: "asyncio.Queue[FeedReport | None] | None" = None) -> None:
        """Start a poll; its report goes to ``ended``."""

        async def poll() -> None:
            report = await self._guarded(feed)
            if ended is not None:
                ended.put_nowait(report)

        task = asyncio.create_task(poll(), name=f"poll {feed.url}")
        self._tasks[task] = _Begun(feed.id, asyncio.get_running_loop().time())
        task.add_done_callback(self._tasks.pop)

    async def push(self, feed: Feed, body: bytes, content_type: str) -> bool:
        """Take in what a WebSub hub sent; False where it is no feed, or the feed had no good poll yet."""
        outcome = await self._poller.read_push(feed, body, content_type) if feed.polled_once else None
        if outcome is None:
            return False
        report = await self._taking_in.take_in(feed, outcome)
        _log(report)
        if report.rung:
            self._rang()
        return True

    async def close(self) -> None:
        """End the polls under way. Nothing of them was committed, so their feeds are simply due again."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._taking_in.close()

    async def _guarded(self, feed: Feed) -> FeedReport | None:
        """One poll; a bug in it costs this feed this poll, is logged, and counts as an error of the feed."""
        try:
            return await self._poll(feed)
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
            # Whoever finds the database out of use says so. The feed is due again when its lease ends, and not before:
            # to ask its server over and over for what cannot be stored helps nobody.
            log.debug("%s: %s", feed.outlet, problem)
            return None
        except Exception:
            log.exception("poll of %s failed inside burdenwatch; please report this", feed.url)
            return await self._note_fault(feed)

    async def _give_back(self, feed: Feed) -> None:
        """A feed that cannot be given back now comes free when its lease ends."""
        with suppress(StoreError):
            await asyncio.to_thread(self._store.release_feed, feed.id)

    async def _note_fault(self, feed: Feed) -> FeedReport | None:
        """After a bug: wait longer before this feed is asked again, so that it cannot spin."""
        outcome = PollFailed(Trouble.PARSER, "burdenwatch itself failed on this feed; its log has the details")
        try:
            return await self._taking_in.take_in(feed, outcome)
        except Exception:
            log.exception("the fault of %s could not be stored", feed.url)
            return None

    async def _poll(self, feed: Feed) -> FeedReport:
        self._asking += 1
        try:
            outcome = await self._poller.poll(feed)
        finally:
            self._asking -= 1
        report = await self._taking_in.take_in(feed, outcome)
        _log(report)
        if report.rung:
            self._rang()
        return report


def _log(report: FeedReport) -> None:
    if isinstance(report.outcome, PollFailed):
        log.warning("%s: %s", report.feed.outlet, report.outcome.sentence)
    elif report.new:
        log.info(
            "%s: %d new, %d on the topic, %s owed", report.feed.outlet, report.new, report.matched, _alerts(report)
        )
    else:
        log.debug("%s: nothing new", report.feed.outlet)


def _alerts(report: FeedReport) -> str:
    return count(report.rung, "alert")
