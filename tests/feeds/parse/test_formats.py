"""Whole feeds through the parser: formats, encodings, broken markup, and what becomes of single entries."""

from datetime import UTC, datetime

import pytest

from bot.feeds.parse.by_feedparser import parse
from bot.feeds.parse.entries import title_of, to_entries, ttl_seconds
from bot.model import Entry
from tests.feeds.site import rss

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Atom &amp; more</title><link href="https://atom.example/"/>
<entry><id>tag:atom.example,2026:1</id><title type="html">Up to &lt;b&gt;$5 billion&lt;/b&gt; a year</title>
<link rel="enclosure" href="https://atom.example/a.mp3"/><link rel="alternate" href="/story/1?utm_source=feed#top"/>
<published>2026-11-23T18:00:00+09:00</published><updated>2026-11-24T01:00:00Z</updated>
<summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The whole</p><p>text.</p></div></content>
</entry></feed>"""
RDF = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://rdf.example/"><title>政治</title></channel>
<item rdf:about="https://rdf.example/1"><title>思いやり予算、協議へ</title><link>https://rdf.example/1</link>
<dc:date>2026-11-24T08:30:00+09:00</dc:date><dc:language>ja-JP</dc:language></item></rdf:RDF>"""


def read(body: bytes | str, content_type: str = "", country: str = "") -> tuple[Entry, ...]:
    feed = parse(body.encode() if isinstance(body, str) else body, content_type)
    assert feed is not None
    return to_entries(feed, url="https://news.example/feed.xml", country=country, now=NOW)[0]


def bad(body: str) -> int:
    feed = parse(body.encode(), "")
    assert feed is not None
    return to_entries(feed, url="https://news.example/feed.xml", country="", now=NOW)[1]


def test_an_atom_entry_comes_whole() -> None:
    assert read(ATOM) == (
        Entry(
            guid="tag:atom.example,2026:1",
            link="https://atom.example/story/1",
            title="Up to $5 billion a year",
            text="The whole\ntext.",
            published=datetime(2026, 11, 23, 9, tzinfo=UTC),
        ),
    )


def test_an_rdf_item_has_its_date_in_dublin_core() -> None:
    (entry,) = read(RDF)
    assert entry.published == datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert (entry.link, entry.title, entry.language) == ("https://rdf.example/1", "思いやり予算、協議へ", "ja")


@pytest.mark.parametrize(
    ("declared", "codec", "content_type"),
    [
        ("EUC-KR", "euc-kr", ""),
        ("euc-kr", "cp949", "text/xml"),
        ("EUC-KR", "euc-kr", "text/xml; charset=utf-8"),
        ("", "euc-kr", "application/rss+xml; charset=EUC-KR"),
        ("UTF-8", "utf-8", "text/xml; charset=euc-kr"),
        ("", "utf-8", "text/xml"),
        ("", "utf-8-sig", ""),
        ("utf-16", "utf-16", ""),
        ("UTF-8", "utf-16", ""),
        ("x-unknown-9", "utf-8", "text/xml; charset=hex"),
    ],
)
def test_korean_arrives_in_every_encoding(declared: str, codec: str, content_type: str) -> None:
    title = "방위비 분담금 협상" + (" 똠방각하" if codec == "cp949" else "")
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = rss(f"<title>{title}</title><guid>1</guid>", head=head).encode(codec)
    assert read(body, content_type)[0].title == title


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("Shift_JIS", "shift_jis"), ("shift_jis", "cp932"), ("EUC-JP", "euc-jp"), ("ISO-2022-JP", "iso-2022-jp")],
)
def test_japanese_arrives_in_every_encoding(declared: str, codec: str) -> None:
    title = "思いやり予算の協議" + (" ①髙" if codec == "cp932" else "")
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    assert read(rss(f"<title>{title}</title><guid>1</guid>", head=head).encode(codec))[0].title == title


