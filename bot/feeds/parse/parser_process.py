"""The program of the parser process (``python -m bot.feeds.parse.parser_process``): bodies in, entries out."""

import sys

from msgspec.structs import replace

from bot.feeds.parse import by_feedparser  # noqa: F401  # loaded before the first deadline runs
from bot.feeds.parse.reply import full_reply
from bot.feeds.process.child import serve
from bot.feeds.process.frames import READY, ParseReply, ParseRequest, decode_request

MEMORY = 512 * 1024 * 1024
"""Bytes of address space; 8 MB of the smallest items were measured to need 360 MB."""


def main() -> None:
    """Serve until the input ends."""
    serve(
        decode_request,
        _answer,
        deadline=lambda request: request.deadline,
        failed=lambda name: ParseReply(is_feed=False, fault=name),
        ready=READY,
        memory=MEMORY,
    )


def _answer(request: ParseRequest) -> ParseReply:
    if request.more:
        try:
            request = replace(request, body=sys.stdin.buffer.read(request.more), more=0)
        except MemoryError:
            # With half a body in the pipe, nothing that follows would be understood.
            raise SystemExit(1) from None
    return full_reply(request)


if __name__ == "__main__":
    main()
