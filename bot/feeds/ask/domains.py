"""Which feeds count as one site: the registrable domain of their address, by the public suffix list.

The list comes with the library (publicsuffixlist), so nothing is asked of the network.
"""

from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList


@cache
def _suffixes() -> PublicSuffixList:
    # A tenth of a second, so only once somebody asks.
    return PublicSuffixList()


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """``feeds.bbci.co.uk`` -> ``bbci.co.uk``; an IP address, a bare name and a public suffix are themselves."""
    name = host.strip("[]").rstrip(".").lower()
    try:
        return str(ip_address(name))
    except ValueError:
        return _suffixes().privatesuffix(_ascii(name)) or _ascii(name)


def domain_of(url: str) -> str:
    """The registrable domain of an address; "" where there is none."""
    try:
        return registrable_domain(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def is_listed(host: str, hosts: frozenset[str]) -> bool:
    """Whether a host, or a domain above it, is in the operator's list."""
    labels = host.strip("[]").rstrip(".").lower().split(".")
    return any(".".join(labels[start:]) in hosts for start in range(len(labels)))


def _ascii(name: str) -> str:
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name
