"""Taking in what polls brought: read what is new, decide, commit; all polls that wait at a time in one go.

What only entries need is imported where the first of them needs it, since most rounds bring none.

A transaction and a thread for each feed cost more than all the rest of a poll that found nothing. So while one batch is
committed the next gathers. A feed's validators are still written in the transaction that writes its entries.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.intake.decide import dated, decide, fresh
from bot.model import Entry, Event, Feed, FeedKind, Plan, Polled, PollFacts, PollOutcome, Reading, Relevance
from bot.phrases.wording import count
from bot.store import Applied, Asked, AtHand, Known, Store, StoreError, Undecided
from bot.worker.intake.fulltext import FullText, Wanting, as_report

if TYPE_CHECKING:
    from bot.desk.intake.novelty import Judge
    from bot.desk.intake.stories import Rarity
    from bot.reading import Reader
    from bot.worker.intake.late import LateReader

log = logging.getLogger(__name__)

REPLAY_FLOOR = 1.0
"""Seconds between two polls of the sandbox's replay, which is our own server."""

MOST = 64
"""Polls of one transaction: others write to the database as well, and should not wait long."""


GATHER = 0.1
"""Seconds that a batch waits for others while polls are under way: no reader notices, and a transaction for a dozen
polls costs nearly as much as one for all of them."""


OFF_TOPIC = Reading("und", Relevance(False, 0.0, ()), Event.NONE, None, ())
"""Of what a glance tells to be about something else. Nobody asks for its language, and where neither entry nor feed
names one, finding it out took a third of a first round."""


class FeedReport(Struct, frozen=True):
    """What one poll came to, for logs and for ``burdenwatch poll``."""

    feed: Feed
    outcome: PollOutcome
    """Without its entries."""
    new: int = 0
    matched: int = 0
    rung: int = 0


def no_topic() -> "Judge":
    """A judge that knows no baseline, no exchange rates and no words of events."""
    from bot.desk.intake.novelty import Judge

    return Judge()


