"""What the setting FEED_PROXY says: through which forward proxies feeds are asked, and which hosts are not."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, repr=False)
class FeedProxy:
    """The proxies for http and https addresses ("" for none), passwords in them, and the hosts asked without."""

    http: str = ""
    https: str = ""
    bypass: str = ""


def feed_proxy(value: str) -> FeedProxy:
    """From ``off``, ``env`` (the variables of the process that other programs go by too), or the address of one.

    Raises ValueError with a sentence that continues after the setting's value.
    """
    if value.lower() == "off":
        return FeedProxy()
    if value.lower() != "env":
        proxy = _proxy_address(value)
        return FeedProxy(proxy, proxy)
    # No start without a proxy pays for the HTTP client that this is a part of.
    from urllib.request import getproxies_environment

    found = getproxies_environment()
    for scheme in {"http", "https"} & set(found):
        try:
            found[scheme] = _proxy_address(found[scheme])
        except ValueError as problem:
            raise ValueError(f"names {scheme.upper()}_PROXY, which {problem}") from None
    return FeedProxy(found.get("http", ""), found.get("https", ""), found.get("no", ""))


def _proxy_address(value: str) -> str:
    """As it was given, but for the scheme, which curl and others let be left out.

    Without a scheme it has a port, as "on" and "yes" are no proxies.
    """
    bare = "://" not in value
    value = f"http://{value}" if bare else value
    try:
        parts = urlsplit(value)
        usable = parts.scheme == "http" and bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", value)
        usable = usable and not (bare and parts.port is None)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("is not the address of an HTTP proxy such as http://proxy.example:3128 (nor off, nor env)")
    return value
