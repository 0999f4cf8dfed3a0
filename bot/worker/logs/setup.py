"""Where the log goes, and its form for people: one line an event, without a secret, whatever a library writes."""

import asyncio
import logging
import re
import sys
from collections.abc import Callable, Iterable

FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
CHATTY = ("httpx", "httpcore", "apscheduler", "aiohttp.access", "alembic", "telegram.ext.Updater")
"""Libraries whose records below WARNING help nobody."""

# Whatever would end the line, or steer the terminal that shows it: C0 and C1 controls and the Unicode line ends.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Redacted(logging.Formatter):
    """Writes a record without the secrets, its traceback included; a message that came from the web stays one line."""

    def __init__(self, *secrets: str) -> None:
        super().__init__(FORMAT, "%Y-%m-%d %H:%M:%S")
        self._masked = masking(*secrets)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the standard library's name
        return _CONTROLS.sub(" ", super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        return self._masked(super().format(record))


def masking(*secrets: str) -> Callable[[str], str]:
    """What puts "(token)" in the place of each secret."""
    kept = [secret for secret in secrets if secret]

    def masked(text: str) -> str:
        for secret in kept:
            text = text.replace(secret, "(token)")
        return text

    return masked


def is_not_cut_short_job(record: logging.LogRecord) -> bool:
    """Whether a record is not APScheduler's of a job that the worker's own end cut short, which is no failure."""
    ended = record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not (ended and record.name.startswith("apscheduler.executors"))


def _json_lines(*secrets: str) -> logging.Formatter:
    from bot.worker.logs.json_lines import JsonLines  # a round of polling has no use for it

    return JsonLines(masking(*secrets))


def set_up(level: str, *secrets: str, filters: Iterable[logging.Filter] = (), as_json: bool = False) -> None:
    """Send every record at ``level`` or above to standard error, if all ``filters`` let it through.

    ``as_json``: a line is a JSON object. The chatty libraries start at WARNING.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_json_lines(*secrets) if as_json else Redacted(*secrets))
    handler.addFilter(is_not_cut_short_job)
    for one in filters:
        handler.addFilter(one)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for library in CHATTY:
        logging.getLogger(library).setLevel(max(root.level, logging.WARNING))
