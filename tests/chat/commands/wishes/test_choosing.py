"""/subscribe and /alerts with countries, kinds of news, quiet hours and the like, in the sandbox."""

from bot.chat.updates.application import BotApplication
from bot.model import Alerts, Interest, Manner, NewsKind
from tests.chat.conftest import Phone
from tests.chat.shelf import Shelf


async def test_a_chat_subscribes_to_countries_and_kinds(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    me = await phone.add("private")
    assert await phone.ask(me, "/subscribe korea") == (
        "Subscribed. Rings: all news of South Korea.\n"
        "Times are shown in Asia/Seoul. /timezone changes that, and /settings which alerts you get.\n"
        "Where things stand now: /summary"
    )
    assert shelf.known[me].interest == Interest(("KR",))
    assert await phone.ask(me, "/subscribe deals japan") == "Changed. Rings: deals of Japan."
    assert shelf.known[me].interest == Interest(("JP",), (NewsKind.DEALS,))
    answer = await phone.ask(me, "/subscribe break-offs, deals of Korea and Japan digest 8:00 weekdays")
    sentence = "great events among deals and break-offs of South Korea and Japan; digest 8:00 KST on weekdays"
    assert answer == (
        f"Changed. Rings: {sentence}. The next digest comes Wednesday, 25 Nov 2026, 08:00 KST. Now: /digest"
    )
    assert shelf.known[me].alerts is Alerts.DIGEST
    assert await phone.ask(me, "/subscribe") == (
        f"This chat gets the alerts already. /unsubscribe stops them.\nRings: {sentence}."
    )
    assert (await phone.ask(me, "/subscribe mars")).startswith("Nothing was changed: “mars” is neither a country")
    assert (await phone.ask(me, "/subscribe all")) == (
        "Changed. Each story with something new in it is sent here at once, and so is every turn in one that was."
    )
    assert (shelf.known[me].interest, shelf.known[me].alerts) == (Interest(), Alerts.ALL)


async def test_who_comes_back_hears_of_what_they_chose(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    me = await phone.add("private")
    await phone.ask(me, "/subscribe japan")
    await phone.ask(me, "/unsubscribe")
    assert (await phone.ask(me, "/subscribe")).startswith("Subscribed. Rings: all news of Japan.\n")


async def test_how_a_chat_is_told_is_changed_and_said(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    me = await phone.add("private")
    await phone.ask(me, "/subscribe")
    answer = await phone.ask(me, "/alerts quiet 22:00-7:00 but critical")
    assert answer == (
        "Changed. Rings: all news; quiet 22:00–7:00 KST but for great events, what waits comes together at the end."
    )
    await phone.ask(me, "/alerts most 5")
    await phone.ask(me, "/alerts silent")
    assert shelf.known[me].manner == Manner("22:00-07:00", great_pass=True, silent=True, cap=5)
    told = await phone.ask(me, "/alerts")
    assert "; at most 5 a day besides great events, the rest in a digest 8:00 KST; without a sound." in told
    assert "/alerts quiet off, /alerts most 5, /alerts silent, /alerts loud" in told
    shelf.waiting[me] = 2
    assert (await phone.ask(me, "/alerts quiet off")).endswith("\n2 reports waited for the digest, and come now.")
    assert "are no two times" in await phone.ask(me, "/alerts quiet nights")
    assert (await phone.ask(me, "/digest")) == "2 reports waited for the digest, and come now."


async def test_a_number_a_day_is_for_chats_that_every_story_rings_in(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    me = await phone.add("private")
    await phone.ask(me, "/subscribe critical")
    assert await phone.ask(me, "/alerts most 5") == (
        "Here great events alone ring by themselves, and none of them is held back. A number a day is for chats that "
        "every story rings in.\nTry /alerts all"
    )
    assert shelf.known[me].manner == Manner()


async def test_a_digest_in_quiet_hours_is_said_to_come_at_their_end(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    me = await phone.add("private")
    await phone.ask(me, "/subscribe digest 8:00")
    answer = await phone.ask(me, "/alerts quiet 22:00-9:30")
    assert answer == (
        "Changed. Rings: great events; digest 9:30 KST; quiet 22:00–9:30 KST, what waits comes together at the end. "
        "The next digest comes Wednesday, 25 Nov 2026, 09:30 KST. Now: /digest"
    )


async def test_in_a_group_its_administrators_choose(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    group = await phone.add("group")
    await phone.answer(group)
    member = {"id": 555, "first_name": "Member"}
    assert (
        await phone.ask(group, "/subscribe japan", user=member) == "In a group, /subscribe is for its administrators."
    )
    assert (await phone.ask(group, "/subscribe japan")).startswith("Subscribed.")
    assert await phone.ask(group, "/mute", user=member) == "In a group, /mute is for its administrators."
    assert shelf.known[group].interest == Interest(("JP",))
