"""From the address that a person knows, a site's or a page's, to the feeds behind it.

The address is asked as a feed is. Where a page comes back, the feeds that it names (``link rel="alternate"``, then
plain links that look like one) are asked in turn, and where it names none that works, a few places where sites keep
them. A few requests in all, one after another, under the guard, the limits and the manners of every poll.
"""

import asyncio
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from msgspec import Struct

from bot.feeds.ask.politeness import NotAskedError
from bot.feeds.opml import feed_address
from bot.feeds.parse import encoding
from bot.feeds.poller import Poller
from bot.model import Feed, FeedKind, Polled, PollFailed, Trouble
from bot.reading.languages.detect import UNKNOWN, detect

MOST_ASKED = 6
"""Addresses asked besides the first: a page may name a feed for each of its hundred sections."""
HEAD = 1024 * 1024
"""Bytes of a page that are looked through."""
USUAL_PLACES = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_LIKELY = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?|rdf)(?:[/._?-]|$)|\.(?:rss|rdf|atom)\b", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|댓글|コメント", re.IGNORECASE)


class NamedFeed(Struct, frozen=True):
    """A feed as a page names it."""

    url: str
    title: str
    declared: bool
    """By ``link rel="alternate"``; else it is a link that looks like a feed's."""


class FoundFeed(Struct, frozen=True):
    """A feed that answered with entries, or at least as a feed."""

    url: str
    """The address to follow: where permanent redirects lead."""
    title: str
    language: str
    """ISO 639-1 as most of its entries say; "" where they do not."""
    entries: int
    newest: datetime | None = None
    """The latest date of an entry; None where they have none."""
    guess: str = ""
    """The language that its headlines are in, where it says none itself; ISO 639-1, or ""."""


class Discovery(Struct, frozen=True):
    """What there is at an address."""

    feeds: tuple[FoundFeed, ...]
    """Those that work, the likeliest first; of several at one address, one."""
    is_page: bool
    """The address is a page's and not a feed's."""
    failed: PollFailed | None = None
    """Why there is none: of the address itself, else of the first feed that its page names."""
    unasked: tuple[NamedFeed, ...] = ()
    """Further feeds that the page names, which were too many to ask."""


async def discover(url: str, poller: Poller) -> Discovery:
    """The feeds at an address. Never raises for the web's weather; raises NotAskedError where its domain is busy."""
    answer, outcome = await poller.look(_feed(url))
    if isinstance(outcome, Polled):
        return Discovery((_found(url, outcome),), is_page=False)
    failed = outcome if isinstance(outcome, PollFailed) else None
    if answer is None or failed is None or failed.trouble is not Trouble.NOT_A_FEED:
        return Discovery((), is_page=False, failed=failed)
    content_type = answer.headers.get("Content-Type", "")
    named = await asyncio.to_thread(feeds_of_page, answer.body, content_type, answer.url)
    feeds, first = await _ask(poller, [one.url for one in named[:MOST_ASKED]])
    if not feeds and not (first and first.holds_domain):
        left = MOST_ASKED - len(named[:MOST_ASKED])
        known = {one.url for one in named}
        usual = [place for path in USUAL_PLACES if (place := urljoin(answer.url, path)) not in known]
        feeds, _ = await _ask(poller, usual[:left], enough=1)
    return Discovery(feeds, is_page=True, failed=None if feeds else first or failed, unasked=named[MOST_ASKED:])


def feeds_of_page(body: bytes, content_type: str, url: str) -> tuple[NamedFeed, ...]:
    """The feeds that a page names, in the order in which they are to be tried, each address once. Never raises."""
    page: Any = _Page()  # the stubs have targets take bytes as well, which lxml never hands them
    # A target is told of elements as they come, and no tree grows: nesting, however deep, costs nothing.
    parser = etree.HTMLParser(
        target=page, encoding=_charset(body, content_type), no_network=True, remove_comments=True, huge_tree=False
    )
    # What was seen of the page until an error counts.
    with suppress(etree.LxmlError):
        parser.feed(body[:HEAD])
        parser.close()
    return _in_order(page.named, _joined(url, page.base))


def _charset(body: bytes, content_type: str) -> str | None:
    """UTF-8 where the page is; else None, and lxml looks for the page's own ``meta``, which most of the rest have."""
    if encoding.is_declared_utf8(body, content_type):
        try:
            body[:HEAD].decode()
        except UnicodeDecodeError as error:
            # A character that HEAD cut in two is no fault.
            return "utf-8" if error.start >= HEAD - 4 else None
        return "utf-8"
    return None


def _in_order(named: Iterable[NamedFeed], base: str) -> tuple[NamedFeed, ...]:
    """With whole addresses: declared ones first, and feeds of comments after all others."""
    whole = [NamedFeed(feed_address(_joined(base, one.url)), one.title, one.declared) for one in named]
    whole.sort(key=lambda one: (bool(_COMMENTS.search(f"{one.url} {one.title}")), not one.declared))
    first: dict[str, NamedFeed] = {}
    for one in whole:
        if one.url:
            first.setdefault(one.url, one)
    return tuple(first.values())


class _Page:
    """What lxml tells of a page, element by element."""

    def __init__(self) -> None:
        self.named: list[NamedFeed] = []
        self.base = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        href = attributes.get("href", "").strip()
        if not href:
            return
        if tag == "base":
            self.base = self.base or href
        elif tag == "link":
            relations = attributes.get("rel", "").lower().split()
            kind = attributes.get("type", "").partition(";")[0].strip().lower()
            if ("alternate" in relations and kind in _TYPES) or "feed" in relations:
                self.named.append(NamedFeed(href, _tidy(attributes.get("title", "")), declared=True))
        elif tag == "a" and _LIKELY.search(href[:1000]):
            self.named.append(NamedFeed(href, _tidy(attributes.get("title", "")), declared=False))

    def end(self, tag: str) -> None:
        """Nothing: lxml wants to tell somebody."""

    def close(self) -> None:
        """Nothing: what was found stands in ``named``."""


async def _ask(
    poller: Poller, urls: Iterable[str], enough: int = MOST_ASKED
) -> tuple[tuple[FoundFeed, ...], PollFailed | None]:
    """Those of the addresses that are feeds, and what is wrong with the first that is none."""
    found: dict[str, FoundFeed] = {}
    first: PollFailed | None = None
    for url in urls:
        try:
            outcome = await poller.poll(_feed(url))
        except NotAskedError:
            # The domain limits us, or is busy: what we have is all there is to have now.
            break
        if isinstance(outcome, Polled):
            feed = _found(url, outcome)
            found.setdefault(feed.url, feed)
        elif isinstance(outcome, PollFailed):
            first = first or outcome
            if outcome.holds_domain:
                break
        if len(found) >= enough:
            break
    return tuple(found.values()), first


def _found(url: str, polled: Polled) -> FoundFeed:
    languages = [entry.language for entry in polled.entries if entry.language]
    common = max(sorted(set(languages)), key=languages.count, default="")
    language = common.partition("-")[0].lower()
    guess = "" if language else detect(" ".join(entry.title for entry in polled.entries))
    return FoundFeed(
        polled.moved_to or url,
        polled.title,
        language,
        len(polled.entries),
        max((entry.published for entry in polled.entries if entry.published), default=None),
        "" if guess == UNKNOWN else guess,
    )


def _feed(url: str) -> Feed:
    return Feed(0, url, "", "", "", FeedKind.OTHER)


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return base if not link else ""


def _tidy(text: str) -> str:
    return " ".join(text.split())[:200]
