"""``Store``: one method for each thing that the other rooms ask, each in one short transaction of its own."""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cached_property
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from sqlalchemy import select, update

from bot.later import Later
from bot.model import (
    TELEGRAM,
    Alerts,
    Article,
    Chat,
    Delivery,
    Event,
    Feed,
    FeedSource,
    FeedState,
    FeedTroubles,
    PastReport,
    Plan,
    PollFacts,
    Reading,
    Settlement,
    StoreStatus,
    StoreTrouble,
    Subscription,
    Version,
)
from bot.store.archive import derived
from bot.store.database import migrate
from bot.store.database.advisory_locks import Roles
from bot.store.database.engine import Database, StoreError, take_turns
from bot.store.database.lock import WorkerLock
from bot.store.database.statements import insert_new
from bot.store.database.tables import meta
from bot.store.feeds import claims, rows
from bot.store.feeds.domain_limits import NO_LIMITS, DomainLimits, held, reserve
from bot.store.intake import seen as known
from bot.store.intake.apply import Applied, Intake
from bot.store.intake.seen import Asked, Known
from bot.store.keeping.remembered import refuse_anew, remember
from bot.store.keeping.rescue import Rescue

if TYPE_CHECKING:
    from bot.desk.answers.search import Hits
    from bot.desk.intake.merge_split import Merged, Refused, Split
    from bot.desk.ledger.entries import Entries
    from bot.desk.ledger.gist import Gist
    from bot.reading.query.query import Query
    from bot.store import status
    from bot.store.archive import articles, gists, ledger, search
    from bot.store.feeds import operators as own_sources
    from bot.store.feeds import subscriptions
    from bot.store.intake import merge_split, seeding, story_cache, versions
    from bot.store.keeping import nearer
    from bot.store.keeping import prune as pruning
    from bot.store.outbox import chats, queue
