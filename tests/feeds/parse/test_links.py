"""Links in their canonical spelling."""

from base64 import urlsafe_b64encode
from urllib.parse import quote, urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feeds.parse.links import _canonical, _is_canonical, _unwrapped, canonical, canonical_with_place, page_of


def google_news(address: str, *, path: str = "rss/articles", field: bytes = b"\x08\x13\x22") -> str:
    """A link as Google News had it until 2024: the address in a protocol buffer, in base64."""
    size = len(address)
    length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    message = field + length + address.encode() + b"\xd2\x01\x00"
    return f"https://news.google.com/{path}/{urlsafe_b64encode(message).decode().rstrip('=')}?oc=5"


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
    ("https://www.google.com/url?q=https://paper.example/a&sa=U", "https://paper.example/a"),
    (google_news("https://paper.example/a?utm_source=g"), "https://paper.example/a"),
    (google_news("https://paper.example/" + "a" * 200, path="articles"), "https://paper.example/" + "a" * 200),
    (google_news("http://paper.example/a", path="__i/rss/rd/articles"), "http://paper.example/a"),
    (google_news("AU_yqLNkeyaddressless"), google_news("AU_yqLNkeyaddressless")),
    (
        google_news("https://paper.example/a", field=b"\x08\x14\x22"),
        google_news("https://paper.example/a", field=b"\x08\x14\x22"),
    ),
    ("https://news.google.com/rss/articles/CBMi?oc=5", "https://news.google.com/rss/articles/CBMi?oc=5"),
    ("https://news.google.com/rss/articles/CBMiA?oc=5", "https://news.google.com/rss/articles/CBMiA?oc=5"),
    (
        "https://r.search.yahoo.com/_ylt=A0;_ylu=Y2/RV=2/RE=1/RO=10/RU=https%3a%2f%2fpaper.example%2fa%3fid%3d1/RK=2/RS=x-",
        "https://paper.example/a?id=1",
    ),
    ("https://us.rd.yahoo.com/news/rss/*https://paper.example/a?id=1", "https://paper.example/a?id=1"),
    ("https://l.facebook.com/l.php?u=https%3A%2F%2Fpaper.example%2Fa%3Ffbclid%3D1&h=x", "https://paper.example/a"),
    (
        "https://www.google.com/url?url="
        + quote("https://www.bing.com/news/apiclick.aspx?url=https%3a%2f%2fpaper.example%2fa"),
        "https://paper.example/a",
    ),
    ("https://paper.example/a?ref=rss&source=rss_world&id=1", "https://paper.example/a?id=1"),
    ("https://paper.example/a?ref=front&cid=77", "https://paper.example/a?ref=front&cid=77"),
    ("https://paper.example/a?partner=rss&emc=rss&smid=x", "https://paper.example/a"),
    ("https://paper.example/url?url=https://other.example/", "https://paper.example/url?url=https://other.example/"),
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


LIVE = "https://news.example/live"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (f"{LIVE}#post-17", f"{LIVE}#post-17"),
        ("http://News.example:80/live?utm_source=rss#block-5dd3", "http://news.example/live#block-5dd3"),
        (f"{LIVE}#!/post/17", f"{LIVE}#!/post/17"),
        (f"{LIVE}#글 1", f"{LIVE}#%EA%B8%80%201"),
        (f"https://www.google.com/url?url={LIVE}%23post-17", f"{LIVE}#post-17"),
        ("#post-17", "https://base.example/section/feed.xml#post-17"),
        (f"{LIVE}#comments", LIVE),
        (f"{LIVE}#", LIVE),
        (f"{LIVE}#xtor=RSS-3208", LIVE),
        (f"{LIVE}#utm_source=rss&utm_medium=feed", LIVE),
        (f"{LIVE}#:~:text=five%20billion", LIVE),
        (f"{LIVE}#ftag=CAD590a51e", LIVE),
        (f"{LIVE}#tk.rss_all", LIVE),
        (f"{LIVE}#intcid=rss&link_time=1795512000", LIVE),
        (f"{LIVE}#{'p' * 3000}", LIVE),
        ("mailto:x@news.example#post", ""),
    ],
)
def test_a_place_within_a_page_is_kept(link: str, expected: str) -> None:
    assert canonical_with_place(link, "https://base.example/section/feed.xml") == expected
    assert page_of(expected) == canonical(expected)


PIECES = st.lists(
    st.sampled_from(
        ["http://", "https://", "HTTP://", "a.example", "www.google.com", "news.google.com", "bing.com", "/", "/url",
         "?", "url=", "&", "=", "utm_x", "ref=rss", "rss", "1", "%41", "%", ";", ":80", ":", "#", "@", "..", "//",
         " ", "é", "[", "articles/CBMi", "IhNodHRwczovL2Eu", "*", "/RU=http%3a%2f%2fb.example%2f/",
         "r.search.yahoo.com",
         "-", "_", "|"]
    ),
    max_size=9,
).map("".join)  # fmt: skip


@settings(max_examples=300)
@given(PIECES, st.sampled_from(["", "https://base.example/section/feed.xml", "http://base.example"]))
def test_the_short_way_leads_to_the_same_link(link: str, base: str) -> None:
    once, placed = canonical(link, base), canonical_with_place(link, base)
    assert canonical(once) == once == page_of(placed)
    assert canonical_with_place(placed) == placed
    if _is_canonical(link):
        assert once == link == _canonical(_unwrapped(urljoin(base, link)))


@given(st.binary(max_size=40))
def test_no_id_of_google_raises(message: bytes) -> None:
    for start in (b"", b"\x08\x13\x22"):
        token = urlsafe_b64encode(start + message).decode()
        assert canonical(f"https://news.google.com/articles/{token}")


@given(
    st.text() | st.text().map(lambda rest: f"https://{rest}") | st.text().map(lambda rest: f"https://a.example/{rest}")
)
def test_no_text_raises_and_twice_is_once(link: str) -> None:
    once = canonical(link)
    assert once == "" or (once.isascii() and once.startswith(("http://", "https://")) and " " not in once)
    assert canonical(once) == once or once == ""
