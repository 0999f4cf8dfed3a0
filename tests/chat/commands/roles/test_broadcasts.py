"""/broadcast: nothing goes before a look at it, what goes goes once, and alerts go before it."""

import pytest

from bot.chat import ChatContext, Messenger
from bot.chat.commands.command import CommandRequest
from bot.chat.commands.roles.broadcasts import Broadcasts
from bot.chat.typed.bad_argument import BadArgument
from bot.chat.updates.application import BotApplication
from bot.model import ChatType, Delivery, DeliveryKind, Sent
from bot.sandbox import Sandbox
from tests.chat.builders import NOW, OPERATOR, chat, context, families
from tests.chat.conftest import Phone, running, until
from tests.chat.shelf import Shelf


async def test_it_is_looked_at_sent_or_dropped_and_sent_once(sandbox: Sandbox, phone: Phone, shelf: Shelf) -> None:
    me = await phone.add("private")
    shelf.known = {1: chat(1), 2: chat(2), 3: chat(3, ChatType.CHANNEL), 4: chat(4, subscribed=False)}
    async with running(sandbox.url, context(shelf, operators=frozenset({me}))):
        await phone.type(me, "/broadcast Tonight <b>new</b>\nmachine")
        look = await phone.answer(me)
        assert look["text"] == (
            "This goes to 3 subscribed chats: 2 private chats and 1 channel\nNothing is sent yet.\n\n"
            "From who runs this bot\nTonight <b>new</b>\nmachine"
        )
        send, drop = look["buttons"][0]
        assert (send["text"], drop["text"]) == ("Send to 3", "Cancel")
        await phone.press(me, look["id"], drop["data"])
        await until(lambda: _says(phone, me, "Nothing was sent."))
        assert shelf.broadcasts == {}
        await phone.type(me, "/broadcast Tonight")
        look = await phone.answer(me)
        await phone.press(me, look["id"], look["buttons"][0][0]["data"])
        await until(lambda: _says(phone, me, "It goes out to 3 chats, "))
        assert list(shelf.broadcasts.values()) == ["Tonight"]


async def _says(phone: Phone, chat_id: int, words: str) -> bool:
    return any(one["text"].startswith(words) for one in await phone.messages(chat_id))


async def test_what_goes_out_says_whose_it_is(sender: BotApplication, phone: Phone, around: ChatContext) -> None:
    me = await phone.add("private")
    row = Delivery(1, chat(me), DeliveryKind.BROADCAST, None, "Tonight <i>\nat ten", 0, NOW)
    assert isinstance(await Messenger(sender.bot, around).send(row), Sent)
    assert (await phone.answer(me))["text"] == "From who runs this bot\nTonight <i>\nat ten"


@pytest.mark.parametrize(
    ("words", "says"),
    [("", "Say behind it"), ("x" * 3001, "That has 3,001 characters"), ("Tonight", "Nobody is subscribed")],
)
def test_what_cannot_go_says_why(shelf: Shelf, words: str, says: str) -> None:
    with pytest.raises(BadArgument, match=says):
        families(context(shelf)).of(Broadcasts).broadcast(CommandRequest(chat(OPERATOR), words, operator=True))
