"""The operator's hand on the feeds from the chat: the real commands, store, poller and guard, over loopback."""

import base64
import dataclasses
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from msgspec.structs import replace

from bot.chat import ChatContext
from bot.chat.commands.registry import COMMANDS
from bot.chat.languages.translator import translator
from bot.chat.render.operators import feeds as shown
from bot.feeds import FetchPolicy, Poller
from bot.feeds.ask.guard import Guard
from bot.feeds.discover import discover
from bot.feeds.opml import read_opml
from bot.model import FeedState
from bot.sandbox import Sandbox
from bot.store import DomainLimits, Store, open_store
from bot.worker.sources import Sources
from tests.chat.builders import NOW, TOPIC, context, feed
from tests.chat.conftest import Json, Phone, running, until
from tests.chat.render.retold.test_elsewhere import in_english
from tests.feeds.site import FEED, ITEM, Site, answer, rss
from tests.store.build import plan, source

HTML = ("Content-Type", "text/html")
KOREAN = rss(
    "<title>한미 방위비 협상 재개</title><guid>two</guid><pubDate>Thu, 01 Oct 2026 00:00:00 GMT</pubDate>"
).encode()
LOOPBACK = ip_network("127.0.0.0/8")


@dataclass
class Desk:
    """An operator's private chat with a running bot, the feeds behind it, and a site."""

    phone: Phone
    me: int
    store: Store
    site: Site

    async def ask(self, text: str) -> str:
        return await self.phone.ask(self.me, text)

    async def press(self, label: str) -> Json:
        """Presses the button of the last message, and waits until that message is another."""
        before = await self.last()
        data = next(b["data"] for row in before["buttons"] for b in row if b["text"] == label)
        await self.phone.press(self.me, before["id"], data)
        changed: Json = await until(lambda: self._changed(before))
        return changed

    async def last(self) -> Json:
        return (await self.phone.messages(self.me))[-1]

    async def _changed(self, before: Json) -> Json | None:
        now = await self.last()
        return now if now != before else None

    async def send(self, name: str, content: bytes) -> str:
        document = {"name": name, "content": base64.b64encode(content).decode()}
        await self.phone.call("POST", f"/chats/{self.me}/messages", {"document": document})
        return str((await self.phone.answer(self.me))["text"])

    def follow(self, *names: str) -> None:
        self.store.feeds.add([source(name) for name in names], NOW)


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "feeds.db")
    limits = DomainLimits(lambda url: url.split("/")[2])
    with open_store(f"sqlite:///{tmp_path / 'feeds.db'}", worker="test", limits=limits) as opened:
        opened.feeds.sync([source("topic")], NOW)
        yield opened


@pytest.fixture
async def around(store: Store) -> AsyncIterator[ChatContext]:
    policy = FetchPolicy("test", private_networks=(LOOPBACK,))
    async with Poller(policy) as poller:
        topic = replace(TOPIC, feeds=(source("topic"),))
        desk = Sources(store, topic, look=lambda url: discover(url, poller), guard=Guard(policy), now=lambda: NOW)
        yield context(store, desk=desk)


@pytest.fixture
async def desk(sandbox: Sandbox, phone: Phone, around: ChatContext, store: Store) -> AsyncIterator[Desk]:
    me = await phone.add("private", "Op")
    async with running(sandbox.url, dataclasses.replace(around, operators=frozenset({me}))), Site() as site:
        yield Desk(phone, me, store, site)


async def _at_least(desk: Desk, number: int) -> list[Json] | None:
    edits = await desk.phone.requests("editMessageText")
    return edits if len(edits) >= number else None


def states(store: Store) -> dict[str, FeedState]:
    return {feed.outlet: feed.state for feed in store.feeds.all()}


