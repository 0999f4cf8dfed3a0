"""Opinions worked out beforehand: those on the topic's past reports, which a new installation reads at its start.

They are what the shipped model says of these texts, put right by what readers have labelled in them; kept under a
digest of all that the model is shown. An edited text, or other names in ``config/parties.toml``, is read by the model
itself.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from bot.reading.encoder.opinion import Opinion
from bot.reading.encoder.sheet import Sheet

FILE = "known.msgpack"


def digest(sheet: Sheet) -> str:
    """What tells two sheets apart for the model."""
    shown = (
        _whole(sheet.title),
        _whole(sheet.text),
        [(span.start, span.end, span.kind.value) for span in sheet.spans],
        [(name.start, name.end, name.party.name, name.party.country, name.party.side) for name in sheet.names],
    )
    return hashlib.blake2b(msgspec.msgpack.encode(shown), digest_size=12).hexdigest()


def _whole(text: str) -> str:
    """A text without halves of characters, which no encoding has."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def read_known(folder: Path) -> Mapping[str, Opinion]:
    """By digest; none where the file is missing."""
    file = folder / FILE
    return msgspec.msgpack.decode(file.read_bytes(), type=dict[str, Opinion]) if file.is_file() else {}


def write_known(folder: Path, opinions: Mapping[str, Opinion]) -> None:
    (folder / FILE).write_bytes(msgspec.msgpack.encode(dict(sorted(opinions.items()))))
