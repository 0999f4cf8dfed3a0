"""The worker's log: one line an event on standard error, without the bot's token, whatever a library writes."""

import asyncio
import logging
import re
import sys
from collections.abc import Iterable

FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
CHATTY = ("httpx", "httpcore", "apscheduler", "aiohttp.access", "alembic", "telegram.ext.Updater")
"""Libraries whose records below WARNING help nobody."""

# Whatever would end the line, or steer the terminal that shows it: C0 and C1 controls and the Unicode line ends.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Redacted(logging.Formatter):
    """Writes a record without the secrets, its traceback included; a message that came from the web stays one line."""

    def __init__(self, *secrets: str) -> None:
        super().__init__(FORMAT, "%Y-%m-%d %H:%M:%S")
        self._secrets = [secret for secret in secrets if secret]

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the standard library's name
        return _CONTROLS.sub(" ", super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "(token)")
        return text


def is_not_cut_short_job(record: logging.LogRecord) -> bool:
    """Whether a record is not APScheduler's of a job that the worker's own end cut short, which is no failure."""
    ended = record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not (ended and record.name.startswith("apscheduler.executors"))


def set_up(level: str, *secrets: str, filters: Iterable[logging.Filter] = ()) -> None:
    """Send every record at ``level`` or above to standard error, if all ``filters`` let it through.

    The chatty libraries start at WARNING.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacted(*secrets))
    handler.addFilter(is_not_cut_short_job)
    for one in filters:
        handler.addFilter(one)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for library in CHATTY:
        logging.getLogger(library).setLevel(max(root.level, logging.WARNING))
