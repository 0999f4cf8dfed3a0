"""``GET /healthz``: one JSON object that says whether the worker does its work."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Protocol

from aiohttp import web
from msgspec import Struct
from msgspec.structs import asdict

from bot.web.door import Door

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(minutes=15)
"""A message owed, or a feed due, for longer than this while the worker runs: something stands still."""


class _Status(Protocol):
    @property
    def owed(self) -> int: ...
    @property
    def oldest_owed(self) -> datetime | None: ...
    @property
    def due_now(self) -> int: ...
    @property
    def last_poll(self) -> datetime | None: ...


class _Trouble(Protocol):
    @property
    def since(self) -> datetime: ...
    @property
    def sentence(self) -> str: ...


class StatusSource(Protocol):
    """What the health check asks of the store."""

    def status(self, now: datetime) -> _Status: ...
    def database_troubles(self, now: datetime) -> Sequence[_Trouble]:
        """What is wrong with the database itself, told even where ``status`` raises."""


class Verdict(Struct, frozen=True):
    """200 with ``ok`` true, or 503 with the reason; ``last_poll`` is an ISO 8601 time in UTC."""

    ok: bool
    reason: str | None
    owed: int | None
    last_poll: str | None


def judge(status: _Status, troubles: Sequence[_Trouble], now: datetime, started: datetime) -> Verdict:
    """Whether the worker keeps up. What was late already when it started is held against it from then on only."""
    minutes = STALE_AFTER // timedelta(minutes=1)
    reasons = _told(troubles)
    if status.oldest_owed is not None and now - max(status.oldest_owed, started) > STALE_AFTER:
        reasons.append(f"messages owed: {status.owed}, the oldest for over {minutes} minutes")
    if status.due_now and now - max(status.last_poll or started, started) > STALE_AFTER:
        reasons.append(f"feeds due: {status.due_now}, and none was polled for over {minutes} minutes")
    last_poll = status.last_poll.isoformat() if status.last_poll else None
    return Verdict(not reasons, "; ".join(reasons) or None, status.owed, last_poll)


def _told(troubles: Iterable[_Trouble]) -> list[str]:
    """``the database cannot be written: its disk is full (since 2026-11-24 12:03 UTC)``."""
    return [f"{trouble.sentence} (since {trouble.since.astimezone(UTC):%Y-%m-%d %H:%M} UTC)" for trouble in troubles]


class Health:
    """The server of ``/healthz``."""

    def __init__(self, source: StatusSource, *, now: Callable[[], datetime]) -> None:
        self._source = source
        self._now = now
        self._started = now()
        # Of its own: those that everything shares may all be waiting for a database that is locked.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="healthz")
        self._looking: asyncio.Future[Verdict] | None = None
        self._door: Door | None = None
        self._more: list[web.RouteDef] = []
        self.port = 0

    def routes(self) -> list[web.RouteDef]:
        """The check itself, for a port that is not this server's own."""
        return [web.get("/healthz", self._answer)]

    def add_routes(self, routes: Iterable[web.RouteDef]) -> None:
        """Serve these beside the check, from the start on."""
        self._more += routes

    async def start(self, host: str, port: int) -> None:
        """Listen. Raises OSError where the port cannot be used."""
        app = web.Application()
        app.add_routes([*self.routes(), *self._more])
        door = Door(app)
        await door.open(host, port)
        self._door, self.port = door, door.port

    async def stop(self) -> None:
        if self._door is not None:
            await self._door.close()
            self._door = None
        self._thread.shutdown(wait=False)

    async def verdict(self) -> Verdict:
        """What the check would answer now. Who asks during a look has the outcome of that look: strangers that ask and
        hang up would else queue one each, ahead of the host's own question.
        """
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().run_in_executor(self._thread, self._verdict)
        return await asyncio.shield(self._looking)

    async def _answer(self, request: web.Request) -> web.Response:
        verdict = await self.verdict()
        headers = {"Cache-Control": "no-store"}
        return web.json_response(asdict(verdict), status=200 if verdict.ok else 503, headers=headers)

    def _verdict(self) -> Verdict:
        now = self._now()
        troubles = self._source.database_troubles(now)
        try:
            return judge(self._source.status(now), troubles, now, self._started)
        except Exception as problem:  # whatever the database's trouble is, it is an answer and no traceback
            log.warning("/healthz: the database does not answer: %s", problem)
            reasons = [*_told(troubles), "the database does not answer; the log says why"]
            return Verdict(False, "; ".join(reasons), None, None)
