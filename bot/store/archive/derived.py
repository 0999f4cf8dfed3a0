"""What follows from the articles alone, each kept with the version that made it: ledger, full-text index, gists.

What makes them is loaded where there is something to make.
"""

from sqlalchemy import Connection, select, update

from bot.store.database.statements import insert_new
from bot.store.database.tables import meta

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
    GISTS: "6",
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


def refresh(connection: Connection) -> None:
    """Makes again what was never made, or made by another version. Call while holding the intake lock."""
    if are_made(connection):
        return
    from bot.store.archive import gists_again, indexing, ledger_again

    ledger_again.refresh(connection)
    indexing.refresh(connection)
    gists_again.refresh(connection)
