"""A dashboard on loopback over an archive of past reports in a real database, which is made once in a process."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from ssl import SSLContext
from tempfile import mkdtemp

from aiohttp import web

from bot.chat.commands.command import Families
from bot.chat.commands.registry import COMMANDS
from bot.chat.context import ChatContext
from bot.dashboard import Access, Dashboard, Entrance
from bot.model import Topic
from bot.store import Store, open_store
from bot.worker.factories import seed_archive
from tests.shared import rates, reader, topic

NOW = datetime(2026, 12, 2, 12, tzinfo=UTC)
TOKEN = "4242:AAEexampleTokenOfTheTests_only"


@cache
def archive() -> str:
    """The address of a SQLite file with the default topic's past reports and feeds; nobody writes to it."""
    address = f"sqlite:///{Path(mkdtemp(prefix='burdenwatch-dashboard-')) / 'reports.db'}"
    fill(address)
    return address


def fill(address: str) -> None:
    """The default topic's past reports and feeds, into a database that has none."""
    with open_store(address, worker="tests") as store:
        store.migrate()
        store.feeds.sync(topic().feeds, NOW)
        seed_archive(store, reader(), topic(), NOW)


def families_of(store: Store, of: Topic | None = None, now: datetime = NOW, *, replay: bool = False) -> Families:
    context = ChatContext(
        store=store, topic=of or topic(), convert=rates().convert, now=lambda: now, operators=frozenset(),
        default_zone="UTC", started=NOW, version="tests", replay=replay, dashboard="",
    )  # fmt: skip
    return Families(context, COMMANDS)


@asynccontextmanager
async def served(
    access: Access = Access.OPEN,
    *,
    address: str | None = None,
    public_url: str | None = None,
    allowed: frozenset[int] = frozenset(),
    clock: Callable[[], float] | None = None,
    of: Topic | None = None,
    tls: SSLContext | None = None,
    replay_at: datetime | None = None,
) -> AsyncIterator[str]:
    """``http://127.0.0.1:PORT/dashboard``, by https with ``tls``; ``replay_at``: of a replay that is watched then."""
    with open_store(address or archive(), worker="tests") as store:
        entrance = Entrance(access, TOKEN, now=lambda: NOW, allowed=allowed, is_guest=store.outbox.is_guest)
        more = {} if clock is None else {"clock": clock}
        families = families_of(store, of, replay_at or NOW, replay=replay_at is not None)
        dashboard = Dashboard(families, entrance, public_url=public_url, **more)
        app = web.Application()
        app.add_routes(dashboard.routes())
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
        await site.start()
        try:
            yield f"http{'s' if tls else ''}://127.0.0.1:{runner.addresses[0][1]}/dashboard"
        finally:
            await runner.cleanup()
            dashboard.close()
