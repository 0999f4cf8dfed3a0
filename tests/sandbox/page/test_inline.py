"""Inline mode on the page: "@bot words" in the field, the cards above it, and the one that is sent."""

import pytest
from playwright.async_api import Locator, Page, expect
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from tests.sandbox.browser import Desk, browser, desk, open_desk

__all__ = ["browser", "desk", "open_desk"]
pytestmark = pytest.mark.asyncio(loop_scope="session")

OPEN = InlineKeyboardMarkup([[InlineKeyboardButton("More in the bot", url="https://t.me/bot?start=ask_figures_korea")]])


def card(number: int) -> InlineQueryResultArticle:
    text = InputTextMessageContent(f"<b>Figures {number}</b>", "HTML")
    return InlineQueryResultArticle(str(number), f"Figures {number}", text, OPEN, description="<i>US$5bn</i> a year")


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Message")


async def heard(desk: Desk) -> InlineQuery:
    (update,) = await desk.bot.get_updates(timeout=5)
    await desk.bot.get_updates(offset=update.update_id + 1)
    assert update.inline_query is not None
    return update.inline_query


async def test_cards_are_shown_and_one_is_sent(desk: Desk) -> None:
    page = await desk.open(phone=True)
    if not await field(page).is_visible():
        await page.locator(".chat").first.click()
    await field(page).press_sequentially(f"@{desk.bot.username} korea")
    query = await heard(desk)
    assert (query.query, query.offset) == ("korea", "")
    await query.answer([card(1), card(2)], next_offset="2")
    options = page.get_by_role("listbox", name="Cards of the bot").get_by_role("option")
    await expect(options).to_have_text(["Figures 1<i>US$5bn</i> a year", "Figures 2<i>US$5bn</i> a year", "More …"])
    box = await page.get_by_role("listbox", name="Cards of the bot").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    await options.nth(2).click()
    query = await heard(desk)
    assert query.offset == "2"
    await query.answer([card(3)])
    await expect(options).to_have_count(3)
    await options.nth(2).click()
    sent = page.locator(".message.mine").last
    await expect(sent).to_contain_text("Figures 3")
    await expect(sent.locator(".via")).to_have_text(f"via @{desk.bot.username}")
    await expect(sent.locator("a.key")).to_contain_text("More in the bot")
    await expect(field(page)).to_have_value("")
    await expect(options).to_have_count(0)


async def test_the_button_above_starts_the_bot_and_keys_work(desk: Desk) -> None:
    group = (await desk.client.create_chat("group", "Newsroom"))["id"]
    for update in await desk.bot.get_updates():
        await desk.bot.get_updates(offset=update.update_id + 1)
    page = await desk.open(chat=group)
    await field(page).press_sequentially(f"@{desk.bot.username} ")
    await (await heard(desk)).answer([card(1), card(2)])
    cards = page.get_by_role("listbox", name="Cards of the bot")
    await expect(cards.get_by_role("option", selected=True)).to_contain_text("Figures 1")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.mine").last).to_contain_text("Figures 2")
    (update,) = await desk.bot.get_updates(timeout=5)
    await desk.bot.get_updates(offset=update.update_id + 1)
    await field(page).press_sequentially(f"@{desk.bot.username} zeppelins")
    above = InlineQueryResultsButton("See where it stands", start_parameter="ask_summary")
    await (await heard(desk)).answer([], button=above)
    await expect(cards.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(cards.get_by_role("option")).to_have_count(0)
    await field(page).press_sequentially("!")
    await (await heard(desk)).answer([], button=above)
    await page.get_by_role("option", name="See where it stands").click()
    await expect(page.locator(".message.mine").last).to_contain_text("/start ask_summary")
