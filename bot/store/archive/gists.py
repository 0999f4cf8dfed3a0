"""Gists of the reports on the topic: what answers about the course of talks read in place of whole articles.

Worked out in the transaction that files an article. They follow from the articles alone, so they can be made again
from them; see ``gisting``. What else a gist has stands in the article's row before its text, and is read from there.

Read past SQLAlchemy, which takes 12 times as long over the rows; see ``tests.bench.bench_direct``.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, or_, select, true

from bot.desk.ledger.gist import Gist, Outline, gist_of
from bot.desk.ledger.mentions import Mention, mentions_of
from bot.desk.ledger.tallies import encoded_mentions
from bot.model import Article, Event
from bot.store.database.direct import Order, Statement, ask, ask_all, for_rows, inserting, spelt
from bot.store.database.marks import marked
from bot.store.database.statements import Speaks, chunks
from bot.store.database.tables import articles, gists, stories
from bot.store.database.types import instant

if TYPE_CHECKING:
    from bot.reading.dates.upcoming import UpcomingDate

MOST_GISTS, MOST_LETTERS = 6000, 4_000_000
"""Kept in memory: two answers' worth, 10 MB or so; of texts, which may be long, so many letters in all."""


def add(connection: Connection, *new: Article) -> None:
    """Takes in new articles, their words made ``storable``; nothing of those that are off the topic."""
    ask_all(connection, *adding(connection, [(one, mentions_of(one)) for one in new]))


def adding(to: Speaks, new: Iterable[tuple[Article, Iterable[Mention]]]) -> list[Order]:
    """The statements that ``add`` executes, of articles with what they mention."""
    rows = [_row(one, told) for one, told in new if one.reading.relevance.on_topic]
    return [for_rows(to, _ADD, rows)] if rows else []


def replace(connection: Connection, new: Article) -> None:
    """Takes in the new version of an article."""
    connection.execute(delete(gists).where(_g.article_id == new.id))
    add(connection, new)


def mentions(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """What some reports tell of each of their figures, by their ids; nothing of those that have none."""
    asked = {"ids": spelt(connection, sorted(ids))}
    return dict(ask(connection, _MENTIONS, asked))


class Reader:
    """Reads gists and texts, and keeps what it read, until an article is edited or a story merged or split: one answer
    after the other is about the same thousands of reports. Any thread may ask.
    """

    def __init__(self) -> None:
        self._kept = _Kept(None)

    def find(
        self,
        connection: Connection,
        *,
        until: datetime,
        since: datetime | None,
        events: Collection[Event] | None,
        limit: int,
    ) -> list[Gist]:
        """As ``archive.find`` does, of the reports on the topic."""
        kept = self._as_marked(connection)
        asked: dict[str, object] = {"until": until, "since": since, "most": limit}
        ids = _IDS if since is None else _IDS.where(_a.published >= bindparam("since", type_=_a.published.type))
        if events is not None:
            ids = ids.where(_TURNING)
            asked |= {"events": [event.value for event in events], "merged": kept.merged(connection, events)}
        order = _a.published.desc(), _a.id.desc()
        found = connection.scalars(ids.order_by(*order).limit(bindparam("most")), asked).all()
        held = kept.gists  # another thread may put a smaller one in its place
        new = [one for one in found if one not in held]
        if new:
            held.update((row[0], _gist(row)) for row in ask(connection, _GISTS, {"ids": spelt(connection, new)}))
        answer = [held[one] for one in found if one in held]
        if len(held) > MOST_GISTS:
            kept.gists = {one.id: one for one in answer}
        return answer

    def texts(self, connection: Connection, ids: Collection[int]) -> dict[int, str]:
        """The texts of some reports, by their ids."""
        kept = self._as_marked(connection)
        held = kept.texts
        new = [one for one in ids if one not in held]
        for chunk in chunks(sorted(new)):
            held.update((row[0], row[1]) for row in connection.execute(_TEXTS, {"ids": chunk}))
        answer = {one: held[one] for one in ids if one in held}
        # A copy: another thread may add to it meanwhile.
        if sum(map(len, tuple(held.values()))) > MOST_LETTERS:
            kept.texts = answer.copy()
        return answer

    def _as_marked(self, connection: Connection) -> "_Kept":
        """What was read since the last change. Call before reading anything."""
        mark, kept = marked(connection), self._kept
        if kept.mark != mark:
            kept = self._kept = _Kept(mark)
        return kept


@dataclass(slots=True)
class _Kept:
    """What was read under one mark. Threads that read under another one have another of these."""

    mark: str | None
    gists: dict[int, Gist] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    parts: list[tuple[int, str]] | None = None
    """Of the stories that were merged into others into which, and what they told."""

    def merged(self, connection: Connection, events: Collection[Event]) -> list[int]:
        """The stories that others were merged into which told one of some events."""
        if self.parts is None:
            self.parts = [(into, event) for into, event in connection.execute(_PARTS) if into is not None]
        return [into for into, event in self.parts if event in events]


def _row(article: Article, told: Iterable[Mention]) -> dict[str, Any]:
    made = gist_of(article)
    return {
        "article_id": made.id,
        "track": made.reading.track,
        "event": made.reading.event.value,
        "figures": made.figures,
        "length": made.length,
        "round": made.round,
        "ahead": msgspec.json.encode(made.ahead).decode() if made.ahead else None,
        "mentions": encoded_mentions(told) or None,
    }


def _gist(row: Sequence[Any]) -> Gist:
    days = _ahead().decode(row[13]) if row[13] else ()
    return Gist._make((*row[:7], instant(row[7]), _outline(row[8], row[9]), *row[10:13], days))


@cache
def _ahead() -> "msgspec.json.Decoder[tuple[UpcomingDate, ...]]":
    from bot.reading.dates.upcoming import UpcomingDate

    return msgspec.json.Decoder(tuple[UpcomingDate, ...])


@cache
def _outline(track: str | None, event: str) -> Outline:
    return Outline(Event(event), track)


_a, _g = articles.c, gists.c
_ADD = inserting("gists", ("article_id", "track", "event", "figures", "length", "round", "ahead", "mentions"))
_IDS = select(_a.id).where(_a.on_topic, _a.published < bindparam("until", type_=_a.published.type))
_PARTS = select(stories.c.merged_into, stories.c.event).where(stories.c.merged_into.is_not(None))
_TELLING = select(true()).where(
    stories.c.id == _a.story_id,
    stories.c.merged_into.is_(None),
    stories.c.event.in_(bindparam("events", expanding=True)),
)
# Looked up for one report after the other, as few of the newest are looked at: in a list, all stories of the events
# are. What was merged is asked for beside it, because it is told by another column, and hardly anything is.
_TURNING = or_(_TELLING.correlate(articles).exists(), _a.story_id.in_(bindparam("merged", expanding=True)))
_COLUMNS = (
    "a.id, a.feed_id, a.story_id, a.url, a.outlet, a.language, a.title, a.published, "
    "g.track, g.event, g.figures, g.length, g.round, g.ahead"
)
# The ids as one value, and for themselves: joined with what finds them, PostgreSQL reads through all gists. As the
# drivers have the rows: thousands, of which SQLAlchemy would make rows of its own.
_GISTS = Statement(
    f"SELECT {_COLUMNS} FROM json_each(:ids) AS i CROSS JOIN articles AS a ON a.id = i.value "  # noqa: S608
    "CROSS JOIN gists AS g ON g.article_id = i.value",
    f"SELECT {_COLUMNS} FROM articles AS a, gists AS g WHERE a.id = ANY(CAST(:ids AS integer[])) "  # noqa: S608
    "AND g.article_id = ANY(CAST(:ids AS integer[])) AND g.article_id = a.id",
)
_MENTIONS = Statement(
    "SELECT article_id, mentions FROM json_each(:ids) AS i CROSS JOIN gists ON article_id = i.value "
    "WHERE mentions IS NOT NULL",
    "SELECT article_id, mentions FROM gists WHERE article_id = ANY(CAST(:ids AS integer[])) AND mentions IS NOT NULL",
)
_TEXTS = select(_a.id, _a.text).where(_a.id.in_(bindparam("ids", expanding=True)))
