"""The real store behind the chat: it fulfils the protocols, and what is owed there goes out once."""

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.chat import Messenger, Outbox, Pacing, build_application, ports
from bot.chat.commands.course import CourseAnswers, end_of
from bot.chat.commands.ledger import LedgerRows
from bot.chat.updates.application import BotApplication
from bot.desk.ledger.selection import MOST_TOLD, NEWEST
from bot.model import (
    LEDGER_ROLES,
    Change,
    DeliveryKind,
    Edit,
    Entry,
    Event,
    FeedKind,
    FeedSource,
    Figure,
    Level,
    NewArticle,
    Role,
)
from bot.sandbox import Sandbox
from bot.store import Store, open_store
from bot.store.database import marks
from tests.chat.builders import DEMAND, NOW, TOKEN, article, chat, context, families, placed
from tests.chat.conftest import Phone, running, until
from tests.chat.delivery.test_outbox import delivering
from tests.store import build


def clock() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    with opened(sqlite_template, tmp_path / "chat.db") as archive:
        yield archive


def opened(template: Path, path: Path) -> Store:
    shutil.copy(template, path)
    return open_store(f"sqlite:///{path}", worker="test")


def ring(store: Store) -> None:
    """A poll found a report that rings."""
    assert tell(store, "guid-1", placed(DEMAND)) == len(store.outbox.chats())


def tell(store: Store, guid: str, figure: Figure) -> int:
    """A poll found a report with a figure; the chats that it rings."""
    now = clock()
    store.feeds.sync([FeedSource("https://feeds.example/1", "Yonhap", "en", "KR", FeedKind.AGENCY)], now)
    feed = store.feeds.all()[0]
    about = article(1, figures=[figure])
    entry = Entry(guid, f"{about.url}#{guid}", about.title, about.text, about.published)
    new = NewArticle(entry, about.reading, about.published, None, opens=1, ring=True, why="a new story")
    plan = build.plan(feed.id, new, last_polled=now, next_due=now + timedelta(hours=1))
    return store.intake.apply(plan, now).rung


def test_rows_are_made_again_only_of_figures_that_something_else_was_told_of(store: Store) -> None:
    about = context(store, now=clock)
    rows = LedgerRows(families(about))
    assert rows.of(None) == ()
    ring(store)
    first = rows.of(None)
    assert rows.of(None) is first
    tell(store, "guid-2", placed(replace(DEMAND, value=7e9)))
    tell(store, "guid-3", placed(replace(DEMAND, value=1e12, currency="KRW", role=Role.OFFERED)))
    second = rows.of(None)
    assert second == LedgerRows(families(about)).of(None)
    assert [row.value for row in second] == [7e9, 5e9, 1e12]
    tell(store, "guid-4", placed(replace(DEMAND, value=2e12, currency="KRW", role=Role.OFFERED)))
    third = rows.of(None)
    assert third == LedgerRows(families(about)).of(None)
    assert [one is other for one, other in zip(third[:2], second[:2], strict=True)] == [True, True]


def test_what_was_known_on_a_day_is_what_a_run_stopped_that_day_answers(
    store: Store, sqlite_template: Path, tmp_path: Path
) -> None:
    """With more figures than are picked of a ledger, and a report that was edited since."""
    reports, day = _course_of_talks(160), end_of((NOW - timedelta(days=30)).date())
    then, since = [[one for one in reports if (one.published > day) is late] for late in (False, True)]
    change = Change("changed in silence", Level.MATERIAL)
    edit = Edit(len(then), 1, "stamp", "Nothing is settled", "No sum at all.", build.reading(), change)
    feed = build.add_feed(store)
    store.intake.apply(build.plan(feed, *then), day)
    store.intake.apply(replace(build.plan(feed, *since), edits=(edit,)), NOW)
    with opened(sqlite_template, tmp_path / "stopped.db") as archive:
        archive.intake.apply(build.plan(build.add_feed(archive), *then), day)
        stopped = families(context(archive, now=lambda: day)).of(CourseAnswers)
        today = families(context(store, now=lambda: NOW)).of(CourseAnswers)
        for words in ("", "korea", "japan 60d"):
            known = stopped.the_summary(words)
            assert today.the_stand(f"{day.date()} {words}") == known
            assert known.tracks
        assert len(store.archive.ledger(("KR", "JP"))) > NEWEST + MOST_TOLD
        assert "settled" not in str(known)
    now = store.archive.article(len(then))
    assert now is not None
    assert now.title == "Nothing is settled"


