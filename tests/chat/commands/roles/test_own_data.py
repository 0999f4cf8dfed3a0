"""/mydata and /forgetme: what is kept of a chat is told, sent, and removed after asking back."""

from bot.chat.render.answers import own_data
from bot.chat.updates.application import BotApplication
from bot.model import Chat
from tests.chat.builders import NOW, chat
from tests.chat.conftest import Phone, until
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf

MEMBER = {"id": 555, "first_name": "Member"}


def told(known: Chat, **data: list[dict[str, object]]) -> str:
    return visible(own_data.kept(data, known, "Rings: all news.", now=NOW, zone="Asia/Seoul"))


def test_each_thing_that_is_kept_has_its_line() -> None:
    words = told(
        chat(title="<Ada>", since=NOW),
        chats=[{}],
        watches=[{"name": "ships"}, {"name": "<b>"}],
        muted_stories=[{}],
        outbox=[{}, {}],
        new_table=[{}],
    )
    assert words.startswith(
        "What is kept of this chat\n"
        "• its number 1001, its kind (private) and name “<Ada>”, its clock (Asia/Seoul), subscribed since 18:30 KST\n"
        "• Rings: all news.\n• 2 watches: ships and <b>\n• 1 muted story\n• 2 messages sent or to be sent here\n"
        "• new table: 1 row\n"
    )
    asked = visible(own_data.ask_back({"chats": [{}], "watches": [{}], "messages": [{}]}))
    assert "Removed are this chat and its settings, 1 watch and 1 older message, by its number." in asked


async def test_a_chat_gets_its_data_and_is_forgotten_after_asking_back(
    bot: BotApplication, phone: Phone, shelf: Shelf
) -> None:
    me = await phone.add("private", "Ada")
    assert (await phone.ask(me, "/mydata")).startswith("Nothing is kept of this chat.")
    assert (await phone.ask(me, "/forgetme")).startswith("Nothing is kept of this chat.")
    await phone.ask(me, "/subscribe")
    assert "name “Ada”" in await phone.ask(me, "/mydata")
    (sent,) = await until(lambda: phone.requests("sendDocument"))
    assert "burdenwatch-mydata-2026-11-24.json" in str(sent)
    phone.seen[me] = (await phone.messages(me))[-1]["id"]
    await phone.type(me, "/forgetme")
    question = await phone.answer(me)
    yes, no = (button["data"] for button in question["buttons"][0])
    await phone.press(me, question["id"], no)
    await until(lambda: _says(phone, me, "Nothing was removed."))
    assert me in shelf.known
    await phone.type(me, "/forgetme")
    await phone.press(me, (await phone.answer(me))["id"], yes)
    await until(lambda: _says(phone, me, "Forgotten: 1 row about this chat"))
    assert me not in shelf.known


async def test_in_a_group_it_is_for_administrators(bot: BotApplication, phone: Phone, shelf: Shelf) -> None:
    group = await phone.add("group")
    await phone.answer(group)
    await phone.ask(group, "/subscribe")
    for command in ("/mydata", "/forgetme"):
        assert await phone.ask(group, command, user=MEMBER) == f"In a group, {command} is for its administrators."
    await phone.type(group, "/forgetme")
    question = await phone.answer(group)
    await phone.call(
        "POST",
        f"/chats/{group}/press",
        {"message_id": question["id"], "data": question["buttons"][0][0]["data"], "user": MEMBER},
    )
    told = await until(lambda: phone.requests("answerCallbackQuery"))
    assert told[-1]["params"]["text"] == "This is for the administrators of this chat."
    assert group in shelf.known


async def _says(phone: Phone, chat_id: int, words: str) -> bool:
    return any(one["text"].startswith(words) for one in await phone.messages(chat_id))
