"""The archive of past reports goes in: like entries of feeds, but with their own stories, and ringing nobody."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from msgspec.structs import replace
from sqlalchemy import Connection, func, insert, select

from bot.model import Event, PastReport, Reading
from bot.store.database.direct import Exchange
from bot.store.database.engine import take_turns
from bot.store.database.tables import entries, stories
from bot.store.database.types import key, storable
from bot.store.intake.filing import Filing, Numbers, file_article, open_story


def seed(connection: Connection, reports: Sequence[tuple[PastReport, Reading]], now: datetime) -> int:
    """Files the reports that are not there yet; returns how many of them are on the topic.

    The archive's own word on topic, track and event goes over the reading's. What is off the topic is only known.
    """
    take_turns(connection)
    exchange = Exchange(connection)
    numbers = Numbers(exchange, 0)
    ids = set(connection.scalars(select(entries.c.guid).where(entries.c.feed_id.is_(None))))
    polled = set(connection.scalars(select(entries.c.link).where(entries.c.feed_id.is_not(None))))
    rows = []
    for report, reading in reports:
        if key(report.id) in ids:
            continue
        ids.add(key(report.id))
        filed = report.on_topic and key(report.url) not in polled
        article_id = _file(exchange, report, reading, now, numbers) if filed else None
        rows.append(
            {"feed_id": None, "guid": key(report.id), "link": key(report.url), "article_id": article_id, "seen": now}
        )
    exchange.send()
    if rows:
        connection.execute(insert(entries), rows)
    return sum(row["article_id"] is not None for row in rows)


def _file(exchange: Exchange, report: PastReport, reading: Reading, now: datetime, numbers: Numbers) -> int:
    filing = Filing(
        reading=_as_filed(report, reading),
        url=report.url,
        outlet=report.outlet,
        language=report.language,
        title=report.title,
        text=report.text,
        published=datetime.combine(report.date, time(), UTC),
        seen=now,
        why="from the archive of past reports",
    )
    stored = file_article(exchange, filing, _story(exchange, report, filing), numbers)
    assert stored is not None  # noqa: S101  # unless it is told not to be
    return stored.id


def _as_filed(report: PastReport, reading: Reading) -> Reading:
    event = reading.event if report.event is Event.NONE else report.event
    relevance = replace(reading.relevance, on_topic=True)
    return replace(reading, relevance=relevance, event=event, track=report.track or reading.track)


def _story(exchange: Exchange, report: PastReport, filing: Filing) -> int:
    name = storable(report.story or f"report {report.id}")
    kept = func.coalesce(stories.c.merged_into, stories.c.id)
    story_id = exchange.connection.scalar(select(kept).where(stories.c.archive_key == name))
    return open_story(exchange, filing, archive_key=name) if story_id is None else story_id
