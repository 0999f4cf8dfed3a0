"""Quiet hours at the time of sending: what was owed before they began waits too, and what watches found meanwhile comes
together at their end.

Alerts that wait come by a digest (``digests``). What watches found may be no report of the archive, and has a message
of its own, ten to one.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, Row, and_, or_, select, update

from bot.desk.delivery.ringing import Wait, quiet_until
from bot.model import DeliveryKind, WatchHit
from bot.store.database.tables import outbox
from bot.store.outbox import digests
from bot.store.outbox.row_state import RowState

TOGETHER = 10
"""What watches found, in one message at the most."""

_o = outbox.c
_WATCH = DeliveryKind.WATCH.value
_WAITED = "waited"
"""Why a row is owed that waited: it is not to wait again, as where somebody asked for it in quiet hours."""
_RINGING = (DeliveryKind.ALERT.value, DeliveryKind.TURN.value, DeliveryKind.CORRECTION.value, _WATCH)


def hold_back(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]], now: datetime) -> bool:
    """Has what rings wait where it is quiet by now, of the chats of rows that are to be sent; whether any had to."""
    held = [_holds_back(connection, row, now) for row in rows if row.chat_quiet]
    return any(held)


def _holds_back(connection: Connection, row: Row[*tuple[Any, ...]], now: datetime) -> bool:
    until = quiet_until(now, row.chat_time_zone, row.chat_quiet)
    if until is None:
        return False
    if row.kind == DeliveryKind.DIGEST.value:
        asked_for = quiet_until(row.created, row.chat_time_zone, row.chat_quiet) is not None
        return not asked_for and digests.put_off(connection, row, until)
    if row.kind not in _RINGING or (row.great and row.chat_great_pass) or _was_released(row):
        return False
    _hold(connection, row, until)
    return True


def _was_released(row: Row[*tuple[Any, ...]]) -> bool:
    return bool(row.kind == _WATCH and row.reason == _WAITED)


def _hold(connection: Connection, row: Row[*tuple[Any, ...]], until: datetime) -> None:
    """All of the chat's rows at once: there may be hundreds, and one is picked at a time."""
    mine = and_(_o.chat_id == row.chat_id, _o.state == RowState.OWED.value, _o.kind.in_(_RINGING), ~_o.approved)
    mine = and_(mine, or_(_o.reason.is_(None), _o.reason != _WAITED))
    if row.chat_great_pass:
        mine = and_(mine, ~_o.great)
    values = {"state": RowState.HELD.value, "not_before": until, "reason": Wait.QUIET.value}
    connection.execute(update(outbox).where(mine).values(**values))


def release(connection: Connection, now: datetime) -> None:
    """Owes what watches found and was held until now: of each chat some together."""
    due = and_(_o.state == RowState.HELD.value, _o.not_before <= now, _o.kind == _WATCH)
    by_chat: defaultdict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in connection.execute(_DUE.where(due)):
        by_chat[row.chat_id].append(row)
    for rows in by_chat.values():
        for first in range(0, len(rows), TOGETHER):
            _owe_together(connection, rows[first : first + TOGETHER], now)


def _owe_together(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]], now: datetime) -> None:
    first, *others = (replace(_decode(row.text), article_id=row.article_id) for row in rows)
    told = msgspec.json.encode(replace(first, more=tuple(others))).decode()
    owed = {"state": RowState.OWED.value, "text": told, "not_before": now, "reason": _WAITED}
    connection.execute(update(outbox).where(_o.id == rows[0].id).values(**owed))
    if others:
        closed = {"state": RowState.CLOSED.value, "settled": now, "reason": f"told with row {rows[0].id}"}
        ids = [row.id for row in rows[1:]]
        connection.execute(update(outbox).where(_o.id.in_(ids)).values(**closed, replies_to=rows[0].id))


_DUE = select(_o.id, _o.chat_id, _o.article_id, _o.text).order_by(_o.id)
_decode = msgspec.json.Decoder(WatchHit).decode
