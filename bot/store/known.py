"""What was seen, for a whole batch of polls: two questions and a note, each one statement however long the lists are.

The lists go to the database as one value (JSON for SQLite, arrays for PostgreSQL), because a statement with thousands
of parameters costs more to put together than to answer.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, text

from bot.model import Kept
from bot.store.types import UtcDateTime

Seen = tuple[int, str, str, int | None, str | None, bool | None]
"""Feed, key of the guid, key of the link ("" for none); where the entry is kept in full its article, the stamp that it
is known by when it comes again, and whether the article has its page's text."""

_GUIDS = {
    "sqlite": text(
        "SELECT e.feed_id, e.guid FROM json_each(:asked) AS a CROSS JOIN entries AS e "
        "ON e.feed_id = json_extract(a.value, '$[0]') AND e.guid = json_extract(a.value, '$[1]')"
    ),
    "postgresql": text(
        "SELECT e.feed_id, e.guid FROM unnest(CAST(:feeds AS integer[]), CAST(:guids AS text[])) AS a (feed_id, guid) "
        "JOIN entries AS e ON e.feed_id = a.feed_id AND e.guid = a.guid"
    ),
}
_LINKS = {
    "sqlite": text(
        "SELECT e.link, e.feed_id, a.story_id FROM json_each(:asked) AS l CROSS JOIN entries AS e ON e.link = l.value "
        "LEFT JOIN articles AS a ON a.id = e.article_id"
    ),
    "postgresql": text(
        "SELECT e.link, e.feed_id, a.story_id FROM unnest(CAST(:asked AS text[])) AS l (link) "
        "JOIN entries AS e ON e.link = l.link LEFT JOIN articles AS a ON a.id = e.article_id"
    ),
}
_SEEN_AT = bindparam("seen", type_=UtcDateTime())
# A row at a time, SQLAlchemy and the drivers took two thirds of a first round's time in the database.
_ENTER = {
    "sqlite": text(
        "INSERT INTO entries (feed_id, guid, link, article_id, stamp, paged, seen) SELECT json_extract(value, '$[0]'), "
        "json_extract(value, '$[1]'), json_extract(value, '$[2]'), json_extract(value, '$[3]'), "
        "json_extract(value, '$[4]'), json_extract(value, '$[5]'), :seen FROM json_each(:rows)"
    ).bindparams(_SEEN_AT),
    "postgresql": text(
        "INSERT INTO entries (feed_id, guid, link, article_id, stamp, paged, seen) SELECT e.*, :seen FROM unnest("
        "CAST(:feeds AS integer[]), CAST(:guids AS text[]), CAST(:links AS text[]), CAST(:articles AS integer[]), "
        "CAST(:stamps AS text[]), CAST(:paged AS boolean[])) AS e"
    ).bindparams(_SEEN_AT),
}


def known_guids(connection: Connection, asked: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    """Of (feed, key of a guid) those that were seen."""
    if not asked:
        return set()
    if connection.dialect.name == "sqlite":
        values = {"asked": json.dumps(list(asked))}
        return set(map(tuple, connection.execute(_GUIDS["sqlite"], values).all()))
    feeds, guids = zip(*asked, strict=True)
    arrays = {"feeds": list(feeds), "guids": list(guids)}
    return set(map(tuple, connection.execute(_GUIDS["postgresql"], arrays).all()))


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

    def has(self, feed_id: int, link: str) -> bool:
        return link in self.stories or not self.passed_over.isdisjoint({(feed_id, link), (None, link)})


def known_links(connection: Connection, asked: Collection[str]) -> Links:
    """Of the keys of links those that were seen. No link is never known."""
    links = [link for link in asked if link]
    found = Links()
    if not links:
        return found
    dialect = connection.dialect.name
    values = {"asked": json.dumps(links) if dialect == "sqlite" else links}
    for link, feed_id, story_id in connection.execute(_LINKS[dialect], values).all():
        if story_id is None:
            found.passed_over.add((feed_id, link))
        else:
            found.stories[link] = story_id
    return found


Edits = dict[str, Kept]
"""Of one feed: key of a guid or of a link -> the article that was made of it."""


def kept_of(connection: Connection, feed_ids: Collection[int], since: datetime) -> dict[int, Edits]:
    """By feed what articles were made of from ``since`` on: what an outlet may edit; only of feeds that have any.

    Asked by feeds, since to look at the row of each entry that was seen made a round a quarter dearer in which every
    feed has one new entry.
    """
    found: dict[int, Edits] = {}
    dialect = connection.dialect.name
    asked = json.dumps(list(feed_ids)) if dialect == "sqlite" else list(feed_ids)
    for feed_id, guid, link, stamp, article_id, paged in connection.execute(
        _EDITABLE[dialect], {"feeds": asked, "since": since}
    ):
        kept, own = Kept(article_id, stamp, bool(paged)), found.setdefault(feed_id, {})
        own[guid] = kept
        if link:
            own.setdefault(link, kept)
    return found


_SINCE = bindparam("since", type_=UtcDateTime)
_EDITABLE = {
    "sqlite": text(
        "SELECT e.feed_id, e.guid, e.link, e.stamp, e.article_id, e.paged FROM json_each(:feeds) AS f CROSS JOIN "
        "entries AS e ON e.feed_id = f.value AND e.seen >= :since AND e.stamp IS NOT NULL"
    ).bindparams(_SINCE),
    "postgresql": text(
        "SELECT e.feed_id, e.guid, e.link, e.stamp, e.article_id, e.paged FROM entries AS e "
        "WHERE e.feed_id = ANY(CAST(:feeds AS integer[])) AND e.seen >= :since AND e.stamp IS NOT NULL"
    ).bindparams(_SINCE),
}


def enter(connection: Connection, seen: Sequence[Seen], now: datetime) -> None:
    """Note what was seen now. None of it may be noted already."""
    if not seen:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(_ENTER["sqlite"], {"rows": json.dumps(seen), "seen": now})
        return
    names = ("feeds", "guids", "links", "articles", "stamps", "paged")
    values = dict(zip(names, map(list, zip(*seen, strict=True)), strict=True)) | {"seen": now}
    connection.execute(_ENTER["postgresql"], values)
