"""A filter for lines that come again and again, as those that strangers can provoke: the 1st, the 10th, the 100th."""

import logging
import time
from collections.abc import Callable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

LOGGERS = frozenset({"aiohttp.server", "asyncio"})
WITHIN = 600.0
"""Seconds after which the count of a kind of record begins anew."""
MOST_KINDS = 256

Kind = tuple[str, ...]


class RepeatFilter(logging.Filter):
    """Lets the 1st record of a kind through, the 10th, the 100th and so on, which then says how many they are.

    A request that is no proper HTTP is its sender's fault: a line at INFO that shows nothing of it, no traceback. It is
    for a handler; records of other loggers than ``LOGGERS`` pass, unless it is for ``everything``: those are of one
    kind where they say the very same.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, everything: bool = False) -> None:
        super().__init__()
        self._everything = everything
        self._clock = clock
        self._seen: dict[Kind, tuple[float, int]] = {}
        """Kind of record -> when the first came, and how many since."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name not in LOGGERS:
            return not self._everything or self._is_told(record, _saying(record))
        problem = record.exc_info[1] if record.exc_info else None
        if isinstance(problem, HttpProcessingError | web.RequestPayloadError):
            _play_down(record, problem)
            if not logging.getLogger(record.name).isEnabledFor(record.levelno):
                return False
        return self._is_told(record, _kind(record))

    def _is_told(self, record: logging.LogRecord, kind: Kind) -> bool:
        number = self._count(kind)
        if number == 1:
            return True
        if str(number).strip("0") != "1":
            return False
        record.repeats = number
        record.msg = f"{_first_line(record)} (the same {number:,} times within {WITHIN / 60:.0f} minutes)"
        record.args, record.exc_info, record.exc_text, record.stack_info = None, None, None, None
        return True

    def _count(self, kind: Kind) -> int:
        now = self._clock()
        since, number = self._seen.pop(kind, (now, 0))
        if now - since > WITHIN:
            since, number = now, 0
        self._seen[kind] = since, number + 1
        if len(self._seen) > MOST_KINDS:
            del self._seen[next(iter(self._seen))]
        return number + 1


def _play_down(record: logging.LogRecord, problem: BaseException) -> None:
    record.levelno, record.levelname = min((record.levelno, record.levelname), (logging.INFO, "INFO"))
    record.msg = f"a request that is no proper HTTP ({type(problem).__name__})"
    record.args, record.exc_info, record.exc_text = None, None, None


def _kind(record: logging.LogRecord) -> Kind:
    """Records that differ in an address, a file's number or an object's place in memory are of one kind."""
    problem = record.exc_info[1] if record.exc_info else None
    return record.name, record.levelname, str(record.msg).partition("\n")[0], f"{problem!r:.200}" if problem else ""


def _saying(record: logging.LogRecord) -> Kind:
    return record.name, record.levelname, f"{record.getMessage():.400}"


def _first_line(record: logging.LogRecord) -> str:
    return record.getMessage().partition("\n")[0]
