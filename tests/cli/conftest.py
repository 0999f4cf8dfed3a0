"""The program in this process, in a folder and an environment of its own."""

import logging
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bot.cli.verbs.checking
import bot.reading
import bot.topic
from bot.cli.app import app
from bot.model import Topic, Vocabulary
from bot.reading import Reader, reader_for
from bot.settings import listed
from bot.store import Store, open_store
from bot.worker.factories import seed_archive, utc_now
from bot.worker.logs.setup import CHATTY
from tests import shared
from tests.cli.texts import PAST

ROOT = Path(__file__).parents[2]
OTHER_VARIABLES = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TERMINAL_WIDTH", "GITHUB_ACTIONS")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run of the program ended."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Program:
    """``program("read", "file.txt", COLUMNS="60")``: the program run here, in its folder, to its end."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    """For every run; a run's own come on top."""

    def __call__(self, *arguments: str, input: bytes | str | None = None, **settings: str) -> Ran:  # noqa: A002
        env: Mapping[str, str] = self.settings | settings
        result = CliRunner().invoke(app, list(arguments), input=input, env=env)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    def environment(self, **settings: str) -> dict[str, str]:
        """For the program as a process of its own."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"} | self.settings | settings

    def file(self, name: str, content: bytes | str) -> str:
        """A file in the folder; its name, as a person would type it."""
        data = content.encode() if isinstance(content, str) else content
        (self.folder / name).write_bytes(data)
        return name


@pytest.fixture(autouse=True)
def default_topic_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's runs in this process share the default topic and its reader, both made by the program's own code.

    Making them is four fifths of what a run costs. Any other topic is loaded by each run, and by a process of its own
    the default one too.
    """
    load = bot.topic.load

    def topic_in(root: Path | None = None) -> Topic:
        return shared.topic() if root is None else load(root)

    def any_reader_for(topic: Topic, *, encoder: bool) -> Reader:
        return shared.reader() if encoder and topic is shared.topic() else reader_for(topic, encoder=encoder)

    def any_reader(vocabulary: Vocabulary) -> Reader:
        return shared.reader() if vocabulary is shared.topic().vocabulary else Reader(vocabulary)

    monkeypatch.setattr(bot.topic, "load", topic_in)
    monkeypatch.setattr(bot.reading, "reader_for", any_reader_for)
    monkeypatch.setattr(bot.cli.verbs.checking, "Reader", any_reader)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    for name in [*(info.name for info in listed()), *OTHER_VARIABLES]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield Program(tmp_path)
    root.handlers[:], level = before
    root.setLevel(level)
    for library in CHATTY:
        logging.getLogger(library).setLevel(logging.NOTSET)


@pytest.fixture
def command() -> list[str]:
    """The program as a process of its own."""
    return [sys.executable, "-m", "bot"]


@pytest.fixture(scope="session")
def topic() -> Topic:
    return shared.topic()


@pytest.fixture
def sandbox_store(program: Program, sqlite_template: Path) -> Iterator[Store]:
    """The database that the program uses without any setting, migrated and empty."""
    (program.folder / "data").mkdir()
    shutil.copy(sqlite_template, program.folder / "data" / "sandbox.db")
    with open_store("sqlite:///data/sandbox.db", worker="test") as store:
        yield store


@pytest.fixture
def seeded(sandbox_store: Store, topic: Topic) -> Store:
    """The same with a few past reports in it."""
    past = Topic("test", "Test", "", (), topic.vocabulary, topic.baseline, PAST)
    assert seed_archive(sandbox_store, shared.reader(), past, utc_now()) == len(PAST)
    return sandbox_store