async def test_a_feed_is_added_shown_paused_resumed_and_removed(desk: Desk) -> None:
    desk.site.routes["/rss"] = answer(200, KOREAN)
    url = desk.site.url("/rss")
    assert await desk.ask(f"/addfeed {url}") == (
        f"Added: A feed\n{url}\n\n1 item in it now, the newest 54 days old\n"
        "Language: it does not say; Korean by its headlines\n"
        "Its first poll fills the archive and rings nobody; from then on what is new may ring.\n"
        "⚠ Nothing new in it for 54 days: is there a newer feed of this site?"
    )
    assert (await desk.ask(f"/addfeed {url}#top")).startswith("This feed is followed already.")
    assert len(desk.site.requests) == 1
    assert (await desk.press("Pause"))["text"].startswith("Paused.\n\n⏸ #2 A feed")
    assert states(desk.store) == {"Topic": FeedState.ACTIVE, "A feed": FeedState.PAUSED}
    assert (await desk.ask("/pausefeed a feed")).startswith("It was paused already.")
    assert (await desk.press("Resume"))["text"].startswith("Resumed.\n\n○ #2 A feed")
    assert (await desk.ask("/resumefeed 2")).startswith("It is active already.")
    assert (await desk.press("Remove"))["text"].startswith("Stop following A feed?")
    assert (await desk.press("Keep"))["text"].startswith("○ #2 A feed")
    assert (await desk.ask(f"/removefeed {url}")).startswith("Stop following A feed?")
    assert (await desk.press("Remove"))["text"] == f"Removed: A feed\n{url}\nIts reports stay."
    assert states(desk.store) == {"Topic": FeedState.ACTIVE}


async def test_of_several_feeds_of_a_page_one_is_chosen_by_a_button(desk: Desk) -> None:
    body = b'<link rel="feed" href="/a"><link rel="feed" href="/b">'
    other = rss(ITEM, channel="<title>B &amp;amp; c</title>").encode()
    desk.site.routes |= {"/": answer(200, b"<html>" + body, HTML), "/a": answer(200, FEED), "/b": answer(200, other)}
    assert await desk.ask(f"/addfeed {desk.site.url('/')}") == (
        "This page names 2 feeds. Which one do you want?\n\n1. A feed · English · 1 item\n2. B & c · English · 1 item"
    )
    assert states(desk.store) == {"Topic": FeedState.ACTIVE}
    assert (await desk.press("2"))["text"].startswith("Added: B & c\n")
    assert desk.store.feeds.all()[-1].url == desk.site.url("/b")


WORDS = [
    ("/addfeed", "Say which: the address of a feed, or of a site that has one.\nTry /addfeed www.yna.co.kr"),
    ("/addfeed ftp://x.test/", "'ftp://x.test/' is no http or https address.\nTry /addfeed www.yna.co.kr"),
    ("/addfeed http://10.0.0.1/rss", "ALLOW_PRIVATE_ADDRESSES"),
    ("/addfeed {site}/page", "is a web page, and no feed that works was found from it; ask the site for its feed."),
    ("/addfeed {site}/none", "answers 404 (Not Found): the feed is not there."),
    ("/addfeed {site}/gone", "answers 410 (Gone): the feed is gone for good."),
    ("/addfeed https://topic.test/rss", "This feed is followed already.\n\n○ #1 Topic (en)\nhttps://topic.test/rss"),
    ("/addfeed https://held.test/rss", "held.test asked to be left alone until 2026-11-24 10:30 UTC"),
    ("/pausefeed", "Say which: its number in /feeds, its name or its address.\nTry /pausefeed 12"),
    ("/removefeed nothing", "No feed goes by “nothing”.\nTry /feeds"),
    ("/removefeed topic", "Topic (en) is in the topic's list and would come back with the next start."),
    ("/resumefeed 99", "No feed goes by “99”.\nTry /feeds"),
    ("/feeds mars", "No feed goes by “mars”.\nTry /feeds"),
    ("/feeds #1", "○ #1 Topic (en)\nhttps://topic.test/rss\n\nLast asked: never\nNext: now"),
    ("/pausefeed hel", "2 feeds go by “hel”. Which one?"),
    ("/resumefeed dropped", "does not name https://dropped.test/rss any more, so nobody asks it."),
]


async def test_right_and_wrong_words_are_answered(desk: Desk) -> None:
    desk.site.routes |= {"/page": answer(200, b"<html>", HTML), "/gone": answer(410)}
    desk.store.feeds.sync([source("topic"), source("dropped")], NOW)
    desk.store.feeds.sync([source("topic")], NOW)
    desk.store.feeds.add([source("held", url="https://held.test/1"), source("Held back")], NOW)
    held = next(feed for feed in desk.store.feeds.all() if feed.url == "https://held.test/1")
    desk.store.intake.apply(plan(held.id, domain_hold_until=NOW + timedelta(hours=1)), NOW)
    for typed, said in WORDS:
        assert said in await desk.ask(typed.replace("{site}", desk.site.url("")))


