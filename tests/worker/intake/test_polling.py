"""One poll's way from room to room, on both databases: what is owed, what a fault costs, and that polls take turns."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.feeds import FetchPolicy, Poller
from bot.model import Chat, ChatType, Feed, FeedKind, FeedSource, PollFacts, PollFailed, Report, Trouble
from bot.reading import Reader
from bot.store import Asked, Intake, Store, StoreError, open_store
from bot.worker.intake.batching import GATHER
from bot.worker.intake.pipeline import Pipeline
from bot.worker.intake.polling import Polling
from bot.worker.intake.reports import FeedReport
from tests.shared import reader, topic
from tests.whole.newsstand import Newsstand
from tests.whole.reports import BREAK_OFF, OLD, OTHER, SAME_STORY


class Clock:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    with open_store(migrated_url, worker="test") as opened:
        yield opened


@pytest.fixture
async def poller() -> AsyncIterator[Poller]:
    import ipaddress

    policy = FetchPolicy(user_agent="test", private_networks=(ipaddress.ip_network("127.0.0.0/8"),))
    async with Poller(policy) as opened:
        yield opened


@pytest.fixture
async def stand() -> AsyncIterator[Newsstand]:
    async with Newsstand() as running:
        yield running


def follow(store: Store, stand: Newsstand, clock: Clock, *names: str) -> None:
    sources = [FeedSource(stand.feed(name), name.title(), "en", "KR", FeedKind.NEWSPAPER) for name in names]
    store.feeds.sync(sources, clock())


async def test_the_first_poll_rings_nobody_and_the_second_does(
    store: Store, poller: Poller, stand: Newsstand, clock: Clock
) -> None:
    follow(store, stand, clock, "morning")
    store.outbox.subscribe(Chat(5, ChatType.PRIVATE, "Reader", subscribed=True), clock())
    rang: list[int] = []
    polling = Polling(store, poller, reader(), floor=600, now=clock, rang=lambda: rang.append(1))
    stand.items["morning"] = [OLD, OTHER]
    first = await polling.round()
    assert (first.feeds, first.new, first.matched, first.rung) == (1, 6, 1, 0)
    assert (store.outbox.owed(), rang) == (0, [])

    assert (await polling.round()).feeds == 0, "nothing is due"
    clock.turn(hours=1)
    stand.items["morning"] = [BREAK_OFF, OLD, OTHER]
    second = await polling.round()
    assert (second.feeds, second.new, second.matched, second.rung) == (1, 1, 1, 1)
    assert (store.outbox.owed(), rang) == (1, [1])
    clock.turn(hours=1)
    third = await polling.round()
    assert (third.feeds, third.not_modified + third.unchanged, third.errors) == (1, 1, [])


async def test_two_feeds_at_once_ring_one_story_once(
    store: Store, poller: Poller, stand: Newsstand, clock: Clock
) -> None:
    follow(store, stand, clock, "morning", "evening")
    store.outbox.subscribe(Chat(5, ChatType.PRIVATE, "Reader", subscribed=True), clock())
    polling = Polling(store, poller, reader(), floor=600, now=clock)
    await polling.round()
    clock.turn(hours=1)
    stand.items = {"morning": [BREAK_OFF], "evening": [SAME_STORY]}
    both = await polling.round()
    assert both.matched == 2
    assert both.rung == 1


async def test_everything_asks_feeds_that_are_not_due(
    store: Store, poller: Poller, stand: Newsstand, clock: Clock
) -> None:
    follow(store, stand, clock, "morning")
    polling = Polling(store, poller, reader(), floor=600, now=clock)
    await polling.round()
    clock.turn(seconds=5)
    told: list[str] = []
    again = await polling.round(everything=True, done=lambda report: told.append(report.feed.outlet))
    assert again.feeds == 1
    assert told == ["Morning"]


class Broken(Reader):
    """A reader with a bug for one report."""

    def read(self, report: Report) -> object:  # type: ignore[override]  # it never returns for that report
        if report.title == BREAK_OFF.title:
            raise RuntimeError("a bug")
        return super().read(report)


async def test_a_bug_costs_one_feed_one_poll_and_is_counted(
    store: Store, poller: Poller, stand: Newsstand, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    follow(store, stand, clock, "morning", "evening")
    stand.items = {"morning": [BREAK_OFF], "evening": [OLD]}
    polling = Polling(store, poller, Broken(topic().vocabulary), floor=600, now=clock)
    total = await polling.round()
    assert [report.feed.outlet for report in total.errors] == ["Morning"]
    outcome = total.errors[0].outcome
    assert isinstance(outcome, PollFailed)
    assert outcome.trouble is Trouble.PARSER
    assert [feed.errors for feed in sorted(store.feeds.all(), key=lambda feed: feed.outlet)] == [0, 1]
    assert "please report this" in caplog.text


async def test_a_tick_does_not_wait_for_a_feed_that_hangs(
    store: Store, poller: Poller, stand: Newsstand, clock: Clock
) -> None:
    follow(store, stand, clock, "hang", "morning")
    stand.items["morning"] = [OLD]
    polling = Polling(store, poller, reader(), floor=600, now=clock)
    await polling.tick()
    while not store.archive.articles():
        await asyncio.sleep(0.02)
    await polling.close()
    assert [feed.outlet for feed in store.feeds.claim_due(clock(), 10, timedelta(minutes=5))] == ["Hang"]


async def test_feeds_that_hang_give_up_their_room_to_others(
    store: Store, poller: Poller, stand: Newsstand, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.worker.intake.polling.SLOW", 0.05)
    follow(store, stand, clock, "hang", "morning")
    stand.items["morning"] = [OLD]
    polling = Polling(store, poller, reader(), floor=600, limit=1, now=clock)
    await polling.tick()
    await polling.tick()
    assert stand.asked["morning"] == 0, "there was room for one"
    while not store.archive.articles():
        await polling.tick()
        await asyncio.sleep(0.02)
    await polling.close()


async def test_a_round_claims_more_than_it_polls_at_once(
    store: Store, poller: Poller, stand: Newsstand, clock: Clock
) -> None:
    names = [f"paper{number}" for number in range(9)]
    follow(store, stand, clock, *names)
    polling = Polling(store, poller, reader(), floor=600, limit=2, now=clock)
    for everything in (False, True):
        told: list[FeedReport] = []
        await polling.round(everything=everything, done=told.append)
        assert sorted(report.feed.outlet for report in told) == [name.title() for name in names]
        clock.turn(seconds=5)
    assert stand.asked == dict.fromkeys(names, 2)


async def test_polls_that_end_together_are_committed_together(store: Store, poller: Poller, clock: Clock) -> None:
    store.feeds.sync(
        [FeedSource(f"http://paper.example/{n}", f"Paper {n}", "en", "KR", FeedKind.NEWSPAPER) for n in range(20)],
        clock(),
    )
    clock.turn(seconds=1)
    feeds = store.feeds.claim_due(clock(), 20, timedelta(minutes=5))
    counting = Counting(store)
    pipeline = Pipeline(counting, poller, reader(), floor=600, now=clock)  # type: ignore[arg-type]  # it stands in for a Store
    trouble = PollFailed(Trouble.PARSER, "is in trouble")
    reports = await asyncio.gather(*(pipeline.take_in(feed, trouble) for feed in feeds))
    assert [report.feed for report in reports] == feeds
    assert sorted(counting.batches) == [20]
    assert [feed.errors for feed in store.feeds.all()] == [1] * 20


async def test_a_batch_waits_a_moment_for_polls_that_are_under_way(store: Store, poller: Poller, clock: Clock) -> None:
    store.feeds.sync(
        [FeedSource(f"http://paper.example/{n}", f"Paper {n}", "en", "KR", FeedKind.NEWSPAPER) for n in range(3)],
        clock(),
    )
    clock.turn(seconds=1)
    first, second, third = store.feeds.claim_due(clock(), 3, timedelta(minutes=5))
    counting = Counting(store)
    pipeline = Pipeline(counting, poller, reader(), floor=600, now=clock)  # type: ignore[arg-type]
    trouble = PollFailed(Trouble.PARSER, "is in trouble")
    with pipeline._batches.expecting():
        begun = asyncio.create_task(pipeline.take_in(first, trouble))
        await asyncio.sleep(GATHER / 4)
        assert counting.batches == [], "the second may come yet"
    await asyncio.gather(begun, pipeline.take_in(second, trouble))
    with pipeline._batches.expecting():
        await pipeline.take_in(third, trouble)
    assert counting.batches == [2, 1], "nobody came, and the third was committed all the same"


class Counting:
    """A store that keeps count of its batches."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.intake = self
        self.batches: list[int] = []

    def begin(self, polls: Sequence[PollFacts], now: datetime) -> AbstractContextManager[Intake]:
        self.batches.append(len(polls))
        return self._store.intake.begin(polls, now)


