"""What a chat wants to hear of, and how: the commands and buttons by which it says so.

- ``choosing``: countries, kinds, quiet hours and the like, changed and told in one sentence; ``mutes``: stories and
  outlets; ``preferring`` outlets; ``outlets``: which one is meant
- ``settings``: all of it by buttons; ``starting``: how a newcomer comes to alerts
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


__all__ = ["choosing", "mutes", "preferring", "settings", "starting"]
