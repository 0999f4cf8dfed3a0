"""Hostile input made by Hypothesis: feeds, articles, queries, Telegram's updates and requests of the port.

Some hundred inputs each by default; ``BURDENWATCH_FUZZ=20000 pytest tests/fuzz`` makes so many of each. What came of an
input is a value or the error that the room promises; never another exception, and never longer than a second of CPU.
"""

import asyncio
import gc
import logging
import os
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.chat import build_application
from bot.chat.commands.registry import COMMANDS
from bot.chat.doors.mail.pages import MailPages
from bot.feeds.article.extract import article
from bot.feeds.parse.reply import full_reply, quick_reply
from bot.feeds.process.frames import ArticleRequest, ParseRequest
from bot.model import NoFeed, Report
from bot.reading.query.query import QueryError, parse_query
from bot.sandbox import Limits, Sandbox
from bot.web import Health
from bot.web.atom import AtomAddresses
from bot.web.mail import MailAddresses
from bot.web.metrics import Metrics, MetricsPage, Source
from bot.web.probes import Probes
from bot.web.websub import Callbacks
from tests.chat.builders import TOKEN, context
from tests.chat.shelf import Shelf
from tests.feeds.corpus import TAKEN
from tests.sandbox.client import YOU
from tests.web.test_metrics import STATUS
from tests.web.test_probes import Bench
from tests.web.wire import Visitor

EXAMPLES = int(os.environ.get("BURDENWATCH_FUZZ", "0"))
"""Of each test; 0 for the few of every run."""
LONGEST = 1.0
"""Seconds of CPU for one input; the deadlines at work are wider."""
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def few(number: int) -> Callable[[Any], Any]:
    """So many examples, unless more were asked for; others each time, as the order of tests is."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=EXAMPLES or number, deadline=None, suppress_health_check=checks, database=None)


@contextmanager
def quick() -> Iterator[None]:
    """Fails where what is within takes long."""
    began = time.thread_time()
    yield
    took = time.thread_time() - began
    assert took < LONGEST, f"{took:.1f} s"


@pytest.fixture(scope="module", autouse=True)
def loaded() -> Iterator[None]:
    """What libraries load at their first input is no cost of one, nor is looking all of it through for garbage."""
    for body in (*TAKEN.values(), b"<html><p>Seoul will pay more.</p></html>"):
        full_reply(ParseRequest(body, "", "https://news.example/feed", "", NOW, 5.0))
        article(ArticleRequest(body, "", "https://news.example/", "https://news.example/", "Seoul", "", 5.0))
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


PIECES = st.sampled_from(
    [
        b"<?xml version='1.0'",
        b" encoding='utf-16'?>",
        b"?>",
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]>",
        b"&a;",
        b"&#0;",
        b"&#x110000;",
        b"<rss version='2.0'>",
        b"</rss>",
        b"<channel>",
        b"</channel>",
        b"<item>",
        b"</item>",
        b"<title>",
        b"</title>",
        b"<link>",
        b"</link>",
        b"<guid isPermaLink='true'>",
        b"</guid>",
        b"<pubDate>",
        b"</pubDate>",
        b"<ttl>99999999999999999999</ttl>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'>",
        b"<entry>",
        b"<id>",
        b"<link href='//[::1/x' rel=\"hub\"/>",
        b"</entry></feed>",
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>",
        b"<url><loc>",
        b"</loc></url>",
        b'{"version":"https://jsonfeed.org/version/1","items":[{"id":1e999,"url":null}',
        b"]}",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
        b"http://a.example:99999/%zz",
        b"Tue, 31 Feb 99999 25:61:61 +9999",
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\x1b$B",
        b"<html><head><meta property='og:title' content='",
        b"<p>",
        b"<table>" * 20,
        b"<script type='application/ld+json'>{\"@graph\":[[",
        b"</script>",
        "방위비 50억 달러".encode("euc-kr"),
        "５億".encode(),
    ]
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A feed as it is published, with some bytes cut out and others put in."""
    body = draw(st.sampled_from(sorted(TAKEN.values())))
    for _ in range(draw(st.integers(1, 4))):
        at, gone = draw(st.integers(0, len(body))), draw(st.integers(0, 30))
        body = body[:at] + draw(st.one_of(PIECES, st.binary(max_size=8))) + body[at + gone :]
    return body


