"""Full text on the way of a poll: what is read, what is stored, who is told, and what is left alone."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace

from bot.chat.render.alert import alert
from bot.feeds import FetchPolicy, Poller
from bot.feeds.article.article import Articles
from bot.feeds.article.verdict import Why
from bot.feeds.ask.domains import domain_of
from bot.model import Article, Chat, ChatType, Entry, Feed, FeedKind, FeedSource, Polled, PollFacts, Validators
from bot.settings import load as load_settings
from bot.store import DomainLimits, Store, open_store
from bot.worker.factories import full_text_of
from bot.worker.intake.fulltext import MOST, FullText, as_report
from bot.worker.intake.polling import Polling
from bot.worker.intake.reports import FeedReport
from tests.feeds.conftest import LOOPBACK, USER_AGENT
from tests.feeds.house import HOUR, Clock, Names
from tests.feeds.pages import ARTICLE, BODY, LEAD, TEASER, TITLE, page
from tests.feeds.site import RSS_TYPE, Request, Site, answer, rss
from tests.shared import reader, topic

WON = 1.61e12
PATH = "/2026/11/24/seoul-share"
NEARLY = "US troops in South Korea get a new commander"
TURN = "US walks out of talks on what South Korea pays for its troops"
"""Rings whatever the text has."""
OTHER = ("Harbour ferries run late in the fog", "Ferries were held up, the harbour office said.", "/ferries")


@dataclass
class House:
    """A site with a feed, a store, and the polling between them."""

    site: Site
    store: Store
    clock: Clock
    polling: Polling
    articles: Articles

    def carry(self, *items: tuple[str, str, str]) -> None:
        """What the feed has from now on: (title, text, path)."""
        date = format_datetime(self.clock.now)
        rows = [
            f"<title>{title}</title><description>{text}</description><guid>urn:{path}</guid><pubDate>{date}</pubDate>"
            + (f"<link>http://www.paper.example:{self.site.port}{path}</link>" if path else "")
            for title, text, path in items
        ]
        self.site.routes["/feed"] = answer(200, rss(*rows).encode(), RSS_TYPE, ("ETag", f'"{self.clock.now}"'))

    async def poll(self) -> tuple[int, int, int]:
        """New, matched and rung of an hour later."""
        self.clock.now += HOUR
        total = await self.polling.round()
        assert total.feeds == 1
        return total.new, total.matched, total.rung

    async def news(self, *items: tuple[str, str, str]) -> tuple[int, int, int]:
        """The same, of a poll that brings these."""
        self.clock.now += HOUR
        self.carry(*items, OTHER)
        return await self.poll()

    def article(self) -> Article:
        (article,) = self.store.archive.articles()
        return article

    def pages_asked(self) -> list[str]:
        return [request.target for request in self.site.requests if request.target != "/feed"]


def html(text: str, *more: tuple[str, str], status: int = 200) -> bytes:
    return answer(status, text.encode(), ("Content-Type", "text/html; charset=utf-8"), *more)


@dataclass
class Web:
    poller: Poller
    articles: Articles


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web() -> AsyncIterator[Web]:
    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK, total_timeout=5.0)
    async with Poller(policy, resolver=Names()) as poller, Articles(poller) as articles:
        yield Web(poller, articles)


@pytest_asyncio.fixture(loop_scope="module")
async def site() -> AsyncIterator[Site]:
    async with Site() as running:
        yield running


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    with open_store(migrated_url, worker="test", limits=DomainLimits(domain_of)) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def house(web: Web, site: Site, store: Store) -> AsyncIterator[House]:
    """After a feed's first poll, with one subscriber."""
    clock = Clock()
    full_text = FullText(web.articles, reader(), held=store.feeds.held, now=clock)
    polling = Polling(store, web.poller, reader(), floor=600, limit=1, now=clock, full_text=full_text)
    source = FeedSource(f"http://paper.example:{site.port}/feed", "The Paper", "en", "KR", FeedKind.NEWSPAPER)
    store.feeds.sync([source], clock.now)
    store.outbox.subscribe(Chat(5, ChatType.PRIVATE, "Reader", subscribed=True), clock.now)
    built = House(site, store, clock, polling, web.articles)
    built.carry(OTHER)
    await built.poll()
    yield built
    await polling.close()


pytestmark = pytest.mark.asyncio(loop_scope="module")
one_database = pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
"""For what no database has a part in."""


async def test_a_figure_of_the_page_alone_is_stored_and_told(house: House) -> None:
    house.site.routes[PATH] = html(ARTICLE)
    assert await house.news((TITLE, LEAD, PATH)) == (1, 1, 1)
    article = house.article()
    assert article.text == "\n".join(BODY)
    (figure,) = article.reading.figures
    assert (figure.value, article.text[figure.start :][: len(figure.surface)]) == (WON, "1.61 trillion won")
    assert article.why == "a new story: in talks and ₩1.61tn budgeted is new; its page was read in full"
    assert house.store.outbox.owed() == 1
    rendered = alert(article, topic(), lambda *_: None, now=house.clock.now, zone="UTC")
    assert "₩1.61tn" in rendered.plain
    assert BODY[2] not in rendered.plain, "an article's text is nobody's to send"
    assert house.pages_asked() == ["/robots.txt", PATH]


