"""Sitemaps as feeds: news sitemaps with titles, plain ones with addresses only."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.feeds.parse import formats
from bot.feeds.parse.entries import title_of, to_entries
from bot.feeds.parse.raw import RawFeed
from bot.model import Entry

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://paper.example/a?utm_source=sitemap</loc><lastmod>2026-11-24T09:30:00Z</lastmod>
<image:image><image:loc>https://paper.example/a.jpg</image:loc><image:title>A hangar</image:title></image:image>
<news:news><news:publication><news:name>The Paper</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-11-24T08:00:00Z</news:publication_date><news:title>Costs &amp; cuts</news:title></news:news>
</url><url><loc>https://paper.example/b</loc></url><url><lastmod>2026-11-24</lastmod></url></urlset>"""
PLAIN = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://paper.example/2026/1 </loc><lastmod>2026-11-23</lastmod></url></urlset>"""


def read(body: str) -> tuple[RawFeed, tuple[Entry, ...], int]:
    raw = formats.read(body.encode(), "text/xml")
    assert raw is not None
    return raw, *to_entries(raw, url="https://paper.example/sitemap.xml", country="", now=NOW)


def test_a_news_sitemap_has_titles_dates_and_languages() -> None:
    raw, (first, second), bad = read(NEWS)
    assert title_of(raw) == "The Paper"
    assert bad == 1
    assert (first.link, first.title, first.text) == ("https://paper.example/a", "Costs & cuts", "")
    assert first.published == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert (first.language, first.outlet) == ("en", "The Paper")
    assert (second.link, second.title) == ("https://paper.example/b", "")


def test_a_plain_sitemap_has_links_and_the_days_of_their_last_change() -> None:
    _, (entry,), _ = read(PLAIN)
    assert (entry.link, entry.guid) == ("https://paper.example/2026/1", "https://paper.example/2026/1")
    assert (entry.title, entry.text, entry.published) == ("", "", datetime(2026, 11, 23, tzinfo=UTC))


@pytest.mark.parametrize(
    "damage",
    [
        lambda body: body.replace("Costs &amp; cuts", "Costs & cuts"),
        lambda body: body[: body.index("</urlset>")],
        lambda body: body.replace("<lastmod>", "<x:y>z</x:y>&nbsp;<lastmod>"),
    ],
)
def test_a_damaged_sitemap_gives_what_it_has(damage: Callable[[str], str]) -> None:
    body = damage(NEWS)
    assert formats.read_quickly(body.encode(), "") is None
    assert [entry.link for entry in read(body)[1]] == ["https://paper.example/a", "https://paper.example/b"]


def test_an_index_of_sitemaps_is_no_feed() -> None:
    index = PLAIN.replace("urlset", "sitemapindex").replace("<url>", "<sitemap>").replace("</url>", "</sitemap>")
    assert formats.read(index.encode(), "") is None


def test_a_sitemap_with_a_doctype_is_refused() -> None:
    head = '<!DOCTYPE urlset [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    assert formats.read((head + PLAIN.replace("2026/1", "&f;")).encode(), "") is None


def test_an_empty_sitemap_is_an_empty_feed() -> None:
    assert read('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>')[1:] == ((), 0)
