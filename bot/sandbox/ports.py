"""What the sandbox asks of the replay behind it; ``bot.sandbox.replay`` has the one that is served."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from aiohttp import web

from bot.model import FeedSource


class Replaying(Protocol):
    """Feeds on the sandbox's own port, with a state to show and a handle to turn."""

    on_change: Callable[[], None]
    """Set by the sandbox; called whenever ``status`` is another."""

    @property
    def feeds(self) -> tuple[FeedSource, ...]: ...
    @property
    def status(self) -> dict[str, Any]:
        """Shown in /api/state under ``replay``."""
        ...

    def routes(self) -> Iterable[web.RouteDef]: ...
    async def start(self, base_url: str) -> None: ...
    async def stop(self) -> None: ...
    async def command(self, body: dict[str, Any]) -> None:
        """The body of POST /api/replay. Raises ValueError for one that makes no sense."""
        ...
