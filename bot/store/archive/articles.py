"""Reads of what was stored: articles with their readings, the newest first."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from bot.model import Article, DeliveryKind, Event
from bot.store.archive.readings import decode_reading
from bot.store.database.tables import article_versions, articles, corrections, messages, outbox, stories

REPORTING = (
    DeliveryKind.ALERT.value,
    DeliveryKind.TURN.value,
    DeliveryKind.CORRECTION.value,
    DeliveryKind.WATCH.value,
    DeliveryKind.TEST.value,
)
"""The kinds of messages that are about one report."""

_KEPT = func.coalesce(stories.c.merged_into, stories.c.id)


_MOST_KEY = 2**31 - 1
"""The greatest key of PostgreSQL's tables, which takes a greater one, as strangers type it, for an error."""


def article(connection: Connection, article_id: int) -> Article | None:
    if article_id > _MOST_KEY:
        return None
    row = connection.execute(select(articles).where(articles.c.id == article_id)).one_or_none()
    return None if row is None else to_article(row)


def find(
    connection: Connection,
    *,
    since: datetime | None,
    until: datetime | None,
    track: str | None,
    story: int | None,
    events: Collection[Event] | None,
    limit: int | None,
    on_topic: bool,
) -> list[Article]:
    """Articles published from ``since`` on and before ``until``; with ``on_topic`` only those that are."""
    if story is not None and story > _MOST_KEY:
        return []
    query = select(articles).order_by(articles.c.published.desc(), articles.c.id.desc()).limit(limit)
    if since is not None:
        query = query.where(articles.c.published >= since)
    if until is not None:
        query = query.where(articles.c.published < until)
    if track is not None:
        query = query.where(articles.c.track == track)
    if story is not None:
        # The number of a story that was merged leads to the one that it is part of.
        query = query.where(articles.c.story_id.in_(select(_KEPT).where(stories.c.id == story)))
    if events is not None:
        told = select(_KEPT).where(stories.c.event.in_([event.value for event in events]))
        query = query.where(articles.c.story_id.in_(told))
    if on_topic:
        query = query.where(articles.c.on_topic)
    return [to_article(row) for row in connection.execute(query)]


def sent_article(connection: Connection, chat_id: int, message_id: int) -> Article | None:
    """What an alert in a chat was about, a turn or a correction; of a digest its first report."""
    own = (messages.c.chat_id == chat_id) & (messages.c.message_id == message_id)
    number = connection.scalar(select(messages.c.article_id).where(own))
    if number is None:
        number = connection.scalar(_sent(chat_id, message_id))
    return None if number is None else article(connection, number)


def _sent(chat_id: int, message_id: int) -> Select[int | None]:
    """The report of the message's first row."""
    mine = (outbox.c.chat_id == chat_id) & (outbox.c.message_id == message_id) & outbox.c.kind.in_(REPORTING)
    return select(outbox.c.article_id).where(mine).order_by(outbox.c.id).limit(1)


def newest_alerted(connection: Connection) -> int | None:
    """The newest report on the topic of a story that rang; of any story where none did."""
    rang = select(articles.c.id).join_from(articles, stories, articles.c.story_id == stories.c.id)
    rang = rang.where(articles.c.on_topic).order_by(stories.c.alerted.desc(), articles.c.published.desc())
    return connection.scalar(rang.order_by(articles.c.id.desc()).limit(1))


def story_size(connection: Connection, story_id: int) -> tuple[int, int, int]:
    """How many reports on the topic a story has, the id of the last one that came, and how many times any changed: by
    an edit, a correction, or one that was taken back.
    """
    own = (articles.c.story_id == story_id) & articles.c.on_topic
    versions = select(func.count()).select_from(article_versions.join(articles)).where(own).scalar_subquery()
    ruled = func.count() + func.count(corrections.c.undone)
    rulings = select(ruled).select_from(corrections.join(articles)).where(own).scalar_subquery()
    sizes = select(func.count(), func.max(articles.c.id), versions + rulings).where(own)
    number, last, changes = connection.execute(sizes).one()
    return number, last or 0, changes


def to_article(row: Row[*tuple[Any, ...]]) -> Article:
    return Article(
        id=row.id,
        feed_id=row.feed_id,
        story_id=row.story_id,
        url=row.url,
        outlet=row.outlet,
        language=row.language,
        title=row.title,
        text=row.text,
        published=row.published,
        seen=row.seen,
        reading=decode_reading(row.reading),
        why=row.why,
    )
