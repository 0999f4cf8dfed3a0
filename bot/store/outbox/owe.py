"""Whom a report is told: alerts and turns for the outbox, at once or with the digest, and replies to what it denies.

A chat has one alert for a story. What the story rings for after that is a turn, in reply to the alert; a chat that had
no alert, since it wants less, has the turn as its alert. Who is told what when is told by ``readers``.
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

from bot.desk.delivery.interests import About, about
from bot.desk.intake.novelty.findings import DENIED, STORY, is_turn_known
from bot.model import AheadDay, DeliveryKind, Level, NewArticle
from bot.store.database.direct import Statement, ask
from bot.store.database.marks import changed
from bot.store.database.statements import insert_new
from bot.store.database.tables import ahead, chats, outbox, stories
from bot.store.database.types import UtcDateTime
from bot.store.outbox import mutes
from bot.store.outbox.readers import Readers, by_clock, muting, other_outlet, readers
from bot.store.outbox.row_state import RowState

_GONE_OUT = (RowState.OWED.value, RowState.LEASED.value, RowState.SENT.value, RowState.ASKED.value)


class News(Struct, frozen=True):
    """A report that is told, as it was filed."""

    story_id: int
    article_id: int
    level: Level = Level.MATERIAL
    rings_for: str = ""
    answers: int | None = None
    """The story that it denies or corrects."""
    report: About = About()

    @property
    def turn(self) -> str:
        """What its turn goes by."""
        return f"turn {self.story_id} {self.rings_for}"


def tell(
    connection: Connection,
    new: NewArticle,
    story_id: int,
    article_id: int,
    answers: int | None,
    now: datetime,
    outlet: str = "",
) -> int:
    """What is owed of a report that was just filed; returns how many messages. ``answers`` is the story it denies."""
    report = about(new.reading, outlet)
    news = News(story_id, article_id, new.level or Level.MATERIAL, new.rings_for, answers, report)
    _name(connection, new.ahead, article_id)
    answered = 0 if answers is None else answer(connection, news, answers, now)
    if new.ring:
        return answered + ring(connection, news, now)
    if new.level is Level.BACKGROUND:
        _put_by(connection, news, now)
    elif new.level is not None:
        return answered + _tell_of_another_outlet(connection, news, now)
    return answered


def ring(connection: Connection, news: News, now: datetime) -> int:
    """Owes the chats that want it the news; returns how many messages those are, in digests or by themselves."""
    ((rang, is_anybody_there),) = ask(connection, _BEFORE, {"story": news.story_id})
    known = (rang or "").split()
    # Whoever had the alert knows it already, on one report's word.
    is_turn = news.rings_for not in {"", STORY, *known} and not is_turn_known(news.rings_for, known)
    _mark(connection, news.story_id, news.rings_for, alerted=True)
    if not is_anybody_there:
        return 0
    rung = _tell_of_another_outlet(connection, news, now, counts=False)
    asked = {"story": news.story_id, "notice": _put_by_notice(news)}
    ((waits, is_put_by),) = ask(connection, _WAITING, asked)
    for group in readers(connection, news.report, news.level, now, [news.story_id]):
        if is_put_by:
            _forget_put_by(connection, news, group, now)
        if waits and (news.level is Level.CRITICAL or (is_turn and group.state is RowState.OWED)):
            _release(connection, news, group)
        # Turns first: a chat that gets its alert only now is told by that.
        told = _turns(connection, news, group, now) if is_turn else 0
        told += _alerts(connection, news, group, now)
        if group.counts_on:
            _count(connection, news, group)
        rung += 0 if group.state is RowState.CLOSED else told
    return rung


def _put_by(connection: Connection, news: News, now: datetime) -> None:
    """Leaves a report that rings nobody to the digests. It is no alert of its story, which may ring yet."""
    for group in readers(connection, news.report, news.level, now, [news.story_id]):
        if group.state is RowState.HELD:
            values = _values(news, DeliveryKind.ALERT, group, now, notice=_put_by_notice(news))
            values["story_id"] = null()
            told = select(chats.c.id, *values.values()).where(group.who).order_by(chats.c.id)
            _insert(connection, list(values), told)


def _forget_put_by(connection: Connection, news: News, group: Readers, now: datetime) -> None:
    """What was put by of a story that rings now is told with it."""
    waiting = and_(outbox.c.notice == _put_by_notice(news), outbox.c.state == RowState.HELD.value, _of(group))
    closed = {"state": RowState.CLOSED.value, "settled": now, "reason": "its story rang"}
    connection.execute(update(outbox).where(waiting).values(**closed))


def _put_by_notice(news: News) -> str:
    return f"put by {news.story_id}"


def answer(connection: Connection, news: News, answered: int, now: datetime) -> int:
    """Owes the report that denies or corrects a story to each chat that had its alert; returns how many chats.

    Who has muted its outlet sees by the alert, which is edited, that it is denied.
    """
    if answered != news.story_id:
        # Its readers hear of what was filed elsewhere, and workers remember their stories by what is filed in them.
        changed(connection)
    _mark(connection, answered, DENIED, alerted=False)
    told = and_(outbox.c.story_id == answered, outbox.c.kind == DeliveryKind.ALERT.value)
    there = and_(told, outbox.c.state.in_(_GONE_OUT), outbox.c.article_id != news.article_id)
    if connection.execute(select(outbox.c.id).where(there).limit(1)).first() is None:
        return 0
    owed, unmuted = 0, mutes.not_muted(connection, {answered, news.story_id}, now)
    for group in by_clock(connection, news.report, now):
        values = _values(news, DeliveryKind.CORRECTION, group, now, notice=f"answer {answered}")
        had = select(outbox.c.chat_id, *values.values(), outbox.c.id).join_from(outbox, chats)
        had = had.where(there, group.who, unmuted).order_by(outbox.c.chat_id)
        owed += _insert(connection, [*values, "replies_to"], had)
    return owed


def _name(connection: Connection, days: tuple[AheadDay, ...], article_id: int) -> None:
    """Notes the dates to come that a report names, so that later ones are not new."""
    if days:
        own = {"article_id": article_id}
        named = [own | {"track": track or "", "occasion": occasion, "day": day} for track, occasion, day in days]
        connection.execute(insert_new(connection, ahead), named)


# --- What each group is owed -----------------------------------------------------------------------------------------


def _alerts(connection: Connection, news: News, group: Readers, now: datetime) -> int:
    values = _values(news, DeliveryKind.ALERT, group, now)
    fresh = select(chats.c.id, *values.values()).where(group.who).order_by(chats.c.id)
    if news.answers is not None:
        # Who hears of it in reply to what it denies needs no alert of it beside that.
        told = and_(outbox.c.chat_id == chats.c.id, outbox.c.notice == f"answer {news.answers}")
        fresh = fresh.where(~exists().where(told, outbox.c.article_id == news.article_id))
    return _insert(connection, list(values), fresh)


def _turns(connection: Connection, news: News, group: Readers, now: datetime) -> int:
    values = _values(news, DeliveryKind.TURN, group, now, notice=news.turn)
    had = and_(
        outbox.c.chat_id == chats.c.id,
        outbox.c.story_id == news.story_id,
        outbox.c.kind == DeliveryKind.ALERT.value,
        outbox.c.state.in_(_GONE_OUT if group.state is RowState.OWED else (*_GONE_OUT, RowState.HELD.value)),
        outbox.c.article_id != news.article_id,
    )
    told = select(chats.c.id, *values.values(), outbox.c.id).join_from(chats, outbox, had).where(group.who)
    return _insert(connection, [*values, "replies_to"], told.order_by(chats.c.id))


def _release(connection: Connection, news: News, group: Readers) -> None:
    """An alert that waits goes out with the others, with what the story has turned to."""
    if group.state is RowState.CLOSED:
        return
    waiting = and_(outbox.c.story_id == news.story_id, outbox.c.state == RowState.HELD.value, _of(group))
    changed = {"state": group.state.value, "not_before": group.when, "reason": group.reason}
    changed["great"] = news.level is Level.CRITICAL
    connection.execute(update(outbox).where(waiting).values(**changed, article_id=news.article_id))


def _tell_of_another_outlet(connection: Connection, news: News, now: datetime, *, counts: bool = True) -> int:
    """What chats have not heard of as its outlet is muted there, they hear of by a report of another one; returns how
    many messages that are. ``counts``: for the cap, unless whoever calls counts the report."""
    muted = muting(connection)
    if muted is None:
        return 0
    told = 0
    own = or_(
        and_(outbox.c.story_id == news.story_id, outbox.c.kind == DeliveryKind.ALERT.value),
        outbox.c.notice.like(f"turn {news.story_id} %"),
    )
    for level in (Level.CRITICAL, Level.MATERIAL):
        kept = and_(outbox.c.reason == other_outlet(level), outbox.c.state == RowState.CLOSED.value, own)
        in_chats = select(outbox.c.id).join_from(outbox, chats).where(kept, muted).limit(1)
        if connection.execute(in_chats).first() is None:
            continue
        for group in readers(connection, news.report, level, now, [news.story_id]):
            if group.state is not RowState.CLOSED:
                again = {"state": group.state.value, "not_before": group.when, "reason": group.reason}
                fresh = {"settled": None, "created": now, "article_id": news.article_id}
                fresh["great"] = level is Level.CRITICAL
                woken = update(outbox).where(kept, _of(group)).values(**again, **fresh)
                told += connection.execute(woken).rowcount
                if counts and group.counts_on:
                    _count(connection, news, group)
    return told


def _count(connection: Connection, news: News, group: Readers) -> None:
    """Counts what rings for the cap of the chats that were just owed it."""
    own = or_(
        and_(outbox.c.story_id == news.story_id, outbox.c.kind == DeliveryKind.ALERT.value),
        outbox.c.notice == news.turn,
    )
    owed = and_(outbox.c.chat_id == chats.c.id, own, outbox.c.article_id == news.article_id)
    rung = update(chats).where(group.who, exists().where(owed, outbox.c.state == RowState.OWED.value))
    # The day first: a chat whose count is of another day begins anew.
    begun = rung.where(chats.c.counted_on != group.counts_on).values(counted=0)
    connection.execute(begun)
    connection.execute(rung.values(counted=chats.c.counted + 1, counted_on=group.counts_on))


def _of(group: Readers) -> ColumnElement[bool]:
    """Of rows of the outbox: that they are of a group's chats."""
    return outbox.c.chat_id.in_(select(chats.c.id).where(group.who))


