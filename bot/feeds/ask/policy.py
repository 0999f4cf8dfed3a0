"""The limits under which feeds are fetched and parsed."""

from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """How long, how much, how many at once, and which addresses. Times are in seconds, sizes in bytes."""

    user_agent: str
    """Sent with every request; it names the program and where its operator is found."""
    private_networks: tuple[Network, ...] = ()
    """Networks off the public internet that feeds may live in (the setting ALLOW_PRIVATE_ADDRESSES)."""
    own_feeds: frozenset[str] = frozenset()
    """Addresses of feeds that are asked without the guard, as far as they do not redirect: those of the replay."""
    http_proxy: str = field(default="", repr=False)
    """The forward proxy for http addresses, its password in it; "" for none (the setting FEED_PROXY)."""
    https_proxy: str = field(default="", repr=False)
    """The same for https addresses."""
    no_proxy: str = ""
    """Hosts that are asked directly, as in NO_PROXY."""
    total_timeout: float = 30.0
    """From the first connection to the last byte, redirects included."""
    connect_timeout: float = 10.0
    body_cap: int = 8 * 1024 * 1024
    """Of the decoded body."""
    per_host: int = 2
    """Requests at once to one registrable domain."""
    host_gap: float = 0.0
    """Between the starts of two polls at one registrable domain (the setting HOST_GAP); 0 for none."""
    separate_hosts: frozenset[str] = frozenset()
    """Hosts or domains whose feeds are limited one by one, because each stands for another site (RSSHub and its like):
    a 429 for one of them holds none of the others."""
    total: int = 32
    slow_after: float = 5.0
    """A request that takes longer gives its place among ``total`` to another, and goes on beside it: servers that drip
    hold nobody up."""
    max_redirects: int = 10
    parse_deadline: float = 5.0