async def test_what_an_outlet_edits_is_kept_as_a_version_and_rings_nobody(
    store: Store, poller: Poller, stand: Newsstand, clock: Clock
) -> None:
    follow(store, stand, clock, "morning")
    polling = Polling(store, poller, reader(), floor=600, now=clock)
    lower = replace(BREAK_OFF, text=BREAK_OFF.text.replace("$6 billion", "$4.7 billion"))
    steps = [
        BREAK_OFF,
        replace(BREAK_OFF, text=f"{BREAK_OFF.text} Read more: ten beaches for the summer."),
        lower,
        lower,
        replace(lower, title="U.S. and South Korea break off defense cost-sharing talks"),
    ]
    counts = []
    for item in steps:
        stand.items["morning"] = [item]
        clock.turn(hours=1)
        done = await polling.round()
        counts.append((done.feeds, done.new, done.rung, sum(map(len, store.archive.versions([1]).values()))))
    assert counts == [(1, 5, 0, 0), (1, 0, 0, 0), (1, 0, 0, 1), (1, 0, 0, 1), (1, 0, 0, 2)]
    first, second = store.archive.versions([1])[1]
    assert first.change == "changed in silence: US$6bn demanded → US$4.7bn demanded"
    assert second.change == f"changed in silence: headline “{lower.title}” → “{steps[-1].title}”"
    assert (first.text, first.number, second.number) == (BREAK_OFF.text, 1, 2)
    (article,) = store.archive.articles()
    assert (article.title, article.text) == (steps[-1].title, lower.text)
    sums = {key.value for key in store.archive.ledger(("KR",)) if key.currency == "USD"}
    assert sums == {4.7e9}


