"""The bot's command menu on the page, by keyboard and by pointer."""

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect
from telegram import BotCommand

from tests.sandbox.browser import Desk, browser, desk, open_desk

__all__ = ["browser", "desk", "open_desk"]
pytestmark = pytest.mark.asyncio(loop_scope="session")

COMMANDS = {
    "start": "What this bot does",
    "subscribe": "Alerts for this chat",
    "summary": "What has happened",
    "figures": "Every figure",
}


@pytest_asyncio.fixture(loop_scope="session")
async def page(desk: Desk) -> Page:
    await desk.bot.set_my_commands(list(COMMANDS.items()))
    return await desk.open()


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Message")


def offered(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Commands").get_by_role("option")


def chosen(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Commands").get_by_role("option", selected=True)


async def heard(desk: Desk) -> str | None:
    (update,) = await desk.bot.get_updates(timeout=5)
    assert update.message is not None
    return update.message.text


async def test_a_slash_opens_it_and_letters_filter_it(page: Page) -> None:
    await field(page).press_sequentially("/")
    assert await offered(page).all_inner_texts() == [f"/{name}\n{about}" for name, about in COMMANDS.items()]
    await field(page).press_sequentially("SU")
    assert await page.locator("#commands b").all_inner_texts() == ["/subscribe", "/summary"]
    await field(page).press_sequentially("x")
    await expect(page.get_by_role("listbox", name="Commands")).to_be_hidden()
    await field(page).fill("a /su")
    await expect(page.get_by_role("listbox", name="Commands")).to_be_hidden()


async def test_arrows_choose_and_enter_sends(desk: Desk, page: Page) -> None:
    await field(page).press_sequentially("/s")
    await expect(chosen(page)).to_contain_text("/start")
    await expect(field(page)).to_have_attribute("aria-activedescendant", "command-start")
    for key, name in zip(["ArrowDown"] * 3 + ["ArrowUp"], ["subscribe", "summary", "start", "summary"], strict=True):
        await page.keyboard.press(key)
        await expect(chosen(page)).to_contain_text(f"/{name}")
    await page.keyboard.press("Enter")
    assert await heard(desk) == "/summary"
    await expect(field(page)).to_have_value("")
    await expect(page.get_by_role("listbox", name="Commands")).to_be_hidden()


async def test_tab_completes_for_an_argument(desk: Desk, page: Page) -> None:
    await field(page).press_sequentially("/fi")
    await page.keyboard.press("Tab")
    await expect(field(page)).to_have_value("/figures ")
    await expect(field(page)).to_be_focused()
    await page.keyboard.type("baseline")
    await page.keyboard.press("Enter")
    assert await heard(desk) == "/figures baseline"


async def test_escape_closes_it_and_enter_then_sends_what_is_typed(desk: Desk, page: Page) -> None:
    await field(page).press_sequentially("/su")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox", name="Commands")).to_be_hidden()
    await page.keyboard.press("Enter")
    assert await heard(desk) == "/su"


async def test_the_menu_button_works_by_pointer(desk: Desk, page: Page) -> None:
    menu = page.get_by_role("button", name="Menu")
    await expect(menu).to_have_attribute("aria-expanded", "false")
    await menu.click()
    await expect(menu).to_have_attribute("aria-expanded", "true")
    await page.get_by_role("log", name="Messages").click()
    await expect(menu).to_have_attribute("aria-expanded", "false")
    await menu.click()
    await page.get_by_role("option", name="/subscribe").click()
    assert await heard(desk) == "/subscribe"


async def test_the_menu_button_works_by_keyboard(desk: Desk, page: Page) -> None:
    await page.get_by_role("button", name="Menu").focus()
    await page.keyboard.press("Enter")
    await expect(field(page)).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(chosen(page)).to_contain_text("/subscribe")
    await page.keyboard.press("Enter")
    assert await heard(desk) == "/subscribe"


async def test_the_menu_follows_the_bot(desk: Desk, page: Page) -> None:
    await desk.bot.set_my_commands([BotCommand("latest", "The last stories")])
    await page.get_by_role("button", name="Menu").click()
    await expect(offered(page)).to_have_text(["/latestThe last stories"])
    await desk.bot.delete_my_commands()
    await expect(page.get_by_role("button", name="Menu")).to_be_hidden()
