"""The program of the parser process (``python -m bot.feeds.parser_process``): frames in, frames out.

It is a process so that it can be killed: no thread can be stopped in the middle of a regular expression. It ends with
its parent, however that one dies: at the end of its input when idle, by its own alarm when busy.
"""

import os
import signal
import sys

from bot.feeds import parse  # noqa: F401  # loaded before the first deadline runs
from bot.feeds.reply import full_reply
from bot.feeds.wire import READY, ParseReply, ParseRequest, decode_request, frame, read_frame

MEMORY = 512 * 1024 * 1024
"""Bytes of address space; 8 MB of the smallest items were measured to need 360 MB."""

GRACE = 2.0
"""Seconds beyond the deadline before the alarm; the parent is the first to act."""


def main() -> None:
    """Serve until the input ends."""
    _leave_signals_to_the_parent()
    _limit_resources()
    # Frames get the real output; whatever a library prints goes to the log.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    output.write(frame(READY))
    output.flush()
    while (payload := read_frame(sys.stdin.buffer.read)) is not None:
        output.write(frame(_answer(decode_request(payload))))
        output.flush()


def _answer(request: ParseRequest) -> ParseReply:
    signal.setitimer(signal.ITIMER_REAL, request.deadline + GRACE)
    try:
        return full_reply(request)
    except Exception as error:  # whatever a parser comes up with, it costs this one body
        return ParseReply(is_feed=False, fault=type(error).__name__)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _leave_signals_to_the_parent() -> None:
    """Ctrl-C and a service manager's SIGTERM reach the whole group; the parent decides when this process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _limit_resources() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return  # not every system has these limits; the deadline holds everywhere


if __name__ == "__main__":
    main()
