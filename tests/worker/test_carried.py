"""One story of thirty outlets, from their feeds' entries to one message in a chat, which tells how many they are."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

import aiohttp
import pytest
from telegram import Bot

from bot.chat import ChatContext, Messenger, Outbox, Pacing, build_application
from bot.desk.intake.novelty import Judge
from bot.feeds import FetchPolicy, Poller
from bot.model import Alerts, Chat, ChatType, Entry, FeedKind, FeedSource, Polled, Validators
from bot.sandbox import Limits, Sandbox
from bot.store import Store, open_store
from bot.worker.intake.pipeline import Pipeline
from tests.chat.conftest import Json, Phone
from tests.desk.replayed import replay
from tests.feeds.conftest import USER_AGENT
from tests.shared import rates, reader, topic
from tests.worker.intake.test_polling import Clock

TOKEN = "4242:AAEexampleTokenOfTheTests_only"
MORNING = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)

HEADLINE = "U.S. walks out of defense cost-sharing talks with South Korea"
AGENCY = (
    "SEOUL, March 3 (Yonhap) -- The United States broke off talks with South Korea on Tuesday over the cost of "
    "stationing American troops. U.S. negotiators demanded $6 billion a year from Seoul, lawmakers said."
)
RETOLD = (
    "American officials left the table in Seoul over what the troops there are to cost, Yonhap reported. Washington's "
    "negotiators ask South Korea for $6 billion a year, and they broke off the talks on Tuesday."
)
OWN = (
    "Two people in the room told this paper how it ended: the U.S. side packed its papers after an hour and broke off "
    "the talks on cost-sharing. South Korea was asked for $6 billion a year for the American troops, they said."
)
DEAL = "SEOUL (Yonhap) -- The allies agreed on a new cost-sharing deal, officials said."
DENIAL = "Seoul denies that talks with U.S. on troop costs were broken off"
DENYING = (
    "South Korea's foreign ministry denied on Wednesday that the cost-sharing talks with the United States had broken "
    "off. American troops and the $6 billion a year that Washington demanded were still on the table, it said."
)


@pytest.fixture
def clock() -> Clock:
    turned = Clock()
    turned.now = MORNING
    return turned


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    with open_store(migrated_url, worker="test") as opened:
        yield opened


class Desk:
    """The worker's own parts, put together by hand: what feeds bring goes in, and what is owed goes out."""

    def __init__(self, store: Store, bot: Bot, context: ChatContext, phone: Phone, clock: Clock) -> None:
        self.store, self.bot, self.phone, self.clock = store, bot, phone, clock
        judge = Judge(topic().baseline, rates().convert, topic().vocabulary.cues)
        self.pipeline = Pipeline(
            store, Poller(FetchPolicy(USER_AGENT)), reader(), floor=600, now=clock, judge=lambda: judge
        )
        self.messenger = Messenger(bot, context)

    async def follow(self, outlets: Sequence[str]) -> None:
        """Feeds that had their first poll, in which nothing was."""
        sources = [
            FeedSource(f"https://feeds.example/{n}", outlet, "en", "KR", FeedKind.NEWSPAPER)
            for n, outlet in enumerate(outlets)
        ]
        self.store.feeds.sync(sources, self.clock())
        polls = (self.pipeline.take_in(feed, Polled((), Validators(), "00")) for feed in self.store.feeds.all())
        await asyncio.gather(*polls)

    async def bring(self, outlet: str, title: str, text: str) -> int:
        """An outlet's feed has one report; how many messages are owed for it."""
        feed = next(feed for feed in self.store.feeds.all() if feed.outlet == outlet)
        slug = f"{outlet}/{title}".replace(" ", "-")
        entry = Entry(slug, f"https://news.example/{slug}", title, text, self.clock(), language="en")
        return (await self.pipeline.take_in(feed, Polled((entry,), Validators(), slug))).rung

    async def deliver(self) -> None:
        """Everything that is due now goes out, by the delivery loop."""
        box, stop = (
            Outbox(self.store.outbox, self.messenger, Pacing(1000, 1000, 100_000), now=self.clock),
            asyncio.Event(),
        )
        task = asyncio.create_task(box.run(stop))
        async with asyncio.timeout(20):
            while self.due():
                await asyncio.sleep(0.01)
        stop.set()
        await task

    def due(self) -> bool:
        with self.store._database.read() as connection:
            query = (
                "SELECT count(*) FROM outbox WHERE state = 'leased' OR (state IN ('owed', 'held') AND not_before <= {})"
            )
            now = "'" + self.clock().isoformat(" ", "microseconds").removesuffix("+00:00") + "'"
            if self.store.dialect == "postgresql":
                now = f"TIMESTAMPTZ {now[:-1]}+00'"
            return bool(connection.exec_driver_sql(query.format(now)).scalar())

    def subscribe(self, chat: int, alerts: Alerts = Alerts.ALL) -> None:
        self.store.outbox.subscribe(Chat(chat, ChatType.PRIVATE, "Reader", subscribed=True), self.clock())
        self.store.outbox.set_alerts(chat, alerts, "08:00")

    async def messages(self, chat: int) -> list[Json]:
        return await self.phone.messages(chat)


