"""``GET /metrics``: the worker's counts and ages, as Prometheus takes them (text format 0.0.4 and OpenMetrics).

What happens in the worker is counted as it happens; what the database has is looked at when somebody asks, at most each
few seconds and once for all who ask meanwhile. A worker behind an open port shows them to whoever has the token alone.
"""

import asyncio
import hmac
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from aiohttp import web
from msgspec import Struct
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder

from bot.model import (
    FeedState,
    Forbidden,
    Moved,
    NotSent,
    Polled,
    PollFailed,
    PollOutcome,
    Rejected,
    RetryLater,
    Role,
    SendOutcome,
    Sent,
    StoreStatus,
    Trouble,
    Unknown,
)

log = logging.getLogger(__name__)

PATH = "/metrics"
FRESH = 5.0
"""Seconds for which a look at the counts that are quick to make is handed to whoever asks."""
FIGURES_FRESH = 300.0
"""The same of the figures, all of which are counted."""
WITHIN = 5.0
"""Seconds that the database has."""
LAGS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds, the bounds of the histogram."""
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_NEWS, _NOTHING_NEW, _NOT_MODIFIED = "news", "nothing_new", "not_modified"
_SENDS: Mapping[type, str] = {
    Sent: "sent",
    RetryLater: "flooded",
    Forbidden: "forbidden",
    Moved: "moved",
    Rejected: "rejected",
    NotSent: "not_sent",
    Unknown: "unknown",
}


class Source(Struct, frozen=True):
    """What the numbers are asked of."""

    status: Callable[[datetime], StoreStatus]
    """Of the database; called in a thread."""
    figures: Callable[[], Mapping[Role, int]]
    """The same: how many figures the reports have in each role."""
    telegram: Callable[[], str | None]
    """A sentence where Telegram does not answer."""
    now: Callable[[], datetime]


class Metrics:
    """The counts of a worker, and the handler that shows them; ``health.add_routes(metrics.routes(...))``."""

    def __init__(self, version: str) -> None:
        self.registry = CollectorRegistry()
        Gauge("burdenwatch_info", "The worker's version.", ["version"], registry=self.registry).labels(version).set(1)
        self._polls = Counter(
            "burdenwatch_polls", "Polls of feeds, by what came of them.", ["outcome"], registry=self.registry
        )
        self._sends = Counter(
            "burdenwatch_sends", "Messages handed over, by what came of it.", ["channel", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self._lag = Histogram(
            "burdenwatch_event_loop_lag_seconds", "How much later than asked for the event loop woke a task up.",
            buckets=LAGS, registry=self.registry,
        )  # fmt: skip
        # Nobody can reckon with a count that begins with its first event: from none to one is no increase there.
        for outcome in (_NEWS, _NOTHING_NEW, _NOT_MODIFIED, *Trouble):
            self._polls.labels(str(outcome))
        ProcessCollector(registry=self.registry)

    def polled(self, outcome: PollOutcome, new: int) -> None:
        """A poll has ended; ``new`` entries came."""
        self._polls.labels(_kind_of_poll(outcome, new)).inc()

    def sent(self, channel: str, outcome: SendOutcome) -> None:
        """A send has ended."""
        self._sends.labels(channel, _SENDS[type(outcome)]).inc()

    def sends_by(self, channel: str) -> None:
        """There may be sends by a channel: its counts begin with 0."""
        for outcome in _SENDS.values():
            self._sends.labels(channel, outcome)

    def lagged(self, seconds: float) -> None:
        """The loop woke somebody up so much later than asked for."""
        self._lag.observe(max(0.0, seconds))


def _kind_of_poll(outcome: PollOutcome, new: int) -> str:
    if isinstance(outcome, PollFailed):
        return outcome.trouble.value
    if isinstance(outcome, Polled):
        return _NEWS if new else _NOTHING_NEW
    return _NOT_MODIFIED


class MetricsPage:
    """The handler; ``health.add_routes(page.routes())``."""

    def __init__(
        self, metrics: Metrics, source: Source, *, token: str | None, is_open: bool, within: float = WITHIN
    ) -> None:
        """``token``: what has to be shown, if anything; without one the numbers are there only where ``is_open``: the
        port is out of strangers' reach. ``within`` is in seconds.
        """
        self._metrics = metrics
        self._source = source
        self._token = token
        self._is_open = is_open
        self._within = within
        self._looks = _Looks(source)
        metrics.registry.register(self._looks)
        # Of its own, as the health check's: those that everything shares may all be waiting for the database.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="metrics")
        self._looking: asyncio.Future[None] | None = None
        self._looked = float("-inf")

    def routes(self) -> list[web.RouteDef]:
        return [web.get(PATH, self._answer)]

    def close(self) -> None:
        """The database is asked no more."""
        self._thread.shutdown(wait=False)

    async def _answer(self, request: web.Request) -> web.Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        await self._look()
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encode(self._metrics.registry), headers=_HEADERS | {"Content-Type": content_type})

    def _refusal(self, request: web.Request) -> web.Response | None:
        if self._token is None:
            words = "The port is open to others: set METRICS_TOKEN, and show it as a bearer token.\n"
            return None if self._is_open else web.Response(status=403, text=words, headers=_HEADERS)
        shown = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if hmac.compare_digest(shown, f"Bearer {self._token}".encode()):
            return None
        headers = _HEADERS | {"WWW-Authenticate": "Bearer"}
        return web.Response(status=401, text="This needs METRICS_TOKEN as a bearer token.\n", headers=headers)

    async def _look(self) -> None:
        """Have the numbers of the database looked at, unless they were just now, or are being looked at."""
        loop = asyncio.get_running_loop()
        if self._looking is None or self._looking.done():
            if loop.time() - self._looked < FRESH:
                return
            self._looking = loop.run_in_executor(self._thread, self._looks.look, loop.time())
        try:
            await asyncio.wait_for(asyncio.shield(self._looking), self._within)
        except TimeoutError:
            self._looks.give_up()
        else:
            self._looked = loop.time()


class _Looks:
    """What the last look at the database has found, as a collector of Prometheus's."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._status: StoreStatus | None = None
        self._figures: Mapping[Role, int] = {}
        self._counted = float("-inf")
        self._now: datetime | None = None

    def look(self, at: float) -> None:
        """``at`` is by the loop's clock. Call in a thread."""
        now = self._source.now()
        try:
            status = self._source.status(now)
            if at - self._counted >= FIGURES_FRESH:
                self._figures, self._counted = self._source.figures(), at
        except Exception as problem:  # whatever the database's trouble is, it is a number and no traceback
            log.warning("%s: the database does not answer: %s", PATH, problem)
            self.give_up()
        else:
            self._status, self._now = status, now

    def give_up(self) -> None:
        """Nothing is known any more."""
        self._status = None

    def describe(self) -> Iterator[Metric]:
        """Names are told without a look, which registering would make otherwise."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """Where the database does not answer its numbers are left out, as an old one would look like a good one."""
        yield _one("telegram_up", "Whether Telegram gives good answers.", self._source.telegram() is None)
        yield _one("database_up", "Whether the database answers.", self._status is not None)
        if self._status is not None and self._now is not None:
            yield from _of_store(self._status, self._now, self._figures)


def _of_store(status: StoreStatus, now: datetime, figures: Mapping[Role, int]) -> Iterator[Metric]:
    waited = (now - status.oldest_owed).total_seconds() if status.oldest_owed else 0.0
    yield _one("oldest_owed_age_seconds", "How long the oldest message still to be sent has waited.", max(0.0, waited))
    yield _one("owed_messages", "Messages still to be sent.", status.owed)
    yield _each("feeds", "Feeds.", "state", {state.value: status.feeds.get(state, 0) for state in FeedState})
    yield _one("feeds_due", "Feeds that could be polled at once.", status.due_now)
    yield _one("feeds_failing", "Feeds whose last poll failed.", len(status.failing))
    if status.last_poll is not None:
        age = max(0.0, (now - status.last_poll).total_seconds())
        yield _one("last_poll_age_seconds", "How long ago a feed was last polled.", age)
    yield _one("entries", "Entries seen so far, on the topic or not.", status.articles)
    yield _one("reports", "Reports on the topic.", status.on_topic)
    yield _one("stories", "Stories that the reports tell.", status.stories)
    yield _one("subscribers", "Chats that get alerts.", status.subscribers)
    known = {role.value: figures.get(role, 0) for role in Role}
    yield _each("figures", "Figures in the reports, by what each is.", "role", known)
    yield _one("doubtful_readings", "Figures whose role is too unsure to be told.", known[Role.UNCLEAR.value])


def _one(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"burdenwatch_{name}", about, value=value)


def _each(name: str, about: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(f"burdenwatch_{name}", about, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family
