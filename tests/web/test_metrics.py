"""``/metrics`` over real HTTP, read by prometheus-client's own parser, and who is shown it."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.model import (
    FeedState,
    Forbidden,
    NotSent,
    Polled,
    PollFailed,
    Role,
    Sent,
    StoreStatus,
    Trouble,
    Unchanged,
    Unknown,
    Validators,
)
from bot.store import StoreError, open_store
from bot.web import Health
from bot.web.metrics import PATH, Metrics, MetricsPage, Source
from tests.web.test_health import Status
from tests.web.wire import visitors

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TOKEN = "a-token-of-metrics-tests"
FEEDS = dict.fromkeys(FeedState, 0) | {FeedState.ACTIVE: 40, FeedState.GONE: 1}
STATUS = StoreStatus(
    failing=(), gaps=(), held={}, silent=(), feeds=FEEDS, due_now=3, last_poll=NOW - timedelta(seconds=20),
    articles=900, on_topic=120, stories=30, subscribers=7, owed=2, oldest_owed=NOW - timedelta(minutes=5), sent_24h=1,
)  # fmt: skip


@dataclass
class Bench:
    """What the numbers are asked of, and the page that shows them."""

    told: StoreStatus = STATUS
    telegram: str | None = None
    broken: bool = False
    looks: int = 0
    counts: int = 0
    answers: threading.Event = field(default_factory=threading.Event)
    metrics: Metrics = field(default_factory=lambda: Metrics("1.2.3"))
    url: str = ""

    def status(self, now: datetime) -> StoreStatus:
        self.looks += 1
        self.answers.wait()
        if self.broken:
            raise StoreError("the server closed the connection, user=me")
        return self.told

    def figures(self) -> Mapping[Role, int]:
        self.counts += 1
        return {Role.DEMANDED: 11, Role.UNCLEAR: 4}

    async def get(self, **headers: str) -> tuple[int, str]:
        async with aiohttp.ClientSession(headers=headers) as session, session.get(self.url) as response:
            assert response.headers["Cache-Control"] == "no-store"
            return response.status, await response.text()

    async def numbers(self) -> dict[str, float]:
        """Name and labels, as they are printed -> value."""
        code, text = await self.get()
        assert code == 200, text
        return {
            sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


@asynccontextmanager
async def serving(
    bench: Bench, token: str | None = None, *, is_open: bool = True, within: float = 30.0
) -> AsyncIterator[Bench]:
    bench.answers.set()
    health = Health(_Silent(), now=lambda: NOW)
    source = Source(bench.status, bench.figures, lambda: bench.telegram, lambda: NOW)
    page = MetricsPage(bench.metrics, source, token=token, is_open=is_open, within=within)
    health.add_routes(page.routes())
    await health.start("127.0.0.1", 0)
    bench.url = f"http://127.0.0.1:{health.port}{PATH}"
    yield bench
    bench.answers.set()
    page.close()
    await health.stop()


class _Silent:
    def status(self, now: datetime) -> Status:
        return Status()

    def database_troubles(self, now: datetime) -> tuple[()]:
        return ()


async def test_what_happened_is_counted_by_what_came_of_it() -> None:
    async with serving(Bench()) as bench:
        polled = Polled((), Validators(), "")
        for outcome, new in ((polled, 3), (polled, 1), (polled, 0), (Unchanged(Validators()), 0)):
            bench.metrics.polled(outcome, new)
        bench.metrics.polled(PollFailed(Trouble.TIMEOUT, "took too long"), 0)
        bench.metrics.sends_by("telegram")
        for came in (Sent(1), Sent(2), Forbidden("blocked"), Unknown("no answer"), NotSent("no network")):
            bench.metrics.sent("telegram", came)
        for lag in (0.0005, 0.3, -0.1):
            bench.metrics.lagged(lag)
        numbers = await bench.numbers()
    polls = {name.split()[1]: value for name, value in numbers.items() if name.startswith("burdenwatch_polls_total ")}
    assert polls == {"news": 2, "nothing_new": 1, "not_modified": 1, **{t.value: 0 for t in Trouble}, "timeout": 1}
    sends = {name.split()[2]: value for name, value in numbers.items() if name.startswith("burdenwatch_sends_total ")}
    assert sends == {"sent": 2, "forbidden": 1, "unknown": 1, "not_sent": 1, "rejected": 0, "moved": 0, "flooded": 0}
    assert numbers["burdenwatch_event_loop_lag_seconds_bucket 0.25"] == 2
    assert numbers["burdenwatch_event_loop_lag_seconds_count"] == 3
    assert numbers["process_resident_memory_bytes"] > 10_000_000
    assert numbers["burdenwatch_info 1.2.3"] == 1


async def test_how_the_database_stands() -> None:
    async with serving(Bench()) as bench:
        numbers = await bench.numbers()
    told = {name.removeprefix("burdenwatch_"): value for name, value in numbers.items()}
    assert told["oldest_owed_age_seconds"] == 300
    assert (told["owed_messages"], told["last_poll_age_seconds"], told["stories"], told["reports"]) == (2, 20, 30, 120)
    assert (told["feeds active"], told["feeds gone"], told["feeds paused"], told["feeds_due"]) == (40, 1, 0, 3)
    assert (told["figures demanded"], told["figures paid"], told["doubtful_readings"]) == (11, 0, 4)
    assert (told["database_up"], told["telegram_up"]) == (1, 1)


async def test_a_real_database_has_them_all(migrated_url: str) -> None:
    with open_store(migrated_url, worker="test") as store:
        source = Source(store.status, store.figures_by_role, lambda: None, lambda: NOW)
        metrics = Metrics("1")
        page = MetricsPage(metrics, source, token=None, is_open=True)
        page._looks.look(0.0)
        page.close()
        names = {family.name for family in metrics.registry.collect()}
    assert {"burdenwatch_stories", "burdenwatch_doubtful_readings", "burdenwatch_oldest_owed_age_seconds"} <= names


async def test_a_database_that_is_away_is_a_number_and_old_ones_are_gone() -> None:
    async with serving(Bench(broken=True, telegram="no good answer for over a minute")) as bench:
        numbers = await bench.numbers()
    assert (numbers["burdenwatch_database_up"], numbers["burdenwatch_telegram_up"]) == (0, 0)
    assert "burdenwatch_owed_messages" not in numbers
    assert "burdenwatch_polls_total news" in numbers


async def test_a_database_that_hangs_is_asked_once_and_said_in_time() -> None:
    async with serving(Bench(), within=0.2) as bench:
        bench.answers.clear()
        for _ in range(3):
            assert (await bench.numbers())["burdenwatch_database_up"] == 0
        assert bench.looks == 1


async def test_who_asks_again_at_once_has_the_same_look_and_figures_are_counted_rarely() -> None:
    async with serving(Bench()) as bench:
        port = int(bench.url.rpartition(":")[2].partition("/")[0])
        async with visitors(port, 20, f"GET {PATH} HTTP/1.1\r\nHost: h\r\n\r\n".encode()) as asking:
            assert await asyncio.gather(*(one.status() for one in asking)) == [200] * 20
        assert (bench.looks, bench.counts) == (1, 1)


@pytest.mark.parametrize(
    ("token", "is_open", "shown", "code"),
    [
        (None, True, {}, 200),
        (None, False, {}, 403),
        (None, False, {"Authorization": "Bearer "}, 403),
        (TOKEN, True, {}, 401),
        (TOKEN, False, {"Authorization": f"Bearer {TOKEN}x"}, 401),
        (TOKEN, False, {"Authorization": f"Basic {TOKEN}"}, 401),
        (
            TOKEN,
            False,
            {"Authorization": "Bearer \udcff\u20ac".encode("utf-8", "surrogateescape").decode("latin-1")},
            401,
        ),
        (TOKEN, False, {"Authorization": f"Bearer {TOKEN}"}, 200),
    ],
)
async def test_who_is_shown_the_numbers(token: str | None, is_open: bool, shown: dict[str, str], code: int) -> None:
    async with serving(Bench(), token, is_open=is_open) as bench:
        said = await bench.get(**shown)
    assert said[0] == code
    assert ("burdenwatch_" in said[1]) is (code == 200)
    assert TOKEN not in said[1]