def _values(
    news: News, kind: DeliveryKind, group: Readers, now: datetime, *, notice: str | None = None
) -> dict[str, ColumnElement[Any]]:
    is_closed = group.state is RowState.CLOSED
    return {
        "kind": literal(kind.value),
        # Only alerts and their edits are one of a kind for a chat and a story.
        "story_id": literal(news.story_id) if kind is DeliveryKind.ALERT else null(),
        "article_id": literal(news.article_id),
        "notice": literal(notice) if notice else null(),
        "text": literal(""),
        "state": literal(group.state.value),
        "attempts": literal(0),
        "not_before": literal(group.when, UtcDateTime),
        "created": literal(now, UtcDateTime),
        "reason": literal(group.reason) if group.reason else null(),
        "settled": literal(now, UtcDateTime) if is_closed else null(),
        "great": literal(news.level is Level.CRITICAL and kind is not DeliveryKind.CORRECTION),
    }


def _insert(connection: Connection, columns: list[str], rows: Select[*tuple[Any, ...]]) -> int:
    statement = insert_new(connection, outbox).from_select(["chat_id", *columns], rows)
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def _mark(connection: Connection, story_id: int, sign: str, *, alerted: bool) -> None:
    """Notes on the story what its chats were told for."""
    if alerted or sign:
        connection.execute(_MARK, {"story": story_id, "sign": f" {sign}" if sign else "", "rings": alerted})


_BEFORE = Statement(
    "SELECT (SELECT rang FROM stories WHERE id = :story), EXISTS (SELECT id FROM chats WHERE subscribed)"
)
"""For what a story rang, and whether anybody subscribes."""
_HELD = f"SELECT id FROM outbox WHERE state = '{RowState.HELD.value}' AND"  # noqa: S608  # our own word
_WAITING = Statement(f"SELECT EXISTS ({_HELD} story_id = :story), EXISTS ({_HELD} notice = :notice)")
"""Whether alerts of a story wait in any chat, and whether a report of it was put by for a digest."""
_MARK = (
    update(stories)
    .where(stories.c.id == bindparam("story"))
    .values(rang=stories.c.rang + bindparam("sign"), alerted=or_(stories.c.alerted, bindparam("rings", type_=Boolean)))
)
