"""What is remembered: over a restart, over SIGKILL, and at a pace that a fan-out to 1,000 chats needs."""

import asyncio
import sqlite3
import sys
from pathlib import Path

import aiohttp
import pytest
from telegram import Bot
from telegram.error import NetworkError, TelegramError
from telegram.request import HTTPXRequest

from bot.sandbox import Limits, Sandbox, SandboxError
from tests.sandbox.client import YOU, SandboxClient
from tests.sandbox.conftest import TOKEN, Clock
from tests.sandbox.pictures import png

SERVE = f"""
import asyncio, sys
from pathlib import Path
from bot.sandbox import Limits, Sandbox

async def main():
    sandbox = Sandbox(token="{TOKEN}", state=Path(sys.argv[1]), limits=Limits.off())
    await sandbox.start("127.0.0.1", 0)
    print(sandbox.url, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


def make(path: Path) -> Sandbox:
    return Sandbox(token=TOKEN, state=path, limits=Limits.off())


async def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "new" / "sandbox.db"
    first = make(path)
    await first.start("127.0.0.1", 0)
    async with SandboxClient(first.url) as client, Bot(TOKEN, base_url=f"{first.url}/bot") as bot:
        group = (await client.create_chat("group", "Desk"))["id"]
        grown = await client.migrate(group)
        await client.block(grown)
        await bot.set_my_commands([("latest", "Reports")])
        await bot.send_photo(YOU, png(8, 8), "<b>Chart</b>", parse_mode="HTML")
        markup = {"inline_keyboard": [[{"text": "Why", "callback_data": "why"}]]}
        sent = await bot.send_message(YOU, "press me", api_kwargs={"reply_markup": markup})
        await client.press(YOU, sent.message_id, "why")
        seen = await bot.get_updates(limit=1)
        await bot.get_updates(offset=seen[0].update_id + 1, limit=1)
        before, updates = await client.state(), await bot.get_updates()
    await first.stop()
    second = make(path)
    await second.start("127.0.0.1", 0)
    async with SandboxClient(second.url) as client, Bot(TOKEN, base_url=f"{second.url}/bot") as bot:
        after = await client.state()
        assert after.pop("event") > before.pop("event")
        assert after == before
        again = await bot.get_updates()
        assert [u.update_id for u in again] == [u.update_id for u in updates]
        query = again[-1].callback_query
        assert query is not None
        assert await query.answer()
        assert (await bot.send_message(YOU, "next")).message_id == sent.message_id + 1
        await client.say(YOU, "next")
        assert (await bot.get_updates())[-1].update_id == updates[-1].update_id + 1
    await second.stop()


async def test_a_killed_sandbox_has_every_send_that_it_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.db"
    confirmed: list[str] = []
    for round_number in range(3):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", SERVE, str(path), stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip()
        request = HTTPXRequest(connection_pool_size=8)
        async with Bot(TOKEN, base_url=f"{url}/bot", request=request) as bot:
            killer = asyncio.create_task(_kill_after(process, 40 * (round_number + 1), confirmed))
            await asyncio.gather(*(_send_until_dead(bot, f"{round_number}.{n}", confirmed) for n in range(4)))
            await killer
    sandbox = make(path)
    await sandbox.start("127.0.0.1", 0)
    async with SandboxClient(sandbox.url) as client:
        kept = [message["text"] for message in await client.messages(YOU)]
    await sandbox.stop()
    assert len(confirmed) >= 120
    assert set(confirmed) <= set(kept)
    assert len(kept) == len(set(kept)) <= len(confirmed) + 3 * 4  # what was in flight may have been delivered


async def _kill_after(process: asyncio.subprocess.Process, count: int, confirmed: list[str]) -> None:
    while len(confirmed) < count:
        await asyncio.sleep(0.001)
    process.kill()
    await process.wait()


async def _send_until_dead(bot: Bot, name: str, confirmed: list[str]) -> None:
    for n in range(100_000):
        try:
            await bot.send_message(YOU, f"{name}.{n}")
        except TelegramError:
            return
        confirmed.append(f"{name}.{n}")


async def test_two_sandboxes_never_share_a_file(tmp_path: Path) -> None:
    first, second = make(tmp_path / "sandbox.db"), make(tmp_path / "sandbox.db")
    await first.start("127.0.0.1", 0)
    with pytest.raises(SandboxError, match="Stop the other worker that holds it"):
        await second.start("127.0.0.1", 0)
    await first.stop()
    await second.start("127.0.0.1", 0)
    await second.stop()


async def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database, but some text that is long enough to be read" * 9, encoding="utf-8")
    with pytest.raises(SandboxError, match=r"text\.db: file is not a database"):
        await make(tmp_path / "text.db").start("127.0.0.1", 0)
    (tmp_path / "text.db").unlink()
    with sqlite3.connect(tmp_path / "new.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(SandboxError, match="it is of version 99, not 1"):
        await make(tmp_path / "new.db").start("127.0.0.1", 0)
    (tmp_path / "flat").write_text("", encoding="utf-8")
    with pytest.raises(SandboxError, match="cannot use its file"):
        await make(tmp_path / "flat" / "sandbox.db").start("127.0.0.1", 0)


async def test_a_full_disk_refuses_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    sandbox = make(tmp_path / "sandbox.db")
    await sandbox.start("127.0.0.1", 0)
    async with SandboxClient(sandbox.url) as client, Bot(TOKEN, base_url=f"{sandbox.url}/bot") as bot:
        assert sandbox._state is not None
        database = sandbox._state._db  # nothing else makes a disk full for one test only
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages + 4}")
        sends = (bot.send_message(YOU, "x" * 1000) for _ in range(1000))
        with pytest.raises(NetworkError, match="Internal Server Error: database or disk is full"):
            [await send for send in sends]
        sent = len(await client.messages(YOU))
        assert 0 < sent < 1000
        database.execute(f"PRAGMA max_page_count = {pages + 400}")
        assert (await bot.send_message(YOU, "room again")).message_id == sent + 1
    await sandbox.stop()


async def test_old_updates_are_forgotten_after_a_day(client: SandboxClient, bot: Bot, clock: Clock) -> None:
    await client.say(YOU, "old")
    clock.ahead = 24 * 3600 + 2
    await client.say(YOU, "new")
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["new"]


async def test_a_fan_out_to_a_thousand_chats(tmp_path: Path) -> None:
    """At 200 sends a second at the least, written through; measured with a plain client, eight sends in flight."""
    sandbox = make(tmp_path / "sandbox.db")
    await sandbox.start("127.0.0.1", 0)
    async with SandboxClient(sandbox.url) as client, aiohttp.ClientSession() as session:
        chats = await client.create_chats(1000)
        waiting = iter(chats)

        async def send() -> None:
            for chat in waiting:
                params = {"chat_id": str(chat), "text": f"<b>Alert</b> for {chat}", "parse_mode": "HTML"}
                async with session.post(f"{sandbox.url}/bot{TOKEN}/sendMessage", data=params) as response:
                    assert response.status == 200

        await asyncio.gather(*(send() for _ in range(8)))
        state = await client.state()
    await sandbox.stop()
    shown = {chat["id"]: [message["text"] for message in chat["messages"]] for chat in state["chats"]}
    assert [shown[chat] for chat in chats] == [[f"Alert for {chat}"] for chat in chats]
