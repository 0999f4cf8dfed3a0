"""Stories as deciding needs them: sketches, put together from their newest articles."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select

from bot.model import Event, StorySketch
from bot.store.tables import articles, figures, stories

NEWEST = 30
"""Articles of a story that a new entry is compared with; a story that everybody carries has hundreds."""

FigureKey = tuple[str, str, str | None, float]


class _Signs(msgspec.Struct):
    """The parts of a stored reading that comparing needs; decoding all of it costs ten times as much."""

    fingerprint: frozenset[int] = frozenset()
    event: Event = Event.NONE


_signs = msgspec.json.Decoder(_Signs)


@dataclass(slots=True)
class _Reports:
    """What a story's newest articles say."""

    fingerprints: list[frozenset[int]] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    events: set[Event] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)


def since(connection: Connection, moment: datetime, limit: int) -> list[StorySketch]:
    """The stories that had a report since then, the newest first."""
    recent = (
        select(stories)
        .where(stories.c.last_published >= moment)
        .order_by(stories.c.last_published.desc(), stories.c.id.desc())
        .limit(limit)
    )
    rows = list(connection.execute(recent))
    ids = [row.id for row in rows]
    reports = _reports(connection, ids)
    numbers = _figures(connection, ids)
    return [
        StorySketch(
            id=row.id,
            title=row.title,
            track=row.track,
            event=Event(row.event),
            last_published=row.last_published,
            fingerprints=tuple(reports[row.id].fingerprints),
            figures=frozenset(numbers[row.id]),
            links=frozenset(reports[row.id].links),
            alerted=row.alerted,
            events=frozenset(reports[row.id].events),
            languages=frozenset(reports[row.id].languages),
        )
        for row in rows
    ]


def _reports(connection: Connection, ids: Iterable[int]) -> dict[int, _Reports]:
    """Per story what its newest articles say, the newest first."""
    order = articles.c.published.desc(), articles.c.id.desc()
    rank = func.row_number().over(partition_by=articles.c.story_id, order_by=order).label("rank")
    ranked = select(articles, rank).where(articles.c.story_id.in_(ids)).subquery()
    newest = select(ranked).where(ranked.c.rank <= NEWEST).order_by(ranked.c.story_id, ranked.c.rank)
    reports: dict[int, _Reports] = defaultdict(_Reports)
    for row in connection.execute(newest):
        story, signs = reports[row.story_id], _signs.decode(row.reading)
        story.fingerprints.append(signs.fingerprint)
        story.events.add(signs.event)
        story.languages.add(row.language)
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
