"""The replay over real HTTP: feeds that a feed reader reads, a clock that waits, is steered, and is remembered."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from typing import Any

import aiohttp
import feedparser
import pytest
from msgspec.structs import replace
from multidict import CIMultiDict

from bot.feeds import FetchPolicy, Poller
from bot.model import Feed, FeedKind, PastReport, Polled, Unchanged
from bot.sandbox import Limits, Sandbox
from bot.sandbox.replay import FROM, PLACE, WINDOW, Memory, Replay
from tests.sandbox.client import SandboxClient

DAY = date(2019, 11, 19)
DAYS = "2019-11-11 to 2019-11-21"
"""That the replay of ``REPORTS`` can begin at: one is before the first, and one left on the last."""
MADE: dict[str, Any] = {"on_topic": True, "outlet": "Reuters", "text": "The delegations parted early."}


def report(number: int, day: date, language: str = "en", **more: Any) -> PastReport:
    given = MADE | {"title": f"Report {number}", "url": f"https://news.example/{number}"} | more
    return PastReport(id=f"r{number}", date=day, language=language, **given)


REPORTS = [
    report(4, DAY + timedelta(2), "ko", title="협상 재개", outlet="연합뉴스"),
    report(1, DAY - timedelta(9)),
    report(2, DAY, title="Talks break off"),
    report(3, DAY + timedelta(1)),
]


class Kept(dict[str, str]):
    """A memory as the store's: strings under keys."""

    def put(self, key: str, value: str) -> None:
        self[key] = value


class Broken(Kept):
    """A memory that cannot write the first times that it is asked to."""

    def __init__(self, fails: int) -> None:
        super().__init__({"replay.begun": "yes"})
        self.fails = fails

    def put(self, key: str, value: str) -> None:
        if self.fails:
            self.fails -= 1
            raise OSError("the disk is full")
        super().put(key, value)


class Stand:
    """A sandbox with a replay, and what a feed reader sees of it."""

    def __init__(self, replay: Replay, sandbox: Sandbox, client: SandboxClient, session: aiohttp.ClientSession) -> None:
        self.replay, self.sandbox, self.client, self._session = replay, sandbox, client, session

    async def get(self, language: str = "en", **headers: str) -> tuple[int, CIMultiDict[str], bytes]:
        url = f"{self.sandbox.url}/replay/{language}.xml"
        async with self._session.get(url, headers=headers) as response:
            return response.status, response.headers.copy(), await response.read()

    async def feed(self, language: str = "en") -> Any:
        _, headers, body = await self.get(language)
        parsed = feedparser.parse(body, response_headers={"content-type": headers["Content-Type"]})
        assert not parsed.bozo, parsed.get("bozo_exception")
        return parsed

    async def titles(self, language: str = "en") -> list[str]:
        return [entry.title for entry in (await self.feed(language)).entries]

    async def status(self) -> Any:
        return (await self.client.state())["replay"]

    async def wait(self, *, sent: int = 0, over: bool = False) -> Any:
        """The status once so many reports are told, or all."""
        deadline = time.monotonic() + 10
        while (status := await self.status())["sent"] < sent or status["over"] < over:
            assert time.monotonic() < deadline, status
            await asyncio.sleep(0.02)
        return status


Open = Callable[..., Any]


@pytest.fixture
async def stand() -> AsyncIterator[Open]:
    """``await stand(reports, seconds=..., store=...)`` gives a Stand; all of them end with the test."""
    opened: list[tuple[Sandbox, SandboxClient, aiohttp.ClientSession]] = []

    async def make(
        reports: list[PastReport] = REPORTS, *, seconds: float = 60, store: Memory | None = None, first_day: date = DAY
    ) -> Stand:
        replay = Replay(reports, seconds=seconds, store=Kept() if store is None else store, first_day=first_day)
        sandbox = Sandbox(token="42:replay", limits=Limits.off(), replay=replay)
        await sandbox.start("127.0.0.1", 0)
        client, session = await SandboxClient(sandbox.url).__aenter__(), aiohttp.ClientSession()
        opened.append((sandbox, client, session))
        return Stand(replay, sandbox, client, session)

    yield make
    for sandbox, client, session in opened:
        await session.close()
        await client.__aexit__(None, None, None)
        await sandbox.stop()


async def test_a_feed_reader_reads_titles_links_days_and_outlets(stand: Open) -> None:
    one = await stand(first_day=DAY + timedelta(1))
    feed = await one.feed()
    assert (feed.version, feed.feed.language) == ("rss20", "en")
    assert feed.feed.link == f"{one.sandbox.url}/"
    newest = feed.entries[0]
    assert (newest.title, newest.link) == ("Talks break off", "https://news.example/2")
    assert (newest.id, newest.guidislink) == ("replay:r2", False)
    assert dict.get(newest, "updated") == "2019-11-19"
    assert tuple(newest.updated_parsed[:3]) == (2019, 11, 19)
    assert (newest.source.title, newest.source.href) == ("Reuters", "https://news.example/2")
    assert newest.summary == "The delegations parted early."
    assert [entry.title for entry in feed.entries] == ["Talks break off", "Report 1"]


