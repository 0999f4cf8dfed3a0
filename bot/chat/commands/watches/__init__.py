"""The chats' own queries: /watch, /watches and /unwatch, and the buttons below their list.

What does not belong here: what an entry answers (``bot.worker.intake``), and what is owed for it (``bot.store``).
"""

from bot.chat.commands.watches.watch_commands import WatchCommands

__all__ = ["WatchCommands"]
