"""``/websub/TOKEN``: where WebSub hubs confirm subscriptions and send news (W3C Recommendation, sections 5 and 7)."""

from typing import Protocol

from aiohttp import web

PATH = "/websub"
BODY_CAP = 8 * 1024 * 1024
"""Bytes of a message, decoded; a larger one is not read, and polling gets what was in it."""
LONGEST_CHALLENGE = 4096
"""Characters; hubs send a few dozen."""
_PLAIN = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}


class Subscriber(Protocol):
    """Who stands behind the callbacks."""

    async def confirm(self, token: str, topic: str, lease: float | None) -> bool:
        """Whether we did ask for this topic; ``lease`` in seconds."""

    async def deny(self, token: str, topic: str) -> bool:
        """Whether there is such a subscription."""

    async def deliver(self, token: str, body: bytes, signature: str, content_type: str) -> bool:
        """Whether there is such a subscription. A message with a wrong signature is nobody's word, and ignored."""


def callback(public_url: str, token: str) -> str:
    """The address that a hub is given; ``public_url`` is the setting PUBLIC_URL."""
    return f"{public_url.rstrip('/')}{PATH}/{token}"


class Callbacks:
    """The handlers; ``app.add_routes(Callbacks(subscriber).routes())``."""

    def __init__(self, subscriber: Subscriber) -> None:
        self._subscriber = subscriber

    def routes(self) -> list[web.RouteDef]:
        address = PATH + "/{token}"
        return [web.get(address, self._verify, allow_head=False), web.post(address, self._receive)]

    async def _verify(self, request: web.Request) -> web.Response:
        token, asked = request.match_info["token"], request.query
        mode, topic = asked.get("hub.mode", ""), asked.get("hub.topic", "")
        if mode == "denied":
            known = await self._subscriber.deny(token, topic)
            return web.Response(status=200 if known else 404, headers=_PLAIN)
        challenge = asked.get("hub.challenge", "")
        # We never ask to unsubscribe: leases end by themselves.
        if mode != "subscribe" or not 0 < len(challenge) <= LONGEST_CHALLENGE:
            return web.Response(status=404, headers=_PLAIN)
        if not await self._subscriber.confirm(token, topic, _seconds(asked.get("hub.lease_seconds", ""))):
            return web.Response(status=404, headers=_PLAIN)
        return web.Response(text=challenge, headers=_PLAIN)

    async def _receive(self, request: web.Request) -> web.Response:
        body = bytearray()
        async for piece in request.content.iter_any():
            body += piece
            if len(body) > BODY_CAP:
                return web.Response(status=413, headers=_PLAIN)
        known = await self._subscriber.deliver(
            request.match_info["token"],
            bytes(body),
            request.headers.get("X-Hub-Signature", ""),
            request.headers.get("Content-Type", ""),
        )
        # 410 tells the hub to stop (section 7). A wrong signature gets the same answer as a right one.
        return web.Response(status=204 if known else 410, headers=_PLAIN)


def _seconds(text: str) -> float | None:
    return float(text) if text.isdecimal() and len(text) <= 12 else None
