"""Start and stop of the whole worker: rooms opened in order, jobs on APScheduler, and an end within ten seconds."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

import bot
from bot.chat import ChatContext, Messenger, Outbox, Pacing, build_application, publish_menu
from bot.chat.application import ALLOWED_UPDATES, polling_trouble
from bot.chat.logs import scrub
from bot.feeds import FetchPolicy, Poller
from bot.model import Report, Topic
from bot.rates import Rates
from bot.reading import Reader
from bot.sandbox import Sandbox
from bot.sandbox.replay import Replay
from bot.settings import Settings
from bot.store import Store, open_store
from bot.web import Health
from bot.worker.polling import Polling

log = logging.getLogger(__name__)

SANDBOX_TOKEN = "1000000:sandbox-sandbox-sandbox"  # noqa: S105  # opens nothing but our own sandbox
STOP_WITHIN = 8.0
"""Seconds that an orderly end may take; hosts send SIGKILL ten seconds after SIGTERM."""

Bot = Application[Any, Any, Any, Any, Any, Any]


class StartError(Exception):
    """The worker cannot start; the sentence says why and what to do."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def database_address(settings: Settings) -> str:
    """The database that the settings name, or by default a file for the bot and another for the sandbox."""
    name = "burdenwatch.db" if settings.token else "sandbox.db"
    return settings.database_url or f"sqlite:///{settings.data_dir / name}"


def open_database(settings: Settings, *, worker: str = "cli") -> Store:
    """The store, migrated. Raises StoreError with a sentence that says what to do."""
    store = open_store(database_address(settings), worker=worker, operators=settings.operators)
    try:
        store.migrate()
    except BaseException:
        store.close()
        raise
    return store


@dataclass(frozen=True, slots=True)
class Telegram:
    """Where to talk to, and as whom."""

    token: str
    api_url: str


