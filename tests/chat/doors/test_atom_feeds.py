"""The Atom addresses over real HTTP: a country, a query, who has it already, and what to ask instead."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import aiohttp
import feedparser
import pytest
from multidict import CIMultiDictProxy

from bot.chat.doors.atom_feeds import AtomFeeds
from bot.store import StoreError
from bot.web import Health
from bot.web.atom import AtomAddresses
from tests.chat.builders import NOW, TOPIC, article
from tests.chat.shelf import Shelf
from tests.web.test_health import Status

SELF = "{http://www.w3.org/2005/Atom}link[@rel='self']"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Port:
    """The worker's port with the addresses on it."""

    def __init__(self, shelf: Shelf, clock: Clock, session: aiohttp.ClientSession, url: str) -> None:
        self.shelf, self.clock, self._session, self.url = shelf, clock, session, url

    async def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, CIMultiDictProxy[str]]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self._session.request(method, self.url + path, headers=sent) as response:
            return response.status, await response.text(), response.headers


class Healthy:
    def status(self, now: datetime) -> Status:
        return Status()

    def database_troubles(self, now: datetime) -> tuple[()]:
        return ()


@pytest.fixture
async def port() -> AsyncIterator[Port]:
    shelf, clock = Shelf(), Clock()
    shelf.stored = [
        article(1, title="Seoul and Washington sign", story_id=1, published=NOW - timedelta(days=2)),
        article(2, title="Tokyo weighs more host-nation support", track="JP", story_id=2, published=NOW),
    ]
    addresses = AtomAddresses(
        AtomFeeds(shelf, TOPIC, began=NOW), now=clock, public_url="https://desk.example/", fresh=0
    )
    health = Health(Healthy(), now=clock)
    health.add_routes(addresses.routes())
    await health.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:
        yield Port(shelf, clock, session, f"http://127.0.0.1:{health.port}")
    await health.stop()
    addresses.close()


async def test_a_country_a_query_and_all_have_a_feed_each(port: Port) -> None:
    titles = {}
    for path in ("/atom", "/atom/korea", "/atom/South-Korea", "/atom/JP", "/atom?q=host-nation", "/atom/kr?q=tokyo"):
        status, text, headers = await port.get(path)
        read = feedparser.parse(text)
        assert (status, read.bozo, read.version) == (200, False, "atom10"), path
        assert headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        titles[path] = [one.title for one in read.entries]
    sign, support = "Seoul and Washington sign", "Tokyo weighs more host-nation support"
    assert titles == {
        "/atom": [support, sign],
        "/atom/korea": [sign],
        "/atom/South-Korea": [sign],
        "/atom/JP": [support],
        "/atom?q=host-nation": [support],
        "/atom/kr?q=tokyo": [],
    }
    _, text, _ = await port.get('/atom/jp?q="host-nation support" OR 방위비')
    feed = ET.fromstring(text)  # noqa: S314  # our own
    (link,) = feed.findall(SELF)
    assert link.attrib["href"].startswith("https://desk.example/atom/jp?q=%22host-nation+support%22+OR+")
    read = feedparser.parse(text)
    assert (read.feed.title, len(read.entries)) == (f'{TOPIC.name}: Japan: ("host nation support" OR 방위비)', 1)
    ids = {feedparser.parse((await port.get(path))[1]).feed.id for path in titles}
    assert len(ids) == len(titles) - 1, "two of them name one country"


async def test_who_has_a_feed_gets_304_until_it_changes(port: Port) -> None:
    _, first, headers = await port.get("/atom/korea")
    tag, date = headers["ETag"], headers["Last-Modified"]
    assert (tag[0], date) == ('"', "Tue, 24 Nov 2026 09:30:00 GMT")
    port.clock.now += timedelta(hours=1)
    for asked in ({"If_None_Match": tag}, {"If_None_Match": f'W/{tag}, "x"'}, {"If_Modified_Since": date}):
        status, text, again = await port.get("/atom/korea", **asked)
        assert (status, text, again["ETag"], again["Last-Modified"]) == (304, "", tag, date), asked
    stale = {"If_None_Match": '"other"', "If_Modified_Since": date}
    assert (await port.get("/atom/korea", **stale))[0] == 200, "the tag decides where there is one (RFC 9110, 13.2.2)"
    status, text, again = await port.get("/atom/korea", "HEAD")
    assert (status, text, again["ETag"], int(again["Content-Length"])) == (200, "", tag, len(first.encode()))
    port.shelf.stored.append(article(3, title="A third outlet", story_id=1, published=NOW - timedelta(days=1)))
    for asked in ({"If_None_Match": tag}, {"If_Modified_Since": date}):
        status, text, again = await port.get("/atom/korea", **asked)
        assert (status, again["Last-Modified"]) == (200, "Tue, 24 Nov 2026 10:30:00 GMT")
        assert again["ETag"] != tag
    before, after = feedparser.parse(first).entries[0], feedparser.parse(text).entries[0]
    assert (after.id, after.updated > before.updated) == (before.id, True)


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/atom/france", 404, "“france” is no country of this topic. There are /atom/korea, "),
        ("/atom?q=(seoul", 400, "The query cannot be read, at character "),
        ("/atom?q=", 400, "The query is empty. Put it behind q=, or ask for all: /atom"),
        ("/atom?query=seoul", 400, "“query” is nothing that a feed is asked for; a query is: /atom?q=QUERY."),
        ("/atom?q=a&q=b", 400, "One query at a time"),
        (f"/atom?q={'a' * 401}", 400, "400 characters are the most, and here are 401"),
        (f"/atom?q={'a' * 1001}", 400, "This is too long"),
        ("/atom?q=" + " AND ".join(["(a OR b OR c)"] * 6), 400, "combinations, and 64 are the most"),
    ],
)
async def test_what_cannot_be_read_is_told_what_to_ask_instead(port: Port, path: str, status: int, says: str) -> None:
    answered, text, headers = await port.get(path)
    assert (answered, headers["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert says in text


async def test_a_database_that_is_away_is_an_answer(
    port: Port, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_: object) -> None:
        raise StoreError("the server closed the connection")

    monkeypatch.setattr(port.shelf, "articles", broken)
    status, text, headers = await port.get("/atom")
    assert (status, headers["Retry-After"], text) == (503, "30", "Please come again in half a minute.\n")
    assert "the server closed the connection" in caplog.text
    monkeypatch.undo()
    assert (await port.get("/atom"))[0] == 200
