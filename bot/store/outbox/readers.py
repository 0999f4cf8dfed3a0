"""Which chats hear of a report, and how: the subscribers in groups of one wish, whom one statement tells.

What a report costs goes by how many wishes there are, and by whom it is told, and not by how many chats there are.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Column, ColumnElement, Connection, Row, and_, false, or_, select, true, union_all

from bot.desk.delivery.interests import About, mutes, reads, wants, wants_from_another
from bot.desk.delivery.ringing import Wait, day_there, quiet_until, rings
from bot.model import Alerts, Chat, ChatType, Interest, Level, Manner
from bot.store.database.tables import chats
from bot.store.outbox.mutes import not_muted
from bot.store.outbox.row_state import RowState
from bot.store.outbox.subscribing import subscriptions
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
    further = subscriptions.all_interests(connection)
    further = {text: one for text, one in further.items() if wants_from_another(one, report)}
    if further:
        return _of_several(connection, report, level, now, _Wanting(interests, further), story_ids)
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


class _Wanting(Struct, frozen=True):
    """What may want a report, by the texts of interests."""

    own: dict[str, Interest]
    """All that chats have by their own rows."""
    further: dict[str, Interest]
    """Those of their further subscriptions that want it, whoever reports it."""

    def now(self, report: About, weights: Collection[Alerts]) -> ColumnElement[bool]:
        """Of chats: that they want it now, by a subscription that rings for what has such weight."""
        muting = [text for text, one in self.own.items() if mutes(one, report.outlet)]
        further = [text for text, one in self.further.items() if reads(one, report.language)]
        return _have([text for text, one in self.own.items() if wants(one, report)], further, weights, muting)

    def once_told(self, report: About, weights: Collection[Alerts]) -> ColumnElement[bool]:
        """Of chats: as ``now``, whoever reports it, and in whatever language."""
        own = [text for text, one in self.own.items() if wants_from_another(one, report)]
        return _have(own, list(self.further), weights, [])


_RING = {Level.CRITICAL: tuple(Alerts), Level.BACKGROUND: (Alerts.DIGEST,)}
_RING_ELSE = (Alerts.ALL, Alerts.DIGEST)
"""By which weights of a subscription news of a level comes, at once or with what waits."""


def _of_several(
    connection: Connection, report: About, level: Level, now: datetime, those: _Wanting, story_ids: Collection[int]
) -> list[Readers]:
    """As ``readers``, where subscriptions beside the chats' first ones want it too: a chat is told in the loudest way
    of those that do."""
    weights, unmuted = _RING.get(level, _RING_ELSE), and_(_c.subscribed, not_muted(connection, story_ids, now))
    heard = those.now(report, weights)
    if level is Level.CRITICAL:
        found = _by_manner(connection, and_(unmuted, heard), level, now, Alerts.ALL)
    else:
        at_once = those.now(report, [Alerts.ALL]) if Alerts.ALL in weights else false()
        waits = and_(unmuted, those.now(report, [Alerts.DIGEST]), ~at_once)
        found = _by_manner(connection, waits, level, now, Alerts.DIGEST)
        if Alerts.ALL in weights:
            found += _by_manner(connection, and_(unmuted, at_once), level, now, Alerts.ALL)
    told = and_(unmuted, those.once_told(report, weights), ~heard)
    return [*found, Readers(told, RowState.CLOSED, now, other_outlet(level))]


def _have(
    own: Collection[str], further: Collection[str], weights: Collection[Alerts], muting: Collection[str]
) -> ColumnElement[bool]:
    """Of chats: that their own row has one of the interests ``own``, or another subscription of theirs one of
    ``further`` while their own row has none of ``muting``; of such weights.

    By two lists of ids, each by its index: an OR of both would look at every chat.
    """
    mine = chats.alias("mine")
    first = select(mine.c.id).where(mine.c.subscribed, mine.c.interest.in_(own))
    first = first.where(mine.c.alerts.in_([str(one) for one in weights]))
    others = subscriptions.chats_with(further, weights)
    if muting:
        muted = select(mine.c.id).where(mine.c.subscribed, mine.c.interest.in_(muting))
        others = others.where(others.selected_columns[0].not_in(muted))
    return _c.id.in_(union_all(first, others))


def other_outlet(level: Level) -> str:
    """Why a row is closed whose report came from an outlet, or in a language, that its chat has muted."""
    return f"its outlet is muted there; {level}"


def muting(connection: Connection) -> ColumnElement[bool] | None:
    """Of chats: that they have muted any outlet or language; None where none has."""
    texts = [text for text, one in all_interests(connection).items() if one.muted or one.languages]
    further = [text for text, one in subscriptions.all_interests(connection).items() if one.languages]
    if further:
        # Asked of few chats, one by one: those that something was kept from.
        return and_(_c.subscribed, or_(_c.interest.in_(texts), subscriptions.has_any(further)))
    return and_(_c.subscribed, _c.interest.in_(texts)) if texts else None


def by_clock(connection: Connection, report: About, now: datetime) -> list[Readers]:
    """All chats but those that have muted the report's outlet or language, for what rings unless it is quiet there."""
    heard = _listening(connection, report)
    groups = [Readers(_c.quiet == "", RowState.OWED, now)]
    for row in connection.execute(select(*_CLOCK).where(_c.quiet != "").distinct()):
        who = _equal(_CLOCK, row)
        until = quiet_until(now, row.time_zone, row.quiet)
        waits = Readers(who, RowState.HELD, until, Wait.QUIET.value) if until is not None else None
        groups.append(waits or Readers(who, RowState.OWED, now))
    if heard is None:
        return groups
    return [Readers(and_(one.who, heard), one.state, one.when, one.reason) for one in groups]


