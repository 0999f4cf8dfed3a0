"""The gists made again from the articles: what was stored before there were any, or by another version."""

from sqlalchemy import Connection, delete, select

from bot.store.archive import gists
from bot.store.archive.articles import to_article
from bot.store.archive.derived import GISTS, OnProgress, is_made, no_progress, note_made, on_topic
from bot.store.database.marks import reread
from bot.store.database.tables import articles
from bot.store.database.tables import gists as rows


def refresh(connection: Connection, on_progress: OnProgress = no_progress) -> bool:
    """Makes the gists again where they were never made, or by another version; whether it did.

    Call while holding the intake lock: it takes a millisecond an article.
    """
    if is_made(connection, GISTS):
        return False
    connection.execute(delete(rows))
    for chunk in on_topic(connection, "gists", on_progress):
        gists.add(connection, *map(to_article, connection.execute(select(articles).where(articles.c.id.in_(chunk)))))
    note_made(connection, GISTS)
    reread(connection)
    return True
