"""Groups on the page: topics with a room each, others who write and press, and files that are sent."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)

from tests.sandbox.browser import Desk, browser, desk, open_desk
from tests.sandbox.client import YOU

__all__ = ["browser", "desk", "open_desk"]
pytestmark = pytest.mark.asyncio(loop_scope="session")

OPML = b'<opml version="2.0"><body><outline type="rss" xmlUrl="https://news.example/rss"/></body></opml>'


async def heard(desk: Desk) -> list[Update]:
    """What the bot has not heard before, once there is something."""
    updates = await desk.bot.get_updates(timeout=5)
    await desk.bot.get_updates(offset=updates[-1].update_id + 1)
    return list(updates)


async def write(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Message").fill(text)
    await page.keyboard.press("Enter")


async def forum(desk: Desk, *names: str) -> tuple[int, list[int]]:
    group = int((await desk.client.create_chat("supergroup", "Alliance desk"))["id"])
    topics = [
        int((await desk.client.call("POST", f"/api/chats/{group}/topics", {"name": name}))["topic"]) for name in names
    ]
    return group, topics


async def test_a_topic_is_made_written_in_closed_and_deleted_on_the_page(desk: Desk) -> None:
    group, _ = await forum(desk)
    await heard(desk)
    page = await desk.open(chat=group)
    about = page.get_by_role("dialog", name="Alliance desk")
    await page.get_by_role("button", name="About this chat").click()
    await about.get_by_label("New topic").fill("Korea")
    await page.keyboard.press("Enter")
    await expect(about).to_be_hidden()
    await expect(page.get_by_role("heading", name="Korea", exact=True)).to_be_visible()
    await expect(page.locator("#talk-sub")).to_have_text("topic of Alliance desk")
    await expect(page.locator(".service")).to_have_text("The topic “Korea” begins")
    await write(page, "/subscribe korea")
    *_, update = await heard(desk)
    said = update.message
    assert said is not None
    assert (said.text, said.is_topic_message) == ("/subscribe korea", True)
    topic = said.message_thread_id
    assert page.url.endswith(f"#{group}/{topic}")
    await desk.bot.send_message(group, "Korea rings here.", message_thread_id=topic)
    await expect(page.locator(".message").last).to_contain_text("Korea rings here.")
    actions = page.get_by_role("dialog", name="Korea")
    for name, sub in (("Close the topic", "closed topic of"), ("Open the topic again", "topic of")):
        await page.get_by_role("button", name="About this chat").click()
        await actions.get_by_role("button", name=name).click()
        await expect(page.locator("#talk-sub")).to_have_text(f"{sub} Alliance desk")
    await page.get_by_role("button", name="About this chat").click()
    await actions.get_by_role("button", name="Delete it").click()
    await expect(page.get_by_role("heading", name="Alliance desk", exact=True)).to_be_visible()
    await expect(page.locator(".chat")).to_have_count(2)
    await expect(page.locator(".message")).to_have_count(0)


async def test_each_topic_has_its_own_messages_unread_and_drafts(desk: Desk) -> None:
    group, (korea, japan) = await forum(desk, "Korea", "Japan")
    page = await desk.open(chat=YOU)
    names = page.locator("#chats .name")
    await expect(names).to_have_text(["Alliance desk", "Korea", "Japan", "You"])
    for thread, text in ((None, "to all"), (korea, "of Seoul"), (korea, "of Seoul again"), (japan, "of Tokyo")):
        await desk.bot.send_message(group, text, message_thread_id=thread)
    rows = {name: page.locator(f'[data-chat="{group}{at}"]') for name, at in (("all", ""), ("korea", f"/{korea}"))}
    await expect(rows["all"].locator(".badge")).to_have_text("1 unread")
    await expect(rows["korea"].locator(".badge")).to_have_text("2 unread")
    await expect(page).to_have_title("(4) burdenwatch sandbox")
    await rows["korea"].click()
    await expect(page.locator(".message .body")).to_have_text(["of Seoul", "of Seoul again"])
    await expect(page).to_have_title("(2) burdenwatch sandbox")
    await page.get_by_role("textbox", name="Message").fill("half a thought")
    await rows["all"].click()
    await expect(page.locator(".message .body")).to_have_text(["to all"])
    await expect(page.get_by_role("textbox", name="Message")).to_have_value("")
    await page.reload()
    await expect(rows["korea"].locator(".badge")).to_be_hidden()
    await rows["korea"].click()
    await expect(page.locator(".message .body")).to_have_text(["of Seoul", "of Seoul again"])


async def test_a_card_chosen_in_a_topic_is_sent_there(desk: Desk) -> None:
    group, (korea,) = await forum(desk, "Korea")
    await heard(desk)
    page = await desk.open(chat=YOU)
    await page.locator(f'[data-chat="{group}/{korea}"]').click()
    await page.get_by_role("textbox", name="Message").press_sequentially(f"@{desk.bot.username} korea")
    (asked,) = await heard(desk)
    assert asked.inline_query is not None
    await asked.inline_query.answer([InlineQueryResultArticle("1", "Figures", InputTextMessageContent("US$5bn"))])
    await page.get_by_role("listbox", name="Cards of the bot").get_by_role("option").click()
    await expect(page.locator(".message.mine")).to_contain_text("US$5bn")
    *_, sent = await desk.client.messages(group)
    assert sent["topic"] == "Korea"


async def test_others_write_and_press_in_a_group(desk: Desk) -> None:
    group = int((await desk.client.create_chat("supergroup", "Alliance desk"))["id"])
    reader = int((await desk.client.create_chat("private", "Reader two"))["id"])
    await desk.client.create_chat("channel", "Burden news")
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Mute", callback_data="mute")]])
    await desk.bot.send_message(group, "An alert", reply_markup=keys)
    await heard(desk)
    page = await desk.open(chat=group)
    speaker = page.get_by_label("Write as")

    async def done(label: str) -> tuple[Any, Any]:
        """Whom the bot takes for the writer and the presser."""
        await speaker.select_option(label=label)
        await write(page, "/settings")
        (update,) = await heard(desk)
        assert update.message is not None
        await page.get_by_role("button", name="Mute", exact=True).click()
        (press,) = await heard(desk)
        assert press.callback_query is not None
        await press.callback_query.answer()
        return update.message, press.callback_query.from_user

    said, by = await done("Robin, a member")
    assert (said.from_user.first_name, by.first_name) == ("Robin", "Robin")
    assert (await desk.bot.get_chat_member(group, by.id)).status == "member"
    said, by = await done("Ada, an administrator")
    assert (await desk.bot.get_chat_member(group, said.from_user.id)).status == "administrator"
    said, by = await done("Ada, as the group itself")
    assert (said.sender_chat.id, by.first_name) == (group, "Ada")
    said, by = await done("Reader two, a member")
    assert (said.from_user.id, by.id) == (reader, reader)
    said, by = await done("Robin, as Burden news")
    assert (said.sender_chat.title, by.first_name) == ("Burden news", "Robin")
    said, by = await done("You, the owner")
    assert (said.from_user.id, by.id) == (YOU, YOU)
    await page.locator(f'[data-chat="{YOU}"]').click()
    await expect(speaker).to_be_hidden()


async def test_a_file_is_sent_and_what_no_bot_may_fetch_is_refused(desk: Desk, tmp_path: Path) -> None:
    page = await desk.open(phone=True)
    await page.locator("#file").set_input_files({"name": "feeds.opml", "mimeType": "text/xml", "buffer": OPML})
    await expect(page.locator("#attached")).to_contain_text("File to send, 95 B feeds.opml")
    await write(page, "/import")
    (update,) = await heard(desk)
    said = update.message
    assert said is not None
    assert said.document is not None
    assert (said.caption, said.document.file_name) == ("/import", "feeds.opml")
    got = await (await said.document.get_file()).download_as_bytearray()
    assert bytes(got) == OPML
    await expect(page.locator("#attached")).to_be_hidden()
    await expect(page.locator(".message.mine")).to_contain_text("feeds.opml")
    too_large = tmp_path / "all.opml"
    with too_large.open("wb") as file:
        file.truncate(20 * 1024 * 1024 + 1)
    await page.locator("#file").set_input_files(too_large)
    await expect(page.get_by_role("status")).to_have_text("all.opml is larger than the 20 MB that a bot may fetch.")
    await page.locator("#file").set_input_files({"name": "b.opml", "mimeType": "text/xml", "buffer": OPML})
    await page.get_by_role("button", name="Do not send the file").click()
    await expect(page.locator("#attached")).to_be_hidden()


async def test_links_to_the_bot_open_it_here(desk: Desk) -> None:
    group = int((await desk.client.create_chat("group", "Alliance desk"))["id"])
    await heard(desk)
    link = f"https://t.me/{desk.bot.username}?start=ask_summary"
    await desk.bot.send_message(group, f'<a href="{link}">More in the bot</a>', parse_mode="HTML")
    page = await desk.open(chat=group)
    await page.get_by_role("link", name="More in the bot").click()
    await expect(page.get_by_role("heading", name="You", exact=True)).to_be_visible()
    (update,) = await heard(desk)
    assert update.message is not None
    assert update.message.text == "/start ask_summary"


async def test_what_administrators_do_with_the_bot_and_the_group(desk: Desk) -> None:
    group = int((await desk.client.create_chat("group", "Alliance desk"))["id"])
    page = await desk.open(chat=group)
    about = page.get_by_role("dialog", name="Alliance desk")
    await page.get_by_role("button", name="About this chat").click()
    await expect(about).to_contain_text(f"Chat {group}")
    await about.get_by_label("The bot here is").select_option(label="an administrator")
    await expect(about.get_by_label("The bot here is")).to_have_value("administrator")
    assert (await desk.bot.get_chat_member(group, desk.bot.id)).status == "administrator"
    await about.get_by_role("button", name="Make it a supergroup").click()
    await expect(page.locator("#talk-sub")).to_have_text(re.compile("^supergroup with"))
    await page.get_by_role("button", name="About this chat").click()
    await expect(about.get_by_role("button", name="Make it a supergroup")).to_be_hidden()
    await expect(about.get_by_label("New topic")).to_be_visible()
