"""Whom a report is told: alerts and turns for the outbox, at once or with the digest, and replies to what it denies.

A chat has one alert for a story. What the story rings for after that is a turn, in reply to the alert; a chat that had
no alert, since it wants less, has the turn as its alert.
"""

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    null,
    or_,
    select,
    update,
)

from bot.desk.delivery.digest import next_digest
from bot.desk.intake.novelty.findings import DENIED, STORY, is_turn_known
from bot.model import AheadDay, Alerts, DeliveryKind, Level, NewArticle
from bot.store.database.marks import changed
from bot.store.database.statements import insert_new
from bot.store.database.tables import ahead, chats, outbox, stories
from bot.store.database.types import UtcDateTime
from bot.store.outbox.row_state import RowState

_GONE_OUT = (RowState.OWED.value, RowState.LEASED.value, RowState.SENT.value)


class News(Struct, frozen=True):
    """A report that is told, as it was filed."""

    story_id: int
    article_id: int
    level: Level = Level.MATERIAL
    rings_for: str = ""
    answers: int | None = None
    """The story that it denies or corrects."""


def tell(
    connection: Connection, new: NewArticle, story_id: int, article_id: int, answers: int | None, now: datetime
) -> int:
    """What is owed of a report that was just filed; returns how many messages. ``answers`` is the story it denies."""
    news = News(story_id, article_id, new.level or Level.MATERIAL, new.rings_for, answers)
    _name(connection, new.ahead, article_id)
    answered = 0 if answers is None else answer(connection, news, answers, now)
    if new.ring:
        return answered + ring(connection, news, now)
    if news.level is Level.BACKGROUND:
        _put_by(connection, news, now)
    return answered


def ring(connection: Connection, news: News, now: datetime) -> int:
    """Owes the chats that want it the news; returns how many messages those are, in digests or by themselves."""
    known = (connection.scalar(_RANG, {"story": news.story_id}) or "").split()
    # Whoever had the alert knows it already, on one report's word.
    is_turn = news.rings_for not in {"", STORY, *known} and not is_turn_known(news.rings_for, known)
    _mark(connection, news.story_id, news.rings_for, alerted=True)
    if connection.execute(_SUBSCRIBED).first() is None:
        return 0
    _forget_put_by(connection, news, now)
    if news.level is Level.CRITICAL:
        _release(connection, news, now)
    rung = 0
    for wanting, state, when in _groups(connection, news.level, now):
        # Turns first: a chat that gets its alert only now is told by that.
        rung += _turns(connection, news, wanting, state, when, now) if is_turn else 0
        rung += _alerts(connection, news, wanting, state, when, now)
    return rung


def _put_by(connection: Connection, news: News, now: datetime) -> None:
    """Leaves a report that rings nobody to the digests. It is no alert of its story, which may ring yet."""
    for wanting, state, when in _groups(connection, news.level, now):
        if state is RowState.HELD:
            values = _values(news, DeliveryKind.ALERT, state, when, now, notice=_put_by_notice(news))
            values["story_id"] = null()
            readers = select(chats.c.id, *values.values()).where(wanting).order_by(chats.c.id)
            _insert(connection, list(values), readers)


def _forget_put_by(connection: Connection, news: News, now: datetime) -> None:
    """What was put by of a story that rings now is told with it."""
    waiting = and_(outbox.c.notice == _put_by_notice(news), outbox.c.state == RowState.HELD.value)
    closed = {"state": RowState.CLOSED.value, "settled": now, "reason": "its story rang"}
    connection.execute(update(outbox).where(waiting).values(**closed))


def _put_by_notice(news: News) -> str:
    return f"put by {news.story_id}"


def answer(connection: Connection, news: News, answered: int, now: datetime) -> int:
    """Owes the report that denies or corrects a story to each chat that had its alert; returns how many chats."""
    if answered != news.story_id:
        # Its readers hear of what was filed elsewhere, and workers remember their stories by what is filed in them.
        changed(connection)
    _mark(connection, answered, DENIED, alerted=False)
    values = _values(news, DeliveryKind.CORRECTION, RowState.OWED, now, now, notice=f"answer {answered}")
    told = and_(outbox.c.story_id == answered, outbox.c.kind == DeliveryKind.ALERT.value)
    there = and_(told, outbox.c.state.in_(_GONE_OUT), outbox.c.article_id != news.article_id)
    readers = select(outbox.c.chat_id, *values.values(), outbox.c.id).where(there).order_by(outbox.c.chat_id)
    return _insert(connection, [*values, "replies_to"], readers)


