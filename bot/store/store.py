"""``Store``: the database itself, and the facades of what is in it."""

import logging
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from sqlalchemy import select, update

from bot.later import Later
from bot.model import FeedTroubles, Role, StoreStatus, StoreTrouble
from bot.store.archive import derived
from bot.store.archive.archive_store import ArchiveStore
from bot.store.database import migrate
from bot.store.database.advisory_locks import Roles
from bot.store.database.engine import Database, StoreError, take_turns
from bot.store.database.lock import WorkerLock
from bot.store.database.statements import insert_new
from bot.store.database.tables import meta
from bot.store.feeds.domain_limits import NO_LIMITS, DomainLimits
from bot.store.feeds.feed_store import FeedStore
from bot.store.intake.intake_store import IntakeStore
from bot.store.keeping.remembered import refuse_anew, remember
from bot.store.keeping.rescue import Rescue
from bot.store.outbox.approving.approval_store import ApprovalStore
from bot.store.outbox.opening.door_store import DoorStore
from bot.store.outbox.outbox_store import OutboxStore
from bot.store.outbox.subscribing.subscription_store import SubscriptionStore
from bot.store.outbox.watching.watch_store import WatchStore

if TYPE_CHECKING:
    from bot.store import status
    from bot.store.keeping import anew, nearer
    from bot.store.keeping import prune as pruning
else:
    # What a round of polling without news has no use for: with what it needs itself it was a seventh of its modules.
    anew = Later("bot.store.keeping.anew")
    nearer = Later("bot.store.keeping.nearer")
    pruning = Later("bot.store.keeping.prune")
    status = Later("bot.store.status")

log = logging.getLogger(__name__)


def open_store(
    url: str,
    *,
    worker: str,
    operators: Collection[int] = (),
    limits: DomainLimits = NO_LIMITS,
    reading: bool = False,
) -> "Store":
    """The store at an address (``sqlite:///``, ``postgres://``, ``postgresql://``, ``postgresql+psycopg://``).

    ``worker`` names whoever claims rows here, unlike any other worker on the database. ``operators`` are the chats
    that a feed's notices are owed to. ``limits`` says which feeds count as one domain's. An SQLite file that is not
    there is made, but not for who is only ``reading``, who cannot write either. Raises StoreError where the database
    cannot be reached, NoDatabaseError where there is none to read.
    """
    database = Database(url, worker=worker, reading=reading)
    try:
        if database.file and not database.file.exists():
            refuse_anew(database.file, database.shown)
            if reading:
                raise NoDatabaseError(f"There is no database at {database.shown}")
            database.make()
        database.check()
    except BaseException:
        database.close()
        raise
    return Store(database, worker, frozenset(operators), limits)


class NoDatabaseError(StoreError):
    """There is no database at an address, or nothing in it."""


