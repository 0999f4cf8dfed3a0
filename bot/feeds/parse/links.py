"""Addresses of articles in one canonical spelling, so that a report is known by its link in whatever feed it comes."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from bot.feeds.parse.wrappers import WRAPPERS, unwrapped

LONGEST = 2048
"""Characters; a longer one is no address that anybody could open or that an index could hold."""

LONGEST_WRAPPED = 4 * LONGEST
"""Characters of a redirect that may have an address in it."""

_TRACKING = (
    r"utm_[^=&]*|at_[^=&]*|hsa_[^=&]*|itm_[^=&]*|pk_[^=&]*|mtm_[^=&]*|piwik_[^=&]*|guce_[^=&]*|_ga|_gl|fbclid|gclid"
    r"|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|maca|plink|cmpid|cmp|ncid|smid"
    r"|ocid|ito|xtor|srnd|sref|ref_src|wt_z?mc|ns_mchannel|ns_source|ns_campaign|ns_linkname|rss_?id|spm|traffic_source"
    r"|feedname|feedtype"
)
TRACKING = re.compile(
    # A parameter without its value, or one that says with its value that the reader came from a feed.
    rf"(?:{_TRACKING})(?:=[^&]*)?|(?:ref|source|src|from|partner|emc|mod|via|medium|cid)=(?:rss|feed|atom)[\w.-]*",
    re.IGNORECASE,
)
"""Parameters that say where a reader came from and nothing about the article."""

_NO_PLACE = re.compile(
    rf"(?:{TRACKING.pattern})|(?:echobox|ftag|intcid|link_time)=.*|tk\.\w+|:~:.*|!?|top|main|content|comments?|respond|disqus_thread|rss|feed|atom",
    re.IGNORECASE,
)
"""Fragments that say where a reader came from, or lead to what every page of a site has."""

_COUNTED = re.compile(r"#\d{1,2}\s*$")

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "/:@!$&'()*+,;=-._~%"

_ALREADY_CANONICAL = re.compile(
    # No ";" and no empty query, which the standard library is particular about.
    r"https?://([a-z0-9][a-z0-9.-]*)/[A-Za-z0-9/:@!$&'()*+,=._~%-]*(?:\?[A-Za-z0-9/:@!$&'()*+,=._~%?-]+)?"
)
_TRACKED = re.compile(rf"[?&](?:{TRACKING.pattern})(?:&|$)", re.IGNORECASE)


def canonical(link: str, base: str = "") -> str:
    """The canonical form of a link, made absolute with ``base``; "" unless it is an http(s) address. Never raises.

    Scheme and host in small letters, no default port, no fragment, no tracking parameters, no user name; an
    aggregator's redirect gives the address that it leads to. The order of the other parameters is kept, because some
    sites care.
    """
    if _is_canonical(link):
        return link
    try:
        return _canonical(_unwrapped(urljoin(base, link.strip())))
    except ValueError:
        return ""


def canonical_with_place(link: str, base: str = "") -> str:
    """As ``canonical``, with the place within the page that the link leads to: a live blog's posts share their page."""
    if _is_canonical(link):
        return link
    try:
        whole = _unwrapped(urljoin(base, link.strip()))
        page, place = _canonical(whole), _place(urlsplit(whole).fragment)
    except ValueError:
        return ""
    return f"{page}#{place}" if page and place and len(page) + len(place) < LONGEST else page


def link_from_guid(guid: str) -> str:
    """An id as the link of an entry that has none: a number behind it counts promotions (BBC) and names no place."""
    return _COUNTED.sub("", guid)


def page_of(link: str) -> str:
    """Of a link as ``canonical_with_place`` gives it, what is to be asked for: without the place within the page."""
    return link.partition("#")[0]


def shared_marks(links: Iterable[str]) -> frozenset[str]:
    """Fragments that name no place: several pages have the same, and no other. Of links of ``canonical_with_place``."""
    places: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        page, _, place = link.partition("#")
        places[page].add(place)
    alone = Counter(place for found in places.values() if len(found) == 1 for place in found)
    return frozenset(place for place, pages in alone.items() if place and pages > 1)


def _place(fragment: str) -> str:
    parts = fragment.strip().split("&")
    return "" if all(_NO_PLACE.fullmatch(part) for part in parts) else quote("&".join(parts), safe=_SAFE + "?")


def _is_canonical(link: str) -> bool:
    """Most links are; the standard library would need twenty times as long to leave them as they are."""
    found = _ALREADY_CANONICAL.fullmatch(link)
    if not found or found[1].removeprefix("www.") in WRAPPERS or len(link) > LONGEST:
        return False
    return "?" not in link or not _TRACKED.search(link)


def _unwrapped(link: str) -> str:
    """Unwrapped as often as it is wrapped; each time the rest is shorter."""
    while len(link) <= LONGEST_WRAPPED and (inner := unwrapped(link)) != link:
        link = inner.strip()
    return link


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
    return "&".join(part for part in query.split("&") if not TRACKING.fullmatch(part))


def _ascii_host(host: str) -> str:
    """Raises ValueError (UnicodeError) for a name that no host can have."""
    if ":" in host:
        return f"[{host}]"
    ascii_host = host.encode("idna").decode("ascii") if not host.isascii() else host
    if not re.fullmatch(r"[a-z0-9._-]+", ascii_host, re.IGNORECASE):
        raise ValueError("no host")
    return ascii_host.lower()