def _name(connection: Connection, days: tuple[AheadDay, ...], article_id: int) -> None:
    """Notes the dates to come that a report names, so that later ones are not new."""
    if days:
        own = {"article_id": article_id}
        named = [own | {"track": track or "", "occasion": occasion, "day": day} for track, occasion, day in days]
        connection.execute(insert_new(connection, ahead), named)


# --- Whom -----------------------------------------------------------------------------------------------------------


def _groups(
    connection: Connection, level: Level, now: datetime
) -> list[tuple[ColumnElement[bool], RowState, datetime]]:
    """The subscribers that want news of this level: at once, or with their next digest."""
    if level is Level.CRITICAL:
        return [(chats.c.subscribed, RowState.OWED, now)]
    at_once = and_(chats.c.subscribed, chats.c.alerts == Alerts.ALL.value)
    clocks = connection.execute(_CLOCKS).all()
    together = [
        (
            and_(_LATER, chats.c.time_zone == zone, chats.c.digest_at == at, chats.c.digest_days == days),
            RowState.HELD,
            next_digest(now, zone, at, days),
        )
        for zone, at, days in clocks
    ]
    return [(at_once, RowState.OWED, now), *together]


def _alerts(
    connection: Connection, news: News, wanting: ColumnElement[bool], state: RowState, when: datetime, now: datetime
) -> int:
    values = _values(news, DeliveryKind.ALERT, state, when, now)
    fresh = select(chats.c.id, *values.values()).where(wanting).order_by(chats.c.id)
    if news.answers is not None:
        # Who hears of it in reply to what it denies needs no alert of it beside that.
        told = and_(outbox.c.chat_id == chats.c.id, outbox.c.notice == f"answer {news.answers}")
        fresh = fresh.where(~exists().where(told, outbox.c.article_id == news.article_id))
    return _insert(connection, list(values), fresh)


def _turns(
    connection: Connection, news: News, wanting: ColumnElement[bool], state: RowState, when: datetime, now: datetime
) -> int:
    name = f"turn {news.story_id} {news.rings_for}"
    values = _values(news, DeliveryKind.TURN, state, when, now, notice=name)
    had = and_(
        outbox.c.chat_id == chats.c.id,
        outbox.c.story_id == news.story_id,
        outbox.c.kind == DeliveryKind.ALERT.value,
        outbox.c.state.in_(_GONE_OUT if state is RowState.OWED else (*_GONE_OUT, RowState.HELD.value)),
        outbox.c.article_id != news.article_id,
    )
    readers = select(chats.c.id, *values.values(), outbox.c.id).join_from(chats, outbox, had).where(wanting)
    return _insert(connection, [*values, "replies_to"], readers.order_by(chats.c.id))


def _release(connection: Connection, news: News, now: datetime) -> None:
    """An alert that waits for a digest goes out now, with what has become critical."""
    waiting = and_(outbox.c.story_id == news.story_id, outbox.c.state == RowState.HELD.value)
    changed = {"state": RowState.OWED.value, "not_before": now, "article_id": news.article_id}
    connection.execute(update(outbox).where(waiting).values(**changed))


def _values(
    news: News, kind: DeliveryKind, state: RowState, when: datetime, now: datetime, *, notice: str | None = None
) -> dict[str, ColumnElement[Any]]:
    return {
        "kind": literal(kind.value),
        # Only alerts and their edits are one of a kind for a chat and a story.
        "story_id": literal(news.story_id) if kind is DeliveryKind.ALERT else null(),
        "article_id": literal(news.article_id),
        "notice": literal(notice) if notice else null(),
        "text": literal(""),
        "state": literal(state.value),
        "attempts": literal(0),
        "not_before": literal(when, UtcDateTime),
        "created": literal(now, UtcDateTime),
    }


def _insert(connection: Connection, columns: list[str], rows: Select[*tuple[Any, ...]]) -> int:
    statement = insert_new(connection, outbox).from_select(["chat_id", *columns], rows)
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def _mark(connection: Connection, story_id: int, sign: str, *, alerted: bool) -> None:
    """Notes on the story what its chats were told for."""
    if alerted or sign:
        connection.execute(_MARK, {"story": story_id, "sign": f" {sign}" if sign else "", "rings": alerted})


_RANG = select(stories.c.rang).where(stories.c.id == bindparam("story"))
_MARK = (
    update(stories)
    .where(stories.c.id == bindparam("story"))
    .values(rang=stories.c.rang + bindparam("sign"), alerted=or_(stories.c.alerted, bindparam("rings", type_=Boolean)))
)
_SUBSCRIBED = select(chats.c.id).where(chats.c.subscribed).limit(1)
_LATER = and_(chats.c.subscribed, chats.c.alerts == Alerts.DIGEST.value)
_CLOCKS = select(chats.c.time_zone, chats.c.digest_at, chats.c.digest_days).where(_LATER).distinct()
