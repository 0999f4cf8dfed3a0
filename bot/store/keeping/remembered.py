"""What is remembered of an SQLite database beside its file: that it was there, and which one.

A worker whose database is gone would otherwise begin with an empty one, and nobody would hear of it.
"""

import os
from pathlib import Path

from bot.store.database.engine import StoreError
from bot.store.database.open_file import OpenFile


def note_of(file: OpenFile) -> Path:
    """The file that remembers, in the database's folder; not one of those that ``NAME*`` would remove with it."""
    return file.real.with_name(f"remembered-{file.real.name}.txt")


def remember(file: OpenFile, archive: str) -> None:
    """Notes that this worker's database is there, with the archive's own id. Raises StoreError."""
    note = note_of(file)
    try:
        if note.is_file() and note.read_text(encoding="utf-8").strip() == archive:
            return
        descriptor = os.open(note, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(f"{archive}\n")
    except OSError as problem:
        raise StoreError(f"The file {note} cannot be written: {problem.strerror}") from problem


def refuse_anew(file: OpenFile, shown: str) -> None:
    """To be called before an empty database is filled. Raises StoreError where there was one before."""
    note = note_of(file)
    if note.exists():
        raise StoreError(
            f"The database {shown} is gone or empty, and there was one before; put it back from a backup "
            "(burdenwatch restore FILE). To begin anew without its chats and reports, "
            f"remove {note} first"
        )
