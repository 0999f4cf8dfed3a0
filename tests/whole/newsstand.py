"""A feed server on loopback whose feeds tests write, and which can have bad weather."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from xml.sax.saxutils import escape

from aiohttp import web

HUGE = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Item:
    title: str
    text: str
    date: str
    """RFC 822, or "" for none."""
    slug: str = ""


def rss(items: list[Item], broken: str = "") -> bytes:
    rows = "".join(
        f"<item><title>{escape(item.title)}</title><link>https://news.example/{item.slug}</link>"
        f"<guid>urn:{item.slug}</guid>{f'<pubDate>{item.date}</pubDate>' if item.date else ''}"
        f"<description>{escape(item.text)}</description></item>"
        for item in items
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Test</title>{broken}{rows}</channel></rss>'.encode()
    )


def busy(feed: str) -> list[Item]:
    """Filler off the topic, seconds apart: a feed that publishes so often is asked again at the floor."""
    text = "Ferries were held up in the morning, the harbour office said."
    dates = [f"Mon, 02 Mar 2026 07:00:{second:02} +0900" for second in range(4)]
    return [Item(f"Fog at the harbour, part {n}", text, date, f"{feed}-fog-{n}") for n, date in enumerate(dates)]


@dataclass(slots=True)
class Newsstand:
    """``async with Newsstand() as stand``: feeds at ``{url}/feed/NAME``, with ``stand.items[NAME]`` in them.

    NAME may also be ``hang`` (never answers), ``huge`` (100 MB, no length), ``html`` (a page) or ``broken`` (one entry
    that no reader can make sense of, beside the good ones).
    """

    items: dict[str, list[Item]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    url: str = ""
    _runner: web.AppRunner | None = None
    _end: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> "Newsstand":
        app = web.Application()
        app.router.add_get("/feed/{name}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        assert self._runner is not None
        await self._runner.cleanup()

    def feed(self, name: str) -> str:
        return f"{self.url}/feed/{name}"

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.asked[name] += 1
        if name == "hang":
            await self._end.wait()
        if name == "huge":
            return await self._huge(request)
        if name == "html":
            return web.Response(
                text="<!doctype html><title>Please wait</title><p>Checking your browser", content_type="text/html"
            )
        broken = (
            "<item><title>\x01&nbsp;</title><pubDate>not a date</pubDate><link/></item>" if name == "broken" else ""
        )
        return web.Response(
            body=rss([*self.items.get(name, []), *busy(name)], broken), content_type="application/rss+xml"
        )

    async def _huge(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
        await response.prepare(request)
        block = b"<!-- " + b"x" * 65536 + b" -->"
        for _ in range(HUGE // len(block)):
            await response.write(block)
            self.asked["huge blocks"] += 1
        return response
