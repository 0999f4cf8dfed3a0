"""What is forgotten when it is older than ``KEEP_DAYS``, in small steps, so that polls and sends never wait for it.

Nothing of it is asked for any more; no answer changes, and nothing rings twice. What goes:

**Messages** that are settled (sent or closed). An edit is made for two days, a digest and an operator's notice only
once. An alert, a turn or a correction is needed for as long as a report can join its story, deny it or correct it: that
it rings once, whom a turn or a correction replies to. Reports join one of the ``SHELF`` stories that had one last, so
the messages about twice as many stay (stories may be merged, and others come up). Of a message that went out ``/why``
asks for the report, so chat, message and report are kept in a table of their own, at a tenth of the space. What a row
that is still to be sent replies to stays, and so does the newest row: SQLite would give its number again.

**What watches found**: that an entry or a story rang, so that it does not again. Of a story that a report can still
join it stays.

**Entries** that nothing was made of, because they were off the topic or another entry had the report, and that their
feed shows no more, by the last note of what it shows (see ``shown``). One that comes back is read again; as it was off
the topic before, or its link has the report, nothing rings. Entries that articles were made of stay, and so do the
archive's: by them a report is known again, whoever brings it. How many are gone is counted for ``/status``.

**Words of old versions** that stood at the end of no day: ``/asof`` asks what an article said when a day ended. When a
version ended, and what changed in it, stays for ``/story`` and ``/why``, and so does its number.

Reports, figures and stories stay.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Table, and_, delete, func, select, tuple_, update

from bot.model import DeliveryKind, Event, Reading, Relevance
from bot.store.archive.articles import REPORTING
from bot.store.archive.readings import encode_reading
from bot.store.database.engine import BUSY_SECONDS, Database
from bot.store.database.statements import chunks, insert_new
from bot.store.database.tables import (
    article_versions,
    articles,
    entries,
    feeds,
    messages,
    outbox,
    stories,
    watch_hits,
)
from bot.store.feeds.shown import count_forgotten
from bot.store.intake.story_cache import SHELF
from bot.store.outbox.row_state import RowState

STEP = 500
"""Rows of one transaction."""
WINDOW = 5000
"""Rows looked through at a time, in a transaction that only reads."""
ALIVE = 2 * SHELF
"""Stories, the newest, whose messages stay."""

_o, _e, _v, _h = outbox.c, entries.c, article_versions.c, watch_hits.c
_SETTLED = _o.state.in_((RowState.SENT.value, RowState.CLOSED.value))
_ONCE = (
    DeliveryKind.EDIT.value,
    DeliveryKind.DIGEST.value,
    *(kind.value for kind in DeliveryKind if not kind.needs_subscription),
)
_SHOWN = func.coalesce(_e.shown, _e.seen, type_=_e.seen.type)
_SPENT = encode_reading(Reading("und", Relevance(False, 0.0, ()), Event.NONE, None, ()))
"""In the place of the reading of a version whose words are gone."""


class Pruned(Struct, frozen=True):
    """What one step took away, or several."""

    messages: int = 0
    entries: int = 0
    versions: int = 0

    def __add__(self, other: "Pruned") -> "Pruned":
        return Pruned(
            self.messages + other.messages, self.entries + other.entries, self.versions + other.versions
        )  # fmt: skip


def prune(database: Database, before: datetime) -> Iterator[Pruned]:
    """Takes away what is older than ``before``: a step and short transaction with each item that is asked for.

    In the end the write-ahead log goes into the file. Raises StoreError; what earlier steps took stays gone.
    """
    yield from _messages(database, before)
    yield from _hits(database, before)
    yield from _entries(database, before)
    yield from _versions(database, before)
    checkpoint(database)


# --- Messages -------------------------------------------------------------------------------------------------------


def _messages(database: Database, before: datetime) -> Iterator[Pruned]:
    with database.read() as connection:
        alive = _alive(connection)
    for first, last in _windows(database, outbox, _o.created, before):
        with database.read() as connection:
            ids = _unneeded(connection, first, last, before, alive)
        for some in chunks(ids, STEP):
            with database.write() as connection:
                count = _forget(connection, some, before)
            yield Pruned(messages=count)


def _alive(connection: Connection) -> frozenset[int]:
    """The stories that reports may still join."""
    newest = select(stories.c.id).where(stories.c.merged_into.is_(None))
    order = stories.c.last_published.desc(), stories.c.id.desc()
    return frozenset(connection.scalars(newest.order_by(*order).limit(ALIVE)))


def _unneeded(connection: Connection, first: int, last: int, before: datetime, alive: Collection[int]) -> list[int]:
    query = select(_o.id, _o.kind, _o.story_id, _o.notice).where(_o.id.between(first, last), _is_old(before))
    rows = connection.execute(query.order_by(_o.id)).all()
    waiting = select(_o.replies_to).where(~_SETTLED, _o.replies_to.is_not(None))
    needed = set(connection.scalars(waiting)) if rows else set()
    return [row.id for row in rows if row.id not in needed and (row.kind in _ONCE or _story_of(row) not in alive)]


def _is_old(before: datetime) -> Any:
    newest = select(func.max(_o.id)).scalar_subquery()
    return and_(_SETTLED, _o.settled < before, _o.id != newest)


def _story_of(row: Row[*tuple[Any, ...]]) -> int | None:
    """The story that a message tells of or replies to: of a turn ``turn 12 signed``, of a correction ``answer 12``."""
    if row.story_id is not None:
        return int(row.story_id)
    number = (row.notice or "").split()[1:2]
    return int(number[0]) if number and number[0].isdigit() else None


def _forget(connection: Connection, ids: Sequence[int], before: datetime) -> int:
    going = and_(_o.id.in_(ids), _is_old(before))
    first = outbox.alias("first")
    # A digest is one message of several rows, and is about the first of them.
    others = select(first.c.id).where(
        first.c.chat_id == _o.chat_id, first.c.message_id == _o.message_id, first.c.kind.in_(REPORTING),
        first.c.id < _o.id,
    )  # fmt: skip
    about = and_(going, _o.kind.in_(REPORTING), _o.message_id.is_not(None), _o.article_id.is_not(None))
    told = select(_o.chat_id, _o.message_id, _o.article_id).where(about, ~others.exists())
    connection.execute(insert_new(connection, messages).from_select(["chat_id", "message_id", "article_id"], told))
    return connection.execute(delete(outbox).where(going)).rowcount


# --- What watches found -------------------------------------------------------------------------------------------


def _hits(database: Database, before: datetime) -> Iterator[Pruned]:
    """With each message of a watch there is one; they are not counted."""
    with database.read() as connection:
        alive = _alive(connection)
    for first, last in _windows(database, watch_hits, _h.at, before):
        old = select(_h.id, articles.c.story_id).join_from(watch_hits, articles, isouter=True)
        with database.read() as connection:
            rows = connection.execute(old.where(_h.id.between(first, last), _h.at < before)).all()
        for some in chunks([row.id for row in rows if row.story_id not in alive], STEP):
            with database.write() as connection:
                connection.execute(delete(watch_hits).where(_h.id.in_(some)))
            yield Pruned()


# --- Entries --------------------------------------------------------------------------------------------------------


def _entries(database: Database, before: datetime) -> Iterator[Pruned]:
    gone = and_(_e.article_id.is_(None), before > _SHOWN)
    for first, last in _windows(database, entries, _e.seen, before):
        with database.read() as connection:
            passed = select(_e.id).join_from(entries, feeds).where(gone, feeds.c.noted > _SHOWN)
            ids = list(connection.scalars(passed.where(_e.id.between(first, last))))
        for some in chunks(ids, STEP):
            with database.write() as connection:
                # Its feed may have been noted to have it again since.
                count = connection.execute(delete(entries).where(_e.id.in_(some), gone)).rowcount
                count_forgotten(connection, count)
            yield Pruned(entries=count)


def _windows(database: Database, table: Table[Any], born: Any, before: datetime) -> Iterator[tuple[int, int]]:
    """Ranges of ids, the oldest first. What comes later is born later, so it ends with the first that is young."""
    last = 0
    while True:
        some = select(table.c.id, born.label("born")).where(table.c.id > last).order_by(table.c.id).limit(WINDOW)
        rows = some.subquery()
        with database.read() as connection:
            query = select(func.min(rows.c.id), func.max(rows.c.id), func.min(rows.c.born))
            first, last, eldest = connection.execute(query).one()
        if eldest is None or eldest >= before:
            return
        yield first, last


# --- Versions -------------------------------------------------------------------------------------------------------


def _versions(database: Database, before: datetime) -> Iterator[Pruned]:
    last = 0
    old = and_(_v.until < before, _v.reading != _SPENT)
    while True:
        with database.read() as connection:
            some = select(_v.article_id).where(old, _v.article_id > last).distinct().order_by(_v.article_id)
            ids = list(connection.scalars(some.limit(STEP)))
            keys = _unseen(connection, ids, before)
        if not ids:
            return
        last = ids[-1]
        for chunk in chunks(keys, STEP):
            mine = tuple_(_v.article_id, _v.number).in_(chunk)
            with database.write() as connection:
                spent = update(article_versions).where(mine).values(title="", text="", reading=_SPENT)
                count = connection.execute(spent).rowcount
            yield Pruned(versions=count)


def _unseen(connection: Connection, article_ids: Sequence[int], before: datetime) -> list[tuple[int, int]]:
    """The old versions of these articles that no end of a day saw, in UTC, by which ``/asof`` reckons."""
    columns = _v.article_id, _v.number, _v.until, articles.c.published, (_v.reading == _SPENT).label("spent")
    rows = connection.execute(
        select(*columns).join_from(article_versions, articles).where(_v.article_id.in_(article_ids))
        .order_by(_v.article_id, _v.number)
    )  # fmt: skip
    begins: defaultdict[int, datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=UTC))
    found: list[tuple[int, int]] = []
    for row in rows:
        begun = max(begins[row.article_id], row.published)
        if not row.spent and row.until < before and row.until.date() <= begun.date():
            found.append((row.article_id, row.number))
        begins[row.article_id] = max(begun, row.until)
    return found


# --- SQLite's write-ahead log ---------------------------------------------------------------------------------------


def checkpoint(database: Database) -> None:
    """Writes SQLite's log into the file and empties it, as far as nobody is kept waiting by that.

    See https://sqlite.org/pragma.html#pragma_wal_checkpoint. Raises StoreError.
    """
    if database.file is None:
        return
    with database.translated(), closing(database.lasting()) as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
        # To empty the log it takes the writer's lock, and would wait for readers with it.
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        try:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
