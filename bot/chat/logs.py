"""Keeps the bot's token out of every log, and the libraries' records to one line each."""

import logging
import re
from collections.abc import Iterator

_LIKE_A_TOKEN = re.compile(r"(?<!\d)\d{3,}:[A-Za-z0-9_-]{10,}")
_MASK = "<token>"

_CHATTY = ("telegram.ext.Updater", "telegram.ext.Application", "telegram.ext", "telegram.request.BaseRequest")
"""Loggers of python-telegram-bot that add tracebacks to the network's ordinary weather."""


def scrub(words: str, token: str = "") -> str:
    """The words with this token, and whatever looks like one, masked."""
    if token:
        words = words.replace(token, _MASK)
    return _LIKE_A_TOKEN.sub(_MASK, words)


def one_line(words: str, token: str = "", limit: int = 300) -> str:
    """The words scrubbed, on one line, cut at ``limit`` characters."""
    line = " ".join(scrub(words, token).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


class TokenFilter(logging.Filter):
    """Masks the token in a record's message, arguments and traceback. Put it on handlers: it lets every record pass."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        masked = scrub(message, self._token)
        if masked != message:
            record.msg, record.args = masked, None
        if record.exc_info and record.exc_info[0] is not None:
            trace = logging.Formatter().formatException(record.exc_info)
            if scrub(trace, self._token) != trace:
                record.exc_info, record.exc_text = None, scrub(trace, self._token)
        return True


class _OneLine(logging.Filter):
    """Turns a library's traceback into the exception's own line."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            problem = record.exc_info[1]
            record.msg = f"{one_line(record.getMessage())} {type(problem).__name__}: {one_line(str(problem))}"
            record.args, record.exc_info, record.exc_text = None, None, None
        return True


def protect(token: str) -> None:
    """Quiets the HTTP libraries (they log addresses with the token in them) and masks the token in today's handlers.

    Call it after logging is set up. Calling it again is harmless.
    """
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _CHATTY:
        logger = logging.getLogger(name)
        if not any(isinstance(f, _OneLine) for f in logger.filters):
            logger.addFilter(_OneLine())
    for handler in _handlers():
        if not any(isinstance(f, TokenFilter) and f._token == token for f in handler.filters):
            handler.addFilter(TokenFilter(token))


def _handlers() -> Iterator[logging.Handler]:
    yield from logging.getLogger().handlers
    for logger in list(logging.Logger.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            yield from logger.handlers
