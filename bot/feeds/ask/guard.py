"""Keeps feeds from leading into private networks: every address is checked when the socket connects.

A feed's address, a redirect and a DNS answer are all the web's word, so the check sits where none of them is left to
trust: in the factory that makes the socket for an address (names, literals and every hop of a redirect pass it). The
resolver checks as well, because only there the name is known that a refusal should mention, and because one bad answer
of several must not cost the good ones.
"""

import asyncio
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.feeds.ask.policy import FetchPolicy

Address = IPv4Address | IPv6Address

NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address."""
LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")
"""RFC 8215: translation within a site, so whatever it leads to is not public."""

NEVER = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # RFC 6890: protocol assignments; a cloud's metadata service is among them
            "192.88.99.0/24",  # RFC 7526: what was the relay for 6to4
            "168.63.129.16/32",  # a cloud's own services (Azure), in public space and reached from within only
            "::ffff:0:0:0/96",  # RFC 2765: translated IPv4
            "100:0:0:1::/64",  # RFC 9780: the dummy prefix
            "2001::/23",  # RFC 2928: protocol assignments, Teredo (RFC 4380) among them
            "3fff::/20",  # RFC 9637: documentation
            "5f00::/16",  # RFC 9602: segment routing
        ),
    )
)
"""What versions of Python's own list do not have or see otherwise."""


class AddressError(OSError):
    """The guard said no; the text is a sentence for the operator. An OSError, as every failure to connect is."""


def is_public(address: Address) -> bool:
    """Whether an address lies on the public internet (IANA's special-purpose registries, RFC 6890).

    An IPv6 address that carries an IPv4 address (mapped, NAT64, 6to4) is as public as the one it carries.
    """
    if carried := _carried_ipv4(address):
        return is_public(carried)
    if isinstance(address, IPv6Address) and (address.is_site_local or address in LOCAL_NAT64):
        return False
    if any(address in network for network in NEVER):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _carried_ipv4(address: Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


class Guard:
    """Says which addresses a socket may connect to."""

    def __init__(self, policy: FetchPolicy) -> None:
        self._networks = policy.private_networks

    def check_host(self, host: str) -> None:
        """Refuse a number that is an address in disguise: ``2130706433``, ``0177.0.0.1``, ``0x7f.1``, ``127.1``.

        Escapes and zones too, which no public host's name has.
        """
        if "%" in host:
            raise AddressError(f"{_shown(host)} has a percent sign in its host, which is refused")
        if _is_odd_number(host):
            raise AddressError(f"{_shown(host)} is an IP address in an unusual spelling, which is refused")

    def check(self, address: str, host: str = "") -> None:
        """Raise AddressError unless the address is public, or opened by the policy."""
        try:
            parsed = ip_address(address)
        except ValueError:
            raise AddressError(f"{_shown(address)} is no IP address") from None
        if self._is_open(parsed):
            return
        what = f"{_shown(host)} leads to {parsed}, which" if host and host != address else f"{parsed}"
        raise AddressError(
            f"{what} is not on the public internet; if the feed is yours, let ALLOW_PRIVATE_ADDRESSES include {parsed}"
        )

    def permitted_answers(self, host: str, found: Iterable[ResolveResult]) -> list[ResolveResult]:
        """The DNS answers that may be connected to. Raises AddressError where none is left."""
        results = list(found)
        good: list[ResolveResult] = []
        refused: AddressError | None = None
        for result in results:
            try:
                self.check(result["host"], host)
            except AddressError as error:
                refused = error
            else:
                good.append(result)
        if refused and not good:
            raise refused
        return good

    def make_socket(self, addr_info: tuple[Any, ...]) -> socket.socket:
        """aiohttp's ``socket_factory``: the last word before a connection, for names and literals alike."""
        family, kind, protocol, _, (address, *_rest) = addr_info
        self.check(address)
        return socket.socket(family, kind, protocol)

    def _is_open(self, address: Address) -> bool:
        forms = (address, _carried_ipv4(address) or address)
        return is_public(address) or any(form in network for form in forms for network in self._networks)


class GuardedResolver(AbstractResolver):
    """Asks another resolver and lets only its permitted answers through."""

    def __init__(self, guard: Guard, inner: AbstractResolver) -> None:
        self._guard = guard
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises AddressError where every answer is refused, OSError where there is none."""
        return self._guard.permitted_answers(host, await self._inner.resolve(host, port, family))

    async def close(self) -> None:
        await self._inner.close()


class SystemResolver(AbstractResolver):
    """The system's resolver, each lookup in a thread of its own.

    Not the loop's shared pool: a dead name server would fill that, and the store waits for it too. The threads are
    daemons, so a lookup that hangs does not keep the program from ending.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises OSError (``socket.gaierror``) where the name has no address."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[tuple[Any, ...]]] = loop.create_future()

        def settle(found: list[tuple[Any, ...]] | None, error: Exception | None) -> None:
            if answer.done():
                return
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(found or [])

        def look_up() -> None:
            found: list[tuple[Any, ...]] | None = None
            problem: Exception | None = None
            try:
                found = list(socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG))
            except (OSError, UnicodeError) as error:
                problem = error
            with suppress(RuntimeError):  # the loop may have closed while we waited
                loop.call_soon_threadsafe(settle, found, problem)

        threading.Thread(target=look_up, name=f"look up {host[:60]}", daemon=True).start()
        return [_result(host, entry) for entry in await answer]

    async def close(self) -> None:
        return


def _result(host: str, entry: tuple[Any, ...]) -> ResolveResult:
    family, _, protocol, _, (address, port, *_rest) = entry
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=protocol, flags=socket.AI_NUMERICHOST
    )


@lru_cache(maxsize=4096)
def _is_odd_number(host: str) -> bool:
    labels = host.rstrip(".").split(".")
    if ":" in host or not all(_is_number(label) for label in labels):
        return False
    try:
        return str(IPv4Address(host)) != host
    except ValueError:
        return True


def _is_number(label: str) -> bool:
    if label[:2].lower() == "0x":
        return True
    return label.isdigit()


def _shown(host: str) -> str:
    """A host name as a message may show it: short, and nothing that could pass for more text."""
    return "".join(char for char in host[:100] if char.isprintable() and not char.isspace())
