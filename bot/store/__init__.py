"""What the bot keeps: feeds, known entries, stories, articles, figures, chats and owed messages, in SQL.

What belongs here: tables, migrations, and every statement that reads or writes them, each in one short transaction.
What does not: deciding (``desk`` makes the plans that are applied here), the network beyond the database, and the clock
(``now`` is a parameter). All methods of ``Store`` may be called from any thread.

- ``store.py`` the ``Store`` facade; the other modules are functions on an open transaction
- ``engine.py`` addresses, connections, transactions, ``alive.py`` pooled connections that are dead; ``lock.py`` one
  worker for one SQLite file, ``busy.py`` a file that something else has locked
- ``sqlite.py``, ``openfile.py`` the file of an SQLite database, ``gate.py`` being alone with it; ``rescue.py`` what is
  done when it is removed, ``remembered.py`` when it is gone at the start; ``kept.py`` troubles in memory
- ``tables.py``, ``types.py`` what the tables look like; ``migrate.py``, ``migrations/`` how a database gets there
- ``limits.py`` what holds for a whole domain; ``roles.py`` what one worker of several does
- ``nearer.py`` what becomes of kept times when the wall clock goes back
- ``subscriptions.py`` feeds at their WebSub hubs
- ``sources.py`` the operator's own feeds, and pausing by hand
- ``feeds.py`` whom to poll; ``intake.py`` plans become rows, ``taking.py`` those that tell something, and ``paces.py``
  those of the feeds themselves; ``known.py`` what was seen before; ``seeding.py`` the archive of past reports;
  ``filing.py`` how an article is filed; ``derived.py`` whether what follows from articles is of this version
- ``chats.py``, ``outbox.py`` whom to tell, and what is owed
- ``at_hand.py`` what deciding is told: ``stories.py`` the newest ones, kept in memory, ``sketches.py`` how they are put
  together from rows, ``background.py`` figures and dates
- ``rulings.py`` stories that operators merge and split; ``versions.py`` articles that were edited
- ``keeping/`` what may be forgotten; backups, and moves to another database
- ``archive.py``, ``status.py`` reads; ``statements.py`` helpers; ``direct.py`` statements past SQLAlchemy's layers

A round of polling without news is to load no more of it than it uses: what is seldom needed is loaded by ``Later``.
"""

from typing import TYPE_CHECKING

from bot.store.at_hand import AtHand
from bot.store.busy import is_locked
from bot.store.engine import StoreError
from bot.store.intake import Applied, Undecided
from bot.store.known import Asked, Known
from bot.store.limits import DomainLimits
from bot.store.store import NoDatabaseError, Store, open_store
from bot.store.types import NaiveDatetimeError

if TYPE_CHECKING:
    from bot.store.keeping.prune import Pruned
else:

    def __getattr__(name: str) -> object:
        """Loaded when asked for (PEP 562): a round of polling forgets nothing."""
        if name != "Pruned":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from bot.store.keeping.prune import Pruned

        return Pruned


__all__ = [
    "Applied",
    "Asked",
    "AtHand",
    "DomainLimits",
    "Known",
    "NaiveDatetimeError",
    "NoDatabaseError",
    "Pruned",
    "Store",
    "StoreError",
    "Undecided",
    "is_locked",
    "open_store",
]
