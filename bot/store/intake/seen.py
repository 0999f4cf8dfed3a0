"""What was seen, for a whole batch of polls: three questions and a note, each one statement however long the lists are.

The lists go to the database as one value (JSON for SQLite, arrays for PostgreSQL), because a statement with thousands
of parameters costs more to put together than to answer.

Past SQLAlchemy, which takes 11 times as long over the guids of 600 entries; see ``tests.bench.bench_direct``.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import Connection

from bot.model import Kept
from bot.store.database.direct import Order, Statement, ask_all, moment, spelt
from bot.store.database.statements import Speaks
from bot.store.database.types import key

Seen = tuple[int, str, str, int | None, str | None, bool | None]
"""Feed, key of the guid, key of the link ("" for none); where the entry is kept in full its article, the stamp that it
is known by when it comes again, and whether the article has its page's text."""


class Asked(Struct, frozen=True):
    """The guids and links of one poll."""

    feed_id: int
    guids: Sequence[str]
    links: Sequence[str]


class Known(NamedTuple):
    """What was seen of a poll before."""

    guids: frozenset[str]
    links: frozenset[str]
    """Those that the feed had, and those at which there is an article, whoever had it."""
    kept: Mapping[str, Kept]
    """By guid and by link, of the feed's entries that articles were made of not long ago."""


EDITED = timedelta(days=14)
"""How long after an entry was first seen its outlet's edits are noticed."""
_NOTHING: Mapping[str, Kept] = {}

_GUIDS = Statement(
    "SELECT e.feed_id, e.guid FROM json_each(:asked) AS a CROSS JOIN entries AS e "
    "ON e.feed_id = json_extract(a.value, '$[0]') AND e.guid = json_extract(a.value, '$[1]')",
    "SELECT e.feed_id, e.guid FROM unnest(CAST(:feeds AS integer[]), CAST(:guids AS text[])) AS a (feed_id, guid) "
    "JOIN entries AS e ON e.feed_id = a.feed_id AND e.guid = a.guid",
)
_LINKS = Statement(
    "SELECT e.link, e.feed_id, a.story_id FROM json_each(:asked) AS l CROSS JOIN entries AS e ON e.link = l.value "
    "LEFT JOIN articles AS a ON a.id = e.article_id",
    "SELECT e.link, e.feed_id, a.story_id FROM unnest(CAST(:asked AS text[])) AS l (link) "
    "JOIN entries AS e ON e.link = l.link LEFT JOIN articles AS a ON a.id = e.article_id",
)
_EDITABLE = Statement(
    "SELECT e.feed_id, e.guid, e.link, e.stamp, e.article_id, e.paged FROM json_each(:feeds) AS f CROSS JOIN "
    "entries AS e ON e.feed_id = f.value AND e.seen >= :since AND e.stamp IS NOT NULL",
    "SELECT e.feed_id, e.guid, e.link, e.stamp, e.article_id, e.paged FROM entries AS e "
    "WHERE e.feed_id = ANY(CAST(:feeds AS integer[])) AND e.seen >= :since AND e.stamp IS NOT NULL",
)
# A row at a time, SQLAlchemy and the drivers took two thirds of a first round's time in the database.
_ENTER = Statement(
    "INSERT INTO entries (feed_id, guid, link, article_id, stamp, paged, seen) SELECT json_extract(value, '$[0]'), "
    "json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]'), "
    "json_extract(value, '$[4]'), json_extract(value, '$[5]'), :seen FROM json_each(:rows)",
    "INSERT INTO entries (feed_id, guid, link, article_id, stamp, paged, seen) SELECT e.*, :seen FROM unnest("
    "CAST(:feeds AS integer[]), CAST(:guids AS text[]), CAST(:links AS text[]), CAST(:articles AS integer[]), "
    "CAST(:stamps AS text[]), CAST(:paged AS boolean[])) AS e",
)


def of_guids(to: Speaks, asked: Collection[tuple[int, str]]) -> Order:
    """Which of (feed, key of a guid) were seen: the rows are those."""
    if to.dialect.name == "sqlite":
        return Order(_GUIDS, {"asked": json.dumps(list(asked))})
    feeds, guids = (spelt(to, (one[place] for one in asked)) for place in (0, 1))
    return Order(_GUIDS, {"feeds": feeds, "guids": guids})


