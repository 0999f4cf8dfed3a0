"""What a query finds in the archive, by the full-text index (see ``indexing``).

What the index cannot decide alone is decided by the query language itself, held against the newest of the reports that
the index finds.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, TextClause, bindparam, select, text

from bot.desk.answers.search import Hits
from bot.model import Article
from bot.reading.fulltext.lookups import Condition, Either, Every, Lexeme, lookup
from bot.reading.query.pages import page_of
from bot.reading.query.query import Query
from bot.store.archive.articles import to_article
from bot.store.database.statements import chunks
from bot.store.database.tables import articles
from bot.store.database.types import UtcDateTime

MOST_READ, MOST_CHARACTERS = 400, 800_000
"""Reports held against a query that the index does not decide, and characters of them: 50 ms or so."""

_AT_ONCE = 50
_EVER, _NEVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


def find(
    connection: Connection,
    query: Query,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    offset: int = 0,
    limit: int,
) -> Hits:
    """The reports that answer, the newest first, published from ``since`` on and before ``until``."""
    asked = lookup(query.root, connection.scalars(_LANGUAGES))
    index = _Index(connection, asked.asked, since, until)
    if asked.exact:
        ids, total = index.page(limit, offset)
        return Hits(_articles(connection, ids), total, counted=True, more=offset + len(ids) < total)
    ids, total = index.page(MOST_READ + 1, 0)
    answering, back_to = _read(connection, query, ids, offset + limit if total > MOST_READ else MOST_READ)
    page = tuple(answering[offset : offset + limit])
    more = len(answering) > offset + limit
    if total <= MOST_READ and back_to is None:
        return Hits(_articles(connection, page), len(answering), counted=True, more=more)
    return Hits(_articles(connection, page), total, counted=False, more=more, read_back_to=None if more else back_to)


def _read(connection: Connection, query: Query, ids: Sequence[int], wanted: int) -> tuple[list[int], datetime | None]:
    """The newest that answer, one more than is wanted; and how far back was read, where not every report was."""
    answering: list[int] = []
    characters = 0
    last = None
    for number, row in enumerate(_rows(connection, ids)):
        if number == MOST_READ or characters > MOST_CHARACTERS:
            return answering, last
        characters += len(row.text)
        last = row.published
        if query.holds(page_of(row.title, row.text, row.language, row.outlet)):
            answering.append(row.id)
            if len(answering) > wanted:
                break
    return answering, None


def _rows(connection: Connection, ids: Sequence[int]) -> Iterator[Any]:
    """What a query is held against, in the order of the ids; no more is fetched than is read, or nearly so."""
    for chunk in chunks(ids, _AT_ONCE):
        found = {row.id: row for row in connection.execute(_ROWS.where(_c.id.in_(chunk)))}
        yield from (found[one] for one in chunk)


class _Index:
    """The reports that a lookup finds in a period."""

    def __init__(
        self, connection: Connection, asked: Condition, since: datetime | None, until: datetime | None
    ) -> None:
        self._connection = connection
        self._lite = connection.dialect.name == "sqlite"
        spelt = _for_fts5(asked) if self._lite else _for_tsquery(asked)
        self._values = {"asked": spelt, "since": since or _EVER, "until": until or _NEVER}
        self._ever = since is None and until is None
        if not self._lite:
            # The planner does not know that a scan of the table unpacks every row's lexemes, a hundred times the work.
            connection.execute(text("SET LOCAL enable_seqscan = off"))

    def page(self, limit: int, offset: int) -> tuple[list[int], int]:
        """The newest after so many, and how many there are in all."""
        values = self._values | {"limit": limit, "offset": offset}
        if self._lite:
            return list(self._connection.scalars(_NEWEST, values)), self._count(_COUNT_ALL if self._ever else _COUNT)
        rows = self._connection.execute(_PG_NEWEST, values).all()
        return [row.article_id for row in rows], rows[0].total if rows else self._count(_PG_COUNT)

    def _count(self, statement: TextClause) -> int:
        return int(self._connection.execute(statement, self._values).scalar_one())


def _articles(connection: Connection, ids: Sequence[int]) -> tuple[Article, ...]:
    rows = {row.id: row for row in connection.execute(select(articles).where(_c.id.in_(ids)))} if ids else {}
    return tuple(to_article(rows[one]) for one in ids)


# --- The two languages


def _for_fts5(part: Condition) -> str:
    match part:
        case Lexeme(word, starts):
            return f'"{word}" *' if starts else f'"{word}"'
        case Either(parts):
            return f"({' OR '.join(map(_for_fts5, parts))})"
        case Every(parts, without):
            wanted = " AND ".join(map(_for_fts5, parts))
            return f"(({wanted}) NOT ({' OR '.join(map(_for_fts5, without))}))" if without else f"({wanted})"


def _for_tsquery(part: Condition) -> str:
    match part:
        case Lexeme(word, starts):
            return f"'{word}':*" if starts else f"'{word}'"
        case Either(parts):
            return f"({' | '.join(map(_for_tsquery, parts))})"
        case Every(parts, without):
            wanted = [*map(_for_tsquery, parts), *(f"!{_for_tsquery(one)}" for one in without)]
            return f"({' & '.join(wanted)})"


_c = articles.c
_ROWS = select(_c.id, _c.published, _c.title, _c.text, _c.language, _c.outlet)
_PERIOD = (bindparam("since", type_=UtcDateTime), bindparam("until", type_=UtcDateTime))


def _timed(statement: str) -> TextClause:
    return text(statement).bindparams(*_PERIOD)


# Read by an index, a language at a time; there is no quicker DISTINCT in either database.
_LANGUAGES = text(
    "WITH RECURSIVE known (language) AS (SELECT min(language) FROM articles UNION ALL "
    "SELECT (SELECT min(language) FROM articles WHERE language > known.language) FROM known "
    "WHERE known.language IS NOT NULL) SELECT language FROM known WHERE language IS NOT NULL"
)

# The plus keeps SQLite to the index by date, which ends after a page, and from fetching every row that is found.
_FOUND = (
    "FROM articles WHERE published >= :since AND published < :until "
    "AND +id IN (SELECT rowid FROM search WHERE search MATCH :asked)"
)
_COUNT_ALL = text("SELECT count(*) FROM search WHERE search MATCH :asked")
_COUNT = _timed(f"SELECT count(*) {_FOUND}")
_NEWEST = _timed(f"SELECT id {_FOUND} ORDER BY published DESC, id DESC LIMIT :limit OFFSET :offset")

_MATCHING = "FROM search WHERE published >= :since AND published < :until AND words @@ CAST(:asked AS TSQUERY)"
_PG_COUNT = _timed(f"SELECT count(*) {_MATCHING}")
# Found once, and counted and sorted after that.
_PG_NEWEST = _timed(
    f"WITH hits AS MATERIALIZED (SELECT article_id, published {_MATCHING}) "  # noqa: S608  # our own words
    "SELECT article_id, (SELECT count(*) FROM hits) AS total FROM hits "
    "ORDER BY published DESC, article_id DESC LIMIT :limit OFFSET :offset"
)
