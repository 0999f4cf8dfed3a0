"""The pages in a real Chromium, a phone's and a desk's width: axe-core finds nothing, nothing runs out sideways, no
other host is asked; they read without scripts, and with them the chart is hovered, walked through and zoomed."""

import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.dashboard import Access
from tests.dashboard.access.test_telegram_login import init_data, login
from tests.dashboard.desk import NOW, served
from tests.dashboard.test_site import PAGES
from tests.feeds.ask.test_proxy import CERTIFICATE
from tests.sandbox.browser import AXE, DESK, FAULTS, PATIENCE, PHONE, Watch, browser, chromium
from tests.sandbox.page.test_looks import CONTRAST, CUT, NAMELESS

__all__ = ["browser"]
pytestmark = pytest.mark.asyncio(loop_scope="session")

PAINTED = """async () => new Promise((done) => new PerformanceObserver((those) => {
    const painted = those.getEntriesByName("first-contentful-paint");
    if (painted.length) done(painted[0].startTime);
}).observe({type: "paint", buffered: true}))"""
FIRST_PAINT = 500.0
"""Milliseconds from asking to the first words, on loopback. Tests beside this one may keep the machine busy, so that
the best of three counts."""


@asynccontextmanager
async def opened(browser: Browser, url: str, size: ViewportSize = DESK, **more: Any) -> AsyncIterator[Page]:
    """A page in a profile of its own, which ends without troubles."""
    watch, context = Watch(url), await browser.new_context(viewport=size, **{"locale": "en-GB"} | more)
    context.set_default_timeout(PATIENCE)
    try:
        yield watch.on(await context.new_page())
    finally:
        await context.close()
    watch.check()


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["phone", "desk"])
async def test_axe_core_finds_nothing_and_nothing_is_cut_off(browser: Browser, size: ViewportSize, scheme: str) -> None:
    async with served() as url, opened(browser, url, size, color_scheme=scheme) as page:
        for path in (*PAGES, "/search?q=%22broken", "/ledger?country=pl&role=demanded"):
            await page.goto(url + path)
            for details in await page.locator("details").all():
                await details.evaluate("(node) => { node.open = true; }")
            await page.evaluate(AXE)
            assert await page.evaluate(FAULTS) == [], path
            assert await page.evaluate(CUT) == [], path
            assert await page.evaluate(NAMELESS) == [], path
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


async def test_each_language_fits_a_phone_and_has_contrast_in_the_dark(browser: Browser) -> None:
    heads = {"ko-KR": "나라별 현황", "ja-JP": "各国の状況", "de-DE": "Wo jedes Land steht"}
    async with served() as url:
        for locale, head in heads.items():
            async with opened(browser, url, PHONE, locale=locale, color_scheme="dark") as page:
                for path in ("/ledger", "/chart", "/feeds", ""):
                    await page.goto(url + path)
                    assert await page.evaluate(CUT) == [], (locale, path)
                    found = await page.evaluate(CONTRAST)
                    assert [one for one in found if one[1] < 4.5] == [], (locale, path)
                await expect(page.get_by_role("heading", level=1)).to_have_text(head)


async def test_the_first_words_are_there_within_half_a_second(browser: Browser) -> None:
    async with served() as url:
        took = []
        for _ in range(3):
            async with opened(browser, url, PHONE) as page:
                await page.goto(url)
                took.append(await page.evaluate(PAINTED))
        assert min(took) < FIRST_PAINT, took


