"""The shared step: a parser's raw entries become the entries that all the rest of the house works with.

Titles and bodies become plain text, links canonical, dates true, and every entry gets an id that holds from poll to
poll. Pure but for the moment it is handed; an entry that cannot be used is counted and costs no other.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from msgspec.structs import replace

from bot.feeds.parse.dates import parse_date, plausible_moment
from bot.feeds.parse.identity import ambiguous_ids, hashed, headline_id, id_for_index, own_id, post_id
from bot.feeds.parse.links import canonical, canonical_with_place, page_of, shared_marks
from bot.feeds.parse.raw import RawEntry, RawFeed
from bot.model import Entry, Polled
from bot.reading.text import plain_text

LONGEST_TITLE = 1000
"""Characters; what is longer is a body in the wrong place."""

LONGEST_TEXT = 50_000
"""Characters; an article that is longer is cut."""

MOST_TEXT = 1_000_000
"""Characters in one document: reading them takes two seconds where every sentence is on the topic. Beyond them entries
keep their titles only, and beyond as many again they are not used."""

LONGEST_LINK = 4000
"""Characters; what is longer is no address that a server takes."""

MOST_ENTRIES = 3_000
"""Three times what a news sitemap may hold; ten thousand were measured to cost 11 MB on their way to the database."""

_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)


def to_entries(feed: RawFeed, *, url: str, country: str, now: datetime) -> tuple[tuple[Entry, ...], int]:
    """The feed's entries in its order, and how many could not be used.

    ``url`` is where the feed came from (relative links are relative to it, unless the feed has a link of its own),
    ``country`` its country (alpha-2), whose time a date without a zone is in.
    """
    entries, _, bad = _made(feed, url, country, now, texts_later=False)
    return entries, bad


def to_lean_entries(
    feed: RawFeed, *, url: str, country: str, now: datetime
) -> tuple[tuple[Entry, ...], tuple[tuple[str, ...], ...], int]:
    """As ``to_entries``, but texts are left as HTML beside the entries, for ``with_texts``.

    For documents that are too short to hold more than ``MOST_TEXT``. Most entries of a poll are known, and nobody looks
    at their texts: making them took a tenth of a round in which every feed has one new entry.
    """
    return _made(feed, url, country, now, texts_later=True)


def with_texts(polled: Polled, links: Collection[str]) -> Polled:
    """The outcome with texts for the entries with these links; one that has a text keeps it."""
    if not polled.html:
        return polled
    entries = tuple(
        replace(entry, text=_text(html)) if html and not entry.text and entry.link in links else entry
        for entry, html in zip(polled.entries, polled.html, strict=True)
    )
    return replace(polled, entries=entries)


def _made(
    feed: RawFeed, url: str, country: str, now: datetime, *, texts_later: bool
) -> tuple[tuple[Entry, ...], tuple[tuple[str, ...], ...], int]:
    base = canonical(feed.link, url) or url
    marks = shared_marks(_located(raw, base) for raw in feed.entries[:MOST_ENTRIES] if "#" in raw.link)
    maker = _Maker(base, country, now, ambiguous_ids(feed.entries), marks, texts_later)
    made = ((maker.entry(raw), raw) for raw in feed.entries[:MOST_ENTRIES])
    pairs = [(entry, raw) for entry, raw in made if entry is not None]
    html = tuple([() if entry.text else raw.texts for entry, raw in pairs]) if texts_later else ()
    entries = [entry for entry, _ in pairs]
    return _told_apart(entries), html, feed.bad_entries + len(feed.entries) - len(entries)


def ttl_seconds(text: str) -> float:
    """RSS 2.0 ``ttl``, written in minutes, in seconds; 0 for nonsense."""
    digits = text.strip()
    return float(digits) * 60 if re.fullmatch(r"\d{1,9}", digits, re.ASCII) else 0.0


def title_of(feed: RawFeed) -> str:
    """The feed's own name."""
    return _line(feed.title)


class _Maker:
    """Makes the entries of one feed, one after another."""

    def __init__(
        self,
        base: str,
        country: str,
        now: datetime,
        ambiguous: frozenset[str],
        marks: frozenset[str],
        texts_later: bool,
    ) -> None:
        self._base = base
        self._country = country
        self._now = now
        self._ambiguous = ambiguous
        self._marks = marks
        self._texts_later = texts_later
        self._length = 0
        """Of titles and texts so far."""

    def entry(self, raw: RawEntry) -> Entry | None:
        """The entry, unless there is nothing in it, or too much before it."""
        outlet = _line(raw.outlet)
        title = _without_outlet(_line(raw.title), outlet)
        link = _located(raw, self._base)
        if self._marks and link.partition("#")[2] in self._marks:
            link = page_of(link)
        if len(link) > LONGEST_LINK:
            link = ""
        # Without a link an entry may have to be known by its text.
        text = "" if self._texts_later and link else _text(raw.texts)
        self._length += len(title) + len(text)
        if self._length > MOST_TEXT:
            text = ""
        if not (title or text or link) or self._length > 2 * MOST_TEXT:
            return None
        published, written = self._published(raw)
        own = own_id(raw.guid, link) if raw.guid and raw.guid not in self._ambiguous else ""
        named = own or post_id(link, title) or headline_id(title, outlet, published, written)
        return Entry(
            guid=named or id_for_index(link) or hashed(f"{title}\n{text}"),
            link=link,
            title=title,
            text=text,
            published=published,
            language=_language(raw.language) if raw.language else None,
            outlet=outlet or None,
        )

    def _published(self, raw: RawEntry) -> tuple[datetime | None, str]:
        """The first date that can be believed, and how it is written."""
        for date in raw.dates:
            if moment := plausible_moment(parse_date(date, self._country), self._now):
                return moment, date
        return None, ""


def _located(raw: RawEntry, base: str) -> str:
    return canonical_with_place(raw.link, base) if raw.link and len(raw.link) <= 2 * LONGEST_LINK else ""


def _told_apart(entries: list[Entry]) -> tuple[Entry, ...]:
    """Different reports of one headline and minute are known by their links; those of one page and headline are one."""
    links: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        links[entry.guid].add(entry.link)
    if len(links) == len(entries):
        return tuple(entries)
    return tuple(
        _by_link(entry, links[entry.guid]) if entry.link and len(links[entry.guid]) > 1 else entry for entry in entries
    )


def _by_link(entry: Entry, links: Collection[str]) -> Entry:
    """An entry whose id others have too, which are at these links."""
    if len({page_of(link) for link in links}) == 1:
        return replace(entry, link=page_of(entry.link))
    return replace(entry, guid=id_for_index(entry.link))


def _text(html: Iterable[str]) -> str:
    """The longest of an item's texts."""
    return max(map(plain_text, html), key=len, default="")[:LONGEST_TEXT]


def _line(html: str) -> str:
    return plain_text(html).replace("\n", " ")[:LONGEST_TITLE] if html else ""


def _without_outlet(title: str, outlet: str) -> str:
    """News searches append the outlet to the headline; it is cut only where it is that very outlet."""
    return title.removesuffix(f" - {outlet}") if outlet else title


def _language(tag: str) -> str | None:
    found = _LANGUAGE.fullmatch(tag.strip())
    return found[1].lower() if found else None
