"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/).

Titles are read as HTML, because feeds put entities into them; ``summary`` and ``content_text`` are the plain text that
the format says they are.
"""

import json
from html import escape
from typing import Any

from bot.feeds.parse.encoding import decoded_text
from bot.feeds.parse.raw import RawEntry, RawFeed

VERSION = "jsonfeed.org/version/1"


def looks_like_json(body: bytes) -> bool:
    """Whether the body begins as a JSON object does, and no XML document can."""
    return body[:256].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read(body: bytes, content_type: str) -> RawFeed | None:
    """The feed in a body; None where it is not a JSON Feed. What is no object among its items is counted as bad."""
    try:
        # The standard library's reader, because it forgives what costs nobody anything: control characters, halves of
        # surrogate pairs, NaN. Numbers stay as they are written: an id of a thousand digits is an id.
        document = json.loads(
            decoded_text(body, content_type), strict=False, parse_int=str, parse_float=str, parse_constant=str
        )
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or VERSION not in _text(document, "version"):
        return None
    items = document.get("items")
    feed = RawFeed(title=_text(document, "title"), link=_text(document, "home_page_url"))
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            feed.entries.append(_entry(item))
        else:
            feed.bad_entries += 1
    return feed


def _entry(item: dict[str, Any]) -> RawEntry:
    plain = (escape(_text(item, name), quote=False) for name in ("content_text", "summary"))
    texts = (_text(item, "content_html"), *plain)
    dates = (_text(item, "date_published"), _text(item, "date_modified"))
    return RawEntry(
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        texts=tuple(dict.fromkeys(text for text in texts if text)),
        dates=tuple(date for date in dates if date),
        language=_text(item, "language"),
    )


def _text(item: dict[str, Any], name: str) -> str:
    """A string, or the number that careless feeds put where an id belongs; "" for anything else."""
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""
