"""One request's chain of redirects, followed by hand: where it stands, what moved for good, and its cookies."""

import re
from urllib.parse import quote

from aiohttp import ClientResponse, CookieJar
from yarl import URL

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})

_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))

_SURROGATE = re.compile("[\ud800-\udfff]")

COOKIE_CAP = 8192
"""Bytes of cookies sent along at the most; a site that needs more is no feed."""


class RedirectError(Exception):
    """The chain ends here; the text says why, as a sentence."""


def address(text: str) -> URL:
    """An http(s) address, sent as it is written: some feeds answer only to their spelling of ``!``, ``;`` or ``%28``.

    Raises RedirectError for anything else.
    """
    try:
        url = _spelled(text)
        usable = url.scheme in {"http", "https"} and bool(url.host) and url.port is not None
    except ValueError:
        usable = False
    if not usable:
        raise RedirectError("its address is not an http or https address; correct it in config/feeds.toml")
    return url.with_fragment(None) if "#" in text else url


def _spelled(text: str) -> URL:
    """A URL that goes out as it was written. Raises ValueError.

    Bytes that are no UTF-8 (aiohttp hands them on as surrogates) are escaped one by one, as browsers do it.
    """
    if not text.isascii() and _SURROGATE.search(text):
        text = quote(text.encode("utf-8", "surrogateescape"), safe=_PRINTABLE)
    return URL(text, encoded=text.isascii() and text.isprintable() and " " not in text)


class RedirectChain:
    """The chain of one request. Its cookies live as long as it does.

    The jar is for sites that answer 307 to themselves until their cookie comes back (the Korean foreign ministry).
    """

    def __init__(self, url: URL, most: int) -> None:
        self.url = url
        self.moved_to: str | None = None
        """Where the permanent steps at the chain's beginning lead; a step after a temporary one does not count."""
        self.steps: list[tuple[int, str]] = []
        """The status of each step taken, and where it led."""
        self._most = most
        self._all_permanent = True
        self._jar: CookieJar | None = None
        """Made with the first step, because most chains have none."""
        self._seen: set[tuple[str, str]] = set()

    def cookies(self) -> dict[str, str]:
        """The Cookie header of the next request, if any."""
        if self._jar is None:
            return {}
        pairs = [f"{name}={morsel.coded_value}" for name, morsel in self._jar.filter_cookies(self.url).items()]
        header = "; ".join(pairs)
        return {"Cookie": header} if header and len(header) <= COOKIE_CAP else {}

    def follow(self, response: ClientResponse) -> bool:
        """Take the step that the response asks for; False where it is no redirect. Raises RedirectError."""
        location = response.headers.get("Location", "").strip()
        if response.status not in REDIRECTS or not location:
            return False
        if self._jar is None:
            # An address given as a number may set cookies too; the jar is gone before they could matter to anybody.
            self._jar = CookieJar(unsafe=True)
            self._seen.add((str(self.url), ""))
        self._jar.update_cookies(response.cookies, self.url)
        if len(self.steps) >= self._most:
            raise RedirectError(f"redirects more than {self._most} times")
        self.url = self._target(location)
        self.steps.append((response.status, str(self.url.with_user(None))))
        self._all_permanent = self._all_permanent and response.status in PERMANENT
        if self._all_permanent:
            self.moved_to = str(self.url.with_user(None))
        if self._place() in self._seen:
            raise RedirectError("redirects in a circle")
        self._seen.add(self._place())
        return True

    def _target(self, location: str) -> URL:
        try:
            url = self.url.join(_spelled(location)).with_fragment(None)
            if url.scheme not in {"http", "https"}:
                raise RedirectError(f"redirects to {url.scheme[:20]}:, and only http and https are followed")
            if not url.host or url.port is None:
                raise RedirectError("redirects to an address without a host")
            # A password belongs to the place it was written for, and to no other.
            known = self.url.origin() == url.origin()
            return url.with_user(self.url.user).with_password(self.url.password) if known else url.with_user(None)
        except ValueError:
            raise RedirectError("redirects to something that is no address") from None

    def _place(self) -> tuple[str, str]:
        """The same address with another cookie is another place."""
        return str(self.url), self.cookies().get("Cookie", "")
