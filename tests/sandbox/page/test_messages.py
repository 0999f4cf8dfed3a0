"""What a message looks like on the page: entities, pictures, files, writers; and what hostile text cannot do."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from tests.sandbox.browser import Desk, browser, desk, open_desk
from tests.sandbox.client import YOU
from tests.sandbox.pictures import png

__all__ = ["browser", "desk", "open_desk"]
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def shown(desk: Desk, html: str, **more: Any) -> Page:
    """A page that shows one message of the bot's."""
    await desk.bot.send_message(YOU, html, parse_mode="HTML", **more)
    page = await desk.open()
    await expect(page.locator(".message")).to_have_count(1)
    return page


ENTITIES = [
    ("<b>bold <i>and italic</i></b>", "b > i", "and italic"),
    ("<u>under</u>", "u", "under"),
    ("<s>struck</s>", "s", "struck"),
    ("<code>a = 1</code>", "code", "a = 1"),
    ("<pre>one  two\nthree</pre>", "pre", "one  two\nthree"),
    ("<blockquote>a quote</blockquote>", "blockquote", "a quote"),
    ('<a href="https://news.example/?a=1&amp;b=2">link</a>', 'a[href="https://news.example/?a=1&b=2"]', "link"),
    ("see news.example.com/x.", 'a[href="http://news.example.com/x"]', "news.example.com/x"),
    ("see https://news.example/x, too", 'a[href="https://news.example/x"]', "https://news.example/x"),
    ("send /figures", "button.command", "/figures"),
    ("#alliance", ".tag", "#alliance"),
    ("🇰🇷 <b>요구: 50억 달러</b> 끝", "b", "요구: 50억 달러"),
    ("𝄞𝄞 <b>防衛費</b>", "b", "防衛費"),
]


async def test_entities_become_elements(desk: Desk) -> None:
    for html, _, _ in ENTITIES:
        await desk.bot.send_message(YOU, html, parse_mode="HTML")
    page = await desk.open()
    await expect(page.locator(".message")).to_have_count(len(ENTITIES))
    for place, (html, selector, text) in enumerate(ENTITIES):
        found = page.locator(".message").nth(place).locator(f".body {selector}")
        assert await found.evaluate_all("found => found.map((one) => one.textContent)") == [text], html


async def test_lines_around_a_quote_are_not_doubled(desk: Desk) -> None:
    page = await shown(desk, "before\n<blockquote>quoted</blockquote>\nafter")
    await desk.bot.send_message(YOU, "one\ntwo\nthree\nfour")
    await expect(page.locator(".message")).to_have_count(2)
    three_lines, four_lines = [await node.bounding_box() for node in await page.locator(".bubble").all()]
    assert three_lines is not None
    assert four_lines is not None
    assert three_lines["height"] < four_lines["height"]


async def test_a_command_in_a_text_is_sent_by_a_press(desk: Desk) -> None:
    page = await shown(desk, "Send /subscribe to begin.")
    await page.get_by_role("button", name="/subscribe", exact=True).click()
    (update,) = await desk.bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.text == "/subscribe"


async def test_links_open_beside_the_page_and_show_where_they_lead(desk: Desk) -> None:
    page = await shown(desk, '<a href="https://elsewhere.example/">https://bank.example</a>')
    link = page.get_by_role("link", name="https://bank.example")
    for name, value in {
        "target": "_blank",
        "rel": "noopener noreferrer",
        "title": "https://elsewhere.example/",
    }.items():
        await expect(link).to_have_attribute(name, value)


async def test_hidden_text_shows_at_a_press_and_by_key(desk: Desk) -> None:
    page = await shown(desk, "<tg-spoiler>the end</tg-spoiler> <tg-spoiler>the other end</tg-spoiler>")
    first, second = await page.locator(".spoiler").all()
    await first.click()
    await expect(first).to_have_class(re.compile("shown"))
    await expect(second).not_to_have_class(re.compile("shown"))
    await second.focus()
    await page.keyboard.press("Enter")
    await expect(second).to_have_class(re.compile("shown"))


async def test_a_long_quote_folds_and_a_short_one_does_not(desk: Desk) -> None:
    page = await shown(desk, "<blockquote expandable>" + "A long note. " * 40 + "</blockquote>")
    quote = page.locator("blockquote")
    folded = await quote.bounding_box()
    await quote.press("Enter")
    whole = await quote.bounding_box()
    assert folded is not None
    assert whole is not None
    assert whole["height"] > 2 * folded["height"]
    await desk.bot.send_message(YOU, "<blockquote expandable>Short.</blockquote>", parse_mode="HTML")
    await expect(page.locator("blockquote").last).to_have_text("Short.")
    assert await page.locator("blockquote").last.get_attribute("role") is None