async def test_an_article_of_a_page_is_read_from_its_page_again_when_its_feed_changes(house: House) -> None:
    house.site.routes[PATH] = html(ARTICLE)
    await house.news((TITLE, LEAD, PATH))
    house.site.routes[PATH] = html(ARTICLE.replace("1.61 trillion", "1.59 trillion"))
    assert await house.news((TITLE, LEAD, PATH)) == (0, 0, 0)
    assert house.store.archive.versions([1]) == {}, "the feed tells of nothing"
    assert await house.news((TITLE, f"{LEAD} More to come.", PATH)) == (0, 0, 0)
    (version,) = house.store.archive.versions([1])[1]
    assert version.change == "changed in silence: ₩1.61tn budgeted → ₩1.59tn budgeted"
    assert "1.59 trillion won" in house.article().text
    assert house.pages_asked() == ["/robots.txt", PATH, PATH]
    house.site.routes[PATH] = html("gone", status=404)
    assert await house.news((TITLE, "Another teaser.", PATH)) == (0, 0, 0)
    assert await house.news(("Seoul to pay more for US troops", "Another teaser.", PATH)) == (0, 0, 0)
    assert [one.change.partition(" “")[0] for one in house.store.archive.versions([1])[1][1:]] == [
        "changed in silence: headline"
    ]
    assert "1.59 trillion won" in house.article().text


@one_database
async def test_an_entry_that_nearly_matches_is_found_by_its_page(house: House) -> None:
    house.site.routes[PATH] = html(page(*BODY, title=NEARLY))
    assert await house.news((NEARLY, "", PATH)) == (1, 1, 1)
    assert house.article().reading.relevance.on_topic


LEFT_ALONE = {
    "is behind a paywall": html(TEASER),
    "could not be had": html("gone", status=404),
}


@one_database
@pytest.mark.parametrize("what", LEFT_ALONE)
async def test_the_feeds_own_text_stays_where_the_page_gives_nothing(house: House, what: str) -> None:
    house.site.routes[PATH] = LEFT_ALONE[what]
    assert await house.news((TURN, LEAD, PATH)) == (1, 1, 1)
    assert house.article().text == LEAD
    told = f"a new story: talks broken off; its page {what}, so the feed's own text was read"
    assert house.article().why == told
    assert PATH in house.pages_asked()


@one_database
async def test_the_feeds_own_text_stays_where_the_page_is_about_more(house: House) -> None:
    lead = "Washington wants 3 billion dollars for the American soldiers in South Korea, the talks heard."
    clinic = "for health in South Korea, said US officials; what comes next year doctors weigh: a share of the bill."
    clinics = [f"Pay {n} {clinic}" * 3 for n in range(9)]
    house.site.routes[PATH] = html(page(*clinics, title=NEARLY))
    assert await house.news((NEARLY, lead, PATH)) == (1, 1, 1)
    assert house.article().text == lead
    assert house.article().why.startswith("a new story")
    assert house.article().why.endswith("; its page is about more, so the feed's own text was read")


@one_database
async def test_what_is_about_something_else_or_leads_nowhere_asks_for_no_page(house: House) -> None:
    other = ("Seoul opens a new line of its underground", "It is nine kilometres long.", "/line")
    shared = [(f"Live: {TITLE}", LEAD, "/live"), (f"Live: {NEARLY}", LEAD, "/live")]
    await house.news(other, (TITLE, LEAD, ""), *shared)
    assert house.pages_asked() == []
    assert {article.text for article in house.store.archive.articles()} == {LEAD}


@one_database
async def test_robots_txt_is_heeded(house: House) -> None:
    house.site.routes |= {"/robots.txt": answer(200, b"User-agent: *\nDisallow: /2026/"), PATH: html(ARTICLE)}
    assert await house.news((TURN, LEAD, PATH)) == (1, 1, 1)
    assert house.article().text == LEAD
    assert house.pages_asked() == ["/robots.txt"]
    assert house.articles.counts[Why.ROBOTS] > 0


async def test_a_site_that_limits_us_is_asked_for_nothing_until_it_allows(house: House) -> None:
    house.site.routes |= {PATH: html("slow", ("Retry-After", "9000"), status=429), f"{PATH}-2": html(ARTICLE)}
    assert await house.news((TURN, LEAD, PATH)) == (1, 1, 1)
    held = house.store.feeds.held(house.clock.now)
    assert {name: until - house.clock.now for name, until in held.items()} == {"paper.example": timedelta(seconds=9000)}
    house.clock.now += HOUR
    assert house.store.feeds.claim_due(house.clock.now, 5, HOUR) == [], "its feeds are left alone too"
    entry = Entry("2", f"http://www.paper.example:{house.site.port}{PATH}-2", TITLE, LEAD)
    full_text = FullText(house.articles, reader(), held=house.store.feeds.held, now=house.clock)
    (feed,) = house.store.feeds.all()
    outcome = Polled((entry,), Validators(), "")
    wanting = full_text.wanted_articles(facts(feed, outcome))
    assert wanting is not None
    filled = await full_text.with_articles(
        feed, outcome, wanting, lambda _, one: reader().read(as_report(feed, one, START))
    )
    assert filled.entries == (entry,)
    assert f"{PATH}-2" not in house.pages_asked()