def of_links(to: Speaks, asked: Iterable[str]) -> Order:
    """Which of the keys of links were seen: the rows are ``Links``. No link is never known."""
    return Order(_LINKS, {"asked": spelt(to, [link for link in asked if link])})


def of_edits(to: Speaks, feed_ids: Collection[int], since: datetime) -> Order:
    """What articles of feeds were made of from ``since`` on, and may edit: rows for ``edits_by_feed``.

    Asked by feeds, since to look at the row of each entry that was seen made a round a quarter dearer in which every
    feed has one new entry.
    """
    return Order(_EDITABLE, {"feeds": spelt(to, feed_ids), "since": moment(to, since)})


@dataclass(slots=True)
class Links:
    """Which of some links were seen: with an article whoever had it, without one feed by feed."""

    stories: dict[str, int] = field(default_factory=dict)
    """Key of a link -> the story of the article that is at it."""
    passed_over: set[tuple[int | None, str]] = field(default_factory=set)
    """(feed, key of a link) of what was off the topic there; no feed for the archive, whose texts are whole.

    What one feed says of a report may be a line of it, and the next feed may say what it is about: that the first was
    off the topic says nothing of the second.
    """

    @classmethod
    def of(cls, rows: Iterable[tuple[Any, ...]]) -> "Links":
        """Of the rows that ``of_links`` gives."""
        found = cls()
        for link, feed_id, story_id in rows:
            if story_id is None:
                found.passed_over.add((feed_id, link))
            else:
                found.stories[link] = story_id
        return found

    def has(self, feed_id: int, link: str) -> bool:
        return link in self.stories or not self.passed_over.isdisjoint({(feed_id, link), (None, link)})


Edits = dict[str, Kept]
"""Of one feed: key of a guid or of a link -> the article that was made of it."""


def edits_by_feed(rows: Iterable[tuple[Any, ...]]) -> dict[int, Edits]:
    """What may be edited, by its feed; only of feeds that have any."""
    found: dict[int, Edits] = {}
    for feed_id, guid, link, stamp, article_id, paged in rows:
        kept, own = Kept(article_id, stamp, bool(paged)), found.setdefault(feed_id, {})
        own[guid] = kept
        if link:
            own.setdefault(link, kept)
    return found


def entering(to: Speaks, seen: Sequence[Seen], now: datetime) -> Order:
    """Notes what was seen now. None of it may be noted already."""
    when = moment(to, now)
    if to.dialect.name == "sqlite":
        return Order(_ENTER, {"rows": json.dumps(seen), "seen": when})
    names = ("feeds", "guids", "links", "articles", "stamps", "paged")
    columns = (spelt(to, column) for column in zip(*seen, strict=True))
    return Order(_ENTER, dict(zip(names, columns, strict=True)) | {"seen": when})


def known(connection: Connection, polls: Sequence[Asked], now: datetime | None = None) -> list[Known]:
    """Of each poll the guids that its feed had before, and the links that it had or that an article is at.

    With ``now`` also what articles were made of.
    """
    guids = [[(guid, key(guid)) for guid in poll.guids] for poll in polls]
    links = [[(link, key(link)) for link in poll.links] for poll in polls]
    pairs = zip(polls, guids, strict=True)
    orders = [
        of_guids(connection, [(poll.feed_id, short) for poll, own in pairs for _, short in own]),
        of_links(connection, [short for own in links for _, short in own]),
    ]
    if now:
        orders.append(of_edits(connection, {poll.feed_id for poll in polls}, now - EDITED))
    rows, linked, *editable = ask_all(connection, *orders)
    old_guids, old_links, kept = set(rows), Links.of(linked), edits_by_feed(chain.from_iterable(editable))
    return [
        Known(
            frozenset(guid for guid, short in own_guids if (poll.feed_id, short) in old_guids),
            frozenset(link for link, short in own_links if old_links.has(poll.feed_id, short)),
            _of_poll(kept[poll.feed_id], (*own_links, *own_guids)) if poll.feed_id in kept else _NOTHING,
        )
        for poll, own_guids, own_links in zip(polls, guids, links, strict=True)
    ]


def _of_poll(kept: Edits, asked: Sequence[tuple[str, str]]) -> dict[str, Kept]:
    return {one: kept[short] for one, short in asked if short in kept}
