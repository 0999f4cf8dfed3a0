"""From settings and topic to the values that rooms are opened with: an address, a policy, a filled archive."""

import asyncio
import logging
import os
import platform
import secrets
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

import bot
from bot.feeds import FetchPolicy, Poller
from bot.feeds.ask.domains import domain_of
from bot.feeds.ask.fetch import Reserve
from bot.feeds.ask.guard import SystemResolver
from bot.model import FeedSource, PastReport, Report, Topic
from bot.phrases.wording import count
from bot.settings import Settings, shown
from bot.store import DomainLimits, Store, is_locked, open_store
from bot.web.mail import PATH as MAIL
from bot.worker.intake.fulltext import FullText
from bot.worker.leadership import KEEPING

if TYPE_CHECKING:
    from bot.chat.doors.mail.smtp import Mailer
    from bot.reading import Reader
    from bot.worker.intake.late_reader import LateReader

log = logging.getLogger(__name__)

FREE_EVERY = 60.0
"""Seconds between two looks for feeds that the dead had claimed."""

SANDBOX_BOT = 1_000_000
"""The id of the sandbox's bot."""
LONGEST_LOCK = 300.0
"""Seconds that a start waits for whatever has locked the database, such as a backup."""
LOOK_AGAIN = 1.0
TELL_EVERY = 10.0
"""Seconds between two lines of the log on work that takes long."""


class StartError(Exception):
    """The worker cannot start, or cannot go on; the sentence says why and what to do."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def database_address(settings: Settings) -> str:
    """The database that the settings name, or by default a file for the bot and another for the sandbox."""
    name = "burdenwatch.db" if settings.token else "sandbox.db"
    return settings.database_url or f"sqlite:///{settings.data_dir / name}"


async def wait_until_unlocked(settings: Settings, stopping: asyncio.Event) -> None:
    """Wait while something else has locked the SQLite file, for some minutes and no longer than to ``stopping``.

    The log says so once. Raises StoreError where the address cannot be read.
    """
    address = database_address(settings)
    end = asyncio.get_running_loop().time() + LONGEST_LOCK
    waited = False
    while not stopping.is_set() and asyncio.get_running_loop().time() < end:
        if not await asyncio.to_thread(is_locked, address):
            if waited:
                log.info("the database is free; starting")
            return
        if not waited:
            log.warning(
                "the database %s is locked by another program; waiting for it, %g minutes at the most. "
                "End whatever uses the file (a backup, a sqlite3 shell, another worker) to go on at once",
                shown(address),
                LONGEST_LOCK / 60,
            )
        waited = True
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), LOOK_AGAIN)


class _Told:
    """Logs how far long work at the start has come: now and then, and nothing of what is done within seconds."""

    def __init__(self) -> None:
        self._next = monotonic() + TELL_EVERY

    def __call__(self, name: str, done: int, total: int) -> None:
        if monotonic() >= self._next and done < total:
            self._next = monotonic() + TELL_EVERY
            log.info("bringing the database up to date: %s, %s of %s", name, f"{done:,}", count(total, "report"))


def open_database(settings: Settings, *, worker: str = "cli") -> Store:
    """The store, migrated. Raises StoreError with a sentence that says what to do."""
    limits = DomainLimits(domain_of, settings.host_gap)
    store = open_store(database_address(settings), worker=worker, operators=settings.operators, limits=limits)
    try:
        store.migrate(_Told())
    except BaseException:
        store.close()
        raise
    return store


def open_for_reading(settings: Settings) -> Store:
    """The store as it is, for who only reads: nothing is made, and nothing is brought up to date.

    Raises NoDatabaseError where there is none, or nothing in it, and StoreError with a sentence that says what to do.
    """
    limits = DomainLimits(domain_of, settings.host_gap)
    store = open_store(
        database_address(settings), worker="cli", operators=settings.operators, limits=limits, reading=True
    )
    try:
        store.readable()
    except BaseException:
        store.close()
        raise
    return store


def claim_database(store: Store, settings: Settings) -> None:
    """Become a worker of the database: on SQLite the only one, on PostgreSQL one of any number.

    Raises StoreError where another worker runs on it, and StartError where it is being moved or restored, or was filled
    in the other mode: the chats of the sandbox are nobody's on Telegram.
    """
    store.acquire()
    if not store.share_role(KEEPING):
        raise StartError(
            f"the database {shown(database_address(settings))} is being moved or restored; start the worker once that "
            "is done, with the DATABASE_URL of where everything is then"
        )
    mode = "telegram" if settings.token else "sandbox"
    kept = store.get("mode")
    if kept not in {None, mode}:
        raise StartError(
            f"this database holds the chats of the {kept} mode, and the worker starts in {mode} mode; "
            "set DATABASE_URL to another database, or set TELEGRAM_TOKEN as it was before"
        )
    store.put("mode", mode)
    store.remember()
    if store.dialect == "sqlite":
        # This is the only worker, so whatever is still claimed was claimed by one that died.
        store.feeds.release_all()
    else:
        # Or a lone worker that was killed and started again would leave its feeds unasked until the lease ends.
        free_those_of_the_dead(store)


def free_those_of_the_dead(store: Store) -> None:
    """Gives back the feeds that workers of this machine had claimed and that have ended since. Raises StoreError.

    Only on PostgreSQL; a worker that is killed and cannot start again would keep its feeds until their lease ends.
    """
    if freed := store.feeds.release_those_of_the_dead(is_worker_gone):
        log.info("given back what workers that have ended had claimed: feeds: %d", freed)


def worker_name() -> str:
    """A name that no other worker has: claims are told apart by it."""
    return f"{platform.node()}-{os.getpid()}-{secrets.token_hex(4)}"


def is_worker_gone(worker: str) -> bool:
    """Whether the worker of such a name ran on this machine and has ended; False where that cannot be told."""
    before, _, rest = worker.partition(f"{platform.node()}-")
    number = rest.partition("-")[0]
    if before or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return True  # a container's only process has the same number again
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        pass  # it runs as somebody else, or the number is no process's
    return False


def sandbox_token() -> str:
    """A token for the sandbox that nobody knows, another one each start; the bot's id in it stays the same."""
    return f"{SANDBOX_BOT}:{secrets.token_urlsafe(24)}"


