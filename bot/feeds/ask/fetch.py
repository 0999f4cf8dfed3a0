"""Asks a server for a feed, politely and on our terms: the only place where requests are made."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import aiohttp
from aiohttp.abc import AbstractResolver
from msgspec import Struct
from msgspec.structs import replace
from multidict import CIMultiDictProxy
from yarl import URL

from bot.feeds.ask import failures, headers
from bot.feeds.ask.body import SHORT, Body
from bot.feeds.ask.decode import ACCEPT_ENCODING, decoder_for
from bot.feeds.ask.domains import is_listed, registrable_domain
from bot.feeds.ask.guard import Guard, GuardedResolver, SystemResolver
from bot.feeds.ask.policy import FetchPolicy
from bot.feeds.ask.politeness import Turns
from bot.feeds.ask.proxy import Proxies
from bot.feeds.ask.redirects import RedirectChain, address
from bot.model import PollFailed, Validators

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
"""Sitemaps are ``application/xml``; a server that has RSS and JSON at one address is asked for what all readers ask."""

MOST_HEADERS = 128
LONGEST_LINE = 32 * 1024
"""Bytes of one header; sites send security policies well above aiohttp's default of 8 KiB."""

Reserve = Callable[[str], Awaitable[float]]
"""Takes a registrable domain for this worker and returns 0, or the seconds for which it is another worker's."""

RAW_ALLOWANCE = 64 * 1024
"""Bytes by which a coded body may be longer than the decoded one, before it is cut off as well."""


