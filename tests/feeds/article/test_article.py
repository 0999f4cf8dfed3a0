"""Articles over the wire: what is asked of whom, what is not, and that nothing a page does costs more than itself."""

import asyncio
import gzip
import os
import signal
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from bot.feeds import FetchPolicy, Poller
from bot.feeds.article.article import Articles
from bot.feeds.article.verdict import Why
from bot.model import Entry
from tests.feeds.conftest import LOOPBACK, USER_AGENT
from tests.feeds.house import Names
from tests.feeds.pages import ARTICLE, BODY, TEASER, TITLE, page
from tests.feeds.site import Request, Route, Site, answer
from tests.feeds.test_parser import gone

HTML = ("Content-Type", "text/html; charset=utf-8")
PATH = "/2026/11/24/seoul-share"
MB = 1024 * 1024

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def articles() -> AsyncIterator[Articles]:
    """One for the module, because its process takes a moment to start; it may ask loopback under any name."""
    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK, total_timeout=1.5, parse_deadline=3.0)
    async with Poller(policy, resolver=Names()) as poller, Articles(poller) as opened:
        yield opened


def entry(link: str, text: str = "", title: str = TITLE) -> Entry:
    return Entry("id", link, title, text)


def html(text: str | bytes, *more: tuple[str, str], status: int = 200) -> bytes:
    return answer(status, text if isinstance(text, bytes) else text.encode(), HTML, *more)


async def test_the_article_is_got_as_feeds_are(articles: Articles, site: Site) -> None:
    site.routes[PATH] = html(ARTICLE, ("Set-Cookie", "who=you"))
    for _ in range(2):
        outcome = await articles.text(entry(site.url(PATH)))
        assert (outcome.why, outcome.text) == (Why.ARTICLE, "\n".join(BODY))
    first, _ = site.asked(PATH)
    assert first.headers["user-agent"] == USER_AGENT
    assert "cookie" not in site.asked(PATH)[1].headers
    assert "referer" not in first.headers
    assert len(site.asked("/robots.txt")) == 1, "it is kept"
    assert articles.counts[Why.ARTICLE] >= 2


async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"<p>")
        await writer.drain()
        await asyncio.sleep(0.05)


