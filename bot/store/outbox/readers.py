"""Which chats hear of a report, and how: the subscribers in groups of one wish, whom one statement tells.

What a report costs goes by how many wishes there are, and by whom it is told, and not by how many chats there are.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Column, ColumnElement, Connection, Row, and_, false, or_, select

from bot.desk.delivery.interests import About, listens_to, wants, wants_from_another
from bot.desk.delivery.ringing import Wait, day_there, quiet_until, rings
from bot.model import Alerts, Chat, ChatType, Level, Manner
from bot.store.database.tables import chats
from bot.store.outbox.mutes import not_muted
from bot.store.outbox.row_state import RowState
from bot.store.outbox.wishes import all_interests

_c = chats.c
_MANNER = (_c.alerts, _c.time_zone, _c.digest_at, _c.digest_days, _c.quiet, _c.great_pass, _c.cap)
_CLOCK = (_c.time_zone, _c.quiet)


class Readers(Struct, frozen=True):
    """Chats that are told in one way."""

    who: ColumnElement[bool]
    """Of chats."""
    state: RowState
    """Closed for those who hear of it once an outlet tells it that they have not muted, in a language of theirs."""
    when: datetime
    reason: str | None = None
    """What it waits for, or that its outlet is muted; as the outbox has it."""
    counts_on: str = ""
    """The day for whose cap it counts; "" for none."""


def readers(
    connection: Connection, report: About, level: Level, now: datetime, story_ids: Collection[int]
) -> list[Readers]:
    """Who hears of a report of these stories. No chat is in two groups, and who hears nothing is in none."""
    interests = all_interests(connection)
    wanted = [text for text, one in interests.items() if wants(one, report)]
    others = [text for text, one in interests.items() if text not in wanted and wants_from_another(one, report)]
    unmuted = not_muted(connection, story_ids, now) if wanted or others else false()
    found: list[Readers] = []
    if wanted:
        who = _c.subscribed if len(wanted) == len(interests) else and_(_c.subscribed, _c.interest.in_(wanted))
        found = _by_manner(connection, and_(who, unmuted), level, now)
    if others:
        told = and_(_c.subscribed, _c.interest.in_(others), unmuted, _hears_of(level))
        found.append(Readers(told, RowState.CLOSED, now, other_outlet(level)))
    return found


def other_outlet(level: Level) -> str:
    """Why a row is closed whose report came from an outlet, or in a language, that its chat has muted."""
    return f"its outlet is muted there; {level}"


def muting(connection: Connection) -> ColumnElement[bool] | None:
    """Of chats: that they have muted any outlet or language; None where none has."""
    texts = [text for text, one in all_interests(connection).items() if one.muted or one.languages]
    return and_(_c.subscribed, _c.interest.in_(texts)) if texts else None


def by_clock(connection: Connection, report: About, now: datetime) -> list[Readers]:
    """All chats but those that have muted the report's outlet or language, for what rings unless it is quiet there."""
    muted = [text for text, one in all_interests(connection).items() if not listens_to(one, report)]
    heard = _c.interest.not_in(muted) if muted else None
    groups = [Readers(_c.quiet == "", RowState.OWED, now)]
    for row in connection.execute(select(*_CLOCK).where(_c.quiet != "").distinct()):
        who = _equal(_CLOCK, row)
        until = quiet_until(now, row.time_zone, row.quiet)
        waits = Readers(who, RowState.HELD, until, Wait.QUIET.value) if until is not None else None
        groups.append(waits or Readers(who, RowState.OWED, now))
    if heard is None:
        return groups
    return [Readers(and_(one.who, heard), one.state, one.when, one.reason) for one in groups]


def _hears_of(level: Level) -> ColumnElement[bool]:
    """Of chats: that news of a level comes there by itself, at once or with what waits."""
    if level is Level.CRITICAL:
        return _c.subscribed
    if level is Level.BACKGROUND:
        return _c.alerts == Alerts.DIGEST.value
    return _c.alerts != Alerts.CRITICAL.value


def _by_manner(connection: Connection, who: ColumnElement[bool], level: Level, now: datetime) -> list[Readers]:
    """Most chats want it at once at any hour, and need not be told apart."""
    if level is Level.CRITICAL:
        plain, special = _c.quiet == "", _c.quiet != ""
    else:
        at_once = _c.alerts == Alerts.ALL.value
        plain = and_(at_once, _c.quiet == "", _c.cap == 0)
        special = or_(_c.alerts == Alerts.DIGEST.value, and_(at_once, or_(_c.quiet != "", _c.cap > 0)))
    found = [] if level is Level.BACKGROUND else [Readers(and_(who, plain), RowState.OWED, now)]
    for row in connection.execute(select(*_MANNER).where(who, special).distinct()):
        found += _of_manner(and_(who, _equal(_MANNER, row)), _chat_of(row), level, now)
    return found


def _of_manner(who: ColumnElement[bool], chat: Chat, level: Level, now: datetime) -> list[Readers]:
    ringing = rings(chat, level, now)
    if ringing is None:
        return []
    if ringing.waits is not None and ringing.until is not None:
        return [Readers(who, RowState.HELD, ringing.until, ringing.waits.value)]
    if ringing.until is None:
        return [Readers(who, RowState.OWED, now)]
    today = day_there(chat, now)
    enough = and_(_c.counted_on == today, _c.counted >= _c.cap)
    return [
        Readers(and_(who, enough), RowState.HELD, ringing.until, Wait.CAP.value),
        Readers(and_(who, ~enough), RowState.OWED, now, counts_on=today),
    ]


def _equal(columns: Iterable[Column[Any]], row: Iterable[Any]) -> ColumnElement[bool]:
    return and_(*(column == value for column, value in zip(columns, row, strict=True)))


def _chat_of(row: Row[*tuple[Any, ...]]) -> Chat:
    """One that has the manner of a group."""
    return Chat(
        0,
        ChatType.ADDRESS,
        "",
        subscribed=True,
        time_zone=row.time_zone,
        alerts=Alerts(row.alerts),
        digest_at=row.digest_at,
        digest_days=row.digest_days,
        manner=Manner(row.quiet, row.great_pass, cap=row.cap),
    )
