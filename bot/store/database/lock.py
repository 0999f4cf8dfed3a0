"""One worker for one SQLite file: a lock beside it that the kernel frees however the worker ends."""

import fcntl
import os
from pathlib import Path
from typing import IO

from bot.store.database.engine import StoreError

_held: set[int] = set()
"""Descriptors of this process's locks."""


def _forget_in_child() -> None:
    # flock belongs to the open file, which a forked child shares: a child that outlives its worker would keep the lock.
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_forget_in_child)


class WorkerLock:
    """The exclusive right to work on one SQLite database; see flock(2)."""

    def __init__(self, database: Path) -> None:
        # One file may be reached by several addresses; they share one lock.
        real = database.resolve()
        self._path = real.with_name(real.name + ".lock")
        self._database = database
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Takes the lock, or keeps it. Raises StoreError where another worker has it or no lock file can be made."""
        if self._file is not None:
            return
        try:
            file = os.fdopen(os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o600), "a+")
        except OSError as problem:
            raise StoreError(f"The lock file {self._path} cannot be opened: {problem.strerror}") from problem
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = self._refusal(file)
            file.close()
            raise StoreError(message) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file
        _held.add(file.fileno())

    @property
    def held(self) -> bool:
        return self._file is not None

    def renew(self) -> None:
        """Takes the lock where its file was removed or moved away. Raises as ``acquire``."""
        if self._file is None:
            return
        here = os.fstat(self._file.fileno())
        try:
            there = self._path.stat()
        except FileNotFoundError:
            there = None
        if there is None or not os.path.samestat(here, there):
            old, self._file = self._file, None
            try:
                self.acquire()
            except StoreError:
                self._file = old
                raise
            _held.discard(old.fileno())
            old.close()

    def release(self) -> None:
        """Frees the lock; the file stays, since removing it could free a lock that another worker just took."""
        if self._file is not None:
            _held.discard(self._file.fileno())
            self._file.close()
            self._file = None

    def _refusal(self, file: IO[str]) -> str:
        file.seek(0)
        number = file.read(20).strip()
        who = f" (process {number})" if number.isdigit() else ""
        return (
            f"another worker runs on this database ({self._database}){who}; stop it first, or give DATABASE_URL a "
            "PostgreSQL address, where several workers share the work"
        )