async def test_what_is_as_it_was_has_the_same_stamp_in_the_first_poll_and_the_next(
    store: Store, poller: Poller, stand: Newsstand, clock: Clock
) -> None:
    """A feed's first document is read whole, and of later ones only the texts that are asked for."""
    follow(store, stand, clock, "morning")
    polling = Polling(store, poller, reader(), floor=600, now=clock)
    found = []
    for items in ([BREAK_OFF], [OTHER, BREAK_OFF]):
        stand.items["morning"] = items
        clock.turn(hours=1)
        assert (await polling.round()).new
        (known,) = store.intake.known_of([Asked(1, ["urn:break-off"], [])], clock())
        found.append(known.kept)
    assert found[0].keys() == {"urn:break-off"}
    assert found[0] == found[1]


class Unwritable:
    """A database that hands feeds out, and breaks off whatever a poll would write."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broken = True
        self._begin = store.intake.begin
        monkeypatch.setattr(store.intake, "begin", self.begin)

    def begin(self, polls: Sequence[PollFacts], now: datetime) -> AbstractContextManager[Intake]:
        if self.broken:
            raise StoreError("no space left on device")
        return self._begin(polls, now)


async def test_a_feed_whose_poll_was_not_stored_waits_for_the_floor_and_not_for_its_lease(
    store: Store, poller: Poller, stand: Newsstand, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(store, stand, clock, "morning")
    stand.items["morning"] = [OLD]
    database, floor = Unwritable(store, monkeypatch), 0.05
    polling = Polling(store, poller, reader(), floor=floor, now=clock)
    loop = asyncio.get_running_loop()
    asked: list[tuple[float, float]] = []

    async def until_asked(times: int) -> None:
        async with asyncio.timeout(30):
            while len(asked) < times:
                began = loop.time()
                await polling.tick()
                while any(task.get_name().startswith("poll ") for task in asyncio.all_tasks()):
                    await asyncio.sleep(0.001)
                if stand.asked.total() > len(asked):
                    asked.append((began, loop.time()))
                await asyncio.sleep(0.001)

    await until_asked(4)  # the clock of the leases stands still: none ends by itself
    waits = [later[1] - earlier[0] for earlier, later in pairwise(asked)]
    assert all(wait >= floor * 2**times for times, wait in enumerate(waits)), "twice as long each time"
    database.broken = False
    await until_asked(5)
    assert [feed.polled_once for feed in store.feeds.all()] == [True]
    await polling.close()


class Unheard:
    """A database that carries claims out, and whose answers to them are lost."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.broken = True
        self._claim = store.feeds.claim_due
        monkeypatch.setattr(store.feeds, "claim_due", self.claim)

    def claim(self, *asked: Any, **named: Any) -> list[Feed]:
        claimed = self._claim(*asked, **named)
        if self.broken:
            raise StoreError("server closed the connection unexpectedly")
        return claimed


async def test_a_feed_whose_claim_was_not_heard_of_is_asked_by_the_next_tick_and_no_other_is_given_back(
    store: Store, poller: Poller, stand: Newsstand, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.items["unstored"] = stand.items["unheard"] = [OLD]
    polling = Polling(store, poller, reader(), floor=600, now=clock)

    async def tick() -> None:
        """And wait until no poll is under way but that of the feed that hangs."""
        await polling.tick()
        async with asyncio.timeout(30):
            while sum(task.get_name().startswith("poll ") for task in asyncio.all_tasks()) > 1:
                await asyncio.sleep(0.001)

    follow(store, stand, clock, "hang", "unstored")
    written = Unwritable(store, monkeypatch)
    await tick()
    written.broken = False
    follow(store, stand, clock, "hang", "unstored", "unheard")
    answers = Unheard(store, monkeypatch)
    with pytest.raises(StoreError):
        await polling.tick()
    answers.broken = False
    for _ in range(3):
        await tick()
    assert stand.asked == {"hang": 1, "unstored": 1, "unheard": 1}
    assert [feed.outlet for feed in store.feeds.all() if feed.polled_once] == ["Unheard"]
    await polling.close()
