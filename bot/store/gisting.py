"""The gists made again from the articles: what was stored before there were any, or by another version."""

from sqlalchemy import Connection, delete, select, update

from bot.store import gists
from bot.store.archive import to_article
from bot.store.statements import chunks, insert_new
from bot.store.stories import reread
from bot.store.tables import articles, meta
from bot.store.tables import gists as rows

VERSION = "2"
"""To be raised when a gist is worked out otherwise: when other dates or rounds are read out of a text, or something
else out of a report's figures."""

_MARK = "gists"


def is_made(connection: Connection) -> bool:
    """Whether this version made what is there."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == _MARK)) == VERSION


def refresh(connection: Connection) -> bool:
    """Makes the gists again where they were never made, or by another version; whether it did.

    To be called by who has his turn: it takes a millisecond an article.
    """
    if is_made(connection):
        return False
    connection.execute(delete(rows))
    for chunk in chunks(list(connection.scalars(select(articles.c.id).where(articles.c.on_topic)))):
        gists.add(connection, *map(to_article, connection.execute(select(articles).where(articles.c.id.in_(chunk)))))
    connection.execute(insert_new(connection, meta).values(key=_MARK, value=VERSION))
    connection.execute(update(meta).where(meta.c.key == _MARK).values(value=VERSION))
    reread(connection)
    return True
