"""A database that takes nothing in the middle of a fan-out: sending waits for it, and no message goes out twice."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.chat import Messenger, Outbox, Pacing
from bot.chat.delivery.outbox import IN_FLIGHT
from bot.chat.updates.application import BotApplication
from bot.store import Store, open_store
from tests.chat.builders import chat, context
from tests.chat.conftest import Phone, until
from tests.chat.delivery.test_outbox import FAST, clock, delivering
from tests.chat.test_store import ring

CHATS = 60

FULL = {
    "sqlite": (
        "CREATE TRIGGER full_disk BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
        "DROP TRIGGER full_disk",
    ),
    "postgresql": (
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = '53100'; END $$; "
        "CREATE TRIGGER full_disk BEFORE UPDATE ON outbox FOR EACH ROW EXECUTE FUNCTION full_disk()",
        "DROP FUNCTION full_disk CASCADE",
    ),
}
"""By dialect: what makes the database refuse whatever the outbox would write, and what ends that."""


def sending(store: Store, application: BotApplication) -> Outbox:
    messenger = Messenger(application.bot, context(store, now=clock))
    return Outbox(store.outbox, messenger, Pacing(FAST, FAST, 100_000), now=clock)


async def owe(store: Store, phone: Phone) -> None:
    """Every one of some chats is owed an alert."""
    made = await phone.call("POST", "/chats", {"type": "private", "title": "Reader", "count": CHATS})
    for one in made["chats"]:
        store.outbox.subscribe(chat(one["id"]), clock())
    ring(store)


async def sent(phone: Phone) -> Counter[int]:
    """How often each chat was sent to."""
    return Counter(int(one["params"]["chat_id"]) for one in await phone.requests("sendMessage"))


async def so_many(phone: Phone, count: int) -> bool:
    return len(await sent(phone)) >= count


async def test_while_no_outcome_can_be_written_nothing_new_is_begun(
    migrated_url: str,
    patient: BotApplication,
    phone: Phone,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.chat.delivery.outbox._SETTLE_AGAIN", (0.01, 0.05))
    with open_store(migrated_url, worker="test") as store:
        await owe(store, phone)
        full, free = FULL[store._database.dialect]
        async with delivering(sending(store, patient)):
            await until(lambda: so_many(phone, 10))
            await asyncio.to_thread(run, store, full)
            try:
                await until(lambda: "not settled yet" in caplog.text)
                await asyncio.sleep(0.5)
                assert (await sent(phone)).total() - (CHATS - store.outbox.owed()) <= IN_FLIGHT
            finally:
                await asyncio.to_thread(run, store, free)
            await until(lambda: not store.outbox.owed())
    times = await sent(phone)
    assert (len(times), set(times.values())) == (CHATS, {1})


def run(store: Store, statement: str) -> None:
    with store._database.write() as connection:
        connection.exec_driver_sql(statement)


@dataclass
class Cable:
    """A way to a PostgreSQL that can be cut."""

    socket: str
    port: int = 0
    _server: asyncio.Server | None = None
    _ends: set[asyncio.StreamWriter] = field(default_factory=set)

    async def join(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        assert self._server is not None
        self._server.close()
        for end in list(self._ends):
            end.transport.abort()
        await self._server.wait_closed()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(self.socket)
        self._ends |= {writer, back}
        await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))
        self._ends -= {writer, back}


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.transport.abort()


@asynccontextmanager
async def cable_to(url: str) -> AsyncIterator[tuple[Cable, str]]:
    """The cable, and the address of the database behind it."""
    host = re.search(r"host=([^&]+)", url)
    assert host is not None
    cable = Cable(f"{host[1]}/.s.PGSQL.5432")
    await cable.join()
    yield cable, url.replace("@/", f"@127.0.0.1:{cable.port}/").replace(host[0], "connect_timeout=5")
    await cable.cut()


async def test_a_database_that_is_gone_is_not_taken_for_telegram(
    postgres_url: str, patient: BotApplication, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    with open_store(postgres_url, worker="direct") as direct:
        direct.migrate()
        await owe(direct, phone)
        async with cable_to(postgres_url) as (cable, url):
            # What goes over the cable must not hold up the loop that carries it.
            store = await asyncio.to_thread(open_store, url, worker="test")
            async with delivering(sending(store, patient)):
                await until(lambda: so_many(phone, 10))
                await cable.cut()
                await until(lambda: "outbox: " in caplog.text)
                await asyncio.sleep(0.5)
                await cable.join()
                await until(lambda: not direct.outbox.owed())
            await asyncio.to_thread(store.close)
    times = await sent(phone)
    assert (len(times), set(times.values())) == (CHATS, {1})
    assert "Telegram" not in caplog.text
