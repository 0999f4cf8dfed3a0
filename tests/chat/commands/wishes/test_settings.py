"""/settings: one message that edits itself, in the sandbox."""

import pytest

from bot.chat.updates.application import BotApplication
from bot.model import Alerts, Interest, Manner, NewsKind
from tests.chat.commands.test_registry import press
from tests.chat.conftest import Json, Phone, until
from tests.chat.shelf import Shelf

MEMBER = {"id": 555, "first_name": "Member"}


class Screen:
    """The one message of /settings in a chat."""

    def __init__(self, phone: Phone, chat: int, message: int) -> None:
        self.phone, self.chat, self.message = phone, chat, message

    async def now(self) -> Json:
        return next(one for one in await self.phone.messages(self.chat) if one["id"] == self.message)

    async def labels(self) -> list[str]:
        return [key["text"] for row in (await self.now())["buttons"] or () for key in row]

    async def tap(self, label: str, *, until_text: str = "") -> str:
        """Presses the button that begins so, and waits until the message is another."""
        before = await self.now()
        keys = [key for row in before["buttons"] for key in row]
        data = next(key["data"] for key in keys if key["text"].removeprefix("✓ ").startswith(label))
        await self.phone.press(self.chat, self.message, data)

        async def is_another() -> bool:
            after = await self.now()
            return (after["text"], after["buttons"]) != (before["text"], before["buttons"])

        await until(is_another)
        return str((await self.now())["text"])


async def opened(phone: Phone, chat: int) -> Screen:
    await phone.type(chat, "/settings")
    return Screen(phone, chat, int((await phone.answer(chat))["id"]))


async def test_everything_is_changed_on_one_message(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    me = await phone.add("private")
    screen = await opened(phone, me)
    assert (await screen.now())["text"] == "Settings\nThis chat gets no alerts."
    assert await screen.tap("Get alerts here") == "Settings\nRings: all news."
    assert await screen.labels() == [
        "Countries: all", "Kinds: all", "Rings: every story", "Quiet: none", "A day: any number", "Sound: on",
        "Muted: none", "Clock: Asia/Seoul", "Reports in: all languages", "No alerts any more",
    ]  # fmt: skip
    await screen.tap("Countries")
    assert await screen.labels() == ["✓ All", "South Korea", "Japan", "NATO", "‹ Back"]
    await screen.tap("Japan")
    assert "Rings: all news of South Korea and Japan.\n" in await screen.tap("South Korea")
    assert await screen.labels() == ["All", "✓ South Korea", "✓ Japan", "NATO", "‹ Back"]
    assert "Rings: all news of South Korea.\n" in await screen.tap("Japan")
    await screen.tap("‹ Back")
    await screen.tap("Kinds")
    await screen.tap("Deals")
    await screen.tap("Break-offs")
    await screen.tap("‹ Back")
    await screen.tap("Rings")
    await screen.tap("Great events + digest")
    await screen.tap("18:00")
    said = await screen.tap("Weekdays")
    sentence = "great events among deals and break-offs of South Korea; digest 18:00 KST on weekdays"
    assert f"Rings: {sentence}.\n" in said
    await screen.tap("‹ Back")
    await screen.tap("Quiet")
    await screen.tap("22:00–7:00")
    await screen.tap("Great events ring")
    await screen.tap("‹ Back")
    await screen.tap("A day")
    await screen.tap("5")
    await screen.tap("‹ Back")
    await screen.tap("Sound")
    await screen.tap("Clock")
    assert "digest 18:00 GMT on weekdays" in await screen.tap("Europe/London")
    known = shelf.known[me]
    assert known.interest == Interest(("KR",), (NewsKind.DEALS, NewsKind.BREAK_OFFS))
    assert (known.alerts, known.digest_at, known.digest_days) == (Alerts.DIGEST, "18:00", "12345")
    assert known.manner == Manner("22:00-07:00", great_pass=True, silent=True, cap=5)
    assert known.time_zone == "Europe/London"
    assert len(await phone.messages(me)) == 1
    assert "\nRings here: great events among deals and break-offs of South Korea; " in await phone.ask(me, "/status")
    await screen.tap("‹ Back")
    assert await screen.tap("No alerts any more") == "Settings\nThis chat gets no alerts."
    assert not shelf.known[me].subscribed


async def test_what_waited_and_what_is_muted(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    me = await phone.add("private")
    await phone.ask(me, "/subscribe digest 8:00")
    shelf.muted[me], shelf.waiting[me] = [7, 8], 3
    screen = await opened(phone, me)
    assert "Muted: 2" in await screen.labels()
    await screen.tap("Muted")
    assert "2 stories muted" not in await screen.tap("Unmute 2 stories")
    await screen.tap("‹ Back")
    await screen.tap("Rings")
    assert "3 reports waited for the digest, and come now." in await screen.tap("Every story")


async def test_in_groups_and_channels_administrators_alone_change_settings(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    group = await phone.add("supergroup")
    await phone.answer(group)
    assert await phone.ask(group, "/settings", user=MEMBER) == "In a group, /settings is for its administrators."
    screen = await opened(phone, group)
    for kind in ("supergroup", "channel"):
        if kind == "channel":
            channel = await phone.add("channel")
            screen = await opened(phone, channel)
        pressed = {"message_id": screen.message, "data": "set:on:yes", "user": MEMBER}
        before = len(await phone.requests("answerCallbackQuery"))
        await phone.call("POST", f"/chats/{screen.chat}/press", pressed)
        assert await told(phone, before) == "This is for the administrators of this chat."
        assert screen.chat not in shelf.known
        await screen.tap("Get alerts here")
        assert shelf.known[screen.chat].subscribed


@pytest.mark.parametrize(
    "data", ["set:tracks:+mars", "set:kinds:+x", "set:alerts:loud", "set:alerts:on 89", "set:zone:Mars/One", "set:x:y"]
)
async def test_what_no_button_says_changes_nothing(bot: BotApplication, phone: Phone, shelf: Shelf, data: str) -> None:
    me = await phone.add("private")
    await phone.ask(me, "/subscribe")
    before = shelf.known[me]
    await press(bot, phone, me, data)
    assert await told(phone, 0) == "This button no longer works."
    assert shelf.known[me] == before


async def told(phone: Phone, before: int) -> str:
    """What the next press was told, after so many."""

    async def answered() -> list[Json]:
        return (await phone.requests("answerCallbackQuery"))[before:]

    told: list[Json] = await until(answered)
    return str(told[0]["params"].get("text", ""))


async def test_languages_of_reports_are_chosen_by_buttons_or_typed(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    me = await phone.add("private")
    await phone.ask(me, "/subscribe korea")
    assert "; only by reports in French." in await phone.ask(me, "/alerts languages fr")
    screen = await opened(phone, me)
    await screen.tap("Reports in: fr")
    assert await screen.labels() == ["All", "English", "Korean", "Japanese", "German", "✓ French", "‹ Back"]
    await screen.tap("Korean")
    assert "Rings: all news of South Korea; only by reports in Korean.\n" in await screen.tap("French")
    assert shelf.known[me].interest == Interest(("KR",), languages=("ko",))
    assert "only by reports in Korean" in await phone.ask(me, "/unmute all")
    assert "only by" not in await phone.ask(me, "/alerts languages all")
