"""Sends what is ours to addresses that somebody typed: doors, which are as hostile as feeds and get no politeness.

The guard of feeds stands before each, so that no stranger has us knock at what only this machine reaches; where the
operator opened private networks, they are open to his own doors alone. Redirects are not followed: what is behind one
was not confirmed. Of an answer the beginning is read.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.feeds.ask import failures, headers
from bot.feeds.ask.guard import AddressError, Guard, GuardedResolver, SystemResolver
from bot.feeds.ask.policy import FetchPolicy
from bot.feeds.ask.proxy import Proxies
from bot.model import NotPosted, Posted

WITHIN = 15.0
"""Seconds from the first connection to the answer."""
CONNECT_WITHIN = 8.0
BODY_WITHIN = 2.0
"""Seconds for what is read of an answer's body."""
ANSWER_CAP = 4096
"""Bytes of an answer; what is more is not read."""
AT_ONCE = 32
"""Connections, those that are kept included."""


class Poster:
    """Makes the requests. One for the whole worker; ``close`` ends its connections."""

    def __init__(self, policy: FetchPolicy, resolver: AbstractResolver | None = None, within: float = WITHIN) -> None:
        """``policy``: whose User-Agent, networks and proxies; ``within``: seconds for one request."""
        self._within = within
        self._resolver = resolver or SystemResolver()
        self._ways = {trusted: _Way(_rules(policy, trusted=trusted), self._resolver) for trusted in (True, False)}

    async def post(
        self, address: str, body: bytes, sent: Mapping[str, str], *, method: str = "POST", trusted: bool = False
    ) -> Posted | NotPosted:
        """The answer, or why there is none; never raises for the web's weather. ``trusted``: it is an operator's."""
        way = self._ways[trusted]
        try:
            async with asyncio.timeout(self._within):
                session, proxy = await way.to(url := URL(address))
                async with session.request(
                    method, url, data=body, headers=dict(sent), allow_redirects=False, proxy=proxy
                ) as response:
                    head = await _beginning(response)
                    wait = headers.retry_after(response.headers, datetime.now(UTC))
                    return Posted(response.status, head.decode("utf-8", "replace"), wait)
        except failures.WEATHER as error:
            told = failures.from_error(error, total_timeout=self._within, body_cap=ANSWER_CAP)
            sentence = told.sentence.partition(";")[0]
            return NotPosted(sentence, perhaps=not _never_left(error))

    async def close(self) -> None:
        for way in self._ways.values():
            await way.close()


class _Way:
    """A session with its guard."""

    def __init__(self, policy: FetchPolicy, resolver: AbstractResolver) -> None:
        self._policy = policy
        self._resolver = resolver
        self._guard = Guard(policy)
        self._proxies = Proxies(policy, self._guard, resolver)
        self._session: aiohttp.ClientSession | None = None
        self._proxied: aiohttp.ClientSession | None = None
        """Its connections lead to the proxy and nowhere else, so no guard stands in their way."""

    async def to(self, url: URL) -> tuple[aiohttp.ClientSession, URL | None]:
        """The session for an address, and its proxy if it has one. Raises AddressError where the guard refuses it."""
        self._guard.check_host(url.host or "")
        if (proxy := self._proxies.of(url)) is not None:
            await self._proxies.check(url)
            if self._proxied is None:
                self._proxied = self._over(aiohttp.TCPConnector(limit=AT_ONCE, resolver=SystemResolver()))
            return self._proxied, proxy
        if self._session is None:
            resolver = GuardedResolver(self._guard, self._resolver)
            self._session = self._over(
                aiohttp.TCPConnector(limit=AT_ONCE, resolver=resolver, socket_factory=self._guard.make_socket)
            )
        return self._session, None

    async def close(self) -> None:
        for session in (self._session, self._proxied):
            if session is not None:
                await session.close()
        self._session = self._proxied = None

    def _over(self, connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=connector,
            headers={"User-Agent": self._policy.user_agent, "Accept-Encoding": "identity"},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_WITHIN),
        )


def _rules(policy: FetchPolicy, *, trusted: bool) -> FetchPolicy:
    return policy if trusted else replace(policy, private_networks=())


async def _beginning(response: aiohttp.ClientResponse) -> bytes:
    """What is read of a body. The status has been told by then, so whatever becomes of the rest changes nothing."""
    head = bytearray()
    with suppress(*failures.WEATHER):
        async with asyncio.timeout(BODY_WITHIN):
            async for piece in response.content.iter_any():
                head += piece
                if len(head) >= ANSWER_CAP:
                    break
    if not response.content.at_eof():
        response.close()
    return bytes(head[:ANSWER_CAP])


def _never_left(error: Exception) -> bool:
    """The request was not handed over."""
    if isinstance(error, aiohttp.ServerTimeoutError):
        return isinstance(error, aiohttp.ConnectionTimeoutError)
    refused = (aiohttp.ClientConnectorError, aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError)
    return isinstance(error, (*refused, aiohttp.InvalidURL, AddressError, ValueError))
