"""Commands as users type them: in private, in groups, in channels, right and wrong."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.chat import ChatContext, Messenger
from bot.chat.commands.registry import COMMANDS
from bot.chat.updates.application import BotApplication
from bot.chat.updates.routing import CommandText, parse
from bot.model import Alerts, ChatType, Sent, StoreTrouble
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
        "Every figure comes with who said it, when and where, and whether it was demanded, offered, agreed or paid.\n"
        "Each story brings one alert, however many outlets repeat it.\n"
        "\n"
        "Tap below whose alerts you want in this chat, or send /subscribe for all of them.\n"
        "Ask /summary or /figures, or put it in your own words; /help lists all commands.\n"
        "\n"
        "Everything is compared with the baseline: what was reported on 19 Nov 2019.\n"
        "Reuters, 19 Nov 2019: US$5bn a year demanded against ₩1.04tn a year agreed for 2019"
    )
    assert (await phone.ask(me, "/subscribe")).startswith("Subscribed. Each new story will be sent here, once.")
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
        (
            "/timezone Atlantis",
            "“Atlantis” is not a time zone that I know; a city is one, and so are KST and UTC+9.\n"
            "Try /timezone Asia/Seoul",
        ),
        ("/nonsense now", "I don't know /nonsense.\nTry /help"),
        ("/chats", "/chats is for this bot's operators. /help shows what there is for you."),
        (
            "hello <all>",
            "I do not know what that asks for, so I answered nothing.\n"
            "You can ask what a country pays, what is demanded, what is new, when the next date is, or what was known "
            "on a day.\nOr look for the words in the reports: /search hello <all>\nAll commands: /help",
        ),
        ("/timezone", "Times in this chat are shown in Asia/Seoul.\nTry /timezone Asia/Seoul"),
        ("/timezone tokyo", "Times are shown in Asia/Tokyo from now on: it is 18:30 there."),
        (
            "/why",
            "Reply to an alert with /why, or press the button Why below it.\nIt shows which words matched, where each "
            "figure stands in the text, who said it, and how sure it is that it is demanded, offered, agreed or paid.",
        ),
        ("/latest", "No report is in yet.\nSend /subscribe to be told when one comes."),
        ("/figures", "No report with a figure is in yet."),
        ("/figures japan", "No figure is on record for Japan.\nEverything: /figures"),
        ("/summary", "No report is in yet.\nWhat all will be compared with: /baseline"),
        ("/summary korea", "No report about South Korea is in yet.\nEverything: /summary"),
        ("/sources", "No feed is being read."),
        (
            "/subscribe mars",
            "Nothing was changed: “mars” is neither a country (South Korea, Japan and NATO), a kind of news (deals, "
            "break-offs, talks, troops, demands, figures and statements), nor all, critical, or a digest with its time."
            "\nTry /subscribe deals korea",
        ),
        (
            "/subscribe digest 25:00",
            "Nothing was changed. “25:00” is neither a time, such as 8:00 or 6 pm, nor a day.\n"
            "Try /subscribe digest 8:00 weekdays",
        ),
        (
            "/unsubscribe korea",
            "Nothing was changed: /unsubscribe ends all alerts of this chat, and not only “korea”.\nTry /unsubscribe",
        ),
        ("/baseline japan", "/baseline takes no words behind it, such as “japan”.\nTry /baseline"),
        ("/status please", "/status takes no words behind it, such as “please”.\nTry /status"),
        ("/compare japan", "No report with a figure of Japan is in yet.\nAll countries: /compare"),
        ("/compare mars", "“mars” is not one of South Korea, Japan, NATO.\nTry /compare"),
        ("/latest japan 10", "No report about Japan is in yet.\nAll countries: /latest"),
        ("/help sumary", "There is no command /sumary.\nTry /help summary"),
        ("/help chats", "There is no command /chats.\nTry /help chart"),
        (
            "/help timezone",
            "/timezone – The local time of this chat\n\nA city (tokyo), a zone (Asia/Seoul), its letters (KST) or the "
            "hours from UTC (UTC+9).\n\n/timezone Asia/Seoul",
        ),
        ("/stop", "I don't know /stop. /help lists what there is.\nTry /unsubscribe"),
        ("stop", "That changes what this chat gets, so it has to be sent as a command.\nTry /unsubscribe"),
        ("/timezone kst", "Times are shown in Asia/Seoul from now on: it is 18:30 there."),
        ("/timezone +2", "Times are shown in UTC+2 from now on: it is 11:30 there."),
        ("/summary since 2030", "1 Jan 2030 is still to come.\nTry /summary 7d"),
        ("/timeline since 2030", "1 Jan 2030 is still to come.\nTry /timeline korea"),
        (
            "/search troops since:2030",
            "“2030” is still to come; reports here go up to 24 Nov 2026.\n"
            'Try /search "cost sharing" AND Seoul since:2024',
        ),
    ],
)
async def test_wrong_and_empty_are_answered_shortly(bot: BotApplication, phone: Phone, typed: str, answer: str) -> None:
    me = await phone.add("private")
    assert await phone.ask(me, typed) == answer


async def test_a_sentence_is_answered_by_the_command_that_it_is_nearest_to(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    shelf.stored = [article(1, figures=[placed(DEMAND)])]
    me = await phone.add("private")
    assert await phone.ask(me, "what does Korea pay?") == "I take that as /figures korea"
    assert (await phone.answer(me))["text"].startswith("Figures · South Korea\n")
    assert await phone.ask(me, "Korea in 2031?") == "I take that as /summary korea 2031"
    assert (await phone.answer(me))["text"] == "1 Jan 2031 is still to come.\nTry /summary 7d"


async def test_alerts_are_chosen_with_the_subscription_or_said_to_be_none(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    me = await phone.add("private")
    answer = await phone.ask(me, "/subscribe digest 6 pm")
    assert answer.startswith("Subscribed. Deals, break-offs, signatures and record demands are sent here at once; ")
    assert "at 18:00 (Asia/Seoul)" in answer
    assert (shelf.known[me].alerts, shelf.known[me].digest_at) == (Alerts.DIGEST, "18:00")
    assert (await phone.ask(me, "/subscribe critical")).startswith("Changed. Only deals, ")
    for typed, told in (
        ("/alerts off", "Nothing was changed: /unsubscribe ends the alerts.\nTry /unsubscribe"),
        ("/alerts japan", "“japan” cannot be chosen. Alerts are all, critical, or a digest.\nTry /alerts digest 8:00"),
        (
            "/alerts digest 25:00",
            "“25:00” is neither a time, such as 8:00 or 6 pm, nor a day.\nTry /alerts digest 8:00",
        ),
        ("/alerts all 8:00", "Only a digest has a time.\nTry /alerts digest 8:00"),
    ):
        assert await phone.ask(me, typed) == told
    assert shelf.known[me].alerts is Alerts.CRITICAL


async def test_as_many_newest_reports_as_asked_for_and_of_a_country(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    shelf.stored = [article(n, title=f"Report {n}", track="JP" if n % 2 else "KR") for n in range(1, 13)]
    me = await phone.add("private")
    assert (await phone.ask(me, "/latest")).count("Report ") == 5
    assert (await phone.ask(me, "/latest 10")).count("Report ") == 10
    japan = await phone.ask(me, "/latest japan 4")
    assert japan.startswith("Newest reports · Japan\n")
    assert [n for n in range(1, 13) if f"Report {n}\n" in japan] == [5, 7, 9, 11]


async def test_every_command_answers_with_reports_in_the_archive(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    shelf.stored = [article(1, figures=[placed(DEMAND)])]
    shelf.listed = [feed(1, "Yonhap", "ko")]
    for command in COMMANDS:
        if not command.is_for_operators:
            me = await phone.add("private")  # one person may not ask for all of them within a minute
            answer = await phone.ask(me, f"/{command.name}")
            assert answer
            assert "Something went wrong" not in answer


async def test_every_example_of_the_menu_works(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    shelf.stored = [article(1, figures=[placed(DEMAND)])]
    for command in COMMANDS:
        me = await phone.add("private")  # one person may not ask for all of them within a minute
        await phone.ask(me, "/subscribe")
        if command.name == "unwatch":
            await phone.ask(me, "/watch submarines: submarine")
        for example in filter(None, command.example.split(", ")):
            said = await phone.ask(me, f"/{command.name} {example}")
            if command.name == "editor":  # its example names a channel of one's own, which nobody has here
                assert said.startswith("I am in no channel")
            else:
                assert "Try /" not in said


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
        "That message is not one of my alerts. Reply to one with /why."
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
        assert await phone.ask(me, "/chats") == "1 chat subscribed\n• Desk · channel · UTC · for 3 days"
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