BODIES = st.one_of(
    st.binary(max_size=400), st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=40).map(b"".join), damaged()
)
TYPES = st.sampled_from(
    ["", "text/xml", "application/json; charset=\x00", "text/html; charset=utf-7", "a/b;charset=x" * 50]
)
URLS = st.sampled_from(["https://news.example/feed", "http://[::1]/", "https://news.example/%ff?a=&b#c"])


@few(250)
@given(BODIES, TYPES, URLS)
def test_a_feed_of_any_bytes_is_a_reply(body: bytes, content_type: str, url: str) -> None:
    request = ParseRequest(body, content_type, url, "KR", NOW, 5.0)
    with quick():
        for reply in (quick_reply(request), full_reply(request)):
            links = [entry.link for entry in reply.entries] if reply else []
            assert [link for link in links if link and not link.startswith(("http://", "https://"))] == []


@few(60)
@given(BODIES, TYPES, URLS, st.text(max_size=60))
def test_an_article_of_any_bytes_is_a_reply(body: bytes, content_type: str, url: str, title: str) -> None:
    with quick():
        article(ArticleRequest(body, content_type, url, url, title, "", 5.0))


WORDS = [
    "AND",
    "OR",
    "NOT",
    "NEAR/3",
    "NEAR/99999999999",
    "(",
    ")",
    '"',
    "-",
    "*",
    "title:",
    "source:",
    "lang:ko",
    "since:",
    "sum>",
    "방위비",
    "日米",
    "Seoul",
    "a*",
    "''",
    "\\",
    "\u202e",
    "\x00",
    "𝔘",
    "İ",
    "ﬁ",
    "\u0301",
    " ",
    ":",
]
QUERIES = st.one_of(
    st.text(max_size=120), st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=40).map(" ".join)
)
REPORT = Report(
    "x", "US troops in Korea", "Seoul will pay more. 방위비 50억 달러 日米 İstanbul ﬁne", "en", source="The Paper"
)


@few(400)
@given(QUERIES)
def test_any_query_is_read_or_refused_with_a_sentence(words: str) -> None:
    with quick():
        try:
            query = parse_query(words)
        except QueryError as said:
            refusal = str(said)
        else:
            query.matches(REPORT)
            refusal = "none"
    assert refusal


# --- What Telegram hands over

TEXTS = st.one_of(
    st.text(max_size=80),
    st.tuples(st.sampled_from([f"/{command.name}" for command in COMMANDS]), QUERIES).map(" ".join),
    st.tuples(
        st.sampled_from([f"/{command.name}" for command in COMMANDS]),
        st.lists(
            st.sampled_from(
                [
                    "korea",
                    "all",
                    "99999999999999999999",
                    "-1",
                    "0",
                    "٣",
                    "since",
                    "2019-02-30",
                    "25:61",
                    "5y",
                    "csv",
                    "mon",
                    "but",
                    "critical",
                    "since:9999",
                    "until:0000-00",
                    "https://[",
                    "%",
                    "<b>",
                    "@x",
                    "\u2028",
                ]
            ),
            max_size=5,
        ).map(" ".join),
    ).map(" ".join),
)
IDS = st.one_of(st.integers(1, 2**52), st.sampled_from([1_000_001, 7]))
KINDS = st.sampled_from(["private", "group", "supergroup", "channel"])
DATA = st.one_of(
    st.text(max_size=64),
    st.tuples(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), st.text(":,|/0123456789-", max_size=20)).map(":".join),
)


