"""The default topic's own words and past reports: what the reader is tested with."""

from collections.abc import Sequence

import msgspec
import pytest

from bot.model import Concept, Party, PastReport, Rule, Track, Vocabulary
from bot.reading import Reader
from bot.topic import default_folder
from tests import shared
from tests.reading.opinions import Scripted


class _Archive(msgspec.Struct):
    report: list[PastReport]


def _table(name: str) -> dict[str, object]:
    decoded: dict[str, object] = msgspec.toml.decode((default_folder() / "config" / name).read_bytes())
    return decoded


def default_vocabulary() -> Vocabulary:
    """The vocabulary of ``config/``, read without the rest of the topic."""
    queries, parties = _table("queries.toml"), _table("parties.toml")
    return Vocabulary(
        concepts=msgspec.convert(queries["concept"], tuple[Concept, ...]),
        rules=msgspec.convert(queries["rule"], tuple[Rule, ...]),
        threshold=msgspec.convert(queries["threshold"], float),
        tracks=msgspec.convert(_table("topic.toml")["track"], tuple[Track, ...]),
        parties=msgspec.convert(parties["party"], tuple[Party, ...]),
        cues=msgspec.convert(_table("vocabulary.toml")["cues"], dict[str, dict[str, tuple[str, ...]]]),
    )


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return shared.topic().vocabulary


@pytest.fixture(scope="session")
def reader() -> Reader:
    return shared.code_reader()


@pytest.fixture(scope="session")
def scripted() -> Scripted:
    """The default topic's reader, with an encoder that each test writes."""
    return Scripted(shared.topic().vocabulary)


@pytest.fixture(scope="session")
def archive() -> Sequence[PastReport]:
    """The past reports of the default topic, oldest first within a language."""
    files = sorted((default_folder() / "seeds" / "archive").glob("*.toml"))
    return [report for file in files for report in msgspec.toml.decode(file.read_bytes(), type=_Archive).report]
