"""Stories as deciding needs them: sketches of the newest, and how rare the signs of reports are.

Both are kept in memory, and with each question only what came since is read: an article never changes once it is filed,
and to read a week's stories anew for every report cost more than all the rest of taking it in.
"""

from array import array
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from threading import Lock

from sqlalchemy import Connection, bindparam, func, select, text

from bot.desk.stories import Rarity
from bot.model import Signs, StorySketch
from bot.store.sketches import ARTICLE, STORY, Report, Story, newest, report, some, story
from bot.store.tables import articles, stories

KEPT = 2000
"""Articles, the newest, among which a sign is rare or not: half a year of a busy topic."""

SHELF = 200
"""Stories, the newest, that a report may join."""

_STATE = text("SELECT (SELECT max(id) FROM articles), (SELECT value FROM meta WHERE key = 'stories')")
_CHANGED = text(
    "INSERT INTO meta (key, value) VALUES ('stories', '1') "
    "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(meta.value AS bigint) + 1 AS text)"
)
_NEWER = (
    select(*ARTICLE, *STORY)
    .join_from(articles, stories)
    .where(articles.c.id > bindparam("last"))
    .order_by(articles.c.id)
)
_FIRST_KEPT = select(articles.c.id).order_by(articles.c.id.desc()).offset(bindparam("kept")).limit(1)
_COUNTED = select(*ARTICLE).where(articles.c.id > bindparam("last")).order_by(articles.c.id)


def changed(connection: Connection) -> None:
    """To be called by whoever changes a story in another way than by filing a report in it: all workers read anew."""
    connection.execute(_CHANGED)


class _Counted:
    """How rare signs are among the newest articles."""

    def __init__(self) -> None:
        self.rarity = Rarity()
        self._row: deque[tuple[Signs, array[int]]] = deque()
        """What was added, to take it out again; the words, which are most of it, in an eighth of a set's memory."""

    def add(self, new: Signs) -> None:
        self.rarity.add(new)
        self._row.append((replace(new, words=frozenset()), array("Q", new.words)))
        if len(self._row) > KEPT:
            old, words = self._row.popleft()
            self.rarity.remove(replace(old, words=frozenset(words)))


class KnownStories:
    """What one worker knows of the stories. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Read everything anew next time: what was read may have been rolled back."""
        with self._lock:
            self._empty()

    def since(self, connection: Connection, moment: datetime, limit: int) -> list[StorySketch]:
        """The stories that had a report since then, the newest first, and at most ``limit`` or ``SHELF`` of them."""
        with self._lock:
            self._catch_up(connection)
            recent = takewhile(lambda one: one.last_published >= moment, self._order[:limit])
            return [one.sketch() for one in recent]

    def rarity(self, connection: Connection) -> Rarity:
        """As of now; what is handed out changes with the next call."""
        with self._lock:
            self._catch_up(connection)
            return self._counted.rarity

    def _empty(self) -> None:
        self._counted = _Counted()
        self._order: list[Story] = []
        self._last = 0
        self._last_story = 0
        self._mark: str | None = None

    def _catch_up(self, connection: Connection) -> None:
        last, mark = connection.execute(_STATE).one()
        last = last or 0
        if mark != self._mark or last < self._last or (last > self._last and not self._order):
            self._load(connection, mark)
        elif last > self._last:
            self._take(connection)

    def _load(self, connection: Connection, mark: str | None) -> None:
        self._empty()
        self._mark = mark
        first = connection.scalar(_FIRST_KEPT, {"kept": KEPT}) or 0
        for row in connection.execute(_COUNTED, {"last": first}):
            self._counted.add(report(row).signs)
            self._last = row.id
        self._last_story = connection.scalar(select(func.max(stories.c.id))) or 0
        known = {one.id: one for one in newest(connection, SHELF)}
        self._shelve(known, known)

    def _take(self, connection: Connection) -> None:
        """Add what came since. Who files reports takes turns, so that the next article's id is always a higher one."""
        shelf = {one.id: one for one in self._order}
        changed: dict[int, Story] = {}
        old: set[int] = set()
        for row in connection.execute(_NEWER, {"last": self._last}):
            new = report(row)
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
        changed |= {one.id: one for one in (some(connection, old) if old else ())}
        self._shelve(shelf | changed, changed)

    def _shelve(self, known: Mapping[int, Story], changed: Mapping[int, Story]) -> None:
        """Keeps the newest; ``changed`` are those that have reports which were not compared with before."""
        for one in changed.values():
            for told in one.reports:
                self._counted.rarity.at_hand.add(told.signs)
        order = sorted(known.values(), key=lambda one: one.turn, reverse=True)
        self._order = order[:SHELF]
        for one in order[SHELF:]:
            self._off(one.reports)
        self._last_story = max(self._last_story, *known, 0)

    def _off(self, reports: Iterable[Report]) -> None:
        for one in reports:
            self._counted.rarity.at_hand.remove(one.signs)
