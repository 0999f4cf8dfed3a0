"""The ledger made again from the articles: what was stored before there was one, or by another version; or what one
article tells, where it was edited."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from bot.desk.entries import Entries, Key, Told, is_told_alike, told_by
from bot.model import Article
from bot.store import ledger
from bot.store.archive import to_article
from bot.store.statements import chunks, insert_new
from bot.store.stories import reread
from bot.store.tables import articles, figures, meta

VERSION = "3"
"""To be raised when the desk reads something else out of a report's figures."""

_MARK = "ledger"


def refresh(connection: Connection) -> bool:
    """Makes the rows again where they were never made, or by another version; whether it did.

    To be called by who has his turn: it takes some 0.2 ms an article.
    """
    if connection.scalar(select(meta.c.value).where(meta.c.key == _MARK)) == VERSION:
        return False
    ledger.clear(connection)
    entries: Entries = {}
    for chunk in chunks(list(connection.scalars(select(articles.c.id).where(articles.c.on_topic)))):
        for row in connection.execute(select(articles).where(articles.c.id.in_(chunk))):
            for key, told in told_by(to_article(row)).items():
                entries.setdefault(key, Told()).add(told)
    ledger.add(connection, entries)
    connection.execute(insert_new(connection, meta).values(key=_MARK, value=VERSION))
    connection.execute(update(meta).where(meta.c.key == _MARK).values(value=VERSION))
    reread(connection)
    return True


def replace(connection: Connection, old: Article, new: Article) -> None:
    """Recounts the rows of an article that has a new version, which is in ``articles`` and ``figures`` already.

    Where both versions tell the same of a figure only its place moves. Else the row is counted again from the articles
    that tell of it, so that it is what a count of all of them would make it; of a figure in every report that takes as
    long as a hundred of them take to be filed.
    """
    before, after = told_by(old), told_by(new)
    for key in dict.fromkeys((*before, *after)):
        if key in before and key in after and is_told_alike(before[key], after[key]):
            ledger.move(connection, key, after[key], old.id)
            continue
        ledger.drop(connection, key)
        total = Told()
        for article in _telling(connection, key):
            if (told := told_by(article).get(key)) is not None:
                total.add(told)
        if total.reports:
            ledger.add(connection, {key: total})


def _telling(connection: Connection, key: Key) -> Iterable[Article]:
    """The articles with a figure, in pieces: some figures are in all of them."""
    same = [
        getattr(figures.c, name).is_not_distinct_from(getattr(value, "value", value))
        for name, value in key._asdict().items()
        if name != "track"
    ]
    own = select(figures.c.article_id).distinct().join_from(figures, articles)
    found = connection.scalars(own.where(articles.c.track.is_not_distinct_from(key.track), *same))
    for chunk in chunks(sorted(found)):
        yield from map(to_article, connection.execute(select(articles).where(articles.c.id.in_(chunk))))
