"""Reads of what operators corrected, and of what chats reported as wrong."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select

from bot.model import Aspect, Complaint, ComplaintState, Correction, Spot
from bot.store.database.statements import chunks
from bot.store.database.tables import complaints, corrections, machine_readings

_c, _p, _m = corrections.c, complaints.c, machine_readings.c
_STANDS = _c.undone.is_(None)
_spot = msgspec.json.Decoder(Spot)
_spots = msgspec.json.Decoder(tuple[Spot, ...])


def of_articles(connection: Connection, article_ids: Collection[int]) -> dict[int, tuple[Correction, ...]]:
    """The corrections that stand, by their articles, the first one first; only of articles that have any."""
    found: dict[int, list[Correction]] = {}
    for chunk in chunks(sorted(article_ids)):
        rows = connection.execute(select(corrections).where(_STANDS, _c.article_id.in_(chunk)).order_by(_c.id))
        for row in rows:
            found.setdefault(row.article_id, []).append(to_correction(row))
    return {article_id: tuple(those) for article_id, those in found.items()}


def standing(connection: Connection, limit: int | None = None) -> list[Correction]:
    """All corrections that stand, the newest first."""
    return _read(connection.execute(select(corrections).where(_STANDS).order_by(_c.id.desc()).limit(limit)))


def one(connection: Connection, number: int) -> Correction | None:
    """A correction that stands."""
    return next(iter(_read(connection.execute(select(corrections).where(_STANDS, _c.id == number)))), None)


def last_of(connection: Connection, operator: int) -> Correction | None:
    """The last correction of an operator that stands."""
    own = select(corrections).where(_STANDS, _c.operator == operator).order_by(_c.id.desc()).limit(1)
    return next(iter(_read(connection.execute(own))), None)


def machine_reading(connection: Connection, article_id: int) -> str | None:
    """What the program itself reads of an article that was corrected, as it is stored; None of others."""
    return connection.scalar(select(_m.reading).where(_m.article_id == article_id))


def complaint(connection: Connection, number: int) -> Complaint | None:
    rows = connection.execute(select(complaints).where(_p.id == number))
    return next((_to_complaint(connection, row) for row in rows), None)


def open_complaints(connection: Connection, limit: int) -> list[Complaint]:
    """What waits for an operator, the first report of each subject, the newest first."""
    first = select(func.min(_p.id)).where(_p.state == ComplaintState.OPEN.value).group_by(_p.article_id, _p.subject)
    rows = connection.execute(select(complaints).where(_p.id.in_(first)).order_by(_p.id.desc()).limit(limit))
    return [_to_complaint(connection, row) for row in rows.all()]


def _read(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Correction]:
    return [to_correction(row) for row in rows]


def to_correction(row: Row[*tuple[Any, ...]]) -> Correction:
    return Correction(
        Aspect(row.aspect),
        row.value,
        id=row.id,
        article_id=row.article_id,
        was=row.was,
        operator=row.operator,
        made=row.made,
        spot=_spot.decode(row.spot) if row.spot else None,
        sentence=row.sentence,
        holds_at=_spots.decode(row.holds_at),
    )


def _to_complaint(connection: Connection, row: Row[*tuple[Any, ...]]) -> Complaint:
    same = (_p.article_id == row.article_id) & (_p.subject == row.subject)
    return Complaint(
        row.id,
        row.chat_id,
        row.article_id,
        row.subject,
        row.surface,
        Aspect(row.aspect) if row.aspect else None,
        row.made,
        ComplaintState(row.state),
        connection.scalar(select(func.count()).select_from(complaints).where(same)) or 1,
    )
