"""The full text of articles: asked for as politely as feeds are, extracted where it can be killed, and judged.

The same session, guard, turns and User-Agent as for feeds; robots.txt is heeded besides (``robots``). Redirects are
followed step by step, so that each site led to is asked in its own turn, and only if it allows it. What comes of an
entry is a value with a reason; whatever the reason, the feed's own text is there.
"""

import asyncio
import logging
from collections import Counter
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from msgspec import Struct

from bot.feeds.article.verdict import TOLD, Why
from bot.feeds.ask import failures, headers
from bot.feeds.ask.domains import domain_of
from bot.feeds.ask.fetch import Answer, WantedBody
from bot.feeds.ask.politeness import NotAskedError
from bot.feeds.ask.redirects import RedirectChain, RedirectError, address
from bot.feeds.ask.robots import Robots
from bot.feeds.parse.wrappers import is_wrapper, unwrapped
from bot.feeds.poller import Poller
from bot.feeds.process.frames import ArticleReply, ArticleRequest, PageReply, decode_page_reply, frame
from bot.feeds.process.parent import KillableProcess, ProcessError
from bot.model import Entry, Trouble

log = logging.getLogger(__name__)

PAGE_CAP = 4 * 1024 * 1024
"""Bytes of a decoded page; articles have some hundred kilobytes around them."""
TOGETHER = 60.0
"""Seconds for one article in all: waiting for its site's turn, robots.txt, redirects, extraction."""
IDLE = 180.0
"""Seconds after which the process that extracts is ended; it holds some eighty megabytes."""
HOLD = 900.0
"""Seconds for which a domain is left alone that limits us and does not say for how long."""
LONGEST_HOLD = 24 * 3600.0

TYPES = ("text/html", "application/xhtml+xml")
_WANTED = WantedBody("text/html, application/xhtml+xml;q=0.9", PAGE_CAP, types=TYPES)


class ArticleOutcome(Struct, frozen=True):
    """What came of looking for an entry's article."""

    why: Why
    text: str = ""
    """The article's text; "" where the feed's own is to stay."""
    domain: str = ""
    """The registrable domain that limits us, if one does."""
    hold: float = 0.0
    """For how many seconds it is to be left alone."""

    @property
    def in_words(self) -> str:
        """What was read of the report, as a reader is told it."""
        return TOLD[self.why]


class Articles:
    """Gets articles; use it as an async context manager within its poller's, whose connections it shares."""

    def __init__(self, poller: Poller, *, idle: float = IDLE) -> None:
        """``idle``: seconds without work after which the process that extracts is ended."""
        self._fetcher = poller.fetcher
        self._deadline = poller.policy.parse_deadline
        self._most_redirects = poller.policy.max_redirects
        self._process: KillableProcess[PageReply] = KillableProcess(
            "bot.feeds.article.article_process", decode_page_reply, deadline=self._deadline, idle=idle
        )
        self._robots = Robots(self._fetcher, self._process, self._deadline)
        self.counts: Counter[Why] = Counter()
        """What came of all articles so far."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        await self._process.close()

    @property
    def pid(self) -> int | None:
        """The id of the process that extracts, while there is one."""
        return self._process.pid

    async def text(self, entry: Entry) -> ArticleOutcome:
        """The entry's article. Never raises for the web's weather; cancellation passes through."""
        outcome = await self._guarded(entry)
        self.counts[outcome.why] += 1
        log.debug("article %s: %s", entry.link, outcome.why)
        return outcome

    async def _guarded(self, entry: Entry) -> ArticleOutcome:
        try:
            if not (link := _address(entry.link)):
                return ArticleOutcome(Why.NO_LINK)
            async with asyncio.timeout(TOGETHER):
                return await self._get(link, entry)
        except NotAskedError:
            return ArticleOutcome(Why.NOT_ASKED)
        except ProcessError:
            return ArticleOutcome(Why.BROKEN)
        except failures.WEATHER as error:
            failed = failures.from_error(error, total_timeout=TOGETHER, body_cap=PAGE_CAP)
            return ArticleOutcome(Why.REFUSED if failed.trouble is Trouble.REFUSED else Why.UNREACHABLE)

    async def _get(self, link: str, entry: Entry) -> ArticleOutcome:
        chain = RedirectChain(address(link), self._most_redirects)
        answer: Answer | None = None
        while answer is None:
            if not await self._robots.allows(chain.url):
                return ArticleOutcome(Why.ROBOTS)
            answer = await self._fetcher.step(chain, _WANTED)
        if answer.status not in {200, 203}:
            return _refusal(answer)
        if not _WANTED.wants_body_of(answer):
            return ArticleOutcome(Why.NOT_A_PAGE)
        if not answer.body.strip():
            return ArticleOutcome(Why.NO_TEXT)
        return await self._extract(answer, link, entry)

    async def _extract(self, answer: Answer, link: str, entry: Entry) -> ArticleOutcome:
        request = ArticleRequest(
            body=answer.body,
            content_type=answer.headers.get("Content-Type", "").encode("ascii", "replace").decode(),
            url=answer.url,
            asked=link,
            title=entry.title,
            own_text=entry.text,
            deadline=self._deadline,
        )
        reply = await self._process.ask(frame(request))
        if not isinstance(reply, ArticleReply) or reply.why == Why.BROKEN:
            # It ran out of memory, most likely, and what it holds now it would hold until it is idle.
            await self._process.close()
            return ArticleOutcome(Why.BROKEN)
        return ArticleOutcome(Why(reply.why), reply.text)


def _address(link: str) -> str:
    """Where the article is: an aggregator's link unwrapped; "" where the link is no address.

    Nor where only the aggregator itself could tell (Google's since 2024): it would be asked for every single report,
    and one that has had enough of us limits the domain that its news searches are at too.
    """
    try:
        where = unwrapped(link)
        return "" if is_wrapper(where) else str(address(where))
    except (RedirectError, ValueError):
        return ""


def _refusal(answer: Answer) -> ArticleOutcome:
    """Of a status that brings no page. Those who check browsers say so in a header (Cloudflare's ``cf-mitigated``)."""
    if answer.headers.get("cf-mitigated", "").lower() == "challenge":
        return ArticleOutcome(Why.CHALLENGE)
    if answer.status in {401, 402}:
        return ArticleOutcome(Why.LOGIN if answer.status == 401 else Why.PAYWALL)
    if not answer.holds_domain:
        return ArticleOutcome(Why.STATUS)
    hold = headers.retry_after(answer.headers, datetime.now(UTC)) or HOLD
    return ArticleOutcome(Why.STATUS, domain=domain_of(answer.url), hold=min(hold, LONGEST_HOLD))
