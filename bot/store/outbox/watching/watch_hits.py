"""What watches found is owed to their chats, in the transaction of the poll that brought it.

A watch rings once for an entry, whatever feeds bring it, and once for a story. Of a report that rings in the chat
anyway nothing more is owed, but it counts. What is off the topic has no story: there the same headline within two days
counts as the same report, since agencies' reports come under the links of many papers.

Where the chat has muted the outlet, or the story, an entry answers nothing; another outlet's report may. What comes in
quiet hours, or beyond a day's cap, waits (``quiet``).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec
from msgspec import Struct
from sqlalchemy import BindParameter, Connection, and_, bindparam, insert, or_, select, union, update

from bot.desk.delivery.interests import mutes
from bot.desk.delivery.ringing import Wait, day_there, digest_comes, watch_rings
from bot.model import Chat, DeliveryKind, Level, NewArticle, Paused, Watch, WatchHit
from bot.store.database.marks import watches_changed
from bot.store.database.statements import insert_new
from bot.store.database.tables import articles, chats, muted_stories, outbox, watch_hits, watches
from bot.store.database.types import key, storable
from bot.store.outbox.chats import to_chat
from bot.store.outbox.row_state import RowState
from bot.store.outbox.watching.watches import to_watch

MOST_A_DAY = 50
"""Messages of a watch within a day, in UTC; with the last one it is paused."""
SAME_HEADLINE = timedelta(days=2)
LONGEST_TITLE, LONGEST_LINK, LONGEST_OUTLET = 300, 2048, 100
"""Characters that are kept for the message; no chat takes a longer link."""

_ANYWAY = (DeliveryKind.ALERT.value, DeliveryKind.TURN.value, DeliveryKind.CORRECTION.value)
_h, _w = watch_hits.c, watches.c


class Filed(Struct, frozen=True):
    """Where an entry on the topic was filed."""

    article_id: int
    story_id: int


class _Counted(Struct, frozen=True):
    """A watch, and how many messages it has had on its day."""

    watch: Watch
    day: date | None
    on_day: int

    def with_one_more(self, today: date) -> int:
        return 1 + (self.on_day if self.day == today else 0)


def tell(connection: Connection, new: NewArticle, outlet: str, filed: Filed | None, now: datetime) -> int:
    """Owes the chats whose watches an entry answers a message; returns how many chats those are.

    Call when the alerts of the entry are owed.
    """
    answered = _answered(connection, new, filed, now)
    heard = _hearing(connection, {one.watch.chat_id for one in answered}, outlet, filed, now)
    found = [one for one in answered if one.watch.chat_id in heard]
    if not found:
        return 0
    _note(connection, new, filed, [one.watch.id for one in found], now)
    by_chat: defaultdict[int, list[_Counted]] = defaultdict(list)
    for one in found:
        by_chat[one.watch.chat_id].append(one)
    anyway = _ringing_anyway(connection, by_chat, filed)
    today = now.astimezone(UTC).date()
    full: list[int] = []
    texts: dict[int, str] = {}
    for chat_id, own in by_chat.items():
        if chat_id in anyway:
            continue
        paused = [one.watch.id for one in own if one.with_one_more(today) >= MOST_A_DAY]
        full += paused
        hit = _hit(new, outlet, filed, [one.watch.id for one in own], paused)
        texts[chat_id] = msgspec.json.encode(hit).decode()
    if texts:
        _owe(connection, [(heard[chat_id], text) for chat_id, text in texts.items()], new, filed, now)
    _count(connection, found, anyway, full, now)
    return len(texts)


class _Heard(Struct, frozen=True):
    """A chat that hears of an entry, and how many alerts it has had on which day, for its cap."""

    chat: Chat
    counted_on: str
    counted: int


def _hearing(
    connection: Connection, chat_ids: Collection[int], outlet: str, filed: Filed | None, now: datetime
) -> dict[int, _Heard]:
    """The chats, by their ids, without those that have muted the outlet or the story."""
    if not chat_ids:
        return {}
    asked = {"chats": list(chat_ids)}
    muted = set(connection.scalars(_MUTED, asked | {"story": filed.story_id, "now": now})) if filed else set()
    known = [_Heard(to_chat(row), row.counted_on, row.counted) for row in connection.execute(_CHATS, asked)]
    return {one.chat.id: one for one in known if one.chat.id not in muted and not mutes(one.chat.interest, outlet)}


def _owe(
    connection: Connection,
    told: Sequence[tuple[_Heard, str]],
    new: NewArticle,
    filed: Filed | None,
    now: datetime,
) -> None:
    """Owes each chat its text, at once or as it wants to be told."""
    about = {
        "kind": DeliveryKind.WATCH.value,
        "article_id": filed.article_id if filed else None,
        "notice": f"watch {_entry_key(new)}",
        "attempts": 0,
        "created": now,
        "great": new.level is Level.CRITICAL,
    }
    rows, counted = [], []
    for heard, text in told:
        when = _when(heard, new.level or Level.MATERIAL, now)
        if when.day:
            number = 1 + (heard.counted if heard.counted_on == when.day else 0)
            counted.append({"chat": heard.chat.id, "to_day": when.day, "to_counted": number})
        own = {"state": when.state.value, "not_before": when.not_before, "reason": when.reason}
        rows.append(about | own | {"chat_id": heard.chat.id, "text": text})
    connection.execute(insert_new(connection, outbox), rows)
    if counted:
        connection.execute(_COUNT_FOR_CAP, counted)


class _When(Struct, frozen=True):
    """The state of a row that is owed, and the day for whose cap it counts, "" for none."""

    state: RowState
    not_before: datetime
    reason: str | None = None
    day: str = ""


def _when(heard: _Heard, level: Level, now: datetime) -> _When:
    ringing = watch_rings(heard.chat, level, now)
    if ringing.waits is not None and ringing.until is not None:
        return _When(RowState.HELD, ringing.until, ringing.waits.value)
    if ringing.until is None:
        return _When(RowState.OWED, now)
    today = day_there(heard.chat, now)
    if heard.counted_on == today and heard.counted >= heard.chat.manner.cap:
        return _When(RowState.HELD, digest_comes(heard.chat, now), Wait.CAP.value)
    return _When(RowState.OWED, now, day=today)


def _entry_key(new: NewArticle) -> str:
    return key(new.entry.link or new.entry.guid)


def _headline(new: NewArticle) -> str:
    return key(" ".join(new.entry.title.casefold().split()))


def _answered(connection: Connection, new: NewArticle, filed: Filed | None, now: datetime) -> list[_Counted]:
    """Of the watches that it answers those that stand, and have not rung for it or its story."""
    asked = {"ids": list(new.watches), "entry": _entry_key(new)}
    if filed is not None:
        rung = set(connection.scalars(_RUNG_FOR_STORY, asked | {"story": filed.story_id}))
    else:
        since = now - SAME_HEADLINE
        rung = set(connection.scalars(_RUNG_FOR_HEADLINE, asked | {"headline": _headline(new), "since": since}))
    standing = connection.execute(_STANDING, {"ids": asked["ids"]})
    return [_Counted(to_watch(row), row.day, row.on_day) for row in standing if row.id not in rung]


def _note(
    connection: Connection, new: NewArticle, filed: Filed | None, watch_ids: Sequence[int], now: datetime
) -> None:
    about = {
        "entry": _entry_key(new),
        "headline": _headline(new),
        "article_id": filed.article_id if filed else None,
        "at": now,
    }
    connection.execute(insert(watch_hits), [about | {"watch_id": number} for number in watch_ids])


def _ringing_anyway(connection: Connection, chat_ids: Collection[int], filed: Filed | None) -> set[int]:
    """The chats that are owed an alert of the report, or a reply to an earlier one, at once or when it is quiet no
    more, or where a watch would wait as well; not those where it waits for a digest."""
    if filed is None:
        return set()
    asked = {"chats": list(chat_ids), "article": filed.article_id}
    return set(connection.scalars(_OWED_ANYWAY, asked))


def _hit(
    new: NewArticle, outlet: str, filed: Filed | None, watch_ids: Sequence[int], paused: Sequence[int]
) -> WatchHit:
    if filed is not None:
        return WatchHit(tuple(watch_ids), paused=tuple(paused))
    entry = new.entry
    return WatchHit(
        tuple(watch_ids),
        storable(entry.title[:LONGEST_TITLE]),
        storable(entry.link) if len(entry.link) <= LONGEST_LINK else "",
        storable(outlet[:LONGEST_OUTLET]),
        new.published,
        tuple(paused),
    )


def _count(
    connection: Connection, found: Sequence[_Counted], anyway: Collection[int], full: Collection[int], now: datetime
) -> None:
    """Only messages of its own count for a watch's day."""
    today = now.astimezone(UTC).date()
    rows = [
        {
            "number": one.watch.id,
            "to_last_hit": now,
            "to_day": today,
            "to_on_day": one.with_one_more(today) - (one.watch.chat_id in anyway),
            "to_paused": (Paused.TOO_MANY if one.watch.id in full else Paused.NO).value,
        }
        for one in found
    ]
    connection.execute(_COUNT, rows)
    if full:
        watches_changed(connection)


