"""What follows from the articles alone, each kept with the version that made it: ledger, full-text index, gists.

What makes them is loaded where there is something to make.
"""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection, select, update

from bot.store.database.statements import chunks, insert_new
from bot.store.database.tables import articles, meta

OnProgress = Callable[[str, int, int], None]
"""Hears of what is made or copied, how much of it is there, and how much there will be."""


def no_progress(name: str, done: int, total: int) -> None:
    """For callers that nobody watches."""


LEDGER = "ledger"
INDEX = "search"
GISTS = "gists"
VERSIONS = {
    # To be raised when the desk reads something else out of a report's figures.
    LEDGER: "5",
    # When the lexemes of a report become others.
    INDEX: "2",
    # When a gist is worked out otherwise: when other dates or rounds are read out of a text, or something else out of a
    # report's figures.
    GISTS: "7",
}


def are_made(connection: Connection) -> bool:
    """Whether this version made all of it."""
    rows = connection.execute(select(meta.c.key, meta.c.value).where(meta.c.key.in_(VERSIONS)))
    return {row.key: row.value for row in rows} == VERSIONS


def is_made(connection: Connection, name: str) -> bool:
    """Whether this version made what is there."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == name)) == VERSIONS[name]


def note_made(connection: Connection, name: str) -> None:
    connection.execute(insert_new(connection, meta).values(key=name, value=VERSIONS[name]))
    connection.execute(update(meta).where(meta.c.key == name).values(value=VERSIONS[name]))


def refresh(connection: Connection, on_progress: OnProgress = no_progress) -> None:
    """Makes again what was never made, or made by another version. Call while holding the intake lock."""
    if are_made(connection):
        return
    from bot.store.archive import gists_again, indexing, ledger_again

    ledger_again.refresh(connection, on_progress)
    indexing.refresh(connection, on_progress)
    gists_again.refresh(connection, on_progress)


def on_topic(connection: Connection, name: str, on_progress: OnProgress) -> Iterator[Sequence[int]]:
    """The ids of the reports on the topic, some at a time; ``on_progress`` hears how many are done with."""
    ids = list(connection.scalars(select(articles.c.id).where(articles.c.on_topic).order_by(articles.c.id)))
    done = 0
    for chunk in chunks(ids):
        yield chunk
        done += len(chunk)
        on_progress(name, done, len(ids))
