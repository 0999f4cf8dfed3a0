"""/start in three taps, and by a link in one."""

import pytest

from bot.chat.updates.application import BotApplication
from bot.model import Alerts, Interest, NewsKind
from tests.chat.commands.test_registry import press
from tests.chat.commands.wishes.test_settings import Screen, told
from tests.chat.conftest import Phone
from tests.chat.shelf import Shelf

MEMBER = {"id": 555, "first_name": "Member"}


async def started(phone: Phone, chat: int) -> Screen:
    await phone.type(chat, "/start")
    return Screen(phone, chat, int((await phone.answer(chat))["id"]))


async def test_a_newcomer_has_alerts_in_three_taps(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    me = await phone.add("private")
    screen = await started(phone, me)
    assert await screen.labels() == ["Alerts of all countries", "South Korea", "Japan", "NATO"]
    assert (await screen.tap("Japan")).startswith("Alerts of Japan\nWhat is to ring?\n")
    assert await screen.labels() == [
        "Every new story at once", "Great events alone", "Great events, the rest at 8:00",
    ]  # fmt: skip
    assert me not in shelf.known, "nothing is kept of who stops here"
    said = await screen.tap("Great events, the rest")
    assert said == (
        "Alerts of Japan · great events, the rest at 8:00\nWhose clock is yours? /timezone takes any other."
    )
    assert await screen.tap("Asia/Tokyo") == (
        "Subscribed. Rings: great events of Japan; digest 8:00 JST.\n"
        "Times are shown in Asia/Tokyo. Change any of it: /settings\nWhere things stand now: /summary"
    )
    known = shelf.known[me]
    assert (known.subscribed, known.time_zone, known.alerts) == (True, "Asia/Tokyo", Alerts.DIGEST)
    assert known.interest == Interest(("JP",))
    assert await (await started(phone, me)).labels() == [], "it has alerts"


async def test_all_countries_in_three_taps(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    me = await phone.add("private")
    screen = await started(phone, me)
    for label in ("Alerts of all countries", "Every new story", "UTC"):
        said = await screen.tap(label)
    assert said.startswith("Subscribed. Rings: all news.\nTimes are shown in UTC.")
    assert shelf.known[me].interest == Interest()


async def test_a_link_does_it_in_one_and_changes_nothing_of_a_chat_that_has_alerts(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    me, other = await phone.add("private"), await phone.add("private")
    assert await phone.ask(me, "/start korea") == (
        "Subscribed. Rings: all news of South Korea.\n"
        "Times are shown in Asia/Seoul. Change any of it: /settings\nWhere things stand now: /summary"
    )
    assert await phone.ask(me, "/start deals_japan") == (
        "This chat gets the alerts already, and nothing was changed.\nRings: all news of South Korea.\n"
        "Change it: /settings"
    )
    assert shelf.known[me].interest == Interest(("KR",))
    await phone.ask(other, "/start deals_japan")
    assert shelf.known[other].interest == Interest(("JP",), (NewsKind.DEALS,))


async def test_a_link_to_nothing_here_says_so_and_what_the_bot_is(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    me = await phone.add("private")
    said = await phone.ask(me, "/start ref_77")
    assert said.startswith("“ref_77” is no country and no kind of news here.\n\nWho pays for the troops\n")
    assert me not in shelf.known


async def test_in_a_group_a_link_and_a_tap_are_for_administrators(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    group = await phone.add("supergroup")
    await phone.answer(group)
    assert await phone.ask(group, "/start japan", user=MEMBER) == (
        "An administrator gets these alerts for this chat.\nTry /subscribe japan"
    )
    screen = await started(phone, group)
    pressed = {"message_id": screen.message, "data": "begin:JP", "user": MEMBER}
    await phone.call("POST", f"/chats/{group}/press", pressed)
    assert await told(phone, 0) == "This is for the administrators of this chat."
    assert (await screen.tap("Japan")).startswith("Alerts of Japan\n")
    assert group not in shelf.known


@pytest.mark.parametrize(
    "data", ["begin:", "begin:mars", "begin:JP:loud", "begin:JP:all:Mars/One", "begin:JP:all:UTC:x"]
)
async def test_what_no_button_says_is_refused(bot: BotApplication, phone: Phone, shelf: Shelf, data: str) -> None:
    me = await phone.add("private")
    await press(bot, phone, me, data)
    assert await told(phone, 0) == "This button no longer works."
    assert me not in shelf.known
