"""What a feed's document says about itself before its first item: when to ask it, its WebSub hub, and its format.

Read with expat from the document's head, whichever parser reads the rest. As ISO-8859-1, whatever the document says:
everything looked for is ASCII, and expat knows neither EUC-KR nor Shift_JIS. A hint is never worth an error.
"""

import json
from contextlib import suppress
from xml.parsers import expat

from bot.model import Hints

HEAD = 32 * 1024
"""Bytes that are looked at; channels were not seen to need a tenth of it."""

_ATOM = "http://www.w3.org/2005/Atom"
_OLD_ATOM = "http://purl.org/atom/ns#"
_SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ITEMS = {"item", "entry"}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {
    "hourly": 3600.0,
    "daily": 86_400.0,
    "weekly": 7 * 86_400.0,
    "monthly": 30 * 86_400.0,
    "yearly": 365 * 86_400.0,
}
LONGEST = 1000
"""Characters of one value that is kept; no word of interest is longer than an address."""


class _EnoughError(Exception):
    """Nothing of interest follows."""


def read_hints(body: bytes) -> Hints:
    """The hints of a document; empty ones for what is no XML. Never raises."""
    if body[:256].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _of_json(body)
    head = _Head()
    with suppress(expat.ExpatError, _EnoughError):
        head.parse(body.removeprefix(b"\xef\xbb\xbf")[:HEAD])
    return head.hints()


def _of_json(body: bytes) -> Hints:
    """JSON Feed 1.1 names its hubs and itself anywhere in the document; what is cut off or broken names none."""
    document: object = None
    with suppress(ValueError, RecursionError):
        document = json.loads(body.decode("utf-8-sig", "replace"), strict=False, parse_int=len)
    if not isinstance(document, dict):
        return Hints(format="JSON Feed")
    hubs = document.get("hubs")
    named = [hub for hub in hubs if isinstance(hub, dict)] if isinstance(hubs, list) else []
    urls = [hub.get("url") for hub in named if str(hub.get("type")).lower() == "websub"]
    return Hints(hub=_said(urls[0]) if urls else "", topic=_said(document.get("feed_url")), format="JSON Feed")


def _said(value: object) -> str:
    return value.strip()[:LONGEST] if isinstance(value, str) else ""


class _Head:
    """The elements before the first item, as expat meets them."""

    def __init__(self) -> None:
        self._format = ""
        self._text = ""
        self._values: dict[str, str] = {}
        self._hours: set[int] = set()
        self._days: set[int] = set()
        self._links: dict[str, str] = {}

    def parse(self, data: bytes) -> None:
        parser = expat.ParserCreate(encoding="iso-8859-1", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        # Entities are for bombs.
        parser.EntityDeclHandler = self._declared
        parser.Parse(data, False)

    def hints(self) -> Hints:
        return Hints(
            period=self._period(),
            skip_hours=frozenset(self._hours),
            skip_days=frozenset(self._days),
            hub=self._links.get("hub", ""),
            topic=self._links.get("self", ""),
            format=self._format,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._text = ""
        if not self._format:
            self._format = _format(space, local, attributes)
        if local in _ITEMS and space != _SYNDICATION:
            raise _EnoughError
        if local == "link" and space == _ATOM:
            for relation in attributes.get("rel", "").lower().split():
                self._links.setdefault(relation, attributes.get("href", "").strip()[:LONGEST])

    def _end(self, name: str) -> None:
        space, _, local = name.rpartition(" ")
        said = self._text.strip()
        self._text = ""
        if space == _SYNDICATION:
            self._values[local] = said
        elif local == "hour" and said.isdecimal() and len(said) <= 2 and int(said) <= 24:
            # RSS 0.91 counts the hours from 1 to 24, RSS 2.0 from 0 to 23.
            self._hours.add(int(said) % 24)
        elif local == "day" and said.lower() in _DAYS:
            self._days.add(_DAYS.index(said.lower()))

    def _characters(self, text: str) -> None:
        if len(self._text) < LONGEST:
            self._text += text[:LONGEST]

    def _declared(self, *_: object) -> None:
        raise _EnoughError

    def _period(self) -> float:
        """Seconds; the module's defaults are a day, and once."""
        if not self._values.keys() & {"updatePeriod", "updateFrequency"}:
            return 0.0
        period = _PERIODS.get(self._values.get("updatePeriod", "daily").lower(), 0.0)
        often = self._values.get("updateFrequency", "1")
        return period / max(int(often), 1) if often.isdecimal() and len(often) <= 6 else period


def _format(space: str, local: str, attributes: dict[str, str]) -> str:
    match space, local:
        case (_, "rss"):
            return f"RSS {attributes.get('version', '')[:8]}".strip()
        case (s, "RDF") if s == _RDF:
            return "RSS 1.0"
        case (s, "feed") if s == _ATOM:
            return "Atom 1.0"
        case (s, "feed") if s == _OLD_ATOM:
            return "Atom 0.3"
        case (_, "urlset"):
            return "news sitemap"
        case _:
            return local[:20]
