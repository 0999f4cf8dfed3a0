"""What a report is known by, so that it is not read twice: an id beside the link that tells something else.

The desk takes an entry for known by its id in its feed, or by its link anywhere. So the two are kept independent: a
report survives a new link because its id stays, a new id or a new title because its link stays. Where the feed's own
id is but the link once more, or the same on different reports, headline and minute of publication take its place.

A live blog's posts share a page, and often a headline or a minute: a post is known by its id, or by its link with the
place within the page, and where the feed has no id for it by page and headline.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from bot.feeds.parse.links import canonical_with_place, page_of
from bot.feeds.parse.raw import RawEntry

LONGEST = 400
"""Characters; a longer id is kept as its hash, so that it fits an index."""

_AGGREGATOR = "https://news.google.com/"
"""Its ids are in its links, and both change with the query."""


def ambiguous_ids(entries: Iterable[RawEntry]) -> frozenset[str]:
    """Ids that different reports of one document carry, so that they identify none."""
    ids = [entry.guid for entry in entries]
    if len(set(ids)) == len(ids):
        return frozenset()
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        bearers[entry.guid].add(entry.link or entry.title)
    return frozenset(guid for guid, reports in bearers.items() if len(reports) > 1)


def own_id(guid: str, link: str) -> str:
    """The feed's id where it says something that the link does not; "" else. ``link`` is of ``canonical_with_place``.

    Of an id that is an address a fragment counts where it does in the link too: elsewhere it may count promotions.
    """
    own = guid.strip()
    if not own.isprintable():
        own = "".join(char for char in own if char.isprintable())
    if own.startswith("http"):
        address = canonical_with_place(own)
        if page_of(link) == link:
            address = page_of(address)
        if link and _without_scheme(address) in {_without_scheme(link), _without_scheme(page_of(link))}:
            return id_for_index(link) if "#" in address else ""
        # Sites move to https, and their ids with them.
        own = (address or own).replace("http://", "https://", 1)
    elif own in link and link.startswith(_AGGREGATOR):
        return ""
    return id_for_index(own)


def headline_id(title: str, outlet: str, published: datetime | None, written: str) -> str:
    """An id from what a report says of itself; "" where that is too little.

    ``written`` is the date as the feed has it: several reports of one day may share a title, not of one minute.
    """
    if not title or published is None or ":" not in written:
        return ""
    return hashed(f"{outlet}\n{title}\n{published:%Y-%m-%dT%H:%M}")


def post_id(link: str, title: str) -> str:
    """An id for a place within a page of which the feed gives none; "" for a link that leads to none."""
    page = page_of(link)
    return hashed(f"{page}\n{title}") if page != link else ""


def id_for_index(text: str) -> str:
    """The text, or its hash where it is too long for an index."""
    return text if len(text) <= LONGEST else hashed(text)


def hashed(text: str) -> str:
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def _without_scheme(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").rstrip("/")
