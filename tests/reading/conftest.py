"""The default topic's own words: what the reader is tested with."""

import msgspec
import pytest

from bot.model import Concept, Party, Rule, Track, Vocabulary
from bot.reading import Reader
from bot.topic import default_folder


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
    return default_vocabulary()


@pytest.fixture(scope="session")
def reader(vocabulary: Vocabulary) -> Reader:
    return Reader(vocabulary)
