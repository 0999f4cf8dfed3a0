"""Whether alerts come, and why one did not: /why LINK and /testalert.

- ``why_not``: a report by its address; ``alert_check``: an alert of before, sent once more

What does not belong here: why an alert rang (``bot.chat.commands.alerts``), how the bot is (``general``).
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


__all__ = ["alert_check", "why_not"]
