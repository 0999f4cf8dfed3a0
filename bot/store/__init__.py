"""What the bot keeps: feeds, known entries, stories, articles, figures, chats and owed messages, in SQL.

What belongs here: tables, migrations, and every statement that reads or writes them, each in one short transaction.
What does not: deciding (``desk`` makes the plans that are applied here), the network beyond the database, and the clock
(``now`` is a parameter). All methods of ``Store`` and its facades may be called from any thread.

``store.py`` has ``Store``: the database itself (opening, migrating, looking after it, roles, small settings, and by
``status.py`` how things stand), and its facades, each in the package where its work is:

- ``store.feeds`` (``feeds/``) whom to poll: sources, claims, holds, WebSub subscriptions
- ``store.intake`` (``intake/``) what polls brought: what was seen before, filing, seeding, merging and splitting
- ``store.archive`` (``archive/``) what answers read: articles, their versions, gists, the ledger, the search
- ``store.outbox`` (``outbox/``) whom to tell: chats, and what is owed to them
- ``store.subscriptions`` (``outbox/``) what chats subscribe to, each by its name
- ``store.watches`` (``outbox/``) the chats' own queries

A facade's method is a transaction; the other modules of a package are functions on an open one. Below and beside them
are ``database/`` (connections, tables, migrations) and ``keeping/`` (what works on a whole database).

A round of polling without news is to load no more of it than it uses: what is seldom needed is loaded by ``Later``.
"""

from typing import TYPE_CHECKING

from bot.store.archive.derived import OnProgress
from bot.store.database.busy import is_locked
from bot.store.database.engine import StoreError
from bot.store.database.types import NaiveDatetimeError
from bot.store.feeds.domain_limits import DomainLimits
from bot.store.intake.apply import Applied, Intake
from bot.store.intake.seen import Asked, Known
from bot.store.store import NoDatabaseError, Store, open_store

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
    "DomainLimits",
    "Intake",
    "Known",
    "NaiveDatetimeError",
    "NoDatabaseError",
    "OnProgress",
    "Pruned",
    "Store",
    "StoreError",
    "is_locked",
    "open_store",
]
