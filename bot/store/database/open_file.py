"""The file of an SQLite database: made for its owner's eyes alone, and told apart from others at the same path."""

import os
import stat
from enum import Enum, auto
from pathlib import Path
from urllib.parse import quote

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file: https://sqlite.org/tempfiles.html."""


class Standing(Enum):
    """What is at the path of an open file."""

    OURS = auto()
    GONE = auto()
    OTHER = auto()
    """Another file."""


class OpenFile:
    """The file at a path, and from the first connection on, whether it is still that one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.real = path.resolve()
        """Where SQLite puts what belongs beside it, and where the lock is."""
        self.mode = 0o600
        self._identity: tuple[int, int] | None = None
        self._beside: dict[Path, tuple[int, int] | None] = {}
        """What SQLite kept beside it when it was last seen at its path."""

    @property
    def uri(self) -> str:
        """For SQLite, which is not to make the file: a connection that is opened later must not find another one."""
        return f"file:{quote(str(self.real))}?mode=rw"

    def exists(self) -> bool:
        """Whether anything is there that has content: SQLite takes an empty file for an empty database."""
        try:
            return self.real.stat().st_size > 0
        except (FileNotFoundError, NotADirectoryError):
            return False

    def make(self) -> None:
        """An empty file that nobody else may read, and its folder; SQLite gives its other files the same rights.

        Leaves alone what is there. Raises OSError.
        """
        self.make_folder()
        if not self.real.exists():
            os.close(os.open(self.real, os.O_CREAT | os.O_RDWR, 0o600))

    def make_folder(self) -> None:
        """Raises OSError."""
        self.real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def note_opened(self) -> bool:
        """Call with each new connection. False where it is open on another file than those before."""
        found = _identity(self.real)
        if self._identity is None and found is not None:
            self._identity = found
            self.mode = stat.S_IMODE(self.real.stat().st_mode)
        return found == self._identity

    def forget(self) -> None:
        """Takes the file that is at the path now for the open one."""
        self._identity = None
        self._beside.clear()

    def note_beside(self) -> None:
        """While the file is at its path, so that what belongs to it can be told from another one's. Raises OSError."""
        if self.standing() is Standing.OURS:
            self._beside = {path: _identity(path) for path in (Path(f"{self.real}{suffix}") for suffix in BESIDE)}

    def remove_beside(self) -> None:
        """What was noted and is still there: SQLite would take it for that of whichever file is at the path now.

        Connections that are open keep it. Raises OSError.
        """
        for path, noted in self._beside.items():
            if noted is not None and _identity(path) == noted:
                path.unlink()

    def standing(self) -> Standing:
        """What is at the path now. Raises OSError where that cannot be told."""
        found = _identity(self.path)
        if found is None:
            # A path that was a link may be gone, and the file be where it was.
            found = _identity(self.real)
        if found is None:
            return Standing.GONE
        return Standing.OURS if self._identity in {None, found} else Standing.OTHER


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and inode; None where there is nothing."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino
