"""The control API and who is let in: bad bodies, foreign sites, the stream of events, the page's files."""

import asyncio
import io
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest

import bot.sandbox.web
from bot.model import FeedSource
from bot.sandbox import Sandbox, SandboxError
from tests.sandbox.client import YOU, SandboxClient
from tests.sandbox.conftest import TOKEN


async def test_the_first_start_has_a_chat_with_you(client: SandboxClient) -> None:
    state = await client.state()
    assert state["bot"] == {"username": "burdenwatch_sandbox_bot", "name": "burdenwatch", "commands": []}
    assert state["chats"] == [
        {"id": YOU, "type": "private", "title": "You", "bot": "member", "language": "en", "messages": []}
    ]
    assert state["replay"] is None


REFUSED: list[tuple[str, Any, int, str]] = [
    ("/api/chats", {"type": "forum", "title": "x"}, 400, "type must be one of private, group"),
    ("/api/chats", {"type": "group"}, 400, "title must be a text of 1 to 128 characters"),
    ("/api/chats", {"type": "group", "title": "x", "count": 0}, 400, "count must be a whole number"),
    ("/api/chats", [], 400, "the body must be a JSON object"),
    (f"/api/chats/{YOU}/messages", {}, 400, "text must be a text"),
    (f"/api/chats/{YOU}/messages", {"text": " "}, 400, "the message is empty"),
    (f"/api/chats/{YOU}/messages", {"text": "x" * 4097}, 400, "the message is longer than 4096 UTF-16 units"),
    (f"/api/chats/{YOU}/messages", {"text": "x", "reply_to": 9}, 404, "there is no message 9 to reply to"),
    (f"/api/chats/{YOU}/messages", {"text": "x", "reply_to": "9"}, 400, "reply_to must be a message's id"),
    (f"/api/chats/{YOU}/messages", {"text": "x", "user": 5}, 400, "user must be an object"),
    (f"/api/chats/{YOU}/messages", {"text": "x", "user": {}}, 400, "user must be {"),
    (f"/api/chats/{YOU}/messages", {"text": "x", "user": {"id": 5}}, 400, "a private chat has one user only"),
    ("/api/chats/5/messages", {"text": "x"}, 404, "there is no chat 5"),
    ("/api/chats/x/messages", {"text": "x"}, 404, "there is no chat"),
    (f"/api/chats/{YOU}/press", {}, 400, "a press needs message_id and data"),
    (f"/api/chats/{YOU}/press", {"message_id": 9, "data": "x"}, 404, "there is no message 9"),
    (f"/api/chats/{YOU}/bot", {"status": "king"}, 400, "status must be one of"),
    (f"/api/chats/{YOU}/bot", {"status": "administrator"}, 400, "in a private chat the bot is kicked"),
    (f"/api/chats/{YOU}/migrate", {}, 409, "only a group becomes a supergroup"),
    (f"/api/chats/{YOU}/topics", {"name": "Korea"}, 409, "only a supergroup is a forum"),
    (f"/api/chats/{YOU}/topics", {"name": " "}, 400, "name must be a text of 1 to 128 characters"),
    (f"/api/chats/{YOU}/topics", {"topic": 9, "closed": True}, 404, "there is no topic 9"),
    (f"/api/chats/{YOU}/messages", {"text": "x", "topic": 9}, 404, "there is no topic 9"),
    (f"/api/chats/{YOU}/messages", {"text": "x", "topic": "9"}, 400, "topic must be the id of a topic"),
    (f"/api/chats/{YOU}/language", {"language": "Korean!"}, 400, "language must be a tag such as ko or pt-br"),
    (f"/api/chats/{YOU}/language", {}, 400, "language must be a tag"),
    ("/api/replay", {"paused": True}, 404, "there is no replay"),
]


@pytest.mark.parametrize(("path", "body", "status", "reason"), REFUSED)
async def test_refusals(sandbox: Sandbox, path: str, body: Any, status: int, reason: str) -> None:
    async with aiohttp.ClientSession() as session, session.post(sandbox.url + path, json=body) as response:
        assert response.status == status
        assert (await response.json())["error"].startswith(reason)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "same-origin", "none"])
async def test_a_browser_says_whose_request_it_is(sandbox: Sandbox, client: SandboxClient, site: str) -> None:
    """An image and a form send no Origin, or may do without; Sec-Fetch-Site no page can leave out."""
    own = site in {"same-origin", "none"}
    async with aiohttp.ClientSession(headers={"Sec-Fetch-Site": site}) as session:
        said = {"chat_id": YOU, "text": "hello"}
        async with session.post(f"{sandbox.url}/bot{TOKEN}/sendMessage", json=said) as response:
            assert response.status == (200 if own else 403)
        for path in ("/api/state", "/page/style.css", f"/api/chats/{YOU}/messages"):
            async with session.get(sandbox.url + path) as response:
                assert response.status == (200 if own else 403)
        async with session.get(sandbox.url + "/") as response:
            assert response.status == 200, "a link may lead to the page from anywhere"
    assert len(await client.messages(YOU)) == own