RIGHTS = [
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories"),
]


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    """Of the kinds that the bot asks for, as the Bot API writes them, with any content."""
    number, text = draw(st.integers(1, 2**31)), draw(TEXTS)
    who = {"id": draw(IDS), "is_bot": draw(st.booleans()), "first_name": draw(st.text(max_size=10))}
    if draw(st.booleans()):
        who["language_code"] = draw(st.text(max_size=6))
    chat: dict[str, Any] = {"id": draw(IDS), "type": draw(KINDS), "title": draw(st.text(max_size=20))}
    if chat["type"] != "private":
        chat["id"] = -chat["id"]
    elif draw(st.integers(0, 3)):
        chat["id"] = who["id"] = YOU  # a chat that takes answers
    message: dict[str, Any] = {
        "message_id": draw(st.integers(0, 2**31)),
        "date": draw(st.integers(0, 2**31)),
        "chat": chat,
        "from": who,
    }
    if draw(st.integers(0, 7)):
        message["text"] = text
        length = len(text.split(" ", 1)[0].encode("utf-16-le", "surrogatepass")) // 2
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    if draw(st.booleans()):
        message["message_thread_id"] = draw(st.integers(0, 2**31))
    if draw(st.booleans()):
        message["reply_to_message"] = {"message_id": draw(st.integers(0, 99)), "date": 0, "chat": chat, "text": text}
    kind = draw(
        st.sampled_from(
            ["message", "edited_message", "channel_post", "callback_query", "inline_query", "my_chat_member"]
        )
    )
    if kind == "callback_query":
        press = {"id": "1", "from": who, "chat_instance": "1", "data": draw(DATA)}
        return {
            "update_id": number,
            kind: press | ({"message": message} if draw(st.booleans()) else {"inline_message_id": "x"}),
        }
    if kind == "inline_query":
        return {"update_id": number, kind: {"id": "1", "from": who, "query": text, "offset": draw(st.text(max_size=8))}}
    if kind == "my_chat_member":
        member: dict[str, Any] = {
            "user": who,
            "status": draw(st.sampled_from(["member", "left", "administrator", "kicked"])),
        }
        member |= dict.fromkeys(RIGHTS, True) | {"until_date": 0}
        return {
            "update_id": number,
            kind: {"chat": chat, "from": who, "date": 0, "old_chat_member": member, "new_chat_member": member},
        }
    return {"update_id": number, kind: message}


Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Runs coroutines one after the other in one loop: Hypothesis calls a test from without any."""
    with asyncio.Runner() as runner:
        yield runner.run


def faults(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged with a traceback: a fault of our own. That a made-up chat is none is Telegram's word."""
    raised = [record.exc_info[1] for record in caplog.records if record.levelno >= logging.ERROR and record.exc_info]
    return [repr(problem) for problem in raised if "Chat not found" not in str(problem)]


