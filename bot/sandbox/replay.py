"""The archive of past reports, served again as RSS feeds over HTTP, one report every few seconds.

With it a newcomer sees the real poller, reader, decider and messenger at work with no network at all. What came
before the replay's first day is in the feeds from the start, so that the first poll, which rings nobody, has a past to
fill the archive with. The rest follows on a clock that begins with the first subscription and is kept over a restart.

It may begin anew, at a day of one's choice: whoever runs the worker then forgets the reports, and starts both again.
"""

import asyncio
import logging
import re
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
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

PLACE, FROM = "replay.sent", "replay.from"
"""What the memory has of it: how many reports are told, "" where it has just begun; and at which day it began, where
one was chosen."""

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
        self._first_day = date.fromisoformat(chosen) if (chosen := store.get(FROM)) else first_day
        past = sum(report.date < self._first_day for report in self._reports)
        # At least one report is left to tell, and at least one is there to fill the first poll with.
        self._start = max(1, min(past, len(self._reports) - 1))
        self._sent = min(int(store.get(PLACE) or self._start), len(self._reports))
        self.begun = store.get("replay.begun") == "yes"
        self._paused = False
        self._base_url = ""
        self._clock: asyncio.Task[None] | None = None
        self.on_change: Callable[[], None] = lambda: None
        self.on_anew: Callable[[date], None] | None = None
        """Has everything begin anew at a day; None where nobody can."""
        self._is_ending = False

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
            "from": self._first_day.isoformat(),
            "days": [day.isoformat() for day in days] if (days := self._days()) and self.on_anew else None,
            "anew": self._is_ending,
        }

    @property
    def seconds(self) -> float:
        """The pace by now."""
        return self._seconds

    @property
    def before(self) -> tuple[PastReport, ...]:
        """What came before the first day and is in no feed, whose windows are too small for it."""
        past = self._reports[: self._start]
        return tuple(report for language in self._languages for report in _of(language, past)[:-WINDOW])

    def _days(self) -> tuple[date, date] | None:
        """The days that it may begin at, with something to tell and something before; None where there are none."""
        if not self._reports or self._reports[0].date == self._reports[-1].date:
            return None
        return self._reports[0].date + timedelta(days=1), self._reports[-1].date

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
        """What the page's controls ask for: ``paused`` and ``seconds``, and ``from``, the day to begin anew at.

        Raises ValueError for anything else, and then changes nothing.
        """
        if unknown := set(body) - {"paused", "seconds", "from"}:
            raise ValueError(f"the replay knows paused, seconds and from, not {', '.join(sorted(unknown))}")
        seconds, paused = body.get("seconds", self._seconds), body.get("paused", self._paused)
        low, high = PACES
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not low <= seconds <= high:
            raise ValueError(f"seconds is a number from {low:g} to {high:g}, not {seconds!r}")
        if not isinstance(paused, bool):
            raise ValueError(f"paused is true or false, not {paused!r}")
        day = self._day(body["from"]) if "from" in body else None
        self._seconds, self._paused = seconds, paused
        self._is_ending = self._is_ending or day is not None
        self.on_change()
        if day is not None and self.on_anew is not None:
            self.on_anew(day)

    def _day(self, typed: Any) -> date:
        """Raises ValueError for what is no day that the replay may begin at."""
        days = self._days()
        if self.on_anew is None or days is None:
            raise ValueError("this replay cannot begin anew; end the program and run: burdenwatch run --fresh")
        first, last = days
        try:
            day = date.fromisoformat(typed)
        except (TypeError, ValueError):
            day = date.min
        if not first <= day <= last:
            raise ValueError(
                f"the replay can begin on any day from {first} to {last}, written like that, not {typed!r}"
            )
        return day

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
            await asyncio.to_thread(self._memory.put, PLACE, str(self._sent + 1))
        except Exception as problem:  # whatever the memory's trouble is, it must not end the clock
            log.warning("the replay cannot keep its place: %s; again in %g s", problem, self._seconds)
            return
        self._sent += 1
        self.on_change()

    async def _serve(self, request: web.Request) -> web.Response:
        language = request.match_info["language"]
        if language not in self._languages:
            raise web.HTTPNotFound(text="no such feed in the replay")
        told = _of(language, self._reports[: self._sent])[-WINDOW:]
        body = _rss(language, f"{self._base_url}/", told).encode()
        tag = sha256(body).hexdigest()[:16]
        headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
        if any(known.value in {tag, "*"} for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="application/rss+xml", charset="utf-8", headers=headers)


def _of(language: str, reports: Sequence[PastReport]) -> list[PastReport]:
    return [report for report in reports if report.language == language]


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
