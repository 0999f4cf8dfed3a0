"""Each way in which a send can end, told from a server that really does it, through python-telegram-bot as it is."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from aiohttp import web
from telegram import error

from bot.chat import Messenger, build_application
from bot.chat.delivery.outcomes import outcome_of
from bot.model import Forbidden, Moved, NotSent, Rejected, RetryLater, SendOutcome, Sent, Unknown
from tests.chat.builders import TOKEN, article, chat, context, delivery
from tests.chat.shelf import Shelf

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Telegram:
    """A server that answers sendMessage as it is told, and remembers what it was sent."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if not request.path.endswith("/sendMessage"):
            return web.json_response({"ok": True, "result": {"id": 4242, "is_bot": True, "first_name": "b"}})
        self.sent.append(dict(await request.post()))
        return await (self.answers.pop(0) if self.answers else accept)(request)


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    server = Telegram()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


async def accept(request: web.Request) -> web.Response:
    message = {"message_id": 77, "date": 1, "chat": {"id": 1001, "type": "private"}, "text": "x"}
    return web.json_response({"ok": True, "result": message})


def refuse(status: int, description: str, **parameters: Any) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
        return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)

    return answer


def raw(status: int, body: str) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status, text=body, content_type="text/html")

    return answer


async def stall(request: web.Request) -> web.Response:
    await asyncio.sleep(30)
    return web.Response()


async def drop(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def shelf() -> Shelf:
    kept = Shelf()
    kept.stored = [article(1)]
    return kept


async def send(url: str) -> SendOutcome:
    application = build_application(TOKEN, url, context(shelf()), read_timeout=0.3)
    await application.bot.initialize()
    try:
        return await Messenger(application.bot, context(shelf())).send(delivery(5, chat()))
    finally:
        await application.bot.shutdown()


BAD_MARKUP = refuse(400, 'Bad Request: can\'t parse entities: unsupported start tag "x" at byte offset 3')

TABLE: dict[str, tuple[Answer, SendOutcome]] = {
    "sent": (accept, Sent(77)),
    "flood": (refuse(429, "Too Many Requests: retry after 17", retry_after=17), RetryLater(17.0)),
    "blocked": (
        refuse(403, "Forbidden: bot was blocked by the user"),
        Forbidden("Forbidden: bot was blocked by the user"),
    ),
    "moved": (
        refuse(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009),
        Moved(-1009),
    ),
    "no such chat": (refuse(400, "Bad Request: chat not found"), Forbidden("Chat not found")),
    "no right to write": (
        refuse(400, "Bad Request: not enough rights to send text messages to the chat"),
        Forbidden("Not enough rights to send text messages to the chat"),
    ),
    "no such topic": (
        refuse(400, "Bad Request: message thread not found"),
        Forbidden("the forum topic was deleted"),
    ),
    "deleted topic": (refuse(400, "Bad Request: TOPIC_DELETED"), Forbidden("the forum topic was deleted")),
    "closed topic": (
        refuse(400, "Bad Request: TOPIC_CLOSED"),
        Rejected(
            "the forum topic is closed; open it, or make the bot an administrator who manages topics, and it goes on"
        ),
    ),
    "too long": (refuse(400, "Bad Request: message is too long"), Rejected("Message is too long")),
    "bad gateway": (
        raw(502, "<html><b>502</b></html>"),
        NotSent("Bad Gateway (502). Parsing the server response b'<html><b>502</b></html>' failed"),
    ),
    "server error": (refuse(500, "Internal Server Error"), NotSent("Internal Server Error")),
    "not JSON": (raw(200, "<html>maintenance"), NotSent("TelegramError: Telegram's answer is no JSON")),
    "JSON, but no object": (raw(200, "[1, 2]"), NotSent("TelegramError: Telegram's answer is no JSON object")),
    "stalls": (stall, Unknown("Telegram did not answer in time")),
    "drops the connection": (
        drop,
        Unknown("RemoteProtocolError: httpx.RemoteProtocolError: Server disconnected without sending a response."),
    ),
    "wrong token": (refuse(401, "Unauthorized"), NotSent("InvalidToken: Unauthorized")),
}


@pytest.mark.parametrize("case", TABLE)
async def test_every_answer_has_its_outcome(telegram: Telegram, case: str) -> None:
    answer, outcome = TABLE[case]
    telegram.answers = [accept] if case == "sent" else [answer]
    assert await send(telegram.url) == outcome
    assert len(telegram.sent) == 1


async def test_refused_markup_is_sent_again_as_plain_text(telegram: Telegram) -> None:
    telegram.answers = [BAD_MARKUP]
    assert await send(telegram.url) == Sent(77)
    first, second = telegram.sent
    assert first["parse_mode"] == "HTML"
    assert "reply_markup" in first
    assert "parse_mode" not in second
    assert "reply_markup" not in second
    assert second["text"] == (
        "🇰🇷 South Korea · round of talks\n"
        "Seoul and Washington talk, round 1 (https://news.example/1)\nYonhap · 08:05 UTC"
    )


async def test_plain_text_is_tried_once_only(telegram: Telegram) -> None:
    telegram.answers = [BAD_MARKUP, BAD_MARKUP, BAD_MARKUP]
    outcome = await send(telegram.url)
    assert isinstance(outcome, Rejected)
    assert len(telegram.sent) == 2


async def test_what_goes_wrong_with_the_plain_text_counts(telegram: Telegram) -> None:
    telegram.answers = [BAD_MARKUP, refuse(403, "Forbidden: bot was kicked from the group chat")]
    assert await send(telegram.url) == Forbidden("Forbidden: bot was kicked from the group chat")


async def test_no_connection_is_certainly_not_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        application = build_application(TOKEN, url, context(shelf()), read_timeout=0.3)
        outcome = await Messenger(application.bot, context(shelf())).send(delivery(5, chat()))
        await application.bot.shutdown()
    assert outcome == NotSent("Telegram cannot be reached (httpx.ConnectError: All connection attempts failed)")


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (httpx.ConnectTimeout(""), NotSent),
        (httpx.PoolTimeout(""), NotSent),
        (httpx.WriteTimeout(""), NotSent),
        (httpx.ReadTimeout(""), Unknown),
        (httpx.ReadError(""), Unknown),
        (httpx.WriteError(""), Unknown),
        (None, NotSent),
    ],
)
def test_a_time_out_is_judged_by_what_httpx_says(cause: Exception | None, kind: type) -> None:
    problem = error.TimedOut()
    problem.__cause__ = cause
    outcome = outcome_of(problem)
    assert isinstance(outcome, kind)
    assert outcome.reason  # type: ignore[union-attr]  # both kinds have one


@pytest.mark.parametrize("wait", [3, timedelta(seconds=3)])
def test_a_flood_wait_may_be_a_number_or_a_timedelta(wait: int | timedelta) -> None:
    assert outcome_of(error.RetryAfter(wait)) == RetryLater(3.0)


def test_no_reason_shows_the_token() -> None:
    problem = error.InvalidToken(f"The token `{TOKEN}` was rejected by the server.")
    assert outcome_of(problem) == NotSent("InvalidToken: The token `<token>` was rejected by the server.")