class Answer(Struct, frozen=True):
    """A response, redirects followed. The body was read only where the status says that there is one to parse."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    """Of a long one the beginning."""
    url: str
    """Where it came from in the end."""
    moved_to: str | None
    steps: tuple[tuple[int, str], ...] = ()
    """(status, where it led) of each redirect on the way."""
    holds_domain: bool = False
    """It limits us, for all feeds of the domain."""
    long_body: Body | None = None
    """The whole of a long body; whoever asked for it closes it."""


class WantedBody(Struct, frozen=True):
    """Which body is wanted of a response, and how much of it."""

    accept: str
    """The Accept header."""
    cap: int
    """Bytes of the decoded body; what is larger is no answer at all."""
    cut: bool = False
    """A body that is larger is cut at the cap instead."""
    in_memory: int | None = None
    """Bytes of a body that may stay in memory; all of them where it is None."""
    types: tuple[str, ...] = ()
    """Media types whose bodies are read; whatever the type is, where none are named. What names no type is read."""

    def wants_body_of(self, response: aiohttp.ClientResponse | Answer) -> bool:
        """Whether the status says that there is a body to parse, and the type that it is one of ours."""
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return response.status in {200, 203} and (not self.types or not kind or kind in self.types)


class Fetcher:
    """One session for all feeds: connections are kept, cookies and Referers are not."""

    def __init__(
        self, policy: FetchPolicy, resolver: AbstractResolver | None = None, reserve: Reserve | None = None
    ) -> None:
        """``reserve`` is asked before each step, where several workers share the domains; feeds come shared out."""
        self._policy = policy
        self._reserve = reserve
        self._guard = Guard(policy)
        self._resolver = resolver or SystemResolver()
        self._proxies = Proxies(policy, self._guard, self._resolver)
        self._session: aiohttp.ClientSession | None = None
        self._own_session: aiohttp.ClientSession | None = None
        """For the replay's feeds, which live where the guard lets nobody else; it follows no redirect."""
        self._proxied: aiohttp.ClientSession | None = None
        """Its connections lead to the proxy and nowhere else, so no guard stands in their way."""
        self._turns = Turns(policy)
        self.requests = 0
        """Made for feeds so far, each redirect's own one too."""

    async def close(self) -> None:
        self._turns.close()
        for session in (self._session, self._own_session, self._proxied):
            if session is not None:
                await session.close()
        self._session = self._own_session = self._proxied = None

    async def fetch(self, url: str, known: Validators) -> Answer | PollFailed:
        """Ask for a feed, with its validators as conditions. Never raises for the web's weather.

        Raises NotAskedError where it came to no request.
        """
        try:
            start = address(url)
            async with self._turns.take(start) as line, asyncio.timeout(self._policy.total_timeout):
                answer = await self._ask(start, known)
                if self._limits_domain(start, answer):
                    line.limits += 1
                    return replace(answer, holds_domain=True)
                return answer
        except failures.WEATHER as error:
            return self._failed(error)

    async def post(self, url: str, form: dict[str, str]) -> int | PollFailed:
        """Send a form (to a WebSub hub) under the same guard and limits; the status of the answer.

        Only redirects that keep the method are followed. Raises NotAskedError where it came to no request.
        """
        try:
            start = address(url)
            async with self._turns.take(start), asyncio.timeout(self._policy.total_timeout):
                chain = RedirectChain(start, self._policy.max_redirects)
                while True:
                    session, proxy = await self._way(chain.url)
                    async with session.post(chain.url, data=form, allow_redirects=False, proxy=proxy) as response:
                        if response.status not in {307, 308} or not chain.follow(response):
                            return response.status
        except failures.WEATHER as error:
            return self._failed(error)

    def _failed(self, error: Exception) -> PollFailed:
        rules = self._policy
        return failures.from_error(
            error, total_timeout=rules.total_timeout, body_cap=rules.body_cap, proxies=self._proxies.hosts
        )

    def _limits_domain(self, start: URL, answer: Answer) -> bool:
        named = answer.status == 503 and headers.retry_after(answer.headers, datetime.now(UTC)) > 0
        if answer.status != 429 and not named:
            return False
        return not is_listed(start.raw_host or "", self._policy.separate_hosts)

    async def step(self, chain: RedirectChain, wanted: WantedBody) -> Answer | None:
        """One request for something that is no feed, in its own turn and under the same limits; None where it led on.

        Each step takes the turn of the domain that it goes to. Raises one of WEATHER, or NotAskedError where it came to
        no request.
        """
        if self._reserve is not None:
            domain = registrable_domain(chain.url.raw_host or "")
            # The other worker is another process, which can set no event.
            while (seconds := await self._reserve(domain)) > 0:  # noqa: ASYNC110
                await asyncio.sleep(seconds)
        async with self._turns.take(chain.url) as line, asyncio.timeout(self._policy.total_timeout):
            start = chain.url
            answer = await self._get(chain, {"Accept": wanted.accept}, wanted)
            if answer is not None and self._limits_domain(start, answer):
                line.limits += 1
                return replace(answer, holds_domain=True)
            return answer

    async def _ask(self, start: URL, known: Validators) -> Answer:
        chain = RedirectChain(start, self._policy.max_redirects)
        wanted = WantedBody(ACCEPT, self._policy.body_cap, in_memory=SHORT)
        session = self._opened_for_own() if str(start) in self._policy.own_feeds else None
        while True:
            self.requests += 1
            if (answer := await self._get(chain, headers.conditions(known), wanted, session)) is not None:
                return answer
            session = None

    async def _get(
        self,
        chain: RedirectChain,
        sent: dict[str, str],
        wanted: WantedBody,
        session: aiohttp.ClientSession | None = None,
    ) -> Answer | None:
        """One request of a chain, through the guarded session unless told otherwise; None where it is redirected."""
        session, proxy = (session, None) if session is not None else await self._way(chain.url)
        if cookies := chain.cookies():
            sent = sent | cookies
        async with session.get(chain.url, headers=sent, allow_redirects=False, proxy=proxy) as response:
            if len(response.headers) > MOST_HEADERS:
                raise ValueError("too many headers")
            if chain.follow(response):
                return None
            body = await self._read(response, wanted) if wanted.wants_body_of(response) else Body()
            return Answer(
                response.status,
                response.headers,
                bytes(body.head),
                str(chain.url),
                chain.moved_to,
                steps=tuple(chain.steps),
                long_body=body if body.is_long else None,
            )

    async def _read(self, response: aiohttp.ClientResponse, wanted: WantedBody) -> Body:
        """The decoded body. Raises TooLargeError and CodingError as soon as either is plain."""
        cap = wanted.cap
        decoder = decoder_for(", ".join(response.headers.getall("Content-Encoding", [])))
        if (response.content_length or 0) > cap + RAW_ALLOWANCE and not wanted.cut:
            raise failures.TooLargeError
        body = Body(cap if wanted.in_memory is None else wanted.in_memory)
        received = 0
        try:
            async for chunk in response.content.iter_any():
                received += len(chunk)
                for piece in decoder.feed(chunk):
                    if body.size + len(piece) > cap:
                        if not wanted.cut:
                            raise failures.TooLargeError
                        body.add(piece[: cap - body.size])
                        return body
                    body.add(piece)
                if received > cap + RAW_ALLOWANCE:
                    raise failures.TooLargeError
            decoder.finish()
        except BaseException:
            body.close()
            raise
        return body

    async def _way(self, url: URL) -> tuple[aiohttp.ClientSession, URL | None]:
        """The session for a request, and its proxy if it has one. Raises AddressError where the guard refuses it."""
        self._guard.check_host(url.host or "")
        proxy = self._proxies.of(url)
        if proxy is not None:
            await self._proxies.check(url)
            if self._proxied is None:
                connector = aiohttp.TCPConnector(
                    limit=0, limit_per_host=self._policy.per_host, resolver=SystemResolver()
                )
                self._proxied = self._session_over(connector)
            return self._proxied, proxy
        return self._opened(), None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=0,  # turns are what limits
                limit_per_host=self._policy.per_host,
                resolver=GuardedResolver(self._guard, self._resolver),
                socket_factory=self._guard.make_socket,
            )
            self._session = self._session_over(connector)
        return self._session

    def _opened_for_own(self) -> aiohttp.ClientSession:
        if self._own_session is None:
            self._own_session = self._session_over(aiohttp.TCPConnector(limit_per_host=self._policy.per_host))
        return self._own_session

    def _session_over(self, connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        policy = self._policy
        return aiohttp.ClientSession(
            connector=connector,
            headers={"User-Agent": policy.user_agent, "Accept": ACCEPT, "Accept-Encoding": ACCEPT_ENCODING},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=policy.connect_timeout),
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
            max_headers=MOST_HEADERS,
        )
