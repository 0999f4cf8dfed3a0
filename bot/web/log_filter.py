"""A filter for the log lines that strangers can provoke: of each kind of trouble the 1st, the 10th, the 100th."""

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
    for a handler; records of other loggers than ``LOGGERS`` pass.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._seen: dict[Kind, tuple[float, int]] = {}
        """Kind of record -> when the first came, and how many since."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name not in LOGGERS:
            return True
        problem = record.exc_info[1] if record.exc_info else None
        if isinstance(problem, HttpProcessingError | web.RequestPayloadError):
            _play_down(record, problem)
            if not logging.getLogger(record.name).isEnabledFor(record.levelno):
                return False
        number = self._count(_kind(record))
        if number == 1:
            return True
        if str(number).strip("0") != "1":
            return False
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


def _first_line(record: logging.LogRecord) -> str:
    return record.getMessage().partition("\n")[0]
