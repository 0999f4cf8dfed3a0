"""How a report becomes rows: its article with the reading, its figures, and its story. Feeds and seeds share it.

Past SQLAlchemy, by which filing a report takes 1.5 times as long; see ``tests.bench.bench_direct``.
"""

import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum
from math import isfinite
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bot.desk.ledger.mentions import entries_of_mentions, mentions_of
from bot.model import Article, Figure, Reading
from bot.store.archive import gists, indexing, ledger
from bot.store.archive.readings import decode_reading, encode_reading
from bot.store.database.direct import Answer, Exchange, Order, Statement, for_rows, inserting, moment
from bot.store.database.statements import Speaks
from bot.store.database.tables import figures
from bot.store.database.types import storable

_PLACE = ("article_id", "position")
_FIGURE_FIELDS = tuple(column.name for column in figures.c if column.name not in _PLACE)


_STORY = ("title", "track", "event", "last_published", "alerted", "archive_key")
_OPEN = Statement(
    f"INSERT INTO stories ({', '.join(_STORY)}) VALUES (:{', :'.join(_STORY)}) RETURNING id"  # noqa: S608  # our own names
)
_COLUMNS = (
    "id", "feed_id", "story_id", "url", "outlet", "language", "title", "text", "published", "seen", "on_topic", "track",
    "reading", "why",
)  # fmt: skip
_FILE = Statement(
    f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES (:{', :'.join(_COLUMNS)})"  # noqa: S608  # our own names
)
_FREE = Statement(
    "SELECT coalesce(max(id), 0) + 1 FROM articles",
    "SELECT nextval(pg_get_serial_sequence('articles', 'id')) FROM generate_series(1, :count)",
)
_FIGURES = inserting("figures", (*_PLACE, *_FIGURE_FIELDS))
_FRESHEN = Statement(
    "UPDATE stories SET last_published = CASE WHEN last_published < :last THEN :last ELSE last_published END, "
    "track = coalesce(track, :its) WHERE id = :story"
)


class Filing(Struct, frozen=True):
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


def open_story(exchange: Exchange, filing: Filing, *, archive_key: str | None = None) -> int:
    """A new story, named and dated by its first report."""
    values = {
        "title": storable(filing.title),
        "track": filing.reading.track,
        "event": filing.reading.event.value,
        "last_published": moment(exchange, filing.published),
        "alerted": False,
        "archive_key": archive_key,
    }
    opened: int = exchange.ask(Order(_OPEN, values)).rows[0][0]
    return opened


class Numbers:
    """The ids that the next articles get, asked for before what an article needs them for. By who has his turn."""

    def __init__(self, exchange: Exchange, count: int) -> None:
        self._exchange = exchange
        self._given = self._ask(count) if count else None
        self._free: Iterator[int] = iter(())

    def next(self) -> int:
        """Of those asked for, and then of others."""
        found = next(self._free, None) if self._given is None else None
        if found is None:
            rows, self._given = (self._given or self._ask(1)).rows, None
            first = (number for (number,) in rows)
            self._free = first if self._exchange.dialect.name == "postgresql" else itertools.count(next(first))
            found = next(self._free)
        return found

    def _ask(self, count: int) -> Answer:
        return self._exchange.ask(Order(_FREE, {"count": count}))


def file_article(
    exchange: Exchange, filing: Filing, story_id: int, numbers: Numbers, unless: Answer | None = None
) -> Article | None:
    """Stores the report and its figures, and brings its story up to date; returns the article as it is stored.

    Nothing is stored, and None returned, where ``unless`` has any rows.
    """
    # JSON knows no infinity, and a number of 400 digits is no figure of any talks.
    told = tuple(one for one in filing.reading.figures if isfinite(one.value) and isfinite(one.value_max or 0))
    reading = replace(filing.reading, figures=told)
    stored = _as_stored(numbers.next(), story_id, filing, reading)
    mentions = mentions_of(stored)
    booking = ledger.Booking(exchange, entries_of_mentions(stored, mentions))
    if unless is not None and unless.rows:
        return None
    freshen = {"story": story_id, "last": moment(exchange, filing.published), "its": filing.reading.track}
    exchange.say(
        [
            Order(_FILE, _values(exchange, stored, encode_reading(reading))),
            *booking.orders(),
            *indexing.adding(exchange, stored),
            *gists.adding(exchange, [(stored, mentions)]),
            *adding_figures(exchange, stored.id, reading.figures),
            Order(_FRESHEN, freshen),
        ]
    )
    return stored


def _values(to: Speaks, stored: Article, reading: str) -> dict[str, object]:
    return {
        "id": stored.id,
        "feed_id": stored.feed_id,
        "story_id": stored.story_id,
        "url": stored.url,
        "outlet": stored.outlet,
        "language": stored.language,
        "title": stored.title,
        "text": stored.text,
        "published": moment(to, stored.published),
        "seen": moment(to, stored.seen),
        "on_topic": stored.reading.relevance.on_topic,
        "track": stored.reading.track,
        "reading": storable(reading),
        "why": storable(stored.why),
    }


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


def adding_figures(to: Speaks, article_id: int, told: Sequence[Figure]) -> list[Order]:
    """What stores the figures of an article, of which none are stored."""
    rows = [
        {name: storable(one) if isinstance(one, str) else one for name, one in figure_row(article_id, place, f).items()}
        for place, f in enumerate(told)
    ]
    return [for_rows(to, _FIGURES, rows)] if rows else []


def key_of(result: Any) -> int:
    """The number that a row was given by its insertion."""
    return int(result.inserted_primary_key[0])