async def test_each_language_has_a_feed_of_its_own(stand: Open) -> None:
    one = await stand(seconds=0.1)
    feeds = one.replay.feeds
    assert [(feed.language, feed.kind) for feed in feeds] == [("en", FeedKind.REPLAY), ("ko", FeedKind.REPLAY)]
    assert [feed.url for feed in feeds] == [f"{one.sandbox.url}/replay/{it}.xml" for it in ("en", "ko")]
    assert await one.titles("ko") == []
    one.replay.begin()
    await one.wait(over=True)
    assert await one.titles("ko") == ["협상 재개"]
    assert await one.titles("en") == ["Report 3", "Talks break off", "Report 1"]
    status, _, body = await one.get("fr")
    assert (status, body) == (404, b"no such feed in the replay")


async def test_an_unchanged_feed_is_not_sent_again(stand: Open) -> None:
    one = await stand(seconds=0.3)
    status, headers, body = await one.get()
    assert status == 200
    assert b"Report 1" in body
    for known in (headers["ETag"], f"W/{headers['ETag']}", f'"other", {headers["ETag"]}', "*"):
        status, again, body = await one.get(**{"If-None-Match": known})
        assert (status, again["ETag"], body) == (304, headers["ETag"], b""), known
    assert (await one.get(**{"If-None-Match": '"other"'}))[0] == 200
    one.replay.begin()
    await one.wait(sent=2)
    status, newer, _ = await one.get(**{"If-None-Match": headers["ETag"]})
    assert status == 200
    assert newer["ETag"] != headers["ETag"]


async def test_the_bots_own_poller_reads_it(stand: Open) -> None:
    one = await stand()
    source = one.replay.feeds[0]
    policy = FetchPolicy(user_agent="burdenwatch-test", own_feeds=frozenset({source.url}))
    feed = Feed(1, source.url, source.outlet, source.language, source.country, source.kind)
    async with Poller(policy) as poller:
        outcome = await poller.poll(feed)
        assert isinstance(outcome, Polled)
        assert isinstance(await poller.poll(replace(feed, validators=outcome.validators)), Unchanged)
    (entry,) = outcome.entries
    assert (entry.title, entry.link, entry.outlet) == ("Report 1", "https://news.example/1", "Reuters")
    assert entry.published is not None
    assert entry.published.date() == DAY - timedelta(9)


async def test_it_starts_with_what_came_before_the_first_day_and_waits(stand: Open) -> None:
    one = await stand(seconds=0.1)
    assert await one.status() == {
        "on": False,
        "begun": False,
        "paused": False,
        "over": False,
        "sent": 1,
        "total": 4,
        "date": "2019-11-10",
        "seconds": 0.1,
        "from": "2019-11-19",
        "days": None,
        "anew": False,
    }
    await asyncio.sleep(0.4)
    assert await one.titles() == ["Report 1"]


@pytest.mark.parametrize(
    ("days", "first_day", "sent"),
    [
        ([], DAY, 0),
        ([0], DAY, 1),
        ([0, 1], DAY, 1),
        ([0, 1], DAY + timedelta(9), 1),
        ([0, 1, 2], DAY + timedelta(9), 2),
    ],
)
async def test_there_is_always_a_past_and_something_left_to_tell(
    stand: Open, days: list[int], first_day: date, sent: int
) -> None:
    reports = [report(day, DAY + timedelta(day)) for day in days]
    one = await stand(reports, first_day=first_day)
    status = await one.status()
    assert (status["sent"], status["total"], status["over"]) == (sent, len(days), sent == len(days))
    assert (status["date"] is None) == (not days)


async def test_one_report_follows_another_at_the_pace_asked_for(stand: Open) -> None:
    one = await stand(seconds=0.4)
    async with one.client.events() as events:
        began = time.monotonic()
        one.replay.begin()
        for told in range(4):
            event = await asyncio.wait_for(anext(events), 10)
            assert (event["type"], event["replay"]["sent"]) == ("replay", told + 1)
            assert time.monotonic() - began > 0.4 * told - 0.05, "none comes early, though a busy machine is late"
    assert time.monotonic() - began < 10
    status = await one.status()
    assert (status["over"], status["on"], status["date"]) == (True, False, "2019-11-21")


async def test_a_pause_holds_it_and_a_new_pace_counts_at_once(stand: Open) -> None:
    one = await stand()
    one.replay.begin()
    assert (await one.client.call("POST", "/api/replay", {"paused": True}))["paused"] is True
    assert (await one.client.call("POST", "/api/replay", {"seconds": 0.1}))["on"] is False
    await asyncio.sleep(0.4)
    assert (await one.status())["sent"] == 1
    assert (await one.client.call("POST", "/api/replay", {"paused": False}))["on"] is True
    assert (await one.wait(over=True))["seconds"] == 0.1


