"""Sitemaps (https://www.sitemaps.org/protocol.html) and Google's news sitemaps, as feeds.

A news sitemap has titles and dates; a plain one has addresses only, and when each page changed last, so its entries
are links without a text. Of a large one only the latest pages count. An index of sitemaps is no feed: it has no pages.
"""

from lxml import etree

from bot.feeds.parse.entries import MOST_ENTRIES
from bot.feeds.parse.fast.strict_xml import lenient_root, strict_root
from bot.feeds.parse.raw import RawEntry, RawFeed

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MARK = b"urlset"
_HEAD = 4096
"""Bytes within which the root element begins."""


def looks_like_sitemap(body: bytes) -> bool:
    """Whether the root element may be a sitemap's."""
    return _MARK in body[:_HEAD]


def read(body: bytes, content_type: str, *, strict: bool = False) -> RawFeed | None:
    """The pages of a sitemap; None for anything else. ``strict`` takes well-formed documents only."""
    root = strict_root(body, content_type)
    if root is None and not strict:
        root = lenient_root(body, content_type)
    if root is None or _name(root) != "urlset":
        return None
    entries = [_entry(page) for page in root.iterchildren("{*}url")]
    if len(entries) > MOST_ENTRIES:
        # In no order that means anything; dates as they are written sort well enough.
        entries.sort(key=lambda entry: entry.dates[:1], reverse=True)
        del entries[MOST_ENTRIES:]
    return RawFeed(title=next((entry.outlet for entry in entries if entry.outlet), ""), entries=entries)


def _entry(page: etree._Element) -> RawEntry:
    found: dict[str, str] = {}
    for element in page.iter("{*}*"):
        # Images and videos have titles and addresses of their own.
        if element.text and _belongs(element):
            found.setdefault(_name(element), element.text.strip())
    return RawEntry(
        link=found.get("loc", ""),
        title=found.get("title", ""),
        dates=tuple(found[name] for name in ("publication_date", "lastmod") if found.get(name)),
        language=found.get("language", ""),
        outlet=found.get("name", ""),
    )


def _belongs(element: etree._Element) -> bool:
    uri = str(element.tag).rpartition("}")[0]
    return not uri or uri.startswith("{" + SITEMAP[:30]) or "sitemap-news" in uri


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
