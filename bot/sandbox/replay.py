"""The archive of past reports, served again as RSS feeds over HTTP, one report every few seconds.

With it a newcomer sees the real poller, reader, decider and messenger at work with no network at all. What came
before the replay's first day is in the feeds from the start, so that the first poll, which rings nobody, has a past to
fill the archive with. The rest follows on a clock that begins with the first subscription and is kept over a restart.
"""

import asyncio
import logging
import re
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from typing import Any, Protocol
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web

from bot.model import FeedKind, FeedSource, PastReport

log = logging.getLogger(__name__)

FIRST_DAY = date(2019, 11, 1)
"""Where the telling begins: days before the talks of the default baseline break off."""

WINDOW = 60
"""Items in a feed, as many as a busy news feed holds."""

PACES = (0.1, 3600.0)
"""The shortest and the longest time between two reports, in seconds."""

_TICK = 0.05
_NOT_XML = re.compile("[^\\t\\n\\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold, not even escaped (https://www.w3.org/TR/xml/#charsets)."""


class Memory(Protocol):
    """Where the replay keeps its place; the store's small settings will do."""

    def get(self, key: str) -> str | None: ...
    def put(self, key: str, value: str) -> None: ...


class Replay:
    """Serves the reports as one feed a language. ``seconds`` pass between two reports."""

    def __init__(
        self, reports: Sequence[PastReport], *, seconds: float, store: Memory, first_day: date = FIRST_DAY
    ) -> None:
        """``first_day`` is the first day that is told on the clock; what came before is in the feeds from the start."""
        self._reports = sorted(reports, key=lambda report: (report.date, report.id))
        self._languages = sorted({report.language for report in self._reports})
        self._seconds = seconds
        self._memory = store
        past = sum(report.date < first_day for report in self._reports)
        # At least one report is left to tell, and at least one is there to fill the first poll with.
        start = max(1, min(past, len(self._reports) - 1))
        self._sent = min(int(store.get("replay.sent") or start), len(self._reports))
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
    def status(self) -> dict[str, Any]:
        """For the page: how far the telling is."""
        told = self._reports[: self._sent]
        return {
            "on": self.begun and not self._paused and not self.is_over,
            "begun": self.begun,
            "paused": self._paused,
            "over": self.is_over,
            "sent": self._sent,
            "total": len(self._reports),
            "date": told[-1].date.isoformat() if told else None,
            "seconds": self._seconds,
        }

    @property
    def is_over(self) -> bool:
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
        """What the page's controls ask for: ``paused`` and ``seconds``. Raises ValueError for anything else, and then
        changes nothing."""
        if unknown := set(body) - {"paused", "seconds"}:
            raise ValueError(f"the replay knows paused and seconds, not {', '.join(sorted(unknown))}")
        seconds, paused = body.get("seconds", self._seconds), body.get("paused", self._paused)
        low, high = PACES
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not low <= seconds <= high:
            raise ValueError(f"seconds is a number from {low:g} to {high:g}, not {seconds!r}")
        if not isinstance(paused, bool):
            raise ValueError(f"paused is true or false, not {paused!r}")
        self._seconds, self._paused = seconds, paused
        self.on_change()

    async def _tick(self) -> None:
        """Tell the next report whenever its time has come; a change of pace counts at once."""
        last = time.monotonic()
        while True:
            await asyncio.sleep(_TICK)
            if not self.status["on"]:
                last = time.monotonic()
            elif time.monotonic() - last >= self._seconds:
                last = time.monotonic()
                await self._tell_next()

    async def _tell_next(self) -> None:
        """Kept before it is told, so that a restart never takes a report back that the poller has seen."""
        try:
            await asyncio.to_thread(self._memory.put, "replay.sent", str(self._sent + 1))
        except Exception as problem:  # whatever the memory's trouble is, it must not end the clock
            log.warning("the replay cannot keep its place: %s; again in %g s", problem, self._seconds)
            return
        self._sent += 1
        self.on_change()

    async def _serve(self, request: web.Request) -> web.Response:
        language = request.match_info["language"]
        if language not in self._languages:
            raise web.HTTPNotFound(text="no such feed in the replay")
        told = [report for report in self._reports[: self._sent] if report.language == language][-WINDOW:]
        body = _rss(language, f"{self._base_url}/", told).encode()
        tag = sha256(body).hexdigest()[:16]
        headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
        if any(known.value in {tag, "*"} for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="application/rss+xml", charset="utf-8", headers=headers)


def _rss(language: str, home: str, reports: Sequence[PastReport]) -> str:
    """An RSS 2.0 document, newest first (https://www.rssboard.org/rss-specification)."""
    items = "".join(_item(report) for report in reversed(reports))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Replay of past reports ({language})</title><link>{_text(home)}</link>"
        f"<description>Past reports, told again as news</description><language>{language}</language>"
        f"{items}</channel></rss>"
    )


def _item(report: PastReport) -> str:
    """An item; the archive knows the day and no hour, and a W3C date says just that."""
    return (
        f"<item><title>{_markup(report.title)}</title><link>{_text(report.url)}</link>"
        f'<guid isPermaLink="false">replay:{_text(report.id)}</guid><dc:date>{report.date.isoformat()}</dc:date>'
        f"<source url={quoteattr(_NOT_XML.sub('', report.url))}>{_text(report.outlet)}</source>"
        f"<description>{_markup(report.text)}</description></item>"
    )


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _markup(text: str) -> str:
    """Plain text for a place that feed readers take for HTML: escaped once as HTML, and once more as XML."""
    return escape(_text(text))