async def test_its_place_and_its_beginning_outlive_a_restart(stand: Open) -> None:
    memory = Kept()
    one = await stand(seconds=0.6, store=memory)
    one.replay.begin()
    await one.wait(sent=2)
    await one.client.call("POST", "/api/replay", {"paused": True})
    held = (await one.status())["sent"]
    await one.sandbox.stop()
    assert memory == {"replay.begun": "yes", "replay.sent": str(held)}
    again = await stand(seconds=60, store=memory)
    status = await again.status()
    assert (status["begun"], status["on"], status["sent"]) == (True, True, held)
    shorter = await stand(REPORTS[:1], store=Kept({"replay.sent": "3"}))
    assert (await shorter.status())["sent"] == 1, "an archive that has shrunk is told, not more than told"


async def test_a_memory_in_trouble_does_not_end_the_clock(stand: Open, caplog: pytest.LogCaptureFixture) -> None:
    one = await stand(seconds=0.1, store=Broken(fails=2))
    await one.wait(over=True)
    assert [record.message for record in caplog.records if record.name == "bot.sandbox.replay"] == [
        "the replay cannot keep its place: the disk is full; again in 0.1 s"
    ] * 2


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"seconds": 0}, "seconds is a number from 0.1 to 3600, not 0"),
        ({"seconds": 3601}, "seconds is a number from 0.1 to 3600, not 3601"),
        ({"seconds": "4"}, "seconds is a number from 0.1 to 3600, not '4'"),
        ({"seconds": True}, "seconds is a number from 0.1 to 3600, not True"),
        ({"seconds": float("nan")}, "seconds is a number from 0.1 to 3600, not nan"),
        ({"paused": "no", "seconds": 2}, "paused is true or false, not 'no'"),
        ({"rewind": 1, "speed": 2}, "the replay knows paused, seconds and from, not rewind, speed"),
        *(
            (
                {"from": typed, "seconds": 2},
                f"the replay can begin on any day from {DAYS}, written like that, not {typed!r}",
            )
            for typed in ("2019-11-10", "2019-11-22", "19.11.2019", "", "2019-02-30", None, 20191119, ["2019-11-19"])
        ),
    ],
)
async def test_a_bad_command_is_refused_with_a_sentence_and_changes_nothing(
    stand: Open, body: dict[str, Any], sentence: str
) -> None:
    begun: list[date] = []
    one = await stand()
    one.replay.on_anew = begun.append
    before = await one.status()
    async with aiohttp.ClientSession() as session, session.post(f"{one.sandbox.url}/api/replay", json=body) as response:
        assert (response.status, await response.json()) == (400, {"error": sentence})
    assert await one.status() == before
    assert begun == []


async def test_it_begins_anew_at_a_day_for_whoever_forgets_the_reports(stand: Open) -> None:
    begun: list[date] = []
    memory = Kept()
    one = await stand(store=memory)
    with pytest.raises(AssertionError, match="this replay cannot begin anew; end the program and run"):
        await one.client.call("POST", "/api/replay", {"from": "2019-11-20"})
    one.replay.on_anew = begun.append
    status = await one.client.call("POST", "/api/replay", {"from": "2019-11-20", "seconds": 2})
    assert (status["days"], status["anew"], status["seconds"]) == (["2019-11-11", "2019-11-21"], True, 2)
    assert begun == [DAY + timedelta(1)]
    headers = {"Origin": "https://evil.example"}
    async with aiohttp.ClientSession(headers=headers) as session:
        asked = session.post(f"{one.sandbox.url}/api/replay", json={"from": "2019-11-20"})
        async with asked as refusal:
            assert (refusal.status, await refusal.json()) == (
                403,
                {"error": "requests from other sites are not served"},
            )
    assert len(begun) == 1
    assert memory == {}, "what becomes of its place is up to whoever forgets the reports"
    again = await stand(store=Kept({FROM: "2019-11-20", PLACE: ""}))
    status = await again.status()
    assert (status["from"], status["sent"], status["date"]) == ("2019-11-20", 2, "2019-11-19")


async def test_hostile_titles_stay_text(stand: Open) -> None:
    title = "<b>&lt;5</b> & ]]></title><item>\x00\x1b\ufffe\ud800"
    url = 'https://news.example/?a=1&b="2"\''
    hostile = report(1, DAY, title=title, url=url, outlet="A & <B>", text="<script>x</script>")
    one = await stand([hostile])
    (entry,) = (await one.feed()).entries
    assert (entry.link, entry.source.title, entry.source.href) == (url, "A & <B>", url)
    assert entry.title == "&lt;b&gt;&amp;lt;5&lt;/b&gt; &amp; ]]&gt;&lt;/title&gt;&lt;item&gt;"
    assert entry.summary == "&lt;script&gt;x&lt;/script&gt;"


async def test_a_feed_holds_the_newest_of_many(stand: Open) -> None:
    many = [report(number, DAY + timedelta(number)) for number in range(100, 100 + 2 * WINDOW)]
    one = await stand(many, first_day=DAY + timedelta(1000))
    titles = await one.titles()
    assert (len(titles), titles[0]) == (WINDOW, f"Report {98 + 2 * WINDOW}")
    before = [report.title for report in one.replay.before]
    assert [*before, *reversed(titles)] == [f"Report {number}" for number in range(100, 99 + 2 * WINDOW)]