class Service:
    """The running worker. ``async with Service(...)`` starts it and ends it in order."""

    def __init__(self, settings: Settings, topic: Topic, *, live: bool = False) -> None:
        """``live``: in the sandbox, poll the topic's real feeds instead of the replay of past reports."""
        self.settings = settings
        self.topic = topic
        self.live = live or settings.token is not None
        self.sandbox: Sandbox | None = None
        self.failure: StartError | None = None
        """Why the worker ended by itself, if it did."""
        self._stack = AsyncExitStack()
        self._stopping = asyncio.Event()

    @property
    def page(self) -> str | None:
        """The address of the sandbox's chat page."""
        return self.sandbox.url if self.sandbox else None

    async def __aenter__(self) -> "Service":
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stopping.set()
        try:
            await asyncio.wait_for(self._stack.aclose(), STOP_WITHIN)
        except TimeoutError:
            log.warning("the end took longer than %g s and was cut short; what is owed is kept", STOP_WITHIN)

    async def _start(self) -> None:
        store = await self._open_store()
        reader = await asyncio.to_thread(Reader, self.topic.vocabulary)
        telegram, replay = await self._open_telegram(store)
        await asyncio.to_thread(self._take_in_topic, store, reader, replay)
        outbox = await self._open_chat(store, telegram)
        polling = await self._open_polling(store, reader, outbox, replay)
        await self._open_health(store)
        self._open_jobs(store, polling, replay)

    async def _open_store(self) -> Store:
        store = await asyncio.to_thread(open_database, self.settings, worker="worker")
        self._stack.callback(store.close)
        await asyncio.to_thread(store.acquire)
        mode = "telegram" if self.settings.token else "sandbox"
        kept = store.get("mode")
        if kept not in {None, mode}:
            raise StartError(
                f"this database holds the chats of the {kept} mode, and the worker starts in {mode} mode; "
                "set DATABASE_URL to another database, or set TELEGRAM_TOKEN as it was before"
            )
        store.put("mode", mode)
        # This is the only worker, so whatever is still claimed was claimed by one that died.
        store.release_feeds()
        if released := store.release_leases():
            log.info("%d owed messages were claimed by a worker that ended; they go out now", released)
        return store

    async def _open_telegram(self, store: Store) -> tuple[Telegram, Replay | None]:
        if self.settings.token:
            return Telegram(self.settings.token, self.settings.api_url), None
        replay = None if self.live else Replay(self.topic.archive, seconds=self.settings.replay_seconds, store=store)
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        self.sandbox = Sandbox(token=SANDBOX_TOKEN, state=self.settings.data_dir / "sandbox-chats.db", replay=replay)
        await self.sandbox.start(self.settings.host, self.settings.port)
        self._stack.push_async_callback(self.sandbox.stop)
        return Telegram(SANDBOX_TOKEN, self.sandbox.url), replay

    def _take_in_topic(self, store: Store, reader: Reader, replay: Replay | None) -> None:
        """Feeds of the topic into the store, and its past reports, unless the replay is to tell them."""
        now = utc_now()
        store.sync_feeds(replay.feeds if replay else self.topic.feeds, now)
        if replay is None:
            seed_archive(store, reader, self.topic, now)

    async def _open_chat(self, store: Store, telegram: Telegram) -> Outbox:
        context = ChatContext(
            archive=store,
            topic=self.topic,
            convert=Rates().convert,
            now=utc_now,
            operators=self.settings.operators,
            default_zone=self.settings.time_zone,
            started=utc_now(),
            version=bot.__version__,
            replay=not self.live,
        )
        application = build_application(
            telegram.token, telegram.api_url, context, read_timeout=self.settings.telegram_timeout
        )
        self._stack.push_async_callback(_quietly, application.shutdown)
        self._run("telegram", self._listen(application, telegram.token))
        outbox = Outbox(
            store, Messenger(application.bot, context), Pacing(overall=self.settings.send_rate), now=utc_now
        )
        self._run("delivery", outbox.run(self._stopping))
        return outbox

    async def _listen(self, application: Bot, token: str) -> None:
        """Start the long polling as soon as Telegram answers, and end it with the worker.

        A refused token stops the worker. A Telegram that cannot be reached does not: polling of feeds goes on, and what
        is owed is kept until it can.
        """
        wait = 1.0
        while not self._stopping.is_set():
            try:
                await _begin_listening(application, token, self.settings.operators)
                break
            except InvalidToken:
                self.failure = StartError("Telegram refuses TELEGRAM_TOKEN; take the token that @BotFather shows")
                self._stopping.set()
            except TelegramError as problem:
                log.warning("Telegram does not answer (%s); next try in %g s", scrub(str(problem), token), wait)
                await self._pause(wait)
                wait = min(wait * 2, 60.0)
        await self._stopping.wait()
        await _end_listening(application)

    async def _open_polling(self, store: Store, reader: Reader, outbox: Outbox, replay: Replay | None) -> Polling:
        poller = await self._stack.enter_async_context(Poller(fetch_policy(self.settings, self.sandbox)))
        polling = Polling(store, poller, reader, floor=self.settings.poll_floor, rang=outbox.wake)
        self._stack.push_async_callback(polling.close)
        return polling

    async def _open_health(self, store: Store) -> None:
        if self.sandbox is not None:
            return
        health = Health(store, now=utc_now)
        try:
            await health.start(self.settings.host, self.settings.port)
        except OSError as problem:
            log.warning("no /healthz: port %d cannot be used (%s); set PORT to a free one", self.settings.port, problem)
            return
        self._stack.push_async_callback(health.stop)

    def _open_jobs(self, store: Store, polling: Polling, replay: Replay | None) -> None:
        """APScheduler's jobs. Missed ticks are merged and a job never runs twice at once."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        beat = 1 if replay else 5
        scheduler.add_job(polling.tick, "interval", seconds=beat, id="poll", next_run_time=utc_now(), **options)
        if replay:
            scheduler.add_job(_begin_replay, "interval", seconds=1, id="replay", args=[store, replay], **options)
        scheduler.start()
        self._stack.callback(scheduler.shutdown, wait=False)

    def _run(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """A task for the worker's whole life; at the end it is given the time to finish by itself.

        One that dies takes the worker with it: half a worker that looks alive is worse than none, and hosts restart.
        """
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._note_death)

        async def end() -> None:
            self._stopping.set()
            await asyncio.gather(task, return_exceptions=True)

        self._stack.push_async_callback(end)

    def _note_death(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error(
                "%s ended with a fault of burdenwatch's own; please report this", task.get_name(), exc_info=problem
            )
            self.failure = StartError(f"{task.get_name()} ended with a fault of burdenwatch's own: {problem!r}")
            self._stopping.set()

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def wait(self) -> None:
        """Until the end is asked for."""
        await self._stopping.wait()

    def end(self) -> None:
        self._stopping.set()


def fetch_policy(settings: Settings, sandbox: Sandbox | None = None) -> FetchPolicy:
    """How feeds are asked; the sandbox's own replay is let through the guard by its exact host and port."""
    address = urlsplit(sandbox.url) if sandbox else None
    own = frozenset({(address.hostname or "", address.port or 80)}) if address else frozenset()
    return FetchPolicy(
        user_agent=f"Mozilla/5.0 (compatible; burdenwatch/{bot.__version__}; +{settings.contact_url})",
        private_networks=settings.private_addresses,
        allowed_hosts=own,
    )