async def test_the_bot_api_is_not_asked_by_get(sandbox: Sandbox, client: SandboxClient) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{sandbox.url}/bot{TOKEN}/sendMessage?chat_id={YOU}&text=hello"
        async with session.get(url) as response:
            assert (response.status, (await response.json())["description"]) == (405, "Method Not Allowed")
        async with session.post(url) as response:
            assert response.status == 200
    assert [message["text"] for message in await client.messages(YOU)] == ["hello"]


async def test_who_comes_from_elsewhere_is_not_let_in(tmp_path: Path) -> None:
    """The peer counts, whatever it says of itself: a Unix socket's has no address, so it is none of this machine's."""

    async def serve(request: web.Request) -> web.Response:
        return web.Response(text=str(request.remote))

    app = web.Application(middlewares=[bot.sandbox.web.guard])
    app.add_routes([web.get("/api/state", serve)])
    runner = web.AppRunner(app)
    await runner.setup()
    path = str(tmp_path / "socket")
    inside, outside = web.TCPSite(runner, "127.0.0.1", 0), web.UnixSite(runner, path)
    await inside.start()
    await outside.start()
    port = runner.addresses[0][1]
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/api/state") as response:
        assert (response.status, await response.text()) == (200, "127.0.0.1")
    unix = aiohttp.UnixConnector(path)
    async with aiohttp.ClientSession(connector=unix) as session, session.get("http://localhost/api/state") as response:
        assert response.status == 403
    await runner.cleanup()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "sandbox.example"])
async def test_it_is_bound_to_this_machine_alone(host: str) -> None:
    sandbox = Sandbox(token=TOKEN)
    with pytest.raises(SandboxError, match="The sandbox is for this machine alone, and HOST is"):
        await sandbox.start(host, 0)
    await sandbox.stop()


async def test_no_webhook_is_set_but_in_tests(tmp_path: Path) -> None:
    """It would send on what users write. One that a file has from before is as good as none."""
    state, url = tmp_path / "chats.db", "https://localhost/hook"
    for webhooks in (True, False):
        sandbox = Sandbox(token=TOKEN, state=state, webhooks=webhooks)
        await sandbox.start("127.0.0.1", 0)
        async with Bot(TOKEN, base_url=f"{sandbox.url}/bot") as bot:
            assert (await bot.get_webhook_info()).url == ""
            if webhooks:
                await bot.set_webhook(url)
            else:
                with pytest.raises(BadRequest, match="Webhooks are off in this sandbox"):
                    await bot.set_webhook(url)
                assert await bot.delete_webhook()
            assert (await bot.get_webhook_info()).url == (url if webhooks else "")
        await sandbox.stop()