async def test_many_feeds_are_turned_page_by_page(desk: Desk) -> None:
    desk.follow(*(f"wire {n:02}" for n in range(13)))
    bad = next(feed for feed in desk.store.feeds.all() if feed.outlet == "Wire 07")
    desk.store.intake.apply(
        plan(bad.id, title="", errors=3, last_error="Answered 503.", last_polled=NOW, next_due=NOW), NOW
    )
    first = await desk.ask("/feeds")
    assert first.startswith(
        "14 feeds · 13 not asked yet, 1 failing\nTimes in Asia/Seoul (KST)\n\n"
        f"⚠ #{bad.id} Wire 07 (en)\n\u2003asked 18:30 · next now\n\u20033 errors in a row: Answered 503.\n\n○ #"
    )
    assert [b["text"] for b in (await desk.last())["buttons"][0]] == ["1 / 3", "▶"]
    assert "Wire 05" in (await desk.press("▶"))["text"]
    assert [b["text"] for b in (await desk.last())["buttons"][0]] == ["◀", "2 / 3", "▶"]
    assert "Wire 12" in (await desk.press("▶"))["text"]
    picked = await desk.ask("/feeds wire")
    assert picked.startswith("13 feeds with “wire”")
    assert "Topic" not in (await desk.press("▶"))["text"]
    last = await desk.last()
    await desk.phone.press(desk.me, last["id"], "feeds:page:2:wire")
    edits = await until(lambda: _at_least(desk, 4))
    assert (edits[-1]["ok"], await desk.last()) == (False, last), "it shows that page already"


async def test_a_choice_of_feeds_is_made_by_a_button(desk: Desk) -> None:
    desk.follow("wire one", "wire two")
    await desk.ask("/removefeed wire")
    assert (await desk.press("#3 Wire Two (en)"))["text"].startswith("Stop following Wire Two (en)?")
    await desk.ask("/pausefeed wire")
    assert (await desk.press("#2 Wire One (en)"))["text"].startswith("Paused.")
    assert states(desk.store)["Wire One"] is FeedState.PAUSED


async def test_lists_come_and_go_as_files(desk: Desk, sandbox: Sandbox) -> None:
    given = b'<opml><outline text="Wire" xmlUrl="https://wire.test/rss"/><outline xmlUrl="http://10.0.0.1/"/></opml>'
    assert await desk.send("mine.OPML", given) == (
        "1 feed added\n\n1 cannot be used:\n• line 1: 10.0.0.1 " + (await desk.last())["text"].partition("10.0.0.1 ")[2]
    )
    assert "1 followed already" in await desk.send("mine.opml", given)
    assert await desk.send("x.opml", b"<rss/>") == (
        "x.opml was not taken in: it is a feed and no list of feeds; add it by its address."
    )
    assert "lists of feeds only" in await desk.send("photo.jpg", b"x")
    await desk.phone.type(desk.me, "/exportfeeds")
    message = await desk.phone.answer(desk.me)
    assert message["text"] == "2 feeds as OPML, which other feed readers take in."
    assert message["document"]["name"] == "burdenwatch-feeds.opml"
    async with aiohttp.ClientSession() as session, session.get(sandbox.url + message["document"]["url"]) as response:
        assert {one.url for one in read_opml(await response.read()).feeds} == {
            "https://wire.test/rss",
            "https://topic.test/rss",
        }


async def test_buttons_that_lead_nowhere_say_so(desk: Desk) -> None:
    desk.follow("wire")
    await desk.ask("/feeds wire")
    message = await desk.last()
    desk.store.feeds.remove(2)
    await desk.phone.press(desk.me, message["id"], "feeds:pause:2")
    (request,) = await until(lambda: desk.phone.requests("answerCallbackQuery"))
    assert request["params"]["text"] == "This feed is no longer followed."


async def test_only_operators_have_a_hand_on_the_feeds(desk: Desk) -> None:
    desk.follow("wire")
    stranger, group = await desk.phone.add("private"), await desk.phone.add("group")
    await desk.phone.answer(group)
    for command in COMMANDS:
        if command.is_for_operators:
            said = await desk.phone.ask(stranger, f"/{command.name}")
            assert said == f"/{command.name} is for this bot's operators. /help shows what there is for you."
    assert "/addfeed" not in await desk.phone.ask(stranger, "/help")
    assert "/addfeed" in await desk.ask("/help")
    document = {"name": "a.opml", "content": ""}
    document["content"] = base64.b64encode(b"<opml/>").decode()
    await desk.phone.call("POST", f"/chats/{stranger}/messages", {"document": document})
    assert (await desk.phone.answer(stranger))["text"] == "I answer commands, and take no files.\nTry /help"
    operator: dict[str, Any] = {"id": desk.me, "first_name": "Op"}
    assert await desk.phone.ask(group, "/feeds", user=operator) == "/feeds is answered in a private chat only."
    assert len(desk.store.feeds.all()) == 2


