"""A poll's way from room to room: claim, ask, read, full text, watches, decide, apply, report. The order of the calls,
no more.

Up to the answer each feed's poll goes by itself; from there on all that wait at a time go together.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.feeds import Poller
from bot.model import Feed, Plan, Polled, PollFacts, PollOutcome
from bot.store import Applied, Intake, Store
from bot.worker.intake.batching import Batches
from bot.worker.intake.deciding import Decider, judge_without_topic
from bot.worker.intake.first_reading import FirstReading
from bot.worker.intake.fulltext import FullText, WantedArticles
from bot.worker.intake.reports import FeedReport, report_of_poll
from bot.worker.intake.watched import WatchedEntries

if TYPE_CHECKING:
    from bot.desk.intake.novelty import Judge
    from bot.reading import Reader
    from bot.worker.intake.late_reader import LateReader

LEASE = timedelta(minutes=5)
"""Longer than any poll may take: a feed is handed out again only after its worker died."""


class Pipeline:
    """The stages that a poll goes through, in their order."""

    def __init__(
        self,
        store: Store,
        poller: Poller,
        reader: "Reader | LateReader",
        *,
        floor: float,
        now: Callable[[], datetime],
        lease: timedelta = LEASE,
        rang: Callable[[], None] = lambda: None,
        full_text: FullText | None = None,
        judge: "Callable[[], Judge]" = judge_without_topic,
        haste: Callable[[], float] = lambda: 1.0,
    ) -> None:
        """The parameters are those of ``Polling``."""
        self._store = store
        self._poller = poller
        self._now = now
        self._lease = lease
        self._rang = rang
        self._full_text = full_text
        self._judge = judge
        self._reading = FirstReading(store, reader, now)
        self._watched = WatchedEntries(store, now)
        self._decider = Decider(floor, haste)
        self._batches: Batches[PollFacts, FeedReport | WantedArticles] = Batches(self._together)

    async def claim(
        self, room: int, *, everything: bool = False, polled_before: datetime | None = None, after: int = 0
    ) -> list[Feed]:
        """As ``store.feeds.claim_due``."""
        return await asyncio.to_thread(
            lambda: self._store.feeds.claim_due(
                self._now(), room, self._lease, everything=everything, polled_before=polled_before, after=after
            )
        )

    async def poll(self, feed: Feed) -> FeedReport:
        """Ask a claimed feed, and take in what came. Raises what went wrong with this one poll."""
        with self._batches.expecting():
            outcome = await self._poller.poll(feed)
        return self._report(await self.take_in(feed, outcome))

    async def push(self, feed: Feed, body: bytes, content_type: str) -> bool:
        """Take in what a WebSub hub sent; False where it is no feed, or the feed had no good poll yet."""
        outcome = await self._poller.read_push(feed, body, content_type) if feed.polled_once else None
        if outcome is None:
            return False
        self._report(await self.take_in(feed, outcome))
        return True

    async def take_in(self, feed: Feed, outcome: PollOutcome) -> FeedReport:
        """Return when it is committed. Entries that want their article's text get it first, and go once more."""
        came = await self._batches.put(PollFacts(feed, outcome))
        if isinstance(came, WantedArticles):
            assert self._full_text is not None and isinstance(outcome, Polled)  # noqa: S101, PT018  # or none was wanted
            filled = await self._full_text.with_articles(feed, outcome, came, self._reading.entry)
            came = await self._batches.put(PollFacts(feed, filled))
            assert isinstance(came, FeedReport)  # noqa: S101  # articles are wanted once
        return came

    async def close(self) -> None:
        """Wait for the batch that is being committed."""
        await self._batches.close()

    def _report(self, report: FeedReport) -> FeedReport:
        report.log()
        if report.rung:
            self._rang()
        return report

    # --- In a thread, all polls of a batch

    def _together(self, batch: Sequence[PollFacts]) -> list[FeedReport | WantedArticles]:
        read = self._reading.of(batch)
        wanting = [self._full_text.wanted_articles(poll) if self._full_text else None for poll in read]
        whole = [poll for poll, wants in zip(read, wanting, strict=True) if wants is None]
        applied = iter(self._applied(self._watched.of(whole)) if whole else ())
        return [wants or report_of_poll(poll, next(applied)) for poll, wants in zip(read, wanting, strict=True)]

    def _applied(self, polls: Sequence[PollFacts]) -> list[Applied]:
        now = self._now()
        # What can belong to no story is decided before the transaction, for whose end others wait.
        plans = [None if poll.on_topic else self._decider.plan(poll, now) for poll in polls]
        with self._store.intake.begin(polls, now) as intake:
            return [
                intake.apply(plan or self._decided(intake, poll, now)) for poll, plan in zip(polls, plans, strict=True)
            ]

    def _decided(self, intake: Intake, poll: PollFacts, now: datetime) -> Plan:
        judge = self._judge()
        facts, rarity = intake.facts(poll, judge.convert)
        return self._decider.plan(facts, now, rarity, judge)