async def test_odd_requests_are_refused_and_no_fault(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    digits = "9" * 5000
    async with aiohttp.ClientSession() as session:
        for path, status in (("/page/%00", 404), (f"/api/state?messages={digits}", 400), ("/api/events", 200)):
            async with session.get(sandbox.url + path, headers={"Last-Event-ID": digits}) as response:
                assert response.status == status, path
        odd = {"Content-Type": "application/json; charset=nonsense"}
        for path in ("/api/chats", f"/bot{TOKEN}/getMe"):
            async with session.post(sandbox.url + path, data="{}", headers=odd) as response:
                assert response.status == 400, path
    assert not caplog.records


async def test_reads_refused(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        for path, status in (("/api/chats/5/messages", 404), ("/api/state?messages=x", 400), ("/api/files/x", 404)):
            async with session.get(sandbox.url + path) as response:
                assert response.status == status
                assert "error" in await response.json()


async def test_presses_and_words_need_their_place(bot: Bot, client: SandboxClient) -> None:
    sent = await bot.send_message(YOU, "no buttons")
    with pytest.raises(AssertionError, match="has no button with the data"):
        await client.press(YOU, sent.message_id, "x")
    await client.block(YOU)
    with pytest.raises(AssertionError, match="the bot is blocked"):
        await client.say(YOU, "hello?")


async def test_a_file_that_a_user_sends_is_a_documents_message(bot: Bot, client: SandboxClient) -> None:
    document = {"name": "../my feeds.opml", "content": "PG9wbWwvPg=="}
    said = await client.call("POST", f"/api/chats/{YOU}/messages", {"document": document, "text": "mine"})
    assert (said["text"], said["document"]["name"], said["document"]["size"]) == ("mine", "my feeds.opml", 7)
    (update,) = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.document is not None
    assert (message.caption, message.document.file_name) == ("mine", "my feeds.opml")
    assert bytes(await (await message.document.get_file()).download_as_bytearray()) == b"<opml/>"
    for broken in ({"name": "a", "content": "!"}, {"name": "", "content": ""}, {"name": "a", "content": ""}, "a"):
        with pytest.raises(AssertionError, match=r": 400 .*(Base64|must be non-empty)"):
            await client.call("POST", f"/api/chats/{YOU}/messages", {"document": broken})


async def test_half_a_surrogate_pair_is_replaced(client: SandboxClient) -> None:
    assert (await client.say(YOU, "a\ud800b"))["text"] == "a?b"


HEADERS: list[tuple[dict[str, str], int]] = [
    ({"Host": "evil.example"}, 403),
    ({"Host": "127.0.0.1.evil.example"}, 403),
    ({"Host": "127.0.0.1"}, 200),
    ({"Host": "localhost:9"}, 200),
    ({"Host": "[::1]:8080"}, 200),
    ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "http://[::1"}, 403),
    ({"Origin": "http://localhost:8080"}, 403),
    ({"Host": "localhost:8080", "Origin": "http://127.0.0.1:8080"}, 403),
    ({"Host": "localhost:8080", "Origin": "http://evil@localhost:8080"}, 403),
    ({"Host": "localhost:8080", "Origin": "http://localhost:8080"}, 200),
    ({"Host": "127.0.0.2:8080"}, 200),
    ({"Host": "192.0.2.1:8080"}, 403),
    ({"Host": "0.0.0.0:8080"}, 403),
    ({"Host": ""}, 403),
    ({"Content-Type": "text/plain"}, 415),
    ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
]


@pytest.mark.parametrize(("headers", "status"), HEADERS, ids=[str(row[0]) for row in HEADERS])
async def test_who_is_let_in(sandbox: Sandbox, headers: dict[str, str], status: int) -> None:
    sent = {"Content-Type": "application/json"} | headers
    async with aiohttp.ClientSession() as session:
        url = f"{sandbox.url}/api/chats/{YOU}/messages"
        async with session.post(url, data='{"text": "hello"}', headers=sent) as response:
            assert response.status == status
        if status == 403:
            for path in ("/", "/api/state", "/api/events", f"/bot{TOKEN}/getMe"):
                async with session.get(sandbox.url + path, headers=headers) as response:
                    assert response.status == 403