def _course_of_talks(number: int) -> list[NewArticle]:
    chance = random.Random(number)
    titles = {Event.TALKS_ROUND: "Seoul in talks", Event.SIGNED: "Deal signed", Event.STATEMENT: "More is asked for"}
    found = []
    for n in range(number):
        event, track = chance.choice(list(titles)), chance.choice(["KR", "KR", "JP"])
        figures = [
            replace(DEMAND, value=float(chance.randint(2, 200)) * 1e8, payer=track, role=chance.choice(LEDGER_ROLES))
            for _ in range(2)
        ]
        entry = replace(build.entry(str(n)), title=titles[event], outlet=f"Outlet {n % 7}")
        reading = build.reading(*map(placed, figures), event=event, track=track)
        published = NOW - timedelta(hours=12 * (number - n))
        found.append(build.new(entry=entry, reading=reading, published=published, opens=n // 2))
    return found


async def test_the_first_reader_finds_prepared_what_answers_read(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ring(store)
    application = build_application(TOKEN, "http://127.0.0.1:9", context(store, now=clock))
    assert application.post_init is not None
    await application.post_init(application)
    assert list(store.archive._gists._kept.gists) == [1]
    assert "longer" not in caplog.text
    with store._database.write() as connection:
        connection.exec_driver_sql("DROP TABLE gists")
        marks.changed(connection)
    await application.post_init(application)
    assert "the first answer will take longer: StoreError" in caplog.text


async def test_from_subscription_to_alert_to_why(sandbox: Sandbox, phone: Phone, store: Store) -> None:
    asked: ports.Store = store
    async with running(sandbox.url, context(asked, now=clock)) as application:
        me, channel = await phone.add("private", "Ada"), await phone.add("channel", "Desk")
        for number in (me, channel):
            await phone.ask(number, "/subscribe")
        ring(store)
        await deliver_all(application, store)
        message = await phone.answer(me)
        assert "US$5bn a year demanded, according to lawmakers in Seoul" in message["text"]
        assert (await phone.answer(channel))["text"] == message["text"]
        answer = await phone.ask(me, "/why", reply_to=message["id"])
        assert "Rule that let it in: a bill for forces\nDecision: a new story." in answer
        assert "US$5bn a year demanded, according to lawmakers in Seoul" in await phone.ask(me, "/figures korea")
        assert "Waiting to be sent: nothing · sent in the last 24 h: 2" in await phone.ask(me, "/status")
        assert (await phone.ask(me, "/timezone tokyo")).startswith("Times are shown in Asia/Tokyo")
        assert "✓ Yonhap" in await phone.ask(me, "/sources")


async def deliver_all(application: BotApplication, store: Store) -> None:
    rows: ports.OwedRows = store.outbox
    box = Outbox(rows, Messenger(application.bot, context(store)), Pacing(1000), now=clock)
    async with delivering(box):
        await until(lambda: store.outbox.owed() == 0)


async def test_rows_claimed_by_a_worker_that_died_go_out_once(
    sender: BotApplication, phone: Phone, store: Store
) -> None:
    me = await phone.add("private")
    store.outbox.subscribe(chat(me), clock())
    ring(store)
    claimed = store.outbox.claim_owed(clock(), 10, timedelta(seconds=60))
    assert [row.kind for row in claimed] == [DeliveryKind.ALERT]
    assert store.outbox.release_leases() == 1
    await deliver_all(sender, store)
    assert len(await phone.messages(me)) == 1
