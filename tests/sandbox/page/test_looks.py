"""What the page looks like at a desk's and a phone's width, light and dark: nothing cut off, names, contrast, keys."""

import struct
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from tests.sandbox.browser import AXE, DESK, FAULTS, PHONE, Desk, browser, desk, open_desk
from tests.sandbox.client import YOU
from tests.sandbox.pictures import png

__all__ = ["browser", "desk", "open_desk"]
pytestmark = pytest.mark.asyncio(loop_scope="session")

KEYS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Read at Reuters", url="https://news.example/1")],
        [InlineKeyboardButton(text, callback_data=text) for text in ("◀", "2 / 7", "▶")],
    ]
)
ALERT = (
    "<b>Talks break off over a demand of up to US$5 billion a year</b>\n"
    "<blockquote>The delegations parted.</blockquote>\n"
    "<code>role=demanded</code> <a href='https://news.example/1'>source</a> /figures #alliance\n"
    "<pre>role      amount        payer              per\ndemanded  US$5 billion  Republic of Korea  year</pre>"
)

# Every visible text against the ground under it, as WCAG 2.2 reckons (https://www.w3.org/TR/WCAG22/#contrast-minimum).
CONTRAST = """() => {
  const parse = (css) => {
    const [r, g, b, a = 1] = css.match(/[\\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => {
    const mix = (key) => top[key] * top.a + under[key] * (1 - top.a);
    return { r: mix("r"), g: mix("g"), b: mix("b"), a: 1 };
  };
  const ground = (node) => {
    if (!node) return { r: 255, g: 255, b: 255, a: 1 };
    const own = parse(getComputedStyle(node).backgroundColor);
    return own.a === 1 ? own : over(own, ground(node.parentElement));
  };
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const text = texts.currentNode, node = text.parentElement;
    if (!text.data.trim() || !node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (node.closest(":disabled, option, script, style, noscript")) continue;
    const under = ground(node);
    const [a, b] = [light(over(parse(getComputedStyle(node).color), under)), light(under)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    found.push([text.data.trim().slice(0, 40), Math.round(ratio * 100) / 100]);
  }
  return found;
}"""

# What can be operated needs a name; what runs out of the page sideways cannot be read.
NAMELESS = """() => {
  const named = (node) => node.ariaLabel || node.textContent.trim() || node.labels?.length
    || node.ariaLabelledByElements?.length || node.querySelector("img[alt]:not([alt=''])");
  const nodes = document.querySelectorAll("button, a[href], input, textarea, select, progress, dialog, nav, main");
  return [...nodes].filter((node) => node.checkVisibility() && !named(node)).map((node) => node.outerHTML);
}"""
CUT = """() => [...document.querySelectorAll("body *")].filter((node) => node.checkVisibility()
  && !node.closest("pre, svg, .spoken") && node.getBoundingClientRect().right > innerWidth + 0.5)
  .map((node) => node.outerHTML.slice(0, 90))"""


async def talk(desk: Desk) -> int:
    """A lively conversation, and a group; the group's id."""
    await desk.bot.set_my_commands([("start", "What this bot does"), ("figures", "Every figure, " * 8)])
    await desk.client.say(YOU, "/start")
    alert = await desk.bot.send_message(YOU, ALERT, parse_mode="HTML", reply_markup=KEYS)
    await desk.bot.send_message(
        YOU, "한미 방위비 협상이 결렬됐다. 防衛費の協議が決裂した。 " * 3, reply_to_message_id=alert.message_id
    )
    await desk.bot.send_photo(YOU, png(900, 300), caption="The figures since 2019")
    await desk.bot.send_document(YOU, b"a,b\n" * 600, filename="a-very-long-name-of-a-file-" * 4 + ".csv")
    await desk.client.say(YOU, "averylongword" * 30, reply_to=alert.message_id)
    group = int((await desk.client.create_chat("group", "A group with a long name " * 4))["id"])
    await desk.client.say(group, "Anything new?", user={"id": 77, "first_name": "Ann"})
    await desk.bot.send_message(group, "Nothing new.")
    forum = int((await desk.client.create_chat("supergroup", "A group with topics, a long name " * 3))["id"])
    topic = await desk.client.call("POST", f"/api/chats/{forum}/topics", {"name": "Korea, and all about it " * 4})
    await desk.bot.send_message(forum, "Nothing new of Korea.", message_thread_id=topic["topic"])
    return group


