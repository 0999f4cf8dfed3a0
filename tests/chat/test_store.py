"""The real store behind the chat: it fulfils the protocols, and what is owed there goes out once."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat import Messenger, Outbox, Pacing, build_application
from bot.chat.application import BotApplication
from bot.chat.ports import Archive, OwedRows
from bot.chat.rows import LedgerRows
from bot.model import (
    DeliveryKind,
    Entry,
    FeedKind,
    FeedSource,
    FeedState,
    FeedUpdate,
    Figure,
    NewArticle,
    Plan,
    Role,
    Validators,
)
from bot.sandbox import Sandbox
from bot.store import Store, open_store
from bot.store import stories as known_stories
from tests.chat.builders import DEMAND, TOKEN, article, chat, context, placed
from tests.chat.conftest import Phone, running, until
from tests.chat.test_outbox import delivering


def clock() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "chat.db")
    with open_store(f"sqlite:///{tmp_path / 'chat.db'}", worker="test") as opened:
        yield opened


def ring(store: Store) -> None:
    """A poll found a report that rings."""
    assert tell(store, "guid-1", placed(DEMAND)) == len(store.chats())


def tell(store: Store, guid: str, figure: Figure) -> int:
    """A poll found a report with a figure; the chats that it rings."""
    now = clock()
    store.sync_feeds([FeedSource("https://feeds.example/1", "Yonhap", "en", "KR", FeedKind.AGENCY)], now)
    feed = store.feeds()[0]
    about = article(1, figures=[figure])
    entry = Entry(guid, f"{about.url}#{guid}", about.title, about.text, about.published)
    new = NewArticle(entry, about.reading, about.published, None, opens=1, ring=True, why="a new story")
    update = FeedUpdate(
        feed.id, Validators(), "00", True, now, now + timedelta(hours=1), 3600, 0, None, FeedState.ACTIVE, "Yonhap", 1
    )
    return store.apply(Plan(update, (new,)), now).rung


def test_rows_are_made_again_only_of_figures_that_something_else_was_told_of(store: Store) -> None:
    about = context(store, now=clock)
    rows = LedgerRows(about)
    assert rows.of(None) == ()
    ring(store)
    first = rows.of(None)
    assert rows.of(None) is first
    tell(store, "guid-2", placed(replace(DEMAND, value=7e9)))
    tell(store, "guid-3", placed(replace(DEMAND, value=1e12, currency="KRW", role=Role.OFFERED)))
    second = rows.of(None)
    assert second == LedgerRows(about).of(None)
    assert [row.value for row in second] == [7e9, 5e9, 1e12]
    tell(store, "guid-4", placed(replace(DEMAND, value=2e12, currency="KRW", role=Role.OFFERED)))
    third = rows.of(None)
    assert third == LedgerRows(about).of(None)
    assert [one is other for one, other in zip(third[:2], second[:2], strict=True)] == [True, True]


async def test_the_first_reader_finds_prepared_what_answers_read(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ring(store)
    application = build_application(TOKEN, "http://127.0.0.1:9", context(store, now=clock))
    assert application.post_init is not None
    await application.post_init(application)
    assert list(store._gists._kept.gists) == [1]
    assert "longer" not in caplog.text
    with store._database.write() as connection:
        connection.exec_driver_sql("DROP TABLE gists")
        known_stories.changed(connection)
    await application.post_init(application)
    assert "the first answer will take longer: StoreError" in caplog.text


async def test_from_subscription_to_alert_to_why(sandbox: Sandbox, phone: Phone, store: Store) -> None:
    archive: Archive = store
    async with running(sandbox.url, context(archive, now=clock)) as application:
        me, channel = await phone.add("private", "Ada"), await phone.add("channel", "Desk")
        for number in (me, channel):
            await phone.ask(number, "/subscribe")
        ring(store)
        await deliver_all(application, store)
        message = await phone.answer(me)
        assert "US$5bn a year demanded, according to lawmakers in Seoul" in message["text"]
        assert (await phone.answer(channel))["text"] == message["text"]
        answer = await phone.ask(me, "/why", reply_to=message["id"])
        assert "Decision: a new story." in answer
        assert "US$5bn a year demanded, according to lawmakers in Seoul" in await phone.ask(me, "/figures korea")
        assert "Owed: nothing · sent in 24 h: 2" in await phone.ask(me, "/status")
        assert (await phone.ask(me, "/timezone tokyo")).startswith("Times are shown in Asia/Tokyo")
        assert "✓ Yonhap" in await phone.ask(me, "/sources")


async def deliver_all(application: BotApplication, store: Store) -> None:
    rows: OwedRows = store
    box = Outbox(rows, Messenger(application.bot, context(store)), Pacing(1000), now=clock)
    async with delivering(box):
        await until(lambda: store.owed() == 0)


async def test_rows_claimed_by_a_worker_that_died_go_out_once(
    sender: BotApplication, phone: Phone, store: Store
) -> None:
    me = await phone.add("private")
    store.subscribe(chat(me), clock())
    ring(store)
    claimed = store.claim_owed(clock(), 10, timedelta(seconds=60))
    assert [row.kind for row in claimed] == [DeliveryKind.ALERT]
    assert store.release_leases() == 1
    await deliver_all(sender, store)
    assert len(await phone.messages(me)) == 1
