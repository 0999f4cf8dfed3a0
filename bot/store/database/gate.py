"""A gate that many pass side by side, and that one can close to be alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """For the transactions of one process. A thread that is inside must not pass again: it could wait for itself."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._closed = False

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Waits until no thread holds ``alone``, then counts as inside."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """Lets no thread in and waits until all inside have left. Raises TimeoutError after so many seconds."""
        with self._changed:
            if self._closed:
                raise TimeoutError("somebody else is alone already")
            self._closed = True
            left = self._changed.wait_for(lambda: not self._inside, seconds)
        try:
            if not left:
                raise TimeoutError(f"a transaction was under way for {seconds:g} s")
            yield
        finally:
            with self._changed:
                self._closed = False
                self._changed.notify_all()
