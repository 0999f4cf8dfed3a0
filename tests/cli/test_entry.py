"""``poll --once`` as a process of its own goes past the other verbs; nobody is to tell it by how it ends."""

import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.cli.entry import is_round, main
from tests.cli.conftest import Program
from tests.whole.process import make_topic


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that answers nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        yield server


@pytest.mark.parametrize(
    "arguments", [["poll", "--once"], ["poll", "--once", "--all", "--json"], ["poll", "--json", "--once", "--once"]]
)
def test_a_round_is_known_by_its_words(arguments: list[str]) -> None:
    assert is_round(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["poll"], ["poll", "--all"], ["poll", "--once", "--help"], ["poll", "--once", "more"], ["poll", "--on"],
        ["--version", "poll", "--once"], ["feeds", "--once"], ["poll", "--", "--once"],
    ],
)  # fmt: skip
def test_all_else_is_left_to_who_reads_options(arguments: list[str]) -> None:
    assert not is_round(arguments)


@pytest.mark.parametrize(("given", "had"), [(None, "1"), ("4", "4")])
def test_numbers_are_reckoned_in_one_thread_if_nobody_wishes_more(
    monkeypatch: pytest.MonkeyPatch, given: str | None, had: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["burdenwatch", "--version"])
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", given or "")
    if given is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    try:
        with pytest.raises(SystemExit):
            main()
    finally:
        gc.enable()
    assert os.environ["OPENBLAS_NUM_THREADS"] == had


@pytest.mark.parametrize("options", [[], ["--all"], ["--json"]])
@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({}, 0),
        ({"PORT": "99999", "LOG_LEVEL": "[bold]x[/]"}, 2),
        ({"BURDENWATCH_TOPIC": "bad"}, 2),
        ({"DATABASE_URL": "sqlite:///no-database"}, 3),
    ],
)
def test_a_process_ends_as_the_verb_does(
    program: Program, command: list[str], options: list[str], settings: dict[str, str], code: int
) -> None:
    make_topic(program.folder, {})
    (program.folder / "bad" / "config").mkdir(parents=True)
    program.file("no-database", "hello")
    settings = {"BURDENWATCH_TOPIC": "topic"} | settings
    within = program("poll", "--once", *options, **settings)
    done = _run(program, [*command, "poll", "--once", *options], settings)
    assert (within.code, done.returncode) == (code, code)
    assert done.stderr == within.err
    if "--json" not in options or code:
        assert done.stdout == within.out


def test_a_round_in_which_every_feed_failed_is_code_1(program: Program, command: list[str]) -> None:
    make_topic(program.folder, {"Nobody": "http://127.0.0.1:9/feed"})
    done = _run(program, [*command, "poll", "--once"], {"BURDENWATCH_TOPIC": "topic"})
    assert done.returncode == 1
    assert done.stdout.endswith("no alerts owed, 1 error\n")
    assert done.stderr.startswith("Nobody")


def test_ctrl_c_ends_a_round_without_a_word(program: Program, command: list[str], silent: socket.socket) -> None:
    make_topic(program.folder, {"Silent": f"http://127.0.0.1:{silent.getsockname()[1]}/feed"})
    env = program.environment(BURDENWATCH_TOPIC="topic", ALLOW_PRIVATE_ADDRESSES="127.0.0.0/8")
    with subprocess.Popen(
        # Ctrl+C reaches whoever has not been told to ignore it, as a shell tells what it runs in the background.
        ["env", "--default-signal=INT", *command, "poll", "--once"],
        env=env, cwd=program.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        connection, _ = silent.accept()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
        connection.close()
    assert (running.returncode, out, err) == (130, b"", b"")


def test_a_pipe_that_is_closed_early_is_no_fault(program: Program, command: list[str]) -> None:
    make_topic(program.folder, {})
    quiet = ["/bin/sh", "-c", '"$@" 2>err; echo $? >code', "sh", *command, "poll", "--once"]
    env = program.environment(BURDENWATCH_TOPIC="topic")
    with subprocess.Popen(quiet, env=env, cwd=program.folder, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.close()
        running.wait(20)
    assert (program.folder / "code").read_text() == "1\n"
    assert (program.folder / "err").read_text() == ""


def _run(program: Program, command: list[str], settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    env = program.environment(**settings)
    return subprocess.run(command, env=env, cwd=program.folder, capture_output=True, text=True, check=False)