def test_windows_quotes_under_a_latin_name_are_quotes() -> None:
    body = rss("<title>“Lastenteilung” für 5 €</title>", head='<?xml version="1.0" encoding="ISO-8859-1"?>').encode(
        "cp1252"
    )
    assert read(body)[0].title == "“Lastenteilung” für 5 €"


def test_one_broken_byte_costs_one_character() -> None:
    body = rss("<title>방위비 협상</title>", "<title>둘</title>").encode().replace("협".encode(), b"\xed\x98")
    assert [entry.title for entry in read(body)] == ["방위비 �상", "둘"]


@pytest.mark.parametrize(
    "item",
    [
        "<title>A &amp; B</title>",
        "<title>A & B</title>",
        "<title><![CDATA[A & B]]></title>",
        "<title>A &amp;amp; B</title>",
        "<title>A \x0b& B</title>",
        "<title>A &#38; B</title>",
        "<title>\n  A\n  &amp;   B </title>",
        "<title>A &amp; &lt;em&gt;B&lt;/em&gt;</title>",
    ],
)
def test_a_title_becomes_plain_text(item: str) -> None:
    assert read(rss(item))[0].title == "A & B"


def test_an_undeclared_prefix_or_a_missing_end_does_not_cost_the_feed() -> None:
    whole = rss("<title>one</title><media:thing>x</media:thing>", "<title>two</title>")
    assert [entry.title for entry in read(whole)] == ["one", "two"]
    assert [entry.title for entry in read(whole[: whole.index("</channel>")])] == ["one", "two"]


def test_the_fullest_text_counts() -> None:
    encoded = (
        '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[{}]]></content:encoded>'
    )
    item = "<description>Short.</description>" + encoded.format("<p>The long text.</p>")
    assert read(rss(item))[0].text == "The long text."
    teaser = "<description>The long text.</description>" + encoded.format("<br/>")
    assert read(rss(teaser))[0].text == "The long text."


def test_scripts_and_tags_never_come_through() -> None:
    (entry,) = read(
        rss(
            "<description>&lt;script&gt;alert(1)&lt;/script&gt;"
            "&lt;img src=x onerror=alert(1)&gt;Talks&lt;b&gt;!</description>"
        )
    )
    assert entry.text == "Talks!"


def test_a_void_entry_is_counted_and_costs_no_other() -> None:
    body = rss("<title>one</title>", "", "<pubDate>Tue, 24 Nov 2026 09:00:00 GMT</pubDate>", "<title>two</title>")
    assert [entry.title for entry in read(body)] == ["one", "two"]
    assert bad(body) == 2


def test_an_entry_without_date_link_or_title_is_an_entry() -> None:
    bare, linked, worded = read(
        rss("<title>Only a title</title>", "<link>https://a.example/x</link>", "<description>Only words.</description>")
    )
    assert bare.guid.startswith("sha256:")
    assert (bare.link, bare.published) == ("", None)
    assert (linked.guid, linked.title) == ("https://a.example/x", "")
    assert (worded.text, worded.title) == ("Only words.", "")
    assert bare.guid != worded.guid


def test_ids_hold_from_poll_to_poll_and_are_never_too_long() -> None:
    body = rss(
        "<title>t</title><guid>" + "g" * 5000 + "</guid>",
        "<title>u</title>",
        "<title>v</title><guid>https://bbc.example/a#2</guid>",
    )
    first = [entry.guid for entry in read(body)]
    assert first == [entry.guid for entry in read(body)]
    assert all(0 < len(guid) <= 400 for guid in first)
    assert first[2] == "https://bbc.example/a"


def test_a_guid_that_is_an_address_stands_in_for_the_link() -> None:
    assert read(rss("<title>t</title><guid>https://a.example/1</guid>"))[0].link == "https://a.example/1"
    assert read(rss('<title>t</title><guid isPermaLink="false">https://a.example/1</guid>'))[0].link == ""


