"""Pages as bytes: made one at a time in a thread of their own, kept for some seconds, and refused where too many wait.

A stranger's page costs what an answer of the chat does, and asking for it again costs nothing. While pages are made,
the chat goes on with its own threads.
"""

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

KEPT_FOR = 15.0
"""Seconds; what came in since is seen after them."""
MOST_KEPT = 200
"""Pages, of some 30 kB each, and as much again compressed."""
MOST_BYTES = 16 * 1024 * 1024
MOST_WAITING = 24
"""Pages under way and waiting; whoever asks for one more is to come again."""


class Answer(Struct, frozen=True):
    """A page, ready to send."""

    status: int
    body: bytes
    packed: bytes
    """The same by gzip."""
    tag: str
    """Its ETag."""


class BusyError(Exception):
    """Too many pages wait."""


class Answers:
    """Makes pages, and keeps the last ones."""

    def __init__(self, clock: Callable[[], float], *, kept_for: float = KEPT_FOR) -> None:
        """``clock`` gives seconds that only go forward."""
        self._clock = clock
        self._kept_for = kept_for
        self._kept: OrderedDict[Hashable, tuple[float, Answer]] = OrderedDict()
        self._bytes = 0
        self._under_way: dict[Hashable, asyncio.Future[Answer]] = {}
        self._closed = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="dashboard")

    def kept(self, key: Hashable) -> Answer | None:
        """What was made of it lately."""
        found = self._kept.get(key)
        return found[1] if found is not None and self._clock() - found[0] < self._kept_for else None

    async def of(self, key: Hashable, make: Callable[[], tuple[int, str]]) -> Answer:
        """The page of a key: kept, under way, or made now by a call that gives its status and markup.

        Raises BusyError, and what the call raises.
        """
        if (known := self.kept(key)) is not None:
            return known
        making = self._under_way.get(key)
        if making is None:
            self._check_room()
            making = asyncio.get_running_loop().run_in_executor(self._thread, _made, make)
            self._under_way[key] = making
            making.add_done_callback(lambda done: self._note(key, done))
        # Whoever hangs up does not take the page from the others who wait for it.
        return await asyncio.shield(making)

    async def in_thread(self, call: "Callable[[], str]") -> str:
        """Something else that asks the store, in its turn. Raises BusyError, and what the call raises."""
        self._check_room()
        key = object()
        making = asyncio.get_running_loop().run_in_executor(self._thread, call)
        self._under_way[key] = making  # type: ignore[assignment]  # only counted
        try:
            return await making
        finally:
            del self._under_way[key]

    def _check_room(self) -> None:
        if self._closed or len(self._under_way) >= MOST_WAITING:
            raise BusyError

    def close(self) -> None:
        """Makes no more pages."""
        self._closed = True
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _note(self, key: Hashable, done: asyncio.Future[Answer]) -> None:
        del self._under_way[key]
        if done.cancelled() or done.exception() is not None:
            return
        answer = done.result()
        if answer.status >= 500:
            return
        self._drop(key)
        self._kept[key] = self._clock(), answer
        self._bytes += len(answer.body) + len(answer.packed)
        while len(self._kept) > MOST_KEPT or (self._bytes > MOST_BYTES and len(self._kept) > 1):
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        known = self._kept.pop(key, None)
        if known is not None:
            self._bytes -= len(known[1].body) + len(known[1].packed)


def _made(make: Callable[[], tuple[int, str]]) -> Answer:
    status, markup = make()
    body = markup.encode("utf-8", "replace")
    packed = gzip.compress(body, compresslevel=4, mtime=0)
    return Answer(status, body, packed, f'"{hashlib.sha256(body).hexdigest()[:24]}"')
