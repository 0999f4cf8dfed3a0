"""The buttons under an alert."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import ChatContext, Messenger
from bot.chat.updates.application import BotApplication
from bot.model import ChatType
from tests.chat.builders import DEMAND, article, chat, delivery, placed
from tests.chat.conftest import Phone, until
from tests.chat.shelf import Shelf


@pytest.fixture
async def alerted(bot: BotApplication, phone: Phone, shelf: Shelf, around: ChatContext) -> tuple[int, int]:
    """A group with an alert in it: (chat, message)."""
    shelf.stored = [article(1, figures=[placed(DEMAND)])]
    group = await phone.add("group")
    await phone.answer(group)
    await Messenger(bot.bot, around).send(delivery(1, chat(group, ChatType.GROUP)))
    return group, int((await phone.answer(group))["id"])


async def test_figures_answers_below_the_alert(phone: Phone, alerted: tuple[int, int]) -> None:
    group, message = alerted
    await phone.press(group, message, "figures:1")
    answer = await phone.answer(group)
    assert answer["reply_to"] == message
    assert answer["text"] == (
        "Figures of this report\n"
        "Seoul and Washington talk, round 1\n"
        "Yonhap · 17:05 KST\n"
        "\n"
        "• US$5bn a year demanded, according to lawmakers in Seoul\n"
        "   ↳ as in the baseline"
    )


async def test_how_figures_are_computed_is_one_tap_away(phone: Phone, alerted: tuple[int, int]) -> None:
    group, _ = alerted
    await phone.type(group, "/figures korea")
    figures = await phone.answer(group)
    assert {"text": "How computed", "data": "how:KR"} in [key for row in figures["buttons"] for key in row]
    await phone.press(group, int(figures["id"]), "how:KR")
    answer = await phone.answer(group)
    assert answer["reply_to"] == int(figures["id"])
    assert answer["text"].startswith("How it is computed\n")


async def test_why_answers_below_the_alert(phone: Phone, alerted: tuple[int, int]) -> None:
    group, message = alerted
    await phone.press(group, message, "why:1")
    answer = await phone.answer(group)
    assert answer["reply_to"] == message
    assert answer["text"].startswith("Why this alert\n")
    assert (await phone.requests("answerCallbackQuery"))[0]["ok"]


async def test_a_button_whose_report_is_gone_says_so(phone: Phone, alerted: tuple[int, int], shelf: Shelf) -> None:
    group, message = alerted
    shelf.stored = []
    await phone.press(group, message, "why:1")
    request = (await until(lambda: phone.requests("answerCallbackQuery")))[0]
    assert request["params"]["text"] == "This button no longer works."
    assert len(await phone.messages(group)) == 2


async def test_a_press_too_old_to_acknowledge_is_answered_all_the_same(phone: Phone, alerted: tuple[int, int]) -> None:
    group, message = alerted
    await phone.fault(
        "400", "answerCallbackQuery", description="query is too old and response timeout expired or query ID is invalid"
    )
    await phone.press(group, message, "why:1")
    assert (await phone.answer(group))["text"].startswith("Why this alert\n")


@pytest.mark.parametrize("data", ["why:x", "why:-1", "why:" + "9" * 30, "figures:١", "else:1", "why"])
async def test_data_of_another_kind_is_no_id(
    bot: BotApplication, phone: Phone, alerted: tuple[int, int], data: str
) -> None:
    group, _ = alerted
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])
    sent = await bot.bot.send_message(group, "x", reply_markup=markup)
    await phone.press(group, sent.message_id, data)
    request = (await until(lambda: phone.requests("answerCallbackQuery")))[0]
    assert request["params"]["text"] == "This button no longer works."
