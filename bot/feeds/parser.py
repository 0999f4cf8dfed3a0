"""The poller's end of the parser process: what is quick is read on the spot, the rest where it can be killed."""

from bot.feeds.process import START, EndedError, KillableProcess, NotStartedError, OverdueError
from bot.feeds.reply import quick_reply
from bot.feeds.wire import ParseReply, ParseRequest, decode_reply, frame


class ParserError(Exception):
    """The parser gave no answer for this body; the text is a sentence. The next body gets a new process."""


class ParserProcess:
    """One process for all feeds, one body at a time; started with the first body that needs it."""

    def __init__(self, deadline: float) -> None:
        """``deadline``: seconds that a body may take."""
        self._deadline = deadline
        self._process = KillableProcess("bot.feeds.parser_process", decode_reply, deadline=deadline)

    @property
    def pid(self) -> int | None:
        """Of the process, while there is one."""
        return self._process.pid

    async def parse(self, request: ParseRequest) -> ParseReply:
        """What the parser makes of a body. Raises ParserError where it hangs, dies or gives up.

        A small body of a known shape is read right here: that cannot take long, and most feeds are no more.
        """
        if (quick := quick_reply(request)) is not None:
            return quick
        try:
            reply = await self._process.ask(frame(request))
        except OverdueError:
            raise ParserError(f"takes more than {self._deadline:g} s to parse, which was broken off") from None
        except EndedError:
            raise ParserError("made the parser end without an answer; it is started again") from None
        except NotStartedError:
            raise ParserError(f"was not parsed: the parser did not start within {START:g} s") from None
        if reply.fault:
            raise ParserError(f"made the parser give up ({reply.fault})")
        return reply

    async def close(self) -> None:
        """End the process and wait for it."""
        await self._process.close()
