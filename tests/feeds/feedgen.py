"""Hypothesis strategies for feeds: documents grown from the elements that feeds use, and fixtures with damage."""

from hypothesis import strategies as st

from tests.feeds.corpus import ODD, RSS_NAMESPACES, TAKEN

WORDS = st.sampled_from(
    ["", " ", "Talks", "A &amp; B", "방위비 협상", "思いやり予算", "für 5 €", "&lt;p&gt;Up&lt;/p&gt;",
     "<![CDATA[<p>a</p>]]>", "\n  spaced\u00a0 out\n", "Ã¼ber Ã¤ndern", "caf\u0092s",
     "&#x92;quoted&#x92;", "<!-- a comment -->said", "x" * 50]
)  # fmt: skip
ADDRESSES = st.sampled_from(
    ["https://a.example/1", "/1", "https://a.example/1?a=1&amp;b=2", "<![CDATA[https://a.example/?a=1&amp;b;]]>", "",
     "http:///a.example/1", "tag:a.example,2026:1", "urn:uuid:1", " https://a.example/뉴스 ", "javascript:alert(1)"]
)  # fmt: skip
DATES = st.sampled_from(
    ["Tue, 24 Nov 2026 10:00:00 KST", "2026-11-24T10:00:00Z", "soon", "", "2026-11-24 10:00", "<!-- -->2026.11.24"]
)
ATTRIBUTES = st.sampled_from(
    [' type="html"', ' type="TEXT"', ' type="xhtml"', ' type="text/x-y"', ' xml:lang="ko"', ' lang="ko"', ' src="x"',
     ' isPermaLink="false"', ' isPermaLink="true"', ' ISPERMALINK="no"', ' url="https://b.example/"', ' mode="base64"',
     ' own:x="1"', ' rel="self"', ' xml:base="https://c.example/"', ' base = "https://c.example/"']
)  # fmt: skip
NAMES = st.sampled_from(
    ["title", "link", "guid", "description", "pubDate", "author", "category", "comments", "source", "content:encoded",
     "dc:date", "dc:title", "dc:description", "dc:creator", "dc:language", "dc:subject", "dcterms:modified",
     "dcterms:issued", "dcterms:created", "media:title", "media:description", "media:credit", "media:thumbnail",
     "media:keywords", "media:content", "media:group", "slash:comments", "wfw:commentRss", "own:thing", "own:title",
     "feedburner:origLink", "id", "updated", "published", "summary", "atom:updated", "atom:id", "atom:summary",
     "atom:content", "itunes:summary", "itunes:author", "enclosure"]
)  # fmt: skip
ODD_NAMES = st.sampled_from(
    ["content", "itunes:image", "image", "textInput", "date", "created", "language", "div", "unknown", "media:rating",
     "creator", "modified", "issued", "url", "Title", "body", "abstract", "feedburner:browserFriendly", "cloud", "tags"]
)  # fmt: skip
LINKS = st.sampled_from(
    ['<link href="https://a.example/2"/>', '<atom:link rel="self" href="https://a.example/3"/>', '<link href=""/>',
     '<atom:link rel="alternate" type="text/html" href="/4"/>', '<link rel="ALTERNATE" type="audio/mp3" href="/5"/>',
     '<atom:link rel="enclosure" href="/6">x</atom:link>', '<link rel="related"/>', '<link url="/7"/>',
     '<link href="/8" title="a"><b/></link>', '<atom:link href="https:///9" hreflang="de"/>',
     '<link rel="" href="/0"/>']
)  # fmt: skip


def _element(name: str, attributes: str, content: str) -> str:
    return f"<{name}{attributes}>{content}</{name}>"