async def test_a_body_too_large(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        data = io.BytesIO(b"x" * (56 * 1024 * 1024))
        headers = {"Content-Type": "application/json"}
        async with session.post(f"{sandbox.url}/api/chats", data=data, headers=headers) as response:
            assert response.status == 413


async def test_events_are_told_and_can_be_caught_up_with(bot: Bot, client: SandboxClient) -> None:
    start = (await client.state())["event"]
    said = await client.say(YOU, "one")
    sent = await bot.send_message(YOU, "two")
    async with client.events(after=start) as events:
        first, second = await anext(events), await anext(events)
        assert (first["type"], first["chat_id"], first["message"]) == ("message", YOU, said)
        assert second["message"]["text"] == "two"
        await bot.edit_message_text("three", YOU, sent.message_id)
        third = await anext(events)
        assert (third["type"], third["message"]["text"]) == ("edit", "three")
        chat = await client.create_chat("group", "Desk")
        assert await anext(events) == {"type": "chat", "chat": chat}
    async with client.events(after=start) as events:
        assert (await anext(events))["type"] == "message"
        assert (await anext(events))["message"]["text"] == "two"


async def test_a_page_that_missed_too_much_is_told_to_start_again(client: SandboxClient) -> None:
    await client.say(YOU, "one")
    async with client.events(after=0) as events:
        assert await anext(events) == {"type": "reset"}
        await client.say(YOU, "two")
        assert (await anext(events))["message"]["text"] == "two"


async def test_the_last_event_id_goes_on(sandbox: Sandbox, client: SandboxClient) -> None:
    await client.say(YOU, "one")
    after = (await client.state())["event"]
    await client.say(YOU, "two")
    async with aiohttp.ClientSession() as session:
        headers = {"Last-Event-ID": str(after)}
        async with session.get(f"{sandbox.url}/api/events?after=1", headers=headers) as response:
            assert response.headers["Content-Type"] == "text/event-stream"
            await response.content.readuntil(b"\n\n")
            event = await response.content.readuntil(b"\n\n")
    assert event.startswith(f"id: {after + 1}\ndata: ".encode())
    assert b'"text":"two"' in event


async def test_a_reader_that_leaves_and_a_stop_end_the_stream(sandbox: Sandbox, client: SandboxClient) -> None:
    async with client.events():
        pass
    async with client.events() as events:
        await sandbox.stop()
        with pytest.raises((StopAsyncIteration, aiohttp.ClientError)):
            await anext(events)


async def test_the_pages_files(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page"
    page.mkdir()
    (page / "index.html").write_text("<!DOCTYPE html><title>Chat</title>", encoding="utf-8")
    (page / "app.js").write_text("export {};", encoding="utf-8")
    (tmp_path / "secret.js").write_text("no", encoding="utf-8")
    (page / "notes.txt").write_text("no", encoding="utf-8")
    monkeypatch.setattr(bot.sandbox.web, "PAGE", page)
    async with aiohttp.ClientSession() as session:
        async with session.get(sandbox.url + "/") as response:
            assert (response.status, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
            assert response.headers["Content-Security-Policy"].startswith("default-src 'self';")
            assert response.headers["Cache-Control"] == "no-store"
        async with session.get(sandbox.url + "/page/app.js") as response:
            assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
        for path in ("/page/none.js", "/page/%2e%2e/secret.js", "/page/..%2fsecret.js", "/page/notes.txt", "/page/"):
            async with session.get(sandbox.url + path) as response:
                assert response.status == 404, path


async def test_a_port_in_use_is_said_in_a_sentence(sandbox: Sandbox) -> None:
    port = int(sandbox.url.rpartition(":")[2])
    second = Sandbox(token=TOKEN)
    with pytest.raises(SandboxError, match=rf"port {port} .*Set PORT to a free port, such as PORT={port + 1}"):
        await second.start("127.0.0.1", port)
    assert issubclass(SandboxError, OSError)
    await second.stop()


async def test_start_again_after_stop_and_on_ipv6() -> None:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            host = "127.0.0.1"
        else:
            host = "::1"
    sandbox = Sandbox(token=TOKEN)
    for _ in range(2):
        await sandbox.start(host, 0)
        async with SandboxClient(sandbox.url) as client:
            assert (await client.state())["chats"][0]["id"] == YOU
        await sandbox.stop()


def test_a_token_that_is_none() -> None:
    with pytest.raises(ValueError, match="a bot token looks like"):
        Sandbox(token="nonsense")


class Telling:
    """A replay with nothing to tell, to see that the sandbox asks it rightly."""

    def __init__(self) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.base_url = ""
        self.stopped = False
        self.status: dict[str, Any] = {"on": True, "sent": 0, "total": 3, "date": None}
        self.feeds: tuple[FeedSource, ...] = ()

    def routes(self) -> Iterable[web.RouteDef]:
        async def serve(request: web.Request) -> web.Response:
            return web.Response(text="<rss/>", content_type="application/rss+xml")

        return [web.get("/replay/en.xml", serve)]

    async def start(self, base_url: str) -> None:
        self.base_url = base_url

    async def stop(self) -> None:
        self.stopped = True

    async def command(self, body: dict[str, Any]) -> None:
        if "paused" not in body:
            raise ValueError("the replay knows paused")
        self.status["on"] = not body["paused"]
        self.on_change()


async def test_the_replay_behind_it() -> None:
    replay = Telling()
    sandbox = Sandbox(token=TOKEN, replay=replay)
    await sandbox.start("127.0.0.1", 0)
    assert replay.base_url == sandbox.url
    async with SandboxClient(sandbox.url) as client, aiohttp.ClientSession() as session:
        assert (await client.state())["replay"] == replay.status
        async with session.get(f"{sandbox.url}/replay/en.xml") as response:
            assert await response.text() == "<rss/>"
        async with client.events() as events:
            assert (await client.call("POST", "/api/replay", {"paused": True}))["on"] is False
            assert await anext(events) == {"type": "replay", "replay": replay.status}
        with pytest.raises(AssertionError, match="the replay knows paused"):
            await client.call("POST", "/api/replay", {})
    await sandbox.stop()
    assert replay.stopped


async def test_many_readers_of_events(client: SandboxClient) -> None:
    async def first() -> Any:
        async with client.events() as events:
            return await anext(events)

    readers = [asyncio.create_task(first()) for _ in range(20)]
    await asyncio.sleep(0.3)
    await client.say(YOU, "to all")
    assert {event["message"]["text"] for event in await asyncio.gather(*readers)} == {"to all"}
