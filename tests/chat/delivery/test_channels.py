"""A channel that is not Telegram is a class and a row: what it is owed is claimed, tried again and settled as ever."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.chat import Channel, Deliveries, Messenger, Pacing
from bot.chat.delivery.channels import LONGEST_ADDRESS, chat_at
from bot.chat.delivery.sending import Outgoing, Sender
from bot.chat.render.help import chats
from bot.chat.updates.application import BotApplication
from bot.model import TELEGRAM, Alerts, Chat, ChatType, Forbidden, Level, NotSent, SendOutcome, Sent
from bot.store import Store, open_store
from tests.chat.builders import chat, context
from tests.chat.conftest import Phone, until
from tests.store.build import HOUR, LEASE, NOW, add_feed, entry, new, plan, ring, settlement, stories_since

DAY = timedelta(days=1)
FAST = 1000.0


class Lines(Sender):
    """Appends each message to the file that the chat is, as a line of JSON."""

    async def deliver(self, message: Outgoing) -> SendOutcome:
        delivery, file = message.delivery, Path(message.delivery.chat.address)
        if not file.parent.is_dir():
            return Forbidden("its folder is gone")
        links = [article.url for article in message.articles]
        line = {
            "kind": delivery.kind,
            "text": message.words.plain,
            "links": links,
            "to": message.replies_to,
            "row": delivery.id,
        }
        try:
            append(file, json.dumps(line))
        except OSError as problem:
            return NotSent(type(problem).__name__)
        return Sent(delivery.id)


def append(file: Path, line: str) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{line}\n")


FILE = Channel(
    "file",
    Lines,
    pace=lambda: Pacing(FAST, FAST),
    recognise=lambda words: words.removeprefix("file://") if words.startswith("file://") else None,
    shown=lambda address: Path(address).name,
)


class Clock:
    """Goes on where a test says so."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(migrated_url: str) -> Iterator[Store]:
    with open_store(migrated_url, worker="first") as opened:
        yield opened


def subscribe(store: Store, file: Path) -> Chat:
    """By what a reader would type."""
    found = chat_at(f"file://{file}", store.outbox, [FILE], zone="Asia/Seoul")
    assert found is not None
    assert store.outbox.subscribe(found, NOW)
    return found


@asynccontextmanager
async def delivering(store: Store, clock: Clock, *channels: Channel) -> AsyncIterator[None]:
    stop = asyncio.Event()
    loops = Deliveries(channels or (FILE,), store.outbox, context(store, now=clock))
    task = asyncio.create_task(loops.run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 12)


async def deliver(store: Store, clock: Clock, done: Callable[[], object]) -> None:
    async with delivering(store, clock):
        await until(done)


def nothing_owed(store: Store) -> Callable[[], bool]:
    return lambda: store.outbox.owed() == 0


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.is_file() else []


def tell(store: Store, name: str, **more: Any) -> None:
    store.intake.apply(plan(store.feeds.all()[0].id, new(name, **more)), NOW)


# --- Who


def test_an_address_is_a_chat_with_an_id_that_none_of_telegrams_has(store: Store, tmp_path: Path) -> None:
    store.outbox.subscribe(chat(-1_997_852_516_352), NOW)
    first, second = subscribe(store, tmp_path / "one.jsonl"), subscribe(store, tmp_path / "two.jsonl")
    assert -(2**53) > first.id > second.id
    assert first == Chat(
        first.id, ChatType.ADDRESS, "one.jsonl", False, "Asia/Seoul", channel="file", address=f"{tmp_path}/one.jsonl"
    )
    assert chat_at(f"file://{first.address}", store.outbox, [FILE], zone="UTC") == replace(
        first, subscribed=True, since=NOW
    )
    told = chats(store.outbox.chats(), (), {}, now=NOW).plain
    assert "• one.jsonl · file · Asia/Seoul" in told
    assert "• Reader · private · UTC" in told


@pytest.mark.parametrize("words", ["", "news@desk.example", f"file:///{'x' * LONGEST_ADDRESS}"])
def test_what_is_no_address_of_a_channel_makes_no_chat(store: Store, words: str) -> None:
    assert chat_at(words, store.outbox, [FILE], zone="UTC") is None
    assert store.outbox.chats(subscribed=False) == []


def test_two_workers_give_one_address_one_chat_and_no_id_twice(store: Store, migrated_url: str) -> None:
    with open_store(migrated_url, worker="second") as other:
        made = [one.outbox.chat_at("file", name, title=name, zone="UTC") for name in "ab" for one in (store, other)]
    assert made[0] == made[1] != made[2] == made[3]
    assert len({one.id for one in made}) == 2


# --- What


