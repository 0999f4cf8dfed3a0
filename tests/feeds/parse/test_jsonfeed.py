"""JSON Feed, through the same steps as every other format."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.parse import formats, jsonfeed
from bot.feeds.parse.entries import title_of, to_entries
from bot.model import Entry

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Bases &amp; Budgets",
    "home_page_url": "https://budgets.example/",
    "items": [
        {
            "id": 17,
            "url": "/a?utm_source=json",
            "title": "Up to <b>$5 billion</b>",
            "content_html": "<p>The whole</p><p>text.</p>",
            "summary": "The text",
            "date_published": "2026-11-24T17:00:00+09:00",
            "date_modified": "2026-11-24T18:00:00+09:00",
            "language": "en-US",
        },
        {"id": "18", "content_text": "1 < 2 & <b>so</b>", "date_modified": "2026-11-23T00:00:00Z"},
        {"id": "19", "external_url": "https://other.example/1", "title": None, "tags": {}},
        "no item",
        {},
    ],
}
NAMES = st.sampled_from(["id", "url", "title", "items", "content_html", "date_published", "version"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
)


def read(feed: object) -> tuple[tuple[Entry, ...], int]:
    raw = formats.read(json.dumps(feed).encode(), "application/feed+json")
    assert raw is not None
    return to_entries(raw, url="https://budgets.example/feed.json", country="", now=NOW)


def test_a_json_feed_comes_whole() -> None:
    (first, second, third), bad = read(FEED)
    assert bad == 2
    assert (first.guid, first.link) == ("17", "https://budgets.example/a")
    assert (first.title, first.text) == ("Up to $5 billion", "The whole\ntext.")
    assert (first.published, first.language) == (datetime(2026, 11, 24, 8, tzinfo=UTC), "en")
    assert (second.text, second.published) == ("1 < 2 & <b>so</b>", datetime(2026, 11, 23, tzinfo=UTC))
    assert (third.link, third.title) == ("https://other.example/1", "")


def test_its_title_is_plain_text() -> None:
    raw = jsonfeed.read(b"\xef\xbb\xbf \n" + json.dumps(FEED).encode(), "")
    assert raw is not None
    assert title_of(raw) == "Bases & Budgets"


def test_other_json_is_no_feed() -> None:
    for other in ({}, {"version": 1, "items": []}, {"error": "gone"}, {"version": "https://jsonfeed.org/v/9"}):
        assert formats.read(json.dumps(other).encode(), "application/json") is None
    assert formats.read(b'{"version": "https://jsonfeed.org/version/1", "items": [', "") is None
    assert formats.read(b'{"a":' * 100_000, "") is None


def test_a_feed_without_items_is_a_feed() -> None:
    assert read({"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}) == ((), 0)


@given(VALUES)
def test_no_json_raises(value: object) -> None:
    entries, bad = read({"version": "https://jsonfeed.org/version/1", "title": value, "items": [value, {"id": value}]})
    assert len(entries) + bad == 2
