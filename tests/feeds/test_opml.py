"""Lists of feeds: what comes in of good, careless and hostile files, and that what goes out comes in again."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.feeds.opml import LARGEST, Listing, OpmlError, Outline, feed_address, read_opml, write_opml

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def opml(*outlines: str) -> bytes:
    return f'<opml version="2.0"><head><title>x</title></head><body>{"".join(outlines)}</body></opml>'.encode()


def only(content: bytes) -> Outline:
    (found,) = read_opml(content).feeds
    return found


def test_nested_folders_and_titles_are_kept() -> None:
    listing = read_opml(
        opml(
            '<outline text="A" xmlUrl="https://a.test/rss"/>',
            '<outline text="World"><outline title="Asia / Pacific" text="x">',
            '<outline title="B &amp; C" text="ignored" xmlUrl="https://b.test/" language="ko-KR"/></outline>',
            '<outline text="D" xmlUrl="https://d.test/"/></outline>',
        )
    )
    assert [(feed.title, feed.folder, feed.language) for feed in listing.feeds] == [
        ("A", (), ""),
        ("B & C", ("World", "Asia / Pacific"), "ko"),
        ("D", ("World",), ""),
    ]


def test_repeated_and_unusable_addresses_are_told_with_their_lines() -> None:
    listing = read_opml(
        b'<opml><body>\n<outline text="A" xmlUrl="https://a.test/"/>\n<outline text="A2" xmlUrl="feed://a.test/"/>\n'
        b'<outline text="A3" xmlUrl=" feed:https://a.test/#top "/>\n<outline text="F" xmlUrl="file:///etc/passwd"/>\n'
        b'<outline text="J" xmlUrl="javascript:alert(1)"/>\n<outline text="E" xmlUrl=""/></body></opml>'
    )
    assert [(feed.url, feed.line) for feed in listing.feeds] == [("https://a.test/", 2), ("http://a.test/", 3)]
    assert [(feed.title, feed.line) for feed in listing.repeated] == [("A3", 4)]
    assert [(feed.url, feed.line) for feed in listing.unusable] == [
        ("file:///etc/passwd", 5),
        ("javascript:alert(1)", 6),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://a.test/?x=1&y=2", "https://a.test/?x=1&y=2"),
        ("https://a.test/?x=1&amp;y=2", "https://a.test/?x=1&y=2"),
        ("https://a.test/?x&nosuchname;", "https://a.test/?x&nosuchname;"),
        ("HTTPS://A.test", "https://A.test"),
    ],
)
def test_careless_addresses(written: str, meant: str) -> None:
    assert only(opml(f'<outline xmlUrl="{written}"/>')).url == feed_address(meant) != ""


def test_careless_files() -> None:
    assert only(opml('<outline text="Caf&eacute; &#x2014; AT&T" xmlurl="https://a.test/"/>')).title == "Café — AT&T"
    assert only(b"\n\n<?xml version='1.0'?><OPML><BODY><OUTLINE XMLURL='https://a.test/'/></BODY></OPML>").title == ""
    assert only(opml('<outline text=" a \n b " xmlUrl="https://a.test/"/>')).title == "a b"
    elsewhere = b'<!DOCTYPE opml SYSTEM "http://127.0.0.1:1/x.dtd">' + opml('<outline xmlUrl="https://a.test/"/>')
    assert only(elsewhere).url == "https://a.test/"


def test_other_encodings() -> None:
    words = '<opml><body><outline text="연합뉴스" xmlUrl="https://a.test/"/></body></opml>'
    for name in ("utf-8", "utf-8-sig", "utf-16", "euc-kr"):
        declared = "" if name.startswith("utf-16") else f'<?xml version="1.0" encoding="{name.removesuffix("-sig")}"?>'
        assert only(f"{declared}{words}".encode(name)).title == "연합뉴스"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"https://a.test/rss\n", "it is not XML, and so no OPML"),
        (b"<opml>\n<body>\n<outline>\n</body></opml>", "line 4: Opening and ending tag mismatch: outline line 3 and"),
        (b"<rss version='2.0'><channel/></rss>", "it is a feed and no list of feeds; add it by its address"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "it is a feed and no list of feeds"),
        (b"<html><body/></html>", "it is a web page and no list of feeds"),
        (b"<svg/>", "its outermost element is <svg> and not <opml>"),
        (b"<opml" + b" " * LARGEST, "it is larger than 16 MiB"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><opml/>', "it declares entities"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml>&a;</opml>', "it declares entities"),
        (b"<opml>" + b"<outline>" * 5000, "line 1: Excessive depth"),
    ],
)
def test_what_is_no_list_is_said(content: bytes, said: str) -> None:
    with pytest.raises(OpmlError) as caught:
        read_opml(content)
    assert str(caught.value).startswith(said)


def test_a_list_without_feeds_is_empty() -> None:
    assert read_opml(opml('<outline text="only a folder"/>')) == Listing(())


def test_a_long_list_takes_no_time() -> None:
    outlines = [f'<outline text="t{n}" xmlUrl="https://h{n}.test/?a&b"/>' for n in range(10_000)]
    begun = time.process_time()
    assert len(read_opml(opml(*outlines, "&" * 1_000_000)).feeds) == 10_000
    assert time.process_time() - begun < 5


def test_what_goes_out_is_opml_2() -> None:
    feeds = [
        Outline("https://a.test/?x=1&y=<2>", 'A "quoted" & <b>', "ko", ("World", "Asia")),
        Outline("https://b.test/", "", "", ("World",)),
        Outline("https://c.test/", "C\x00\x1b"),
    ]
    root = etree.fromstring(write_opml(feeds, title="Mine", created=NOW))
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Mine")
    assert root.findtext("head/dateCreated") == "Tue, 24 Nov 2026 10:00:00 GMT"
    assert [outline.get("text") for outline in root.iter("outline")] == [
        "World",
        "Asia",
        'A "quoted" & <b>',
        "https://b.test/",
        "C",
    ]
    assert {outline.get("type") for outline in root.iter("outline") if outline.get("xmlUrl")} == {"rss"}


NAMES = st.text(max_size=12).map(lambda text: " ".join("".join(c for c in text if c.isprintable()).split()))
FEEDS = st.lists(
    st.builds(
        Outline,
        st.integers(0, 10**6).map(lambda n: f"https://h{n}.test/?a=1&b={n}"),
        NAMES.filter(bool),
        st.sampled_from(["", "en", "ko"]),
        st.lists(NAMES.filter(bool), max_size=3).map(tuple),
    ),
    max_size=8,
    unique_by=lambda feed: feed.url,
)


@given(FEEDS)
def test_what_goes_out_comes_in_again(feeds: list[Outline]) -> None:
    listing = read_opml(write_opml(feeds, title="x", created=NOW))
    assert listing.repeated == listing.unusable == ()
    back = {(feed.url, feed.title, feed.language, feed.folder) for feed in listing.feeds}
    assert back == {(feed.url, feed.title, feed.language, feed.folder) for feed in feeds}


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"<opml>{text}</opml>".encode()))
def test_whatever_comes_in_only_one_error_comes_out(content: bytes) -> None:
    try:
        listing = read_opml(content)
    except OpmlError as error:
        assert str(error)  # noqa: PT017  # either is right
    else:
        assert isinstance(listing, Listing)
