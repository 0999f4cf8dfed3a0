"""The commands and the buttons, a family of them a file: each asks the store and has ``bot.chat.render`` say it.

- ``registry``: every command with what a user sees of it, who may, and what answers it; ``command``: what a row is
- ``details``: what ``/help COMMAND`` says of one beside
- ``button_press``: a button that was pressed, for the families' buttons
- ``wishes``: what a chat wants to hear of, and how
- ``general``, ``alerts``, ``digests``, ``course``, ``ledger``, ``charts``, ``search``, ``export``: for readers
- ``cards/``, ``doors/``, ``subscribing/``, ``watches/``, ``diagnosis/`` (why an alert did not come): for readers, and
  packages, as a folder has few files
- ``roles/``: a chat's own data, and what operators do to chats
- ``corrections``: for readers who find something wrong, and for operators; ``feeds``, ``stories``: for operators

A new command is a method in a family's file and a row in ``registry``, where a new family's file is named as well. What
does not belong here: whom an update is for (``bot.chat.updates``), and sending (``bot.chat.delivery``).
"""

from importlib import import_module
from typing import TYPE_CHECKING

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """A family, loaded when the registry first asks something of it (PEP 562): the command line reads the rows
        alone, and Telegram's library takes 20 MB and a third of a second.
        """
        try:
            return import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as problem:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from problem


__all__ = [
    "button_press",
    "charts",
    "command",
    "course",
    "export",
    "feeds",
    "ledger",
    "registry",
    "roles",
    "search",
    "stories",
]
