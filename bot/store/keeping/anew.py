"""Everything that reports brought goes, and all that chats want stays: the sandbox's replay begins anew.

One transaction. Feeds are then as before their first poll, which rings nobody; when they may be asked stays, whatever a
server has asked for. The newest message keeps its row, about nothing: SQLite would give its number again, and whoever
takes a webhook for one that came before by its number would drop what is new.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, func, select, update

from bot.store.archive import indexing
from bot.store.database.engine import Database, take_turns
from bot.store.database.marks import reread
from bot.store.database.statements import insert_new
from bot.store.database.tables import (
    ahead,
    article_versions,
    articles,
    chats,
    complaints,
    corrections,
    entries,
    feeds,
    figures,
    gists,
    ledger,
    machine_readings,
    messages,
    meta,
    metadata,
    muted_stories,
    outbox,
    passed_over,
    stories,
    watch_hits,
    watches,
)
from bot.store.outbox.row_state import RowState

GO = frozenset(
    {
        ahead, article_versions, articles, complaints, corrections, entries, figures, gists, ledger, machine_readings,
        messages, muted_stories, passed_over, stories, watch_hits,
    }
)  # fmt: skip
"""The tables that are emptied. Of the outbox a row stays."""

_UNPOLLED = {
    "polled_once": False,
    "etag": None,
    "last_modified": None,
    "body_hash": None,
    "last_polled": None,
    "next_due": None,
    "last_news": None,
    "noted": None,
    "item_count": 0,
    "leased_by": None,
    "lease_until": None,
}
_ABOUT_NOTHING = {
    "kind": "operator",
    "story_id": None,
    "article_id": None,
    "replies_to": None,
    "notice": None,
    "text": "",
    "state": RowState.CLOSED.value,
    "reason": "the reports began anew",
    "message_id": None,
    "leased_by": None,
    "lease_until": None,
}


def begin_anew(database: Database, settings: Mapping[str, str]) -> None:
    """Forgets all reports, and puts small settings of the bot's own in the same transaction.

    Call while no worker runs on the database.
    """
    with database.write() as connection:
        take_turns(connection)
        _unlink(connection)
        for table in reversed(metadata.sorted_tables):
            if table in GO:
                connection.execute(delete(table))
        indexing.clear(connection)
        connection.execute(update(feeds).values(**_UNPOLLED))
        connection.execute(update(watches).values(hits=0, last_hit=None, day=None, on_day=0))
        connection.execute(update(chats).values(counted_on="", counted=0))
        reread(connection)
        for key, value in settings.items():
            connection.execute(insert_new(connection, meta).values(key=key, value=value))
            connection.execute(update(meta).where(meta.c.key == key).values(value=value))


def _unlink(connection: Connection) -> None:
    """Takes all messages away but the newest one."""
    newest = connection.scalar(select(func.max(outbox.c.id)))
    if newest is not None:
        connection.execute(delete(outbox).where(outbox.c.id != newest))
        connection.execute(update(outbox).where(outbox.c.id == newest).values(**_ABOUT_NOTHING))
