"""The worker's log: no token in any line, and a line for each event."""

import asyncio
import logging
import sys
from collections.abc import Callable, Iterator

import pytest

from bot.worker.logs.setup import CHATTY, Redacted, set_up

TOKEN = "424242:log-test-token-never-real"
URL = f"https://api.telegram.example/bot{TOKEN}/getMe"
Written = Callable[[], str]


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[Written]:
    """What the log has written to standard error; afterwards logging is as it was before."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield lambda: capsys.readouterr().err
    root.handlers[:], level = before
    root.setLevel(level)
    for library in CHATTY:
        logging.getLogger(library).setLevel(logging.NOTSET)


def fail_with_token() -> None:
    try:
        raise ConnectionError(f"POST {URL}")
    except ConnectionError as cause:
        raise RuntimeError(f"no answer from {URL}") from cause


def test_the_token_is_masked_in_messages_and_arguments(written: Written) -> None:
    set_up("INFO", TOKEN)
    logging.getLogger("test").info("asking %s with %r", URL, {"token": TOKEN})
    line = written()
    assert TOKEN not in line
    assert "asking https://api.telegram.example/bot(token)/getMe with {'token': '(token)'}" in line


def test_the_token_is_masked_in_tracebacks_and_their_causes(written: Written) -> None:
    set_up("INFO", TOKEN)
    try:
        fail_with_token()
    except RuntimeError:
        logging.getLogger("test").exception("it failed")
    text = written()
    assert TOKEN not in text
    assert "ConnectionError: POST https://api.telegram.example/bot(token)/getMe" in text
    assert "RuntimeError: no answer from" in text


def test_the_token_is_masked_in_stacks_and_cached_tracebacks() -> None:
    record = logging.LogRecord("test", logging.ERROR, __file__, 1, "x", None, None)
    record.exc_text = f"Traceback of another handler: {URL}"
    record.stack_info = f"Stack: {URL}"
    text = Redacted(TOKEN).format(record)
    assert TOKEN not in text
    assert text.count("(token)") == 2


def test_no_token_masks_nothing(written: Written) -> None:
    set_up("INFO", "")
    logging.getLogger("test").info("plain words")
    assert written().endswith(" INFO    test: plain words\n")


def test_words_of_the_web_cannot_forge_a_line_or_steer_the_terminal(written: Written) -> None:
    set_up("INFO", TOKEN)
    logging.getLogger("test").warning("%s said %s", "feed\r\n2026-01-01 ERROR", "\x1b[2J\u2028gone\x07 방위비")
    text = written()
    assert text.count("\n") == 1
    assert text.endswith("feed 2026-01-01 ERROR said  [2J gone  방위비\n")


def test_levels(written: Written) -> None:
    set_up("WARNING", TOKEN)
    logging.getLogger("test").info("not shown")
    logging.getLogger("test").warning("shown")
    assert "not shown" not in (text := written())
    assert " WARNING test: shown" in text


@pytest.mark.parametrize("library", CHATTY)
def test_chatty_libraries_speak_up_only_when_it_matters(written: Written, library: str) -> None:
    set_up("DEBUG")
    logging.getLogger(library).info("chatter")
    assert written() == ""
    logging.getLogger(library).warning("trouble")
    assert "trouble" in written()
    set_up("ERROR")
    logging.getLogger(library).warning("trouble")
    assert written() == ""


def test_setting_up_again_writes_once(written: Written) -> None:
    set_up("INFO", TOKEN)
    set_up("INFO", TOKEN)
    logging.getLogger("test").info("once")
    assert written().count("once") == 1
    assert logging.getLogger().handlers[0].stream is sys.stderr  # type: ignore[attr-defined]  # a stream handler


@pytest.mark.parametrize(("name", "shown"), [("apscheduler.executors.default", False), ("bot.worker", True)])
def test_a_job_that_the_end_cut_short_is_no_failure(written: Written, name: str, shown: bool) -> None:
    set_up("INFO")
    try:
        raise asyncio.CancelledError
    except asyncio.CancelledError:
        logging.getLogger(name).exception("the job raised an exception")
    assert bool(written()) is shown


def test_a_job_that_fails_is_a_failure(written: Written) -> None:
    set_up("INFO")
    try:
        fail_with_token()
    except RuntimeError:
        logging.getLogger("apscheduler.executors.default").exception("the job raised an exception")
    assert "RuntimeError" in written()
