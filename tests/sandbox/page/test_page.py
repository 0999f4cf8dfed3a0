"""The chat page in a real browser: what is typed reaches the bot, what the bot does appears by itself."""

import re

import pytest
from playwright.async_api import Page, expect
from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatAction

from tests.sandbox.browser import Desk, browser, desk, open_desk
from tests.sandbox.client import YOU

__all__ = ["browser", "desk", "open_desk"]
pytestmark = pytest.mark.asyncio(loop_scope="session")

KEYS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Subscribe", callback_data="sub"), InlineKeyboardButton("Figures", callback_data="fig")],
        [InlineKeyboardButton("Source", url="https://news.example/1")],
    ]
)


async def next_update(bot: Bot) -> Update:
    """The oldest update, confirmed."""
    (update, *_) = await bot.get_updates(timeout=5)
    await bot.get_updates(offset=update.update_id + 1)
    return update


async def heard(bot: Bot) -> Message:
    message = (await next_update(bot)).message
    assert message is not None
    return message


async def pressed(bot: Bot) -> CallbackQuery:
    query = (await next_update(bot)).callback_query
    assert query is not None
    return query


async def write(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Message").fill(text)
    await page.keyboard.press("Enter")


async def test_it_loads_alone_and_says_what_to_do(desk: Desk) -> None:
    page = await desk.open()
    await expect(page).to_have_title("burdenwatch sandbox")
    await expect(page.get_by_role("heading", name="You")).to_be_visible()
    await expect(page.get_by_role("log", name="Messages")).to_contain_text("Nothing here yet.")
    await expect(page.get_by_role("region", name="Replay of past reports")).to_be_hidden()
    await page.get_by_role("button", name="/start").click()
    assert (await heard(desk.bot)).text == "/start"
    await expect(page.locator(".empty")).to_have_count(0)
    served = await page.evaluate("performance.getEntriesByType('resource').map((one) => new URL(one.name).origin)")
    assert set(served) == {desk.sandbox.url}


async def test_a_typed_command_reaches_the_bot_and_the_answer_appears(desk: Desk) -> None:
    page = await desk.open()
    await write(page, "/start")
    message = await heard(desk.bot)
    assert (message.text, message.chat_id) == ("/start", YOU)
    await expect(page.locator(".message.mine")).to_contain_text("/start")
    await desk.bot.send_message(YOU, "Welcome.")
    answer = page.locator(".message:not(.mine)")
    await expect(answer).to_contain_text("Welcome.")
    await expect(answer.locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))


async def test_lines_are_kept_and_shift_enter_begins_one(desk: Desk) -> None:
    page = await desk.open()
    await page.get_by_role("textbox", name="Message").fill("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Enter")
    assert (await heard(desk.bot)).text == "one\ntwo"
    assert await page.locator(".message .body").inner_text() == "one\ntwo"


async def test_the_newest_message_is_in_sight_unless_one_reads_above(desk: Desk) -> None:
    for number in range(30):
        await desk.bot.send_message(YOU, f"Report {number}")
    page = await desk.open()
    messages, newer = page.locator(".message"), page.get_by_role("button", name="To the newest message")
    await expect(messages.last).to_be_in_viewport()
    for number in range(5):
        await desk.bot.send_message(YOU, f"Late {number}")
    await expect(messages.last).to_contain_text("Late 4")
    await expect(messages.last).to_be_in_viewport()
    await expect(newer).to_be_hidden()
    await page.get_by_role("log", name="Messages").focus()
    await page.keyboard.press("Home")
    await expect(messages.first).to_be_in_viewport()
    await desk.bot.send_message(YOU, "While reading above")
    await expect(newer).to_have_text("1")
    await expect(messages.first).to_be_in_viewport()
    await newer.click()
    await expect(messages.last).to_be_in_viewport()
    await expect(newer).to_be_hidden()


async def test_a_button_is_busy_until_the_bot_answers(desk: Desk) -> None:
    await desk.bot.send_message(YOU, "Welcome.", reply_markup=KEYS)
    page = await desk.open()
    subscribe, figures = (page.get_by_role("button", name=name) for name in ("Subscribe", "Figures"))
    await expect(subscribe).to_have_attribute("aria-busy", "false")
    await subscribe.click()
    await subscribe.click()  # an impatient second press is none
    query = await pressed(desk.bot)
    assert (query.data, query.from_user.id) == ("sub", YOU)
    await expect(subscribe).to_have_attribute("aria-busy", "true")
    await expect(figures).to_have_attribute("aria-busy", "false")
    await desk.bot.answer_callback_query(query.id, "You are subscribed now.")
    await expect(page.get_by_role("status")).to_have_text("You are subscribed now.")
    await expect(page.get_by_role("status")).to_be_visible()
    await expect(subscribe).to_have_attribute("aria-busy", "false")
    assert await desk.bot.get_updates() == ()
    source = page.get_by_role("link", name="Source")
    await expect(source).to_have_attribute("href", "https://news.example/1")
    await expect(source).to_have_attribute("rel", "noopener noreferrer")


