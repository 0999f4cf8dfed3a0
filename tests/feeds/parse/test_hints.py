"""What documents say about themselves before their first item, in whatever condition they are."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from bot.feeds.ask.headers import links
from bot.feeds.parse.hints import read_hints
from bot.model import Hints
from tests.feeds.site import ITEM, rss

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/a"/><link rel="HUB alternate" href="/h"/>{}'
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:s="http://purl.org/rss/1.0/modules/syndication/"><channel><items/><s:updatePeriod>weekly</s:updatePeriod>'
    "</channel><item/></rdf:RDF>"
)


@pytest.mark.parametrize(
    ("body", "hints"),
    [
        (ATOM.format("<entry/>").encode(), Hints(hub="/h", topic="/a", format="Atom 1.0")),
        (b"\xef\xbb\xbf" + ATOM.format("").encode(), Hints(hub="/h", topic="/a", format="Atom 1.0")),
        (RDF.encode(), Hints(period=604_800.0, format="RSS 1.0")),
        (rss(ITEM).encode("euc-kr"), Hints(format="RSS 2.0")),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', Hints(format="JSON Feed")),
        (
            b'{"feed_url": "/j", "items": [], "hubs": [{"type": "rssCloud", "url": "/c"}, 1, '
            b'{"type": "WebSub", "url": "/h"}]}',
            Hints(hub="/h", topic="/j", format="JSON Feed"),
        ),
        (b'{"feed_url": 7, "hubs": {"type": "WebSub"}}', Hints(format="JSON Feed")),
        (b'{"hubs": [{"type": "WebSub", "url": null}]}', Hints(format="JSON Feed")),
        (b'{"feed_url": "/j", "items": [', Hints(format="JSON Feed")),
        (b'{"a":' * 100_000, Hints(format="JSON Feed")),
        (b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"/>', Hints(format="Atom 0.3")),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', Hints(format="news sitemap")),
        (b"", Hints()),
        (b"\xff\xfe<\0r\0", Hints()),
    ],
)
def test_formats_and_links(body: bytes, hints: Hints) -> None:
    assert read_hints(body) == hints


def test_what_follows_the_first_item_or_a_break_is_not_read() -> None:
    late = "<skipHours><hour>3</hour></skipHours>"
    assert read_hints(rss(ITEM + "</item>" + late + "<item>").encode()).skip_hours == frozenset()
    assert read_hints(rss(ITEM, channel="<a></b>" + late).encode()).skip_hours == frozenset()
    assert read_hints(rss(ITEM, channel=late + "<a></b>").encode()).skip_hours == {3}


@pytest.mark.parametrize("hour", ["-1", "25", "3.5", "noon", "٣x", "", "003"])
def test_hours_that_are_none_are_left_out(hour: str) -> None:
    body = rss(ITEM, channel=f"<skipHours><hour>{hour}</hour><hour> 24 </hour></skipHours>").encode()
    assert read_hints(body).skip_hours == {0}


def test_bombs_are_not_set_off() -> None:
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "boom">{layers}]><rss version="2.0"><channel><ttl>&l11;</ttl></channel></rss>'
    begun = time.monotonic()
    assert read_hints(bomb.encode()) == Hints()
    assert read_hints(b"<rss>" + b"<a>" * 100_000).format == "RSS"
    assert time.monotonic() - begun < 1


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"<rss><channel>{text}".encode()))
def test_nothing_raises(body: bytes) -> None:
    read_hints(body)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (['<https://hub.example/>; rel="hub"'], {"hub": "https://hub.example/"}),
        (["<a>; rel=self, <b>; rel=hub"], {"self": "a", "hub": "b"}),
        (["<a>; rel=self", '<b>; title="x"; REL="hub next"'], {"self": "a", "hub": "b", "next": "b"}),
        (["<a>; rel=hub, <b>; rel=hub"], {"hub": "a"}),
        (["<a; rel=hub", "rel=hub", "<>", "; ; =", "<c>;rel"], {}),
        ([], {}),
    ],
)
def test_link_headers(values: list[str], found: dict[str, str]) -> None:
    assert links(CIMultiDict([("Link", value) for value in values])) == found


def test_link_headers_are_read_in_linear_time() -> None:
    begun = time.monotonic()
    for text in ("<" * 100_000, "<a>;" * 50_000, "<a>; rel=" + " " * 100_000, "<a>" + ", " * 100_000):
        links(CIMultiDict([("Link", text)]))
    assert time.monotonic() - begun < 1
