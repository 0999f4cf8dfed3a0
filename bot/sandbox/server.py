"""The sandbox as a whole: state, Bot API, control API, page and replay on one port."""

import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from pathlib import Path

from aiohttp import web

from bot.sandbox.bot_api.api import BotApi
from bot.sandbox.bot_api.updates import Updates
from bot.sandbox.bot_api.webhook import Deliverer
from bot.sandbox.control import Control
from bot.sandbox.memory.errors import ControlError, SandboxError
from bot.sandbox.memory.limits import Limits, Pace
from bot.sandbox.memory.state import State
from bot.sandbox.memory.values import User
from bot.sandbox.memory.world import World
from bot.sandbox.ports import Replaying
from bot.sandbox.web import guard, is_loopback, open_to_others, page_routes

BOT_NAME = "burdenwatch"
USERNAME = "burdenwatch_sandbox_bot"
_MAX_REQUEST = 55 * 1024 * 1024


def forget_messages(state: Path) -> None:
    """Empties the chats in a sandbox's file while none runs on it: chats, members and topics stay.

    Raises SandboxError where it cannot be used.
    """
    with closing(State(state)) as opened, opened.transaction():
        opened.forget_messages()


class Sandbox:
    """A Telegram to try and test with, over real HTTP on loopback.

    The Bot API answers at ``{url}/bot{token}/METHOD``, files at ``{url}/file/bot{token}/PATH``, the page at ``{url}/``,
    the control API under ``{url}/api/`` (see ``bot.sandbox.control``).
    """

    def __init__(
        self,
        *,
        token: str,
        state: Path | None = None,
        replay: Replaying | None = None,
        limits: Limits | None = None,
        webhooks: bool = False,
        webhook_retry: float = 1.0,
        clock: Callable[[], float] = time.time,
        routes: Iterable[web.RouteDef] = (),
    ) -> None:
        """``state`` is the file to remember in (None: remember nothing); ``webhooks`` lets one be set, for tests: it
        sends what users write to an address of the bot's choice; ``webhook_retry`` is the first pause in seconds
        between two tries of it, doubled up to a minute; ``clock`` gives Unix seconds; ``routes`` are what the
        worker's own port has beside, on a host that has a Telegram.

        Raises ValueError for a token that cannot be one.
        """
        number, _, secret = token.partition(":")
        if not (number.isdigit() and secret):
            raise ValueError("a bot token looks like 123456:secret")
        self._token = token
        self._path = state
        self._replay = replay
        self._limits = limits or Limits()
        self._webhooks = webhooks
        self._webhook_retry = webhook_retry
        self._clock = clock
        self._more = tuple(routes)
        self._bot = User(int(number), BOT_NAME, USERNAME, is_bot=True)
        self._runner: web.AppRunner | None = None
        self._state: State | None = None
        self.dashboard: Callable[[web.Request], Awaitable[web.Response]] | None = None
        """Answers what is below /dashboard; set by whoever has one, before or after the start."""
        self._port = 0
        self._host = "127.0.0.1"

    @property
    def url(self) -> str:
        """Where it answers, once started: ``http://127.0.0.1:8080``."""
        return f"http://{f'[{self._host}]' if ':' in self._host else self._host}:{self._port}"

    async def start(self, host: str, port: int) -> None:
        """Listens; port 0 takes a free one.

        Raises SandboxError for a host that others than this machine reach, and when the port or the state's file is
        taken.
        """
        if not is_loopback(host):
            raise SandboxError(open_to_others(host))
        self._state = State(self._path)
        world = World(self._state, self._bot, pace=Pace(self._limits), now=self._clock)
        world.set_up()
        self._updates = Updates(world, webhooks=self._webhooks)
        world.on_update = self._updates.wake
        self._api = BotApi(self._token, world, self._updates)
        self._control = Control(world, self._api, self._replay)
        self._deliverer = Deliverer(world, self._updates, retry=self._webhook_retry)
        self._world = world
        try:
            await self._listen(host, port)
            if self._replay is not None:
                self._replay.on_change = self._tell_replay
                await self._replay.start(self.url)
        except BaseException:
            await self._close()
            raise
        self._deliverer.start()

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[guard], client_max_size=_MAX_REQUEST)
        app.add_routes([*self._api.routes(), *self._control.routes(), *page_routes(), *self._more])
        app.add_routes(
            [web.get("/dashboard", self._show_dashboard), web.get("/dashboard/{rest:.*}", self._show_dashboard)]
        )
        if self._replay is not None:
            app.add_routes(self._replay.routes())
        return app

    async def _show_dashboard(self, request: web.Request) -> web.Response:
        if self.dashboard is None:
            raise ControlError("there is no dashboard here, or not yet", 404)
        return await self.dashboard(request)

    async def _listen(self, host: str, port: int) -> None:
        # Handlers end with their client: a stalled answer and a long poll must not outlive whoever waited for them.
        self._runner = web.AppRunner(self._app(), handler_cancellation=True, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        try:
            await site.start()
        except (OSError, OverflowError) as problem:
            raise SandboxError(
                f"The sandbox cannot listen on {host} port {port} ({problem}). "
                f"Set PORT to a free port, such as PORT={port + 1 if 0 < port < 65535 else 8081}."
            ) from problem
        self._host = host
        self._port = int(self._runner.addresses[0][1])

    def _tell_replay(self) -> None:
        if self._replay is not None:
            self._world.events.publish({"type": "replay", "replay": self._replay.status})

    async def stop(self) -> None:
        """Ends every connection and closes the file; a second call does nothing."""
        if self._runner is None:
            return
        if self._replay is not None:
            await self._replay.stop()
        await self._deliverer.stop()
        await self._close()

    async def _close(self) -> None:
        self._control.closing = True
        self._updates.stop()
        self._world.events.wake()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        if self._state is not None:
            self._state.close()
            self._state = None