class TakingIn:
    """One batch after another, each in a thread."""

    def __init__(
        self,
        store: Store,
        reader: "Reader | LateReader",
        *,
        floor: float,
        now: Callable[[], datetime],
        full_text: FullText | None = None,
        coming: Callable[[], int] = lambda: 0,
        judge: "Callable[[], Judge]" = no_topic,
        haste: Callable[[], float] = lambda: 1.0,
    ) -> None:
        """``floor``: seconds between two polls of a feed at the least. ``full_text`` gets articles, where wanted.

        ``haste`` tells how many times as often as usual feeds are to be asked just now. ``coming`` tells how many polls
        are under way that may bring something soon, and are worth waiting for.
        """
        self._store = store
        self._reader = reader
        self._floor = floor
        self._now = now
        self._full_text = full_text
        self._coming = coming
        self._judge = judge
        self._haste = haste
        self._waiting: list[tuple[PollFacts, asyncio.Future[FeedReport | Wanting]]] = []
        self._gathered = asyncio.Event()
        self._work: asyncio.Task[None] | None = None
        self.at_pages: set[int] = set()
        """Feeds whose polls wait for articles now: sites may be slow, and other feeds need not wait for them."""

    async def take_in(self, feed: Feed, outcome: PollOutcome) -> FeedReport:
        """Return when it is committed. Raises what went wrong with this one poll."""
        came = await self._queued(feed, outcome)
        if isinstance(came, Wanting):
            assert self._full_text is not None and isinstance(outcome, Polled)  # noqa: S101, PT018  # or none was wanted
            self.at_pages.add(feed.id)
            try:
                filled = await self._full_text.filled(feed, outcome, came, self._reading)
            finally:
                self.at_pages.discard(feed.id)
            came = await self._queued(feed, filled)
            assert isinstance(came, FeedReport)  # noqa: S101  # articles are wanted once
        return came

    async def _queued(self, feed: Feed, outcome: PollOutcome) -> FeedReport | Wanting:
        done: asyncio.Future[FeedReport | Wanting] = asyncio.get_running_loop().create_future()
        self._waiting.append((PollFacts(feed, outcome), done))
        if self._is_batch():
            self._gathered.set()
        if self._work is None:
            self._work = asyncio.create_task(self._until_none_waits(), name="take in polls")
        return await done

    async def close(self) -> None:
        """Wait for the batch that is being committed."""
        if self._work is not None:
            await self._work

    async def _until_none_waits(self) -> None:
        try:
            while self._waiting:
                await self._gather()
                batch = [(facts, done) for facts, done in self._waiting[:MOST] if not done.done()]
                del self._waiting[:MOST]
                results = await asyncio.to_thread(self._take_all, [facts for facts, _ in batch])
                for (_, done), result in zip(batch, results, strict=True):
                    if done.done():
                        continue  # its poll was cancelled meanwhile
                    if isinstance(result, Exception):
                        done.set_exception(result)
                    else:
                        done.set_result(result)
        finally:
            self._work = None

    def _is_batch(self) -> bool:
        return len(self._waiting) >= MOST or not self._coming()

    async def _gather(self) -> None:
        """Wait until a batch is full or nobody comes, and no longer than a moment."""
        self._gathered.clear()
        if not self._is_batch():
            with suppress(TimeoutError):
                async with asyncio.timeout(GATHER):
                    await self._gathered.wait()

    # --- In the thread

    def _take_all(self, batch: Sequence[PollFacts]) -> list[FeedReport | Wanting | Exception]:
        """The polls together; or, where anything goes wrong, one by one, so that it costs only the one it is about."""
        if len(batch) > 1:
            try:
                return list(self._take_together(batch))
            except Exception:  # noqa: S110  # it comes up again, alone
                pass
        results: list[FeedReport | Wanting | Exception] = []
        for facts in batch:
            # Two that fail alone tell that it is the database: each of the rest would wait as long for a lock.
            results.append(_lost(results[-2:]) or self._take_alone(facts))
        lost = [result for result in results if isinstance(result, StoreError)]
        if lost:
            log.warning("%s not stored, asked again in some minutes: %s", count(len(lost), "poll"), lost[-1])
        return results

    def _take_alone(self, facts: PollFacts) -> FeedReport | Wanting | Exception:
        try:
            return self._take_together([facts])[0]
        except Exception as problem:
            return problem

    def _take_together(self, batch: Sequence[PollFacts]) -> list[FeedReport | Wanting]:
        read = self._read(batch)
        reports: dict[int, FeedReport | Wanting] = {}
        if self._full_text is not None:
            reports = {id(facts): wanting for facts in read if (wanting := self._full_text.wanting(facts))}
        rest = [facts for facts in read if id(facts) not in reports]
        if rest:
            now = self._now()
            applied = self._store.apply_all([self._turn(facts, now) for facts in rest], now)
            reports |= {id(facts): _report(facts, came) for facts, came in zip(rest, applied, strict=True)}
        return [reports[id(facts)] for facts in read]

    def _turn(self, facts: PollFacts, now: datetime) -> Plan | Undecided:
        """A plan, where no entry is on the topic, so that no story can come of it."""
        if not _matches(facts):
            return self._plan(facts, now)
        # An entry without a guid of its own goes by its link.
        new = [one for one in _entries(facts) if not facts.readings.keys().isdisjoint((one.guid, one.link))]
        asked = Asked(facts.feed.id, list(facts.readings), [entry.link for entry in new])
        from bot.desk.intake.stories import horizon

        since, judge = horizon(new, now), self._judge()

        def decided(at_hand: AtHand) -> Plan:
            stories, rarity, known = at_hand.look(since, _with_days(facts, now), judge.convert)
            return self._plan(replace(facts, stories=tuple(stories), background=known), now, rarity, judge)

        return Undecided(asked, decided, sum(one.relevance.on_topic for one in facts.readings.values()))

    def _read(self, batch: Sequence[PollFacts]) -> list[PollFacts]:
        """The same with readings of the entries that nobody had before."""
        asked = [
            Asked(facts.feed.id, [entry.guid for entry in entries], [entry.link for entry in entries if entry.link])
            for facts in batch
            if (entries := _entries(facts))
        ]
        known = iter(self._store.known_of(asked, self._now())) if asked else iter(())
        return [self._with_readings(facts, next(known)) if _entries(facts) else facts for facts in batch]

    def _with_readings(self, facts: PollFacts, known: Known) -> PollFacts:
        from bot.feeds.parse.entries import with_texts
        from bot.worker.intake.rereading import Rereading

        outcome = facts.outcome
        new = fresh(_entries(facts), known.guids, known.links)
        if new and isinstance(outcome, Polled) and outcome.html:
            outcome = with_texts(outcome, {entry.link for entry in new})
            new = fresh(outcome.entries, known.guids, known.links)
        read = PollFacts(facts.feed, outcome, {entry.guid: self._reading(facts.feed, entry) for entry in new})
        return Rereading(self._store, self._reader, self._now).of(read, known)

    def _reading(self, feed: Feed, entry: Entry) -> Reading:
        if not self._reader.glance(entry.title, entry.text):
            return OFF_TOPIC
        return self._reader.read(as_report(feed, entry, self._now()))

    def _plan(
        self, facts: PollFacts, now: datetime, rarity: "Rarity | None" = None, judge: "Judge | None" = None
    ) -> Plan:
        floor = REPLAY_FLOOR if facts.feed.kind is FeedKind.REPLAY else self._floor
        # Jitter only lengthens, so that a stated hour is never undercut (shared by all pollers of a feed list).
        jitter = random.uniform(1.0, 1.15)  # noqa: S311  # not a secret
        return decide(facts, now, floor=floor, jitter=jitter, haste=self._haste(), rarity=rarity, judge=judge)


def _lost(last: Sequence[object]) -> StoreError | None:
    """What two polls in a row failed of, where that is the database."""
    problems = [one for one in last if isinstance(one, StoreError)]
    return problems[0] if len(problems) == 2 else None


def _entries(facts: PollFacts) -> tuple[Entry, ...]:
    return facts.outcome.entries if isinstance(facts.outcome, Polled) else ()


def _with_days(facts: PollFacts, now: datetime) -> list[tuple[Reading, date]]:
    """The readings, each with the day whose exchange rates count for it."""
    days = {name: dated(entry, now).date() for entry in _entries(facts) for name in (entry.link, entry.guid)}
    return [(reading, days.get(guid, now.date())) for guid, reading in facts.readings.items()]


def _matches(facts: PollFacts) -> bool:
    return any(reading.relevance.on_topic for reading in facts.readings.values())


def _report(facts: PollFacts, applied: Applied) -> FeedReport:
    outcome = facts.outcome
    if isinstance(outcome, Polled):
        # They are stored now, and a round of ten thousand feeds would keep them all in memory.
        outcome = replace(outcome, entries=(), html=())
    return FeedReport(facts.feed, outcome, len(facts.readings), applied.on_topic, applied.rung)
