"""What deciding compares reports with, put together from rows: an article's signs, and a story's newest articles."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from sys import intern
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Integer, bindparam, func, select, union_all

from bot.desk.intake.stories import NEWEST
from bot.desk.intake.stories.packed import packed
from bot.desk.intake.stories.signs import signs_of_figure
from bot.model import Article, Event, Figure, Reading, Signs, StorySketch
from bot.store.database.tables import articles, figures, stories
from bot.store.database.types import instant

FigureKey = tuple[str, str, str | None, float]

_a, _s, _f = articles.c, stories.c, figures.c
ARTICLE = (_a.id, _a.url, _a.outlet, _a.language, _a.track, _a.on_topic, _a.published, _a.reading)
"""The columns that ``report`` needs."""
STORY = tuple(
    column.label(f"story_{column.name}")
    for column in (_s.id, _s.title, _s.track, _s.event, _s.last_published, _s.alerted, _s.rang, _s.split_from)
)
"""Those that a story keeps."""


class _Stored(msgspec.Struct):
    """The parts of a stored reading that comparing needs; decoding all of it costs several times as much."""

    fingerprint: frozenset[int] = frozenset()
    event: Event = Event.NONE
    parties: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    figures: tuple[Figure, ...] = ()


_stored = msgspec.json.Decoder(_Stored)


class Report(Struct, frozen=True):
    """An article, as far as its story needs it."""

    id: int
    url: str
    outlet: str
    published: datetime
    signs: Signs
    figures: frozenset[FigureKey]


class Newer(NamedTuple):
    """A row with the columns of ``ARTICLE`` and ``STORY``, in their order."""

    id: int
    url: str
    outlet: str
    language: str
    track: str | None
    on_topic: bool
    published: datetime
    reading: str
    story_id: int
    story_title: str
    story_track: str | None
    story_event: str
    story_last_published: datetime
    story_alerted: bool
    story_rang: str
    story_split_from: int | None

    @classmethod
    def of(cls, values: Iterable[Any]) -> "Newer":
        """As the driver gives it."""
        row = cls._make(values)
        return row._replace(
            on_topic=bool(row.on_topic),
            published=instant(row.published),
            story_last_published=instant(row.story_last_published),
            story_alerted=bool(row.story_alerted),
        )


def report(row: Any) -> Report:
    """Of a row with the columns of ``ARTICLE``."""
    stored = _stored.decode(row.reading)
    signs = _signs(row.id, stored, row.language, row.track, row.on_topic, row.published)
    return _report(row, signs, row.published, stored.figures)


def report_of(article: Article) -> Report:
    """The same of an article that was just filed."""
    reading, published = article.reading, instant(article.published)
    signs = _signs(article.id, reading, article.language, reading.track, reading.relevance.on_topic, published)
    return _report(article, signs, published, reading.figures)


def _signs(
    number: int, stored: _Stored | Reading, language: str, track: str | None, on_topic: bool, published: datetime
) -> Signs:
    return Signs(
        language=language,
        event=stored.event,
        track=track,
        on_topic=on_topic,
        words=packed(stored.fingerprint),
        # Thousands are kept, and most of their names are the same ones.
        parties=frozenset(map(intern, stored.parties)),
        names=frozenset(map(intern, stored.names)),
        numbers=frozenset(map(intern, stored.numbers)),
        figures=frozenset(chain.from_iterable(map(signs_of_figure, stored.figures))),
        published=published,
        article=number,
    )


def _report(row: Any, signs: Signs, published: datetime, told: Iterable[Figure]) -> Report:
    numbers = frozenset((f.kind.value, f.role.value, f.currency, f.value) for f in told if f.on_topic)
    return Report(row.id, row.url, row.outlet, published, signs, numbers)


@dataclass(slots=True)
class Story:
    """A story, kept up as reports come in."""

    id: int
    title: str
    track: str | None
    event: Event
    last_published: datetime
    alerted: bool
    rang: str
    """In words, as it is stored."""
    split_from: int | None = None
    merged: bool = False
    reports: list[Report] = field(default_factory=list)
    """The newest, the newest first."""
    figures: set[FigureKey] = field(default_factory=set)
    """Of all of its reports."""
    _sketch: StorySketch | None = None

    def add(self, new: Report, row: Any) -> list[Report]:
        """One more report; ``row`` is what the story is like by now, with the columns of ``STORY``.

        Returns those that are no longer among the newest.
        """
        self.track, self.last_published = row.story_track, row.story_last_published
        self.alerted, self.rang = row.story_alerted, row.story_rang
        self._sketch = None
        if any(one.id == new.id for one in self.reports):
            return []  # it was stored while the story was read
        self.reports.append(new)
        self.reports.sort(key=lambda one: (one.published, one.id), reverse=True)
        self.figures |= new.figures
        older = self.reports[NEWEST:]
        del self.reports[NEWEST:]
        return older

    def sketch(self) -> StorySketch:
        """The same sketch until a report is added."""
        if self._sketch is None:
            self._sketch = StorySketch(
                id=self.id,
                title=self.title,
                track=self.track,
                event=self.event,
                last_published=self.last_published,
                reports=tuple(one.signs for one in self.reports),
                figures=frozenset(self.figures),
                links=frozenset(one.url for one in self.reports if one.url),
                alerted=self.alerted,
                rang=frozenset(self.rang.split()),
                outlets=frozenset(one.outlet for one in self.reports),
                split_from=self.split_from,
                merged=self.merged,
            )
        return self._sketch


def story(row: Any) -> Story:
    """Of a row with the columns of ``STORY``, without its reports."""
    return Story(
        row.story_id, row.story_title, row.story_track, Event(row.story_event), row.story_last_published,
        row.story_alerted, row.story_rang, row.story_split_from,
    )  # fmt: skip


_NOTHING: Mapping[int, Report] = {}


def newest(connection: Connection, limit: int, known: Mapping[int, Report] = _NOTHING) -> list[Story]:
    """The stories that had a report last. Of ``known`` articles, by their ids, it is not read anew what they say."""
    query = select(*STORY).where(_s.merged_into.is_(None)).order_by(_s.last_published.desc(), _s.id.desc()).limit(limit)
    return _filled(connection, list(connection.execute(query)), known)


def some(connection: Connection, ids: Collection[int]) -> list[Story]:
    """The stories of these ids."""
    return _filled(connection, list(connection.execute(select(*STORY).where(_s.id.in_(ids)))))


_IDS = bindparam("ids", type_=Integer, expanding=True)
_RANK = func.row_number().over(partition_by=_a.story_id, order_by=(_a.published.desc(), _a.id.desc())).label("rank")
_RANKED = select(_a.id, _RANK).where(_a.story_id.in_(_IDS)).subquery()
_REPORTS = (
    select(*ARTICLE, _a.story_id)
    .join_from(_RANKED, articles, _a.id == _RANKED.c.id)
    .where(_RANKED.c.rank <= NEWEST)
    .order_by(_a.story_id, _RANKED.c.rank)
)
_PARTS = select(_s.merged_into).where(_s.merged_into.in_(_IDS)).distinct()
_NAMED = select(_s.id).where(_s.id.in_(_IDS), _s.archive_key.is_not(None))
_FIGURES = (
    select(_a.story_id, _f.kind, _f.role, _f.currency, _f.value)
    .join_from(figures, articles)
    .where(_a.story_id.in_(_IDS), _f.on_topic)
    .distinct()
)


def _filled(connection: Connection, rows: Iterable[Any], known: Mapping[int, Report] = _NOTHING) -> list[Story]:
    found = {row.story_id: story(row) for row in rows}
    if found:
        ids = {"ids": list(found)}
        for row in connection.execute(_REPORTS, ids):
            found[row.story_id].reports.append(known.get(row.id) or report(row))
        for story_id in connection.scalars(union_all(_PARTS, _NAMED), ids):
            found[story_id].merged = True
        for story_id, kind, role, currency, value in connection.execute(_FIGURES, ids):
            found[story_id].figures.add((kind, role, currency, value))
    return list(found.values())
