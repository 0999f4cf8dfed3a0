"""Links of news aggregators that carry the article's address in themselves: taken out without asking anybody.

What can only be resolved by a request (Google's links since mid-2024, feedproxy) stays as it is.
"""

import re
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

_GOOGLE_ARTICLE = re.compile(r"/(?:__i/rss/rd/|rss/)?(?:articles|read)/(CBM[A-Za-z0-9_-]{1,2000})={0,2}")
_YAHOO = re.compile(r"/RU=([^/]+)/")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f]+", re.IGNORECASE)


def unwrapped(link: str) -> str:
    """The address in an absolute link of a known aggregator, in whatever spelling; the link itself where there is none.

    What comes out is the web's word like any other: it may be wrapped once more, or be no address worth having.
    Raises ValueError where the link cannot be taken apart.
    """
    parts = urlsplit(link)
    unwrap = WRAPPERS.get((parts.hostname or "").removeprefix("www."))
    address = unwrap(parts.path, parts.query) if unwrap else None
    return address if address and _ADDRESS.fullmatch(address) else link


def is_wrapper(link: str) -> bool:
    """Whether a link still leads to a known aggregator. Raises ValueError where it cannot be taken apart."""
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    return host in WRAPPERS and parts.path.startswith(_PLACES.get(host, "/"))


def _bing(path: str, query: str) -> str | None:
    return _parameter(query, "url") if path == "/news/apiclick.aspx" else None


def _google(path: str, query: str) -> str | None:
    """Alerts have ``url``, search results ``q``."""
    return _parameter(query, "url") or _parameter(query, "q") if path == "/url" else None


def _google_news(path: str, query: str) -> str | None:
    """The id of an article was a protocol buffer with its address in field 4; the newer ones hold a key only."""
    found = _GOOGLE_ARTICLE.fullmatch(path)
    if not found:
        return None
    try:
        message = urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))
    except Base64Error:
        return None
    if message[:3] != b"\x08\x13\x22" or len(message) < 8:
        return None
    size, start = (message[3], 4) if message[3] < 0x80 else (message[3] & 0x7F | message[4] << 7, 5)
    return message[start : start + size].decode("ascii", "replace")


def _yahoo(path: str, query: str) -> str | None:
    found = _YAHOO.search(f"{path}/")
    return unquote(found[1]) if found else None


def _yahoo_old(path: str, query: str) -> str | None:
    _, star, address = path.partition("*")
    return unquote(f"{address}?{query}" if query else address) if star else None


def _facebook(path: str, query: str) -> str | None:
    return _parameter(query, "u") if path == "/l.php" else None


def _parameter(query: str, name: str) -> str | None:
    return parse_qs(query).get(name, [None])[0]


WRAPPERS: dict[str, Callable[[str, str], str | None]] = {
    "bing.com": _bing,
    "google.com": _google,
    "news.google.com": _google_news,
    "r.search.yahoo.com": _yahoo,
    "rd.yahoo.com": _yahoo_old,
    "us.rd.yahoo.com": _yahoo_old,
    "l.facebook.com": _facebook,
    "lm.facebook.com": _facebook,
}
"""Host, without ``www.`` -> what takes the address out of a path and a query."""

_PLACES = {"bing.com": "/news/", "google.com": "/url"}
"""Where the links of a host that has other pages too are."""
