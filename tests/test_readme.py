"""The README names every command, setting and program verb, and its two commands are what they say."""

import re
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bot import settings
from bot.chat.commands.registry import COMMANDS
from bot.cli.app import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [info.name for info in settings.listed()])
def test_every_setting_is_named_with_its_default(name: str) -> None:
    info = next(info for info in settings.listed() if info.name == name)
    row = next(line for line in README.splitlines() if line.startswith(f"| `{name}` |"))
    assert info.about.rstrip(".") in row
    assert (f"`{info.default}`" if info.default else "none") in row or info.name == "DATABASE_URL"


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_chat_command_is_named(command: str) -> None:
    assert f"`/{command}" in README


def test_every_verb_is_named() -> None:
    program = get_command(app)
    verbs = set(program.commands)  # type: ignore[attr-defined]  # a group, as the app has several commands
    assert verbs
    assert {verb for verb in verbs if f"`burdenwatch {verb}" not in README} == set()


def test_it_names_nothing_that_is_not_there() -> None:
    named = set(re.findall(r"`burdenwatch ([a-z]+)", README))
    assert named <= set(get_command(app).commands)  # type: ignore[attr-defined]  # as above


def test_the_two_commands_are_single_lines_for_python_alone() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert lines[0].endswith("burdenwatch run")
    assert lines[1].endswith("pytest")


def test_help_shows_every_verb() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    for verb in get_command(app).commands:  # type: ignore[attr-defined]  # as above
        assert verb in shown


def test_the_requirements_are_pinned_and_name_no_index() -> None:
    lines = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if line and not line.startswith("#")]
    assert lines
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[^\s;]+( ; .+)?", line) for line in lines)
