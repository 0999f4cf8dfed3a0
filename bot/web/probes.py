"""``GET /livez`` and ``GET /readyz``: whether to restart the worker, and whether it does its work.

A worker whose Telegram floods it, or whose database is away, gets no better by a restart: that is what tells the two
apart. ``/healthz`` stays as it was, for those who ask it already.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web
from msgspec import Struct
from msgspec.structs import asdict

from bot.web.health import Verdict

WITHIN = 5.0
"""Seconds that the database has for its part of the answer."""
_HEADERS = {"Cache-Control": "no-store"}


class Readiness(Struct, frozen=True):
    """200 with ``ready`` true, or 503 with the reasons, a sentence each."""

    ready: bool
    reasons: tuple[str, ...]


class Probes:
    """The handlers; ``health.add_routes(Probes(health.verdict, telegram).routes())``."""

    def __init__(
        self,
        verdict: Callable[[], Awaitable[Verdict]],
        telegram: Callable[[], str | None],
        *,
        within: float = WITHIN,
    ) -> None:
        """``verdict`` makes one look for all who ask meanwhile; ``telegram`` gives a sentence where Telegram does not
        answer; ``within`` is in seconds.
        """
        self._verdict = verdict
        self._telegram = telegram
        self._within = within

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/livez", self._live), web.get("/readyz", self._ready)]

    async def _live(self, request: web.Request) -> web.Response:
        """The event loop turns, or nobody would answer."""
        return web.json_response({"live": True}, headers=_HEADERS)

    async def _ready(self, request: web.Request) -> web.Response:
        found = (await self._database(), self._telegram())
        reasons = tuple(reason for reason in found if reason)
        answer = Readiness(not reasons, reasons)
        return web.json_response(asdict(answer), status=200 if answer.ready else 503, headers=_HEADERS)

    async def _database(self) -> str | None:
        """The health check's reason."""
        try:
            verdict = await asyncio.wait_for(self._verdict(), self._within)
        except TimeoutError:
            return f"the database has not answered for {self._within:g} s"
        return verdict.reason
