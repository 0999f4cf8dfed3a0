"""Stories merged and split, by the operator for the most part: their reports move, and the alerts that went out go with
them.

Joining is told by the stories that there are then; of stories that were split it heeds ``split_from``.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.desk.intake.merge_split import FiledReport, Merged, Refused, Split, StoryHead, merging, splitting
from bot.model import Article, DeliveryKind, Event
from bot.store.archive.articles import to_article
from bot.store.database.engine import take_turns
from bot.store.database.marks import changed
from bot.store.database.statements import chunks
from bot.store.database.tables import articles, outbox, stories
from bot.store.intake import filing
from bot.store.outbox import edits, mutes
from bot.store.outbox.row_state import RowState

_s, _a, _o = stories.c, articles.c, outbox.c
_ALERT, _EDIT = DeliveryKind.ALERT.value, DeliveryKind.EDIT.value
_SURER = (
    RowState.SENT.value,
    RowState.LEASED.value,
    RowState.OWED.value,
    RowState.ASKED.value,
    RowState.HELD.value,
    RowState.CLOSED.value,
)
"""Of two alerts of one chat the one that the chat has, or will have first."""


def merge(connection: Connection, one: int, other: int, now: datetime) -> Merged | Refused:
    """Makes two stories one, under the older number; both numbers may be those of stories merged before."""
    take_turns(connection)
    ruling = merging(_head(connection, one), _head(connection, other), (one, other))
    if isinstance(ruling, Refused):
        return ruling
    kept, gone = ruling.kept.id, ruling.gone
    came = tuple(connection.scalars(select(_a.id).where(_a.story_id == gone).order_by(_a.published, _a.id)))
    connection.execute(update(articles).where(_a.story_id == gone).values(story_id=kept))
    _write(connection, ruling.kept)
    connection.execute(update(stories).where((_s.id == gone) | (_s.merged_into == gone)).values(merged_into=kept))
    connection.execute(update(stories).where(_s.split_from == gone, _s.id != kept).values(split_from=kept))
    _one_alert_each(connection, kept, gone, now)
    mutes.merge(connection, kept, gone)
    _done(connection, [kept], now)
    return Merged(ruling.kept, gone, came)


def split(connection: Connection, story: int, wanted: Collection[int], now: datetime) -> Split | Refused:
    """Makes reports of a story, by their numbers, one of their own."""
    take_turns(connection)
    head = _head(connection, story)
    ruling = splitting(head, _filed(connection, head.id) if head else (), frozenset(wanted), story)
    if isinstance(ruling, Refused):
        return ruling
    number = _apart(connection, ruling, now)
    goes = _head(connection, number)
    assert goes is not None  # noqa: S101  # it was just stored
    return Split(ruling.stays, goes, ruling.reports)


def part(connection: Connection, story: int, wanted: Collection[int], now: datetime) -> int | None:
    """Makes reports of a story one of their own by the program's own signs, which tell of both from then on.

    Returns the number of their story; None where they are not all in ``story`` any more, or nothing else would be.
    """
    take_turns(connection)
    head = _head(connection, story)
    ruling = splitting(head, _filed(connection, head.id) if head else (), frozenset(wanted), story)
    if head is None or isinstance(ruling, Refused):
        return None
    return _apart(connection, replace(ruling, goes=replace(ruling.goes, split_from=head.split_from)), now)


def _apart(connection: Connection, ruling: Split, now: datetime) -> int:
    """Stores what was split; returns the number of the story that goes."""
    _write(connection, ruling.stays)
    number = filing.key_of(connection.execute(insert(stories).values(**_values(ruling.goes))))
    for chunk in chunks(ruling.reports):
        connection.execute(update(articles).where(_a.id.in_(chunk)).values(story_id=number))
    _alerts_along(connection, ruling.stays.id, number, ruling.reports)
    mutes.split(connection, ruling.stays.id, number)
    _done(connection, [ruling.stays.id, number], now)
    return number


def _done(connection: Connection, story_ids: Sequence[int], now: datetime) -> None:
    changed(connection)
    edits.owe(connection, story_ids, now)


# --- Stories --------------------------------------------------------------------------------------------------------


def leads_to(connection: Connection, number: int) -> int | None:
    """The story that a number leads to: it, or the one that it was merged into; None where there is none."""
    return connection.scalar(select(func.coalesce(_s.merged_into, _s.id)).where(_s.id == number))


def reports_of(connection: Connection, story_id: int) -> list[Article]:
    """All reports of a story, in the order in which they came."""
    rows = connection.execute(select(articles).where(_a.story_id == story_id).order_by(_a.id))
    return [to_article(row) for row in rows]


def _head(connection: Connection, number: int) -> StoryHead | None:
    """The story of a number, or the one that it was merged into."""
    row = connection.execute(select(stories).where(_s.id == leads_to(connection, number))).one_or_none()
    if row is None:
        return None
    return StoryHead(
        row.id, row.title, row.track, Event(row.event), row.last_published, row.alerted, frozenset(row.rang.split()),
        row.split_from,
    )  # fmt: skip


def _filed(connection: Connection, story_id: int) -> list[FiledReport]:
    told = set(connection.scalars(select(_o.article_id).where(_o.story_id == story_id, _o.kind == _ALERT)))
    return [
        FiledReport(a.id, a.title, a.reading.track, a.reading.event, a.published, a.id in told)
        for a in reports_of(connection, story_id)
    ]


def _write(connection: Connection, head: StoryHead) -> None:
    connection.execute(update(stories).where(_s.id == head.id).values(**_values(head)))


def _values(head: StoryHead) -> dict[str, Any]:
    return {
        "title": head.title,
        "track": head.track,
        "event": head.event.value,
        "last_published": head.last_published,
        "alerted": head.alerted,
        "rang": " ".join(sorted(head.rang)),
        "split_from": head.split_from,
    }


# --- What chats were told -------------------------------------------------------------------------------------------


def _alerts_along(connection: Connection, story_id: int, number: int, reports: Collection[int]) -> None:
    """The alerts about these reports, with their edits, are those of another story from now on."""
    own = select(_o.id).where(_o.story_id == story_id, _o.kind == _ALERT, _o.article_id.in_(reports))
    moved = list(connection.scalars(own))
    for chunk in chunks(moved):
        edit = (_o.kind == _EDIT) & (_o.story_id == story_id) & _o.replies_to.in_(chunk)
        connection.execute(update(outbox).where(_o.id.in_(chunk) | edit).values(story_id=number))


def _one_alert_each(connection: Connection, kept: int, gone: int, now: datetime) -> None:
    """Of chats that are owed or had alerts of both stories, one goes on as the alert of the one story."""
    rows = connection.execute(
        select(_o.id, _o.chat_id, _o.kind, _o.story_id, _o.state).where(
            _o.story_id.in_((kept, gone)), _o.kind.in_((_ALERT, _EDIT))
        )
    )
    of_chat: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_chat[row.chat_id].append(row)
    moves: dict[int, int] = {}
    for those in of_chat.values():
        alerts = {row.story_id: row for row in those if row.kind == _ALERT}
        if gone in alerts and (kept not in alerts or _is_surer(alerts[gone], alerts[kept])):
            moves |= {row.id: kept if row.story_id == gone else gone for row in those}
        if len(alerts) > 1:
            lost = next(row for row in alerts.values() if moves.get(row.id, row.story_id) == gone)
            won = next(row for row in alerts.values() if row is not lost)
            connection.execute(
                update(outbox).where(_o.replies_to == lost.id, _o.kind != _EDIT).values(replies_to=won.id)
            )
    _renumber(connection, moves)
    waiting = _o.state.in_((RowState.OWED.value, RowState.HELD.value, RowState.ASKED.value))
    closed = {"state": RowState.CLOSED.value, "settled": now, "reason": f"its story is part of story {kept} now"}
    connection.execute(update(outbox).where(_o.story_id == gone, waiting).values(**closed))


def _is_surer(one: Any, other: Any) -> bool:
    return _SURER.index(one.state) < _SURER.index(other.state)


def _renumber(connection: Connection, moves: Mapping[int, int]) -> None:
    """In two steps: a chat has one alert of a story, and two may change places."""
    if not moves:
        return
    connection.execute(_RENUMBER.values(story_id=None), [{"row": row} for row in moves])
    connection.execute(
        _RENUMBER.values(story_id=bindparam("story")), [{"row": row, "story": story} for row, story in moves.items()]
    )


_RENUMBER = update(outbox).where(_o.id == bindparam("row"))
