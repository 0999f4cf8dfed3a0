"""A record as one line of JSON, for what collects logs: LOG_FORMAT=json."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from bot.worker.logs.events import name_of


class JsonLines(logging.Formatter):
    """``at`` (ISO 8601, UTC), ``level``, ``event``, ``logger``, ``message``; where there are any ``repeats``, how often
    it has come within ten minutes, and ``trace``.

    What is not ASCII is escaped: a line has no end within, and nothing that steers a terminal.
    """

    def __init__(self, masked: Callable[[str], str]) -> None:
        """``masked`` takes the secrets out of a text."""
        super().__init__()
        self._masked = masked

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": name_of(record),
            "logger": record.name,
            "message": self._masked(record.getMessage()),
        }
        if (repeats := getattr(record, "repeats", None)) is not None:
            said["repeats"] = repeats
        if trace := self._trace(record):
            said["trace"] = self._masked(trace)
        return json.dumps(said)

    def _trace(self, record: logging.LogRecord) -> str:
        """The traceback and the stack, as far as the record has them."""
        raised = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        return "\n".join(part for part in (raised, record.stack_info or "") if part)
