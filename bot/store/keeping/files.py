"""Whole SQLite files: copied while a worker writes to them, checked, and put into their places in one go.

See https://sqlite.org/backup.html.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.store.database.engine import StoreError
from bot.store.database.open_file import BESIDE

PAGES = 1000
"""Of a step, after each of which it is told how far the copy is; 4 MB."""


class DamagedError(StoreError):
    """A file does not hold what it should."""


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """A new file in the folder of another, for its owner alone, which is gone at the end unless it was put in place.

    Raises StoreError where none can be made.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    except OSError as problem:
        raise StoreError(f"No file can be made in {file.parent}: {problem.strerror}") from problem
    os.close(handle)
    made = Path(name)
    try:
        yield made
    finally:
        for suffix in ("", *BESIDE):
            Path(f"{made}{suffix}").unlink(missing_ok=True)


def copy_file(source: Path, target: Path, told: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Copies a database as it is at one moment; ``told`` hears of pages.

    Writers to the source wait for nothing. Raises StoreError.
    """
    with _translated(source), closing(_opened(source)) as there, closing(sqlite3.connect(target)) as here:
        # Without a transaction of our own SQLite would begin anew whenever somebody writes.
        there.execute("BEGIN")
        there.execute("SELECT count(*) FROM sqlite_master").fetchone()
        there.backup(here, pages=PAGES, progress=lambda _, left, total: told(total - left, total))


def settle_file(file: Path) -> None:
    """Makes one plain file of a database that nobody has open: its log goes into it. Raises StoreError."""
    with _translated(file), closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()


def check_file(file: Path) -> None:
    """Raises DamagedError where the file is no sound database of ours, StoreError where it cannot be read."""
    with _translated(file), closing(_opened(file)) as connection:
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if found != "ok":
        raise DamagedError(f"{file} is damaged: {found}")
    if not {"alembic_version", "outbox"} <= names:
        raise DamagedError(f"{file} is no database of burdenwatch's")


def put_in_place(made: Path, file: Path, *, force: bool) -> None:
    """Gives the finished file its name, when it is on the disk. Raises StoreError, also where one came meanwhile."""
    try:
        with made.open("rb") as written:
            os.fsync(written.fileno())
        if file.exists() and not force:
            raise StoreError(f"{file} is there already")
        # What is left of a file that was there would be read as belonging to this one, and spoil it.
        for suffix in BESIDE:
            Path(f"{file}{suffix}").unlink(missing_ok=True)
        made.replace(file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as problem:
        raise StoreError(f"{file} cannot be written: {problem.strerror}") from problem


def put_file_aside(file: Path, name: Path) -> None:
    """Gives a database that nobody works on another name, with what is in its log; or the log alone, where the file
    is gone. Raises StoreError."""
    # A damaged one is put aside with its log, if it has any.
    with suppress(sqlite3.Error), closing(_opened(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    try:
        for suffix in ("", *BESIDE):
            if Path(f"{file}{suffix}").exists():
                Path(f"{file}{suffix}").replace(f"{name}{suffix}")
    except OSError as problem:
        raise StoreError(f"{file} cannot be put aside as {name}: {problem.strerror}") from problem


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)


@contextmanager
def _translated(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as problem:
        raise StoreError(f"{file} cannot be used as a database: {problem}") from problem