@pytest.fixture
async def desk(store: Store, clock: Clock) -> AsyncIterator[Desk]:
    sandbox = Sandbox(token=TOKEN, state=None, limits=Limits.off())
    await sandbox.start("127.0.0.1", 0)
    context = ChatContext(
        store=store, topic=topic(), convert=rates().convert, now=clock, operators=frozenset(), default_zone="UTC",
        started=MORNING, version="0", replay=False,
    )  # fmt: skip
    application = build_application(TOKEN, sandbox.url, context)
    await application.initialize()
    async with aiohttp.ClientSession() as session:
        yield Desk(store, application.bot, context, Phone(sandbox.url, session), clock)
    await application.shutdown()
    await sandbox.stop()


def reprints(number: int) -> list[str]:
    return [f"Paper {n}" for n in range(number)]


async def test_a_story_of_thirty_outlets_rings_once_and_ends_with_how_many_they_are(desk: Desk) -> None:
    outlets = ["Yonhap", *reprints(20), *(f"Gazette {n}" for n in range(8)), "The Herald"]
    await desk.follow(outlets)
    chat = await desk.phone.add("private")
    desk.subscribe(chat)

    assert await desk.bring("Yonhap", HEADLINE, AGENCY) == 1
    await desk.deliver()
    (alert,) = await desk.messages(chat)
    assert "outlet" not in alert["text"], "of one outlet there is nothing to count"
    for outlet in outlets[1:]:
        desk.clock.turn(seconds=1)
        text = AGENCY if outlet.startswith("Paper") else RETOLD if outlet.startswith("Gazette") else OWN
        assert await desk.bring(outlet, HEADLINE, text) == 0
    await desk.deliver()
    assert await desk.messages(chat) == [alert], "its edit waits, so that many echoes are one"

    desk.clock.turn(minutes=2)
    await desk.deliver()
    (told,) = await desk.messages(chat)
    assert told["id"] == alert["id"]
    assert told["text"] == f"{alert['text']}\n\nEvery report: /story_1\n30 outlets, 2 original reports"
    assert told["buttons"] == alert["buttons"]
    assert len(await desk.phone.requests("sendMessage")) == 1
    assert len(await desk.phone.requests("editMessageText")) == 1


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_a_denial_comes_as_a_reply_to_the_alert_and_rings_nobody_twice(desk: Desk) -> None:
    await desk.follow(["Yonhap", "The Herald"])
    early, latecomer = await desk.phone.add("private"), await desk.phone.add("private")
    desk.subscribe(early)
    await desk.bring("Yonhap", HEADLINE, AGENCY)
    await desk.deliver()
    (alert,) = await desk.messages(early)
    desk.subscribe(latecomer)

    desk.clock.turn(hours=20)
    assert await desk.bring("The Herald", DENIAL, DENYING) == 1
    await desk.deliver()
    first, answer = await desk.messages(early)
    assert first["text"] == alert["text"], "what was told stays told"
    assert answer["reply_to"] == alert["id"]
    assert answer["text"].startswith("Denied · ")
    assert DENIAL in answer["text"]
    assert await desk.messages(latecomer) == []

    desk.clock.turn(minutes=2)
    await desk.deliver()
    edited, _ = await desk.messages(early)
    assert f"Denied: {DENIAL} · The Herald" in edited["text"]
    assert edited["text"].endswith("2 outlets, 2 original reports")


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_what_later_reports_and_silent_edits_bring_stands_in_the_message_that_went_out(desk: Desk) -> None:
    await desk.follow(["Yonhap", "The Herald"])
    chat = await desk.phone.add("private")
    desk.subscribe(chat)
    await desk.bring("Yonhap", HEADLINE, AGENCY)
    await desk.deliver()
    desk.clock.turn(minutes=10)
    other = f"{OWN} Washington would settle for $4.4 billion a year, a negotiator said, and demanded it in February."
    assert await desk.bring("The Herald", HEADLINE, other) == 0
    assert await desk.bring("Yonhap", HEADLINE, AGENCY.replace("$6 billion", "$5.5 billion")) == 0
    desk.clock.turn(minutes=10)
    await desk.deliver()
    (told,) = await desk.messages(chat)
    lines = told["text"].split("\n")
    assert lines[lines.index("Added by later reports") + 1].endswith("· The Herald")
    change = next(line for line in lines if line.startswith("✎ "))
    assert change.startswith("✎ Yonhap, 3 Mar 2026: changed in silence: US$6bn demanded → US$5.5bn demanded")
    urls = {entity["url"] for entity in told["entities"] if entity["type"] == "text_link"}
    assert len(urls) == 2, "each opens to its report"


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_a_denial_that_came_before_its_claim_is_in_the_claims_alert(desk: Desk) -> None:
    await desk.follow(["Yonhap", "The Herald"])
    chat = await desk.phone.add("private")
    title = "Seoul denies report of deal on troop costs with Washington"
    await desk.bring("The Herald", title, "A spokesman knows of no deal on the cost of American troops in South Korea.")
    desk.subscribe(chat)
    desk.clock.turn(hours=5)
    claim = "U.S., South Korea reach deal on cost of American troops"
    await desk.bring("Yonhap", claim, DEAL)
    await desk.deliver()
    (alert,) = await desk.messages(chat)
    assert claim in alert["text"]
    assert f"Denied: {title} · The Herald, 3 Mar 2026" in alert["text"]
    assert any(title.replace(" ", "-") in entity.get("url", "") for entity in alert["entities"])


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_a_denial_in_a_story_of_its_own_is_a_reply_and_stands_in_the_alert_too(desk: Desk) -> None:
    await desk.follow(["Yonhap", "The Herald"])
    chat = await desk.phone.add("private")
    desk.subscribe(chat)
    await desk.bring("Yonhap", "U.S., South Korea reach deal on cost of American troops", DEAL)
    await desk.deliver()
    desk.clock.turn(hours=30)
    title = "Presidential office denies deal with Washington"
    text = "Asked about the cost of US troops in South Korea, a spokeswoman in Seoul said that three points were open."
    await desk.bring("The Herald", title, text)
    await desk.deliver()
    desk.clock.turn(minutes=2)
    await desk.deliver()
    alert, reply = await desk.messages(chat)
    assert reply["reply_to"] == alert["id"]
    assert f"Denied: {title} · The Herald, 4 Mar 2026" in alert["text"]
    assert "outlet" not in alert["text"], "it is another story"


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_an_alert_that_is_gone_is_not_edited_again(desk: Desk) -> None:
    await desk.follow(["Yonhap", "Paper 0", "Paper 1"])
    chat = await desk.phone.add("private")
    desk.subscribe(chat)
    await desk.bring("Yonhap", HEADLINE, AGENCY)
    await desk.deliver()
    (alert,) = await desk.messages(chat)
    await desk.bot.delete_message(chat, alert["id"])
    for outlet in ("Paper 0", "Paper 1"):
        await desk.bring(outlet, HEADLINE, AGENCY)
        desk.clock.turn(minutes=6)
        await desk.deliver()
    assert len(await desk.phone.requests("editMessageText")) == 1
    assert desk.store.outbox.owed() == 0


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_a_digest_tells_the_day_in_one_message_and_a_turn_comes_before_it(desk: Desk) -> None:
    await desk.follow(["Yonhap", "The Herald"])
    daily, critical = await desk.phone.add("private"), await desk.phone.add("private")
    desk.subscribe(daily, Alerts.DIGEST)
    desk.subscribe(critical, Alerts.CRITICAL)
    title = "Japan and US begin cost-sharing talks in Washington"
    text = "Tokyo and Washington began talks on Tuesday on the cost of American troops in Japan."
    assert await desk.bring("The Herald", title, text) == 1
    await desk.deliver()
    assert await desk.messages(daily) == []

    assert await desk.bring("Yonhap", HEADLINE, AGENCY) == 2, "what is critical waits for no digest"
    await desk.deliver()
    assert [HEADLINE in one["text"] for one in [*await desk.messages(daily), *await desk.messages(critical)]] == [
        True
    ] * 2

    desk.clock.turn(days=1)
    await desk.deliver()
    _, digest = await desk.messages(daily)
    assert digest["text"].startswith("Digest · 1 story\n")
    assert title in digest["text"]
    assert len(await desk.messages(critical)) == 1
    assert desk.store.outbox.owed() == 0
    assert timedelta(0) < desk.clock() - MORNING


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_the_archive_told_by_a_feed_rings_what_the_desk_says_it_would(desk: Desk) -> None:
    """The store knows what the desk must hold a report against: of the first talks, every alert and every reply."""
    until = date(2019, 3, 31)
    await desk.follow(["Replay"])
    desk.subscribe(await desk.phone.add("private"))
    decided = {one.past.id: one.new for one in replay(until=until)}
    archive = sorted((past for past in topic().archive if past.date <= until), key=lambda one: (one.date, one.id))
    for past in archive:
        published = datetime.combine(past.date, time(0), UTC)
        desk.clock.now = published
        entry = Entry(past.id, past.url, past.title, past.text, published, past.language, past.outlet)
        (feed,) = desk.store.feeds.all()
        told = (await desk.pipeline.take_in(feed, Polled((entry,), Validators(), past.id))).rung
        new = decided.get(past.id)
        assert told == (0 if new is None else int(new.ring or new.answers is not None)), past.title
