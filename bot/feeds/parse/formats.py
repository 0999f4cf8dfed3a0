"""Which parser reads a body: JSON Feed, sitemaps, the fast path, and feedparser for everything else."""

from bot.feeds.parse import jsonfeed, sitemap
from bot.feeds.parse.fast import path
from bot.feeds.parse.raw import RawFeed

QUICK_BYTES = 256 * 1024
"""A longer body is parsed in the parser process."""

QUICK_MARKS = 12_000
"""Tags, attributes and references; a body with more of them is parsed in the parser process, however short it is.

Measured at these limits, on bodies made to hurt: a tenth of a second at the worst, half a millisecond for a feed."""


def is_quick_to_parse(body: bytes) -> bool:
    """Whether a body is so small that ``read_quickly`` cannot hold anybody up."""
    return len(body) <= QUICK_BYTES and count_marks(body) <= QUICK_MARKS


def count_marks(body: bytes) -> int:
    """How many tags, attributes and references a body may have; braces and brackets of JSON."""
    signs = (b"<", b"&", b"=", *((b"{", b"[") if jsonfeed.looks_like_json(body) else ()))
    return sum(map(body.count, signs))


def read_quickly(body: bytes, content_type: str) -> RawFeed | None:
    """The feed in a body of a known shape, in time linear in its length; None leaves it to ``read``."""
    if jsonfeed.looks_like_json(body):
        return jsonfeed.read(body, content_type)
    if sitemap.looks_like_sitemap(body):
        return sitemap.read(body, content_type, strict=True)
    return path.read(body, content_type)


def read(body: bytes, content_type: str) -> RawFeed | None:
    """The feed in a body, whatever it takes: for a process that can be killed. None where there is no feed."""
    feed = read_quickly(body, content_type)
    if feed is None and sitemap.looks_like_sitemap(body):
        feed = sitemap.read(body, content_type)
    if feed is None and not jsonfeed.looks_like_json(body):
        # Imported here, so that a process that never meets anything odd never pays for it.
        from bot.feeds.parse.by_feedparser import parse

        feed = parse(body, content_type)
    return feed