async def test_a_long_digest_comes_in_parts_that_leave_nobody_out(store: Store, clock: Clock, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    mine = subscribe(store, file)
    add_feed(store)
    assert store.outbox.set_alerts(mine.id, Alerts.DIGEST, "08:00", "3")
    for number in range(25):
        tell(store, f"quiet {number}", ring=True)
    clock.now += timedelta(hours=10)
    await deliver(store, clock, nothing_owed(store))
    assert lines(file) == [], "it is seven in Seoul, on Wednesday"
    clock.now += timedelta(hours=2)
    await deliver(store, clock, lambda: sum(len(one["links"]) for one in lines(file)) == 25)
    heads = [one["text"].partition("\n")[0] for one in lines(file)]
    assert heads == ["Digest · stories 1–10 of 25", "Digest · stories 11–20 of 25", "Digest · stories 21–25 of 25"]
    told = [link for one in lines(file) for link in one["links"]]
    assert sorted(told) == sorted(f"https://wire.test/quiet {number}" for number in range(25))
    assert store.outbox.owed() == 0
    clock.now += 7 * DAY
    await deliver(store, clock, nothing_owed(store))
    assert len(lines(file)) == 3


async def test_it_gets_alerts_edits_as_new_lines_and_its_digest(store: Store, clock: Clock, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    mine = subscribe(store, file)
    ring(store)
    await deliver(store, clock, nothing_owed(store))
    (alert,) = lines(file)
    assert (alert["kind"], alert["links"], alert["to"]) == ("alert", ["https://wire.test/one"], None)
    assert "Talks one (https://wire.test/one)\nWire · 21:00 KST" in alert["text"]

    (story,) = stories_since(store, NOW)
    tell(store, "more", entry=replace(entry("more"), outlet="Herald"), story_id=story.id, opens=None)
    clock.now += timedelta(minutes=1)
    await deliver(store, clock, nothing_owed(store))
    assert [one["kind"] for one in lines(file)] == ["alert", "edit"]
    assert "2 outlets" in lines(file)[1]["text"]

    turn = {"story_id": story.id, "opens": None, "level": Level.CRITICAL, "rings_for": "talks_break_off"}
    tell(store, "turn", ring=True, **turn)
    await deliver(store, clock, lambda: len(lines(file)) == 3)
    assert (lines(file)[2]["kind"], lines(file)[2]["to"]) == ("turn", None)

    assert store.outbox.set_alerts(mine.id, Alerts.DIGEST, "08:00")
    tell(store, "quiet", ring=True)
    clock.now += DAY
    await deliver(store, clock, nothing_owed(store))
    assert [one["kind"] for one in lines(file)[3:]] == ["digest", "edit"], "the edit told of the turn"
    assert lines(file)[3]["links"] == ["https://wire.test/quiet"]
    about = store.archive.sent_article(mine.id, alert["row"])
    assert about is not None
    assert about.title == "Talks one", "what was sent is found by the message's number"


async def test_a_failure_is_tried_again_with_longer_and_longer_waits(
    store: Store, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "news.jsonl"
    file.mkdir()
    subscribe(store, file)
    ring(store)
    for attempts, seconds in enumerate((2, 4, 8)):
        caplog.clear()
        await deliver(store, clock, lambda: "not sent: IsADirectoryError" in caplog.text)
        assert store.outbox.claim_owed(clock() + timedelta(seconds=seconds - 0.1), 9, LEASE, "file") == []
        clock.now += timedelta(seconds=seconds)
        (owed,) = store.outbox.claim_owed(clock(), 9, LEASE, "file")
        assert owed.attempts == attempts + 1
        store.outbox.release_leases()
    assert "Telegram" not in caplog.text
    file.rmdir()
    await deliver(store, clock, nothing_owed(store))
    assert len(lines(file)) == 1


async def test_who_refuses_for_good_is_unsubscribed(store: Store, clock: Clock, tmp_path: Path) -> None:
    gone, there = subscribe(store, tmp_path / "gone" / "news.jsonl"), subscribe(store, tmp_path / "news.jsonl")
    ring(store)
    await deliver(store, clock, nothing_owed(store))
    assert [one.id for one in store.outbox.chats()] == [there.id]
    assert [one.id for one in store.outbox.chats(subscribed=False)] == [gone.id]
    assert len(lines(tmp_path / "news.jsonl")) == 1


# --- Beside Telegram


async def test_a_kill_in_the_middle_loses_nothing(
    store: Store, clock: Clock, tmp_path: Path, migrated_url: str
) -> None:
    files = [tmp_path / f"{number}.jsonl" for number in range(12)]
    for file in files:
        subscribe(store, file)
    ring(store)

    class Stuck(Lines):
        async def deliver(self, message: Outgoing) -> SendOutcome:
            if sum(map(len, map(lines, files))) >= 5:
                await asyncio.sleep(60)
            return await super().deliver(message)

    loops = Deliveries([replace(FILE, sender=Stuck)], store.outbox, context(store, now=clock))
    before = asyncio.all_tasks()
    task = asyncio.create_task(loops.run(asyncio.Event()))
    await until(lambda: store.outbox.owed() == 7)
    # As by kill -9: nothing is settled or given back.
    for one in asyncio.all_tasks() - before:
        one.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert [len(lines(file)) for file in files].count(0) == 7
    with open_store(migrated_url, worker="second") as after:
        clock.now += LEASE
        await deliver(after, clock, nothing_owed(after))
    assert [len(lines(file)) for file in files] == [1] * 12


async def test_neither_channel_waits_for_the_other(
    store: Store, clock: Clock, tmp_path: Path, patient: BotApplication, phone: Phone
) -> None:
    me, file = await phone.add("private"), tmp_path / "news.jsonl"
    subscribe(store, file)
    store.outbox.subscribe(chat(me), NOW)
    ring(store)
    (flooded,) = store.outbox.claim_owed(NOW, 9, LEASE)
    assert flooded.chat.id == me, "who names no channel is handed Telegram's rows"
    held = settlement(flooded.id, "owed", not_before=NOW, chat_id=me, hold_all_until=NOW + HOUR)
    store.outbox.settle(held, NOW)
    telegram = Channel(TELEGRAM, lambda around: Messenger(patient.bot, around), lambda: Pacing(FAST, FAST))
    async with delivering(store, clock, telegram, FILE):
        await until(lambda: store.outbox.owed() == 1)
        assert (len(lines(file)), await phone.messages(me)) == (1, [])
        file.unlink()
        file.mkdir()
        tell(store, "two", ring=True)
        clock.now += HOUR
        await until(lambda: store.outbox.owed() == 1)
    assert [message["text"].split("\n")[1] for message in await phone.messages(me)] == ["Talks one", "Talks two"]