def _listening(connection: Connection, report: About) -> ColumnElement[bool] | None:
    """Of chats: that they have muted neither the outlet of a report nor, in each of their subscriptions, its language;
    None for all."""
    interests = all_interests(connection)
    muting = [text for text, one in interests.items() if mutes(one, report.outlet)]
    unread = [text for text, one in interests.items() if text not in muting and not reads(one, report.language)]
    if not muting and not unread:
        return None
    others = subscriptions.all_interests(connection) if unread else {}
    reading = [text for text, one in others.items() if reads(one, report.language)]
    heard = _c.interest.not_in([*muting, *unread])
    if not reading:
        return heard
    return or_(heard, and_(_c.interest.in_(unread), _c.id.in_(subscriptions.chats_with(reading))))


def _hears_of(level: Level) -> ColumnElement[bool]:
    """Of chats: that news of a level comes there by itself, at once or with what waits."""
    if level is Level.CRITICAL:
        return _c.subscribed
    if level is Level.BACKGROUND:
        return _c.alerts == Alerts.DIGEST.value
    return _c.alerts != Alerts.CRITICAL.value


def _by_manner(
    connection: Connection, who: ColumnElement[bool], level: Level, now: datetime, weight: Alerts | None = None
) -> list[Readers]:
    """Most chats want it at once at any hour, and need not be told apart.

    ``weight``: what rings at once there; None for what their own rows say.
    """
    if level is Level.CRITICAL:
        plain, special = _c.quiet == "", _c.quiet != ""
    else:
        at_once, digest = _weighs(Alerts.ALL, weight), _weighs(Alerts.DIGEST, weight)
        plain = and_(at_once, _c.quiet == "", _c.cap == 0)
        special = or_(digest, and_(at_once, or_(_c.quiet != "", _c.cap > 0)))
    silent = level is Level.BACKGROUND or weight is Alerts.DIGEST
    found = [] if silent else [Readers(and_(who, plain), RowState.OWED, now)]
    columns = _MANNER if weight is None else _MANNER[1:]
    for row in connection.execute(select(*columns).where(who, special).distinct()):
        found += _of_manner(and_(who, _equal(columns, row)), _chat_of(row, weight), level, now)
    return found


def _weighs(wanted: Alerts, weight: Alerts | None) -> ColumnElement[bool]:
    if weight is None:
        return _c.alerts == wanted.value
    return true() if weight is wanted else false()


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


def _chat_of(row: Row[*tuple[Any, ...]], weight: Alerts | None) -> Chat:
    """One that has the manner of a group."""
    return Chat(
        0,
        ChatType.ADDRESS,
        "",
        subscribed=True,
        time_zone=row.time_zone,
        alerts=weight or Alerts(row.alerts),
        digest_at=row.digest_at,
        digest_days=row.digest_days,
        manner=Manner(row.quiet, row.great_pass, cap=row.cap),
    )
