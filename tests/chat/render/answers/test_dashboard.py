"""The button that opens the dashboard: a Mini App where Telegram opens one, an address elsewhere, and words without."""

import pytest
from telegram import InlineKeyboardButton

from bot.chat.commands.command import CommandRequest
from bot.chat.delivery.messenger import keyboard
from bot.chat.render import Rendered
from bot.model import Chat, ChatType
from tests.chat.builders import context, families
from tests.chat.shelf import Shelf

HTTPS, HTTP = "https://bot.example/dashboard", "http://127.0.0.1:8080/dashboard"


def answered(address: str | None, kind: ChatType = ChatType.PRIVATE) -> Rendered:
    made = families(context(Shelf(), dashboard=address))
    return made.message_of("dashboard", CommandRequest(Chat(1, kind, "Ann", subscribed=False)))


def button(message: Rendered) -> InlineKeyboardButton:
    made = keyboard(message.buttons)
    assert made is not None
    ((only,),) = made.inline_keyboard
    return only


def test_in_a_private_chat_it_is_a_mini_app_by_https() -> None:
    opened = button(answered(HTTPS)).web_app
    assert opened is not None
    assert opened.url == HTTPS
    assert button(answered(HTTP)).url == HTTP


@pytest.mark.parametrize("kind", [ChatType.GROUP, ChatType.SUPERGROUP, ChatType.CHANNEL])
def test_elsewhere_it_is_an_address(kind: ChatType) -> None:
    made = button(answered(HTTPS, kind))
    assert (made.url, made.web_app) == (HTTPS, None)


def test_without_an_address_it_says_what_to_do() -> None:
    assert "PUBLIC_URL" in answered("").plain
    assert answered("").buttons == ()
    assert answered(None).plain == "There is no dashboard here."
