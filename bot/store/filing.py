"""How a report becomes rows: its article with the reading, its figures, and its story. Feeds and seeds share it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import Enum
from math import isfinite
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, case, func, insert, update

from bot.model import Article, Figure, Reading
from bot.store import gists, indexing, ledger
from bot.store.tables import articles, stories
from bot.store.types import storable

_FIGURE_FIELDS = tuple(field.name for field in fields(Figure))
_reading = msgspec.json.Decoder(Reading)


# Put together once, because that costs more than to execute them.
_OPEN, _FILE = insert(stories), insert(articles)
_NAMES = ("article_id", "position", *_FIGURE_FIELDS)
_INTO = 'INSERT INTO figures ("' + '", "'.join(_NAMES) + '") VALUES'
_FIGURES = {
    dialect: f"{_INTO} ({', '.join([mark] * len(_NAMES))})" for dialect, mark in (("sqlite", "?"), ("postgresql", "%s"))
}
_s = stories.c
_last = bindparam("last", type_=_s.last_published.type)
_FRESHEN = (
    update(stories)
    .where(_s.id == bindparam("story"))
    .values(
        last_published=case((_s.last_published < _last, _last), else_=_s.last_published),
        track=func.coalesce(_s.track, bindparam("its", type_=_s.track.type)),
    )
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


def file_article(connection: Connection, filing: Filing, story_id: int) -> int:
    """Stores the report and its figures, and brings its story up to date; returns the article's id."""
    # JSON knows no infinity, and a number of 400 digits is no figure of any talks.
    numbers = tuple(one for one in filing.reading.figures if isfinite(one.value) and isfinite(one.value_max or 0))
    reading = replace(filing.reading, figures=numbers)
    values = {
        "feed_id": filing.feed_id,
        "story_id": story_id,
        "url": filing.url,
        "outlet": filing.outlet,
        "language": filing.language,
        "title": filing.title,
        "text": filing.text,
        "published": filing.published,
        "seen": filing.seen,
        "on_topic": reading.relevance.on_topic,
        "track": reading.track,
        "reading": encode_reading(reading),
        "why": filing.why,
    }
    article_id = key_of(connection.execute(_FILE, values))
    stored = _as_stored(article_id, story_id, filing, reading)
    ledger.book(connection, stored)
    indexing.add(connection, stored)
    gists.add(connection, stored)
    add_figures(connection, article_id, reading.figures)
    connection.execute(_FRESHEN, {"story": story_id, "last": filing.published, "its": filing.reading.track})
    return article_id


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


def add_figures(connection: Connection, article_id: int, told: Sequence[Figure]) -> None:
    """Stores the figures of an article, of which none are stored."""
    rows = [figure_row(article_id, place, figure) for place, figure in enumerate(told)]
    if rows:
        # For the driver as they are: twenty columns of each row took SQLAlchemy longer than all of them the database.
        plain = [tuple(storable(one) if isinstance(one, str) else one for one in row.values()) for row in rows]
        connection.exec_driver_sql(_FIGURES[connection.dialect.name], plain)


def key_of(result: Any) -> int:
    """The number that a row was given by its insertion."""
    return int(result.inserted_primary_key[0])
