"""The files that an operator starts the program by, as their own readers take them."""

import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

from typer.main import get_command

from bot import settings
from bot.cli.app import app

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "config" / "deploy"
SETTINGS = frozenset(info.name for info in settings.listed())


def is_command(words: list[str]) -> bool:
    """Whether the words start the program: by the script of its package, with a verb that it has."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    verbs: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]  # a group, as it has several
    return Path(words[0]).name in scripts and words[1] in verbs


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's: name and the rest, comments left out and lines put together."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines if line.strip()]


def last_stage() -> dict[str, list[str]]:
    """What the image itself is made by: instruction -> the rest of each."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, rest in instructions():
        if name == "FROM":
            found.clear()
        found[name].append(rest)
    return found


def unit() -> dict[str, list[str]]:
    """The unit's settings -> their values, all sections together: no name stands in two."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in (DEPLOY / "burdenwatch.service").read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found[name].append(value)
    return found
