"""LOG_FORMAT=json: a line is an object with the event's name, no secret in it, and repeats are folded."""

import ast
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.model import Feed, FeedKind, PollFailed, Trouble
from bot.web.log_filter import RepeatFilter
from bot.worker.intake.reports import FeedReport
from bot.worker.logs.events import EVENTS
from bot.worker.logs.setup import CHATTY, set_up
from tests.test_house import MODULES

TOKEN, SECOND = "424242:json-test-token-never-real", "metrics-test-token"
LEVELS = {name: name for name in ("debug", "info", "warning", "error")} | {"exception": "error"}
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """What the log has written since it was last asked."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    root.handlers[:], level = before
    root.setLevel(level)
    for library in CHATTY:
        logging.getLogger(library).setLevel(logging.NOTSET)


def begin() -> None:
    """In the test itself: what pytest has for standard error is another stream before it."""
    set_up("DEBUG", TOKEN, SECOND, "", filters=[RepeatFilter(everything=True)], as_json=True)


def test_a_line_has_the_events_name_and_its_words(lines: Lines) -> None:
    begin()
    feed = Feed(1, "https://paper.example/feed", "The Paper", "ko", "KR", FeedKind.NEWSPAPER)
    FeedReport(feed, PollFailed(Trouble.TIMEOUT, "took too long 방위비")).log()
    (line,) = lines()
    assert line.pop("at").endswith("Z")
    assert line == {
        "level": "warning",
        "event": "poll.failed",
        "logger": "bot.worker.intake.reports",
        "message": "The Paper: took too long 방위비",
    }


def test_no_secret_in_message_or_trace(lines: Lines) -> None:
    begin()
    try:
        raise ConnectionError(f"POST https://telegram.example/bot{TOKEN}/getMe")
    except ConnectionError:
        logging.getLogger("some.package").exception("asking %s", {"token": TOKEN, "other": SECOND})
    (line,) = lines()
    assert TOKEN not in str(line)
    assert SECOND not in str(line)
    assert line["event"] == "library.some"
    assert line["message"] == "asking {'token': '(token)', 'other': '(token)'}"
    assert line["trace"].endswith("ConnectionError: POST https://telegram.example/bot(token)/getMe")


def test_words_of_the_web_cannot_end_the_line_or_steer_a_terminal(
    lines: Lines, capsys: pytest.CaptureFixture[str]
) -> None:
    begin()
    words = "feed\r\n{} \x1b[2J\u2028gone\x9b\x07"
    logging.getLogger("bot.x").warning("%s", words)
    text = capsys.readouterr().err
    assert text.isascii(), text
    assert text.rstrip("\n").isprintable()
    assert text.count("\n") == 1
    assert json.loads(text)["message"] == words


def test_the_very_same_is_folded_and_counted_and_nothing_else_is(lines: Lines) -> None:
    begin()
    for _ in range(120):
        logging.getLogger("bot.a").warning("the database is locked; again in %g s", 30)
    logging.getLogger("bot.a").warning("the database is locked; again in %g s", 15)
    said = [(line["message"].partition(" (")[0], line.get("repeats")) for line in lines()]
    same = "the database is locked; again in 30 s"
    assert said == [(same, None), (same, 10), (same, 100), ("the database is locked; again in 15 s", None)]


def calls_that_log() -> set[str]:
    """Of all our modules: module, function and level, as a record has them."""
    found: set[str] = set()
    for name, path in MODULES.items():
        if name.startswith("bot.reading.training"):
            continue  # a program of its own
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        # An inner function comes after the one that it stands in, and is the one that a record names.
        home = {id(inside): function.name for function in functions for inside in ast.walk(function)}
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "_log"), attr=level)) if level in LEVELS:
                    found.add(f"{name.removeprefix('bot.')}:{home[id(node)]}:{LEVELS[level]}")
    return found


def test_each_call_that_logs_has_a_name_and_each_name_a_call() -> None:
    calls = calls_that_log()
    assert calls - EVENTS.keys() == set(), "calls that log and have no row in bot/worker/logs/events.py"
    assert EVENTS.keys() - calls == set(), "rows whose calls are gone; the name may go with its new place"


def test_names_are_of_one_form() -> None:
    assert all(part.replace("_", "").isalpha() for name in EVENTS.values() for part in name.split("."))
    assert {name.count(".") for name in EVENTS.values()} == {1}


def test_nobody_logs_past_the_calls_that_are_named() -> None:
    """``logging.warning(...)`` and the like would be the root's."""
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="logging"), attr=level)):
                    assert level not in LEVELS, name