class Store:
    """The database, and what the bot keeps in it: ``feeds``, ``intake``, ``archive``, ``outbox``, ``subscriptions``,
    ``watches``, ``doors`` and ``approvals``.

    Times are aware. Every method, of these facades too, may raise StoreError, and NaiveDatetimeError for a naive time;
    all are synchronous and short, and may be called from any thread.
    """

    def __init__(self, database: Database, worker: str, operators: frozenset[int], limits: DomainLimits) -> None:
        self._database = database
        self._limits = limits
        self._operators = operators
        self._roles = Roles(database)
        self._lock = WorkerLock(database.file.path) if database.file else None
        self._rescue = Rescue(database, database.file, self._lock) if database.file and self._lock else None
        self.dialect = database.dialect
        """``sqlite`` or ``postgresql``."""
        self.feeds = FeedStore(database, worker, limits)
        self.intake = IntakeStore(database, worker, operators, limits)
        self.archive = ArchiveStore(database)
        self.outbox = OutboxStore(database, worker)
        self.watches = WatchStore(database)
        self.doors = DoorStore(database)
        self.approvals = ApprovalStore(database)
        self.subscriptions = SubscriptionStore(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def migrate(self, on_progress: derived.OnProgress = derived.no_progress) -> list[str]:
        """Brings the tables up to date, and what follows from them (ledger, index, gists); the revisions applied."""
        if self._database.file and migrate.is_empty(self._database):
            refuse_anew(self._database.file, self._database.shown)
        applied = migrate.migrate(self._database)
        with self._database.write() as connection:
            take_turns(connection)
            derived.refresh(connection, on_progress)
            connection.execute(insert_new(connection, meta).values(key="archive id", value=uuid4().hex))
            connection.execute(insert_new(connection, meta).values(key="mail key", value=f"{uuid4().hex}{uuid4().hex}"))
        return applied

    def prune(self, before: datetime) -> "Iterator[pruning.Pruned]":
        """Takes away what is older and nobody needs, a short transaction with each item; see ``keeping.prune``."""
        return pruning.prune(self._database, before)

    def begin_anew(self, settings: Mapping[str, str]) -> None:
        """Forgets all reports and what came of them, and keeps what chats want; see ``keeping.anew``.

        ``settings`` are put at once with it. Call while no worker runs on the database.
        """
        anew.begin_anew(self._database, settings)

    def pending(self) -> list[str]:
        """The revisions that ``migrate`` would apply."""
        return migrate.pending(self._database)

    def newer_revision(self) -> str | None:
        """The revision of a newer program that the database was brought to, where it was; raises StoreError."""
        return migrate.newer_revision(self._database)

    @property
    def folder(self) -> Path | None:
        """Where the SQLite file is; None for PostgreSQL."""
        return self._database.file.path.parent if self._database.file else None

    def readable(self) -> None:
        """Raises NoDatabaseError where nothing was ever stored, and StoreError where ``migrate`` has something to do:
        what can be read by then would be wrong, or not be found."""
        if migrate.is_empty(self._database):
            raise NoDatabaseError(f"There is nothing in the database {self._database.shown} yet")
        if self.pending() or not self._is_derived():
            raise StoreError(
                f"The database {self._database.shown} is of an older version of burdenwatch; "
                "run `burdenwatch migrate`, or start the worker, which does so"
            )

    def _is_derived(self) -> bool:
        """Whether what follows from the articles was made by this version."""
        with self._database.read() as connection:
            return derived.are_made(connection)

    def acquire(self) -> None:
        """Claims a SQLite file for this worker alone, until it closes or ends; PostgreSQL is shared.

        Raises StoreError, saying what to do, where another worker has it. Reading needs no claim.
        """
        if self._lock is not None:
            self._lock.acquire()
        if self._database.file:
            with suppress(OSError):  # the first look does it again
                self._database.file.note_beside()

    def remember(self) -> None:
        """Has a later start that finds the SQLite file gone, or empty, say so instead of beginning anew."""
        if self._database.file:
            remember(self._database.file, self.get("archive id") or "")

    def look(self, now: datetime) -> str:
        """Looks after the database itself, for the worker that has claimed it; to be called every few seconds.

        An SQLite file that was removed or replaced is put back or kept, and the operators are told: the sentence that
        they get is returned. While writing fails, it is tried whether it still does.
        """
        told = self._rescue.look() if self._rescue and self._lock and self._lock.held else ""
        with suppress(StoreError):
            if told:
                self.outbox.note_operators(sorted(self._operators), f"{told}.", now)
            elif self._database.failing.lasts:
                self.put("last look", now.isoformat())
        if told:
            with suppress(StoreError):
                self.remember()
        return told

    def database_troubles(self, now: datetime) -> tuple[StoreTrouble, ...]:
        """What is wrong with the database itself; told from memory, whatever state it is in."""
        file = self._rescue.trouble.told(now) if self._rescue else ()
        return (*file, *self._database.failing.told(now))

    def try_role(self, name: str) -> bool:
        """Whether this worker has a role that one worker at a time may have, such as ``sender``; True on SQLite.

        Ask again from time to time: a role comes free when its worker ends or dies, and is lost with its connection.
        """
        return self._roles.try_role(name)

    def share_role(self, name: str) -> bool:
        """As ``try_role``, with any number of others who share it; False where one has it for himself."""
        return self._roles.try_role(name, shared=True)

    def role_holder(self, name: str) -> str | None:
        """The name of the worker that has a role; None where nobody has it, and on SQLite."""
        return self._roles.holder(name)

    def close(self) -> None:
        if self._rescue and self._lock and self._lock.held and (told := self._rescue.last_look()):
            log.warning(told)
        self._roles.close()
        self._database.close()
        if self._lock is not None:
            self._lock.release()

    def get(self, key: str) -> str | None:
        """A small setting of the bot's own."""
        with self._database.read() as connection:
            return connection.scalar(select(meta.c.value).where(meta.c.key == key))

    def put(self, key: str, value: str) -> None:
        with self._database.write() as connection:
            connection.execute(insert_new(connection, meta).values(key=key, value=value))
            connection.execute(update(meta).where(meta.c.key == key).values(value=value))

    def bring_near(self, now: datetime, before: datetime) -> timedelta:
        """After the wall clock went back from ``before``: what is kept for later waits no longer than it was meant to.

        With ``now`` for both, what a clock that was ahead has left. Where the database's server has another time than
        ours it is that one which counts, since other workers are right with it, and no step of ours; returns how far
        it is ahead, else 0.
        """
        began = monotonic()
        with self._database.write() as connection:
            take_turns(connection)
            # Whoever had the lock meanwhile wrote later times. Exact ones stay exact where nobody waited.
            if (waited := timedelta(seconds=monotonic() - began)) > nearer.SLACK:
                now, before = now + waited, before + waited
            apart = nearer.apart(connection, now)
            now, before = (now + apart, now + apart) if apart else (now, before)
            nearer.bring_near(connection, now, before, self._limits.gap)
            return apart

    def status(self, now: datetime) -> StoreStatus:
        with self._database.read() as connection:
            return status.status(connection, now)

    def figures_by_role(self) -> dict[Role, int]:
        """How many figures the reports have in each role; all are counted, so ask rarely."""
        with self._database.read() as connection:
            return status.figures_by_role(connection)

    def feed_troubles(self, now: datetime) -> FeedTroubles:
        """Why there may be news that nobody has seen: a part of ``status``, and quicker."""
        with self._database.read() as connection:
            return status.feed_troubles(connection, now)
