"""The shared step: a parser's raw entries become the entries that all the rest of the house works with.

Titles and bodies become plain text, links canonical, dates true, and every entry gets an id that holds from poll to
poll. Pure but for the moment it is handed; an entry that cannot be used is counted and costs no other.
"""

import re
from datetime import datetime
from hashlib import sha256

from bot.feeds.dates import parse_date, plausible
from bot.feeds.links import canonical
from bot.feeds.raw import RawEntry, RawFeed
from bot.model import Entry
from bot.reading.text import plain_text

LONGEST_GUID = 400
"""Characters; a longer id is kept as its hash, so that it fits an index."""

LONGEST_TITLE = 1000
"""Characters; what is longer is a body in the wrong place."""

_PROMOTED = re.compile(r"(https?://[^#]+)#\d+")
"""The BBC counts up a fragment whenever it moves a report up again."""

_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)


def to_entries(feed: RawFeed, *, url: str, country: str, now: datetime) -> tuple[tuple[Entry, ...], int]:
    """The feed's entries in its order, and how many could not be used.

    ``url`` is where the feed came from (relative links are relative to it, unless the feed has a link of its own),
    ``country`` its country (alpha-2), whose time a date without a zone is in.
    """
    base = canonical(feed.link, url) or url
    alike = _all_alike(feed.entries)
    entries: list[Entry] = []
    bad = feed.bad_entries
    for raw in feed.entries:
        entry = _entry(raw, "" if alike else raw.guid, base, country, now)
        if entry is None:
            bad += 1
        else:
            entries.append(entry)
    return tuple(entries), bad


def ttl_seconds(text: str) -> float:
    """RSS 2.0 ``ttl``, written in minutes, in seconds; 0 for nonsense."""
    digits = text.strip()
    return float(digits) * 60 if re.fullmatch(r"\d{1,9}", digits, re.ASCII) else 0.0


def title_of(feed: RawFeed) -> str:
    """The feed's own name."""
    return _line(feed.title)


def _all_alike(entries: list[RawEntry]) -> bool:
    """Every entry has the same id, so it identifies nothing."""
    return len(entries) > 1 and len({raw.guid for raw in entries}) == 1


def _entry(raw: RawEntry, guid: str, base: str, country: str, now: datetime) -> Entry | None:
    outlet = _line(raw.outlet)
    title = _without_outlet(_line(raw.title), outlet)
    text = max((plain_text(text) for text in raw.texts), key=len, default="")
    link = canonical(raw.link, base) if raw.link.strip() else ""
    if not (title or text or link):
        return None
    return Entry(
        guid=_identity(guid, link, title, text),
        link=link,
        title=title,
        text=text,
        published=_published(raw, country, now),
        language=_language(raw.language),
        outlet=outlet or None,
    )


def _line(html: str) -> str:
    return " ".join(plain_text(html).split())[:LONGEST_TITLE]


def _without_outlet(title: str, outlet: str) -> str:
    """News searches append the outlet to the headline; it is cut only where it is that very outlet."""
    return title.removesuffix(f" - {outlet}") if outlet else title


def _identity(guid: str, link: str, title: str, text: str) -> str:
    own = "".join(char for char in guid.strip() if char.isprintable())
    if promoted := _PROMOTED.fullmatch(own):
        own = promoted[1]
    own = own or link
    if not own:
        return _hashed(f"{title}\n{text}")
    return own if len(own) <= LONGEST_GUID else _hashed(own)


def _hashed(text: str) -> str:
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def _published(raw: RawEntry, country: str, now: datetime) -> datetime | None:
    """The first date that can be believed."""
    for date in raw.dates:
        if moment := plausible(parse_date(date, country), now):
            return moment
    return None


def _language(tag: str) -> str | None:
    found = _LANGUAGE.fullmatch(tag.strip())
    return found[1].lower() if found else None
