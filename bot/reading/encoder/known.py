"""Opinions worked out beforehand: those on the topic's past reports, which a new installation reads at its start.

They are what the shipped model says of these texts, kept under a digest of all that it is shown; an edited text, or
other names in ``config/parties.toml``, is read by the model itself.
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
        sheet.title,
        sheet.text,
        [(span.start, span.end, span.kind.value) for span in sheet.spans],
        [(name.start, name.end, name.party.name, name.party.country, name.party.side) for name in sheet.names],
    )
    return hashlib.blake2b(msgspec.msgpack.encode(shown), digest_size=12).hexdigest()


def read_known(folder: Path) -> Mapping[str, Opinion]:
    """By digest; none where the file is missing."""
    file = folder / FILE
    return msgspec.msgpack.decode(file.read_bytes(), type=dict[str, Opinion]) if file.is_file() else {}


def write_known(folder: Path, opinions: Mapping[str, Opinion]) -> None:
    (folder / FILE).write_bytes(msgspec.msgpack.encode(dict(sorted(opinions.items()))))
