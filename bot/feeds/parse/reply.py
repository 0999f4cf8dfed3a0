"""From a request to parse to its reply: the same steps in the poller's own process and in the parser process."""

from bot.feeds.parse import formats
from bot.feeds.parse.entries import title_of, to_entries, to_lean_entries, ttl_seconds
from bot.feeds.parse.raw import RawFeed
from bot.feeds.process.frames import ParseReply, ParseRequest


def quick_reply(request: ParseRequest) -> ParseReply | None:
    """The reply where it can be had within milliseconds; None leaves the body to the parser process.

    Here alone texts may come later: over the pipe the HTML would cost as much as the texts.
    """
    if not formats.is_quick_to_parse(request.body):
        return None
    feed = formats.read_quickly(request.body, request.content_type)
    if feed is None or not request.texts_later:
        return _reply(feed, request) if feed is not None else None
    entries, html, bad = to_lean_entries(feed, url=request.url, country=request.country, now=request.now)
    return ParseReply(True, title_of(feed), ttl_seconds(feed.ttl), entries, bad, html=html)


def full_reply(request: ParseRequest) -> ParseReply:
    """The reply, whatever it takes."""
    feed = formats.read(request.body, request.content_type)
    return _reply(feed, request) if feed is not None else ParseReply(is_feed=False)


def _reply(feed: RawFeed, request: ParseRequest) -> ParseReply:
    entries, bad = to_entries(feed, url=request.url, country=request.country, now=request.now)
    return ParseReply(True, title_of(feed), ttl_seconds(feed.ttl), entries, bad)
