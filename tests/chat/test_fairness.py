"""Updates of many chats: each chat's in their order, and none holds up the others."""

import asyncio
from datetime import UTC, datetime

from telegram import Chat, Message, Update

from bot.chat.application import BotApplication
from bot.chat.fairness import AT_ONCE, FairUpdates


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


async def test_the_bot_hands_its_updates_out_so(bot: BotApplication) -> None:
    assert isinstance(bot.update_processor, FairUpdates)
