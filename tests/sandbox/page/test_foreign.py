"""Pages of other sites in a real browser, which try to drive the sandbox in every way that a page has."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from playwright.async_api import Browser

from tests.sandbox.browser import PATIENCE, TOKEN, Desk, browser, desk, open_desk
from tests.sandbox.client import YOU

__all__ = ["browser", "desk", "open_desk"]

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = """<!DOCTYPE html><title>Evil</title><iframe name="hidden"></iframe><script type="module">
const [api, chat] = ["%(sandbox)s/bot%(token)s", "chat_id=%(you)s"];
const control = "%(sandbox)s/api/chats/%(you)s/messages";
const json = JSON.stringify({text: "control"});
const settled = (promise) => promise.then(() => "went out", () => "refused");
const image = (url) => new Promise((done) => {
  const made = new Image();
  made.onload = made.onerror = () => done("went out");
  made.src = url;
});
const form = (url) => new Promise((done) => {
  const made = document.createElement("form");
  Object.assign(made, {method: "POST", action: url, target: "hidden"});
  document.querySelector("iframe").onload = () => done("went out");
  document.body.append(made);
  made.submit();
});
const post = (url, more) => settled(fetch(url, {method: "POST", ...more}));
window.tried = {
  image: await image(`${api}/sendMessage?${chat}&text=image`),
  webhook: await image(`${api}/setWebhook?url=http://127.0.0.1:9/`),
  fetch: await settled(fetch(`${api}/sendMessage?${chat}&text=fetch`, {mode: "no-cors"})),
  post: await post(`${api}/sendMessage?${chat}&text=post`, {mode: "no-cors"}),
  silent: await post(`${api}/sendMessage?${chat}&text=silent`, {mode: "no-cors", referrerPolicy: "no-referrer"}),
  form: await form(`${api}/sendMessage?${chat}&text=form`),
  plain: await post(control, {mode: "no-cors", body: json}),
  json: await post(control, {headers: {"Content-Type": "application/json"}, body: json}),
  read: await settled(fetch("%(sandbox)s/api/state")),
  stream: await new Promise((done) => {
    const made = new EventSource("%(sandbox)s/api/events");
    made.onopen = () => done("went out");
    made.onerror = () => done("refused");
  }),
};
</script>"""


@asynccontextmanager
async def evil(desk: Desk) -> AsyncIterator[int]:
    """The port of another site on this machine."""

    async def serve(request: web.Request) -> web.Response:
        words = PAGE % {"sandbox": desk.sandbox.url, "token": TOKEN, "you": YOU}
        return web.Response(text=words, content_type="text/html")

    app = web.Application()
    app.add_routes([web.get("/", serve)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield int(runner.addresses[0][1])
    await runner.cleanup()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_foreign_page_drives_nothing_even_if_it_knows_the_token(
    browser: Browser, desk: Desk, host: str
) -> None:
    """Of another site, and of the same one at another port."""
    async with evil(desk) as port:
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(f"http://{host}:{port}/")
        await page.wait_for_function("window.tried", timeout=PATIENCE)
        tried = await page.evaluate("window.tried")
        await context.close()
    went_out = {way for way, end in tried.items() if end == "went out"}
    assert went_out >= {"image", "webhook", "fetch", "post", "silent", "form", "plain"}, "each reached the sandbox"
    assert {way: tried[way] for way in ("json", "read", "stream")} == dict.fromkeys(
        ("json", "read", "stream"), "refused"
    )
    assert await desk.client.messages(YOU) == []
    asked = {request["method"] for request in await desk.client.requests()}
    assert asked <= {"getMe"}, "the bot's own"
