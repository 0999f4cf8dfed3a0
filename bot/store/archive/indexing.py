"""The full-text index, kept in the transaction that files an article.

It holds lexemes of our own (see ``bot.reading.fulltext``): in SQLite's FTS5 (https://sqlite.org/fts5.html), and in a
tsvector under GIN (https://www.postgresql.org/docs/current/gin.html). What it holds follows from the articles alone, so
it can be made again from them.

Past SQLAlchemy, which takes 1.5 times as long; see ``tests.bench.bench_direct``.
"""

from typing import Any

from sqlalchemy import Connection, Row, select, text

from bot.model import Article
from bot.store.archive.derived import INDEX, OnProgress, is_made, no_progress, note_made, on_topic
from bot.store.database.direct import Order, Statement, ask, ask_all, moment, spelt
from bot.store.database.statements import Speaks
from bot.store.database.tables import articles


def add(connection: Connection, new: Article) -> None:
    """Takes in an article, its words made ``storable``. To be called once for each; what is off the topic stays out."""
    ask_all(connection, *adding(connection, new))


def adding(to: Speaks, new: Article) -> list[Order]:
    """The statements that ``add`` executes."""
    return [Order(_INSERT, _values(to, new))] if new.reading.relevance.on_topic else []


def replace(connection: Connection, old: Article, new: Article) -> None:
    """Takes an article's new version in the place of the one that it was indexed by."""
    if old.reading.relevance.on_topic:
        ask(connection, _FORGET, _values(connection, old))
    add(connection, new)


def refresh(connection: Connection, on_progress: OnProgress = no_progress) -> bool:
    """Makes the index again where it was never made, or by another version; whether it did.

    Call while holding the intake lock: it takes a millisecond an article.
    """
    if is_made(connection, INDEX):
        return False
    remake(connection, on_progress)
    return True


def remake(connection: Connection, on_progress: OnProgress = no_progress) -> None:
    """Makes the index again. Call while holding the intake lock."""
    clear(connection)
    for chunk in on_topic(connection, "full-text index", on_progress):
        rows = connection.execute(_ROWS.where(_c.id.in_(chunk)).order_by(_c.id))
        ask_all(connection, *(Order(_INSERT, _values(connection, row)) for row in rows))
    note_made(connection, INDEX)


def clear(connection: Connection) -> None:
    connection.execute(_CLEAR[connection.dialect.name])


def _values(to: Speaks, row: Article | Row[*tuple[Any, ...]]) -> dict[str, Any]:
    from bot.reading.fulltext.lexemes import lexemes  # most rounds of polling file nothing

    found = sorted(lexemes(row.title, row.text, row.language, row.outlet))
    kept = " ".join(found) if to.dialect.name == "sqlite" else spelt(to, found)
    return {"id": row.id, "published": moment(to, row.published), "words": kept}


_c = articles.c
_ROWS = select(_c.id, _c.published, _c.title, _c.text, _c.language, _c.outlet)
_INSERT = Statement(
    "INSERT INTO search (rowid, words) VALUES (:id, :words)",
    "INSERT INTO search (article_id, published, words) "
    "VALUES (:id, :published, array_to_tsvector(CAST(:words AS text[])))",
)
_FORGET = Statement(
    # A table without contents has to be told what is in it (https://sqlite.org/fts5.html#the_delete_command).
    "INSERT INTO search (search, rowid, words) VALUES ('delete', :id, :words)",
    "DELETE FROM search WHERE article_id = :id",
)
_CLEAR = {
    "sqlite": text("INSERT INTO search (search) VALUES ('delete-all')"),
    "postgresql": text("DELETE FROM search"),
}
