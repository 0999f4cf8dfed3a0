"""What sites allow: robots.txt (RFC 9309), fetched once for an origin and kept for a while.

It is asked for article pages, which we fetch by ourselves. Feeds are not subject to it: a feed is published to be
polled, and a feed reader asks for it because somebody subscribed, as a browser does for its user; most readers hold it
so, and sites that forbid ``/feed/`` to search engines do not mean subscribers.

A body is read in the process that can be killed: a hundred kilobytes of it can be made to cost minutes.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from aiohttp import ClientConnectorError
from yarl import URL

from bot.feeds.ask import failures
from bot.feeds.ask.fetch import Answer, Fetcher, WantedBody
from bot.feeds.ask.guard import AddressError
from bot.feeds.ask.redirects import RedirectChain, RedirectError
from bot.feeds.process.frames import PageReply, RobotsReply, RobotsRequest, frame
from bot.feeds.process.parent import KillableProcess, ProcessError

AGENT = "burdenwatch"
"""Our product token (RFC 9309, section 2.2.1), which the User-Agent header contains."""

LARGEST = 500 * 1024
"""Bytes that are read of a robots.txt (section 2.5)."""
MOST_REDIRECTS = 5
"""More count as none being there (section 2.3.1.2)."""
FRESH = 24 * 3600.0
"""Seconds that an answer is good for (section 2.4)."""

RETRY = 3600.0
"""Seconds after which a site is asked again that could not say."""
LONGEST_DELAY = 30.0
"""Seconds of a Crawl-delay that are kept: sites that ask for more get so few requests of us that it makes no odds."""

MOST_SITES = 1000
MOST_BYTES = 8 * 1024 * 1024
"""Of all bodies that are kept."""

_WANTED = WantedBody("text/plain, */*;q=0.5", LARGEST, cut=True)


@dataclass(slots=True)
class _Site:
    """An origin: scheme, host and port."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Whoever asks first; and one after another, where there is a delay to keep."""
    body: bytes | None = b""
    """Empty where everything is allowed, None where nothing is."""
    until: float = float("-inf")
    """When it is to be asked again, by the loop's clock."""
    next_start: float = float("-inf")
    """Of the next request, where the site asks for a delay."""


class Robots:
    """The robots.txt of every site that we read articles of."""

    def __init__(self, fetcher: Fetcher, process: KillableProcess[PageReply], deadline: float) -> None:
        self._fetcher = fetcher
        self._process = process
        self._deadline = deadline
        self._sites: OrderedDict[URL, _Site] = OrderedDict()

    async def allows(self, url: URL) -> bool:
        """Whether we may ask for a page; returns after the Crawl-delay, if there is one.

        Raises AddressError, or aiohttp's error around one, where the guard refuses the site; NotAskedError where
        robots.txt would have to be asked for and the domain is busy or limits us.
        """
        site = self._site(url.origin())
        async with site.lock:
            if _now() >= site.until:
                await self._ask(url.origin(), site)
        if not site.body:
            return site.body is not None
        said = await self._read(site.body, url)
        if said.allowed and said.delay > 0:
            await _wait(site, min(said.delay, LONGEST_DELAY))
        return said.allowed

    async def _ask(self, origin: URL, site: _Site) -> None:
        chain = RedirectChain(origin / "robots.txt", MOST_REDIRECTS)
        try:
            answer = None
            while answer is None:
                answer = await self._fetcher.step(chain, _WANTED)
            site.body = _allowed_by(answer)
        except RedirectError:
            site.body = b""
        except failures.WEATHER as error:
            if not chain.steps and _is_refused(error):
                raise  # no page of such a site is asked for, whatever it allows
            site.body = None
        site.until = _now() + (RETRY if site.body is None else FRESH)
        self._forget()

    async def _read(self, body: bytes, url: URL) -> RobotsReply:
        request = RobotsRequest(body, str(url), AGENT, self._deadline)
        try:
            reply = await self._process.ask(frame(request))
        except ProcessError:
            return RobotsReply(allowed=False)
        if isinstance(reply, RobotsReply):
            return reply
        # It ran out of memory, most likely, and the next request is not to pay for what it still holds.
        await self._process.close()
        return RobotsReply(allowed=False)

    def _site(self, origin: URL) -> _Site:
        site = self._sites.setdefault(origin, _Site())
        self._sites.move_to_end(origin)
        return site

    def _forget(self) -> None:
        """Those that were not needed for longest, until the rest is within bounds."""
        size = sum(len(site.body or b"") for site in self._sites.values())
        while len(self._sites) > MOST_SITES or (size > MOST_BYTES and len(self._sites) > 1):
            _, site = self._sites.popitem(last=False)
            size -= len(site.body or b"")


def _allowed_by(answer: Answer) -> bytes | None:
    """The rules; none where there is no such file (any 4xx), and nothing allowed where the server is in trouble.

    A 429 is counted to the troubles: it says that we ask too much, and not that there is no file.
    """
    if answer.status in {200, 203}:
        # The last line may have been cut, and half a rule is another rule.
        return answer.body if len(answer.body) < LARGEST else answer.body.rpartition(b"\n")[0]
    return b"" if 400 <= answer.status < 500 and answer.status != 429 else None


def _is_refused(error: Exception) -> bool:
    return isinstance(error.os_error if isinstance(error, ClientConnectorError) else error, AddressError)


async def _wait(site: _Site, delay: float) -> None:
    async with site.lock:
        await asyncio.sleep(site.next_start - _now())
        site.next_start = _now() + delay


def _now() -> float:
    return asyncio.get_running_loop().time()
