"""A desk that types /doors, a server on loopback that is posted to, and deliveries between the two."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path

import pytest
from aiohttp import web
from msgspec.structs import replace as changed

from bot.chat import ChatContext, Deliveries
from bot.chat.commands.command import CommandRequest
from bot.chat.commands.doors import DoorCommands
from bot.chat.doors.keeper import Keeper
from bot.chat.doors.rows import CHANNELS
from bot.chat.doors.webhook import signature
from bot.chat.languages.translator import translator
from bot.chat.typed.bad_argument import BadArgument
from bot.feeds import FetchPolicy
from bot.feeds.ask.post import Poster
from bot.model import ChatType, Door
from bot.store import Store, open_store
from tests.chat.builders import OPERATOR, chat, context, families
from tests.chat.conftest import until
from tests.store.build import NOW


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Receiver:
    """Takes what is posted, or answers what a test says."""

    def __init__(self) -> None:
        self.status, self.headers, self.body = 204, dict[str, str](), ""
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.queries: list[str] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.came.append((dict(request.headers), await request.read()))
        self.queries.append(request.query_string)
        return web.Response(status=self.status, headers=self.headers, text=self.body or None)

    def checked(self, number: int, secret: str) -> tuple[dict[str, str], dict[str, object]]:
        """A message whose signature is right."""
        headers, body = self.came[number]
        moment = int(headers["webhook-timestamp"])
        assert headers["webhook-signature"] == signature(secret, headers["webhook-id"], moment, body)
        assert headers["Content-Type"] == "application/json"
        return headers, json.loads(body)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made, app = Receiver(), web.Application()
    app.add_routes([web.post("/{path:.*}", made.take)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/news-1234567890abcd"
    yield made
    await runner.cleanup()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "chat.db")
    with open_store(f"sqlite:///{tmp_path / 'chat.db'}", worker="test") as opened:
        yield opened


@pytest.fixture
async def around(store: Store, clock: Clock) -> AsyncIterator[ChatContext]:
    poster = Poster(FetchPolicy("burdenwatch", private_networks=(ip_network("127.0.0.0/8"),)))
    made = context(store, now=clock, post=poster)
    yield replace(made, doors=Keeper(CHANNELS, made, atom="https://desk.example/atom"))
    await poster.close()


class Desk:
    """Types /doors."""

    def __init__(self, around: ChatContext) -> None:
        self._commands = families(around).of(DoorCommands)

    async def ask(
        self, words: str = "", who: int = OPERATOR, kind: ChatType = ChatType.PRIVATE, language: str = ""
    ) -> str:
        here = changed(chat(who), type=kind)
        made = self._commands.doors(CommandRequest(here, words, operator=who == OPERATOR, t=translator(language)))
        answered = await made if not hasattr(made, "plain") else made
        assert answered is not None
        return str(answered.plain)

    async def refused(self, words: str, who: int = OPERATOR) -> str:
        with pytest.raises(BadArgument) as problem:
            await self.ask(words, who)
        return f"{problem.value} | {problem.value.example}"


@pytest.fixture
def desk(around: ChatContext) -> Desk:
    return Desk(around)


async def deliver(around: ChatContext, done: Callable[[], object]) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(Deliveries(CHANNELS, around.store.outbox, around).run(stop))  # type: ignore[arg-type]  # a whole store
    await until(done)
    stop.set()
    await asyncio.wait_for(task, 12)


def only(store: Store) -> Door:
    (door,) = store.doors.all()
    return door
