"""The ``burdenwatch`` program: arguments in, rooms called, tables and exit codes out.

What belongs here: options, progress, what a person sees on a terminal. What does not: anything that a chat answers too;
those answers come from ``desk`` and ``chat.render``, so that both say the same.

Exit codes: 0 done, 1 it ran and something is wrong (a check failed, every feed failed), 2 unusable arguments, settings
or topic, 3 the worker could not start.
"""

from bot.cli.entry import main

__all__ = ["main"]
