"""/mute and /unmute, and the button below an alert."""

from datetime import timedelta

import pytest

from bot.chat import ChatContext, Messenger
from bot.chat.updates.application import BotApplication
from bot.model import ChatType, Interest, Sent
from tests.chat.builders import NOW, article, chat, delivery, feed
from tests.chat.conftest import Phone, until
from tests.chat.shelf import Shelf

MEMBER = {"id": 555, "first_name": "Member"}


async def alerted(bot: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext, kind: str) -> tuple[int, int]:
    """A chat that is subscribed, with an alert of story 7 in it: (chat, message)."""
    shelf.stored = [article(1, story_id=7), article(2, story_id=8, outlet="KBS World", title="Tokyo pays")]
    number = await phone.add(kind)
    if kind != "private":
        await phone.answer(number)
    await phone.ask(number, "/subscribe")
    sent = await Messenger(bot.bot, around).send(delivery(1, chat(number, ChatType(kind))))
    assert isinstance(sent, Sent)
    shelf.messages[number, sent.message_id] = 1
    await phone.answer(number)
    return number, sent.message_id


async def told(phone: Phone) -> str:
    """What the last press was told."""
    requests = await until(lambda: phone.requests("answerCallbackQuery"))
    return str(requests[-1]["params"].get("text", ""))


