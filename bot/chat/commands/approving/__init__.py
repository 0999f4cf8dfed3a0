"""An editor's approval before a channel posts: /editor, and the buttons Post and Drop.

- ``editors``: who approves which channel's posts, what waits, and a press

What does not belong here: what waits for whom, which the store keeps (``store.approvals``).
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


__all__ = ["editors"]
