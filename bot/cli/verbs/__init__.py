"""What each verb of the program does: asks the rooms, and shows what came of it.

What belongs here: a verb a module, loaded when it is called. What does not: the verbs' options and help
(``bot.cli.app`` and the ``*_verbs`` beside it), and how things look on a terminal (``bot.cli.terminal``).
"""

__all__ = [
    "answers",
    "checking",
    "exporting",
    "feeds",
    "keeping",
    "lists",
    "polling",
    "probing",
    "reading",
    "running",
    "searching",
    "sources",
    "stories",
]