async def test_without_scripts_it_reads_narrows_and_searches(browser: Browser) -> None:
    async with served() as url, opened(browser, url, PHONE, java_script_enabled=False) as page:
        await page.goto(url)
        await page.get_by_role("link", name="🇰🇷 South Korea", exact=True).click()
        await expect(page.get_by_role("heading", name="Who stands where")).to_be_visible()
        await page.get_by_role("link", name="Figures", exact=True).click()
        every = await page.get_by_role("status").text_content()
        await page.get_by_label("Role").select_option("demanded")
        await page.get_by_role("button", name="Show").click()
        await expect(page.get_by_role("status")).not_to_have_text(every or "")
        await page.locator(".amount").first.click()
        await expect(page.locator(":target, :has(> :target)").locator("mark").first).to_be_visible()
        await page.get_by_role("link", name="Search", exact=True).click()
        await page.get_by_label("Words of reports").fill("troops")
        await page.get_by_role("button", name="Search").click()
        await expect(page.locator("mark").first).to_have_text("troops")
        await page.get_by_role("link", name="Chart", exact=True).click()
        await expect(page.locator("svg.narrow")).to_be_visible()
        await expect(page.locator(".tools")).to_have_count(0)


async def test_filters_apply_when_picked_by_hand_and_leave_out_what_narrows_nothing(browser: Browser) -> None:
    async with served() as url, opened(browser, url) as page:
        await page.goto(f"{url}/ledger")
        await page.get_by_label("Role").press("ArrowDown")
        await expect(page.get_by_label("Role")).not_to_have_value("")
        await page.get_by_label("Role").press("ArrowUp")
        await page.get_by_label("Country").dispatch_event("pointerdown")
        await page.get_by_label("Country").select_option("jp")
        await page.wait_for_url("**/ledger?country=jp")
        await expect(page.locator(".figure").first).to_contain_text("Japan")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_the_chart_is_hovered_walked_through_and_zoomed(browser: Browser, size: ViewportSize) -> None:
    async with served() as url, opened(browser, url, size) as page:
        await page.goto(f"{url}/chart?country=kr")
        chart = page.locator("svg.chart:visible")
        dots = chart.locator(".dot:visible")
        many = await dots.count()
        dot = dots.filter(has=page.locator("text")).last
        await dot.locator("path").hover()
        tip = page.locator(".tip")
        await expect(tip).to_contain_text("agreed for 2026")
        box, edge = await tip.bounding_box(), await page.locator(".picture").bounding_box()
        assert box is not None
        assert edge is not None
        assert edge["x"] <= box["x"]
        assert box["x"] + box["width"] <= edge["x"] + edge["width"]

        await page.mouse.move(1, 1)
        await expect(tip).to_be_hidden()
        await chart.focus()
        spoken = page.locator("p[role=status]")
        await expect(spoken).to_contain_text("2026")
        last = await spoken.text_content()
        await page.keyboard.press("ArrowLeft")
        await expect(spoken).not_to_have_text(last or "")

        await page.keyboard.press("Escape")
        whole = await chart.locator(".times").text_content()
        await page.get_by_role("button", name="Zoom in").click()
        await expect(dots).not_to_have_count(many)
        assert await chart.locator(".times").text_content() != whole
        await expect(page.get_by_role("button", name="All of it")).to_be_enabled()
        await page.get_by_role("button", name="Later").click()
        await expect(page.get_by_role("button", name="Later")).to_be_disabled()
        await page.get_by_role("button", name="All of it").click()
        await expect(dots).to_have_count(many)
        assert await chart.locator(".times").text_content() == whole
        await page.evaluate(AXE)
        assert await page.evaluate(FAULTS) == []

        await chart.focus()
        await page.keyboard.press("End")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/reports/*")
        await expect(page.locator("mark").first).to_be_visible()


async def test_a_drag_over_the_chart_zooms_to_what_it_spans(browser: Browser) -> None:
    async with served() as url, opened(browser, url) as page:
        await page.goto(f"{url}/chart?country=kr")
        chart = page.locator("svg.wide")
        dots, box = chart.locator(".dot:visible"), await chart.bounding_box()
        assert box is not None
        many = await dots.count()
        middle = box["y"] + box["height"] / 3
        await page.mouse.move(box["x"] + box["width"] * 0.5, middle)
        await page.mouse.down()
        await page.mouse.move(box["x"] + box["width"] * 0.9, middle, steps=4)
        await page.mouse.up()
        await expect(dots).not_to_have_count(many)
        assert 0 < await dots.count() < many
        await expect(chart.locator(".times text").first).to_have_text("Jul 2022")


async def test_opened_as_a_mini_app_it_lets_in_whom_telegram_names(browser: Browser) -> None:
    async with served(Access.TELEGRAM) as url:
        context = await browser.new_context(viewport=PHONE, locale="en-GB")
        stranger = await context.new_page()
        await stranger.goto(url)
        await expect(stranger.get_by_role("heading", level=1)).to_have_text("Log in")
        await stranger.evaluate(AXE)
        assert await stranger.evaluate(FAULTS) == []
        await stranger.goto("about:blank")
        await stranger.goto(f"{url}?country=kr#tgWebAppData={quote(init_data(NOW))}&tgWebAppVersion=9.0")
        await expect(stranger.get_by_role("heading", name="Who stands where")).to_be_visible()
        assert "tgWebAppData" not in stranger.url
        await stranger.goto(f"{url}/ledger")
        await expect(stranger.locator(".figure").first).to_be_visible()
        await context.close()


async def test_whoever_comes_back_from_telegrams_login_is_let_in(browser: Browser) -> None:
    async with served(Access.TELEGRAM) as url:
        context = await browser.new_context(viewport=DESK, locale="en-GB")
        page = await context.new_page()
        fields = json.dumps({**login(NOW), "id": 99}).encode()
        await page.goto(f"{url}#tgAuthResult={urlsafe_b64encode(fields).decode().rstrip('=')}")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Where each country stands")
        await context.close()


@asynccontextmanager
async def framed(browser: Browser, url: str, by: str) -> AsyncIterator[tuple[Page, list[str]]]:
    """A page of another site with the Mini App in a frame, and what the browser says to it.

    That site is made up here, and Chromium would not let it ask this machine for anything.
    """
    flags = ["--no-sandbox", "--disable-gpu", "--disable-features=LocalNetworkAccessChecks"]
    own = await browser.browser_type.launch(executable_path=chromium(), args=flags)
    context = await own.new_context(viewport=DESK, locale="en-GB", ignore_https_errors=True)
    context.set_default_timeout(PATIENCE)
    opened = f"{url}#tgWebAppData={quote(init_data(NOW), safe='')}"
    around = f'<!doctype html><title>Around</title><iframe src="{opened}" width="900" height="600"></iframe>'
    await context.route(by, lambda route: route.fulfill(body=around, content_type="text/html"))
    page, said = await context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    await page.goto(by)
    yield page, said
    await own.close()


async def test_telegrams_web_client_may_frame_it_and_nobody_else(browser: Browser) -> None:
    tls = SSLContext(PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    async with served(Access.TELEGRAM, public_url="https://bot.example", tls=tls) as url:
        async with framed(browser, url, "https://web.telegram.org/") as (page, _):
            frame = page.frame_locator("iframe")
            await expect(frame.get_by_role("heading", level=1)).to_have_text("Where each country stands")
            await frame.get_by_role("link", name="Figures", exact=True).click()
            await expect(frame.locator(".figure").first).to_be_visible()
        async with framed(browser, url, "https://elsewhere.example/") as (page, said):
            await expect(page.frame_locator("iframe").locator("body")).not_to_contain_text("Log in")
            assert any("frame-ancestors https://web.telegram.org" in one for one in said)


async def test_a_login_that_is_not_telegrams_says_so_and_stays(browser: Browser) -> None:
    async with served(Access.TELEGRAM) as url:
        context = await browser.new_context(viewport=PHONE, locale="en-GB")
        page = await context.new_page()
        await page.goto(f"{url}#tgWebAppData={quote(init_data(NOW, token='1:somebody-elses'))}")
        await expect(page.locator("#entering")).to_contain_text("was not taken")
        await page.goto(f"{url}?entered=1")
        await expect(page.get_by_text("keeps no cookie")).to_be_visible()
        await context.close()
