"""A real browser for the tests of the chat page: Debian's Chromium, driven by playwright.

One browser serves all tests of a run; a test gets a fresh context of it, which is a profile of its own. Fixtures and
tests live on the session's event loop, as playwright's objects cannot change loops: a module that uses them says
``pytestmark = pytest.mark.asyncio(loop_scope="session")`` and imports the fixtures by name.
"""

import os
import re
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    async_playwright,
    expect,
)
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox import Limits, Sandbox
from bot.sandbox.replay import Replay
from tests.sandbox.client import SandboxClient

TOKEN = "42:page"
REQUIRED = "BURDENWATCH_BROWSER_TESTS"
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 15_000
"""Milliseconds that something on a page may take; other tests keep the machine busy meanwhile."""
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
FAULTS = """async () => (await axe.run(document, {runOnly: {type: "tag", values: [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}})).violations
    .flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))"""
"""What axe-core, once the page has it, finds wrong."""
expect.set_options(timeout=PATIENCE)
_NAMES = ("chromium", "chromium-browser", "google-chrome")
# No network of its own, no first-run pages, and no sandbox of Chromium's own, which needs rights that CI machines lack.
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def chromium() -> str:
    """The browser's path. Without one the test is skipped, or fails where the environment says that it is required."""
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        why = f"no Chromium on this machine ({', '.join(_NAMES)}): install Debian's package chromium"
        if os.environ.get(REQUIRED) == "required":
            pytest.fail(f"{why}, since {REQUIRED}=required")
        pytest.skip(f"{why}, or set {REQUIRED}=required to fail here")
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield running
        await running.close()


@dataclass
class Watch:
    """What went wrong in a page, as the browser tells it: errors, broken content rules, requests to other hosts."""

    url: str
    troubles: list[str] = field(default_factory=list)
    forgiven: str = ""
    """A regular expression for troubles that a test brings about itself."""

    def on(self, page: Page) -> Page:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"uncaught: {error}"))
        page.on("request", self._request)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.url).netloc:
            self.troubles.append(f"foreign request: {request.url}")

    def check(self) -> None:
        left = [trouble for trouble in self.troubles if not (self.forgiven and re.search(self.forgiven, trouble))]
        assert left == []


class Desk:
    """A sandbox, the bot that lives in it, its users' client, and pages open on it."""

    def __init__(self, browser: Browser, sandbox: Sandbox, client: SandboxClient, bot: Bot) -> None:
        self.sandbox, self.client, self.bot = sandbox, client, bot
        self.watch = Watch(sandbox.url)
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    async def open(self, *, chat: int | None = None, phone: bool = False, scheme: Any = "light") -> Page:
        """A page in a profile of its own, at a chat or where the page opens by itself."""
        context = await self._browser.new_context(
            viewport=PHONE if phone else DESK, color_scheme=scheme, is_mobile=phone, has_touch=phone, locale="en-GB"
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = self.watch.on(await context.new_page())
        await page.goto(self.sandbox.url + ("" if chat is None else f"/#{chat}"))
        await page.locator(".chat").first.wait_for(state="attached")
        return page

    async def close(self) -> None:
        for context in self._contexts:
            await context.close()


OpenDesk = Callable[..., Any]


@pytest_asyncio.fixture(loop_scope="session")
async def open_desk(browser: Browser) -> AsyncIterator[OpenDesk]:
    """``await open_desk(replay=..., state=..., port=...)``; everything ends with the test, pages without troubles."""
    desks: list[Desk] = []

    async def make(*, replay: Replay | None = None, state: Any = None, port: int = 0) -> Desk:
        sandbox = Sandbox(token=TOKEN, limits=Limits.off(), replay=replay, state=state)
        await sandbox.start("127.0.0.1", port)
        client = await SandboxClient(sandbox.url).__aenter__()
        # Plain HTTP on loopback: certificates would be read from the disk for nothing, twice a test.
        requests = [HTTPXRequest(read_timeout=5, httpx_kwargs={"verify": False}) for _ in range(2)]
        bot = Bot(
            TOKEN,
            base_url=f"{sandbox.url}/bot",
            base_file_url=f"{sandbox.url}/file/bot",
            request=requests[0],
            get_updates_request=requests[1],
        )
        await bot.initialize()
        desks.append(Desk(browser, sandbox, client, bot))
        return desks[-1]

    yield make
    for desk in desks:
        await desk.close()
        await desk.bot.shutdown()
        await desk.client.__aexit__(None, None, None)
        await desk.sandbox.stop()
    for desk in desks:
        desk.watch.check()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(open_desk: OpenDesk) -> Desk:
    made: Desk = await open_desk()
    return made
