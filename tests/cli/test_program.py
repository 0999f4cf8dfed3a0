"""The program as such: help, version, exit codes, and what goes to which stream."""

import json
import re
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from typer.main import get_command

import bot
from bot.cli.app import app
from tests.cli.conftest import Program
from tests.cli.texts import TEXT, TITLE
from tests.whole.process import make_topic

LIBRARIES = {
    "aiohttp", "alembic", "apscheduler", "feedparser", "icalendar", "lxml", "msgspec", "numpy", "psycopg", "pydantic",
    "resvg_py", "sqlalchemy", "telegram", "trafilatura",
}  # fmt: skip
VERBS_ALONE = {
    "bot.cli", "bot.cli.app", "bot.cli.entry", "bot.cli.feed_verbs", "bot.cli.keeping_verbs", "bot.cli.story_verbs",
    "bot.desk", "bot.desk.answers", "bot.desk.answers.export_kinds",
    "bot.chat", "bot.chat.commands", "bot.chat.commands.command", "bot.chat.commands.registry",
}  # fmt: skip
VERBS = sorted(get_command(app).commands)  # type: ignore[attr-defined]  # a group, as the app has several commands


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(program: Program, verb: str) -> None:
    ran = program(verb, "--help")
    assert ran.code == 0
    assert f"burdenwatch {verb}" in ran.out.replace("root ", "burdenwatch ")
    assert program(verb, "-h").out == ran.out
    assert ran.err == ""


def test_help_names_the_exit_codes(program: Program) -> None:
    ran = program("--help")
    assert ran.code == 0
    assert "Exit codes: 0 done, 1 it ran and something is wrong" in " ".join(ran.out.split())


def test_no_verb_shows_the_help(program: Program) -> None:
    ran = program()
    assert (ran.code, ran.err) == (0, "")
    assert "figures" in ran.out


@pytest.mark.parametrize("arguments", [["nonsense"], ["read"], ["run", "--nonsense"], ["summary", "--nonsense"]])
def test_unusable_arguments_are_code_2_and_said_on_standard_error(program: Program, arguments: list[str]) -> None:
    ran = program(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert "burdenwatch" in ran.err.replace("root", "burdenwatch")


def test_version(program: Program) -> None:
    assert program("--version").out == f"burdenwatch {bot.__version__}\n"


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_needs_nothing_loads_nothing(program: Program, option: str) -> None:
    """Nor does any room of the house but that of the verbs, and the list of the chat's commands, for some of them."""
    script = (
        "import sys; from bot.cli import main; sys.argv = ['burdenwatch', sys.argv[1]]\n"
        "try: main()\n"
        "except SystemExit: sys.stderr.write('\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, option], env=program.environment(), capture_output=True, text=True, check=True
    )
    assert "burdenwatch" in done.stdout
    loaded = set(done.stderr.splitlines())
    assert loaded.isdisjoint(LIBRARIES)
    assert {name for name in loaded if name.startswith("bot.")} == VERBS_ALONE


def test_reading_loads_neither_database_nor_telegram(program: Program) -> None:
    script = (
        "import sys; from bot.cli import main; sys.argv = ['burdenwatch', 'read', 'report.txt']\n"
        "try: main()\n"
        "except SystemExit: sys.stderr.write('\\n'.join(sys.modules))"
    )
    program.file("report.txt", f"{TITLE}\n{TEXT}")
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=program.environment() | {"ENCODER": "off"}, cwd=program.folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert TITLE in done.stdout
    assert set(done.stderr.splitlines()).isdisjoint({"sqlalchemy", "telegram", "aiohttp", "lxml", "numpy", "bot.store"})


@pytest.mark.parametrize("verb", [["read", "report.txt"], ["check"], ["poll", "--once"], ["feeds"]])
def test_garbage_is_collected_once_a_verb_is_at_work(program: Program, verb: list[str]) -> None:
    """main puts it off while modules are loaded; a worker without it would grow for ever."""
    program.file("report.txt", f"{TITLE}\n{TEXT}")
    script = (
        "import gc, sys; from bot.cli import main; sys.argv = ['burdenwatch', *sys.argv[1:]]\n"
        "try: main()\n"
        "except SystemExit: sys.exit(0 if gc.isenabled() else 9)"
    )
    topic = str(make_topic(program.folder, {}))
    env = program.environment(BURDENWATCH_TOPIC=topic)
    done = subprocess.run([sys.executable, "-c", script, *verb], env=env, cwd=program.folder, capture_output=True)
    assert done.returncode == 0


def test_as_a_process(program: Program, command: list[str]) -> None:
    done = subprocess.run(
        [*command, "--version"], env=program.environment(), capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == (f"burdenwatch {bot.__version__}\n", "")


def test_a_pipe_that_is_closed_early_is_no_fault(program: Program, command: list[str]) -> None:
    line = json.dumps({"id": "x", "title": TITLE, "text": TEXT})
    name = program.file("many.jsonl", f"{line}\n" * 100)  # six times what a pipe holds
    running = subprocess.Popen(
        [*command, "read", name, "--json"],
        env=program.environment(),
        cwd=program.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stderr is not None
    assert json.loads(running.stdout.readline())["id"] == "x"
    running.stdout.close()
    assert running.stderr.read() == ""
    assert running.wait(20) == 1
    running.stderr.close()


def test_the_sandbox_tells_that_it_is_well_and_ends_on_ctrl_c_without_an_error(
    program: Program, command: list[str]
) -> None:
    log = program.folder / "log"
    with log.open("wb") as err, (program.folder / "out").open("wb") as out:
        environment = program.environment(PORT="0")
        running = subprocess.Popen(
            [*command, "run", "--sandbox"], env=environment, cwd=program.folder, stdout=out, stderr=err
        )
        try:
            _wait_for(log, "Ctrl+C ends it", running)
            page = HTTPConnection(*re.findall(r"http://(127\.0\.0\.1):([0-9]+)", log.read_text(encoding="utf-8"))[0])
            for probe in ("/livez", "/readyz", "/healthz"):  # the first is what the image's health check asks
                page.request("GET", probe)
                answer = page.getresponse()
                assert (answer.status, answer.read()[:1]) == (200, b"{")
            page.close()
            running.send_signal(signal.SIGINT)
            assert running.wait(15) == 0
        finally:
            running.kill()
            running.wait()
    words = log.read_text(encoding="utf-8")
    assert "No TELEGRAM_TOKEN, so this is the sandbox" in words
    assert "http://127.0.0.1:" in words
    assert "Traceback" not in words
    assert (program.folder / "out").read_text() == ""
    assert (program.folder / "data" / "sandbox.db").is_file()


def _wait_for(log: Path, words: str, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 40
    while words not in log.read_text(encoding="utf-8"):
        assert running.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
        time.sleep(0.05)
