"""The bot's own comings and goings."""

from bot.chat.updates.application import BotApplication
from bot.model import ChatType
from tests.chat.builders import chat
from tests.chat.conftest import Phone, until
from tests.chat.shelf import Shelf

GREETING = (
    "Hello. I follow the news on Who pays for the troops.\n"
    "An administrator can send /subscribe to get alerts here; /help says more."
)


async def test_a_group_is_greeted_once(bot: BotApplication, phone: Phone) -> None:
    group = await phone.add("group")
    assert (await phone.answer(group))["text"] == GREETING
    await phone.call("POST", f"/chats/{group}/bot", {"status": "administrator"})
    assert (await phone.ask(group, "/latest")).startswith("No report")
    assert len(await phone.messages(group)) == 2


async def test_private_chats_and_channels_are_not_greeted(bot: BotApplication, phone: Phone) -> None:
    person, channel = await phone.add("private"), await phone.add("channel")
    assert (await phone.ask(person, "/latest")).startswith("No report")
    assert (await phone.ask(channel, "/latest")).startswith("No report")
    assert len(await phone.messages(channel)) == 1


async def test_whoever_removes_or_blocks_the_bot_is_unsubscribed(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    group, person = await phone.add("group"), await phone.add("private")
    shelf.known = {group: chat(group, ChatType.GROUP), person: chat(person)}
    for number in (group, person):
        await phone.call("POST", f"/chats/{number}/bot", {"status": "kicked"})
    await until(lambda: not shelf.chats())
    await phone.call("POST", f"/chats/{group}/bot", {"status": "left"})


async def test_a_group_that_was_here_before_and_is_subscribed_is_not_greeted(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    group = await phone.add("group")
    await phone.answer(group)
    await phone.call("POST", f"/chats/{group}/bot", {"status": "kicked"})
    shelf.known[group] = chat(group, ChatType.GROUP)
    await until(lambda: not shelf.known[group].subscribed)
    shelf.known[group] = chat(group, ChatType.GROUP)
    await phone.call("POST", f"/chats/{group}/bot", {"status": "member"})
    assert (await phone.ask(group, "/latest")).startswith("No report")


async def test_a_group_that_becomes_a_supergroup_keeps_its_subscription(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    group = await phone.add("group")
    await phone.answer(group)
    await phone.ask(group, "/subscribe")
    after = await phone.call("POST", f"/chats/{group}/migrate", {})
    await until(lambda: list(shelf.known) == [after["id"]])
    assert shelf.known[after["id"]].subscribed