def test_any_update_is_answered_or_passed_over(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    telegram = Sandbox(token=TOKEN, state=None, limits=Limits.off())
    run(telegram.start("127.0.0.1", 0))
    application = build_application(TOKEN, telegram.url, context(Shelf()), read_timeout=5)
    run(application.initialize())

    @few(250)
    @given(updates())
    def one(words: dict[str, Any]) -> None:
        caplog.clear()
        try:
            update = Update.de_json(words, application.bot)
        except Exception:
            return  # the library's own refusal, which its updater logs and passes over
        run(application.process_update(update))
        assert faults(caplog) == []

    try:
        one()
    finally:
        run(application.shutdown())
        run(telegram.stop())


# --- What strangers send to the port


class _Nobody:
    """A subscriber of hubs who knows no token, and an archive of one feed."""

    async def confirm(self, token: str, topic: str, lease: float | None) -> bool:
        return False

    async def deny(self, token: str, topic: str) -> bool:
        return False

    async def knows_token(self, token: str) -> bool:
        return True

    async def deliver(self, token: str, body: bytes, signature: str, content_type: str) -> bool:
        return bool(signature)

    def feed(self, country: str, query: str, address: str) -> bytes | NoFeed:
        parse_query(query) if query else None
        return b"<feed/>"


PATHS = st.one_of(
    st.tuples(
        st.sampled_from(
            [
                b"/livez",
                b"/readyz",
                b"/healthz",
                b"/metrics",
                b"/atom",
                b"/atom/korea",
                b"/websub/x",
                b"/mail/end/12-" + b"a" * 32,
                b"/mail/never/" + b"a" * 32 + b"-" + b"b" * 32,
                b"/",
                b"*",
                b"//a",
                b"/%",
            ]
        ),
        st.one_of(
            st.just(b""),
            st.binary(max_size=40).map(lambda tail: b"?" + tail),
            st.sampled_from(
                [
                    b"?q=%",
                    b"?q=(((",
                    b"?q=%ff%fe",
                    b"?hub.mode=denied",
                    b"?hub.mode=subscribe&hub.challenge=x&hub.lease_seconds=%D9%A3",
                ]
            ),
        ),
    ).map(b"".join),
    st.binary(max_size=40),
)
HEADERS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                b"Host: h",
                b"Authorization: Bearer \xff",
                b'If-None-Match: "',
                b"If-Modified-Since: never",
                b"X-Hub-Signature: sha1=x",
                b"Accept: application/openmetrics-text;q=x",
                b"Content-Length: 3",
                b"Content-Length: -1",
                b"Transfer-Encoding: chunked",
                b"Content-Encoding: gzip",
                b"Connection: upgrade",
                b"Upgrade: websocket",
                b"Expect: 100-continue",
                b"Cookie: a=b;;=\xff",
                b"Accept-Language: ,;q=\xff,ko",
            ]
        ),
        st.binary(max_size=30),
    ),
    max_size=5,
)
METHODS = st.sampled_from([b"GET", b"POST", b"HEAD", b"OPTIONS", b"PUT", b"get", b"\x16\x03"])


KNOCK = b"GET /livez HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"


@st.composite
def requests(draw: st.DrawFn) -> bytes:
    head = [draw(METHODS) + b" " + draw(PATHS) + b" HTTP/1.1", *draw(HEADERS)]
    return b"\r\n".join(head) + b"\r\n\r\n" + draw(st.binary(max_size=20))


def test_any_request_of_the_port_is_answered_and_none_by_a_fault(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    bench, nobody = Bench(), _Nobody()
    bench.answers.set()
    health = Health(bench, now=lambda: bench.now)
    atom = AtomAddresses(nobody, now=lambda: NOW)
    source = Source(lambda now: STATUS, dict, lambda: None, lambda: NOW)
    page = MetricsPage(Metrics("1"), source, token="a-token-of-the-fuzzer", is_open=False)
    mail = MailAddresses(MailPages(context(Shelf())))
    for routes in (Probes(health.verdict, lambda: None), atom, page, mail, Callbacks(nobody, within=0.2)):
        health.add_routes(routes.routes())
    run(health.start("127.0.0.1", 0))

    async def asked(words: bytes) -> bytes:
        # A second request ends a body that is still waited for. To end the stream would be to leave without an answer.
        visitor = (await Visitor.come(health.port)).say(words + KNOCK)
        async with asyncio.timeout(20):
            try:
                return await visitor._reader.read()
            except ConnectionResetError:
                return b""
            finally:
                visitor.leave()

    @few(200)
    @given(requests())
    def one(words: bytes) -> None:
        caplog.clear()
        said = run(asked(words))
        assert said, "there is an answer to whatever it was"
        assert b"HTTP/1.1 500" not in said
        assert b"a-token-of-the-fuzzer" not in said
        assert [fault for fault in faults(caplog) if "Traceback" in fault and "aiohttp/http" not in fault] == []

    try:
        one()
        assert run(asked(b"")).startswith(b"HTTP/1.1 200")
    finally:
        run(health.stop())
        atom.close()
        mail.close()
        page.close()
