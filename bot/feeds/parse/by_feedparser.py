"""Bytes in, a raw feed out, by feedparser: the reference for every format and the refuge for everything odd.

Runs in the parser process only: some bodies of a few hundred kilobytes take it minutes.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import feedparser

from bot.feeds.parse.encoding import decoded_text
from bot.feeds.parse.links import link_from_guid
from bot.feeds.parse.raw import RawEntry, RawFeed

_TRAPS = re.compile(
    r"</?(?:\w{1,20}:)?(?:width|height|textinput|category|keywords|subject)\b[^>]{0,200}>", re.IGNORECASE
)
"""Elements of no interest that feedparser stumbles over where they are not where they belong."""

DATES = ("published", "updated", "created")
"""feedparser's names for an entry's dates, in the order in which they are believed; dc:date is ``updated``."""


def parse(body: bytes, content_type: str) -> RawFeed | None:
    """The feed in a body; None where there is none. An entry that cannot be read is counted, not fatal."""
    text = decoded_text(body, content_type)
    if not text.strip():
        return None  # of nothing, feedparser does not even say that it is no feed
    try:
        result = _parsed(text)
    except MemoryError:
        raise
    except Exception:  # whatever it is
        # An ampersand in front is no XML, so this time feedparser's lenient parser takes the document.
        result = _parsed("&" + _TRAPS.sub("", text))
    if not result["version"] and not result["entries"]:
        return None
    channel = result["feed"]
    feed = RawFeed(title=_text(channel, "title"), link=_text(channel, "link"), ttl=_text(channel, "ttl"))
    for item in result["entries"]:
        try:
            feed.entries.append(_entry(item))
        except (TypeError, ValueError, KeyError, AttributeError, IndexError):
            feed.bad_entries += 1
    return feed


def _parsed(text: str) -> Mapping[str, Any]:
    # A BytesIO, because feedparser would open a string as a file or an address.
    result: Mapping[str, Any] = feedparser.parse(
        BytesIO(text.encode()),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return result


def _entry(item: Mapping[str, Any]) -> RawEntry:
    source = item.get("source") or {}
    contents = [_text(content, "value") for content in item.get("content", ())]
    return RawEntry(
        guid=_text(item, "id"),
        link=_text(item, "feedburner_origlink") or _link(item),
        title=_text(item, "title"),
        texts=tuple(dict.fromkeys(text for text in (*contents, _text(item, "summary")) if text)),
        dates=tuple(date for name in DATES if (date := _text(item, name))),
        language=_text(item, "language"),
        outlet=_text(source, "title") or _text(item, "news_source"),
    )


def _link(item: Mapping[str, Any]) -> str:
    """The link to the article; where only others are given (an enclosure, a related page), none."""
    alternates = [link for link in item.get("links", ()) if link.get("rel", "alternate") == "alternate"]
    if link := _text(item, "link"):
        return link if alternates else link_from_guid(link)
    return _text(alternates[0], "href") if alternates else ""


def _text(mapping: Mapping[str, Any], key: str) -> str:
    # dict.get, because FeedParserDict.get takes ``published`` for a missing ``updated`` and warns about it.
    value = dict.get(mapping, key) if isinstance(mapping, dict) else None
    return value if isinstance(value, str) else ""
