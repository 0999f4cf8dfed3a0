"""The stories as a feed for other readers: Atom (RFC 4287)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as ET  # it only writes here; nothing from elsewhere is parsed

from bot.chat.render.html import tidy, web_address
from bot.chat.render.words import track_of
from bot.desk.answers.export import Export, StoryRow
from bot.model import Topic
from bot.phrases.wording import count, day

_ATOM = "http://www.w3.org/2005/Atom"
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")
"""XML 1.0 has none of these (section 2.2); ``tidy`` takes out the others that it lacks."""


ARCHIVE = "archive id"
"""Key of the store's setting that names this database, as no other is named."""


def archive_id(known: str | None, topic: Topic) -> UUID:
    """What the setting says, or else the topic's own."""
    return UUID(known) if known else uuid5(NAMESPACE_URL, topic.key)


def as_atom(export: Export, topic: Topic, archive: UUID, *, query: str = "", address: str = "") -> bytes:
    """The feed, in UTF-8. ``archive`` tells this database from others: a story has one id in every feed made of it.

    ``query``: what all of it answers, in the plainest spelling. ``address``: where the feed is got again, for a link of
    ``rel="self"`` (RFC 4287, 4.1.1); a file that is handed over has none.
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    track = track_of(topic, export.track)
    stories = [row for row in export.rows if isinstance(row, StoryRow)]
    _add(feed, "id", uuid5(archive, f"stories {export.track or ''}{f' query {query}' if query else ''}".strip()).urn)
    if address:
        _add(feed, "link", rel="self", href=address, type="application/atom+xml")
    _add(feed, "title", ": ".join(filter(None, [topic.name, track.name if track else "", query])))
    _add(feed, "subtitle", topic.about)
    _add(feed, "updated", _moment(max((row.last for row in stories), default=export.made)))
    _add(_add(feed, "author"), "name", "burdenwatch")
    _add(feed, "generator", "burdenwatch")
    for row in stories:
        _entry(_add(feed, "entry"), row, topic, archive)
    ET.indent(feed)
    made: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _entry(entry: ET.Element, row: StoryRow, topic: Topic, archive: UUID) -> None:
    _add(entry, "id", uuid5(archive, f"story {row.story_id}").urn)
    _add(entry, "title", row.title or "(without a title)")
    _add(entry, "published", _moment(row.first))
    _add(entry, "updated", _moment(row.last))
    if address := web_address(row.url):
        _add(entry, "link", rel="alternate", href=address)
    _add(_add(entry, "author"), "name", row.outlet or "unknown")
    track = track_of(topic, row.track)
    if track is not None:
        _add(entry, "category", term=track.key, label=track.name)
    _add(entry, "content", "".join(_content(row)), type="html")


def _content(row: StoryRow) -> Iterator[str]:
    """What it tells, and its reports, first to last."""
    state = f"{escape(tidy(row.state))}. " if row.state else ""
    yield f"<p>{state}{count(row.reports, 'report')} from {count(row.outlets, 'outlet')}.</p><ul>"
    for one in row.sources:
        title, address = escape(tidy(one.title)) or "(without a title)", web_address(one.url)
        headline = f'<a href="{escape(address)}">{title}</a>' if address else title
        yield f"<li>{headline} · {escape(tidy(one.outlet))}, {day(one.date)}</li>"
    yield "</ul>"


def _add(parent: ET.Element, name: str, words: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", {key: _clean(value) for key, value in attributes.items()})
    if words:
        child.text = _clean(words)
    return child


def _clean(words: str) -> str:
    return _NO_CHARACTERS.sub("", tidy(words))


def _moment(when: datetime) -> str:
    """As RFC 3339 has it."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
