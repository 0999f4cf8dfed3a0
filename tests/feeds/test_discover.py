"""From a page's address to the feeds behind it: which are named, which are asked, and in how many requests."""

import time

import pytest

from bot.feeds import Poller
from bot.feeds.discover import MOST_ASKED, USUAL_PLACES, discover, feeds_of_page
from bot.model import Trouble
from tests.feeds.site import FEED, ITEM, Site, answer, rss

HTML = ("Content-Type", "text/html; charset=utf-8")
PAGE = "https://news.test/world/"

pytestmark = pytest.mark.asyncio(loop_scope="module")


def page(*inside: str) -> bytes:
    return f"<!doctype html><html><head>{''.join(inside)}</head><body>news</body></html>".encode()


def link(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def urls(body: bytes, content_type: str = "text/html") -> list[str]:
    return [named.url for named in feeds_of_page(body, content_type, PAGE)]


async def test_what_a_page_names_comes_in_order_each_address_once() -> None:
    body = page(
        '<a href="/feeds/all">all</a>',
        link("/comments.xml", "Comments"),
        link("top.rss#x"),
        link("//cdn.test/atom", kind="Application/Atom+XML; charset=utf-8"),
        link("/top", kind="text/html"),
        link("top.rss", "again"),
        link("javascript:alert(1)"),
        '<a href="/feedback">write</a><a href="/rss-policy.html">x</a>',
    )
    assert urls(body)[:2] == ["https://news.test/world/top.rss", "https://cdn.test/atom"]
    assert urls(body)[2] == "https://news.test/feeds/all"
    assert urls(body)[-1] == "https://news.test/comments.xml"
    assert "https://news.test/feedback" not in urls(body)


async def test_a_base_moves_what_is_named() -> None:
    assert urls(page('<base href="/de/">', link("rss"))) == ["https://news.test/de/rss"]
    assert urls(page('<base href="http://[">', link("rss"))) == []


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr", "shift_jis"])
async def test_titles_in_any_encoding(charset: str) -> None:
    title = "연합" if charset == "euc-kr" else "共同"
    body = page(f'<meta charset="{charset}">', link("/rss", title)).decode().encode(charset)
    assert [named.title for named in feeds_of_page(body, "text/html", PAGE)] == [title]


@pytest.mark.parametrize(
    "hostile",
    [
        b"<div>" * 200_000,
        b"<!--" * 250_000,
        b"<link rel='" * 90_000,
        b"<a " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">",
        b"<" * 1_000_000,
        b"<a href='" + b"/rss-" * 200_000 + b"'>",
        b'<!DOCTYPE html [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + b"&b;" * 100_000,
        b"\xff\x00" * 500_000,
        b"",
    ],
)
async def test_hostile_pages_cost_little(hostile: bytes) -> None:
    begun = time.process_time()
    assert urls(page(link("/rss")) + hostile)[0] == "https://news.test/rss"
    urls(hostile)
    assert time.process_time() - begun < 2


async def test_the_address_of_a_feed_is_the_feed(poller: Poller, site: Site) -> None:
    site.routes |= {"/old": answer(301, b"", ("Location", "/feed")), "/feed": answer(200, FEED)}
    found = await discover(site.url("/old"), poller)
    assert (found.is_page, found.failed) == (False, None)
    assert [(feed.url, feed.title, feed.entries) for feed in found.feeds] == [(site.url("/feed"), "A feed", 1)]
    assert len(site.requests) == 2


async def test_the_feeds_that_a_page_names_are_asked(poller: Poller, site: Site) -> None:
    korean = rss(f"{ITEM}<dc:language xmlns:dc='http://purl.org/dc/elements/1.1/'>ko-KR</dc:language>")
    site.routes |= {
        "/": answer(200, page(link("/dead"), link("/ko"), link("/again")), HTML),
        "/ko": answer(200, korean.encode()),
        "/again": answer(301, b"", ("Location", "/ko")),
    }
    found = await discover(site.url(), poller)
    assert (found.is_page, found.failed, found.unasked) == (True, None, ())
    assert [(feed.url, feed.language) for feed in found.feeds] == [(site.url("/ko"), "ko")]
    assert [request.target for request in site.requests] == ["/", "/dead", "/ko", "/again", "/ko"]


async def test_where_a_page_names_none_the_usual_places_are_tried(poller: Poller, site: Site) -> None:
    site.routes |= {"/": answer(200, page(), HTML), USUAL_PLACES[1]: answer(200, FEED)}
    found = await discover(site.url(), poller)
    assert [feed.url for feed in found.feeds] == [site.url(USUAL_PLACES[1])]
    assert [request.target for request in site.requests] == ["/", *USUAL_PLACES[:2]]


async def test_a_page_with_no_feed_costs_few_requests(poller: Poller, site: Site) -> None:
    site.routes["/"] = answer(200, page(*(link(f"/{number}") for number in range(40))), HTML)
    found = await discover(site.url(), poller)
    assert (found.feeds, len(found.unasked), len(site.requests)) == ((), 40 - MOST_ASKED, 1 + MOST_ASKED)
    assert found.failed is not None
    assert found.failed.status == 404


async def test_a_site_that_limits_us_is_left_alone(poller: Poller, site: Site) -> None:
    site.routes["/"] = answer(200, page(link("/a"), link("/b"), link("/c")), HTML)
    site.routes |= {"/a": answer(200, FEED), "/b": answer(429, b"", ("Retry-After", "60"))}
    found = await discover(site.url(), poller)
    assert [feed.url for feed in found.feeds] == [site.url("/a")]
    assert site.asked("/c") == []
    site.routes["/"] = answer(200, page(link("/b"), link("/c")), HTML)
    assert (await discover(site.url(), poller)).feeds == ()
    assert [request.target for request in site.requests] == ["/", "/a", "/b", "/", "/b"]


async def test_a_feed_in_a_private_network_is_refused(poller: Poller, site: Site) -> None:
    site.routes["/"] = answer(200, page(link("http://10.0.0.1/rss"), link("http://2130706433/rss")), HTML)
    found = await discover(site.url(), poller)
    assert found.feeds == ()
    assert found.failed is not None
    assert found.failed.trouble is Trouble.REFUSED


async def test_an_address_that_does_not_answer_is_said(poller: Poller, site: Site) -> None:
    for url, trouble in (("http://127.0.0.1:1/", Trouble.CONNECTION), (site.url("/no"), Trouble.STATUS)):
        found = await discover(url, poller)
        assert (found.feeds, found.is_page) == ((), False)
        assert found.failed is not None
        assert found.failed.trouble is trouble
