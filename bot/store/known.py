"""What was seen before: two questions for a whole batch of polls, each one statement however much is asked.

The lists go to the database as one value (JSON for SQLite, arrays for PostgreSQL), because a statement with thousands
of parameters costs more to put together than to answer.
"""

import json
from collections.abc import Collection

from sqlalchemy import Connection, text

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
        "SELECT e.link, a.story_id FROM json_each(:asked) AS l CROSS JOIN entries AS e ON e.link = l.value "
        "LEFT JOIN articles AS a ON a.id = e.article_id"
    ),
    "postgresql": text(
        "SELECT e.link, a.story_id FROM unnest(CAST(:asked AS text[])) AS l (link) "
        "JOIN entries AS e ON e.link = l.link LEFT JOIN articles AS a ON a.id = e.article_id"
    ),
}


def known_guids(connection: Connection, asked: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    """Of (feed, key of a guid) those that were seen."""
    if not asked:
        return set()
    if connection.dialect.name == "sqlite":
        values = {"asked": json.dumps(list(asked))}
        return {(row[0], row[1]) for row in connection.execute(_GUIDS["sqlite"], values)}
    feeds, guids = zip(*asked, strict=True)
    arrays = {"feeds": list(feeds), "guids": list(guids)}
    return {(row[0], row[1]) for row in connection.execute(_GUIDS["postgresql"], arrays)}


def known_links(connection: Connection, asked: Collection[str]) -> dict[str, int | None]:
    """Of the keys of links those that were seen -> the story of the article, None where it was off the topic.

    No link is never known.
    """
    links = [link for link in asked if link]
    found: dict[str, int | None] = {}
    if not links:
        return found
    dialect = connection.dialect.name
    values = {"asked": json.dumps(links) if dialect == "sqlite" else links}
    for link, story_id in connection.execute(_LINKS[dialect], values):
        found[link] = found.get(link) or story_id
    return found