def _elements(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    plain = st.builds(_element, NAMES, st.just(""), content)
    attributed = st.builds(_element, NAMES, ATTRIBUTES, content)
    odd = st.builds(_element, ODD_NAMES, st.just("") | ATTRIBUTES, content)
    return st.integers(0, 15).flatmap(lambda n: odd if n == 15 else attributed if n >= 13 else plain)


LEAVES = _elements(WORDS | ADDRESSES | DATES)
PARTS = st.integers(0, 15).flatmap(
    lambda n: _elements(st.lists(LEAVES, max_size=3).map("".join)) if n == 15 else LINKS if n >= 13 else LEAVES
)
"""Mostly plain elements, some links, and some elements that hold others."""

ITEMS = st.lists(st.lists(PARTS, max_size=8).map("".join), max_size=3)
ABOUT = st.sampled_from(
    ["", "", "", "", ' rdf:about="https://a.example/about"', ' xml:lang="de"', ' lastmod="2026-11-24"']
)


def _rss(channel: str, items: list[str], about: str) -> str:
    inside = "".join(f"<item{about}>{item}</item>\n" for item in items)
    return f'<rss version="2.0" {NAMESPACES}><channel>{channel}{inside}</channel></rss>'


def _rdf(channel: str, items: list[str], about: str) -> str:
    inside = "".join(f"<item{about}>{item}</item>\n" for item in items)
    return f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" {NAMESPACES}><channel>{channel}</channel>{inside}</rdf:RDF>'


def _atom(channel: str, items: list[str], about: str) -> str:
    inside = "".join(f"<entry{about}>{item}</entry>\n" for item in items)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES}>{channel}{inside}</feed>'


NAMESPACES = f'{RSS_NAMESPACES} xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
CHANNEL_PARTS = st.sampled_from(
    ["<ttl>30</ttl>", "<title>A feed</title>", "<link>https://a.example/?a=1&amp;b;</link>",
     "<description>d</description>",
     "<language>ko</language>", "<image><url>u</url><title>t</title><link>l</link></image>", "<atom:id>urn:3</atom:id>",
     "<skipHours><hour>1</hour><hour>2</hour></skipHours>", "<atom:title>again</atom:title>", "<own:x><own:y/></own:x>",
     "<textInput><title>t</title><name>n</name></textInput>", '<atom:link rel="hub" href="https://hub.example/"/>']
)  # fmt: skip
CHANNELS = st.one_of(st.lists(CHANNEL_PARTS, max_size=5), st.lists(PARTS, max_size=2)).map("".join)
GROWN = st.one_of(*(st.builds(form, CHANNELS, ITEMS, ABOUT) for form in (_rss, _rdf, _atom))).map(str.encode)
"""Well-formed feeds in which anything may stand anywhere."""

SNIPPETS = st.sampled_from(
    ["<", ">", "&", "&amp;", "&#0;", "&#x110000;", "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "<!DOCTYPE x>",
     "\x00",
     "\x0b", "\ufffe", "\ud7ff", "é", "ꀀ", "가", "<item>", "</item>", "<title/>", "<entry>", 'xmlns="u"',
     ' xmlns:dc="u"',
     ' xmlns:q="http://purl.org/dc/elements/1.1/"', "<q:title>x</q:title>", " base='x'", "'", '"', "\r\n", "\x85",
     "<media:content><media:title>m</media:title></media:content>", "<image/>", "<x:y/>", '<x:y xmlns:x="u"/>']
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A fixture with pieces cut out, doubled, moved, or put in."""
    text = draw(st.sampled_from(list((TAKEN | ODD).values()))).decode("utf-8", "replace")
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 0, 1, 2, 10, 300])))
        put = draw(st.one_of(st.just(""), SNIPPETS, st.text(max_size=3), st.just(text[start:end] * 2)))
        text = text[:start] + put + text[end:]
    return text.encode("utf-8", "surrogatepass")


@st.composite
def broken_bytes(draw: st.DrawFn) -> bytes:
    """A fixture with single bytes changed."""
    body = bytearray(draw(st.sampled_from(list(TAKEN.values()))))
    for _ in range(draw(st.integers(1, 5))):
        body[draw(st.integers(0, len(body) - 1))] = draw(st.integers(0, 255))
    return bytes(body)