def test_every_trouble_of_a_feed_is_in_its_lines() -> None:
    one = feed(
        7, "Wire", next_due=NOW, hold_until=NOW + timedelta(hours=30), gaps=2, last_gap=NOW - timedelta(days=1),
        moved_to="https://new.example/rss", silent=True, last_news=NOW - timedelta(days=40), items=1200,
        interval=3600.0, title="The Wire",
    )  # fmt: skip
    listed = shown.listing([one], page=9, words="", now=NOW, zone="Asia/Seoul").plain
    assert listed == (
        "1 feed · 1 silent\nTimes in Asia/Seoul (KST)\n\n"
        "💤 #7 Wire (en)\n\u2003asked 18:26 · held until 26 Nov, 00:30\n\u2003nothing new for 40 days\n"
        "\u20032 gaps, the last 24 h ago\n\u2003moved to https://new.example/rss\n\n"
        "More on one: /feeds and its number or name"
    )
    card = shown.card(one, now=NOW, zone="UTC")
    assert card.plain == (
        "💤 #7 Wire (en)\nhttps://feeds.example/7 (https://feeds.example/7)\n"
        "Moved to https://new.example/rss (https://new.example/rss)\nCalls itself “The Wire”\n\n"
        "Last asked: 09:26, 4 min ago\nNext: now, usually every 1 h\n"
        "Held: its site asked to be left alone until 25 Nov, 15:30\n"
        "Last brought something new: 40 days ago, which is long for it\n"
        "Items so far: 1,200\nGaps: 2, the last on 23 Nov, 09:30. Each time items were probably missed.\n"
        "From the topic's list\nTimes in UTC"
    )
    assert [button.label for row in card.buttons for button in row] == ["Pause"]


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"state": FeedState.GONE}, "✖ #1 Wire (en)\n\u2003gone for good, no longer asked"),
        ({"state": FeedState.PAUSED}, "⏸ #1 Wire (en)\n\u2003paused · asked 09:26"),
        ({"last_polled": None}, "○ #1 Wire (en)\n\u2003not asked yet · next now"),
        ({"next_due": NOW + timedelta(days=39)}, "✓ #1 Wire (en)\n\u2003asked 09:26 · next 2 Jan 2027, 09:30"),
    ],
)
def test_a_state_is_a_mark_and_words(more: dict[str, Any], line: str) -> None:
    assert line in shown.listing([feed(1, "Wire", **more)], page=1, words="", now=NOW, zone="UTC").plain


def test_nothing_followed_says_what_to_do() -> None:
    assert "/addfeed" in shown.listing([], page=1, words="", now=NOW, zone="UTC").plain


@pytest.mark.parametrize("language", ["ko", "ja", "de"])
async def test_an_operator_is_answered_in_the_language_of_the_chat(desk: Desk, language: str) -> None:
    desk.site.routes["/rss"] = answer(200, KOREAN)
    desk.follow("Alpha", "Alpine")
    url = desk.site.url("/rss")
    await desk.ask(f"/language {language}")
    said = [
        await desk.ask(f"/{line}")
        for line in (
            "feeds", "feeds nowhere", f"addfeed {url}", f"addfeed {url}", "addfeed", "addfeed a b", "addfeed ftp://x.y",
            f"addfeed {desk.site.url('/none')}", "pausefeed alpha", "pausefeed alpha", "pausefeed al",
            "resumefeed alpha", "resumefeed alpha", "removefeed topic", "removefeed alpha", "removefeed", "feeds topic",
        )
    ]  # fmt: skip
    pressed = await desk.press(translator(language).say("Pause"))
    listed = '<opml><body><outline xmlUrl="https://new.example/rss"/><outline xmlUrl="ftp://x"/></body></opml>'
    sent = [await desk.send("list.opml", content.encode()) for content in (listed, "<rss/>")]
    said += [pressed["text"], *sent, await desk.send("list.txt", b"words")]
    await desk.ask("/exportfeeds")
    said += [str((await desk.last()).get("caption") or (await desk.last())["text"])]
    assert [one for one in said if in_english(one)] == []