async def test_an_alert_waits_for_an_ok(desk: Desk) -> None:
    await desk.bot.send_message(YOU, "Welcome.", reply_markup=KEYS)
    page = await desk.open()
    await page.get_by_role("button", name="Figures").click()
    query = await pressed(desk.bot)
    await desk.bot.answer_callback_query(query.id, "Only for operators.", show_alert=True)
    said = page.get_by_role("dialog", name="The bot says")
    await expect(said).to_contain_text("Only for operators.")
    await said.get_by_role("button", name="OK").click()
    await expect(said).to_be_hidden()


async def test_a_button_that_is_never_answered_is_given_up(desk: Desk) -> None:
    await desk.bot.send_message(YOU, "Welcome.", reply_markup=KEYS)
    page = await desk.open()
    await page.clock.install()
    await page.reload()
    await page.get_by_role("button", name="Subscribe").click()
    await pressed(desk.bot)
    await page.clock.fast_forward(16_000)
    await expect(page.get_by_role("status")).to_have_text("The bot has not answered this button.")
    await expect(page.get_by_role("button", name="Subscribe")).to_have_attribute("aria-busy", "false")


async def test_messages_change_and_go_in_place(desk: Desk) -> None:
    first = await desk.bot.send_message(YOU, "Counting …", reply_markup=KEYS)
    second = await desk.bot.send_message(YOU, "In between")
    page = await desk.open()
    await page.get_by_role("button", name="Figures").focus()
    await desk.bot.edit_message_text("7 figures", YOU, first.message_id, reply_markup=KEYS)
    changed = page.locator(".message").first
    await expect(changed).to_contain_text("7 figures")
    await expect(changed.locator(".meta")).to_contain_text("edited")
    await expect(page.get_by_role("button", name="Figures", exact=True)).to_be_focused()
    await desk.bot.edit_message_reply_markup(YOU, first.message_id)
    await expect(page.locator(".key")).to_have_count(0)
    await desk.bot.delete_message(YOU, second.message_id)
    await expect(page.locator(".message")).to_have_count(1)
    await desk.bot.delete_message(YOU, first.message_id)
    await expect(page.locator("#messages")).to_contain_text("Nothing here yet.")
    await expect(page.locator(".day")).to_have_count(0)


async def test_one_sees_that_the_bot_writes(desk: Desk) -> None:
    page = await desk.open()
    await desk.bot.send_chat_action(YOU, ChatAction.TYPING)
    line = page.locator("#talk-sub")
    await expect(line).to_have_text("burdenwatch is typing …")
    await desk.bot.send_message(YOU, "Written.")
    await expect(line).to_have_text("private chat with @burdenwatch_sandbox_bot")


async def test_a_reply_names_its_message(desk: Desk) -> None:
    alert = await desk.bot.send_message(YOU, "Talks break off\nmore below")
    page = await desk.open()
    await page.locator(".message").hover()
    await page.get_by_role("button", name="Reply to: Talks break off").click()
    await expect(page.locator("#replying")).to_have_text(
        re.compile(r"Reply to burdenwatch\s+Talks break off more below\s*$")
    )
    await expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    await write(page, "/why")
    message = await heard(desk.bot)
    assert message.reply_to_message is not None
    assert message.reply_to_message.message_id == alert.message_id
    await expect(page.locator("#replying")).to_be_hidden()
    await expect(page.locator(".mine .quote")).to_have_text("burdenwatchTalks break off more below")
    await page.locator(".mine .quote").click()
    await expect(page.locator(f'.message[data-id="{alert.message_id}"]')).to_have_class(re.compile("flash"))
    await page.locator(".message").first.hover()
    await page.get_by_role("button", name="Reply to: Talks break off").click()
    await page.keyboard.press("Escape")
    await expect(page.locator("#replying")).to_be_hidden()


async def test_what_cannot_be_sent_comes_back_into_the_field(desk: Desk) -> None:
    desk.watch.forgiven = "400 "
    page = await desk.open()
    field = page.get_by_role("textbox", name="Message")
    await write(page, "x" * 4097)
    await expect(page.get_by_role("status")).to_have_text("the message is longer than 4096 UTF-16 units")
    await expect(field).to_have_value("x" * 4097)
    await expect(page.locator(".message")).to_have_count(0)


async def test_what_is_begun_stays_with_its_chat(desk: Desk) -> None:
    other = await desk.client.create_chat("group", "Alliance desk")
    page = await desk.open(chat=YOU)
    field = page.get_by_role("textbox", name="Message")
    await field.fill("half a thought")
    await page.get_by_role("button", name="Alliance desk").click()
    await expect(field).to_have_value("")
    await field.fill("for the group")
    await page.get_by_role("button", name=re.compile("^You")).click()
    await expect(field).to_have_value("half a thought")
    await page.go_back()
    await expect(field).to_have_value("for the group")
    assert page.url.endswith(f"#{other['id']}")