async def test_a_story_is_muted_by_a_reply_and_heard_of_again(
    bot: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    me, message = await alerted(bot, phone, shelf, around, "private")
    assert await phone.ask(me, "/mute", reply_to=message) == (
        "Muted. This chat hears no more of the story:\nSeoul and Washington talk, round 1\n"
        "To hear of it again: /unmute_7"
    )
    assert shelf.muted[me] == [7]
    assert (await phone.ask(me, "/mute 7")).startswith("Muted already. ")
    assert "; 1 story muted." in await phone.ask(me, "/alerts")
    assert await phone.ask(me, "/unmute_7") == (
        "Unmuted. What the story turns to rings here again:\nSeoul and Washington talk, round 1"
    )
    assert shelf.muted[me] == []
    assert (await phone.ask(me, "/unmute", reply_to=message)).startswith("That story is not muted here.")
    assert await phone.ask(me, "/mute 99") == "There is no story 99; /timeline has their numbers.\nTry /mute"
    other = phone.seen[me]
    assert await phone.ask(me, "/mute", reply_to=other) == (
        "That message is not one of my alerts. Reply to one with /mute.\nTry /mute"
    )


async def test_a_story_is_muted_by_the_button_below_its_alert(
    bot: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    me, message = await alerted(bot, phone, shelf, around, "private")
    await phone.press(me, message, "mute:1")
    assert await told(phone) == "Muted: this chat hears no more of this story. To undo: /unmute_7"
    assert shelf.muted[me] == [7]


async def test_a_story_is_snoozed_by_a_button_or_a_word(
    bot: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    me, message = await alerted(bot, phone, shelf, around, "private")
    await phone.press(me, message, "mute:1:day")
    assert await told(phone) == (
        "Snoozed until 25 Nov 2026, 18:30 KST: nothing of this story till then. To undo: /unmute_7"
    )
    assert shelf.snoozed[me, 7] == NOW + timedelta(days=1)
    snoozed = (
        "Snoozed. This chat hears no more of the story until 1 Dec 2026, 18:30 KST:\n"
        "Seoul and Washington talk, round 1\nTo hear of it again: /unmute_7"
    )
    assert await phone.ask(me, "/mute for a week", reply_to=message) == snoozed
    assert await phone.ask(me, "/mute 7 week") == snoozed
    assert "\n/unmute_7 Seoul and Washington talk, round 1 · until 1 Dec 2026, 18:30 KST\n" in await phone.ask(
        me, "/mute"
    )
    assert (await phone.ask(me, "/mute 7")).startswith("Muted. ")
    assert await phone.ask(me, "/mute day") == ("Say which story: reply to its alert with /mute day.\nTry /mute 12 day")
    assert "The Week alone" in await with_outlet(phone, shelf, me, "The Week")


async def with_outlet(phone: Phone, shelf: Shelf, chat_id: int, outlet: str) -> str:
    """The answer to an outlet's name that has a span of time in it."""
    shelf.listed = [feed(1, outlet)]
    return await phone.ask(chat_id, f"/mute {outlet.lower()}")


async def test_in_a_group_administrators_alone_mute_and_a_channel_shows_no_button(
    bot: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    group, message = await alerted(bot, phone, shelf, around, "group")
    press = {"message_id": message, "data": "mute:1", "user": MEMBER}
    await phone.call("POST", f"/chats/{group}/press", press)
    assert await told(phone) == "This is for the administrators of this chat."
    assert shelf.muted[group] == []
    await phone.press(group, message, "mute:1")
    await until(lambda: shelf.muted[group])
    channel = await phone.add("channel")
    await Messenger(bot.bot, around).send(delivery(2, chat(channel, ChatType.CHANNEL)))
    (row,) = (await phone.answer(channel))["buttons"]
    assert [one["text"] for one in row] == ["Open", "Why"]


async def test_an_outlet_is_muted_by_its_name_and_heard_of_again(
    bot: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    me, _ = await alerted(bot, phone, shelf, around, "private")
    shelf.listed = [feed(1, "Yonhap"), feed(2, "Yonhap News"), feed(3, "Kyodo")]
    assert await phone.ask(me, "/mute kbs") == (
        "Muted. What KBS World alone reports rings nobody here; a story rings once another outlet has it.\n"
        "Rings: all news; not from KBS World alone."
    )
    assert (await phone.ask(me, "/mute YONHAP")).endswith("not from KBS World and Yonhap alone.")
    assert shelf.known[me].interest.muted == ("KBS World", "Yonhap")
    assert await phone.ask(me, "/mute y") == "“y” may be Kyodo, Yonhap and Yonhap News.\nTry /mute Kyodo"
    assert await phone.ask(me, "/mute mars") == "No outlet here goes by “mars”; /sources lists them.\nTry /sources"
    assert await phone.ask(me, "/unmute kyodo") == "“kyodo” is not muted here; /unmute lists what is.\nTry /unmute"
    assert await phone.ask(me, "/unmute yonhap") == (
        "Unmuted. Yonhap rings here again.\nRings: all news; not from KBS World alone."
    )


async def test_a_chat_mutes_so_many_outlets_and_no_more(
    bot: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    me, _ = await alerted(bot, phone, shelf, around, "private")
    refused = "A chat mutes 20 outlets at the most, fewer of long names; /unmute lists them.\nTry /unmute"
    shelf.listed = [feed(1, "Kyodo"), feed(2, "新聞" * 300)]
    assert await phone.ask(me, "/mute 新聞") == refused
    shelf.set_interest(me, Interest(muted=tuple(f"Paper {number:02}" for number in range(20))))
    assert await phone.ask(me, "/mute kyodo") == refused


async def test_what_is_muted_is_listed_and_all_of_it_can_be_undone(
    bot: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext
) -> None:
    me, message = await alerted(bot, phone, shelf, around, "private")
    usage = (
        "Reply to an alert with /mute, or press Mute below it, and this chat hears no more of its story.\n"
        "For a while: /mute day or /mute week as a reply, or Snooze below it\n"
        "An outlet by its name: /mute KBS World\n"
        "Back again: /unmute as a reply, the outlet behind it, or /unmute all"
    )
    assert await phone.ask(me, "/mute") == f"Nothing is muted here.\n\n{usage}"
    await phone.ask(me, "/mute", reply_to=message)
    await phone.ask(me, "/mute kbs")
    assert await phone.ask(me, "/unmute") == (
        "1 story muted here\n/unmute_7 Seoul and Washington talk, round 1\n\n1 outlet muted here\n• KBS World\n\n"
        f"{usage}"
    )
    assert await phone.ask(me, "/unmute all") == "Unmuted: 1 story and 1 outlet.\nRings: all news."
    assert (shelf.muted[me], shelf.known[me].interest.muted) == ([], ())


@pytest.mark.parametrize("typed", ["/mute", "/mute kbs"])
async def test_a_chat_without_alerts_has_nothing_to_mute(bot: BotApplication, phone: Phone, typed: str) -> None:
    me = await phone.add("private")
    assert await phone.ask(me, typed) == "This chat gets no alerts yet.\nTry /subscribe"
