"""Who may do what here, and what is kept of whom: a chat's own data.

- ``own_data``: /mydata and /forgetme; ``invites``: /invite; ``broadcasts``: /broadcast; ``health``: /health

What does not belong here: the check itself, which is the routing's (``bot.chat.updates``), by ``bot.chat.people``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """A family, loaded when the registry first asks something of it, as those beside this package are."""
        try:
            return import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as problem:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from problem


__all__ = ["broadcasts", "health", "invites", "own_data"]
