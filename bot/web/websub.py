"""``/websub/TOKEN``: where WebSub hubs confirm subscriptions and send news (W3C Recommendation, sections 5 and 7)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

PATH = "/websub"
BODY_CAP = 8 * 1024 * 1024
"""Bytes of a message, decoded; a larger one is not read, and polling gets what was in it."""
BODY_WITHIN = 20.0
"""Seconds for the whole of a message."""
AT_ONCE = 8
"""Messages that are read and taken in at once; whoever comes when there are as many is to come again."""
LOOKS = 2
"""Questions of tokens that are put to the database at once: whoever asks may be a stranger, and delivery shares the
threads that look."""
MOST_LOOKS = 64
"""Questions under way and waiting; beyond, whoever asks is to come again. A hub's own few dozens have room."""
RETRY_AFTER = "30"
"""Seconds, as a header has them."""
LONGEST_CHALLENGE = 4096
"""Characters; hubs send a few dozen."""
_PLAIN = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
_COME_AGAIN = _PLAIN | {"Retry-After": RETRY_AFTER}


class Subscriber(Protocol):
    """What the callbacks hand a hub's requests to."""

    async def confirm(self, token: str, topic: str, lease: float | None) -> bool:
        """Takes a confirmation, ``lease`` in seconds; False where we did not ask for this topic."""

    async def deny(self, token: str, topic: str) -> bool:
        """Takes a refusal; False where there is no such subscription."""

    async def knows_token(self, token: str) -> bool:
        """Whether there is such a subscription."""

    async def deliver(self, token: str, body: bytes, signature: str, content_type: str) -> bool:
        """Takes a message, or ignores one with a wrong signature; False where there is no such subscription."""


def callback(public_url: str, token: str) -> str:
    """The address that a hub is given; ``public_url`` is the setting PUBLIC_URL."""
    return f"{public_url.rstrip('/')}{PATH}/{token}"


class Callbacks:
    """The handlers; ``app.add_routes(Callbacks(subscriber).routes())``."""

    def __init__(self, subscriber: Subscriber, *, within: float = BODY_WITHIN) -> None:
        """``within``: seconds for a whole body."""
        self._subscriber = subscriber
        self._within = within
        self._places = asyncio.Semaphore(AT_ONCE)
        self._looks = asyncio.Semaphore(LOOKS)
        self._asking = 0

    def routes(self) -> list[web.RouteDef]:
        address = PATH + "/{token}"
        return [web.get(address, self._verify, allow_head=False), web.post(address, self._receive)]

    async def _verify(self, request: web.Request) -> web.Response:
        token, asked = request.match_info["token"], request.query
        mode, topic = asked.get("hub.mode", ""), asked.get("hub.topic", "")
        if mode == "denied":
            known = await self._asked(lambda: self._subscriber.deny(token, topic))
            return web.Response(status=200 if known else 404, headers=_PLAIN)
        challenge = asked.get("hub.challenge", "")
        # We never ask to unsubscribe: leases end by themselves.
        if mode != "subscribe" or not 0 < len(challenge) <= LONGEST_CHALLENGE:
            return web.Response(status=404, headers=_PLAIN)
        lease = _seconds(asked.get("hub.lease_seconds", ""))
        if not await self._asked(lambda: self._subscriber.confirm(token, topic, lease)):
            return web.Response(status=404, headers=_PLAIN)
        return web.Response(text=challenge, headers=_PLAIN)

    async def _receive(self, request: web.Request) -> web.Response:
        """A body costs memory, so it is read only for whom we expect one of, and of a few at once."""
        token, signature = request.match_info["token"], request.headers.get("X-Hub-Signature", "")
        kind = request.headers.get("Content-Type", "")
        if not signature:
            # Every subscription of ours has a secret, so it is nobody's word whatever it says.
            return _received(await self._asked(lambda: self._subscriber.deliver(token, b"", signature, kind)))
        if not await self._asked(lambda: self._subscriber.knows_token(token)):
            return _received(known=False)
        if (request.content_length or 0) > BODY_CAP:
            return web.Response(status=413, headers=_PLAIN)
        if self._places.locked():
            return web.Response(status=503, headers=_COME_AGAIN)
        async with self._places:
            body = await self._body(request)
            if isinstance(body, int):
                return web.Response(status=body, headers=_PLAIN)
            return _received(await self._subscriber.deliver(token, body, signature, kind))

    async def _asked(self, question: Callable[[], Awaitable[bool]]) -> bool:
        """The answer, when there is a place to look. Raises web.HTTPServiceUnavailable where too many wait for one."""
        if self._asking >= MOST_LOOKS:
            raise web.HTTPServiceUnavailable(headers=_COME_AGAIN)
        self._asking += 1
        try:
            async with self._looks:
                return await question()
        finally:
            self._asking -= 1

    async def _body(self, request: web.Request) -> bytes | int:
        """The body, or the status that says why there is none."""
        body = bytearray()
        try:
            async with asyncio.timeout(self._within):
                async for piece in request.content.iter_any():
                    body += piece
                    if len(body) > BODY_CAP:
                        return 413
        except TimeoutError:
            return 408
        except (web.RequestPayloadError, HttpProcessingError, ConnectionError):
            return 400
        return bytes(body)


def _received(known: bool) -> web.Response:
    """410 tells the hub to stop (section 7). A wrong signature gets the same answer as a right one."""
    return web.Response(status=204 if known else 410, headers=_PLAIN)


def _seconds(text: str) -> float | None:
    return float(text) if text.isdecimal() and len(text) <= 12 else None
