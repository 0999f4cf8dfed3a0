"""The worker's log: one line an event on standard error, without the bot's token, whatever a library writes."""

import logging
import sys

FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class Redacted(logging.Formatter):
    """Writes a record without the secrets, its traceback included."""

    def __init__(self, *secrets: str) -> None:
        super().__init__(FORMAT, "%Y-%m-%d %H:%M:%S")
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "(token)")
        return text


def set_up(level: str, *secrets: str) -> None:
    """Send every record at ``level`` or above to standard error; the chatty libraries start at WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacted(*secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for library in ("httpx", "httpcore", "apscheduler", "aiohttp.access", "alembic", "telegram.ext.Updater"):
        logging.getLogger(library).setLevel(logging.WARNING)
