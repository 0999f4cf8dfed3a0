"""A body as it comes in: a short one stays in memory, a long one goes to a file without a name.

Dozens of bodies come in or wait for a parser at a time. In memory each could hold the cap, and its copies on the way
to the parser process once more; in a file the worker stays as small as it is.
"""

import tempfile
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, BinaryIO

SHORT = 256 * 1024
"""Bytes. A longer body is none for the poller's own process (``formats.QUICK_BYTES``), and few feeds have one."""

HEAD = 64 * 1024
"""Bytes of a long body that stay in memory as well: what a look at its beginning needs."""

PIECE = 64 * 1024


class Body:
    """A body: add its pieces, then read it. ``close`` it where it may be long."""

    def __init__(self, short: int = SHORT) -> None:
        """``short``: bytes that stay in memory."""
        self._short = short
        self.size = 0
        self.head = bytearray()
        """All of a short body, the beginning of a long one."""
        self._file: BinaryIO | None = None
        self._hash: Any = None
        """Of a long body, taken as it comes in."""

    @property
    def is_long(self) -> bool:
        """Whether there is more than the head."""
        return self._file is not None

    @property
    def sha256(self) -> str:
        """Of the whole body, in hex."""
        return str((self._hash or sha256(self.head)).hexdigest())

    def add(self, piece: bytes) -> None:
        """Raises OSError where the disk is full."""
        self.size += len(piece)
        if self._file is not None:
            self._hash.update(piece)
            self._file.write(piece)
            return
        self.head += piece
        if self.size > self._short:
            self._hash = sha256(self.head)
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the body
            self._file.write(self.head)
            del self.head[HEAD:]

    def pieces(self) -> Iterator[bytes]:
        """The whole body from its beginning."""
        if self._file is None:
            yield bytes(self.head)
            return
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            yield piece

    def close(self) -> None:
        """Give up the file, if there is one."""
        if self._file is not None:
            self._file.close()
