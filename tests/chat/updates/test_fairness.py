"""Updates of many chats: each chat's in their order, and none holds up the others."""

import asyncio
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update

from bot.chat.updates.application import BotApplication
from bot.chat.updates.fairness import AT_ONCE, MOST_OF_ONE, MOST_WAITING, FairUpdates
from tests.chat.conftest import until


def update(number: int, chat: int) -> Update:
    return Update(number, message=Message(number, datetime.now(UTC), Chat(chat, "private")))


async def test_a_chat_has_one_turn_at_a_time_and_no_chat_all_of_them() -> None:
    fair, done, open_door = FairUpdates(), list[int](), asyncio.Event()

    async def handle(number: int) -> None:
        if number < 100:
            await open_door.wait()
        done.append(number)

    first = [asyncio.create_task(fair.process_update(update(n, 1), handle(n))) for n in range(30)]
    other = [asyncio.create_task(fair.process_update(update(n, n), handle(n))) for n in range(100, 103)]
    await asyncio.gather(*other)
    assert done == [100, 101, 102]
    open_door.set()
    await asyncio.gather(*first)
    assert done[3:] == list(range(30))
    del first, other
    assert not fair._turns, "nothing is kept of chats that do not wait"


async def test_few_are_handled_at_once() -> None:
    fair, under_way, most = FairUpdates(), 0, 0

    async def handle() -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1

    await asyncio.gather(*(fair.process_update(update(n, n), handle()) for n in range(40)))
    assert most == AT_ONCE


async def test_what_is_too_much_of_one_chat_is_dropped_with_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    fair, done, open_door = FairUpdates(), list[int](), asyncio.Event()

    async def handle(number: int) -> None:
        await open_door.wait()
        done.append(number)

    flood = [asyncio.create_task(fair.process_update(update(n, -5), handle(n))) for n in range(MOST_WAITING + 100)]
    await asyncio.sleep(0)
    moved = Message(9999, datetime.now(UTC), Chat(-5, "group"), migrate_to_chat_id=-1005)
    heard = asyncio.create_task(fair.process_update(Update(9999, message=moved), handle(9999)))
    other = asyncio.create_task(fair.process_update(update(5000, 6), handle(5000)))
    dropped = len(flood) - MOST_OF_ONE
    await until(lambda: sum(task.done() for task in flood) == dropped)
    open_door.set()
    await asyncio.gather(*flood, heard, other)
    assert sorted(done) == [*range(MOST_OF_ONE), 5000, 9999]
    assert [record.getMessage() for record in caplog.records if "is dropped" in record.getMessage()] == [
        f"chat -5 sends more than is answered: what comes beyond {MOST_OF_ONE} waiting is dropped"
    ]
    assert not fair._waiting


async def test_the_bot_hands_its_updates_out_so(bot: BotApplication) -> None:
    assert isinstance(bot.update_processor, FairUpdates)