async def test_pictures_and_files(desk: Desk) -> None:
    await desk.bot.send_photo(YOU, png(320, 200), caption="The figures since 2019")
    await desk.bot.send_document(YOU, b"a,b\n" * 600, filename="figures.csv")
    page = await desk.open()
    picture = page.get_by_role("img")
    await expect(picture).to_be_in_viewport()
    assert await picture.evaluate("async (it) => { await it.decode(); return it.naturalWidth; }") == 320
    await expect(page.locator(".message").first).to_contain_text("The figures since 2019")
    file = page.get_by_role("link", name=re.compile("figures.csv"))
    await expect(file).to_contain_text("2 KB")
    async with page.expect_download() as download:
        await file.click()
    assert (await download.value).suggested_filename == "figures.csv"
    await expect(page.locator("#chats .last")).to_have_text("figures.csv")


async def test_hostile_text_stays_text(desk: Desk) -> None:
    hostile = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> &lt;b&gt;"
    entities = [MessageEntity(MessageEntity.BOLD, 0, 8)]
    await desk.bot.send_message(YOU, hostile, entities=entities)
    group = await desk.client.create_chat("group", "<img src=x onerror=alert(1)>")
    await desk.client.say(group["id"], "hi", user={"id": 9, "first_name": "<b>Ann</b>"})
    page = await desk.open(chat=YOU)
    assert await page.locator(".body").inner_text() == hostile
    assert await page.locator("#messages script, #messages img").count() == 0
    await page.locator(f'[data-chat="{group["id"]}"]').click()
    await expect(page.locator(".author")).to_have_text("<b>Ann</b>")
    await expect(page).to_have_title(re.compile("burdenwatch sandbox$"))


async def test_only_web_addresses_are_links(desk: Desk) -> None:
    """The Bot API lets some schemes through that the page must not follow; what it lets through stays without one."""
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Open", url="tg://user?id=5")]])
    page = await shown(desk, "javascript:alert(1) tg://user?id=5 data:text/html,x", reply_markup=keys)
    assert await page.locator(".message a").count() == 0
    await expect(page.locator(".key.inert")).to_have_text("Open")
    # What the server itself would never pass on must not become a link either.
    made = await page.evaluate(
        """async () => {
          const { rich } = await import("/page/js/text.js");
          const bad = ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//x.y", "JAVASCRIPT:a"];
          const nodes = bad.map((url) => rich("text", [{ type: "text_link", offset: 0, length: 4, url }], () => {}));
          const surface = rich(bad[0], [{ type: "url", offset: 0, length: bad[0].length }], () => {});
          return [...nodes, surface].map((node) => node.querySelectorAll("a").length);
        }"""
    )
    assert made == [0] * 6


async def test_text_that_runs_the_other_way_turns_nothing_around_it(desk: Desk) -> None:
    await desk.bot.send_message(YOU, "invoice \u202efdp.exe")
    await desk.client.create_chat("private", "\u202eevil")
    page = await desk.open(chat=YOU)
    kept = await page.evaluate(
        """() => ["#messages .body", ".chat .name", ".chat .last", "#talk-title"].map(
             (where) => getComputedStyle(document.querySelector(where)).unicodeBidi)"""
    )
    assert all(value in {"isolate", "plaintext", "isolate-override"} for value in kept), kept
    time, body = page.locator(".message time"), page.locator(".message .body")
    boxes = [await node.bounding_box() for node in (body, time)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] + 1, "the time stays right of the text"


async def test_a_group_names_its_writers_once_in_a_row(desk: Desk) -> None:
    group = (await desk.client.create_chat("group", "Alliance desk"))["id"]
    ann = {"id": 77, "first_name": "Ann"}
    for text in ("Anything new?", "On the talks, I mean."):
        await desk.client.say(group, text, user=ann)
    await desk.client.say(group, "/summary")
    await desk.bot.send_message(group, "Nothing new.")
    page = await desk.open(chat=group)
    assert await page.locator(".author").all_inner_texts() == ["Ann", "burdenwatch"]
    await expect(page.locator(".mine")).to_have_text(re.compile("^/summary"))
    await expect(page.locator(f'[data-chat="{group}"] .last')).to_have_text("burdenwatch: Nothing new.")
