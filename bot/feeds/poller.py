"""One poll of one feed: ask, look at the answer, have it parsed. What came of it is a value."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from types import TracebackType
from typing import Self

from aiohttp.abc import AbstractResolver

from bot.feeds import headers, weather
from bot.feeds.fetch import Answer, Fetcher
from bot.feeds.parser import ParserError, ParserProcess
from bot.feeds.policy import FetchPolicy
from bot.feeds.wire import ParseReply, ParseRequest
from bot.model import Feed, Freshness, Polled, PollFailed, PollOutcome, Trouble, Unchanged, Validators

_PAGE = re.compile(
    # Possessive, because what precedes is the web's and must be read in one way only.
    rb"(?:<\?xml[^>]{0,200}>|<!--(?:(?!-->).){0,2000}-->|\s++)*+<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_BOM = b"\xef\xbb\xbf"

A_PAGE = "answers with a web page instead of a feed; if that page names a feed, put its address into config/feeds.toml"
NO_FEED = (
    "answers with something that is neither RSS nor Atom; look up the feed's address and change it in config/feeds.toml"
)


class Poller:
    """Polls feeds; use it as an async context manager. Many polls may run at once."""

    def __init__(self, policy: FetchPolicy, *, resolver: AbstractResolver | None = None) -> None:
        """``resolver`` looks names up, the system's by default; its answers pass the guard like anybody's."""
        self._policy = policy
        self._fetcher = Fetcher(policy, resolver)
        self._parser = ParserProcess(policy.parse_deadline)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections and end the parser process."""
        await self._fetcher.close()
        await self._parser.close()

    async def poll(self, feed: Feed) -> PollOutcome:
        """Ask for the feed once. Never raises for the web's weather; cancellation passes through."""
        answer = await self._fetcher.fetch(feed.url, feed.validators)
        if isinstance(answer, PollFailed):
            return answer
        now = datetime.now(UTC)
        if answer.status in {200, 203}:
            return await self._take(feed, answer, now)
        fresh = headers.freshness(answer.headers, now)
        if answer.status == 304 and feed.validators != Validators():
            return Unchanged(headers.refreshed(feed.validators, answer.headers), fresh, moved_to=answer.moved_to)
        if answer.status == 204:
            return _empty(answer, fresh)
        return weather.from_status(answer.status, fresh)

    async def _take(self, feed: Feed, answer: Answer, now: datetime) -> PollOutcome:
        fresh = headers.freshness(answer.headers, now)
        if not answer.body.strip():
            return _empty(answer, fresh)
        validators = headers.validators(answer.headers)
        body_hash = sha256(answer.body).hexdigest()
        if body_hash == feed.body_hash:
            return Unchanged(validators, fresh, not_modified=False, moved_to=answer.moved_to)
        if _PAGE.match(answer.body.removeprefix(_BOM)):
            return PollFailed(Trouble.NOT_A_FEED, A_PAGE, answer.status, fresh)
        try:
            reply = await self._parse(feed, answer, now)
        except ParserError as trouble:
            return PollFailed(Trouble.PARSER, str(trouble), answer.status, fresh)
        if not reply.is_feed:
            return PollFailed(Trouble.NOT_A_FEED, NO_FEED, answer.status, fresh)
        return Polled(
            entries=reply.entries,
            validators=validators,
            body_hash=body_hash,
            title=reply.title,
            freshness=headers.freshness(answer.headers, now, reply.ttl),
            bad_entries=reply.bad_entries,
            moved_to=answer.moved_to,
        )

    async def _parse(self, feed: Feed, answer: Answer, now: datetime) -> ParseReply:
        return await self._parser.parse(
            ParseRequest(
                body=answer.body,
                content_type=answer.headers.get("Content-Type", "").encode("ascii", "replace").decode(),
                url=answer.url,
                country=feed.country,
                now=now,
                deadline=self._policy.parse_deadline,
            )
        )


def _empty(answer: Answer, fresh: Freshness) -> PollFailed:
    return PollFailed(Trouble.EMPTY, "answers with nothing at all; it is asked again later", answer.status, fresh)
