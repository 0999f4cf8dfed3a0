"""What is wrong with the bot as a whole: told to operators who ask, and once a day where anything is new."""

import asyncio
import json
import logging
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.chat.delivery.contact import Contact
from bot.chat.logs import one_line
from bot.chat.render.words import age
from bot.desk.intake.upkeep import ALARM
from bot.model import Feed, HealthTrouble
from bot.phrases.wording import count
from bot.store import Store, StoreError

log = logging.getLogger(__name__)

EVERY = 1800.0
"""Seconds between two looks."""
DAY = timedelta(hours=24)
"""Between two messages that nobody asked for, at the least."""
LONG = timedelta(hours=1)
"""A message owed, or no feed polled, for longer."""
LEAST_FREE = 500_000_000
"""Bytes that the disk is to have left."""
APART = timedelta(minutes=1)
"""Between this machine's clock and that of the database's server."""
TOLD = "health told"
"""The setting that has what was told, and when."""
ROLE = "health"
"""The role of the worker that tells operators."""
MOST = 15


class Checkup:
    """Looks at everything at once; from any thread."""

    def __init__(
        self,
        store: Store,
        operators: Collection[int],
        *,
        now: Callable[[], datetime],
        contact: Contact,
        folder: Path,
        apart: Callable[[], timedelta],
        mail: Callable[[], str | None] = lambda: None,
    ) -> None:
        """``folder`` is on the disk that is to have room; ``apart``: how far the database's clock is ahead; ``mail``:
        what is wrong with the mail server."""
        self._store = store
        self._operators = sorted(operators)
        self._now = now
        self._contact = contact
        self._folder = folder
        self._apart = apart
        self._mail = mail
        self._started = now()

    def troubles(self) -> Sequence[HealthTrouble]:
        """What is wrong now; never raises."""
        now = self._now()
        found = [HealthTrouble(f"database {one.sentence}", one.sentence) for one in self._store.database_troubles(now)]
        try:
            found += self._of_status(now)
        except Exception as problem:  # whatever it is, that is the answer
            log.warning("the database does not answer: %s", one_line(f"{type(problem).__name__}: {problem}"))
            found.append(HealthTrouble("database", "the database does not answer; the log says why"))
        return [*found, *self._of_machine()]

    def _of_status(self, now: datetime) -> Iterator[HealthTrouble]:
        stand = self._store.status(now)
        since = max(stand.oldest_owed, self._started) if stand.oldest_owed is not None else now
        if now - since > LONG:
            waiting = count(stand.owed, "message")
            yield HealthTrouble("owed", f"{waiting} to be sent, the oldest for {age(now - (stand.oldest_owed or now))}")
        if stand.due_now and now - max(stand.last_poll or self._started, self._started) > LONG:
            yield HealthTrouble(
                "polls", f"{count(stand.due_now, 'feed is', 'feeds are')} due, and none was polled lately"
            )
        for feed in stand.failing:
            if feed.errors >= ALARM:
                yield HealthTrouble(f"feed {feed.id}", _failing(feed))

    def _of_machine(self) -> Iterator[HealthTrouble]:
        try:
            free = shutil.disk_usage(self._folder).free
        except OSError as problem:
            yield HealthTrouble("disk", f"the disk of {self._folder} cannot be looked at: {problem.strerror}")
        else:
            if free < LEAST_FREE:
                yield HealthTrouble("disk", f"the disk of {self._folder} has {free / 1e6:,.0f} MB left")
        if abs(self._apart()) > APART:
            ahead = "ahead of" if self._apart() > timedelta(0) else "behind"
            yield HealthTrouble(
                "clock", f"the database's clock is {age(abs(self._apart()))} {ahead} this machine's; set both by NTP"
            )
        if (trouble := self._contact.trouble()) is not None:
            yield HealthTrouble("telegram", trouble)
        if (trouble := self._mail()) is not None:
            yield HealthTrouble("mail", trouble)

    async def look(self) -> None:
        """Tell operators what is wrong that they were not told of, once a day at the most. Raises StoreError."""
        if self._operators:
            await asyncio.to_thread(self._tell)

    def _tell(self) -> None:
        if not self._store.try_role(ROLE):
            return
        now, found = self._now(), self.troubles()
        last, told = self._told()
        keys = {one.key for one in found}
        standing = [key for key in told if key in keys]
        fresh = [one for one in found if one.key not in told]
        if fresh and (last is None or now - last >= DAY):
            self._store.outbox.note_operators(self._operators, in_words(fresh), now)
            self._keep(now, [*standing, *(one.key for one in fresh)])
        elif standing != told:  # what is over is told again when it comes back
            self._keep(last, standing)

    def _told(self) -> tuple[datetime | None, list[str]]:
        kept = json.loads(self._store.get(TOLD) or "{}")
        last = kept.get("last")
        return (datetime.fromisoformat(last) if last else None), list(kept.get("told", ()))

    def _keep(self, last: datetime | None, told: list[str]) -> None:
        try:
            self._store.put(TOLD, json.dumps({"last": last.isoformat() if last else None, "told": told}))
        except StoreError as problem:
            log.warning("what operators were told is not noted: %s", problem)


def in_words(troubles: Sequence[HealthTrouble]) -> str:
    """A line each, for operators who did not ask."""
    lines = [f"• {one.sentence}" for one in troubles[:MOST]]
    more = [f"and {len(troubles) - MOST} more"] if len(troubles) > MOST else []
    head = f"{count(len(troubles), 'thing is', 'things are')} wrong; /health tells how it is by now."
    return "\n".join([head, *lines, *more])


def _failing(feed: Feed) -> str:
    why = one_line(feed.last_error or "it cannot be read")[:160]
    return f"{one_line(feed.outlet)[:60]} (feed {feed.id}) has failed {count(feed.errors, 'time')} in a row: {why}"
