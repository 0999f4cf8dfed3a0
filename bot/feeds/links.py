"""Addresses of articles in one canonical spelling, so that a report is known by its link in whatever feed it comes."""

import re
from urllib.parse import parse_qs, quote, urljoin, urlsplit, urlunsplit

LONGEST = 2048
"""Characters; a longer one is no address that anybody could open or that an index could hold."""

TRACKING = re.compile(
    r"(utm_.*|at_.*|hsa_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh|mc_cid|mc_eid"
    r"|maca|plink|cmpid|cmp|ocid|xtor|wt_z?mc|ns_mchannel|ns_source|ns_campaign|ns_linkname|rss_?id|spm)",
    re.IGNORECASE,
)
"""Parameters that say where a reader came from and nothing about the article."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "/:@!$&'()*+,;=-._~%"


def canonical(link: str, base: str = "") -> str:
    """The canonical form of a link, made absolute with ``base``; "" unless it is an http(s) address. Never raises.

    Scheme and host in small letters, no default port, no fragment, no tracking parameters, no user name; the order of
    the other parameters is kept, because some sites care.
    """
    try:
        return _canonical(_unwrapped(urljoin(base, link.strip())))
    except ValueError:
        return ""


def _canonical(link: str) -> str:
    parts = urlsplit(link)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return ""
    host = _ascii_host(parts.hostname)
    if parts.port not in {None, _DEFAULT_PORTS[parts.scheme]}:
        host = f"{host}:{parts.port}"
    path = quote(parts.path, safe=_SAFE) or "/"
    result = urlunsplit((parts.scheme, host, path, quote(_without_tracking(parts.query), safe=_SAFE + "?"), ""))
    return result if len(result) <= LONGEST else ""


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if not TRACKING.fullmatch(part.partition("=")[0]))


def _ascii_host(host: str) -> str:
    """Raises ValueError (UnicodeError) for a name that no host can have."""
    if ":" in host:
        return f"[{host}]"
    ascii_host = host.encode("idna").decode("ascii") if not host.isascii() else host
    if not re.fullmatch(r"[a-z0-9._-]+", ascii_host, re.IGNORECASE):
        raise ValueError("no host")
    return ascii_host.lower()


def _unwrapped(link: str) -> str:
    """Bing's news search and Google's alerts carry the true address in a parameter."""
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    if (host, parts.path) in {("bing.com", "/news/apiclick.aspx"), ("google.com", "/url")}:
        wrapped = parse_qs(parts.query).get("url", [""])[0]
        if wrapped.startswith(("http://", "https://")):
            return wrapped
    return link
