"""How a report becomes rows: its article with the reading, its figures, and its story. Feeds and seeds share it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import Enum
from math import isfinite
from typing import Any

import msgspec
from sqlalchemy import Connection, insert

from bot.model import Article, Figure, Reading
from bot.store import gists, indexing, ledger
from bot.store.direct import Order, Statement, ask, ask_all, for_rows, inserting, moment
from bot.store.tables import stories
from bot.store.types import storable

_FIGURE_FIELDS = tuple(field.name for field in fields(Figure))
_reading = msgspec.json.Decoder(Reading)


_OPEN = insert(stories)
_COLUMNS = (
    "feed_id", "story_id", "url", "outlet", "language", "title", "text", "published", "seen", "on_topic", "track",
    "reading", "why",
)  # fmt: skip
_FILE = Statement(
    f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES (:{', :'.join(_COLUMNS)}) RETURNING id"  # noqa: S608  # our own names
)
_FIGURES = inserting("figures", ("article_id", "position", *_FIGURE_FIELDS))
_FRESHEN = Statement(
    "UPDATE stories SET last_published = CASE WHEN last_published < :last THEN :last ELSE last_published END, "
    "track = coalesce(track, :its) WHERE id = :story"
)


@dataclass(frozen=True, slots=True)
class Filing:
    """A report on its way into the tables."""

    reading: Reading
    url: str
    outlet: str
    language: str
    title: str
    text: str
    published: datetime
    seen: datetime
    why: str
    feed_id: int | None = None


def encode_reading(reading: Reading) -> str:
    """The reading as JSON that ``decode_reading`` and every database take, whatever the web put into it."""
    try:
        return msgspec.json.encode(reading).decode()
    except UnicodeEncodeError:
        return storable(json.dumps(msgspec.to_builtins(reading), ensure_ascii=False))


def decode_reading(text: str) -> Reading:
    return _reading.decode(text)


def open_story(connection: Connection, filing: Filing, *, archive_key: str | None = None) -> int:
    """A new story, named and dated by its first report."""
    values = {
        "title": filing.title,
        "track": filing.reading.track,
        "event": filing.reading.event.value,
        "last_published": filing.published,
        "alerted": False,
        "archive_key": archive_key,
    }
    return key_of(connection.execute(_OPEN, values))


def file_article(connection: Connection, filing: Filing, story_id: int) -> Article:
    """Stores the report and its figures, and brings its story up to date; returns the article as it is stored."""
    # JSON knows no infinity, and a number of 400 digits is no figure of any talks.
    numbers = tuple(one for one in filing.reading.figures if isfinite(one.value) and isfinite(one.value_max or 0))
    reading = replace(filing.reading, figures=numbers)
    article_id = _insert(connection, filing, story_id, reading)
    stored = _as_stored(article_id, story_id, filing, reading)
    freshen = {"story": story_id, "last": moment(connection, filing.published), "its": filing.reading.track}
    ask_all(
        connection,
        *ledger.booking(connection, stored),
        *indexing.adding(connection, stored),
        *gists.adding(connection, stored),
        *adding_figures(connection, article_id, reading.figures),
        Order(_FRESHEN, freshen),
    )
    return stored


def _insert(connection: Connection, filing: Filing, story_id: int, reading: Reading) -> int:
    values = {
        "feed_id": filing.feed_id,
        "story_id": story_id,
        "url": storable(filing.url),
        "outlet": storable(filing.outlet),
        "language": filing.language,
        "title": storable(filing.title),
        "text": storable(filing.text),
        "published": moment(connection, filing.published),
        "seen": moment(connection, filing.seen),
        "on_topic": reading.relevance.on_topic,
        "track": reading.track,
        "reading": storable(encode_reading(reading)),
        "why": storable(filing.why),
    }
    return int(ask(connection, _FILE, values)[0][0])


def _as_stored(article_id: int, story_id: int, filing: Filing, reading: Reading) -> Article:
    """The article as it will be read again."""
    text, title = storable(filing.text), storable(filing.title)
    clean = (text, title) == (filing.text, filing.title)
    return Article(
        id=article_id,
        feed_id=filing.feed_id,
        story_id=story_id,
        url=storable(filing.url),
        outlet=storable(filing.outlet),
        language=filing.language,
        title=title,
        text=text,
        published=filing.published,
        seen=filing.seen,
        reading=reading if clean else decode_reading(encode_reading(reading)),
        why=filing.why,
    )


def figure_row(article_id: int, place: int, figure: Figure) -> dict[str, Any]:
    """A row of ``figures``: the figure's fields as columns."""
    values = {name: getattr(figure, name) for name in _FIGURE_FIELDS}
    plain = {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}
    return {"article_id": article_id, "position": place} | plain


def adding_figures(connection: Connection, article_id: int, told: Sequence[Figure]) -> list[Order]:
    """What stores the figures of an article, of which none are stored."""
    rows = [
        {name: storable(one) if isinstance(one, str) else one for name, one in figure_row(article_id, place, f).items()}
        for place, f in enumerate(told)
    ]
    return [for_rows(connection, _FIGURES, rows)] if rows else []


def key_of(result: Any) -> int:
    """The number that a row was given by its insertion."""
    return int(result.inserted_primary_key[0])
