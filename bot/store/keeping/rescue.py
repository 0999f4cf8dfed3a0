"""The open SQLite file put back to its path where it was removed or moved away, or kept beside another one there.

A process goes on with a file that has no name, and all that it writes there is gone with its end.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.store.database.engine import Database, StoreError
from bot.store.database.lock import WorkerLock
from bot.store.database.open_file import BESIDE, OpenFile, Standing
from bot.store.database.troubles import Lasting

ALONE_WITHIN = 5.0
"""Seconds that transactions under way are waited for; then the next look tries again."""

_PUT_BACK = (
    "The file of the database, {0}, was removed or moved away while the worker ran. It was written back from what the "
    "worker has open, and nothing is lost; look for what removed it"
)
_KEPT = (
    "another file is in the place of the database, whose contents are kept as {0} beside it; start the bot again to go "
    "over to the other file, or stop it and put that one back first"
)
_NOT_BACK = "is gone, and cannot be written back"
_NOT_KEPT = "is another one, and what the worker has cannot be kept beside it"
_KEPT_BESIDE = (
    "Another file is at {0} in place of the database that the worker has open. What the worker has is kept in {1}, and "
    "again when it ends. To keep that: stop the worker, move it to {0}, and start again. To go over to the other file: "
    "stop the worker, and start again"
)


class Rescue:
    """For the one worker of a file."""

    def __init__(self, database: Database, file: OpenFile, lock: WorkerLock) -> None:
        self._database = database
        self._file = file
        self._lock = lock
        self._beside: Path | None = None
        """What the worker has, kept beside a file that somebody else put in its place."""
        self._told = ""
        self.trouble = Lasting()

    def look(self) -> str:
        """Whether the path still leads to the open file; what was done where it does not, or "".

        Where nothing can be done ``trouble`` says so until something can.
        """
        standing = Standing.GONE
        try:
            standing = self._file.standing()
            told = self._mend(standing)
        except (OSError, sqlite3.Error, StoreError) as problem:
            what = _NOT_KEPT if standing is Standing.OTHER else _NOT_BACK
            self.trouble.note(f"the file of the database {what}; the log says why")
            told = f"The file of the database, {self._file.path}, {what}: {_why(problem)}"
        news, self._told = told if told != self._told else "", told
        return news

    def _mend(self, standing: Standing) -> str:
        if standing is Standing.OTHER:
            return self._keep_beside()
        self._beside = None
        if standing is Standing.GONE:
            self._put_back()
        self._file.note_beside()
        self.trouble.over()
        return _PUT_BACK.format(self._file.path) if standing is Standing.GONE else ""

    def last_look(self) -> str:
        """As ``look``, at the end: what was written since another file took the place is kept, too."""
        if self._beside is not None:
            with suppress(OSError, sqlite3.Error, StoreError), self._copied() as copy:
                if self._file.standing() is Standing.OTHER:
                    copy.replace(self._beside)
        return self.look()

    def _put_back(self) -> None:
        # Nobody may write to the nameless file once it is copied.
        with self._database.alone(ALONE_WITHIN):
            self._file.make_folder()
            # Its file may be gone as well, and another worker have begun.
            self._lock.renew()
            with self._copied() as copy:
                # What is left of the old file there would be read as belonging to the new one.
                for suffix in BESIDE:
                    Path(f"{self._file.real}{suffix}").unlink(missing_ok=True)
                # Unlike a rename, a link never takes the place of another file.
                os.link(copy, self._file.real)
            _sync(self._file.real.parent)
            self._database.reopen()

    def _keep_beside(self) -> str:
        """Once for each time that it happens; the file that stands there is somebody's, and is left alone."""
        if self._beside is None:
            with self._database.alone(ALONE_WITHIN), self._copied() as copy:
                self._beside = _named(copy, self._file.real)
                # The log at the path is ours, and whoever opens the other file would have it written into that.
                self._file.remove_beside()
        self.trouble.note(_KEPT.format(self._beside.name))
        return _KEPT_BESIDE.format(self._file.path, self._beside)

    @contextmanager
    def _copied(self) -> Iterator[Path]:
        """A copy of all that the worker has, on the disk, in the folder where it is needed; removed afterwards."""
        descriptor, name = tempfile.mkstemp(dir=self._file.real.parent, prefix=f".{self._file.real.name}-")
        copy = Path(name)
        try:
            os.fchmod(descriptor, self._file.mode)
            self._database.copy(copy)
            os.fsync(descriptor)
            yield copy
        finally:
            os.close(descriptor)
            copy.unlink(missing_ok=True)


def _why(problem: Exception) -> str:
    """The same as long as the cause is: an OSError's own words name a file that has another name each time."""
    return (problem.strerror if isinstance(problem, OSError) else None) or str(problem)


def _named(copy: Path, database: Path) -> Path:
    """Gives the copy a name that no other file has: ``NAME.rescued``, ``NAME.rescued-2`` ..."""
    number = 1
    while True:
        target = database.with_name(f"{database.name}.rescued{f'-{number}' if number > 1 else ''}")
        try:
            os.link(copy, target)
        except FileExistsError:
            number += 1
        else:
            return target


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
