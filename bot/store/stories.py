"""Stories as deciding needs them: sketches, put together from their newest articles, and how rare their signs are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from threading import Lock
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select

from bot.desk.stories import NEWEST, Rarity
from bot.desk.stories.signs import ends
from bot.model import Event, Figure, Signs, StorySketch
from bot.store.tables import articles, figures, stories

KEPT = 2000
"""Articles, the newest, among which a sign is rare or not: half a year of a busy topic."""

FigureKey = tuple[str, str, str | None, float]


class _Stored(msgspec.Struct):
    """The parts of a stored reading that comparing needs; decoding all of it costs several times as much."""

    fingerprint: frozenset[int] = frozenset()
    event: Event = Event.NONE
    parties: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    figures: tuple[Figure, ...] = ()


_stored = msgspec.json.Decoder(_Stored)


def _signs(row: Any) -> Signs:
    stored = _stored.decode(row.reading)
    return Signs(
        language=row.language,
        event=stored.event,
        track=row.track,
        on_topic=row.on_topic,
        words=stored.fingerprint,
        parties=stored.parties,
        names=stored.names,
        numbers=stored.numbers,
        figures=frozenset(chain.from_iterable(map(ends, stored.figures))),
        published=row.published,
    )


_READ = (
    articles.c.id,
    articles.c.language,
    articles.c.track,
    articles.c.on_topic,
    articles.c.published,
    articles.c.reading,
)


class KnownSigns:
    """The signs of the newest articles and how rare they are: read once, and then only what came since.

    An article never changes once it is filed, and reading the signs of a week's costs more than all the rest.
    """

    def __init__(self) -> None:
        self._rarity = Rarity()
        self._signs: dict[int, Signs] = {}
        self._last = 0
        self._lock = Lock()

    def rarity(self, connection: Connection) -> Rarity:
        """As of now; what is handed out changes with the next call."""
        with self._lock:
            self._catch_up(connection)
            return self._rarity

    def of(self, connection: Connection, ids: Collection[int]) -> dict[int, Signs]:
        """The signs of these articles; those that are no longer kept are read again."""
        with self._lock:
            self._catch_up(connection)
            found = {number: self._signs[number] for number in ids if number in self._signs}
        older = [number for number in ids if number not in found]
        rows = connection.execute(select(*_READ).where(articles.c.id.in_(older))) if older else ()
        return found | {row.id: _signs(row) for row in rows}

    def _catch_up(self, connection: Connection) -> None:
        for row in reversed(self._newer(connection)):
            self._signs[row.id] = signs = _signs(row)
            self._rarity.add(signs)
            self._last = row.id
        while len(self._signs) > KEPT:
            self._rarity.remove(self._signs.pop(next(iter(self._signs))))

    def _newer(self, connection: Connection) -> list[Row[Any]]:
        newer = select(*_READ).where(articles.c.id > self._last)
        return list(connection.execute(newer.order_by(articles.c.id.desc()).limit(KEPT)))


@dataclass(slots=True)
class _Reports:
    """What a story's newest articles say."""

    signs: list[Signs] = field(default_factory=list)
    links: set[str] = field(default_factory=set)


def since(connection: Connection, moment: datetime, limit: int, known: KnownSigns) -> list[StorySketch]:
    """The stories that had a report since then, the newest first."""
    recent = (
        select(stories)
        .where(stories.c.last_published >= moment)
        .order_by(stories.c.last_published.desc(), stories.c.id.desc())
        .limit(limit)
    )
    rows = list(connection.execute(recent))
    ids = [row.id for row in rows]
    reports = _reports(connection, ids, known)
    numbers = _figures(connection, ids)
    return [
        StorySketch(
            id=row.id,
            title=row.title,
            track=row.track,
            event=Event(row.event),
            last_published=row.last_published,
            reports=tuple(reports[row.id].signs),
            figures=frozenset(numbers[row.id]),
            links=frozenset(reports[row.id].links),
            alerted=row.alerted,
        )
        for row in rows
    ]


def _reports(connection: Connection, ids: Iterable[int], known: KnownSigns) -> dict[int, _Reports]:
    """Per story what its newest articles say, the newest first."""
    order = articles.c.published.desc(), articles.c.id.desc()
    rank = func.row_number().over(partition_by=articles.c.story_id, order_by=order).label("rank")
    ranked = (
        select(articles.c.id, articles.c.story_id, articles.c.url, rank).where(articles.c.story_id.in_(ids)).subquery()
    )
    newest = select(ranked).where(ranked.c.rank <= NEWEST).order_by(ranked.c.story_id, ranked.c.rank)
    reports: dict[int, _Reports] = defaultdict(_Reports)
    rows = list(connection.execute(newest))
    signs = known.of(connection, [row.id for row in rows])
    for row in rows:
        story = reports[row.story_id]
        story.signs.append(signs[row.id])
        if row.url:
            story.links.add(row.url)
    return reports


def _figures(connection: Connection, ids: Iterable[int]) -> dict[int, set[FigureKey]]:
    """Per story every figure on the topic, of all of its articles."""
    query = (
        select(articles.c.story_id, figures.c.kind, figures.c.role, figures.c.currency, figures.c.value)
        .join_from(figures, articles)
        .where(articles.c.story_id.in_(ids), figures.c.on_topic)
        .distinct()
    )
    numbers: dict[int, set[FigureKey]] = defaultdict(set)
    for story_id, kind, role, currency, value in connection.execute(query):
        numbers[story_id].add((kind, role, currency, value))
    return numbers
