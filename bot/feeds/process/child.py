"""The inside of a process that can be killed: frames in, frames out. The other half is in ``parent``.

It ends with its parent, however that one dies: at the end of its input when idle, by its own alarm when busy.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import TypeVar

from bot.feeds.process.frames import Message, frame, read_frame

GRACE = 2.0
"""Seconds beyond the deadline before the alarm; the parent is the first to act."""

Request = TypeVar("Request")


def serve(
    decode: Callable[[bytes], Request],
    answer: Callable[[Request], Message],
    *,
    deadline: Callable[[Request], float],
    failed: Callable[[str], Message],
    ready: Message,
    memory: int,
) -> None:
    """Answer requests until the input ends, in at most ``memory`` bytes of address space.

    ``failed`` makes the answer where ``answer`` raised, out of the exception's name; ``ready`` is sent once at the
    beginning; ``deadline`` says after how many seconds the process ends itself, should nobody be left to end it.
    """
    _leave_signals_to_the_parent()
    _limit_resources(memory)
    # Frames get the real output; whatever a library prints goes to the log.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    output.write(frame(ready))
    output.flush()
    while (payload := read_frame(sys.stdin.buffer.read)) is not None:
        request = decode(payload)
        signal.setitimer(signal.ITIMER_REAL, deadline(request) + GRACE)
        try:
            reply = answer(request)
        except Exception as error:  # whatever a parser comes up with, it costs this one body
            reply = failed(type(error).__name__)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        output.write(frame(reply))
        output.flush()


def _leave_signals_to_the_parent() -> None:
    """Ctrl-C, a closing terminal and a service manager's SIGTERM reach the whole group; the parent decides when this
    process ends."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _limit_resources(memory: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return  # not every system has these limits; the deadline holds everywhere