async def test_a_poll_that_ends_at_its_article_has_committed_nothing(house: House) -> None:
    asked = asyncio.Event()

    async def hang(request: Request, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await asyncio.sleep(60)

    house.site.routes[PATH] = hang
    (before,) = house.store.feeds.all()
    house.clock.now += HOUR * 2
    house.carry((TITLE, LEAD, PATH), OTHER)
    await house.polling.tick()
    await asyncio.wait_for(asked.wait(), 10)
    assert house.store.feeds.all() == [before], "the validators are written last"
    # Meanwhile another feed is polled and committed.
    quick = FeedSource(f"http://other.example:{house.site.port}/quick", "Quick", "en", "KR", FeedKind.NEWSPAPER)
    house.store.feeds.add([quick], house.clock.now)
    house.site.routes["/quick"] = answer(200, rss("<title>Fog</title><guid>f</guid>").encode(), RSS_TYPE)
    await house.polling.tick()
    while not any(feed.polled_once for feed in house.store.feeds.all() if feed.url == quick.url):
        await asyncio.sleep(0.02)
    await house.polling.close()
    assert house.store.archive.articles() == []
    after = next(feed for feed in house.store.feeds.all() if feed.id == before.id)
    assert after == before
    house.site.routes[PATH] = html(ARTICLE)
    told: list[FeedReport] = []
    await house.polling.round(done=told.append)
    assert [(report.feed.id, report.new, report.matched, report.rung) for report in told] == [(before.id, 1, 1, 1)]
    assert house.article().text == "\n".join(BODY)


# --- Which entries -------------------------------------------------------------------------------------------------

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


async def test_queries_hear_of_the_outlet_and_of_a_search_feed_the_entrys_own() -> None:
    feed = Feed(1, "https://paper.example/feed", "The Example", "en", "KR", FeedKind.NEWSPAPER)
    search = replace(feed, kind=FeedKind.SEARCH)
    entry = Entry("urn:1", "https://paper.example/1", "A headline", "A lead", START)
    assert as_report(feed, entry, START).source == "The Example"
    assert as_report(search, replace(entry, outlet="Other Paper"), START).source == "Other Paper"


def facts(feed: Feed, outcome: Polled) -> PollFacts:
    readings = {entry.guid: reader().read(as_report(feed, entry, START)) for entry in outcome.entries}
    return PollFacts(feed, outcome, readings)


def feed(kind: FeedKind = FeedKind.NEWSPAPER, *, polled_once: bool = True) -> Feed:
    return Feed(1, "https://paper.example/feed", "The Paper", "en", "KR", kind, polled_once=polled_once)


def wanted(feed: Feed, outcome: Polled) -> list[str]:
    chooser = FullText(None, reader(), held=lambda now: {}, now=lambda: START)  # type: ignore[arg-type]  # nothing is got
    wanting = chooser.wanted_articles(facts(feed, outcome))
    return [entry.guid for entry in wanting.entries] if wanting else []


def numbered(count: int, title: str = TITLE, text: str = LEAD) -> tuple[Entry, ...]:
    return tuple(
        Entry(f"{title} {n}", f"https://paper.example/{title}/{n}", f"{title}, {n}", text, START - n * HOUR)
        for n in range(count)
    )


async def test_the_first_poll_and_the_replay_want_no_pages() -> None:
    outcome = Polled(numbered(3), Validators(), "")
    assert len(wanted(feed(), outcome)) == 3
    assert wanted(feed(polled_once=False), outcome) == []
    assert wanted(feed(FeedKind.REPLAY), outcome) == []
    assert wanted(feed(), Polled(numbered(3), Validators(), "", full_text=True)) == [], "once is enough"


async def test_what_matches_comes_first_and_no_more_than_a_few() -> None:
    outcome = Polled((*numbered(MOST, NEARLY, ""), *reversed(numbered(MOST - 2))), Validators(), "")
    names = wanted(feed(), outcome)
    assert names == [f"{TITLE} {n}" for n in range(MOST - 2)] + [f"{NEARLY} 0", f"{NEARLY} 1"]


@pytest.mark.parametrize("said", ["off", "on"])
async def test_the_setting_decides_whether_there_is_any(said: str, web: Web, tmp_path: Path) -> None:
    settings = load_settings({"FULL_TEXT": said})
    with open_store(f"sqlite:///{tmp_path / 'test.db'}", worker="test") as store:
        async with full_text_of(settings, web.poller, store, reader()) as found:
            assert (found is None) is (said == "off")
