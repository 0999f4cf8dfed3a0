"""Gists of the reports on the topic: what answers about the course of talks read in place of whole articles.

Worked out in the transaction that files an article. They follow from the articles alone, so they can be made again
from them; see ``gisting``. What else a gist has stands in the article's row before its text, and is read from there.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select

from bot.desk.gist import Gist, Outline, gist_of
from bot.model import Article, Event
from bot.reading.ahead import Ahead
from bot.store.statements import chunks
from bot.store.tables import articles, gists, stories

_ahead = msgspec.json.Decoder(tuple[Ahead, ...])


def add(connection: Connection, *new: Article) -> None:
    """Takes in new articles, their words made ``storable``; nothing of those that are off the topic."""
    rows = [_row(one) for one in new if one.reading.relevance.on_topic]
    if rows:
        connection.execute(_ADD, rows)


def replace(connection: Connection, new: Article) -> None:
    """Takes in the new version of an article."""
    connection.execute(delete(gists).where(_g.article_id == new.id))
    add(connection, new)


def find(
    connection: Connection, *, until: datetime, since: datetime | None, events: Collection[Event] | None, limit: int
) -> list[Gist]:
    """As ``archive.find`` does, of the reports on the topic."""
    asked = {"until": until, "since": since, "most": limit, "events": [event.value for event in events or ()]}
    ids = _IDS if since is None else _IDS.where(_a.published >= bindparam("since", type_=_a.published.type))
    ids = ids if events is None else ids.where(_TURNING)
    newest = ids.order_by(_a.published.desc(), _a.id.desc()).limit(bindparam("most")).subquery()
    query = _GISTS.where(_a.id == newest.c.id, _g.article_id == newest.c.id).order_by(_a.published.desc(), _a.id.desc())
    return list(map(_gist, connection.execute(query, asked)))


def texts(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """The texts of some reports, by their ids."""
    found: dict[int, str] = {}
    for chunk in chunks(sorted(ids)):
        found |= {row[0]: row[1] for row in connection.execute(_TEXTS, {"ids": chunk})}
    return found


def _row(article: Article) -> dict[str, Any]:
    made = gist_of(article)
    return {
        "article_id": made.id,
        "track": made.reading.track,
        "event": made.reading.event.value,
        "figures": made.figures,
        "length": made.length,
        "round": made.round,
        "ahead": msgspec.json.encode(made.ahead).decode() if made.ahead else None,
    }


def _gist(row: Sequence[Any]) -> Gist:
    days = _ahead.decode(row[13]) if row[13] else ()
    return Gist._make((*row[:8], _outline(row[8], row[9]), *row[10:13], days))


@cache
def _outline(track: str | None, event: str) -> Outline:
    return Outline(Event(event), track)


_a, _g = articles.c, gists.c
_ADD = insert(gists)
_IDS = select(_a.id).where(_a.on_topic, _a.published < bindparam("until", type_=_a.published.type))
# Of a merged story the one that it is part of.
_STORIES = select(func.coalesce(stories.c.merged_into, stories.c.id)).where(
    stories.c.event.in_(bindparam("events", expanding=True))
)
# Not by the index of the stories: of those there may be tens of thousands, where the newest reports are soon read.
_TURNING = (_a.story_id + 0).in_(_STORIES)
_GISTS = select(
    _a.id, _a.feed_id, _a.story_id, _a.url, _a.outlet, _a.language, _a.title, _a.published,
    _g.track, _g.event, _g.figures, _g.length, _g.round, _g.ahead,
)  # fmt: skip
_TEXTS = select(_a.id, _a.text).where(_a.id.in_(bindparam("ids", expanding=True)))
