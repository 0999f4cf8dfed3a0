"""Where the program begins: at all of its verbs, or right at a round of polling.

A round is what other programs start every few minutes. To load the library of the command line, and the one that it
reads options with, was a seventh of one without news, and its options are three words.
"""

import gc
import os
import sys
from collections.abc import Sequence

_ONCE, _EVERYTHING, _AS_JSON = "--once", "--all", "--json"


def main() -> None:
    """The entry point of the program."""
    # What is loaded until settings are loaded stays to the end: to look through it again and again as it grew took a
    # sixth of the start.
    gc.disable()
    # The encoder multiplies by small matrices: OpenBLAS, which numpy brings and which asks this as it is loaded, spends
    # more on waking a second thread than that one saves.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    arguments = sys.argv[1:]
    try:
        if is_round(arguments):
            _round(arguments)
            return
        from bot.cli.app import app

        app()
    finally:
        _flush()


def _flush() -> None:
    """Writes what is left of the output. Whoever read it may have left (``| head``), which is no error of ours."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # At the exit Python flushes once more, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_round(arguments: Sequence[str]) -> bool:
    """Whether the arguments are ``poll --once``, with nothing that needs a closer look."""
    verb, options = arguments[:1], set(arguments[1:])
    return verb == ["poll"] and _ONCE in options and options <= {_ONCE, _EVERYTHING, _AS_JSON}


def _round(arguments: Sequence[str]) -> None:
    try:
        from bot.cli.verbs import polling

        went_well = polling.once(everything=_EVERYTHING in arguments, as_json=_AS_JSON in arguments)
    except (Exception, KeyboardInterrupt) as problem:
        from bot.cli.app import end_by

        end_by(problem)
    if not went_well:
        sys.exit(1)