def fetch_policy(settings: Settings, own: Iterable[FeedSource] = ()) -> FetchPolicy:
    """How feeds are asked; ``own``, those of the sandbox's replay, pass the guard at their exact addresses."""
    return FetchPolicy(
        user_agent=f"Mozilla/5.0 (compatible; burdenwatch/{bot.__version__}; +{settings.contact_url})",
        private_networks=settings.private_addresses,
        own_feeds=frozenset(feed.url for feed in own),
        http_proxy=settings.feed_proxy.http,
        https_proxy=settings.feed_proxy.https,
        no_proxy=settings.feed_proxy.bypass,
        host_gap=settings.host_gap,
        separate_hosts=settings.separate_hosts,
    )


def domain_reserve(store: Store, now: Callable[[], datetime] = utc_now) -> Reserve | None:
    """Shares domains with the workers that there may be beside this one."""
    if store.dialect == "sqlite":
        return None
    return lambda domain: asyncio.to_thread(store.feeds.reserve, domain, now())


@asynccontextmanager
async def full_text_of(
    settings: Settings,
    poller: Poller,
    store: Store,
    reader: "Reader | LateReader",
    now: Callable[[], datetime] = utc_now,
) -> AsyncIterator[FullText | None]:
    """What gets the full text of articles; None where the settings say that nothing does, and then it costs nothing."""
    if not settings.full_text:
        yield None
        return
    from bot.feeds.article.article import Articles

    async with Articles(poller) as articles:
        yield FullText(articles, reader, held=store.feeds.held, now=now)


def seed_archive(store: Store, reader: "Reader", topic: Topic, now: datetime) -> int:
    """Put the topic's past reports into the store, once; they ring nobody."""
    if store.get("archive") == topic.key:
        return 0
    added = seed(store, reader, topic.archive, now)
    store.put("archive", topic.key)
    return added


def seed(store: Store, reader: "Reader", reports: Sequence[PastReport], now: datetime) -> int:
    """Put past reports into the store as they are read; how many of them are on the topic."""
    read = [
        (past, reader.read(Report(past.id, past.title, past.text, past.language, past.date, past.outlet)))
        for past in reports
    ]
    return store.intake.seed(read, now)


def mailer_of(settings: Settings) -> "Mailer | None":
    """What hands e-mail to the operator's server; None where none is set."""
    server = settings.mail_server
    if server is None or settings.mail_from is None or settings.public_url is None:
        return None
    from bot.chat.doors.mail.smtp import Mailer  # its library is of no use to a worker without e-mail

    return Mailer(server, settings.mail_from, SystemResolver().resolve, f"{settings.public_url}{MAIL}")
