"""Commands as users type them: in private, in groups, in channels, right and wrong."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.chat import ChatContext, Messenger, publish_menu
from bot.chat.commands.registry import COMMANDS
from bot.chat.updates.application import BotApplication
from bot.chat.updates.routing import CommandText, parse
from bot.model import ChatType, Sent, StoreTrouble
from bot.sandbox import Sandbox
from tests.chat.builders import DEMAND, NOW, OPERATOR, article, chat, context, delivery, feed, placed
from tests.chat.conftest import Phone, running, until
from tests.chat.shelf import Shelf

MEMBER = {"id": 555, "first_name": "Member"}
NAME = "burdenwatch_sandbox_bot"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("/start", CommandText("start", "", "")),
        ("/Summary@The_Bot  7d  korea ", CommandText("summary", "the_bot", "7d  korea")),
        ("/figures\njapan", CommandText("figures", "", "japan")),
    ],
)
def test_a_command_is_taken_apart(text: str, typed: CommandText) -> None:
    assert parse(text) == typed


async def test_start_and_subscribe_in_private(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    me = await phone.add("private", "Ada")
    assert await phone.ask(me, "/start") == (
        "Who pays for the troops\n"
        "The talks on the cost of US forces in Korea and Japan.\n"
        "Every figure comes with who said it, in which role, when and where, and how it stands to the baseline.\n"
        "An alert rings once for a story, however many outlets repeat it.\n"
        "\n"
        "Send /subscribe to get the alerts in this chat.\n"
        "Ask /summary, /figures, or /help for the rest.\n"
        "\n"
        "Baseline: Reuters, 19 Nov 2019: US$5bn a year demanded against ₩1.04tn a year agreed for 2019"
    )
    assert (await phone.ask(me, "/subscribe")).startswith("Subscribed. What is new comes here, once for each story.")
    assert shelf.known[me].subscribed
    assert shelf.known[me].title == "Ada"
    assert shelf.known[me].time_zone == "Asia/Seoul"
    assert await phone.ask(me, "/subscribe") == "This chat gets the alerts already. /unsubscribe stops them."
    assert "This chat gets the alerts. /unsubscribe stops them." in await phone.ask(me, "/start")
    assert (await phone.ask(me, "/unsubscribe")).startswith("Unsubscribed.")
    assert not shelf.known[me].subscribed
    assert await phone.ask(me, "/unsubscribe") == "This chat gets no alerts. /subscribe starts them."


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/summary mars", "“mars” is neither a period nor one of South Korea, Japan, NATO.\nTry /summary 7d"),
        ("/timezone Atlantis", "“Atlantis” is not a time zone.\nTry /timezone Asia/Seoul"),
        ("/nonsense now", "I don't know /nonsense.\nTry /help"),
        ("/chats", "/chats is for this bot's operators. /help shows what there is for you."),
        ("hello", "I answer commands.\nTry /help"),
        ("/timezone", "Times in this chat are shown in Asia/Seoul.\nTry /timezone Asia/Seoul"),
        ("/timezone tokyo", "This chat is not subscribed yet, so there is nothing to set.\nTry /subscribe"),
        (
            "/why",
            "Reply to an alert with /why, or press its button Why.\nYou see which words matched and which rule let it "
            "in, which sentence each figure stands in, who said it, how sure it is that it is demanded, offered, "
            "agreed or paid, and which words weighed.",
        ),
        ("/latest", "No report is in yet.\nAlerts come to whoever has sent /subscribe."),
        ("/figures", "No report with a figure is in yet."),
        ("/figures japan", "No figure is known for that · Japan.\nEverything: /figures"),
        ("/summary", "No report is in yet.\nThe yardstick meanwhile: /baseline"),
        ("/summary korea", "No report about South Korea is in yet.\nEverything: /summary"),
        ("/sources", "No feed is being read."),
    ],
)
async def test_wrong_and_empty_are_answered_shortly(bot: BotApplication, phone: Phone, typed: str, answer: str) -> None:
    me = await phone.add("private")
    assert await phone.ask(me, typed) == answer


async def test_every_command_answers_with_reports_in_the_archive(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    shelf.stored = [article(1, figures=[placed(DEMAND)])]
    shelf.listed = [feed(1, "Yonhap", "ko")]
    me = await phone.add("private")
    for command in COMMANDS:
        if not command.is_for_operators:
            answer = await phone.ask(me, f"/{command.name}")
            assert answer
            assert "Something went wrong" not in answer


async def test_every_example_of_the_menu_works(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    shelf.stored = [article(1, figures=[placed(DEMAND)])]
    me, other = await phone.add("private"), await phone.add("private")
    await phone.ask(me, "/subscribe")
    for command in COMMANDS:
        asking = other if command.is_for_operators else me  # one person is answered thirty times a minute
        for example in filter(None, command.example.split(", ")):
            assert "Try /" not in await phone.ask(asking, f"/{command.name} {example}")


async def test_a_time_zone_is_kept_and_used(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    shelf.stored = [article(1)]
    me = await phone.add("private")
    await phone.ask(me, "/subscribe")
    assert await phone.ask(me, "/timezone berlin") == "Times are shown in Europe/Berlin from now on: it is 10:30 there."
    assert shelf.known[me].time_zone == "Europe/Berlin"
    assert "Yonhap · 09:05 CET" in await phone.ask(me, "/latest")


async def test_why_as_a_reply_to_an_alert(bot: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext) -> None:
    shelf.stored = [article(1)]
    me = await phone.add("private")
    sent = await Messenger(bot.bot, around).send(delivery(1, chat(me)))
    assert isinstance(sent, Sent)
    shelf.messages[me, sent.message_id] = 1
    await phone.answer(me)
    answer = await phone.ask(me, "/why", reply_to=sent.message_id)
    assert answer.startswith("Why this alert\nSeoul and Washington talk, round 1\nYonhap · 17:05 KST\n")
    other = phone.seen[me]
    assert await phone.ask(me, "/why", reply_to=other) == (
        "That message is not an alert that I know. Reply to one of my alerts with /why."
    )


async def test_in_groups_members_ask_and_administrators_change(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    group = await phone.add("group", "Beat")
    await phone.answer(group)  # the greeting
    await phone.type(group, "/subscribe", user=MEMBER)
    refusal = await phone.answer(group)
    assert refusal["text"] == "In a group, /subscribe is for its administrators."
    assert refusal["reply_to"] is not None
    assert group not in shelf.known
    assert (await phone.ask(group, "/latest", user=MEMBER)).startswith("No report is in yet.")
    assert (await phone.ask(group, "/subscribe")).startswith("Subscribed.")
    assert shelf.known[group].type is ChatType.GROUP
    assert await phone.ask(group, "/unsubscribe", user=MEMBER) == "In a group, /unsubscribe is for its administrators."
    assert shelf.known[group].subscribed


async def test_an_operator_may_change_in_any_group(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    group = await phone.add("supergroup")
    await phone.answer(group)
    operator = {"id": OPERATOR, "first_name": "Op"}
    assert (await phone.ask(group, "/subscribe", user=operator)).startswith("Subscribed.")
    assert shelf.known[group].subscribed


async def test_in_groups_other_bots_commands_are_ignored(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    group = await phone.add("group")
    await phone.call("POST", f"/chats/{group}/bot", {"status": "administrator"})  # so that it hears everything
    await phone.answer(group)
    for other in ("/subscribe@other_bot", "/nonsense", "just talking"):
        await phone.type(group, other)
    assert await phone.ask(group, f"/nonsense@{NAME}") == "I don't know /nonsense.\nTry /help"
    assert (await phone.ask(group, f"/SUBSCRIBE@{NAME.upper()}")).startswith("Subscribed.")
    assert len(await phone.messages(group)) == 3


async def test_a_channel_subscribes_by_a_post(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    channel = await phone.add("channel", "Desk")
    assert (await phone.ask(channel, "/subscribe")).startswith("Subscribed.")
    assert shelf.known[channel].type is ChatType.CHANNEL
    assert shelf.known[channel].title == "Desk"


async def test_operators_see_who_is_subscribed(sandbox: Sandbox, phone: Phone, shelf: Shelf) -> None:
    me = await phone.add("private")
    shelf.known[9] = chat(9, ChatType.CHANNEL, title="Desk", since=NOW - timedelta(days=3))
    async with running(sandbox.url, context(shelf, operators=frozenset({me}))):
        assert await phone.ask(me, "/chats") == "1 chat subscribed\n• Desk · channel · UTC · since 3 days"
        assert "/chats – Who is subscribed" in await phone.ask(me, "/help")
        group = await phone.add("group")
        await phone.answer(group)
        await phone.type(group, "/chats", user={"id": OPERATOR, "first_name": "Op"})
        assert (await phone.ask(group, "/latest")).startswith("No report")


async def test_a_bug_is_one_line_for_the_user_and_one_in_the_log(
    bot: BotApplication, phone: Phone, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.stored = [None]  # type: ignore[list-item]  # what breaks every reader
    me = await phone.add("private")
    assert await phone.ask(me, "/latest") == "Something went wrong here. Please try again in a moment."
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(errors) == 1
    assert errors[0].getMessage().startswith("an update could not be handled: AttributeError: ")
    assert errors[0].exc_text is None
    assert (await phone.ask(me, "/help")).startswith("Commands")


async def test_an_answer_that_telegram_refuses_is_only_logged(
    bot: BotApplication, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    me = await phone.add("private")
    await phone.fault("502", times=1)
    await phone.type(me, "/help")
    await until(lambda: any(record.levelname == "ERROR" for record in caplog.records))
    assert (await phone.ask(me, "/latest")).startswith("No report is in yet.")
    assert len(await phone.messages(me)) == 1


async def test_the_menu_is_set_for_all_and_longer_for_operators(sender: BotApplication, phone: Phone) -> None:
    me = await phone.add("private")
    await publish_menu(sender.bot, {me, 31337})
    menu = (await phone.call("GET", "/state"))["bot"]["commands"]
    assert [one["command"] for one in menu] == [c.name for c in COMMANDS if not c.is_for_operators]
    requests = await phone.requests("setMyCommands")
    assert len(requests) == 3
    assert all("chats" in str(one["params"]["commands"]) for one in requests[1:])


async def test_a_flood_wait_delays_an_answer_and_does_not_lose_it(bot: BotApplication, phone: Phone) -> None:
    me = await phone.add("private")
    await phone.fault("429", times=1, retry_after=1)
    assert (await phone.ask(me, "/latest")).startswith("No report is in yet.")
    assert len(await phone.messages(me)) == 1


async def test_a_long_flood_wait_is_not_waited_for(
    bot: BotApplication, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    me = await phone.add("private")
    await phone.fault("429", times=1, retry_after=600)
    await phone.type(me, "/latest")
    await until(lambda: any("Flood control" in record.getMessage() for record in caplog.records))
    assert await phone.messages(me) == []


async def test_status_answers_while_all_threads_that_are_shared_wait_for_something(
    bot: BotApplication, phone: Phone
) -> None:
    me = await phone.add("private", "Ada")
    shared, over = ThreadPoolExecutor(1), threading.Event()
    asyncio.get_running_loop().set_default_executor(shared)
    waiting = asyncio.create_task(asyncio.to_thread(over.wait))
    assert "All is well." in await phone.ask(me, "/status")
    assert not waiting.done()
    over.set()
    await waiting


async def test_status_has_the_troubles_of_the_database_first_and_needs_no_database_for_them(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    me = await phone.add("private", "Ada")
    shelf.database = [StoreTrouble(NOW - timedelta(minutes=5), "the database cannot be written: its disk is full")]
    told = "⚠ the database cannot be written: its disk is full (since 18:25 KST, 5 min)"
    assert f"1 thing is wrong\n{told}" in await phone.ask(me, "/status")
    shelf.broken = OSError("gone: /srv/secret.db")
    answer = await phone.ask(me, "/status")
    assert answer.endswith(f"2 things are wrong\n{told}\n⚠ the database cannot be read; the log says why")
