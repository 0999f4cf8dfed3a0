"""``/atom``, ``/atom/COUNTRY`` and ``?q=QUERY``: feeds for other readers, with ETag, Last-Modified and 304 (RFC 9110).

Whoever asks may be a stranger, and many readers ask every few minutes: a feed is made once a minute at the most, one at
a time, in a thread that nothing else waits for.
"""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import quote, urlencode

from aiohttp import ETag, web
from msgspec import Struct

from bot.model import NoFeed

log = logging.getLogger(__name__)

PATH = "/atom"
FRESH = 60.0
"""Seconds for which a feed that was made is handed to whoever asks."""
KEPT = 64
"""Feeds in memory, those asked for last."""
MOST_WAITING = 16
"""Feeds to be made, with the one that is; whoever asks for a further one is to come again."""
LONGEST = 1000
"""Characters of a country's name or a query; what is made of it may take fewer."""
_HEADERS = {"Cache-Control": f"max-age={FRESH:.0f}", "X-Content-Type-Options": "nosniff"}
_COME_AGAIN = {"Retry-After": "30", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Feeds(Protocol):
    """What makes feeds; called in a thread."""

    def feed(self, country: str, query: str, address: str) -> bytes | NoFeed:
        """Of a country, "" for all, and of what answers a query there, "" for everything."""


class _Kept(Struct, frozen=True):
    """What an address answered."""

    answer: bytes | NoFeed
    tag: str
    modified: datetime
    """When it was first seen to be as it is: a correction changes a feed without any date in it changing."""
    made: float
    """By the loop's clock."""


class AtomAddresses:
    """The handlers; ``health.add_routes(AtomAddresses(feeds, now=now).routes())``."""

    def __init__(
        self, feeds: Feeds, *, now: Callable[[], datetime], public_url: str | None = None, fresh: float = FRESH
    ) -> None:
        """``public_url``: where the web reaches this port, for the address of a feed in itself. ``fresh``: seconds."""
        self._feeds = feeds
        self._now = now
        self._base = (public_url or "").rstrip("/")
        self._fresh = fresh
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="atom")

    def routes(self) -> list[web.RouteDef]:
        return [web.get(PATH, self._answer), web.get(PATH + "/{country}", self._answer)]

    def close(self) -> None:
        """No feed is made any more."""
        self._thread.shutdown(wait=False)

    async def _answer(self, request: web.Request) -> web.Response:
        country, query = request.match_info.get("country", "").strip().casefold(), request.query.get("q", "").strip()
        if unknown := next((name for name in request.query if name != "q"), None):
            return _refusal(400, f"“{unknown[:40]}” is nothing that a feed is asked for; a query is: {PATH}?q=QUERY.")
        if len(request.query) > 1:
            return _refusal(400, f"One query at a time: {PATH}?q=QUERY; AND and OR join what it asks for.")
        if "q" in request.query and not query:
            return _refusal(400, f"The query is empty. Put it behind q=, or ask for all: {PATH}")
        if max(len(country), len(query)) > LONGEST:
            return _refusal(400, f"This is too long; a feed's query has 400 characters at the most: {PATH}?q=QUERY.")
        kept = await self._page(country, query)
        if kept is None:
            return web.Response(status=503, text="Please come again in half a minute.\n", headers=_COME_AGAIN)
        if isinstance(kept.answer, NoFeed):
            return _refusal(400 if kept.answer.known else 404, kept.answer.sentence)
        return _conditional(request, kept, kept.answer)

    async def _page(self, country: str, query: str) -> _Kept | None:
        """What the address has; None where too many wait for theirs, or nothing can be read."""
        key = country, query
        if (kept := self._known(key)) is not None:
            return kept
        if self._waiting >= MOST_WAITING:
            return None
        self._waiting += 1
        try:
            async with self._turn:
                return self._known(key) or await self._make(key)
        except Exception as problem:  # whatever the database's trouble is, it is an answer and no traceback
            log.warning("%s: the archive does not answer: %s", PATH, problem)
            return None
        finally:
            self._waiting -= 1

    def _known(self, key: tuple[str, str]) -> _Kept | None:
        kept = self._kept.get(key)
        if kept is None or asyncio.get_running_loop().time() - kept.made >= self._fresh:
            return None
        self._kept.move_to_end(key)
        return kept

    async def _make(self, key: tuple[str, str]) -> _Kept:
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self._thread, self._feeds.feed, *key, self._address(*key))
        tag = hashlib.sha256(answer).hexdigest()[:32] if isinstance(answer, bytes) else ""
        before = self._kept.pop(key, None)
        is_same = before is not None and before.tag == tag
        modified = before.modified if before and is_same else self._now().astimezone(UTC).replace(microsecond=0)
        self._kept[key] = made = _Kept(answer, tag, modified, loop.time())
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return made

    def _address(self, country: str, query: str) -> str:
        path = f"{PATH}/{quote(country, safe='')}" if country else PATH
        return f"{self._base}{path}{'?' + urlencode({'q': query}) if query else ''}"


def _conditional(request: web.Request, kept: _Kept, content: bytes) -> web.Response:
    """The feed, or 304 where whoever asks has it: by its tag where one was sent, else by its date (section 13.2.2)."""
    tags, since = request.if_none_match, request.if_modified_since
    if tags is not None:
        has_it = any(tag.value in {"*", kept.tag} for tag in tags)
    else:
        has_it = since is not None and kept.modified <= since
    if has_it:
        response = web.Response(status=304, headers=_HEADERS)
    else:
        response = web.Response(body=content, content_type="application/atom+xml", charset="utf-8", headers=_HEADERS)
    response.etag = ETag(kept.tag)
    response.last_modified = kept.modified
    return response


def _refusal(status: int, sentence: str) -> web.Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.Response(status=status, text=f"{sentence}\n", headers=headers)
