"""/editor over the sandbox and a real database: who may say so, who may press, and what reaches the channel."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat import ChatContext, Messenger
from bot.chat.updates.application import BotApplication
from bot.model import ChatType, Sent
from bot.sandbox import Sandbox
from bot.store import Store, open_store
from tests.chat.builders import context
from tests.chat.conftest import Json, Phone, running, until
from tests.store import build
from tests.store.build import NOW

ANN: Json = {"id": 51, "first_name": "Ann"}
BEN: Json = {"id": 52, "first_name": "Ben"}
BOB: Json = {"id": 53, "first_name": "Bob"}


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(sqlite_template, tmp_path / "chat.db")
    with open_store(f"sqlite:///{tmp_path / 'chat.db'}", worker="test") as opened:
        yield opened


async def deliver(store: Store, bot: BotApplication, around: ChatContext) -> None:
    """Sends what is owed."""
    while rows := store.outbox.claim_owed(NOW, 9, build.LEASE):
        for row in rows:
            came = await Messenger(bot.bot, around).send(row)
            assert isinstance(came, Sent), came
            store.outbox.settle(build.settlement(row.id, message_id=came.message_id), NOW)


async def told(phone: Phone, press: Json, chat: int, message: int) -> str:
    """What a press is answered at the top of the screen; "" for nothing."""
    before = len(await phone.requests("answerCallbackQuery"))
    await phone.call("POST", f"/chats/{chat}/press", {"message_id": message} | press)
    (came,) = (await until(lambda: _more(phone, before)))[before:]
    return str(came["params"].get("text", ""))


async def _more(phone: Phone, before: int) -> list[Json]:
    found = await phone.requests("answerCallbackQuery")
    return found if len(found) > before else []


async def test_only_a_channel_s_administrators_set_editors_and_press_and_it_is_posted_once(
    sandbox: Sandbox, phone: Phone, store: Store
) -> None:
    channel, desk, around = (
        await phone.add("channel", "Wire"),
        await phone.add("group", "Desk"),
        context(store, now=lambda: NOW),
    )
    with sandbox._world.change():
        for person in (ANN, BEN):
            sandbox._world.state.save_member(channel, int(person["id"]), "administrator")
    chief = {"status": "administrator"}
    async with running(sandbox.url, around) as bot:
        await phone.answer(desk)  # the greeting
        line = f"/editor {channel}"
        refused = await phone.ask(desk, line, user=BOB | chief)
        assert refused == "Only administrators of Wire may say who approves its posts."
        assert (await phone.ask(desk, line, user={"anonymous": True})).startswith("Send this under your own name")
        assert "administrators" in await phone.ask(desk, line, user={"id": 54, "first_name": "Reader"})
        assert "and not in the channel itself" in await phone.ask(channel, line)
        assert "is no channel" in await phone.ask(desk, f"/editor {await phone.add('supergroup')}", user=ANN | chief)
        assert "I am in no channel -1009999999999" in await phone.ask(desk, "/editor -1009999999999", user=ANN | chief)
        assert store.outbox.chat(channel) is None
        assert "is neither a channel's @name" in await phone.ask(desk, "/editor korea", user=ANN | chief)
        came = await phone.ask(desk, line, user=ANN | chief)
        assert came.startswith("Posts of Wire come here first from now on")
        assert came.endswith("It gets no alerts yet: post /subscribe there.")

        store.outbox.subscribe(build.chat(channel, type=ChatType.CHANNEL, title="Wire"), NOW)
        said = len(await phone.messages(channel))
        build.ring(store)
        await deliver(store, bot, around)
        request = await phone.answer(desk)
        assert request["text"].startswith("For Wire, once you post it:\n\n")
        posts, drops = request["buttons"][0]
        assert (posts["text"], drops["text"]) == ("Post", "Drop")
        press = {"data": posts["data"], "user": BOB}
        assert await told(phone, press, desk, request["id"]) == "Only administrators of Wire may decide on its posts."
        await deliver(store, bot, around)
        assert len(await phone.messages(channel)) == said
        listed = await phone.ask(desk, "/editor", user=BOB | chief)
        assert "1 post waits:" in listed
        assert "posts of Wire" in listed

        with store._database.write() as connection:
            connection.exec_driver_sql("UPDATE articles SET title = 'The mended headline'")
        both = [{"data": posts["data"], "user": one} for one in (ANN, BEN)]
        done = len(await phone.requests("answerCallbackQuery"))
        presses = [phone.call("POST", f"/chats/{desk}/press", {"message_id": request["id"]} | one) for one in both]
        await asyncio.gather(*presses)
        await until(lambda: _two_more(phone, done))
        await deliver(store, bot, around)
        posted = (await phone.messages(channel))[said:]
        assert len(posted) == 1, "two pressed at once"
        assert "The mended headline" in posted[0]["text"]
        settled = next(one for one in await phone.messages(desk) if one["id"] == request["id"])
        assert settled["text"].startswith("Approved: it goes to Wire now.")
        assert not settled.get("buttons")
        assert "Nothing waits for you." in await phone.ask(desk, "/editor", user=BOB | chief)
        await phone.type(desk, "/editor", user=BOB | chief)
        shown = await phone.answer(desk)
        (row,), below = shown["buttons"], shown["id"]
        assert [(one["text"], one["data"]) for one in row] == [("Stop approving Wire", f"editor:off:{channel}")]
        ends = {"data": row[0]["data"], "user": BOB}
        assert await told(phone, ends, desk, below) == "Only administrators of Wire may say who approves its posts."
        assert [one.id for one in store.approvals.channels_of(desk)] == [channel]
        assert await told(phone, ends | {"user": ANN}, desk, below) == ""
        ended = await until(lambda: _changed(phone, desk, shown))
        assert ended["text"] == "Posts of Wire wait for nobody's approval from now on."
        assert not ended.get("buttons")
        assert store.approvals.channels_of(desk) == []
        assert "wait for nobody's approval" in await phone.ask(desk, f"/editor off {channel}", user=ANN | chief)


async def _changed(phone: Phone, chat: int, before: Json) -> Json | None:
    (now,) = [one for one in await phone.messages(chat) if one["id"] == before["id"]]
    return now if now["text"] != before["text"] else None


async def _two_more(phone: Phone, before: int) -> bool:
    return len(await phone.requests("answerCallbackQuery")) >= before + 2
