"""``feeds add``, ``remove``, ``pause``, ``resume``, ``import``, ``export`` and ``test``, over loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli.verbs.probing import span
from bot.feeds.opml import read_opml
from bot.model import FeedKind, FeedState
from bot.store import Store, open_store
from bot.worker.factories import utc_now
from tests.cli.conftest import Program, Ran
from tests.feeds.site import FEED, ITEM, Site, answer, rss
from tests.store.build import plan
from tests.store.build import source as feed_source
from tests.whole.process import make_topic

SPARED = "<skipDays><day>Sunday</day></skipDays><skipHours><hour>0</hour><hour>1</hour><hour>23</hour></skipHours>"
HTML = ("Content-Type", "text/html")
OPML = """<opml version="2.0"><body>
<outline text="World"><outline text="Asia">
<outline text="The Wire" xmlUrl="https://wire.test/rss" language="en"/></outline></outline>
<outline xmlUrl="https://plain.test/rss"/>
<outline text="again" xmlUrl="https://wire.test/rss#x"/>
</body></opml>"""


@pytest.fixture
def ours(program: Program, tmp_path: Path) -> Program:
    """The program with a topic that has one feed, and with loopback open."""
    program.settings |= {
        "BURDENWATCH_TOPIC": str(make_topic(tmp_path, {"Topic's": "https://topic.test/rss"})),
        "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
    }
    return program


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as site:
        yield site


async def run(program: Program, *arguments: str) -> Ran:
    """Beside a site that is served from this loop."""
    return await asyncio.to_thread(lambda: program(*arguments))


def records(program: Program) -> dict[str, dict[str, Any]]:
    ran = program("feeds", "list", "--json")
    assert (ran.code, ran.err) == (0, "")
    return {record["url"]: record for record in map(json.loads, ran.out.splitlines())}


def test_the_word_alone_lists_as_list_does(ours: Program) -> None:
    assert ours("feeds") == ours("feeds", "list")
    assert ours("feeds", "--json") == ours("feeds", "list", "--json")


@pytest.mark.parametrize("verb", ["list", "add", "remove", "pause", "resume", "import", "export", "test"])
def test_every_verb_has_help(program: Program, verb: str) -> None:
    ran = program("feeds", verb, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert verb in program("feeds", "--help").out


async def test_a_feed_is_added_by_its_address(ours: Program, site: Site) -> None:
    site.routes["/rss"] = answer(200, FEED)
    url = site.url("/rss")
    ran = await run(ours, "feeds", "add", url, "--language", "EN", "--country", "kr")
    assert (ran.code, ran.out) == (0, f"Added A feed: {url}, 1 entry now\n")
    record = (await asyncio.to_thread(records, ours))[url]
    assert (record["outlet"], record["language"], record["country"]) == ("A feed", "en", "KR")
    assert (record["state"], record["origin"], record["last_polled"]) == ("active", "operator", None)
    again = await run(ours, "feeds", "add", f"{url}#top")
    assert (again.code, again.out) == (0, f"A feed is followed already: {url}\n")
    assert len(site.requests) == 1
    assert "1 added by hand" in (await run(ours, "feeds")).err


async def test_a_feed_is_added_by_the_page_that_names_it(ours: Program, site: Site) -> None:
    body = b'<link rel="alternate" type="application/rss+xml" href="/a"><link rel="feed" href="/b">'
    site.routes |= {"/": answer(200, b"<!doctype html><html>" + body, HTML), "/a": answer(200, FEED)}
    ran = await run(ours, "feeds", "add", site.url(), "--title", "Mine [x]")
    assert (ran.code, ran.out) == (0, f"Added Mine [x]: {site.url('/a')}, 1 entry now\n")
    assert "--language" in ran.err


async def test_of_several_feeds_the_operator_chooses(ours: Program, site: Site) -> None:
    body = b'<link rel="feed" href="/a"><link rel="feed" href="/b">'
    other = rss(ITEM, channel="<title>Another</title>").encode()
    site.routes |= {"/": answer(200, b"<html>" + body, HTML), "/a": answer(200, FEED), "/b": answer(200, other)}
    ran = await run(ours, "feeds", "add", site.url())
    assert (ran.code, ran.out) == (1, "")
    assert f"burdenwatch feeds add {site.url('/a')}  # A feed" in ran.err
    assert f"burdenwatch feeds add {site.url('/b')}  # Another" in ran.err
    assert list(await asyncio.to_thread(records, ours)) == ["https://topic.test/rss"]


async def test_what_is_no_feed_is_not_added_unless_it_must_be(ours: Program, site: Site) -> None:
    site.routes["/page"] = answer(200, b"<html>", HTML)
    assert "no feed that works was found" in (await run(ours, "feeds", "add", site.url("/page"))).err
    dead = await run(ours, "feeds", "add", site.url("/dead"))
    assert dead.code == 1
    assert "404" in dead.err
    assert "--no-check" in dead.err
    asked = len(site.requests)
    ran = await run(ours, "feeds", "add", site.url("/dead"), "--no-check")
    assert (ran.code, ran.out, len(site.requests)) == (0, f"Added 127.0.0.1: {site.url('/dead')}\n", asked)


@pytest.mark.parametrize("address", ["ftp://a.test/", "javascript:alert(1)", "http://", ""])
def test_an_address_that_is_none_is_code_2(ours: Program, address: str) -> None:
    ran = ours("feeds", "add", address)
    assert (ran.code, ran.out) == (2, "")
    assert f"{address!r} is no http or https address" in ran.err


def test_a_private_address_is_refused(ours: Program) -> None:
    ran = ours("feeds", "add", "http://10.0.0.1/rss")
    assert ran.code == 1
    assert "ALLOW_PRIVATE_ADDRESSES" in ran.err


def test_the_topics_feed_is_paused_and_resumed_but_not_removed(ours: Program) -> None:
    url = "https://topic.test/rss"
    for _ in range(2):
        assert ours("feeds", "pause", url).code == 0
    assert records(ours)[url]["state"] == "paused"
    ran = ours("feeds", "remove", url)
    assert ran.code == 1
    assert "config/feeds.toml" in ran.err
    assert ours("feeds", "resume", url).out == f"Topic's is active: {url}\n"
    assert records(ours)[url]["state"] == "active"
    assert "followed already" in ours("feeds", "add", url).out


def test_a_feed_that_was_added_is_paused_resumed_and_removed(ours: Program) -> None:
    url = "https://own.test/rss"
    ours("feeds", "add", "own.test/rss", "--no-check", "--title", "Own")
    assert ours("feeds", "pause", url).out == f"Own is paused: {url}\n"
    assert ours("feeds", "pause", url).out == f"Own is paused already: {url}\n"
    assert f"feeds resume {url}" in ours("feeds", "add", url).err
    assert ours("feeds", "resume", url).out == f"Own is active: {url}\n"
    assert ours("feeds", "remove", url).out == f"Removed Own: {url}; its reports stay\n"
    assert url not in records(ours)
    assert ours("feeds", "remove", url).code == 2


def test_an_unknown_address_is_said_with_what_may_be_meant(ours: Program) -> None:
    ran = ours("feeds", "pause", "https://topic.test/rs")
    assert ran.code == 2
    assert "did you mean https://topic.test/rss?" in ran.err
    assert "feeds list" in ours("feeds", "resume", "https://x.example/").err


def test_a_feed_of_the_topic_is_resumed_for_when_the_replay_ends(ours: Program, sandbox_store: Store) -> None:
    ours("feeds", "pause", "https://topic.test/rss")
    sandbox_store.feeds.sync([feed_source("replay", kind=FeedKind.REPLAY)], utc_now())
    assert "polled live beside" in ours("feeds", "add", "own.test/rss", "--no-check").err
    assert "polled are the replay and what was added by hand" in ours("feeds", "list").err
    assert "waits for a worker that follows the topic" in ours("feeds", "resume", "https://topic.test/rss").out
    sandbox_store.feeds.sync([feed_source()], utc_now())
    ran = ours("feeds", "resume", "https://wire.test/rss")
    assert (ran.code, "does not name" in ran.err) == (1, True)


def test_a_list_is_taken_in_and_given_out(ours: Program) -> None:
    ours.file("in.opml", OPML)
    ran = ours("feeds", "import", "in.opml")
    assert (ran.code, ran.out) == (0, "2 feeds added, 1 named more than once\n")
    assert ran.err == "line 5: https://wire.test/rss came before\n"
    record = records(ours)["https://wire.test/rss"]
    assert (record["outlet"], record["folder"], record["language"]) == ("The Wire", ["World", "Asia"], "en")
    assert records(ours)["https://plain.test/rss"]["outlet"] == "plain.test"
    assert ours("feeds", "import", "in.opml").out == "no feeds added, 2 followed already, 1 named more than once\n"
    assert ours("feeds", "export", "out.opml").code == 0
    given = (ours.folder / "out.opml").read_bytes()
    assert {(one.url, one.title, one.folder) for one in read_opml(given).feeds} == {
        ("https://wire.test/rss", "The Wire", ("World", "Asia")),
        ("https://plain.test/rss", "plain.test", ()),
        ("https://topic.test/rss", "Topic's", ()),
    }
    assert ours("feeds", "export").out.splitlines()[1:2] == ['<opml version="2.0">']
    back = ours("feeds", "import", "-", input=given)
    assert back.out == "no feeds added, 3 followed already (1 by the topic)\n"


def test_a_list_on_postgresql(ours: Program, postgres_url: str) -> None:
    ours.settings["DATABASE_URL"] = postgres_url
    ours.file("in.opml", OPML)
    assert ours("feeds", "import", "in.opml").code == 0
    assert ours("feeds", "pause", "https://wire.test/rss").code == 0
    with open_store(postgres_url, worker="w") as store:
        store.feeds.sync([], utc_now())
        assert [feed.state for feed in store.feeds.all()] == [FeedState.PAUSED, FeedState.ACTIVE]


def test_a_bad_line_of_a_list_costs_no_other(ours: Program) -> None:
    bad = ("file:///etc/passwd", "http://10.0.0.1/", "http://2130706433/", "https://good.test/", "http://127.0.0.1/x")
    ours.file("in.opml", "<opml>\n" + "\n".join(f'<outline xmlUrl="{url}"/>' for url in bad) + "</opml>")
    ran = ours("feeds", "import", "in.opml")
    assert (ran.code, ran.out) == (1, "2 feeds added, 3 that cannot be used\n")
    assert [line[:15] for line in ran.err.splitlines()] == ["error: line 2: ", "error: line 3: ", "error: line 4: "]


def test_many_troubles_are_summed_up(ours: Program) -> None:
    ours.file("in.opml", "<opml>" + '<outline xmlUrl="ftp://x.test/"/>' * 500 + "</opml>")
    ran = ours("feeds", "import", "in.opml")
    assert ran.err.splitlines()[-1] == "error: ... and 480 more"
    assert len(ran.err.splitlines()) == 21


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (OPML[:90], 2, "in.opml: line "),
        ("<rss/>", 2, "it is a feed and no list of feeds"),
        ("<opml/>", 1, "it names no feed"),
    ],
)
def test_a_file_that_is_no_list_is_said(ours: Program, content: str, code: int, said: str) -> None:
    ran = ours("feeds", "import", ours.file("in.opml", content))
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_files_that_are_not_there_or_are(ours: Program) -> None:
    assert ours("feeds", "import", "none.opml").code == 2
    ours.file("out.opml", "precious")
    ran = ours("feeds", "export", "out.opml")
    assert ran.code == 1
    assert "--force" in ran.err
    assert (ours.folder / "out.opml").read_text() == "precious"
    assert ours("feeds", "export", "out.opml", "--force").code == 0
    assert ours("feeds", "export", "nowhere/out.opml").code == 1


def test_a_feed_that_is_gone_is_not_given_out(ours: Program, sandbox_store: Store) -> None:
    sandbox_store.feeds.add([feed_source("own")], utc_now())
    sandbox_store.intake.apply(plan(sandbox_store.feeds.all()[0].id, state=FeedState.GONE), utc_now())
    ran = ours("feeds", "export")
    assert "own.test" not in ran.out
    assert ran.err == "1 feed written; 1 left out, because it is gone\n"


async def test_a_round_polls_what_was_added_and_not_what_was_paused(ours: Program, site: Site) -> None:
    site.routes["/rss"] = answer(200, FEED)
    await run(ours, "feeds", "pause", "https://topic.test/rss")
    await run(ours, "feeds", "add", site.url("/rss"), "--no-check", "--title", "Own")
    ran = await run(ours, "poll", "--once", "--all", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["feeds"] == len(site.requests) == 1
    found = await asyncio.to_thread(records, ours)
    assert {url: (record["state"], record["items"]) for url, record in found.items()} == {
        "https://topic.test/rss": ("paused", 0),
        site.url("/rss"): ("active", 1),
    }


async def test_a_feed_is_tested(ours: Program, site: Site) -> None:
    body = rss(ITEM, channel=f"<title>News</title><ttl>300</ttl>{SPARED}").encode()
    good = answer(200, body, ("ETag", '"a"'), ("Cache-Control", "max-age=60"))
    site.routes |= {"/old": answer(301, b"", ("Location", "/new")), "/new": [good, answer(304)]}
    ran = await run(ours, "feeds", "test", site.url("/old"))
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in ran.out.splitlines()}
    assert ran.code == 0
    assert lines["feed"] == "News (RSS 2.0)"
    assert lines["moved"] == f"for good, to {site.url('/new')}: follow it there"
    assert lines["conditions"] == "it sends ETag, and answers 304 while nothing changes"
    assert lines["allows"] == "max-age 1 min; ttl 5 h; not 00:00-02:00 and 23:00-24:00 UTC; not on Sunday"
    assert lines["entries"] == "1 entry, 1 without a date"
    assert lines["next"].partition(", ")[2] == (
        "in 5 h or a little more, because of the ttl that it states; its pace alone would be 10 min"
    )
    assert "followed" not in lines
    assert not (ours.folder / "data").exists()


async def test_a_feed_that_does_not_work_is_tested(ours: Program, site: Site) -> None:
    site.routes["/page"] = answer(200, b"<html>", HTML)
    ran = await run(ours, "feeds", "test", site.url("/page"))
    assert ran.code == 1
    assert "feeds add" in ran.err
    limits = await run(ours, "feeds", "test", "http://127.0.0.1:1/")
    assert limits.code == 1
    assert "twice the usual wait after an error" in limits.out
    assert "feed       it answers with a web page" in ran.out
    site.routes["/gone"] = answer(410)
    await run(ours, "feeds", "add", site.url("/gone"), "--no-check")
    gone = await run(ours, "feeds", "test", site.url("/gone"))
    assert "next       never: " in gone.out
    assert "followed   yes, as 127.0.0.1: active, not asked yet" in gone.out


async def test_a_site_that_asked_to_be_left_alone_is(ours: Program, site: Site, sandbox_store: Store) -> None:
    now = utc_now()
    sandbox_store.feeds.add([feed_source("own", url=site.url("/rss"))], now)
    until = now + timedelta(hours=1)
    sandbox_store.intake.apply(plan(sandbox_store.feeds.all()[0].id, last_polled=now, hold_until=until), now)
    ran = await run(ours, "feeds", "test", site.url("/rss"))
    assert ran.code == 1
    assert f"asked to be left alone until {until:%Y-%m-%d %H:%M} UTC" in ran.err
    assert site.requests == []
    resumed = await run(ours, "feeds", "resume", site.url("/rss"))
    assert f"left alone until {until:%Y-%m-%d %H:%M} UTC" in resumed.err


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (45, "45 s"), (600, "10 min"), (9000, "2 h 30 min"), (90061, "1 d 1 h")]
)
def test_spans(seconds: float, words: str) -> None:
    assert span(seconds) == words
