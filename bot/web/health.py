"""``GET /healthz``: one JSON object that says whether the worker does its work."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from aiohttp import web

STALE_AFTER = timedelta(minutes=15)
"""An owed message older than this means that delivery stands still."""


class _Status(Protocol):
    @property
    def owed(self) -> int: ...
    @property
    def oldest_owed(self) -> datetime | None: ...
    @property
    def last_poll(self) -> datetime | None: ...


class StatusSource(Protocol):
    """What the health check asks of the store."""

    def status(self, now: datetime) -> _Status: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """200 with ``ok`` true, or 503 with the reason."""

    ok: bool
    reason: str | None
    owed: int
    last_poll: str | None


def judge(status: _Status, now: datetime) -> Verdict:
    """Whether the worker keeps up."""
    late = status.oldest_owed is not None and now - status.oldest_owed > STALE_AFTER
    reason = f"{status.owed} messages are owed, the oldest for over {STALE_AFTER}" if late else None
    return Verdict(not late, reason, status.owed, status.last_poll.isoformat() if status.last_poll else None)


class Health:
    """The server of ``/healthz``."""

    def __init__(self, source: StatusSource, *, now: Callable[[], datetime]) -> None:
        self._source = source
        self._now = now
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self, host: str, port: int) -> None:
        """Listen. Raises OSError where the port cannot be used."""
        app = web.Application()
        app.router.add_get("/healthz", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError:
            await self.stop()
            raise
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _answer(self, request: web.Request) -> web.Response:
        now = self._now()
        verdict = judge(await asyncio.to_thread(self._source.status, now), now)
        body = {"ok": verdict.ok, "reason": verdict.reason, "owed": verdict.owed, "last_poll": verdict.last_poll}
        return web.json_response(body, status=200 if verdict.ok else 503)