# --- Made once: to put a statement together takes longer than to execute it -----------------------------------------

_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_OF_ENTRY = select(_h.watch_id).where(_h.watch_id.in_(_IDS), _h.entry == bindparam("entry"))
_RUNG_FOR_STORY = union(
    _OF_ENTRY,
    select(_h.watch_id)
    .join_from(watch_hits, articles, _h.article_id == articles.c.id)
    .where(_h.watch_id.in_(_IDS), articles.c.story_id == bindparam("story")),
)
_RUNG_FOR_HEADLINE = union(
    _OF_ENTRY,
    select(_h.watch_id).where(
        _h.watch_id.in_(_IDS), _h.headline == bindparam("headline"), _h.headline != "", _h.at > bindparam("since")
    ),
)
_STANDING = select(watches).where(_w.id.in_(_IDS), _w.paused == Paused.NO.value).order_by(_w.chat_id, _w.id)
_OWED_ANYWAY = select(outbox.c.chat_id).where(
    outbox.c.chat_id.in_(bindparam("chats", expanding=True)),
    or_(
        outbox.c.state == RowState.OWED.value,
        and_(outbox.c.state == RowState.HELD.value, outbox.c.reason.in_((Wait.QUIET.value, Wait.CAP.value))),
    ),
    outbox.c.article_id == bindparam("article"),
    outbox.c.kind.in_(_ANYWAY),
)
_CHATS = select(chats).where(chats.c.id.in_(bindparam("chats", expanding=True)))
_MUTED = select(muted_stories.c.chat_id).where(
    muted_stories.c.chat_id.in_(bindparam("chats", expanding=True)),
    muted_stories.c.story_id == bindparam("story"),
    or_(muted_stories.c.until.is_(None), muted_stories.c.until > bindparam("now")),
)
_COUNT_FOR_CAP = (
    update(chats)
    .where(chats.c.id == bindparam("chat"))
    .values(counted_on=bindparam("to_day"), counted=bindparam("to_counted"))
)
_COUNT = (
    update(watches)
    .where(_w.id == bindparam("number"))
    .values(
        {name: bindparam(f"to_{name}", type_=watches.c[name].type) for name in ("last_hit", "day", "on_day", "paused")}
        | {"hits": _w.hits + 1}
    )
)