async def flood(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(20):
        writer.write(b"<p>words</p>" * (MB // 12))
        await writer.drain()


def bomb() -> bytes:
    return html(gzip.compress(b"\0" * 20 * MB, 9), ("Content-Encoding", "gzip"))


def led(target: str) -> bytes:
    return answer(302, b"", ("Location", target))


async def test_a_site_that_another_worker_has_is_waited_for(site: Site) -> None:
    waits = [0.02, 0.01]
    asked: list[tuple[str, int]] = []

    async def reserve(domain: str) -> float:
        asked.append((domain, len(site.requests)))
        return waits.pop() if waits else 0.0

    site.routes["/robots.txt"] = html("User-agent: *\nAllow: /")
    site.routes[PATH] = html(ARTICLE, status=404)
    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK)
    async with Poller(policy, resolver=Names(), reserve=reserve) as poller, Articles(poller) as shared:
        assert (await shared.text(entry(f"http://www.paper.example:{site.port}{PATH}"))).why == Why.STATUS
    place = "paper.example"
    assert asked == [(place, 0), (place, 0), (place, 0), (place, 1)], "before robots.txt until it is free, and the page"


ANSWERS: dict[str, tuple[Route | Callable[[], bytes], Why]] = {
    "paywall": (html(TEASER), Why.PAYWALL),
    "payment required": (html(TEASER, status=402), Why.PAYWALL),
    "login": (html("who?", status=401), Why.LOGIN),
    "challenge": (html("wait", ("cf-mitigated", "challenge"), status=403), Why.CHALLENGE),
    "gone": (html("gone", status=404), Why.STATUS),
    "a fault": (html("oh", status=500), Why.STATUS),
    "no body": (html(""), Why.NO_TEXT),
    "a PDF": (answer(200, b"%PDF-1.7", ("Content-Type", "application/pdf")), Why.NOT_A_PAGE),
    "a picture": (answer(200, b"\x89PNG", ("Content-Type", "image/png")), Why.NOT_A_PAGE),
    "a gzip bomb": (bomb, Why.UNREACHABLE),
    "a drip": (drip, Why.UNREACHABLE),
    "20 MB": (flood, Why.UNREACHABLE),
    "no HTTP": (b"hello\r\n\r\n", Why.UNREACHABLE),
    "in a circle": (led(PATH), Why.REFUSED),
    "another scheme": (led("ftp://news.example/1"), Why.REFUSED),
    "the metadata service": (led("http://169.254.169.254/latest"), Why.REFUSED),
    "a private address": (led("http://10.0.0.7/"), Why.REFUSED),
    "an odd spelling": (led("http://2130706433/"), Why.REFUSED),
}


@pytest.mark.parametrize("name", ANSWERS)
async def test_what_is_no_article_leaves_the_feeds_text(name: str, articles: Articles, site: Site) -> None:
    route, why = ANSWERS[name]
    site.routes[PATH] = route() if route is bomb else route  # type: ignore[assignment]  # the one that is made late
    outcome = await articles.text(entry(site.url(PATH)))
    assert (outcome.why, outcome.text) == (why, "")


@pytest.mark.parametrize(
    "link", ["", "https://news.google.com/rss/articles/CBMiAbc?oc=5", "ftp://news.example/1", "http://["]
)
async def test_an_entry_without_a_usable_link_asks_nobody(link: str, articles: Articles) -> None:
    assert (await articles.text(entry(link))).why is Why.NO_LINK


async def test_loopback_is_refused_where_nobody_opened_it(site: Site) -> None:
    site.routes[PATH] = html(ARTICLE)
    async with Poller(FetchPolicy(USER_AGENT), resolver=Names()) as poller, Articles(poller) as strict:
        for host in ("127.0.0.1", "localhost", "paper.example"):
            assert (await strict.text(entry(f"http://{host}:{site.port}{PATH}"))).why is Why.REFUSED
        assert strict.pid is None, "nothing was to be extracted"
    assert site.requests == []


async def test_an_aggregators_link_is_unwrapped(articles: Articles, site: Site) -> None:
    site.routes[PATH] = html(ARTICLE)
    link = f"https://www.google.com/url?q={site.url(PATH)}"
    assert (await articles.text(entry(link))).why is Why.ARTICLE


async def test_a_redirect_to_another_site_asks_that_ones_robots(articles: Articles, site: Site) -> None:
    other = f"http://paper.example:{site.port}"
    site.routes |= {"/short": led(f"{other}{PATH}"), PATH: html(ARTICLE)}
    assert (await articles.text(entry(site.url("/short")))).why is Why.ARTICLE
    hosts = [(request.target, request.headers["host"].partition(":")[0]) for request in site.requests]
    assert hosts == [
        ("/robots.txt", "127.0.0.1"),
        ("/short", "127.0.0.1"),
        ("/robots.txt", "paper.example"),
        (PATH, "paper.example"),
    ]


@pytest.mark.parametrize(
    ("status", "said", "hold"), [(429, "", 900.0), (429, "120", 120.0), (503, "60", 60.0), (503, "", 0.0)]
)
async def test_a_site_that_limits_us_is_left_alone(
    status: int, said: str, hold: float, articles: Articles, site: Site
) -> None:
    site.routes[PATH] = html("slow down", *([("Retry-After", said)] if said else []), status=status)
    outcome = await articles.text(entry(f"http://www.paper.example:{site.port}{PATH}"))
    assert (outcome.why, outcome.hold) == (Why.STATUS, hold)
    assert outcome.domain == ("paper.example" if hold else "")


async def test_a_page_that_hangs_the_extraction_costs_only_itself(articles: Articles, site: Site) -> None:
    nested = "<div>" * 200_000
    site.routes |= {"/deep": html(f"<html><body>{nested}"), PATH: html(ARTICLE)}
    assert (await articles.text(entry(site.url("/deep")))).why is not Why.ARTICLE
    assert (await articles.text(entry(site.url(PATH)))).why is Why.ARTICLE


async def test_the_process_is_killed_at_its_deadline_and_ends_when_idle(site: Site) -> None:
    site.routes[PATH] = html(page(*BODY))
    policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK, parse_deadline=1.0)
    async with Poller(policy) as poller, Articles(poller, idle=0.2) as brief:
        assert (await brief.text(entry(site.url(PATH)))).why is Why.ARTICLE
        assert brief.pid is not None
        stopped = brief.pid
        os.kill(stopped, signal.SIGSTOP)  # it hangs, as far as anybody can tell
        assert (await brief.text(entry(site.url(PATH)))).why is Why.BROKEN
        assert await gone(stopped, 1)
        assert (await brief.text(entry(site.url(PATH)))).why is Why.ARTICLE
        idle = brief.pid
        assert idle is not None
        assert await gone(idle, 5)
        assert brief.pid is None
