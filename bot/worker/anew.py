"""The sandbox's replay begins anew at a day: the reports go, and the worker that follows tells them from there."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from bot.model import PastReport
from bot.reading import Reader
from bot.sandbox import forget_messages
from bot.sandbox.replay import FROM, PLACE
from bot.settings import Settings, shown
from bot.store import Store
from bot.worker.factories import StartError, database_address, open_database, seed, worker_name
from bot.worker.leadership import KEEPING

_BEFORE = "replay.before"


class Anew(Struct, frozen=True):
    """How the sandbox's replay begins anew."""

    day: date
    """The first that is told."""
    seconds: float
    """Between two reports."""
    port: int
    """The one that the page is at."""


def begin_anew(settings: Settings, day: date) -> None:
    """Forgets the sandbox's reports and what was written in its chats, while no worker runs on them.

    Raises StoreError or SandboxError, and StartError where another worker runs; then all is as it was, unless it is the
    chats that could not be emptied.
    """
    with closing(open_database(settings, worker=worker_name())) as store:
        store.acquire()
        if not store.try_role(KEEPING):
            raise StartError(f"another worker runs on the database {shown(database_address(settings))}")
        store.begin_anew({FROM: day.isoformat(), PLACE: "", _BEFORE: ""})
    forget_messages(sandbox_chats(settings))


def sandbox_chats(settings: Settings) -> Path:
    """The file of the sandbox's chats."""
    return settings.data_dir / "sandbox-chats.db"


def seed_before_replay(store: Store, reader: Reader, reports: Sequence[PastReport], now: datetime) -> None:
    """Put in what came before the replay's first day and is in none of its feeds, once."""
    if reports and store.get(_BEFORE) != "seeded":
        seed(store, reader, reports, now)
        store.put(_BEFORE, "seeded")
