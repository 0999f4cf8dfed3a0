"""The archive of past reports, served again as RSS feeds over HTTP, one report every few seconds.

With it a newcomer sees the real poller, reader, decider and messenger at work with no network at all. What came
before the replay's first day is in the feeds from the start, so that the first poll, which rings nobody, has a past to
fill the archive with. The rest follows on a clock that begins with the first subscription and is kept over a restart.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from typing import Any, Protocol
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web

from bot.model import FeedKind, FeedSource, PastReport

FIRST_DAY = date(2019, 11, 1)
"""Where the telling begins: days before the talks of the default baseline break off."""

WINDOW = 60
"""Items in a feed, as many as a busy news feed holds."""


class Memory(Protocol):
    """Where the replay keeps its place; the store's small settings will do."""

    def get(self, key: str) -> str | None: ...
    def put(self, key: str, value: str) -> None: ...


class Replay:
    """Serves the reports as one feed a language. ``seconds`` pass between two reports."""

    def __init__(
        self, reports: Sequence[PastReport], *, seconds: float, store: Memory, first_day: date = FIRST_DAY
    ) -> None:
        self._reports = sorted(reports, key=lambda report: (report.date, report.id))
        self._seconds = seconds
        self._memory = store
        past = sum(report.date < first_day for report in self._reports)
        # At least one report is left to tell, and at least one is there to fill the first poll with.
        self._sent = int(store.get("replay.sent") or max(1, min(past, len(self._reports) - 1)))
        self.begun = store.get("replay.begun") == "yes"
        self._paused = False
        self._base_url = ""
        self._clock: asyncio.Task[None] | None = None
        self.on_change: Callable[[], None] = lambda: None

    @property
    def feeds(self) -> tuple[FeedSource, ...]:
        """The feeds as the poller needs them, once ``start`` gave the address."""
        return tuple(
            FeedSource(
                url=f"{self._base_url}/replay/{language}.xml",
                outlet=f"Replay ({language})",
                language=language,
                country="",
                kind=FeedKind.REPLAY,
            )
            for language in self._languages
        )

    @property
    def _languages(self) -> list[str]:
        return sorted({report.language for report in self._reports})

    @property
    def status(self) -> dict[str, Any]:
        """For the page: how far the telling is."""
        told = self._reports[: self._sent]
        return {
            "on": self.begun and not self._paused and not self.over,
            "begun": self.begun,
            "paused": self._paused,
            "over": self.over,
            "sent": self._sent,
            "total": len(self._reports),
            "date": told[-1].date.isoformat() if told else None,
            "seconds": self._seconds,
        }

    @property
    def over(self) -> bool:
        return self._sent >= len(self._reports)

    def begin(self) -> None:
        """Start the clock; the choice is kept over a restart."""
        self.begun = True
        self._memory.put("replay.begun", "yes")
        self.on_change()

    def routes(self) -> Iterable[web.RouteDef]:
        return [web.get("/replay/{language}.xml", self._serve)]

    async def start(self, base_url: str) -> None:
        self._base_url = base_url
        self._clock = asyncio.create_task(self._tick(), name="replay")

    async def stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            with suppress(asyncio.CancelledError):
                await self._clock

    async def command(self, body: dict[str, Any]) -> None:
        """What the page's controls ask for: ``paused`` and ``seconds``. Raises ValueError for anything else."""
        if unknown := set(body) - {"paused", "seconds"}:
            raise ValueError(f"the replay knows paused and seconds, not {', '.join(sorted(unknown))}")
        if "seconds" in body:
            seconds = body["seconds"]
            if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0.1 <= seconds <= 3600:
                raise ValueError(f"seconds is a number from 0.1 to 3600, not {seconds!r}")
            self._seconds = float(seconds)
        if "paused" in body:
            if not isinstance(body["paused"], bool):
                raise ValueError(f"paused is true or false, not {body['paused']!r}")
            self._paused = body["paused"]
        self.on_change()

    async def _tick(self) -> None:
        """Tell the next report whenever its time has come; a change of pace counts at once."""
        last = time.monotonic()
        while True:
            await asyncio.sleep(0.1)
            if not self.status["on"]:
                last = time.monotonic()
            elif time.monotonic() - last >= self._seconds:
                last = time.monotonic()
                self._sent += 1
                await asyncio.to_thread(self._memory.put, "replay.sent", str(self._sent))
                self.on_change()

    async def _serve(self, request: web.Request) -> web.Response:
        language = request.match_info["language"]
        if language not in self._languages:
            raise web.HTTPNotFound(text="no such feed in the replay")
        told = [report for report in self._reports[: self._sent] if report.language == language][-WINDOW:]
        body = _rss(language, told).encode()
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="application/rss+xml", charset="utf-8", headers=headers)


def _rss(language: str, reports: Sequence[PastReport]) -> str:
    """An RSS 2.0 document, newest first."""
    items = "".join(_item(report) for report in reversed(reports))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Replay of past reports ({language})</title><link>https://www.rssboard.org/rss-specification</link>"
        f"<description>Reports of {FIRST_DAY.year} and later, told again</description><language>{language}</language>"
        f"{items}</channel></rss>"
    )


def _item(report: PastReport) -> str:
    """An item; the archive knows the day and no hour, and a W3C date says just that."""
    return (
        f"<item><title>{escape(report.title)}</title><link>{escape(report.url)}</link>"
        f'<guid isPermaLink="false">replay:{escape(report.id)}</guid><dc:date>{report.date.isoformat()}</dc:date>'
        f"<source url={quoteattr(report.url)}>{escape(report.outlet)}</source>"
        f"<description>{escape(report.text)}</description></item>"
    )