def seed_archive(store: Store, reader: Reader, topic: Topic, now: datetime) -> int:
    """Put the topic's past reports into the store, once; they ring nobody."""
    if store.get("archive") == topic.key:
        return 0
    read = [
        (past, reader.read(Report(past.id, past.title, past.text, past.language, past.date))) for past in topic.archive
    ]
    added = store.seed_archive(read, now)
    store.put("archive", topic.key)
    return added


async def _begin_listening(application: Bot, token: str, operators: frozenset[int]) -> None:
    """Each step may fail and be tried again: those that are done already do nothing."""
    await application.initialize()
    await publish_menu(application.bot, operators)
    if not application.running:
        await application.start()
    if application.updater is not None:
        await application.updater.start_polling(
            drop_pending_updates=False,
            bootstrap_retries=0,
            allowed_updates=ALLOWED_UPDATES,
            error_callback=polling_trouble(token),
        )


async def _end_listening(application: Bot) -> None:
    if application.updater is not None and application.updater.running:
        await _quietly(application.updater.stop)
    if application.running:
        await _quietly(application.stop)


async def _begin_replay(store: Store, replay: Replay) -> None:
    """The replay waits for its first reader: it begins with the first subscription."""
    if not replay.begun and await asyncio.to_thread(lambda: bool(store.chats(subscribed=True))):
        replay.begin()


async def _quietly(call: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Part of the end: given three seconds, and what goes wrong is a line in the log."""
    try:
        await asyncio.wait_for(call(), 3.0)
    except TimeoutError:
        log.info("Telegram did not answer the good-bye")
    except (TelegramError, RuntimeError) as problem:
        log.info("Telegram did not take the good-bye: %s", problem)


async def serve(settings: Settings, topic: Topic, *, live: bool, ready: Callable[[Service], None]) -> None:
    """Run the worker until SIGINT or SIGTERM. ``ready`` is called once everything runs.

    Raises StartError, StoreError or SandboxError where it cannot start.
    """
    service = Service(settings, topic, live=live)
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, _end_in_time, service)
    async with service:
        ready(service)
        await service.wait()
        log.info("ending: sends under way are finished first")
    if service.failure is not None:
        raise service.failure


def _end_in_time(service: Service) -> None:
    """Ask for the end, and make sure of it: a thread that a library left hanging must not hold up the process."""
    service.end()
    last_resort = threading.Timer(STOP_WITHIN + 0.7, os._exit, args=(1,))
    last_resort.daemon = True
    last_resort.start()
