"""When what is old was forgotten nothing rings again, and every answer is what it was; by one worker of several."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from bot.desk.intake.novelty import Judge
from bot.feeds import FetchPolicy, Poller
from bot.model import Article, Entry, Feed, FeedKind, FeedSource, Polled, Validators
from bot.store import Pruned, Store, open_store
from bot.store.keeping import prune
from bot.worker.intake.pipeline import Pipeline
from bot.worker.retention import KEEPER, Retention
from tests.feeds.conftest import USER_AGENT
from tests.shared import rates, reader, topic
from tests.store.build import LEASE, OPERATOR, chat, settlement
from tests.store.filled import fill, said
from tests.worker.intake.test_polling import Clock
from tests.worker.test_carried import AGENCY, DENIAL, DENYING, HEADLINE, MORNING, OWN, RETOLD

DAY = timedelta(days=1)
FERRY = "Ferries were held up in the morning, the harbour office said."
Documents = dict[str, list[Entry]]


@pytest.fixture
def clock() -> Clock:
    turned = Clock()
    turned.now = MORNING
    return turned


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    with open_store(migrated_url, worker="first", operators=[OPERATOR]) as opened:
        yield opened


class House:
    """Feeds whose documents come in as the worker takes them in, and messages that go out at once."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock
        judge = Judge(topic().baseline, rates().convert, topic().vocabulary.cues)
        poller = Poller(FetchPolicy(USER_AGENT))
        self._pipeline = Pipeline(store, poller, reader(), floor=600, now=clock, judge=lambda: judge)
        outlets = ("Yonhap", "The Herald", "Harbour News")
        self.store.feeds.sync(
            [FeedSource(f"https://{n}.example/rss", one, "en", "KR", FeedKind.AGENCY) for n, one in enumerate(outlets)],
            clock(),
        )

    async def poll(self, documents: Documents) -> int:
        """Each feed has its document; how many messages are owed for them."""
        rung = 0
        for outlet, entries in documents.items():
            polled = Polled(tuple(entries), Validators(), f"{self.clock()}")
            rung += (await self._pipeline.take_in(self._feed(outlet), polled)).rung
        return rung

    def _feed(self, outlet: str) -> Feed:
        return next(feed for feed in self.store.feeds.all() if feed.outlet == outlet)

    def deliver(self) -> None:
        while owed := self.store.outbox.claim_owed(self.clock(), 50, LEASE):
            for row in owed:
                self.store.outbox.settle(settlement(row.id), self.clock())


def entry(name: str, title: str, text: str, at: datetime) -> Entry:
    return Entry(f"urn:{name}", f"https://news.example/{name}", title, text, at, language="en")


def reports(store: Store) -> list[Article | None]:
    """What ``/why`` knows of the first messages, by the ids that ``settlement`` gives them."""
    return [store.archive.sent_article(number, 900 + row) for number in (1, -100) for row in range(10)]


async def test_nothing_rings_again_and_every_answer_is_what_it_was(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(store, clock)
    fogs = [entry(f"fog-{n}", f"Fog at the harbour, part {n}", FERRY, MORNING) for n in range(9)]
    await house.poll({"Yonhap": fogs[:3], "The Herald": fogs[3:6], "Harbour News": fogs[6:]})
    for number in (1, -100):
        store.outbox.subscribe(chat(number), clock())
    told = entry("walk-out", HEADLINE, AGENCY, MORNING)
    documents = {
        "Yonhap": [told, fogs[0]],
        "The Herald": [entry("own", HEADLINE, OWN, MORNING), entry("retold", "Talks end early", RETOLD, MORNING)],
        "Harbour News": [entry("walk-out", HEADLINE, AGENCY, MORNING), fogs[8]],
    }
    assert await house.poll(documents) == 2
    house.deliver()
    clock.now += 2 * DAY
    denial = entry("denial", DENIAL, DENYING, clock())
    assert await house.poll(documents | {"The Herald": [*documents["The Herald"], denial]}) > 0
    house.deliver()
    clock.now += 100 * DAY
    later = {name: [entry(f"late-{name}", f"Late ferry of {name}", FERRY, clock())] for name in documents}
    sticky = {"Harbour News": [*later["Harbour News"], fogs[8]]}
    assert await house.poll(later | sticky) == 0
    store.outbox.note_operators([OPERATOR], "the newest message", clock())
    before, about = said(store), reports(store)
    assert len({one.id for one in about if one}) == 2

    monkeypatch.setattr(prune, "ALIVE", 0)  # as if hundreds of stories had come since
    gone = sum(store.prune(clock() - 90 * DAY), Pruned())

    assert gone.messages >= 4
    # But for the one that is shown, and one that was when its feed was last seen to show anything known.
    assert gone.entries == len(fogs) - 2
    assert (said(store), reports(store)) == (before, about)
    everything = {name: [*documents[name], *later[name], *fogs] for name in documents}
    assert await house.poll(everything | {"The Herald": [*everything["The Herald"], denial]}) == 0
    assert store.outbox.owed() == 1  # the operator's line
    assert said(store).items() >= {name: before[name] for name in ("summary", "timeline", "figures", "why")}.items()


@pytest.mark.parametrize("migrated_url", ["postgres"], indirect=True)
async def test_one_worker_of_several_forgets(migrated_url: str, clock: Clock) -> None:
    with open_store(migrated_url, worker="first") as first, open_store(migrated_url, worker="second") as second:
        assert first.try_role(KEEPER)
        steps: list[datetime] = []
        second.prune = steps.append  # type: ignore[assignment, method-assign]  # it is not to be asked
        await Retention(second, 90, clock).tick()
        assert steps == []


async def test_it_says_what_went_and_the_end_waits_for_the_step_under_way(
    store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    fill(store)
    clock.now = MORNING + 3650 * DAY
    caplog.set_level("INFO")
    retention = Retention(store, 90, clock, pause=0)
    await retention.tick()
    assert "older than 90 days and gone: " in caplog.text
    task = asyncio.create_task(retention.tick())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await retention.close()


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_a_database_that_is_locked_costs_a_line_and_another_hour(
    store: Store, clock: Clock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prune, "ALIVE", 0)
    fill(store)
    clock.now = MORNING + 3650 * DAY
    assert store._database.file is not None
    path = store._database.file.path
    with store._database.read() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")  # of the one connection that the pool has
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await Retention(store, 90, clock, pause=0).tick()
        other.execute("ROLLBACK")
    (line,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert "database is locked" in line.getMessage()
    assert line.exc_info is None
