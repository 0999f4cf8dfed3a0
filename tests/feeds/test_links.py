"""Links in their canonical spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.links import canonical

TABLE = [
    ("https://news.example/a", "https://news.example/a"),
    ("HTTPS://News.Example:443/A", "https://news.example/A"),
    ("http://news.example:8080", "http://news.example:8080/"),
    ("http://news.example:80/", "http://news.example/"),
    ("  https://news.example/a\n", "https://news.example/a"),
    ("https://news.example/a#comments", "https://news.example/a"),
    ("https://news.example/a?utm_source=rss&utm_medium=feed", "https://news.example/a"),
    ("https://news.example/a?id=1&utm_campaign=x&b=2", "https://news.example/a?id=1&b=2"),
    ("https://bbc.example/a?at_medium=RSS&at_campaign=rss", "https://bbc.example/a"),
    ("https://news.example/a?fbclid=1&gclid=2&b", "https://news.example/a?b"),
    ("https://dw.example/a?maca=en-rss-1", "https://dw.example/a"),
    ("https://sbs.example/a?plink=RSSREADER&id=N1", "https://sbs.example/a?id=N1"),
    ("https://news.example/a?b=2&a=1&b=3", "https://news.example/a?b=2&a=1&b=3"),
    ("https://me:hush@news.example/a", "https://news.example/a"),
    ("https://news.example/뉴스/1?q=방위비", "https://news.example/%EB%89%B4%EC%8A%A4/1?q=%EB%B0%A9%EC%9C%84%EB%B9%84"),
    ("https://news.example/a b", "https://news.example/a%20b"),
    ("https://news.example/%7Ea%2Fb", "https://news.example/%7Ea%2Fb"),
    ("https://한겨레.example/", "https://xn--h89at9srwx.example/"),
    ("https://[2606:4700::1111]/a", "https://[2606:4700::1111]/a"),
    ("/story/1", "https://base.example/story/1"),
    ("story/1", "https://base.example/section/story/1"),
    ("//other.example/1", "https://other.example/1"),
    (
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&tid=1&url=https%3a%2f%2fpaper.example%2fa%3fid%3d1%26utm_source%3dx&c=9",
        "https://paper.example/a?id=1",
    ),
    ("https://www.google.com/url?rct=j&url=https://paper.example/a&ct=ga", "https://paper.example/a"),
]
NONE = [
    "javascript:alert(1)", "data:text/html,x", "mailto:a@b.example", "ftp://a.example/", "file:///etc/passwd", "tel:1",
    "http://", "http:///a", "http://[::1", "http://a:99999/", "http://a b/", "http://" + "a" * 300 + "\u3002\u3002/",
    "https://news.example/" + "a" * 3000, "http://<script>/",
]  # fmt: skip


@pytest.mark.parametrize(("link", "expected"), TABLE)
def test_a_link_has_one_spelling(link: str, expected: str) -> None:
    assert canonical(link, "https://base.example/section/feed.xml") == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize("link", NONE)
def test_what_is_no_web_address_is_none(link: str) -> None:
    assert canonical(link) == ""


def test_a_wrapped_address_is_checked_like_any_other() -> None:
    wrapped = canonical("https://www.bing.com/news/apiclick.aspx?url=javascript:alert(1)")
    assert wrapped.startswith("https://www.bing.com/")


@given(
    st.text() | st.text().map(lambda rest: f"https://{rest}") | st.text().map(lambda rest: f"https://a.example/{rest}")
)
def test_no_text_raises_and_twice_is_once(link: str) -> None:
    once = canonical(link)
    assert once == "" or (once.isascii() and once.startswith(("http://", "https://")) and " " not in once)
    assert canonical(once) == once or once == ""
