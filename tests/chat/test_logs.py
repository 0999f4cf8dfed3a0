"""The token stays out of every log."""

import io
import logging
from collections.abc import Iterator

import pytest
from telegram import error

from bot.chat import ChatContext, Messenger
from bot.chat.logs import TokenFilter, one_line, protect, scrub
from bot.chat.updates.application import polling_trouble
from bot.sandbox import Sandbox
from tests.chat.builders import TOKEN, article, chat, delivery
from tests.chat.conftest import running
from tests.chat.shelf import Shelf


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, DEBUG and below."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


async def test_a_whole_run_at_debug_shows_no_token(
    log: io.StringIO, sandbox: Sandbox, shelf: Shelf, around: ChatContext
) -> None:
    shelf.stored = [article(1)]
    async with running(sandbox.url, around) as application:
        await Messenger(application.bot, around).send(delivery(1, chat(31337)))
        logging.getLogger("anything").info("the application is %r", application)
    assert "the application is Application[bot=ExtBot[token=<token>]]" in log.getvalue()
    assert TOKEN not in log.getvalue()
    assert "HTTP Request" not in log.getvalue()


def test_the_filter_masks_message_arguments_and_traceback() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(TokenFilter(TOKEN))
    logger = logging.Logger("own")
    logger.addHandler(handler)
    logger.warning("at http://api/bot%s/getMe", TOKEN)
    try:
        raise ValueError(f"no {TOKEN}")
    except ValueError:
        logger.exception("failed")
    lines = stream.getvalue()
    assert TOKEN not in lines
    assert lines.startswith("at http://api/bot<token>/getMe\nfailed\nTraceback")
    assert lines.endswith("ValueError: no <token>\n")


def test_what_looks_like_a_token_is_masked_too() -> None:
    assert scrub("bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/x") == "bot<token>/x"
    assert scrub("at 12:30 in room 404: all is well") == "at 12:30 in room 404: all is well"


def test_a_line_is_one_line_and_not_long() -> None:
    assert one_line("a\n  b\tc") == "a b c"
    assert one_line("x" * 400) == "x" * 299 + "…"


def test_protecting_twice_is_protecting_once(log: io.StringIO) -> None:
    protect(TOKEN)
    protect(TOKEN)
    handler = logging.getLogger().handlers[-1]
    assert sum(isinstance(one, TokenFilter) for one in handler.filters) == 1
    assert sum(type(one).__name__ == "_OneLine" for one in logging.getLogger("telegram.ext.Updater").filters) == 1


def test_a_librarys_traceback_becomes_a_line(log: io.StringIO) -> None:
    protect(TOKEN)
    try:
        raise error.NetworkError("no\nroute")
    except error.NetworkError:
        logging.getLogger("telegram.ext.Updater").exception("Error while calling %s", "get_updates")
    assert log.getvalue() == "Error while calling get_updates NetworkError: no route\n"


def test_polling_troubles_are_told_once_for_each_kind(caplog: pytest.LogCaptureFixture) -> None:
    report = polling_trouble(TOKEN)
    for problem in (
        error.NetworkError(f"no route for {TOKEN}"),
        error.NetworkError(f"no route for {TOKEN}"),
        error.Conflict("terminated by other getUpdates request"),
    ):
        report(problem)
    assert [record.getMessage() for record in caplog.records] == [
        "asking Telegram for updates: NetworkError: no route for <token>; trying on",
        "asking Telegram for updates: another program polls with this bot's token; only one may; trying on",
    ]
