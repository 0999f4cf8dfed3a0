"""What chats report as wrong: once of each chat and figure. Operators are told once, and the chats what came of it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from bot.model import Aspect, Chat, Complained, Complaint, ComplaintState, DeliveryKind, Spot
from bot.store.archive import corrections as reads
from bot.store.database.engine import take_turns
from bot.store.database.tables import complaints
from bot.store.intake.filing import key_of
from bot.store.outbox import chats, queue

MOST_A_DAY = 10
"""Of one chat."""
_DAY = timedelta(days=1)

_p = complaints.c


def subject_of(spot: Spot) -> str:
    """What a figure at a place goes by: ``text 49``."""
    return f"{spot[0]} {spot[1]}"


def complain(
    connection: Connection,
    chat: Chat,
    article_id: int,
    about: Spot | None,
    aspect: Aspect | None,
    operators: Collection[int],
    now: datetime,
) -> Complained:
    """Takes down that something is wrong with a report, or with its figure at a place."""
    take_turns(connection)
    subject = subject_of(about) if about is not None else str(aspect)
    own = select(_p.id).where(_p.chat_id == chat.id, _p.article_id == article_id, _p.subject == subject)
    if (known := connection.scalar(own)) is not None:
        return Complained(reads.complaint(connection, known), operators=len(operators))
    lately = select(func.count()).select_from(complaints).where(_p.chat_id == chat.id, _p.made > now - _DAY)
    if (connection.scalar(lately) or 0) >= MOST_A_DAY:
        return Complained(None, operators=len(operators))
    is_open = (_p.article_id == article_id) & (_p.subject == subject) & (_p.state == ComplaintState.OPEN.value)
    waits = connection.scalar(select(func.count()).select_from(complaints).where(is_open))
    chats.know(connection, chat)
    values = {
        "chat_id": chat.id,
        "article_id": article_id,
        "subject": subject,
        "surface": about[2] if about is not None else "",
        "aspect": aspect.value if aspect is not None else None,
        "made": now,
        "state": ComplaintState.OPEN.value,
    }
    number = key_of(connection.execute(insert(complaints).values(**values)))
    if not waits:
        queue.notify(connection, operators, "", now, occasion=f"wrong {number}", kind=DeliveryKind.COMPLAINT)
    return Complained(reads.complaint(connection, number), is_new=True, operators=len(operators))


def stands(connection: Connection, number: int, operator: int, now: datetime) -> Complaint | None:
    """An operator finds nothing wrong; the chats that reported the same hear of it. None where there is no such one."""
    take_turns(connection)
    found = reads.complaint(connection, number)
    if found is not None:
        settle(connection, found.article_id, [found.subject], ComplaintState.STANDS, operator, now)
    return reads.complaint(connection, number)


def settle(
    connection: Connection,
    article_id: int,
    subjects: Collection[str],
    state: ComplaintState,
    operator: int,
    now: datetime,
) -> None:
    """Notes what became of what was reported, and owes each chat a word of it."""
    waiting = (_p.article_id == article_id) & _p.subject.in_(subjects) & (_p.state == ComplaintState.OPEN.value)
    for number, chat_id in connection.execute(select(_p.id, _p.chat_id).where(waiting).order_by(_p.id)).all():
        ruled = {"state": state.value, "settled": now, "settled_by": operator}
        connection.execute(update(complaints).where(_p.id == number).values(**ruled))
        queue.owe_line(connection, chat_id, "", now, occasion=f"looked {number}", kind=DeliveryKind.VERDICT)
