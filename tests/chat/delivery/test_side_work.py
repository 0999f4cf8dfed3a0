"""Pictures and files outside of the update's slot: nobody waits behind them, and they end with the application."""

import asyncio
import sys
from datetime import timedelta
from typing import Never

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import ChatContext, build_application
from bot.chat.commands.charts import DrawingError, draw_in_process
from bot.chat.drawing.chart import Chart
from bot.chat.updates.application import ALLOWED_UPDATES, BotApplication
from bot.model import Role
from bot.sandbox import Sandbox
from tests.chat.builders import NOW, TOKEN, article, money
from tests.chat.commands.test_charts import told
from tests.chat.conftest import Phone, until
from tests.chat.shelf import Shelf

ASKED = 30


async def test_nobody_waits_behind_the_charts_of_a_stranger(
    phone: Phone, bot: BotApplication, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = asyncio.Event()

    async def slowly(chart: Chart) -> bytes:
        await answered.wait()
        return await draw_in_process(chart)

    monkeypatch.setattr("bot.chat.commands.charts.draw_in_process", slowly)
    shelf.stored = told()
    stranger, other = await phone.add("private"), await phone.add("private")
    for _ in range(ASKED - 1):
        await phone.type(stranger, "/chart korea")
    await phone.type(stranger, "/baseline")  # a chat's commands are answered in turn: all of them are seen by then
    assert "/chart" in await phone.ask(other, "/help")
    await until(lambda: _said(phone, stranger, 2))
    assert not await phone.requests("sendPhoto"), "the answers did not wait for a picture"
    answered.set()
    said = await until(lambda: _said(phone, stranger, 3))
    assert [bool(message.get("photo")) for message in said] == [False, False, True]
    assert "Please ask for the next one when it is here" in " ".join(message["text"] for message in said)


async def _said(phone: Phone, chat: int, number: int) -> list[dict[str, str]]:
    """So many messages: one sentence to those who ask meanwhile, the baseline, and at last one picture."""
    said = await phone.messages(chat)
    return said if len(said) == number else []


async def test_each_press_is_told_what_it_comes_to(
    phone: Phone, bot: BotApplication, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = asyncio.Event()

    async def held(chart: Chart) -> bytes:
        await drawing.wait()
        raise DrawingError

    monkeypatch.setattr("bot.chat.commands.charts.draw_in_process", held)
    shelf.stored = told()
    chat = await phone.add("private")
    chart, file = (InlineKeyboardButton(data, callback_data=data) for data in ("chart:KR", "export:csv reports"))
    await bot.bot.send_message(chat, "Figures", reply_markup=InlineKeyboardMarkup([[chart, file]]))
    message = (await phone.answer(chat))["id"]
    for data in (chart.text, chart.text, chart.text, file.text):
        await phone.press(chat, message, data)
    answers = await until(lambda: _presses(phone, 4))
    assert answers[0] == "Drawing …"
    assert all("Please ask for the next one when it is here" in words for words in answers[1:])
    drawing.set()
    assert "could not be drawn" in (await phone.answer(chat))["text"]


async def _presses(phone: Phone, number: int) -> list[str]:
    told = [one["params"].get("text", "") for one in await phone.requests("answerCallbackQuery")]
    return told if len(told) == number else []


async def test_a_picture_is_kept_while_it_would_show_the_same(
    phone: Phone, bot: BotApplication, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.stored = told()
    one, other = await phone.add("private"), await phone.add("private")
    await phone.type(one, "/chart korea")
    assert (await phone.answer(one))["photo"]
    monkeypatch.setattr(sys, "executable", "/bin/false")  # nothing is drawn any more
    await phone.type(other, "/chart korea")
    assert (await phone.answer(other))["photo"]
    offer = money("US$2bn", 2e9, "USD", Role.OFFERED, year=2021)
    for number in (8, 9):
        report = article(number, figures=[offer], outlet=f"O{number}", published=NOW - timedelta(days=1))
        shelf.stored = [*shelf.stored, report]
    assert "could not be drawn" in await phone.ask(one, "/chart korea")


async def test_what_is_under_way_ends_with_the_application(
    sandbox: Sandbox, phone: Phone, around: ChatContext, shelf: Shelf
) -> None:
    shelf.stored = told()
    chat = await phone.add("private")
    await phone.fault("stall", "sendDocument", times=9)
    application = build_application(TOKEN, sandbox.url, around, read_timeout=60)
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(timeout=5, allowed_updates=ALLOWED_UPDATES)
        await phone.type(chat, "/export csv reports")
        await until(lambda: phone.requests("sendDocument"))
        assert _under_way() == {f"aside {chat}"}
        await application.updater.stop()
        with pytest.raises(TimeoutError):  # as the worker ends it, though with less patience
            await asyncio.wait_for(application.stop(), 0.1)
        assert _under_way() == set()


def _under_way() -> set[str]:
    return {task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("aside")}


async def test_a_fault_in_it_is_told_to_whoever_asked(
    phone: Phone, bot: BotApplication, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Never:
        raise ConnectionError("no database")

    shelf.stored = told()
    chat = await phone.add("private")
    with monkeypatch.context() as patch:
        patch.setattr(shelf, "ledger", broken)
        assert "Something went wrong here" in await phone.ask(chat, "/chart korea")
    await phone.type(chat, "/export csv reports")
    assert (await phone.answer(chat))["document"], "and the next one is made"