else:
    # What a round of polling without news has no use for: with what it needs itself it was a seventh of its modules.
    articles = Later("bot.store.archive.articles")
    chats = Later("bot.store.outbox.chats")
    gists = Later("bot.store.archive.gists")
    ledger = Later("bot.store.archive.ledger")
    nearer = Later("bot.store.keeping.nearer")
    queue = Later("bot.store.outbox.queue")
    own_sources = Later("bot.store.feeds.operators")
    pruning = Later("bot.store.keeping.prune")
    merge_split = Later("bot.store.intake.merge_split")
    search = Later("bot.store.archive.search")
    seeding = Later("bot.store.intake.seeding")
    status = Later("bot.store.status")
    story_cache = Later("bot.store.intake.story_cache")
    subscriptions = Later("bot.store.feeds.subscriptions")
    versions = Later("bot.store.intake.versions")

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
    """Everything the bot keeps. Times are aware; every method may raise StoreError, and NaiveDatetimeError for others.

    Methods are synchronous and short, and may be called from any thread.
    """

    def __init__(self, database: Database, worker: str, operators: frozenset[int], limits: DomainLimits) -> None:
        self._database = database
        self._limits = limits
        self._roles = Roles(database)
        self._worker = worker
        self._operators = operators
        self._lock = WorkerLock(database.file.path) if database.file else None
        self._rescue = Rescue(database, database.file, self._lock) if database.file and self._lock else None
        self.dialect = database.dialect
        """``sqlite`` or ``postgresql``."""

    @cached_property
    def _stories(self) -> "story_cache.KnownStories":
        return story_cache.KnownStories()

    @cached_property
    def _ledger(self) -> "ledger.Reader":
        return ledger.Reader()

    @cached_property
    def _gists(self) -> "gists.Reader":
        return gists.Reader()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- The database itself

    def migrate(self) -> list[str]:
        """Brings the tables up to date, and what follows from them (ledger, index, gists); the revisions applied."""
        if self._database.file and migrate.is_empty(self._database):
            refuse_anew(self._database.file, self._database.shown)
        applied = migrate.migrate(self._database)
        with self._database.write() as connection:
            take_turns(connection)
            derived.refresh(connection)
            connection.execute(insert_new(connection, meta).values(key="archive id", value=uuid4().hex))
        return applied

    def prune(self, before: datetime) -> "Iterator[pruning.Pruned]":
        """Takes away what is older and nobody needs, a short transaction with each item; see ``keeping.prune``."""
        return pruning.prune(self._database, before)

    def pending(self) -> list[str]:
        """The revisions that ``migrate`` would apply."""
        return migrate.pending(self._database)

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
                self.note_operators(sorted(self._operators), f"{told}.", now)
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

    def feed_troubles(self, now: datetime) -> FeedTroubles:
        """Why there may be news that nobody has seen: a part of ``status``, and quicker."""
        with self._database.read() as connection:
            return status.feed_troubles(connection, now)

    # --- Feeds

    def sync_feeds(self, sources: Sequence[FeedSource], now: datetime) -> tuple[int, int]:
        """Makes the feeds those of the configuration; returns how many were added and how many paused.

        A feed that is named again starts afresh. One of the sandbox's replay is known by its path, on whatever port.
        """
        with self._database.write() as connection:
            return rows.sync(connection, sources, now, self._limits)

    def add_feeds(self, sources: Sequence[FeedSource], now: datetime) -> list[str]:
        """Makes feeds the operator's, which ``sync_feeds`` leaves alone; the addresses of those not followed before."""
        with self._database.write() as connection:
            return own_sources.add(connection, sources, now, self._limits)

    def remove_feed(self, feed_id: int) -> bool:
        """Stops following an operator's feed, and keeps its articles; False where it is not an operator's."""
        with self._database.write() as connection:
            return own_sources.remove(connection, feed_id)

    def pause_feed(self, source: FeedSource, now: datetime) -> bool:
        """Stops polling a feed, known by its address, until ``resume_feed``; False where it was paused by hand before.

        One that is not stored yet is taken in as the topic's.
        """
        with self._database.write() as connection:
            return own_sources.pause(connection, source, now, self._limits)

    def resume_feed(self, feed_id: int) -> FeedState:
        """Polls a feed again, as soon as no Retry-After holds it; PAUSED where the configuration does not name it."""
        with self._database.write() as connection:
            return own_sources.resume(connection, feed_id)

    def feeds(self) -> list[Feed]:
        with self._database.read() as connection:
            return rows.all_feeds(connection)

    def active_feeds(self) -> int:
        """How many feeds are polled when they are due."""
        with self._database.read() as connection:
            return rows.count_active(connection)

    def feed(self, feed_id: int) -> Feed | None:
        with self._database.read() as connection:
            return rows.one(connection, feed_id)

    def claim_due(
        self,
        now: datetime,
        limit: int,
        lease: timedelta,
        *,
        everything: bool = False,
        polled_before: datetime | None = None,
        after: int = 0,
    ) -> list[Feed]:
        """The feeds to poll now, claimed until ``apply``, ``release_feed`` or the lease's end, the longest due first.

        ``everything`` takes active feeds that are not due as well, but none before its Retry-After, or that of its
        domain, has run out. ``polled_before`` leaves out those polled at that time or later, and ``after`` those
        whose ids are no higher.
        """
        with self._database.write() as connection:
            return claims.claim_due(
                connection,
                now,
                limit,
                lease,
                self._worker,
                everything=everything,
                limits=self._limits,
                polled_before=polled_before,
                after=after,
            )

    def held(self, now: datetime) -> dict[str, datetime]:
        """The registrable domains that asked to be left alone, and until when."""
        with self._database.read() as connection:
            return held(connection, now)

    def reserve(self, domain: str, now: datetime) -> float:
        """Takes a registrable domain for a request of this worker and returns 0.0; or, where another worker asked it
        less than a gap ago, the seconds to wait. On SQLite there is no other worker."""
        if self.dialect == "sqlite" or self._limits.gap <= 0:
            return 0.0
        with self._database.write() as connection:
            return reserve(connection, domain, now, self._worker, self._limits.gap)

    def release_feed(self, feed_id: int) -> None:
        """Gives back a feed that this worker claimed and did not poll."""
        with self._database.write() as connection:
            claims.release(connection, feed_id, self._worker)

    def release_feeds(self) -> int:
        """Gives back every claimed feed: for the worker that has just become the only one."""
        with self._database.write() as connection:
            return claims.release_all(connection)

    def release_feeds_of_the_dead(self, is_gone: Callable[[str], bool]) -> int:
        """Gives back what workers claimed that are connected no more, and of whom ``is_gone``, by their names, is true;
        PostgreSQL only, which knows."""
        with self._database.write() as connection:
            return claims.release_those_of_the_dead(connection, is_gone)

    # --- WebSub

    def subscription(self, token: str) -> tuple[Feed, Subscription] | None:
        """What a hub's callback is about; None where nothing active is."""
        with self._database.read() as connection:
            return subscriptions.by_token(connection, token)

    def claim_subscriptions(self, now: datetime, limit: int, lease: timedelta) -> list[Subscription]:
        """The subscriptions to ask a hub for, or to renew, now; handed out again only after the lease."""
        with self._database.write() as connection:
            return subscriptions.claim(connection, now, limit, lease)

    def save_subscription(self, changed: Subscription) -> None:
        """How things stand with a hub; nothing where the feed has another one by now."""
        with self._database.write() as connection:
            subscriptions.save(connection, changed)

    def trust_hub(self, feed_id: int, until: datetime | None) -> None:
        """Until when the feed's polling may be slow, because its hub tells us of news."""
        with self._database.write() as connection:
            subscriptions.trust(connection, feed_id, until)

    # --- Intake

    def known(
        self, feed_id: int, guids: Collection[str], links: Collection[str]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Of the guids and links those that this feed had before, and the links that an article is at already."""
        with self._database.read() as connection:
            seen = known.known(connection, [Asked(feed_id, tuple(guids), tuple(links))])[0]
            return seen.guids, seen.links

    def known_of(self, polls: Sequence[Asked], now: datetime) -> list[Known]:
        """As ``known``, of many polls at once, and what was kept of entries that may be edited."""
        with self._database.read() as connection:
            return known.known(connection, polls, now)

    @contextmanager
    def intake(self, polls: Sequence[PollFacts], now: datetime) -> Iterator[Intake]:
        """One transaction for polls, which are decided and applied in it one after another: all of them or none."""
        intake = None
        try:
            with self._database.exchange() as exchange:
                intake = Intake(exchange, polls, now, lambda: self._stories)
                yield intake
                intake.finish(self._operators, self._limits, self._worker)
        except BaseException:
            if intake is not None:
                intake.forget()
            raise

    def apply(self, plan: Plan, now: datetime) -> Applied:
        """One poll's decisions, all of them or none; a second time changes nothing."""
        with self.intake((), now) as intake:
            return intake.apply(plan)

    def seed_archive(self, reports: Sequence[tuple[PastReport, Reading]], now: datetime) -> int:
        """Stores the past reports that are not there yet, and rings nobody; returns how many are new."""
        with self._database.write() as connection:
            return seeding.seed(connection, reports, now)

    def merge_stories(self, one: int, other: int, now: datetime) -> "Merged | Refused":
        """Makes two stories one under the older number, which the other number leads to from now on."""
        with self._database.write() as connection:
            return merge_split.merge(connection, one, other, now)

    def split_story(self, story: int, reports: Collection[int], now: datetime) -> "Split | Refused":
        """Makes reports of a story, by their numbers, a story of their own, which they do not fall back from."""
        with self._database.write() as connection:
            return merge_split.split(connection, story, reports, now)

    # --- Chats

    def subscribe(self, chat: Chat, now: datetime) -> bool:
        """Whether the chat was not subscribed before. Its time zone is kept where it has been here before."""
        with self._database.write() as connection:
            return chats.subscribe(connection, chat, now)

    def unsubscribe(self, chat_id: int, now: datetime) -> bool:
        """Whether the chat was subscribed before; alerts still owed to it are closed."""
        with self._database.write() as connection:
            changed = chats.unsubscribe(connection, chat_id)
            queue.close_alerts(connection, chat_id, now)
            return changed

    def chat(self, chat_id: int) -> Chat | None:
        with self._database.read() as connection:
            return chats.one(connection, chat_id)

    def chat_at(self, channel: str, address: str, *, title: str, zone: str) -> Chat:
        """The chat at an address of a channel, made where there is none, and subscribed by ``subscribe`` alone.

        ``title``: how the address is shown; ``zone``: an IANA name. Both are for a chat that is made.
        """
        with self._database.write() as connection:
            return chats.at(connection, channel, address, title, zone)

    def chats(self, subscribed: bool = True) -> list[Chat]:
        """The chats that are subscribed, or those that are not."""
        with self._database.read() as connection:
            return chats.find(connection, subscribed)

    def move_chat(self, old: int, new: int) -> None:
        """A group has become a supergroup with another id; everything of it goes along."""
        with self._database.write() as connection:
            chats.move(connection, old, new)

    def set_time_zone(self, chat_id: int, zone: str) -> bool:
        """Whether the chat is known. ``zone`` is an IANA name, checked by the caller."""
        with self._database.write() as connection:
            return chats.set_time_zone(connection, chat_id, zone)

    def set_alerts(self, chat_id: int, alerts: Alerts, digest_at: str) -> bool:
        """Whether the chat is known. ``digest_at`` is a time of its clock, ``08:00``."""
        with self._database.write() as connection:
            return chats.set_alerts(connection, chat_id, alerts, digest_at)

    def note_operators(self, ids: Sequence[int], text: str, now: datetime) -> None:
        """Owes each operator a line, unless the same line is still owed."""
        with self._database.write() as connection:
            queue.notify(connection, ids, text, now)

    # --- Outbox

    def claim_owed(self, now: datetime, limit: int, lease: timedelta, channel: str = TELEGRAM) -> list[Delivery]:
        """Messages to send by a channel, the oldest first: at most one for each chat, none to one that has one out."""
        with self._database.write() as connection:
            return queue.claim(connection, now, limit, lease, self._worker, channel)

    def settle(self, settlement: Settlement, now: datetime) -> None:
        """Records what came of a send."""
        with self._database.write() as connection:
            queue.settle(connection, settlement, now, self._worker)

    def release_leases(self) -> int:
        """Gives back every claimed message: for the worker that has just become the only sender; returns how many."""
        with self._database.write() as connection:
            return queue.release_leases(connection)

    def owed(self) -> int:
        """How many messages are still to be sent."""
        with self._database.read() as connection:
            return queue.owed(connection)

    def sent_article(self, chat_id: int, message_id: int) -> Article | None:
        """What an alert in a chat was about."""
        with self._database.read() as connection:
            return articles.sent_article(connection, chat_id, message_id)

    # --- Archive

    def ledger(self, tracks: Sequence[str], track: str | None = None) -> "Entries":
        """What reports tell of each figure of a track, or of all of the topic's: those told last, and those most."""
        with self._database.read() as connection:
            return self._ledger.read(connection, track, tracks)

    def search(
        self,
        query: "Query",
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        offset: int = 0,
        limit: int,
    ) -> "Hits":
        """The articles on the topic that a query holds of, the newest first, after the ``offset`` newest ones."""
        with self._database.read(settings=True) as connection:
            return search.find(connection, query, since=since, until=until, offset=offset, limit=limit)

    def article(self, article_id: int) -> Article | None:
        with self._database.read() as connection:
            return articles.article(connection, article_id)

    def kept(self, article_ids: Collection[int]) -> dict[int, tuple[Article, int]]:
        """Articles by their ids, each with how many versions there are of it, the present one among them."""
        with self._database.read() as connection:
            return versions.kept(connection, article_ids)

    def versions(self, article_ids: Collection[int]) -> Mapping[int, tuple[Version, ...]]:
        """What articles were before they were edited, the first version first; only of those that were."""
        with self._database.read() as connection:
            return versions.versions(connection, article_ids)

    def story_size(self, story_id: int) -> tuple[int, int, int]:
        """How many reports a story has, the id of the last one that came, and how many former versions there are of
        them: others where anything changed."""
        with self._database.read() as connection:
            return articles.story_size(connection, story_id)

    def gists(
        self, *, until: datetime, since: datetime | None = None, events: Collection[Event] | None = None, limit: int
    ) -> "list[Gist]":
        """As ``articles``, what answers need of them without their texts."""
        with self._database.read() as connection:
            return self._gists.find(connection, until=until, since=since, events=events, limit=limit)

    def texts(self, ids: Collection[int]) -> dict[int, str]:
        """The texts of articles by their ids."""
        with self._database.read() as connection:
            return self._gists.texts(connection, ids)

    def mentions(self, ids: Collection[int]) -> dict[int, str]:
        """What reports on the topic tell of each of their figures, by their ids, as ``desk.tallies`` keeps it."""
        with self._database.read() as connection:
            return gists.mentions(connection, ids)

    def edited_since(self, ids: Collection[int], moment: datetime) -> list[int]:
        """Those of the articles that were another version at a moment."""
        with self._database.read() as connection:
            return versions.edited_since(connection, ids, moment)

    def articles(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        track: str | None = None,
        story: int | None = None,
        events: Collection[Event] | None = None,
        limit: int | None = None,
        on_topic: bool = True,
    ) -> list[Article]:
        """Articles published from ``since`` on and before ``until``, the newest first; of a track or story alone.

        With ``events`` those of stories that tell one of them, as far as the story's own event goes.
        """
        with self._database.read() as connection:
            return articles.find(
                connection,
                since=since,
                until=until,
                track=track,
                story=story,
                events=events,
                limit=limit,
                on_topic=on_topic,
            )
