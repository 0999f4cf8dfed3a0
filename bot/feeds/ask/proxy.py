"""Which way a request goes: straight to its site, or through the forward proxy of FEED_PROXY.

Behind a proxy it is the proxy that connects, so the guard cannot have the last word there. It has the first one: an
address that is a number is held against the guard's rules, a name that resolves here must lead to permitted addresses
only, and one that does not (networks whose DNS knows no outside have proxies) must not be of a kind that never leads
outside. Where DNS does know the outside, a name that takes too long is refused: its owner can make it take long. That
is looked at before each request, redirects hop by hop. A name that the proxy resolves to something else than we do is
the proxy's own to refuse.
"""

import asyncio
from ipaddress import ip_address
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # not in the stubs

from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.feeds.ask.guard import AddressError, Guard, is_public
from bot.feeds.ask.policy import FetchPolicy

LOOK_UP_WITHIN = 3.0
"""Seconds that a name has to resolve here, where it is the proxy that needs it."""

INSIDE = (
    "local", "localhost", "internal", "home.arpa", "lan", "intranet", "corp", "home", "private", "svc", "consul",
    "localdomain",
)  # fmt: skip
"""Ends of names that lead inside a network: RFC 6761, 6762 and 8375, ICANN's reservation of 2024, and what is usual."""


class Proxies:
    """The proxies of a policy, and what may be asked through them."""

    def __init__(self, policy: FetchPolicy, guard: Guard, resolver: AbstractResolver) -> None:
        """``resolver`` is not the guarded one: of its answers each is looked at here."""
        self._proxies = {"http": policy.http_proxy, "https": policy.https_proxy}
        self._bypass = {"no": policy.no_proxy}
        self._guard = guard
        self._resolver = resolver
        self._knows_outside = False
        """Some name has led to a public address: DNS here knows the outside."""

    @property
    def hosts(self) -> frozenset[str]:
        """The proxies' own names or addresses."""
        return frozenset(URL(proxy).raw_host or "" for proxy in self._proxies.values() if proxy)

    def of(self, url: URL) -> URL | None:
        """The proxy for an address; None where it is asked directly: NO_PROXY, or no proxy."""
        proxy = self._proxies.get(url.scheme, "")
        host = url.raw_host or ""
        if not proxy or proxy_bypass_environment(f"{host}:{url.port}", self._bypass):
            return None
        return URL(proxy)

    async def check(self, url: URL) -> None:
        """Raises AddressError where the guard would let nobody connect to an address, as far as can be told here."""
        host, port = (url.raw_host or "").rstrip("."), url.port or 0
        try:
            found = [str(ip_address(host))]
        except ValueError:
            found = await self._look_up(host, port)
        for address in found:
            self._guard.check(address, host)
        if not found and ("." not in host or host.lower().endswith(tuple(f".{end}" for end in INSIDE))):
            raise AddressError(
                f"{host[:100]} is a name inside a network, which is not asked through the proxy; if the feed is yours, "
                "let NO_PROXY include it, and ALLOW_PRIVATE_ADDRESSES its address"
            )

    async def _look_up(self, host: str, port: int) -> list[str]:
        try:
            async with asyncio.timeout(LOOK_UP_WITHIN):
                found = [answer["host"] for answer in await self._resolver.resolve(host, port)]
        except TimeoutError:
            if self._knows_outside:
                raise AddressError(
                    f"{host[:100]} did not resolve in time, and might lead inside a network; it is asked again later"
                ) from None
            return []
        except (OSError, UnicodeError):
            return []
        self._knows_outside = self._knows_outside or any(is_public(ip_address(one)) for one in found)
        return found