async def check(page: Page, picture: Path, size: ViewportSize) -> None:
    await page.evaluate(AXE)
    assert await page.evaluate(FAULTS) == []
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate(CUT) == []
    found = await page.evaluate(CONTRAST)
    assert len(found) > 10
    assert [one for one in found if one[1] < 4.5] == []
    shot = await page.screenshot(path=picture)
    assert shot.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", shot[16:24]) == (size["width"], size["height"])
    assert len(shot) > 10_000, "a page with something on it"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_desk(desk: Desk, scheme: str, tmp_path: Path) -> None:
    group = await talk(desk)
    page = await desk.open(chat=YOU, scheme=scheme)
    await expect(page.locator(".message").last).to_be_in_viewport()
    await check(page, tmp_path / "end.png", DESK)
    await page.get_by_role("log", name="Messages").evaluate("(log) => { log.scrollTop = 0; }")
    await page.locator(".message").nth(1).hover()
    await page.get_by_role("button", name="2 / 7", exact=True).click()
    await page.get_by_role("button", name="Menu").click()
    await check(page, tmp_path / "menu.png", DESK)
    await page.locator(f'[data-chat="{group}"]').click()
    await check(page, tmp_path / "group.png", DESK)
    await page.get_by_role("button", name="New chat").click()
    await check(page, tmp_path / "dialog.png", DESK)
    await page.get_by_role("button", name="Cancel").click()
    await page.locator(".of-forum .chat").click()
    await page.locator("#file").set_input_files({"name": "f" * 90, "mimeType": "text/xml", "buffer": b"<opml/>"})
    await check(page, tmp_path / "topic.png", DESK)
    await page.get_by_role("button", name="About this chat").click()
    await check(page, tmp_path / "about.png", DESK)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone(desk: Desk, scheme: str, tmp_path: Path) -> None:
    group = await talk(desk)
    page = await desk.open(phone=True, scheme=scheme)
    await expect(page.locator(".chat")).to_have_count(4)
    await check(page, tmp_path / "list.png", PHONE)
    await page.locator(f'[data-chat="{YOU}"]').tap()
    await page.get_by_role("button", name="Reply to: averylong").tap()
    await check(page, tmp_path / "reply.png", PHONE)
    await page.get_by_role("button", name="Menu").tap()
    await check(page, tmp_path / "menu.png", PHONE)
    await page.get_by_role("button", name="All chats").tap()
    await page.locator(f'[data-chat="{group}"]').tap()
    await page.get_by_role("button", name="Remove bot").tap()
    await expect(page.get_by_role("button", name="Add bot")).to_be_visible()
    await check(page, tmp_path / "group.png", PHONE)
    await page.get_by_role("button", name="About this chat").tap()
    await check(page, tmp_path / "about.png", PHONE)
    await page.get_by_role("button", name="Done").tap()
    await page.get_by_role("button", name="All chats").tap()
    await page.locator(".of-forum .chat").tap()
    await page.locator("#file").set_input_files({"name": "f" * 90, "mimeType": "text/xml", "buffer": b"<opml/>"})
    await check(page, tmp_path / "topic.png", PHONE)


async def test_everything_can_be_reached_by_keyboard_in_the_order_of_the_page(desk: Desk) -> None:
    await talk(desk)
    page = await desk.open(chat=YOU)
    await page.evaluate("document.activeElement.blur()")
    seen: list[str] = []
    for _ in range(40):
        await page.keyboard.press("Tab")
        name = "(it) => it.ariaLabel || it.textContent.trim().split(/\\s{2,}/)[0]"
        seen.append(await page.evaluate(f"({name})(document.activeElement)"))
    wanted = [
        "New chat",
        "Block",
        "About this chat",
        "Messages",
        "/start",
        "source",
        "Read at Reuters",
        "2 / 7",
        "Menu",
        "Message",
        "Send a file",
        "Send",
    ]
    once_round = seen[seen.index("New chat") :]
    places = [once_round.index(name) for name in wanted]
    assert places == sorted(places), seen


async def test_what_comes_is_read_out_and_what_was_there_is_not(desk: Desk) -> None:
    group = await talk(desk)
    page = await desk.open(chat=YOU)
    log = page.get_by_role("log", name="Messages")
    await expect(log).to_have_attribute("aria-live", "polite")
    await page.evaluate("""() => {
      window.modes = [];
      new MutationObserver(() => window.modes.push(document.getElementById("scroll").ariaLive))
        .observe(document.getElementById("messages"), { childList: true });
    }""")
    await page.locator(f'[data-chat="{group}"]').click()
    await page.locator(f'[data-chat="{YOU}"]').click()
    await expect(log).to_have_attribute("aria-live", "polite")
    await desk.bot.send_message(YOU, "News")
    await expect(page.locator(".message").last).to_contain_text("News")
    modes = await page.evaluate("window.modes")
    assert modes[-1] == "polite"
    assert set(modes[:-1]) == {"off"}
