"""The shape of the house: arrows between the rooms, and each third-party library in its one home."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest
from importlinter.api import read_configuration
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parent.parent

HOMES = {
    "ahocorasick_rs": {"bot.reading"},
    "aiohttp": {"bot.feeds", "bot.sandbox", "bot.web"},
    "alembic": {"bot.store"},
    "apscheduler": {"bot.worker"},
    "currency_converter": {"bot.rates"},
    "dotenv": {"bot.settings"},
    "feedparser": {"bot.feeds"},
    "icalendar": {"bot.chat"},
    "lxml": {"bot.feeds"},
    "numpy": {"bot.reading"},
    "protego": {"bot.feeds"},
    "publicsuffixlist": {"bot.feeds"},
    "rich": {"bot.cli"},
    "sqlalchemy": {"bot.store"},
    "telegram": {"bot.chat", "bot.worker", "bot.cli"},
    "trafilatura": {"bot.feeds"},
    "typer": {"bot.cli"},
}
"""Library -> the rooms that may import it. Telegram's errors reach the rooms that start and check the bot."""


def modules() -> list[Path]:
    return sorted((ROOT / "bot").rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:2])


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_arrows_run_down(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert read_configuration("pyproject.toml")["contracts_options"]
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_each_library_has_its_home() -> None:
    users = defaultdict(set)
    for path in modules():
        for library in imported(path) & HOMES.keys():
            users[library].add(room(path))
    assert {library: rooms - HOMES[library] for library, rooms in users.items() if rooms - HOMES[library]} == {}
    assert users.keys() == HOMES.keys(), "a library without a user is a dependency too many"


WITH_FILES = [ROOT / "bot" / "reading" / "encoder" / f"{name}.py" for name in ("keeper", "known", "model", "reasons")]
"""What loads the encoder's files on first need and gives them back; training is a program of its own."""


@pytest.mark.parametrize("name", ["reading", "desk"])
def test_the_pure_rooms_know_no_world(name: str) -> None:
    """No network, disk, database, clock or randomness: their inputs are arguments."""
    worldly = {"asyncio", "os", "pathlib", "random", "socket", "sqlite3", "subprocess", "time", "urllib.request"}
    for path in (ROOT / "bot" / name).rglob("*.py"):
        if path in WITH_FILES or ROOT / "bot" / "reading" / "training" in path.parents:
            continue
        assert not imported(path) & worldly, path
        source = path.read_text(encoding="utf-8")
        assert ".now(" not in source, path
        assert ".today(" not in source, path


def test_every_module_says_what_it_is() -> None:
    silent = [str(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []
