"""Stories as deciding needs them: sketches of the newest, and how rare the signs of reports are.

Both are kept in memory, and with each question only what came since is read: an article never changes once it is filed,
and to read a week's stories anew for every report cost more than all the rest of taking it in.

What came since is asked past SQLAlchemy, which takes 2.9 times as long; see ``tests.bench.bench_direct``.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import takewhile
from operator import attrgetter
from threading import Lock
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from bot.desk.intake.stories import Rarity
from bot.desk.intake.stories.packed import Words, packed
from bot.model import Article, Event, Signs, StorySketch
from bot.store.database.direct import Exchange, Order, Rows, Statement
from bot.store.database.marks import READINGS, marked
from bot.store.database.tables import articles, stories
from bot.store.intake.story_rows import ARTICLE, Newer, Report, Story, newest, report, report_of, some, story

KEPT = 2000
"""Articles, the newest, among which a sign is rare or not: half a year of a busy topic."""

SHELF = 200
"""Stories, the newest, that a report may join."""

_NEWER = Statement(
    "SELECT now.mark, now.readings, a.id, a.url, a.outlet, a.language, a.track, a.on_topic, a.published, a.reading, "
    "s.id, s.title, s.track, s.event, s.last_published, s.alerted, s.rang, s.split_from "
    "FROM (SELECT (SELECT value FROM meta WHERE key = 'stories') AS mark, "
    "(SELECT value FROM meta WHERE key = 'readings') AS readings) AS now "
    "LEFT JOIN articles AS a ON a.id > :last LEFT JOIN stories AS s ON s.id = a.story_id ORDER BY a.id"
)
"""The marks, and with them the articles that came since, as ``Newer``; at least one row."""
_FIRST_KEPT = select(articles.c.id).order_by(articles.c.id.desc()).offset(bindparam("kept")).limit(1)
_COUNTED = select(*ARTICLE).where(articles.c.id > bindparam("last")).order_by(articles.c.id)

_TURN = attrgetter("last_published", "id")
"""What stories are sorted by."""


class _Counted:
    """How rare signs are among the newest articles."""

    def __init__(self) -> None:
        self.rarity = Rarity()
        self._row: deque[tuple[Words, list[tuple[Any, ...]]]] = deque()
        """What was added, to take it out again: words, parties, names, numbers and figures, in a fifth of the memory of
        sets."""

    def add(self, new: Signs) -> None:
        self.rarity.add(new)
        few = [tuple(signs) for signs in (new.parties, new.names, new.numbers, new.figures)]
        self._row.append((packed(new.words), few))
        if len(self._row) > KEPT:
            words, (parties, names, numbers, figures) = self._row.popleft()
            self.rarity.remove(
                Signs(
                    language="",
                    event=Event.NONE,
                    track=None,
                    on_topic=False,
                    words=words,
                    parties=frozenset(parties),
                    names=frozenset(names),
                    numbers=frozenset(numbers),
                    figures=frozenset(figures),
                )
            )


class KnownStories:
    """What one worker knows of the stories. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Read everything anew next time: what was read may have been rolled back."""
        with self._lock:
            self._empty()

    def since(self, exchange: Exchange, moment: datetime, limit: int | None = None) -> tuple[list[StorySketch], Rarity]:
        """The stories that had a report since then, the newest first, at most ``limit`` or ``SHELF`` of them; and how
        rare signs are, in what changes with the next call."""
        # Before the lock, because it may wait for its turn, and whoever has the turn may wait for the lock.
        last = self._last if self._is_read else None
        rows = [] if last is None else exchange.ask(Order(_NEWER, {"last": last})).rows
        exchange.send()
        with self._lock:
            self._catch_up(exchange, rows, last)
            recent = takewhile(lambda one: one.last_published >= moment, self._order[:limit])
            return [one.sketch() for one in recent], self._counted.rarity

    def filed(self, article: Article) -> None:
        """Note an article that was just filed, so that what deciding needs of it is not read out of the database."""
        with self._lock:
            if self._is_read:
                self._filed[article.id] = report_of(article)

    def _empty(self) -> None:
        self._filed: dict[int, Report] = {}
        self._counted = _Counted()
        self._order: list[Story] = []
        self._last = 0
        self._last_story = 0
        self._marks: tuple[str | None, str | None] = None, None
        self._is_read = False

    def _catch_up(self, exchange: Exchange, rows: Rows, last: int | None) -> None:
        """``rows`` are those after ``last``; another thread may have read some of them, or all anew, by now."""
        if not self._is_read or last is None or rows[0][1] != self._marks[1] or self._last < last:
            self._load(exchange.connection)
            return
        if new := [Newer.of(row[2:]) for row in rows if row[2] is not None and row[2] > self._last]:
            self._take(exchange, new)
        if rows[0][0] != self._marks[0]:
            self._reshelve(exchange.connection)

    def _load(self, connection: Connection) -> None:
        self._empty()
        self._marks = marked(connection), connection.scalar(READINGS)
        first = connection.scalar(_FIRST_KEPT, {"kept": KEPT}) or 0
        for row in connection.execute(_COUNTED, {"last": first}):
            self._counted.add(report(row).signs)
            self._last = row.id
        self._last_story = connection.scalar(select(func.max(stories.c.id))) or 0
        known = {one.id: one for one in newest(connection, SHELF)}
        self._shelve(known, known)
        self._is_read = True

    def _reshelve(self, connection: Connection) -> None:
        """Reads the stories anew; what their reports say is known of most of them."""
        self._marks = marked(connection), self._marks[1]
        held = {one.id: one for told in self._order for one in told.reports}
        known = {one.id: one for one in newest(connection, SHELF, held)}
        here = {one.id for told in known.values() for one in told.reports}
        self._off(one for one in held.values() if one.id not in here)
        self._shelve(known, known)

    def _take(self, exchange: Exchange, rows: Iterable[Any]) -> None:
        """Add what came since. Who files reports takes turns, so that the next article's id is always a higher one."""
        shelf = {one.id: one for one in self._order}
        changed: dict[int, Story] = {}
        old: set[int] = set()
        for row in rows:
            new = self._filed.pop(row.id, None) or report(row)
            self._counted.add(new.signs)
            self._last = row.id
            there = shelf.get(row.story_id)
            if there is None and row.story_id > self._last_story:
                there = shelf[row.story_id] = story(row)
            if there is None:
                old.add(row.story_id)
                continue
            self._off(there.add(new, row))
            changed[there.id] = there
        changed |= {one.id: one for one in (some(exchange.connection, old) if old else ())}
        self._shelve(shelf | changed, changed)

    def _shelve(self, known: Mapping[int, Story], changed: Mapping[int, Story]) -> None:
        """Keeps the newest; ``changed`` are those that have reports which were not compared with before."""
        for one in changed.values():
            for told in one.reports:
                self._counted.rarity.at_hand.add(told.signs)
        order = sorted(known.values(), key=_TURN, reverse=True)
        self._order = order[:SHELF]
        for one in order[SHELF:]:
            self._off(one.reports)
        self._last_story = max(self._last_story, *known, 0)

    def _off(self, reports: Iterable[Report]) -> None:
        for one in reports:
            self._counted.rarity.at_hand.remove(one.signs)
