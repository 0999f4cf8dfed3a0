"""One poll of one feed: ask, look at the answer, have it parsed. What came of it is a value."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

from aiohttp.abc import AbstractResolver
from msgspec.structs import replace

from bot.feeds.ask import failures, headers
from bot.feeds.ask.body import Body
from bot.feeds.ask.fetch import Answer, Fetcher, Reserve
from bot.feeds.ask.policy import FetchPolicy
from bot.feeds.parse.hints import read_hints
from bot.feeds.parser import ParserError, ParserProcess
from bot.feeds.process.frames import ParseReply, ParseRequest
from bot.model import (
    Feed,
    Freshness,
    Hints,
    Polled,
    PollFailed,
    PollOutcome,
    Subscription,
    Trouble,
    Unchanged,
    Validators,
)

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

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        resolver: AbstractResolver | None = None,
        texts_later: bool = False,
        reserve: Reserve | None = None,
    ) -> None:
        """``resolver`` looks names up, the system's by default; its answers pass the guard like anybody's.

        ``reserve`` shares domains with other workers where something else than a feed is asked for.

        With ``texts_later`` outcomes may have the HTML of their entries' texts instead, for ``with_texts``.
        """
        self._texts_later = texts_later
        self.policy = policy
        self.fetcher = Fetcher(policy, resolver, reserve)
        """For whatever else is to be asked for under the same limits."""
        self._parser = ParserProcess(policy.parse_deadline)

    async def __aenter__(self) -> Self:
        return self

    @property
    def requests(self) -> int:
        """How many requests were made for feeds so far, each redirect's own one too."""
        return self.fetcher.requests

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections and end the parser process."""
        await self.fetcher.close()
        await self._parser.close()

    async def poll(self, feed: Feed) -> PollOutcome:
        """Ask for the feed once. Never raises for the web's weather; cancellation passes through.

        Raises NotAskedError where no request was made, because its domain is too busy or has just limited us.
        """
        return (await self.look(feed))[1]

    async def look(self, feed: Feed) -> tuple[Answer | None, PollOutcome]:
        """As ``poll``, with the answer itself where there was one."""
        answer = await self.fetcher.fetch(feed.address, feed.validators)
        if isinstance(answer, PollFailed):
            return None, answer
        try:
            return answer, await self._judge(feed, answer)
        finally:
            if answer.long_body is not None:
                answer.long_body.close()

    async def _judge(self, feed: Feed, answer: Answer) -> PollOutcome:
        now = datetime.now(UTC)
        if answer.status in {200, 203}:
            return await self._take(feed, answer, now)
        if answer.status == 304 and feed.validators != Validators():
            fresh = headers.freshness_of_304(answer.headers, now, feed.hints.max_age)
            return Unchanged(
                headers.validators_after_304(feed.validators, answer.headers), fresh, moved_to=answer.moved_to
            )
        fresh = headers.freshness(answer.headers, now)
        if answer.status == 204:
            return _empty(answer, fresh)
        return replace(failures.from_status(answer.status, fresh), holds_domain=answer.holds_domain)

    async def _take(self, feed: Feed, answer: Answer, now: datetime) -> PollOutcome:
        fresh = headers.freshness(answer.headers, now)
        if not answer.body.strip() and answer.long_body is None:
            return _empty(answer, fresh)
        validators = headers.validators(answer.headers)
        body_hash = answer.long_body.sha256 if answer.long_body else sha256(answer.body).hexdigest()
        if body_hash == feed.body_hash:
            return Unchanged(validators, fresh, not_modified=False, moved_to=answer.moved_to)
        if _PAGE.match(answer.body.removeprefix(_BOM)):
            return PollFailed(Trouble.NOT_A_FEED, A_PAGE, answer.status, fresh)
        try:
            kind = answer.headers.get("Content-Type", "")
            reply = await self._parse(feed, answer.body, kind, answer.url, now, answer.long_body)
        except ParserError as trouble:
            return PollFailed(Trouble.PARSER, str(trouble), answer.status, fresh)
        if not reply.is_feed:
            return PollFailed(Trouble.NOT_A_FEED, NO_FEED, answer.status, fresh)
        return Polled(
            entries=reply.entries,
            html=reply.html,
            validators=validators,
            body_hash=body_hash,
            title=reply.title,
            freshness=headers.freshness(answer.headers, now, reply.ttl),
            bad_entries=reply.bad_entries,
            moved_to=answer.moved_to,
            hints=_hints(answer, reply.ttl),
        )

    async def read_push(self, feed: Feed, body: bytes, content_type: str) -> Polled | None:
        """What a WebSub hub sent for a feed; None where it is no feed."""
        if not body.strip() or len(body) > self.policy.body_cap or _PAGE.match(body.removeprefix(_BOM)):
            return None
        try:
            reply = await self._parse(feed, body, content_type, feed.address, datetime.now(UTC))
        except ParserError:
            return None
        if not reply.is_feed:
            return None
        return Polled(
            reply.entries,
            feed.validators,
            feed.body_hash or "",
            bad_entries=reply.bad_entries,
            html=reply.html,
            pushed=True,
        )

    async def subscribe(self, subscription: Subscription, callback: str, lease: float) -> str | None:
        """Ask a WebSub hub for a feed's news (section 5.1), for ``lease`` seconds.

        None where the hub accepts and will confirm at the callback; else a sentence that continues after its name.
        Raises NotAskedError as ``poll`` does.
        """
        form = {
            "hub.mode": "subscribe",
            "hub.topic": subscription.topic,
            "hub.callback": callback,
            "hub.secret": subscription.secret,
            "hub.lease_seconds": f"{lease:.0f}",
        }
        answer = await self.fetcher.post(subscription.hub, form)
        if isinstance(answer, PollFailed):
            return answer.sentence
        return None if 200 <= answer < 300 else f"answers {answer} to our request for a subscription"

    async def _parse(
        self, feed: Feed, body: bytes, content_type: str, url: str, now: datetime, long_body: Body | None = None
    ) -> ParseReply:
        return await self._parser.parse(
            ParseRequest(
                body=body,
                content_type=content_type.encode("ascii", "replace").decode(),
                url=url,
                country=feed.country,
                now=now,
                deadline=self.policy.parse_deadline,
                # Of a feed's first document nothing is known, so all of its texts are needed.
                texts_later=self._texts_later and feed.polled_once,
            ),
            long_body,
        )


def _hints(answer: Answer, ttl: float) -> Hints:
    """What the document and its headers say; a Link header goes before the document's own links (WebSub, section 4)."""
    said = read_hints(answer.body)
    links = headers.links(answer.headers)
    hub = _absolute(answer.url, links.get("hub", said.hub))
    topic = _absolute(answer.url, links.get("self", said.topic)) or (answer.url if hub else "")
    return replace(said, ttl=ttl, hub=hub, topic=topic, max_age=headers.stated_max_age(answer.headers))


def _absolute(base: str, link: str) -> str:
    """An http(s) address, or ""."""
    try:
        url = urljoin(base, link) if link else ""
    except ValueError:
        return ""
    return url if url.startswith(("http://", "https://")) else ""


def _empty(answer: Answer, fresh: Freshness) -> PollFailed:
    return PollFailed(Trouble.EMPTY, "answers with nothing at all; it is asked again later", answer.status, fresh)
