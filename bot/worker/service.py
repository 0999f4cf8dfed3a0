"""Start and stop of the whole worker: rooms opened in order, jobs on APScheduler, and an end within ten seconds."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct

import bot
from bot.chat import Channel, ChatContext, Contact, Deliveries, Messenger, Pacing, build_application
from bot.chat.commands.command import Families
from bot.chat.commands.registry import COMMANDS
from bot.chat.doors.atom_feeds import AtomFeeds
from bot.chat.doors.keeper import Keeper
from bot.chat.doors.mail.pages import MailPages
from bot.chat.doors.rows import CHANNELS
from bot.dashboard.views.links import ROOT
from bot.desk.intake.novelty import Judge
from bot.feeds import Poller
from bot.feeds.ask.guard import Guard
from bot.feeds.ask.post import Poster
from bot.feeds.discover import discover
from bot.feeds.parse.links import canonical
from bot.model import TELEGRAM, Topic
from bot.rates import Rates
from bot.reading import Reader, reader_for
from bot.sandbox import Sandbox
from bot.sandbox.replay import Replay
from bot.sandbox.web import is_loopback
from bot.settings import Settings
from bot.store import Store, StoreError
from bot.store.keeping.labels import LabelFile
from bot.web import Health
from bot.web.atom import PATH as ATOM
from bot.web.atom import AtomAddresses
from bot.web.mail import MailAddresses
from bot.web.metrics import Metrics, MetricsPage, Source
from bot.web.probes import Probes
from bot.web.websub import Callbacks
from bot.worker.anew import Anew, sandbox_chats, seed_before_replay
from bot.worker.factories import (
    FREE_EVERY,
    StartError,
    claim_database,
    domain_reserve,
    fetch_policy,
    free_those_of_the_dead,
    full_text_of,
    mailer_of,
    open_database,
    sandbox_token,
    seed_archive,
    wait_until_unlocked,
    worker_name,
)
from bot.worker.heartbeat import Clock, Heartbeat
from bot.worker.intake.fulltext import FullText
from bot.worker.intake.polling import Polling
from bot.worker.jobs import Jobs
from bot.worker.leadership import LISTENER, SENDER, work_in_role
from bot.worker.listening import call_quietly, listen
from bot.worker.reasons import RoleReasons
from bot.worker.retention import EVERY as FORGET_EVERY
from bot.worker.retention import Retention
from bot.worker.sources import Sources
from bot.worker.upcoming_dates import EVERY, Nearness
from bot.worker.upkeep.checkup import EVERY as CHECKUP_EVERY
from bot.worker.upkeep.checkup import Checkup
from bot.worker.watching import watch
from bot.worker.websub import Hubs

if TYPE_CHECKING:
    from bot.dashboard import Dashboard

log = logging.getLogger(__name__)

STOP_WITHIN = 8.0
"""Seconds that an orderly end may take; hosts send SIGKILL ten seconds after SIGTERM."""


class Telegram(Struct, frozen=True):
    """The Bot API's address, and the bot's token."""

    token: str
    api_url: str


class Service:
    """The running worker. ``async with Service(...)`` starts it and ends it in order."""

    def __init__(
        self,
        settings: Settings,
        topic: Topic,
        *,
        live: bool = False,
        channels: Sequence[Channel] = CHANNELS,
        is_followed: bool = False,
    ) -> None:
        """``live``: in the sandbox, poll the topic's real feeds instead of the replay of past reports.

        ``channels``: those beside Telegram. ``is_followed``: whoever runs it looks at ``anew`` at the end, and runs
        another one; else the replay refuses to begin anew.
        """
        self.settings = settings
        self.topic = topic
        self._channels = channels
        self.live = live or settings.token is not None
        self.sandbox: Sandbox | None = None
        self.failure: StartError | None = None
        """Why the worker ended by itself, if it did."""
        self.anew: Anew | None = None
        """How the replay is to go on where its page had it begin anew; the worker has ended for that."""
        self._is_followed = is_followed
        self.runs = False
        """Whether everything was started; not where the end was asked for before."""
        self._convert = Rates().convert
        self._now = Clock()
        self._contact = Contact()
        self._metrics = Metrics(bot.__version__)
        self._checkup: Checkup | None = None
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
        await wait_until_unlocked(self.settings, self._stopping)
        if self._stopping.is_set():
            return
        store = await self._open_store()
        reader = await asyncio.to_thread(reader_for, self.topic, encoder=self.settings.encoder)
        telegram, replay = await self._open_telegram(store)
        await asyncio.to_thread(self._take_in_topic, store, reader, replay)
        policy = fetch_policy(self.settings, replay.feeds if replay else ())
        poller = await self._stack.enter_async_context(
            Poller(policy, texts_later=True, reserve=domain_reserve(store, self._now))
        )
        labels = LabelFile(store.archive, self.settings.data_dir)
        await asyncio.to_thread(_write_labels, labels)
        desk = Sources(store, self.topic, look=lambda url: discover(url, poller), guard=Guard(policy), now=self._now)
        families = self._families_of(self._context(store, desk, reader, labels))
        deliveries = await self._open_chat(store, telegram, families)
        full_text = await self._stack.enter_async_context(full_text_of(self.settings, poller, store, reader, self._now))
        nearness = Nearness(store, self._now)
        polling = self._open_polling(store, poller, reader, deliveries, full_text, nearness)
        jobs = self._open_jobs(store, polling, replay, nearness)
        await self._open_web(store, jobs, poller, polling, self._open_pages(families, telegram))
        self.runs = True

    async def _open_store(self) -> Store:
        store = await asyncio.to_thread(open_database, self.settings, worker=worker_name())
        self._stack.callback(store.close)
        await asyncio.to_thread(claim_database, store, self.settings)
        self._run("database", watch(store, self._stopping))
        return store

    async def _open_telegram(self, store: Store) -> tuple[Telegram, Replay | None]:
        if self.settings.token:
            return Telegram(self.settings.token, self.settings.api_url), None
        replay = None if self.live else Replay(self.topic.archive, seconds=self.settings.replay_seconds, store=store)
        if replay and self._is_followed:
            replay.on_anew = partial(self._begin_anew, replay)
        self.settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        token = sandbox_token()
        state = sandbox_chats(self.settings)
        self.sandbox = Sandbox(token=token, state=state, replay=replay, routes=self._sandbox_routes(store))
        await self.sandbox.start(self.settings.host, self.settings.port)
        self._stack.push_async_callback(self.sandbox.stop)
        return Telegram(token, self.sandbox.url), replay

    def _begin_anew(self, replay: Replay, day: date) -> None:
        port = urlsplit(self.sandbox.url).port if self.sandbox else None
        self.anew = Anew(day, replay.seconds, port or self.settings.port)
        self._stopping.set()

    def _sandbox_routes(self, store: Store) -> list[Any]:
        """What the sandbox's port has of the worker's: what watches a container asks it there, too."""
        health = Health(store, now=self._now)
        self._stack.push_async_callback(health.stop)
        atom = self._atom(store)
        probes = Probes(health.verdict, self._contact.trouble)
        return [*health.routes(), *probes.routes(), *(atom.routes() if atom else ())]

    def _atom_address(self) -> str:
        """Where feed readers find the news; "" where they do not."""
        if not self.settings.has_atom:
            return ""
        here = self.page or f"http://{self.settings.host}:{self.settings.port}"
        return f"{self.settings.public_url or here}{ATOM}"

    def _atom(self, store: Store) -> AtomAddresses | None:
        if not self.settings.has_atom:
            return None
        feeds = AtomFeeds(store, self.topic, began=self._now())
        addresses = AtomAddresses(feeds, now=self._now, public_url=self.settings.public_url)
        self._stack.callback(addresses.close)
        return addresses

    def _take_in_topic(self, store: Store, reader: Reader, replay: Replay | None) -> None:
        """Feeds of the topic into the store, and its past reports, but for those that the replay is to tell."""
        self._now.agree(store)
        now = self._now()
        store.feeds.sync(replay.feeds if replay else self.topic.feeds, now)
        if replay is None:
            seed_archive(store, reader, self.topic, now)
        else:
            seed_before_replay(store, reader, replay.before, now)

    def _context(self, store: Store, desk: Sources, reader: Reader, labels: LabelFile) -> ChatContext:
        """The chat's surroundings."""
        folder = store.folder or self.settings.data_dir
        mail = mailer_of(self.settings) if self.sandbox is None else None
        self._checkup = Checkup(
            store,
            self.settings.operators,
            now=self._now,
            contact=self._contact,
            folder=folder,
            apart=lambda: self._now.ahead,
            mail=mail.trouble if mail is not None else lambda: None,
        )
        poster = Poster(fetch_policy(self.settings))
        self._stack.push_async_callback(poster.close)
        context = ChatContext(
            store=store,
            topic=self.topic,
            convert=self._convert,
            now=self._now,
            operators=self.settings.operators,
            allowed=self.settings.allowed_chats,
            default_zone=self.settings.time_zone,
            started=self._now(),
            version=bot.__version__,
            replay=not self.live,
            desk=desk,
            reasons=RoleReasons(reader) if self.settings.encoder else None,
            relabel=labels.write,
            shortfall=reader.shortfall,
            checkup=self._checkup.troubles,
            dashboard=self._dashboard_address(),
            canonical=canonical,
            doors_for_all=self.settings.doors == "all",
            post=poster,
            mail=mail,
        )
        if self.settings.doors == "off":
            return context
        return replace(context, doors=Keeper(self._channels, context, atom=self._atom_address()))

    def _dashboard_address(self) -> str | None:
        """As ``ChatContext.dashboard`` has it."""
        if self.sandbox is not None:
            return f"{self.sandbox.url}{ROOT}"
        if self.settings.dashboard == "off":
            return None
        return f"{self.settings.public_url}{ROOT}" if self.settings.public_url else ""

    @staticmethod
    def _families_of(context: ChatContext) -> Families:
        """The commands; a dashboard's where there is one."""
        has_dashboard = context.dashboard is not None
        return Families(context, [one for one in COMMANDS if has_dashboard or one.name != "dashboard"])

    async def _open_chat(self, store: Store, telegram: Telegram, families: Families) -> Deliveries:
        context, commands = families.context, tuple(families.commands.values())
        pacing = Pacing(overall=self.settings.send_rate)
        application = build_application(
            telegram.token,
            telegram.api_url,
            context,
            read_timeout=self.settings.telegram_timeout,
            contact=self._contact,
            pacing=pacing,
            families=families,
        )
        self._stack.push_async_callback(call_quietly, application.shutdown)
        self._run(
            "telegram",
            work_in_role(
                store,
                LISTENER,
                lambda: listen(application, telegram.token, self.settings.operators, self._stopping, commands),
                self._stopping,
            ),
        )
        by_telegram = Channel(TELEGRAM, partial(Messenger, application.bot), lambda: pacing)
        channels = (by_telegram, *self._channels)
        for channel in channels:
            self._metrics.sends_by(channel.name)
        deliveries = Deliveries(channels, store.outbox, context, self._metrics.sent)
        self._run(
            "delivery",
            # Whatever is claimed when a worker becomes the sender was claimed by one that died.
            work_in_role(
                store, SENDER, lambda: deliveries.run(self._stopping), self._stopping, taken=store.outbox.release_leases
            ),
        )
        return deliveries

    def _open_polling(
        self,
        store: Store,
        poller: Poller,
        reader: Reader,
        deliveries: Deliveries,
        full_text: FullText | None,
        nearness: Nearness,
    ) -> Polling:
        floor = self.settings.poll_floor
        judge = Judge(self.topic.baseline, self._convert, self.topic.vocabulary.cues, reader.reads_context)
        polling = Polling(
            store,
            poller,
            reader,
            floor=floor,
            now=self._now,
            rang=deliveries.wake,
            full_text=full_text,
            judge=lambda: judge,
            haste=lambda: nearness.haste,
            ended=lambda report: self._metrics.polled(report.outcome, report.new),
        )
        self._stack.push_async_callback(polling.close)
        return polling

    def _open_dashboard(self, families: Families, telegram: Telegram) -> "Dashboard | None":
        """The sandbox, which is for this machine alone, always has it open. None where there is none."""
        settings, context = self.settings, families.context
        if context.dashboard is None:
            return None
        from bot.dashboard import Access, Dashboard, Entrance  # 70 ms, of no use to a worker without one

        entrance = Entrance(
            Access.OPEN if self.sandbox else Access(settings.dashboard),
            telegram.token,
            now=self._now,
            allowed=settings.allowed_chats,
            operators=settings.operators,
            is_guest=context.store.outbox.is_guest,
        )
        dashboard = Dashboard(families, entrance, public_url=None if self.sandbox else settings.public_url)
        self._stack.callback(dashboard.close)
        if self.sandbox is not None:
            self.sandbox.dashboard = dashboard.answer
        return dashboard

    def _open_pages(self, families: Families, telegram: Telegram) -> "list[Dashboard | MailAddresses]":
        """The dashboard, and what links in e-mails lead to."""
        dashboard = self._open_dashboard(families, telegram)
        pages: list[Dashboard | MailAddresses] = [] if dashboard is None else [dashboard]
        if families.context.mail is not None:
            addresses = MailAddresses(MailPages(families.context))
            self._stack.callback(addresses.close)
            pages.append(addresses)
        return pages

    async def _open_web(
        self, store: Store, jobs: Jobs, poller: Poller, polling: Polling, pages: "Iterable[Dashboard | MailAddresses]"
    ) -> None:
        """Health check, probes, pages, and callbacks of hubs where the web can reach us; the sandbox has the
        port itself.
        """
        if self.sandbox is not None:
            return
        health = Health(store, now=self._now)
        health.add_routes(Probes(health.verdict, self._contact.trouble).routes())
        health.add_routes(self._metrics_page(store).routes())
        for page in pages:
            health.add_routes(page.routes())
        if (atom := self._atom(store)) is not None:
            health.add_routes(atom.routes())
        if self.settings.public_url:
            hubs = Hubs(store, poller, polling, public_url=self.settings.public_url, now=self._now)
            health.add_routes(Callbacks(hubs).routes())
            jobs.add("asking the hubs", hubs.tick, seconds=30)
        try:
            await health.start(self.settings.host, self.settings.port)
        except OSError as problem:
            log.warning("no /healthz: port %d cannot be used (%s); set PORT to a free one", self.settings.port, problem)
            return
        self._stack.push_async_callback(health.stop)

    def _metrics_page(self, store: Store) -> MetricsPage:
        source = Source(store.status, store.figures_by_role, self._contact.trouble, self._now)
        is_open = is_loopback(self.settings.host)
        page = MetricsPage(self._metrics, source, token=self.settings.metrics_token, is_open=is_open)
        self._stack.callback(page.close)
        return page

    def _open_jobs(self, store: Store, polling: Polling, replay: Replay | None, nearness: Nearness) -> Jobs:
        """APScheduler's jobs, and the beat that keeps them going when the wall clock is put."""
        jobs = Jobs()
        jobs.add("polling", polling.tick, seconds=1 if replay else 5, at_once=True)
        if self._checkup is not None:
            jobs.add("looking for what is wrong", self._checkup.look, seconds=CHECKUP_EVERY)
        jobs.add("dates that are near", nearness.look, seconds=EVERY, at_once=True)
        if self.settings.keep_days:
            retention = Retention(store, self.settings.keep_days, self._now)
            self._stack.push_async_callback(retention.close)
            jobs.add("forgetting what is old", retention.tick, seconds=FORGET_EVERY, at_once=True)
        if store.dialect == "postgresql":
            free = partial(asyncio.to_thread, free_those_of_the_dead, store)
            jobs.add("giving back what the dead had claimed", free, seconds=FREE_EVERY)
        forget = partial(asyncio.to_thread, _forget_unconfirmed, store, self._now)
        jobs.add("forgetting doors that nobody confirmed", forget, seconds=FORGET_EVERY)
        if replay:
            jobs.add("beginning the replay", partial(_begin_replay, store, replay), seconds=1)
        jobs.start()
        self._stack.callback(jobs.stop)
        self._run("heartbeat", Heartbeat(store, jobs, self._now, self._metrics.lagged).run(self._stopping))
        return jobs

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
            self.failure = problem if isinstance(problem, StartError) else _own_fault(task.get_name(), problem)
            self._stopping.set()

    async def wait(self) -> None:
        """Until the end is asked for."""
        await self._stopping.wait()

    def end(self) -> None:
        self._stopping.set()


def _write_labels(labels: LabelFile) -> None:
    """After a restore or a move the file may be another database's."""
    try:
        labels.write()
    except OSError as problem:
        log.warning("the corrected reports could not be written for training: %s", problem)


def _forget_unconfirmed(store: Store, now: Clock) -> None:
    try:
        store.doors.forget_unconfirmed(now())
    except StoreError as problem:
        log.warning("doors that nobody confirmed are kept for now: %s", problem)


def _own_fault(name: str, problem: BaseException) -> StartError:
    log.error("%s ended with a fault of burdenwatch's own; please report this", name, exc_info=problem)
    return StartError(f"{name} ended with a fault of burdenwatch's own: {problem!r}")


async def _begin_replay(store: Store, replay: Replay) -> None:
    """The replay waits for its first reader: it begins with the first subscription."""
    if not replay.begun and await asyncio.to_thread(lambda: bool(store.outbox.chats(subscribed=True))):
        replay.begin()
