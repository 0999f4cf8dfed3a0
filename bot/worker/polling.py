"""One poll's way from room to room: claim, ask, read, decide, commit. It orders the calls and decides nothing.

A feed's poll is a task of its own, so that one that hangs holds nobody but itself.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.desk.ingest import decide, fresh
from bot.desk.stories import horizon
from bot.desk.wording import count
from bot.feeds import NotAskedError, Poller
from bot.model import Entry, Feed, FeedKind, Plan, Polled, PollFacts, PollFailed, PollOutcome, Reading, Report, Trouble
from bot.reading import Reader
from bot.store import Store

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Longer than any poll may take: a feed is handed out again only after its worker died."""

REPLAY_FLOOR = 1.0
"""Seconds between two polls of the sandbox's replay, which is our own server."""


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What one poll came to, for logs and for ``burdenwatch poll``."""

    feed: Feed
    outcome: PollOutcome
    new: int = 0
    matched: int = 0
    rung: int = 0


@dataclass(slots=True)
class RoundReport:
    """The sum of a round."""

    reports: list[FeedReport] = field(default_factory=list)

    @property
    def errors(self) -> list[FeedReport]:
        return [report for report in self.reports if isinstance(report.outcome, PollFailed)]


class Polling:
    """Polls feeds that are due; at most ``limit`` at once."""

    def __init__(
        self,
        store: Store,
        poller: Poller,
        reader: Reader,
        *,
        floor: float,
        limit: int = 64,
        lease: timedelta = LEASE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        rang: Callable[[], None] = lambda: None,
    ) -> None:
        """``floor``: seconds between two polls of a feed at the least. ``rang`` is called when alerts became owed.

        ``lease``: how long another worker waits before it takes up the feeds of one that died.
        """
        self._store = store
        self._poller = poller
        self._reader = reader
        self._floor = floor
        self._limit = limit
        self._lease = lease
        self._now = now
        self._rang = rang
        self._tasks: set[asyncio.Task[FeedReport | None]] = set()

    async def tick(self) -> None:
        """Start a poll for every feed that is due, as far as there is room; return at once."""
        room = self._limit - len(self._tasks)
        if room <= 0:
            return
        for feed in await asyncio.to_thread(self._store.claim_due, self._now(), room, self._lease):
            task = asyncio.create_task(self._guarded(feed), name=f"poll {feed.url}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def round(
        self, *, everything: bool = False, done: Callable[[FeedReport], None] = lambda report: None
    ) -> RoundReport:
        """Poll once what is due (or every feed that a Retry-After does not hold) and wait for all of it."""
        total = RoundReport()
        seen: set[int] = set()
        begun = self._now()
        while True:
            due = await asyncio.to_thread(
                lambda: self._store.claim_due(
                    self._now(),
                    self._limit,
                    self._lease,
                    everything=everything,
                    polled_before=begun if everything else None,
                )
            )
            feeds = [feed for feed in due if feed.id not in seen]
            for feed in due:
                # Claimed again, because nothing could be stored of its poll.
                if feed.id in seen:
                    await asyncio.to_thread(self._store.release_feed, feed.id)
            if not feeds:
                return total
            seen |= {feed.id for feed in feeds}
            # Tasks, because as_completed would begin them in any order, and the longest due should go first.
            polls = [asyncio.create_task(self._guarded(feed)) for feed in feeds]
            for poll in asyncio.as_completed(polls):
                report = await poll
                if report is not None:
                    total.reports.append(report)
                    done(report)

    async def push(self, feed: Feed, body: bytes, content_type: str) -> bool:
        """Take in what a WebSub hub sent; False where it is no feed, or the feed had no good poll yet."""
        outcome = await self._poller.read_push(feed, body, content_type) if feed.polled_once else None
        if outcome is None:
            return False
        report = await asyncio.to_thread(self._take_in, feed, outcome)
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

    async def _guarded(self, feed: Feed) -> FeedReport | None:
        """One poll; a bug in it costs this feed this poll, is logged, and counts as an error of the feed."""
        try:
            return await self._poll(feed)
        except NotAskedError as reason:
            log.debug("%s %s", feed.outlet, reason)
            await asyncio.to_thread(self._store.release_feed, feed.id)
            return None
        except asyncio.CancelledError:
            await asyncio.to_thread(self._store.release_feed, feed.id)
            raise
        except Exception:
            log.exception("poll of %s failed inside burdenwatch; please report this", feed.url)
            return await self._note_fault(feed)

    async def _note_fault(self, feed: Feed) -> FeedReport | None:
        """After a bug: wait longer before this feed is asked again, so that it cannot spin."""
        outcome = PollFailed(Trouble.PARSER, "burdenwatch itself failed on this feed; its log has the details")
        try:
            await asyncio.to_thread(self._commit, PollFacts(feed, outcome))
        except Exception:
            log.exception("the fault of %s could not be stored", feed.url)
            return None
        return FeedReport(feed, outcome)

    async def _poll(self, feed: Feed) -> FeedReport:
        outcome = await self._poller.poll(feed)
        report = await asyncio.to_thread(self._take_in, feed, outcome)
        _log(report)
        if report.rung:
            self._rang()
        return report

    def _take_in(self, feed: Feed, outcome: PollOutcome) -> FeedReport:
        """Read what is new, decide, and commit; runs in a thread."""
        if not isinstance(outcome, Polled):
            self._commit(PollFacts(feed, outcome))
            return FeedReport(feed, outcome)
        new = self._unknown(feed, outcome)
        readings = {entry.guid: self._read(feed, entry) for entry in new}
        # Two polls at once must not each open the same story and ring for it: looking and committing take turns.
        with self._store.deciding():
            stories = tuple(self._store.stories_since(horizon(new, self._now()))) if new else ()
            stored, rung = self._commit(PollFacts(feed, outcome, readings, stories))
        return FeedReport(feed, outcome, len(new), stored, rung)

    def _unknown(self, feed: Feed, outcome: Polled) -> tuple[Entry, ...]:
        guids = [entry.guid for entry in outcome.entries]
        links = [entry.link for entry in outcome.entries if entry.link]
        return fresh(outcome.entries, *self._store.known(feed.id, guids, links))

    def _read(self, feed: Feed, entry: Entry) -> Reading:
        day = (entry.published or self._now()).date()
        language = entry.language or (feed.language if feed.kind is not FeedKind.SEARCH else None)
        return self._reader.read(Report(entry.guid, entry.title, entry.text, language, day))

    def _commit(self, facts: PollFacts) -> tuple[int, int]:
        """Decide and apply; the number of stored reports on the topic, and of alerts owed."""
        now = self._now()
        floor = REPLAY_FLOOR if facts.feed.kind is FeedKind.REPLAY else self._floor
        # Jitter only lengthens, so that a stated hour is never undercut (shared by all pollers of a feed list).
        plan: Plan = decide(facts, now, floor=floor, jitter=random.uniform(1.0, 1.15))  # noqa: S311  # not a secret
        applied = self._store.apply(plan, now)
        return applied.on_topic, applied.rung


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