def test_a_guid_that_stands_in_for_the_link_may_name_a_place_but_not_by_a_number() -> None:
    marks = ("post-1", "post-2", "1", "12")
    guids = [f"<title>t</title><guid>https://a.example/live#{mark}</guid>" for mark in marks]
    assert [entry.link.removeprefix("https://a.example/live") for entry in read(rss(*guids))] == [
        "#post-1",
        "#post-2",
        "",
        "",
    ]
    linked = [f"<title>t</title><link>https://a.example/live#{mark}</link><guid>{mark}</guid>" for mark in marks]
    assert [entry.link.partition("#")[2] for entry in read(rss(*linked))] == list(marks)


def test_one_entry_with_a_guid_keeps_it() -> None:
    assert read(rss("<title>t</title><guid>only</guid><link>https://a.example/</link>"))[0].guid == "only"


def test_a_news_search_names_the_outlet() -> None:
    (entry,) = read(
        rss('<title>Talks break off - The Paper</title><source url="https://paper.example">The Paper</source>')
    )
    assert (entry.title, entry.outlet) == ("Talks break off", "The Paper")
    (other,) = read(rss('<title>Talks - off</title><source url="https://paper.example">The Paper</source>'))
    assert other.title == "Talks - off"


@pytest.mark.parametrize(
    ("date", "country", "expected"),
    [
        ("<pubDate>Tue, 24 Nov 2026 09:00:00 KST</pubDate>", "", datetime(2026, 11, 24, 0, tzinfo=UTC)),
        ("<pubDate>2026-11-24 09:00:00</pubDate>", "KR", datetime(2026, 11, 24, 0, tzinfo=UTC)),
        ("<pubDate>2026-11-24 09:00:00</pubDate>", "", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("<pubDate>Fri, 27 Nov 2026 09:00:00 GMT</pubDate>", "", None),
        ("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", "", None),
        ("<pubDate>soon</pubDate>", "", None),
        ("<pubDate></pubDate>", "", None),
        (
            "<pubDate>soon</pubDate><atom:updated xmlns:atom='http://www.w3.org/2005/Atom'>2026-11-24T09:00:00Z</atom:updated>",
            "",
            datetime(2026, 11, 24, 9, tzinfo=UTC),
        ),
    ],
)
def test_dates_are_true_or_none(date: str, country: str, expected: datetime | None) -> None:
    (entry,) = read(rss(f"<title>t</title>{date}"), country=country)
    assert entry.published == expected


def test_entities_do_not_explode() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>'
    entries = read(rss("<title>&l11;</title><guid>1</guid>", head=head))
    assert sum(len(entry.title) for entry in entries) < 10_000


def test_external_entities_are_not_opened(tmp_path: object) -> None:
    head = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    entries = read(rss("<title>a&f;b</title><guid>1</guid>", head=head))
    assert all(entry.title in {"a b", "ab", "a&f;b"} for entry in entries)


def test_references_to_halves_and_nothings_do_not_cost_the_feed() -> None:
    nothing = "&#0;&#x1F;&#xFFFE;&#1114112;&#x" + "F" * 5000 + ";&#" + "9" * 5000 + ";"
    (entry,) = read(rss(f"<title>a&#xD83D;&#xDE00;b&#55357;{nothing}&#000098;</title><guid>&#xDFFF;x</guid>"))
    assert entry.title == "a😀b\ufffdb"
    assert entry.guid == "\ufffdx"


@pytest.mark.parametrize(
    ("ttl", "seconds"), [("60", 3600), (" 5 ", 300), ("-5", 0), ("soon", 0), ("", 0), ("1" * 40, 0)]
)
def test_a_ttl_is_read_in_minutes(ttl: str, seconds: float) -> None:
    assert ttl_seconds(ttl) == seconds


def test_a_feeds_title_is_plain_text() -> None:
    feed = parse(ATOM.encode(), "")
    assert feed is not None
    assert title_of(feed) == "Atom & more"
